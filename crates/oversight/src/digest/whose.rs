//! Whose dossiers a day is about: for those who watch over others, what their board holds; for the others, their own.

use domain::{
    digest::has_digest,
    id::UnitId,
    people::{Actor, Role},
};
use uuid::Uuid;

use crate::board::{count::Scope, watch::Kept};

/// Whose dossiers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whose {
    /// Those of the board.
    Watched(Scope),
    /// Those that this person holds in that unit, and those that the absent colleague holds for whom they stand in, in that unit and role.
    Own {
        /// The person.
        person: Uuid,
        /// The absent colleague.
        absent: Option<Uuid>,
        /// The unit and the role acted in.
        acts_as: (UnitId, Role),
    },
}

impl Whose {
    /// Whose dossiers the day of `by` is about; nothing for a role that has none.
    pub fn of(by: &Actor) -> Option<Whose> {
        let Actor::Person { person, unit, role, stands_in_for, .. } = *by else { return None };
        match role {
            role if !has_digest(role) => None,
            // Keeps the system and sees no dossier.
            Role::Administrator => None,
            Role::Leader | Role::DivisionHead => Some(Whose::Watched(Scope::Unit(unit))),
            role if role.watches() => Some(Whose::Watched(Scope::All)),
            role => Some(Whose::Own {
                person: person.0,
                absent: stands_in_for.map(|absent| absent.0),
                acts_as: (unit, role),
            }),
        }
    }

    /// Whether the dossier is one of them.
    pub fn holds(self, kept: &Kept) -> bool {
        match self {
            Whose::Watched(scope) => scope.holds(kept),
            Whose::Own { .. } => kept.owner.is_some_and(|owner| self.is_held(owner, kept.holder)),
        }
    }

    /// Whether a step that `owner` holds, and that waits for the unit and role `holder`, is the person's own.
    pub fn is_held(self, owner: Uuid, holder: Option<(UnitId, Role)>) -> bool {
        match self {
            Whose::Own { person, absent, acts_as } => {
                let is_here = holder.is_none_or(|(unit, _)| unit == acts_as.0);
                (owner == person && is_here) || (absent == Some(owner) && holder == Some(acts_as))
            }
            Whose::Watched(_) => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_has_two_roles_has_each_dossier_under_one() {
        let id = Uuid::from_u128;
        let (person, absent, here, there) = (id(1), id(2), UnitId(id(3)), UnitId(id(4)));
        let own = |unit| Whose::Own { person, absent: Some(absent), acts_as: (unit, Role::Handler) };
        for (owner, unit, role, is_here, is_there) in [
            (person, here, Role::Handler, true, false),
            (person, there, Role::Handler, false, true),
            (absent, here, Role::Handler, true, false),
            (absent, here, Role::Clerk, false, false),
            (id(9), here, Role::Handler, false, false),
        ] {
            let holder = Some((unit, role));
            assert_eq!(own(here).is_held(owner, holder), is_here, "{owner} {unit:?}");
            assert_eq!(own(there).is_held(owner, holder), is_there, "{owner} {unit:?}");
        }
        assert!(own(here).is_held(person, None), "waits for nobody else");
    }
}
