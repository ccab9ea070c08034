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
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::id::AssignmentId;

    #[test]
    fn who_sees_whose_figures() {
        let (me, own) = (PersonId(Uuid::from_u128(1)), UnitId(Uuid::from_u128(3)));
        for (role, expected) in [
            (Role::Receptionist, Some(Reach::Own(me))),
            (Role::Handler, Some(Reach::Own(me))),
            (Role::DivisionHead, Some(Reach::Unit(own))),
            (Role::Leader, Some(Reach::Unit(own))),
            (Role::CentreSupervisor, Some(Reach::Everybody)),
            (Role::CentreDirector, Some(Reach::Everybody)),
            (Role::ProvincialLeader, None),
            (Role::Administrator, None),
            (Role::Citizen, None),
        ] {
            let assignment = AssignmentId(Uuid::from_u128(9));
            let by = Actor::Person { person: me, assignment, unit: own, role, stands_in_for: None };
            assert_eq!(Reach::of(&by), expected, "{role:?}");
        }
        assert_eq!(Reach::of(&Actor::Public), None);
    }
}
