//! Who may do what with a corrective action, and that it only ends at the Centre.

use proptest::prelude::*;

use super::*;
use crate::{
    calendar::{Calendar, WorkingHours},
    dossier::sample,
    id::AssignmentId,
    instant::from_local,
};

fn at(text: &str) -> Instant {
    from_local(text.parse().unwrap())
}

fn person(role: Role, unit: u128) -> Actor {
    Actor::Person {
        person: sample::person(unit),
        assignment: AssignmentId(sample::uuid(unit)),
        unit: sample::unit(unit),
        role,
        stands_in_for: None,
    }
}

fn corrective(origin: Origin, unit: u128) -> Corrective {
    Corrective {
        origin,
        area: Area::Fees,
        unit: sample::unit(unit),
        subject: "Biên lai".into(),
        finding: "Ba hồ sơ thu phí không có biên lai".into(),
        action: "Cấp biên lai, báo cáo".into(),
        clause: "Điều 4.2".into(),
        duty: None,
        source: None,
        state: State::Open,
        due_at: at("2023-08-24T17:00"),
        rung: Rung::Handlers,
    }
}

fn opened(origin: Origin, unit: u128) -> CorrectiveEvent {
    CorrectiveEvent::Opened { corrective: corrective(origin, unit), file: None }
}

fn reported(text: &str) -> CorrectiveEvent {
    CorrectiveEvent::Reported { text: text.into(), file: None }
}

fn closed() -> CorrectiveEvent {
    CorrectiveEvent::Closed { text: "Đã xem biên lai".into() }
}

#[test]
fn the_centre_recommends_and_closes_and_the_agency_mends() {
    // Điều 3.2.d, 4.2; rows C-30, C-57.
    let (centre, leader) = (person(Role::CentreSupervisor, 90), person(Role::Leader, 2));
    for (by, origin, unit, may) in [
        (centre, Origin::Recommendation, 2, true),
        (centre, Origin::Finding, 2, true),
        (centre, Origin::Own, 2, false),
        (centre, Origin::Finding, 90, false),
        (leader, Origin::Own, 2, true),
        (leader, Origin::Own, 3, false),
        (leader, Origin::Recommendation, 2, false),
        (person(Role::Handler, 2), Origin::Own, 2, false),
        (person(Role::Administrator, 9), Origin::Finding, 2, false),
        (Actor::System, Origin::Finding, 2, false),
    ] {
        let new = Corrective::after(None, &opened(origin, unit), &by);
        assert_eq!(new.is_ok(), may, "{by:?} {origin:?} {unit}");
    }
    let open = Corrective::after(None, &opened(Origin::Recommendation, 2), &centre).unwrap();
    let step = |known: &Corrective, event, by: &Actor| Corrective::after(Some(known), &event, by);
    let handler = person(Role::Handler, 2);
    let plan = || CorrectiveEvent::Planned { text: "Rà lại từng quyển".into() };
    assert_eq!(step(&open, plan(), &handler), Err(Refusal::SupervisionNotYours), "a head decides how");
    assert_eq!(step(&open, plan(), &leader).unwrap().state, State::Open);
    assert_eq!(step(&open, reported(" "), &handler), Err(Refusal::NothingSaid));
    assert_eq!(step(&open, reported("Xong"), &person(Role::Handler, 3)), Err(Refusal::SupervisionNotYours));
    assert_eq!(step(&open, closed(), &centre), Err(Refusal::SupervisionNotYours), "nothing is reported yet");
    let done = step(&open, reported("Đã cấp"), &handler).unwrap();
    assert_eq!(step(&done, closed(), &leader), Err(Refusal::SupervisionNotYours), "nobody checks themself");
    assert_eq!(step(&done, opened(Origin::Finding, 2), &centre), Err(Refusal::SupervisionNotYours));
    let later = at("2023-08-28T17:00");
    let back = CorrectiveEvent::SentBack { text: "Còn một quyển".into(), due_at: later };
    let back = step(&done, back, &centre).unwrap();
    assert_eq!((back.state, back.due_at, back.rung), (State::Open, later, Rung::Handlers));
    assert_eq!(step(&done, closed(), &centre).unwrap().state, State::Closed);
    assert!(open.may_read(&person(Role::ProvincialLeader, 1)) && open.may_read(&handler));
    assert!(!open.may_read(&person(Role::Handler, 3)) && !open.may_read(&person(Role::Administrator, 2)));
}

#[test]
fn what_is_not_mended_in_time_climbs_until_it_is_reported() {
    // Row C-30; the ladder is that of unanswered matters.
    let (calendar, hours) = (Calendar::default(), WorkingHours::usual());
    let table = Timetable { calendar: &calendar, hours: &hours };
    let ladder = Ladder::default();
    let mut known = corrective(Origin::Finding, 2);
    let mut told = vec![];
    while let Some((when, rung)) = known.climbs(&ladder, &table) {
        told.push((when, rung));
        known = Corrective::after(Some(&known), &CorrectiveEvent::Climbed { rung }, &Actor::System).unwrap();
    }
    assert_eq!(
        told,
        [
            (at("2023-08-24T17:00"), Rung::Head),
            (at("2023-08-25T17:00"), Rung::Leader),
            (at("2023-08-28T17:00"), Rung::Centre),
            (at("2023-08-29T17:00"), Rung::Province)
        ]
    );
    let done =
        Corrective::after(Some(&corrective(Origin::Finding, 2)), &reported("Xong"), &person(Role::Clerk, 2));
    assert_eq!(done.unwrap().climbs(&ladder, &table), None);
}

#[test]
fn a_task_of_the_plan_is_of_an_agency_or_of_the_centre_itself() {
    // Điều 6.1; row C-62.
    let centre = person(Role::CentreSupervisor, 90);
    for (by, unit, may) in [
        (centre, 2, true),
        (centre, 90, true),
        (person(Role::Leader, 2), 2, false),
        (person(Role::ProvincialLeader, 1), 2, false),
    ] {
        assert_eq!(Corrective::after(None, &opened(Origin::Plan, unit), &by).is_ok(), may, "{by:?} {unit}");
    }
    // With its decision on an obstacle the province gives a task, and nothing else.
    let province = person(Role::ProvincialLeader, 1);
    for (origin, may) in [(Origin::Plan, true), (Origin::Recommendation, false)] {
        let decided = Corrective { source: Some(sample::uuid(7)), ..corrective(origin, 2) };
        let event = CorrectiveEvent::Opened { corrective: decided, file: None };
        assert_eq!(Corrective::after(None, &event, &province).is_ok(), may, "{origin:?}");
    }
    let own = Corrective::after(None, &opened(Origin::Plan, 90), &centre).unwrap();
    assert!(own.may(&centre, Deed::Report), "the Centre reports what it planned for itself");
    assert!(!corrective(Origin::Finding, 2).may(&centre, Deed::Report));
    let done = Corrective::after(Some(&own), &reported("Đã triển khai"), &centre).unwrap();
    let over = Corrective::after(Some(&done), &closed(), &centre).unwrap();
    assert_eq!(
        (own.standing(), done.standing(), over.standing()),
        ("Đang làm", "Chờ Trung tâm kiểm tra", "Đã xong")
    );
    assert_eq!(closed().title_in(Origin::Plan), "Trung tâm xác nhận đã xong");
    assert_eq!(closed().title_in(Origin::Finding), closed().words().1);
}

proptest! {
    #[test]
    fn only_the_centre_ends_it_and_nothing_happens_afterwards(steps in prop::collection::vec((0..5_u8, 0..4_u8), 1..30)) {
        let people = [
            person(Role::CentreDirector, 90), person(Role::Leader, 2), person(Role::Handler, 2), person(Role::Leader, 3),
        ];
        let mut known = corrective(Origin::Finding, 2);
        for (what, who) in steps {
            let event = match what {
                0 => CorrectiveEvent::Planned { text: "a".into() },
                1 => reported("b"),
                2 => closed(),
                3 => CorrectiveEvent::SentBack { text: "c".into(), due_at: at("2023-09-05T17:00") },
                _ => opened(Origin::Finding, 2),
            };
            let by = &people[usize::from(who)];
            if let Ok(after) = Corrective::after(Some(&known), &event, by) {
                prop_assert!(known.state != State::Closed);
                prop_assert!(after.state != State::Closed || who == 0);
                prop_assert!(who != 3, "another agency does nothing");
                prop_assert_eq!((after.unit, &after.finding), (known.unit, &known.finding));
                known = after;
            }
        }
    }
}
