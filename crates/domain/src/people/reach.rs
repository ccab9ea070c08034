//! Whose figures somebody may see: their own, those of the unit they head, and, at the Centre, everybody's (NĐ 61/2018 Điều 9.3).

use super::{Actor, Role};
use crate::id::{PersonId, UnitId};

/// Whose figures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// One's own, in every unit.
    Own(PersonId),
    /// Those of everybody in one unit.
    Unit(UnitId),
    /// Everybody's.
    Everybody,
}

impl Reach {
    /// What `by` may see; nothing for the public and for who keeps the system.
    pub fn of(by: &Actor) -> Option<Reach> {
        let Actor::Person { person, unit, role, .. } = by else { return None };
        match role {
            Role::CentreSupervisor | Role::CentreDirector => Some(Reach::Everybody),
            Role::Leader | Role::DivisionHead => Some(Reach::Unit(*unit)),
            Role::Receptionist | Role::Handler | Role::Clerk | Role::Cashier | Role::Accountant => {
                Some(Reach::Own(*person))
            }
            Role::Administrator | Role::ProvincialLeader | Role::Citizen | Role::Business => None,
        }
    }

    /// Whether it takes in the figures of `person` in `unit`.
    pub fn takes_in(self, person: PersonId, unit: UnitId) -> bool {
        match self {
            Reach::Own(own) => own == person,
            Reach::Unit(headed) => headed == unit,
            Reach::Everybody => true,
        }
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::id::AssignmentId;

    #[test]
    fn who_sees_whose_figures() {
        let (me, colleague) = (PersonId(Uuid::from_u128(1)), PersonId(Uuid::from_u128(2)));
        let (own, other) = (UnitId(Uuid::from_u128(3)), UnitId(Uuid::from_u128(4)));
        for (role, mine, colleagues, elsewhere) in [
            (Role::Receptionist, true, false, false),
            (Role::Handler, true, false, false),
            (Role::DivisionHead, true, true, false),
            (Role::Leader, true, true, false),
            (Role::CentreSupervisor, true, true, true),
            (Role::CentreDirector, true, true, true),
            (Role::ProvincialLeader, false, false, false),
            (Role::Administrator, false, false, false),
            (Role::Citizen, false, false, false),
        ] {
            let assignment = AssignmentId(Uuid::from_u128(9));
            let by = Actor::Person { person: me, assignment, unit: own, role, stands_in_for: None };
            let sees = |person, unit| Reach::of(&by).is_some_and(|reach| reach.takes_in(person, unit));
            assert_eq!(
                (sees(me, own), sees(colleague, own), sees(colleague, other)),
                (mine, colleagues, elsewhere),
                "{role:?}"
            );
        }
        assert_eq!(Reach::of(&Actor::Public), None);
    }
}
