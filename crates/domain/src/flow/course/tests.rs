//! Courses by hand: where the time of a dossier went.

use super::*;
use crate::{
    calendar::{Calendar, WorkingHours},
    dossier::{
        event::{Request, Resumption},
        part::{Answer, NewPart, Released},
        sample,
    },
    id::{AssignmentId, PersonId},
    instant::from_local,
    people::Role,
};

fn at(text: &str) -> Instant {
    from_local(text.parse().unwrap())
}

fn by(person: u128) -> Actor {
    Actor::Person {
        person: PersonId(sample::uuid(person)),
        assignment: AssignmentId(sample::uuid(person)),
        unit: sample::unit(31),
        role: Role::Handler,
        stands_in_for: None,
    }
}

fn course_of(events: &[(&str, Event)]) -> Course {
    let (calendar, hours) = (Calendar::default(), WorkingHours::usual());
    let events: Vec<_> = events.iter().map(|(when, event)| (at(when), by(1), event.clone())).collect();
    course(DossierId(sample::uuid(10)), &events, |_| Timetable { calendar: &calendar, hours: &hours })
        .unwrap()
}

fn received() -> Event {
    Event::Received {
        filing: Box::new(sample::filing(&[0])),
        target: sample::target(),
        acceptance: Box::new(sample::acceptance()),
    }
}

fn to(step: u16, kind: StepKind, is_held: bool) -> crate::dossier::Place {
    sample::place(step, kind, is_held.then(|| sample::person(1)))
}

fn advanced(step: u16, kind: StepKind) -> Event {
    Event::Advanced { to: to(step, kind, false), note: String::new() }
}

const TAKEN: Event = Event::Taken { out_of_order: None };

fn issued() -> Event {
    Event::ResultIssued { result: sample::outcome(), to: to(6, StepKind::Return, false) }
}

/// Waiting, working and standing still, in working minutes, for each stay.
fn minutes(course: &Course) -> Vec<[i64; 3]> {
    course.stays.iter().map(|stay| [stay.waiting / 60, stay.working / 60, stay.stopped / 60]).collect()
}

#[test]
fn time_is_counted_by_working_hours_where_the_dossier_was_and_by_what_happened_with_it() {
    let course = course_of(&[
        ("2023-08-22T14:30", received()),
        ("2023-08-22T15:00", Event::Transferred { to: to(2, StepKind::Process, false) }),
        // Two hours of Tuesday afternoon and one of Wednesday morning in which nobody took it.
        ("2023-08-23T08:00", TAKEN),
        ("2023-08-23T14:00", advanced(3, StepKind::Review)),
        ("2023-08-23T14:30", TAKEN),
        ("2023-08-23T15:00", Event::SentBack { to: to(2, StepKind::Process, true), reason: "…".into() }),
        ("2023-08-23T16:00", issued()),
    ]);
    assert_eq!(minutes(&course), [[0, 30, 0], [180, 240, 0], [30, 30, 0], [0, 60, 0], [0, 0, 0]]);
    let from: Vec<Option<u16>> = course.stays.iter().map(|stay| stay.from.map(|spot| spot.step)).collect();
    assert_eq!(from, [None, Some(0), Some(2), Some(3), Some(2)]);
    let settled: Vec<Option<i64>> =
        course.stays.iter().map(|stay| stay.settled.map(|(_, seconds)| seconds / 60)).collect();
    assert_eq!(settled, [Some(570), Some(540), Some(120), Some(60), None]);
    assert_eq!(course.stays[1].taken_at, Some(at("2023-08-23T08:00")));
    assert_eq!(course.stays[4].left_at, None, "it waits at the counter");
}

#[test]
fn while_the_applicant_or_another_unit_is_waited_for_the_step_stands_still() {
    let request =
        Request { lines: vec![], reason: "…".into(), slip_number: 1, answer_by: None, remind_at: None };
    let part = NewPart {
        no: 1,
        kind: PartKind::Opinion,
        unit: sample::unit(77),
        task: "…".into(),
        minutes: 480,
        after: vec![],
        due_at: Some(at("2023-08-25T09:00")),
    };
    let answer = Answer { verdict: None, content: "…".into(), file: None };
    let resumption = Resumption {
        at: at("2023-08-24T09:00"),
        due_at: None,
        warn_at: None,
        to: to(2, StepKind::Process, true),
        slip_number: None,
    };
    let course = course_of(&[
        ("2023-08-23T07:00", received()),
        ("2023-08-23T07:30", Event::Transferred { to: to(2, StepKind::Process, false) }),
        ("2023-08-23T08:00", TAKEN),
        ("2023-08-23T09:00", Event::SupplementRequested { request, is_late: false }),
        ("2023-08-24T09:00", Event::Supplemented { filing: Box::new(sample::filing(&[0])), resumption }),
        ("2023-08-24T09:00", Event::PartOpened { part }),
        ("2023-08-25T10:00", Event::PartDone { no: 1, answer, released: Vec::<Released>::new() }),
        ("2023-08-25T11:00", issued()),
    ]);
    // A day for the applicant, a day and an hour for the other unit.
    assert_eq!(minutes(&course)[1], [30, 120, 480 + 540]);
    // The clock of the dossier stood for the applicant alone.
    assert_eq!(course.stays[0].settled.map(|(_, seconds)| seconds / 60), Some(2 * 480 + 240 - 480));
    let asked = &course.asked[0];
    assert_eq!((asked.to, asked.response), (sample::unit(77), Response::Done));
    assert!(asked.over_at > asked.due_at, "an hour late");
}

#[test]
fn what_is_not_accepted_ends_where_it_was_and_what_is_over_stays_as_it_is() {
    let declined = Event::Declined {
        filing: Box::new(sample::filing(&[0])),
        target: sample::target(),
        ground: crate::dossier::event::Ground { reason: "…".into(), basis: "…".into() },
        slip_number: 1,
    };
    let submitted = Event::Submitted {
        filing: Box::new(sample::filing(&[0])),
        target: sample::target(),
        to: to(0, StepKind::Receive, false),
    };
    let events = [("2023-08-23T07:00", submitted), ("2023-08-23T10:00", declined)];
    let whole = course_of(&events);
    assert_eq!(whole.stays.len(), 1);
    assert_eq!((minutes(&whole)[0], whole.stays[0].ended), ([180, 0, 0], Some(State::Declined)));
    assert_eq!(whole.stays[0].settled, None, "nothing was settled");
    let begun = course_of(&events[..1]);
    assert_eq!((begun.stays.len(), begun.stays[0].left_at), (1, None));
}
