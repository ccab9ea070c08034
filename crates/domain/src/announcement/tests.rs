//! The clocks of announcing, as the law counts them.

use jiff::civil::date;

use super::*;
use crate::{
    calendar::{Calendar, DayKind, SpecialDay, WorkingHours},
    dossier::sample,
    id::AssignmentId,
    instant::from_local,
};

fn decision(signed_on: Date, effective_on: Date, track: Track) -> Announcement {
    let item = |code: &str, change| Item { code: code.into(), name: "Thủ tục".into(), change };
    Announcement {
        number: "1/QĐ-UBND".into(),
        signed_on,
        signer: "UBND tỉnh".into(),
        effective_on,
        track,
        owner: sample::unit(2),
        items: vec![item("1.000001", Change::Added), item("1.000002", Change::Abolished)],
    }
}

fn at(text: &str) -> Instant {
    from_local(text.parse().unwrap())
}

#[test]
fn the_national_database_has_it_within_five_working_days_or_two() {
    // NĐ 63/2010 Điều 24.2; row C-07: signed on Friday → due next Friday.
    let holidays = [(2023, 9, 1), (2023, 9, 4)].map(|(year, month, day)| SpecialDay {
        day: date(year, month, day),
        kind: DayKind::Off,
        name: "Quốc khánh".into(),
        basis: "BLLĐ 2019 Điều 112".into(),
    });
    let (calendar, hours) = (Calendar::new(holidays), WorkingHours::usual());
    let table = Timetable { calendar: &calendar, hours: &hours };
    for (signed, track, due) in [
        (date(2023, 8, 18), Track::Usual, "2023-08-25T17:00"),
        (date(2023, 8, 19), Track::Usual, "2023-08-25T17:00"),
        (date(2023, 8, 21), Track::Usual, "2023-08-28T17:00"),
        (date(2023, 8, 18), Track::Shortened, "2023-08-22T17:00"),
        // The holiday of 2/9 with its day instead is not counted.
        (date(2023, 8, 30), Track::Usual, "2023-09-08T17:00"),
        (date(2023, 8, 31), Track::Shortened, "2023-09-06T17:00"),
    ] {
        let decision = decision(signed, signed, track);
        assert_eq!(decision.due(TaskKind::Enter, &table), Some(at(due)), "{signed} {track:?}");
        assert_eq!(decision.due(TaskKind::Erase, &table), Some(at(due)), "removal is entered likewise");
    }
}

#[test]
fn posting_is_due_from_the_effect_and_never_sooner_than_entering() {
    // NĐ 63/2010 Điều 16, 17.
    let (calendar, hours) = (Calendar::default(), WorkingHours::usual());
    let table = Timetable { calendar: &calendar, hours: &hours };
    let friday = date(2023, 8, 18);
    for (effective, due) in [
        (friday, "2023-08-25T17:00"),
        (date(2023, 8, 28), "2023-08-28T17:00"),
        // A decision that takes effect on a Sunday is posted on Monday.
        (date(2023, 9, 10), "2023-09-11T17:00"),
    ] {
        let decision = decision(friday, effective, Track::Usual);
        for kind in [TaskKind::Post, TaskKind::Publish, TaskKind::Retire] {
            assert_eq!(decision.due(kind, &table), Some(at(due)), "{effective} {kind:?}");
        }
    }
    assert_eq!(decision(friday, date(2023, 9, 1), Track::Usual).last_day(), date(2023, 8, 31));
}

#[test]
fn a_new_procedure_owes_its_whole_way_and_an_abolished_one_its_removal() {
    // Điều 3.1.a–b, 4.1.a; rows C-07, C-10, C-40.
    let (calendar, hours) = (Calendar::default(), WorkingHours::usual());
    let table = Timetable { calendar: &calendar, hours: &hours };
    let decision = decision(date(2023, 8, 18), date(2023, 8, 18), Track::Usual);
    let (id, centre, keeper) = (sample::uuid(7), sample::unit(90), sample::unit(91));
    let of = |place: usize| decision.tasks(id, &decision.items[place], (centre, keeper), &table);
    let kinds: Vec<&str> = of(0).iter().map(|task| task.kind.name()).collect();
    assert_eq!(
        kinds,
        ["csdl-quoc-gia", "xay-dung", "kiem-tra", "cau-hinh", "chay-thu", "cong-bo", "niem-yet"]
    );
    for task in of(0) {
        // The agency is not late for what the Centre checks and the IT department configures and publishes (Điều 3.1.a).
        let owner = match task.kind.name() {
            "kiem-tra" => centre,
            "cau-hinh" | "cong-bo" => keeper,
            _ => sample::unit(2),
        };
        assert_eq!((task.owner, task.source, task.state), (owner, Some(id), TaskState::Open));
    }
    let steps: Vec<Instant> = of(0)[1..5].iter().map(|task| task.due_at).collect();
    assert!(steps.is_sorted(), "each step has its time after the one before it");
    let kinds: Vec<&str> = of(1).iter().map(|task| task.kind.name()).collect();
    assert_eq!(kinds, ["go-csdl", "het-hieu-luc"]);
    assert_eq!(of(1).iter().map(|task| task.owner).collect::<Vec<_>>(), [sample::unit(2), keeper]);
}

#[test]
fn each_mistake_is_named_with_its_field() {
    let today = date(2023, 8, 22);
    let sound = decision(today, today, Track::Usual);
    assert_eq!(sound.mistakes(today), vec![]);
    let cases: [(&str, fn(&mut Announcement)); 6] = [
        ("so", |d| d.number = " ".into()),
        ("nguoi-ky", |d| d.signer.clear()),
        ("ngay-ky", |d| {
            d.signed_on = date(2023, 8, 23);
            d.effective_on = date(2023, 8, 23);
        }),
        ("hieu-luc", |d| d.effective_on = date(2023, 8, 21)),
        ("moi", |d| d.items.clear()),
        ("moi", |d| d.items[1].code = "1.000001".into()),
    ];
    for (field, spoil) in cases {
        let mut decision = sound.clone();
        spoil(&mut decision);
        let fields: Vec<&str> = decision.mistakes(today).iter().map(|(field, _)| *field).collect();
        assert_eq!(fields, [field]);
    }
}

#[test]
fn an_agency_enters_its_own_decisions_and_the_centre_all() {
    // Điều 3.1.a, 4.1.a.
    let by = |role, unit| Actor::Person {
        person: sample::person(1),
        assignment: AssignmentId(sample::uuid(1)),
        unit: sample::unit(unit),
        role,
        stands_in_for: None,
    };
    let owner = sample::unit(2);
    for (role, unit, may) in [
        (Role::Leader, 2, true),
        (Role::Handler, 2, true),
        (Role::Leader, 3, false),
        (Role::CentreSupervisor, 90, true),
        (Role::Administrator, 1, true),
        (Role::Cashier, 2, false),
    ] {
        assert_eq!(Announcement::may_enter(&by(role, unit), owner), may, "{role:?} of {unit}");
    }
    assert!(!Announcement::may_enter(&Actor::Public, owner));
}
