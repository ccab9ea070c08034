//! A round is whole, described and held once.

use proptest::prelude::*;

use super::*;
use crate::{dossier::sample, id::AssignmentId};

fn person(role: Role, unit: u128) -> Actor {
    Actor::Person {
        person: sample::person(unit),
        assignment: AssignmentId(sample::uuid(unit)),
        unit: sample::unit(unit),
        role,
        stands_in_for: None,
    }
}

fn blank() -> Round {
    Round {
        unit: sample::unit(2),
        month: Date::default(),
        planned_on: Date::default(),
        answers: vec![],
        entries: vec![],
        called_off: String::new(),
    }
}

fn round() -> Round {
    let month: Date = "2023-08-01".parse().unwrap();
    Round { unit: sample::unit(2), month, planned_on: "2023-08-24".parse().unwrap(), ..blank() }
}

fn answers(verdict: impl Fn(Item) -> Verdict, note: &str) -> Vec<Answer> {
    let answer = |item: &Item| Answer {
        item: *item,
        counted: item.counted().map(|_| 0),
        verdict: verdict(*item),
        note: note.into(),
        file: None,
    };
    Item::ALL.iter().map(answer).collect()
}

#[test]
fn every_item_names_its_clause_and_is_counted_or_inspected() {
    // Điều 4.1.a, b, d and 4.2 each have their items.
    for clause in ["Điều 4.1.a", "Điều 4.1.b", "Điều 4.1.d", "Điều 4.2"] {
        assert!(Item::ALL.iter().any(|item| item.clause() == clause), "{clause}");
    }
    for area in Area::ALL {
        assert!(Item::ALL.iter().any(|item| item.area() == *area), "{area:?}");
    }
    assert!(Item::ALL.iter().any(|item| item.counted().is_some()));
    assert!(Item::ALL.iter().any(|item| item.counted().is_none()));
}

#[test]
fn a_round_is_held_by_the_centre_once_and_leaves_nothing_out() {
    // Điều 4.1.a, b, d.
    let centre = person(Role::CentreSupervisor, 90);
    let met = answers(|_| Verdict::Met, "");
    let refused = |answers, by: &Actor| round().done(answers, by).unwrap_err();
    assert_eq!(refused(met.clone(), &person(Role::Leader, 2)), Refusal::SupervisionNotYours);
    assert_eq!(refused(met.iter().skip(1).cloned().collect(), &centre), Refusal::RoundIncomplete);
    let silent = answers(|item| if item == Item::Fees { Verdict::NotMet } else { Verdict::Met }, " ");
    assert_eq!(refused(silent, &centre), Refusal::RoundIncomplete);
    let said =
        answers(|item| if item == Item::Fees { Verdict::NotMet } else { Verdict::Met }, "Không biên lai");
    let done = round().done(said, &centre).unwrap();
    assert_eq!(done.faults().map(|answer| answer.item).collect::<Vec<_>>(), [Item::Fees]);
    assert_eq!(done.done(met, &centre), Err(Refusal::SupervisionNotYours), "once");
    assert!(done.may_read(&person(Role::Handler, 2)) && !done.may_read(&person(Role::Handler, 3)));
}

proptest! {
    #[test]
    fn as_many_faults_as_items_that_are_not_met(picked in prop::collection::vec(0..3_usize, Item::ALL.len())) {
        let verdict = |item: Item| Verdict::ALL[picked[Item::ALL.iter().position(|known| *known == item).unwrap()]];
        let done = round().done(answers(verdict, "Đã xem"), &person(Role::CentreDirector, 90)).unwrap();
        prop_assert_eq!(done.faults().count(), picked.iter().filter(|no| Verdict::ALL[**no] == Verdict::NotMet).count());
    }
}

#[test]
fn a_planned_round_is_moved_or_called_off_with_a_reason_and_a_held_one_corrected() {
    // Điều 4.1.d, 4.2; row C-57: what was written first stays in the record.
    let (centre, agency) = (person(Role::CentreSupervisor, 90), person(Role::Leader, 2));
    let to: Date = "2023-09-05".parse().unwrap();
    assert_eq!(round().moved(to, "Bão", &agency), Err(Refusal::SupervisionNotYours));
    assert_eq!(round().moved(to, " ", &centre), Err(Refusal::ReasonMissing));
    let moved = round().moved(to, "Bão", &centre).unwrap();
    assert_eq!((moved.planned_on, moved.month), (to, "2023-09-01".parse().unwrap()));
    let off = moved.off("Sáp nhập", &centre).unwrap();
    assert_eq!(off.off("Nữa", &centre), Err(Refusal::SupervisionNotYours));
    let all = || answers(|_| Verdict::Met, "");
    assert_eq!(off.done(all(), &centre), Err(Refusal::SupervisionNotYours));
    assert!(off.moved(to, "Vẫn làm", &centre).unwrap().called_off.is_empty());
    let held = round().done(all(), &centre).unwrap();
    assert_eq!(held.moved(to, "Muộn", &centre), Err(Refusal::SupervisionNotYours));
    let entry = |verdict, note: &str| Entry { item: Item::Fees, verdict, note: note.into() };
    assert_eq!(round().corrected(entry(Verdict::NotMet, "Sai"), &centre), Err(Refusal::SupervisionNotYours));
    assert_eq!(held.corrected(entry(Verdict::NotMet, " "), &centre), Err(Refusal::ReasonMissing));
    assert_eq!(held.corrected(entry(Verdict::Met, "Như cũ"), &centre), Err(Refusal::SupervisionNotYours));
    let corrected = held.corrected(entry(Verdict::NotMet, "Thiếu biên lai"), &centre).unwrap();
    assert_eq!((held.not_met(), corrected.not_met()), (0, 1));
    assert_eq!(corrected.answers, held.answers, "what was found first stays");
}
