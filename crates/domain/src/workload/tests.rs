//! Weights by date, what counts as work, and that counting as it happens comes to the same as counting anew.

use jiff::civil::date;
use proptest::prelude::*;
use uuid::Uuid;

use super::{
    deed::{Deed, deeds},
    *,
};
use crate::{
    calendar::{
        Calendar, Timetable, WorkingHours,
        deadline::{ClockPolicy, Course, Cutoff, Limit, LimitUnit, due},
    },
    dossier::{
        Event, State,
        event::{Draft, Handover, Request, Resumption},
        filing::ReturnWay,
        proposal::Proposal,
        sample,
    },
    id::{AssignmentId, DossierId, PersonId},
    instant::{Instant, from_local},
    process::StepKind,
};

fn at(text: &str) -> Instant {
    from_local(text.parse().unwrap())
}

fn by(role: Role) -> Actor {
    Actor::Person {
        person: sample::person(1),
        assignment: AssignmentId(Uuid::from_u128(2)),
        unit: sample::unit(31),
        role,
        stands_in_for: None,
    }
}

fn set(tenths: i64) -> Weights {
    Weights::new(WorkKind::ALL.iter().map(|kind| (*kind, tenths)).collect(), BTreeMap::new()).unwrap()
}

#[test]
fn a_month_is_weighed_by_what_was_in_force_then() {
    // Quy chế 1267 Điều 4.3: work is weighed by what everybody could know when it was done.
    let sets = [(date(2023, 9, 1), set(20)), (date(2023, 11, 1), set(30)), (date(2023, 9, 1), set(40))];
    for (month, tenths) in [
        (date(2023, 8, 1), 10),
        (date(2023, 9, 1), 40),
        (date(2023, 10, 1), 40),
        (date(2023, 11, 1), 30),
        (date(2024, 6, 1), 30),
    ] {
        assert_eq!(weights_of(&sets, month).kind(WorkKind::Step), tenths, "{month}");
    }
    for (from, may) in [
        (date(2023, 7, 1), false),
        (date(2023, 8, 1), false),
        (date(2023, 9, 1), true),
        (date(2023, 9, 2), false),
        (date(2024, 1, 1), true),
    ] {
        assert_eq!(may_begin(from, date(2023, 8, 22)), may, "{from}");
    }
}

#[test]
fn weights_have_bounds_and_weigh_more_where_a_procedure_asks_for_more() {
    let kinds = |tenths| BTreeMap::from([(WorkKind::Step, tenths)]);
    let factors = |tenths| BTreeMap::from([(Complexity::Long, tenths)]);
    for (weight, factor, is_taken) in
        [(0, 10, true), (100, 50, true), (-1, 10, false), (101, 10, false), (10, 9, false), (10, 51, false)]
    {
        assert_eq!(Weights::new(kinds(weight), factors(factor)).is_some(), is_taken, "{weight} {factor}");
    }
    let received = at("2023-08-22T14:30");
    for (due, complexity, points) in [
        (None, Complexity::Short, 200),
        (Some("2023-08-29T23:59"), Complexity::Short, 200),
        (Some("2023-08-30T00:00"), Complexity::Medium, 240),
        (Some("2023-09-12T23:59"), Complexity::Medium, 240),
        (Some("2023-09-13T00:00"), Complexity::Long, 300),
    ] {
        assert_eq!(Complexity::of(received, due.map(at)), complexity, "{due:?}");
        assert_eq!(Weights::usual().points(WorkKind::Draft, complexity), points);
    }
}

#[test]
fn a_procedure_asks_for_as_much_whenever_and_wherever_it_is_received() {
    // The choices that NĐ 61/2018 Điều 18, 19 leave open, units that work on Saturday, and any hour.
    let calendar = Calendar::default();
    for (days, complexity) in [(5, Complexity::Short), (15, Complexity::Medium), (17, Complexity::Long)] {
        for (ends_with_the_day, cutoff) in [
            (false, Cutoff::None),
            (true, Cutoff::None),
            (true, Cutoff::FifteenHours),
            (false, Cutoff::LastHour),
        ] {
            let policy = ClockPolicy { ends_with_the_day, cutoff, ..ClockPolicy::USUAL };
            for received in [
                "2023-10-09T07:30",
                "2023-10-10T16:40",
                "2023-10-13T15:00",
                "2023-10-13T20:00",
                "2023-10-15T09:00",
            ] {
                let (hours, received) = (WorkingHours::usual(), at(received));
                let table = Timetable { calendar: &calendar, hours: &hours };
                let limit = Limit::of(days, LimitUnit::WorkingDay);
                let due = due(received, limit, Course::default(), policy, &table).unwrap();
                assert_eq!(
                    Complexity::of(received, Some(due.at)),
                    complexity,
                    "{days} {received} {policy:?}"
                );
            }
        }
    }
    // On a Saturday morning, by a unit that works then: five days end on the Friday.
    let (hours, received) = (WorkingHours::usual().with_saturday_morning(), at("2023-10-14T08:00"));
    let table = Timetable { calendar: &calendar, hours: &hours };
    let limit = Limit::of(5, LimitUnit::WorkingDay);
    let due = due(received, limit, Course::default(), ClockPolicy::USUAL, &table).unwrap();
    assert_eq!(Complexity::of(received, Some(due.at)), Complexity::Short);
}

#[test]
fn who_sets_the_weights() {
    for (role, may) in [
        (Role::CentreDirector, true),
        (Role::Administrator, true),
        (Role::CentreSupervisor, false),
        (Role::Leader, false),
        (Role::Handler, false),
    ] {
        assert_eq!(may_weigh(&by(role)), may, "{role:?}");
    }
    assert!(!may_weigh(&Actor::Public));
}

#[test]
fn a_share_of_few_is_not_shown() {
    for (timed, in_time, share) in [(0, 0, None), (9, 9, None), (10, 9, Some(90)), (12, 8, Some(66))] {
        assert_eq!(Load { deeds: 20, timed, in_time, points: 0 }.share(), share);
    }
}

fn to(step: u16, kind: StepKind, due: Option<&str>) -> crate::dossier::Place {
    crate::dossier::Place { due_at: due.map(at), ..sample::place(step, kind, Some(sample::person(1))) }
}

/// A dossier that goes straight through, with one step undone and one draft rewritten.
fn story() -> Vec<(Instant, Actor, Event)> {
    let draft = || Event::Drafted { draft: Draft { opinion: "Đủ điều kiện".into(), file: None } };
    let next = |due| Event::Advanced { to: to(3, StepKind::Review, due), note: String::new() };
    let handover = Handover {
        collector: "Thạch Thị Mẫu".into(),
        identity: "084199001234".into(),
        way: ReturnWay::Counter,
        receipt_taken_back: true,
    };
    let mut acceptance = sample::acceptance();
    acceptance.due_at = Some(at("2023-09-15T14:30"));
    let received = Event::Received {
        filing: Box::new(sample::filing(&[0])),
        target: sample::target(),
        acceptance: Box::new(acceptance),
    };
    let undone = Event::Undone {
        deed: "advanced".into(),
        reason: "Nhầm".into(),
        state: State::InProgress,
        to: Some(to(2, StepKind::Process, Some("2023-08-24T10:00"))),
    };
    let (desk, handler) = (by(Role::Receptionist), by(Role::Handler));
    let there = Event::Transferred { to: to(2, StepKind::Process, Some("2023-08-24T10:00")) };
    let issued = Event::ResultIssued { result: sample::outcome(), to: to(6, StepKind::Return, None) };
    [
        ("2023-08-22T14:30", desk, received),
        ("2023-08-22T15:00", desk, there),
        ("2023-08-23T08:00", handler, Event::Taken { out_of_order: None }),
        ("2023-08-23T09:00", handler, draft()),
        ("2023-08-23T09:30", handler, draft()),
        ("2023-08-23T10:00", handler, next(Some("2023-08-25T10:00"))),
        ("2023-08-23T10:05", handler, undone),
        ("2023-08-24T10:00", handler, next(Some("2023-08-25T10:00"))),
        ("2023-08-24T11:00", by(Role::DivisionHead), Event::Taken { out_of_order: None }),
        ("2023-08-25T10:01", by(Role::Clerk), issued),
        ("2023-08-28T08:00", desk, Event::Returned { handover }),
    ]
    .into_iter()
    .map(|(when, by, event)| (at(when), by, event))
    .collect()
}

fn done(events: &[(Instant, Actor, Event)]) -> Vec<Deed> {
    deeds(DossierId(sample::uuid(10)), events)
}

#[test]
fn what_officers_did_counts_once_and_what_was_undone_not_at_all() {
    let found: Vec<_> =
        done(&story()).iter().map(|deed| (deed.no, deed.kind, deed.is_in_time, deed.counts)).collect();
    assert_eq!(
        found,
        [
            (1, WorkKind::Reception, None, 1),
            (2, WorkKind::Step, None, 1),
            (4, WorkKind::Draft, None, 1),
            (6, WorkKind::Step, Some(true), 1),
            (7, WorkKind::Step, Some(true), -1),
            // At the very moment it is still in time; a minute later it is not.
            (8, WorkKind::Step, Some(true), 1),
            (10, WorkKind::Decision, Some(false), 1),
            (11, WorkKind::HandOver, None, 1),
        ]
    );
    // Twenty-four days were allowed.
    assert!(done(&story()).iter().all(|deed| deed.complexity == Complexity::Long));
    // An undone deed is taken from the month in which it was done.
    let undone = done(&story()).into_iter().find(|deed| deed.counts < 0).unwrap();
    assert_eq!(undone.at, at("2023-08-23T10:00"));
}

#[test]
fn what_the_applicant_and_the_system_do_is_nobodys_work() {
    let request =
        Request { lines: vec![], reason: "…".into(), slip_number: 1, answer_by: None, remind_at: None };
    let target = sample::target();
    let filing = || Box::new(sample::filing(&[0]));
    let submitted =
        Event::Submitted { filing: filing(), target: target.clone(), to: to(0, StepKind::Receive, None) };
    let asked = Event::CompletionRequested { filing: filing(), target, request };
    let first = (at("2023-08-22T08:00"), by(Role::Citizen), submitted);
    let events = [
        first.clone(),
        (at("2023-08-22T09:00"), by(Role::Receptionist), asked),
        (
            at("2023-08-22T10:00"),
            Actor::Public,
            Event::Completed { filing: filing(), to: to(0, StepKind::Receive, None) },
        ),
        (at("2023-08-22T11:00"), Actor::System, Event::Reminded),
    ];
    let found = done(&events);
    assert_eq!(found.iter().map(|deed| (deed.no, deed.kind)).collect::<Vec<_>>(), [(2, WorkKind::Letter)]);
    assert_eq!(found.first().map(|deed| deed.complexity), Some(Complexity::Short), "not accepted yet");
    assert_eq!(done(&[first]), []);
    assert_eq!(done(&[]), []);
    assert_eq!(found.first().map(|deed| deed.person), Some(PersonId(sample::uuid(1))));
}

#[test]
fn what_waits_at_the_counter_has_its_time_and_what_comes_back_there_is_received() {
    // Quy chế 1267 Điều 3.2: filed online, answered by the counter, completed there.
    let filing = || Box::new(sample::filing(&[0]));
    let desk = by(Role::Receptionist);
    let request =
        Request { lines: vec![], reason: "…".into(), slip_number: 1, answer_by: None, remind_at: None };
    let waiting = |due| to(0, StepKind::Receive, Some(due));
    let submitted =
        Event::Submitted { filing: filing(), target: sample::target(), to: waiting("2023-08-23T08:00") };
    let asked = Event::CompletionRequested { filing: filing(), target: sample::target(), request };
    let received = Event::Received {
        filing: filing(),
        target: sample::target(),
        acceptance: Box::new(sample::acceptance()),
    };
    let events = [
        (at("2023-08-22T08:00"), by(Role::Citizen), submitted),
        (at("2023-08-23T08:00"), desk, asked),
        (
            at("2023-08-24T08:00"),
            desk,
            Event::Completed { filing: filing(), to: waiting("2023-08-25T08:00") },
        ),
        (at("2023-08-25T08:01"), desk, received),
    ];
    let found: Vec<_> = done(&events).iter().map(|deed| (deed.no, deed.kind, deed.is_in_time)).collect();
    assert_eq!(
        found,
        [
            (2, WorkKind::Letter, Some(true)),
            (3, WorkKind::Reception, None),
            (4, WorkKind::Reception, Some(false)),
        ]
    );
}

#[test]
fn a_leader_who_agrees_to_ask_once_more_decides_and_is_not_late() {
    // Rows C-14, C-17: the second request is the leader's, and seldom within the days of the first.
    let request =
        || Request { lines: vec![], reason: "…".into(), slip_number: 1, answer_by: None, remind_at: None };
    let asked = |is_late| Event::SupplementRequested { request: request(), is_late };
    let place = to(2, StepKind::Process, None);
    let resumption = Resumption {
        at: at("2023-08-28T08:00"),
        due_at: None,
        warn_at: None,
        to: place.clone(),
        slip_number: None,
    };
    let proposal = Proposal::Supplement { request: request(), ground: "…".into() };
    let (desk, handler) = (by(Role::Receptionist), by(Role::Handler));
    let mut events: Vec<_> = story().into_iter().take(3).collect();
    events.extend([
        (at("2023-08-24T08:00"), handler, asked(false)),
        (
            at("2023-08-28T08:00"),
            desk,
            Event::Supplemented { filing: Box::new(sample::filing(&[0])), resumption },
        ),
        (at("2023-08-29T08:00"), handler, Event::Proposed { proposal }),
        (at("2023-08-30T08:00"), by(Role::Leader), asked(true)),
    ]);
    let found: Vec<_> = done(&events).iter().map(|deed| (deed.no, deed.kind, deed.is_in_time)).collect();
    assert_eq!(
        found.get(2..),
        Some(
            &[
                (4, WorkKind::Letter, Some(true)),
                (5, WorkKind::Reception, None),
                (6, WorkKind::Letter, None),
                (7, WorkKind::Decision, None),
            ][..]
        )
    );
}

proptest! {
    #[test]
    fn counting_as_it_happens_comes_to_the_same_as_counting_anew(cuts in proptest::collection::vec(0usize..12, 0..4)) {
        let (story, mut cuts) = (story(), cuts);
        cuts.push(story.len());
        cuts.sort_unstable();
        let (mut kept, mut taken) = (vec![], 0);
        for cut in cuts {
            let so_far = &story[..cut.min(story.len())];
            kept.extend(done(so_far).into_iter().filter(|deed| deed.no > taken));
            taken = i64::try_from(so_far.len()).unwrap();
        }
        prop_assert_eq!(kept, done(&story));
    }

    #[test]
    fn points_are_additive(deeds in 0i64..1_000, others in 0i64..1_000) {
        let weights = Weights::usual();
        let cell = (WorkKind::Check, Complexity::Medium);
        let mut sum = Load::of(&weights, cell, (deeds, deeds, 0));
        sum.add(Load::of(&weights, cell, (others, others, others)));
        prop_assert_eq!(sum, Load::of(&weights, cell, (deeds + others, deeds + others, others)));
    }
}
