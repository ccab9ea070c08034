//! The whole matrix, line by line: a change of the table is a change of this list.

use super::*;
use crate::{
    dossier::sample,
    id::{AssignmentId, UnitId},
};

fn actor(person: u128, unit: UnitId, role: Role) -> Actor {
    Actor::Person { person: sample::person(person), assignment: AssignmentId(sample::uuid(50)), unit, role }
}

/// Where a step of each kind is while the dossier is in the given state.
fn dossiers() -> Vec<(String, Dossier)> {
    use {State as S, StepKind as K};
    let mut all = vec![];
    for state in State::ALL {
        let kinds: &[Option<K>] = match state {
            S::Submitted | S::AwaitingCompletion | S::Declined | S::Returned => &[None],
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
            S::ResultReady => &[Some(K::Return)],
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

#[test]
fn reception_examines_transfers_and_hands_over() {
    let lines = allowed(Role::Receptionist, sample::unit(30));
    let expected = [
        "Submitted None nobody's: [Examine]",
        "Submitted None held by person 1: [Examine]",
        "Received Some(Receive) nobody's: [Transfer]",
        "Received Some(Receive) held by person 1: [Transfer]",
        "InProgress Some(Receive) nobody's: [Advance]",
        "InProgress Some(Receive) held by person 1: [Advance]",
        "ResultReady Some(Return) nobody's: [HandOver]",
        "ResultReady Some(Return) held by person 1: [HandOver]",
    ];
    assert_eq!(lines, expected);
}

#[test]
fn a_handler_works_on_what_he_holds_and_takes_what_waits() {
    let lines = allowed(Role::Handler, sample::unit(31));
    let expected = [
        "Transferred Some(Process) nobody's: [Take]",
        "InProgress Some(Process) nobody's: [Take]",
        "InProgress Some(Process) held by person 1: [Draft, Advance, Issue, SendBack]",
        "InProgress Some(Opinion) nobody's: [Take]",
        "InProgress Some(Opinion) held by person 1: [Draft, Advance, SendBack]",
    ];
    let without_foreign: Vec<_> = lines
        .into_iter()
        .filter(|l| {
            !l.contains("Assign)") && !l.contains("Review") && !l.contains("Sign)") && !l.contains("Number")
        })
        .collect();
    assert_eq!(without_foreign, expected);
}

#[test]
fn the_leader_decides_and_the_clerk_numbers() {
    let leader = allowed(Role::Leader, sample::unit(31));
    assert!(
        leader.contains(&"InProgress Some(Sign) nobody's: [Take, Advance, Issue, SendBack]".to_owned()),
        "{leader:#?}"
    );
    let clerk = allowed(Role::Clerk, sample::unit(31));
    assert!(
        clerk.contains(&"InProgress Some(Number) nobody's: [Take, Advance, Issue, SendBack]".to_owned()),
        "{clerk:#?}"
    );
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
