//! The whole matrix, line by line: a change of the table is a change of this list.

use super::*;
use crate::{
    dossier::sample,
    id::{AssignmentId, UnitId},
};

fn actor(person: u128, unit: UnitId, role: Role) -> Actor {
    Actor::Person {
        person: sample::person(person),
        assignment: AssignmentId(sample::uuid(50)),
        unit,
        role,
        stands_in_for: None,
    }
}

/// Where a step of each kind is while the dossier is in the given state.
fn dossiers() -> Vec<(String, Dossier)> {
    use {State as S, StepKind as K};
    let mut all = vec![];
    for state in State::ALL.iter().copied() {
        let kinds: &[Option<K>] = match state {
            S::Submitted | S::AwaitingCompletion | S::Declined | S::Returned => &[None],
            S::Expired => &[None, Some(K::Return)],
            S::Received => &[Some(K::Receive)],
            S::Transferred => &[Some(K::Assign), Some(K::Process)],
            S::InProgress => &[
                Some(K::Receive),
                Some(K::Assign),
                Some(K::Process),
                Some(K::Opinion),
                Some(K::Review),
                Some(K::Sign),
                Some(K::Number),
            ],
            S::AwaitingSupplement | S::AwaitingDuty => &[Some(K::Process)],
            S::ResultReady | S::Refused | S::Withdrawn | S::Stopped => &[Some(K::Return)],
        };
        for kind in kinds {
            for owner in [None, Some(1)] {
                let place = kind.map(|kind| sample::place(2, kind, owner.map(sample::person)));
                let held = if owner.is_some() { "held by person 1" } else { "nobody's" };
                all.push((format!("{state:?} {kind:?} {held}"), sample::in_state(state, place)));
            }
        }
    }
    all
}

/// What each role may do besides reading, at its own unit, as person 1.
fn allowed(role: Role, unit: UnitId) -> Vec<String> {
    let mut lines = vec![];
    for (name, dossier) in dossiers() {
        let mut may = actions(&actor(1, unit, role), &dossier);
        may.retain(|action| *action != Action::Read);
        if !may.is_empty() {
            lines.push(format!("{name}: {may:?}"));
        }
    }
    lines
}

/// With a due date, a proposal overdue, and with parts at unit 77, so that what hangs on them shows.
fn with_everything(mut dossier: Dossier) -> Dossier {
    use crate::dossier::{
        event::Ground,
        part::{Part, PartKind, PartState},
        proposal::Proposal,
    };
    dossier.due_at = Some(sample::now());
    dossier.turns.overdue_for = dossier.due_at;
    dossier.turns.completions = 1;
    dossier.turns.proposal =
        Some(Proposal::Refuse { ground: Ground { reason: "x".into(), basis: "x".into() } });
    let part = |no, state| Part {
        no,
        kind: PartKind::Leg,
        unit: sample::unit(77),
        minutes: 60,
        after: vec![],
        due_at: None,
        state,
        owner: None,
    };
    dossier.turns.parts = vec![part(1, PartState::Sent), part(2, PartState::Confirmed)];
    dossier
}

#[test]
fn the_whole_matrix() {
    // One line for each role at each unit in each situation in which it may do anything.
    let mut lines = String::new();
    for role in Role::ALL {
        for (unit, place) in [(30, "receiver"), (31, "settler"), (77, "unit of a part")] {
            for (name, dossier) in dossiers() {
                let may = actions(&actor(1, sample::unit(unit), role), &with_everything(dossier));
                if !may.is_empty() {
                    let words: Vec<&str> = may.iter().map(|action| action.name()).collect();
                    lines.push_str(&format!("{} at the {place}, {name}: {}\n", role.name(), words.join(" ")));
                }
            }
        }
    }
    insta::assert_snapshot!("matrix", lines);
}

#[test]
fn who_stands_in_for_an_absent_colleague_does_that_colleagues_work() {
    let held = sample::in_progress(StepKind::Process, Some(sample::person(1)));
    let mut other = actor(2, sample::unit(31), Role::Handler);
    assert!(!may(&other, Action::Advance, &held));
    if let Actor::Person { stands_in_for, .. } = &mut other {
        *stands_in_for = Some(sample::person(1));
    }
    assert!(may(&other, Action::Advance, &held));
    assert!(may(&other, Action::Draft, &held));
    // In that unit and that role only: what the colleague holds elsewhere stays closed.
    for (unit, role) in [(99, Role::Handler), (99, Role::DivisionHead)] {
        let mut elsewhere = actor(2, sample::unit(unit), role);
        if let Actor::Person { stands_in_for, .. } = &mut elsewhere {
            *stands_in_for = Some(sample::person(1));
        }
        let review = sample::in_progress(StepKind::Review, Some(sample::person(1)));
        for dossier in [&held, &review] {
            assert_eq!(actions(&elsewhere, dossier), vec![], "{role:?} of unit {unit}");
        }
    }
}

#[test]
fn roles_without_business_do_nothing_to_dossiers() {
    let idle = [
        Role::CentreSupervisor,
        Role::CentreDirector,
        Role::Cashier,
        Role::Accountant,
        Role::Administrator,
        Role::ProvincialLeader,
        Role::Citizen,
        Role::Business,
    ];
    for role in idle {
        for unit in [30, 31] {
            assert_eq!(allowed(role, sample::unit(unit)), Vec::<String>::new(), "{role:?}");
        }
    }
}

#[test]
fn another_unit_sees_nothing_and_does_nothing() {
    for role in Role::ALL {
        let stranger = actor(2, sample::unit(99), role);
        for (name, dossier) in dossiers() {
            let may = actions(&stranger, &dossier);
            let watches = matches!(role, Role::CentreSupervisor | Role::CentreDirector);
            let expected = if watches { vec![Action::Read] } else { vec![] };
            assert_eq!(may, expected, "{role:?} {name}");
        }
    }
}

#[test]
fn the_administrator_reads_no_dossier() {
    // domain §11.2: sys_admin has no business data by default.
    for (name, dossier) in dossiers() {
        assert!(!may(&actor(1, sample::unit(31), Role::Administrator), Action::Read, &dossier), "{name}");
    }
}

#[test]
fn neither_the_public_nor_the_system_has_an_action() {
    for (_, dossier) in dossiers() {
        assert_eq!(actions(&Actor::Public, &dossier), vec![]);
        assert_eq!(actions(&Actor::System, &dossier), vec![]);
    }
}
