//! Who may say that a task is done, and what the data say by themselves.

use super::*;
use crate::{
    calendar::{Calendar, WorkingHours},
    dossier::sample,
    id::AssignmentId,
    people::Role,
};

fn by(role: Role, unit: u128) -> Actor {
    Actor::Person {
        person: sample::person(unit),
        assignment: AssignmentId(sample::uuid(unit)),
        unit: sample::unit(unit),
        role,
        stands_in_for: None,
    }
}

fn task(kind: TaskKind, owner: u128) -> Task {
    Task {
        kind,
        procedure: "1.000001".into(),
        name: "Thủ tục".into(),
        owner: sample::unit(owner),
        source: None,
        note: String::new(),
        since: sample::now(),
        due_at: sample::now(),
        state: TaskState::Open,
        alarms: Alarms::default(),
    }
}

#[test]
fn what_the_data_cannot_tell_is_reported_by_its_owner_and_checked_by_the_centre() {
    // Điều 3.1.b, 4.1.a–b; rows C-07, C-11.
    let open = task(TaskKind::Enter, 2);
    let (owner, other, centre) = (by(Role::Handler, 2), by(Role::Leader, 3), by(Role::CentreSupervisor, 90));
    let report = |text: &str| TaskEvent::Reported { text: text.into() };
    assert_eq!(open.after(&report("Đã nhập"), &other), Err(Refusal::TaskNotYours));
    assert_eq!(open.after(&report("Đã nhập"), &centre), Err(Refusal::TaskNotYours));
    assert_eq!(open.after(&report(" "), &owner), Err(Refusal::NothingSaid));
    let reported = open.after(&report("Đã nhập"), &owner).unwrap();
    assert_eq!(reported.state, TaskState::Reported);
    let confirm = TaskEvent::Confirmed { text: String::new() };
    assert_eq!(reported.after(&confirm, &owner), Err(Refusal::TaskNotYours), "nobody checks their own");
    assert_eq!(reported.after(&confirm, &centre).unwrap().state, TaskState::Done);
    let back = TaskEvent::SentBack { text: "Chưa thấy".into() };
    assert_eq!(reported.after(&back, &centre).unwrap().state, TaskState::Open);
    assert_eq!(open.after(&confirm, &centre), Err(Refusal::TaskNotYours), "not before it is reported");
    assert!(!open.may_read(&other) && open.may_read(&owner) && open.may_read(&centre));
}

#[test]
fn what_the_data_tell_ends_by_itself_and_by_nothing_else() {
    // Rows C-08, C-10, C-40.
    let (now, earlier) = (sample::now(), sample::now() - jiff::SignedDuration::from_hours(1));
    let facts =
        |published_at, process_fits, ticket| Facts { published_at, process_fits, ticket, ..Facts::default() };
    for (kind, met, unmet) in [
        (
            TaskKind::Build,
            facts(None, false, Some(TicketState::Sent)),
            facts(None, true, Some(TicketState::Returned)),
        ),
        (
            TaskKind::Check,
            facts(None, false, Some(TicketState::Live)),
            facts(None, true, Some(TicketState::Sent)),
        ),
        (
            TaskKind::Configure,
            facts(None, false, Some(TicketState::Testing)),
            facts(None, true, Some(TicketState::Configuring)),
        ),
        (
            TaskKind::Try,
            facts(None, false, Some(TicketState::Live)),
            facts(None, true, Some(TicketState::Testing)),
        ),
        (TaskKind::Publish, facts(Some(now), false, None), facts(Some(earlier), true, None)),
        (TaskKind::Retire, facts(None, false, None), facts(Some(now), true, None)),
        (TaskKind::Mend, facts(Some(now), true, None), facts(Some(now), false, None)),
    ] {
        assert!(kind.is_told_by_data());
        assert!(kind.is_met(&met, now) && !kind.is_met(&unmet, now), "{kind:?}");
        let report = TaskEvent::Reported { text: "Xong".into() };
        assert_eq!(task(kind, 2).after(&report, &by(Role::Handler, 2)), Err(Refusal::TaskNotYours));
    }
    // What hangs there from before is not the new version; or it is reported.
    let posted = |published_at| Facts { is_posted: true, ..facts(published_at, true, None) };
    assert!(TaskKind::Post.is_met(&posted(Some(now)), now));
    assert!(
        !TaskKind::Post.is_met(&posted(Some(earlier)), now) && !TaskKind::Post.is_met(&posted(None), now)
    );
    // Row C-06: what a review decided is announced by a decision of its kind; where only a ministry can, its owner says so.
    for (kind, announced_at, abolished_at) in
        [(TaskKind::Announce, Some(now), None), (TaskKind::Repeal, None, Some(now))]
    {
        let is_met = |facts: Facts| kind.is_met(&facts, now);
        assert!(is_met(Facts { announced_at, abolished_at, ..Facts::default() }), "{kind:?}");
        assert!(!is_met(Facts {
            announced_at: abolished_at,
            abolished_at: announced_at,
            ..Facts::default()
        }));
        assert!(!is_met(Facts {
            announced_at: Some(earlier),
            abolished_at: Some(earlier),
            ..Facts::default()
        }));
        assert!(!kind.is_told_by_data());
    }
    // Row C-43: who reviews may say so; a version without the document says it, too.
    assert!(TaskKind::Basis.is_met(&Facts { basis_is_gone: true, ..Facts::default() }, now));
    for kind in TaskKind::ALL.iter().filter(|kind| !kind.is_told_by_data()) {
        assert!(!kind.is_met(&facts(Some(now), true, Some(TicketState::Live)), now), "{kind:?}");
    }
}

#[test]
fn a_deadline_that_passes_is_noted_once_and_not_for_what_is_reported() {
    let (calendar, hours) = (Calendar::default(), WorkingHours::usual());
    let table = Timetable { calendar: &calendar, hours: &hours };
    let (open, due) = (task(TaskKind::Enter, 2), sample::now());
    assert_eq!(open.next_alarm(due, &table), Some((due, Alarm::Missed)));
    let missed = open.after(&Alarm::Missed.into(), &Actor::System).unwrap();
    assert!(missed.alarms.is_missed);
    let (climbs_at, alarm) = missed.next_alarm(due, &table).unwrap();
    assert!(climbs_at > due && alarm == Alarm::Climbed);
    let climbed = missed.after(&alarm.into(), &Actor::System).unwrap();
    assert_eq!(climbed.next_alarm(climbs_at, &table), None);
    let reported = Task { state: TaskState::Reported, ..open };
    assert_eq!(reported.next_alarm(due, &table), None, "the Centre is slow, not the owner");
}

#[test]
fn a_task_of_an_earlier_version_is_read_with_what_it_lacks() {
    let mut old = serde_json::to_value(task(TaskKind::Enter, 2)).unwrap();
    for flag in ["is_warned", "has_climbed"] {
        old.as_object_mut().unwrap().remove(flag).unwrap();
    }
    old["is_missed"] = true.into();
    let read: Task = serde_json::from_value(old).unwrap();
    assert_eq!(read.alarms, Alarms { is_missed: true, ..Alarms::default() });
}
