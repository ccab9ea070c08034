//! Absence and standing in (ủy quyền, phân công thay): who may arrange it, who may stand in, and what somebody who is away
//! is not given. No dossier waits for an absent person.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{Actor, Role};
use crate::{
    id::{PersonId, UnitId},
    refusal::Refusal,
};

/// Somebody is away, and a colleague may stand in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Absence {
    /// Who is away.
    pub person: PersonId,
    /// The unit in which somebody stands in.
    pub unit: UnitId,
    /// The role in which somebody stands in.
    pub role: Role,
    /// The first day away.
    pub from: Date,
    /// The last day away.
    pub to: Date,
    /// Who stands in, if anybody.
    pub substitute: Option<PersonId>,
    /// Number and day of the decision.
    pub decision: String,
}

/// What is known of the persons over the days of an absence.
#[derive(Clone, Copy, Debug, Default)]
pub struct Known<'a> {
    /// Whether the absence of that person in that role is written down already for one of the days.
    pub is_known: bool,
    /// The units and roles of who is to stand in.
    pub roles: &'a [(UnitId, Role)],
    /// Whether who is to stand in is away themself on one of the days.
    pub is_away: bool,
}

/// Whether `by` may say that somebody with `role` in `unit` is away, and who stands in: the leader and the heads of the
/// unit, heads not for the leader; the administrator for everybody. Who stands in does not pass it on.
pub fn may_arrange(by: &Actor, unit: UnitId, role: Role) -> bool {
    let Actor::Person { unit: own, role: acting, stands_in_for: None, .. } = by else { return false };
    let is_own = *own == unit && role != Role::Administrator;
    match acting {
        Role::Administrator => true,
        Role::Leader | Role::CentreDirector => is_own,
        Role::DivisionHead => is_own && !matches!(role, Role::Leader | Role::CentreDirector),
        _ => false,
    }
}

/// Whether one person must not have both roles, wherever: who takes the fees does not settle them (domain §11.2).
pub fn are_kept_apart(one: Role, other: Role) -> bool {
    matches!((one, other), (Role::Cashier, Role::Accountant) | (Role::Accountant, Role::Cashier))
}

/// Checks an absence before it is written down.
pub fn check(absence: &Absence, by: &Actor, today: Date, known: Known) -> Result<(), Refusal> {
    if !may_arrange(by, absence.unit, absence.role) {
        return Err(Refusal::NotYoursToArrange);
    }
    if absence.to < absence.from || absence.to < today {
        return Err(Refusal::AbsenceDates);
    }
    if absence.decision.trim().is_empty() {
        return Err(Refusal::DecisionMissing);
    }
    if known.is_known {
        return Err(Refusal::AbsenceKnown);
    }
    absence.substitute.map_or(Ok(()), |substitute| check_substitute(absence, substitute, known))
}

fn check_substitute(absence: &Absence, substitute: PersonId, known: Known) -> Result<(), Refusal> {
    if substitute == absence.person {
        return Err(Refusal::OwnSubstitute);
    }
    if !known.roles.iter().any(|(unit, _)| *unit == absence.unit) {
        return Err(Refusal::SubstituteElsewhere);
    }
    if known.is_away {
        return Err(Refusal::SubstituteAway);
    }
    if known.roles.iter().any(|(_, role)| are_kept_apart(*role, absence.role)) {
        return Err(Refusal::DutiesMixed);
    }
    Ok(())
}

/// New work is not given to somebody who is away until that day.
pub fn must_be_there(name: &str, away_until: Option<Date>) -> Result<(), Refusal> {
    away_until.map_or(Ok(()), |day| Err(Refusal::Away { name: name.to_owned(), until: day }))
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use uuid::Uuid;

    use super::*;
    use crate::id::AssignmentId;

    fn person(n: u128) -> PersonId {
        PersonId(Uuid::from_u128(n))
    }

    fn unit(n: u128) -> UnitId {
        UnitId(Uuid::from_u128(n))
    }

    fn by(role: Role, at: u128, stands_in_for: Option<PersonId>) -> Actor {
        let assignment = AssignmentId(Uuid::from_u128(9));
        Actor::Person { person: person(1), assignment, unit: unit(at), role, stands_in_for }
    }

    fn absence(role: Role) -> Absence {
        Absence {
            person: person(2),
            unit: unit(31),
            role,
            from: date(2023, 8, 23),
            to: date(2023, 8, 30),
            substitute: Some(person(3)),
            decision: "12/QĐ".into(),
        }
    }

    #[test]
    fn who_may_arrange_for_whom() {
        use Role as R;
        for (acting, at, role, may) in [
            (R::Leader, 31, R::Handler, true),
            (R::Leader, 31, R::Leader, true),
            (R::Leader, 30, R::Handler, false),
            (R::Leader, 31, R::Administrator, false),
            (R::DivisionHead, 31, R::Handler, true),
            (R::DivisionHead, 31, R::DivisionHead, true),
            (R::DivisionHead, 31, R::Leader, false),
            (R::CentreDirector, 31, R::Receptionist, true),
            (R::CentreSupervisor, 31, R::Receptionist, false),
            (R::Handler, 31, R::Handler, false),
            (R::Administrator, 99, R::Leader, true),
            (R::Administrator, 99, R::Administrator, true),
        ] {
            assert_eq!(may_arrange(&by(acting, at, None), unit(31), role), may, "{acting:?} for {role:?}");
        }
        let passed_on = by(R::Leader, 31, Some(person(5)));
        assert!(!may_arrange(&passed_on, unit(31), R::Handler), "who stands in does not pass it on");
        assert!(!may_arrange(&Actor::System, unit(31), R::Handler));
    }

    #[test]
    fn who_may_stand_in() {
        use Role as R;
        let today = date(2023, 8, 22);
        let of = |role, roles: &[(UnitId, Role)]| {
            check(&absence(role), &by(R::Administrator, 99, None), today, Known { roles, ..Known::default() })
        };
        for (role, roles, expected) in [
            (R::Handler, vec![(unit(31), R::Handler)], Ok(())),
            (R::Leader, vec![(unit(31), R::DivisionHead)], Ok(())),
            (R::Handler, vec![(unit(30), R::Handler)], Err(Refusal::SubstituteElsewhere)),
            (R::Handler, vec![], Err(Refusal::SubstituteElsewhere)),
            // Domain §11.2: cashier ≠ reconciler, in whatever unit.
            (R::Cashier, vec![(unit(31), R::Accountant)], Err(Refusal::DutiesMixed)),
            (
                R::Accountant,
                vec![(unit(31), R::Receptionist), (unit(30), R::Cashier)],
                Err(Refusal::DutiesMixed),
            ),
            (R::Cashier, vec![(unit(31), R::Receptionist)], Ok(())),
        ] {
            assert_eq!(of(role, &roles), expected, "{role:?} {roles:?}");
        }
    }

    #[test]
    fn what_an_absence_must_say() {
        let today = date(2023, 8, 22);
        let roles = [(unit(31), Role::Handler)];
        let known = Known { roles: &roles, ..Known::default() };
        let said = |change: &dyn Fn(&mut Absence), known| {
            let mut absence = absence(Role::Handler);
            change(&mut absence);
            check(&absence, &by(Role::Leader, 31, None), today, known)
        };
        assert_eq!(said(&|_| {}, known), Ok(()));
        assert_eq!(said(&|a| a.substitute = None, Known::default()), Ok(()), "nobody stands in yet");
        assert_eq!(said(&|a| a.to = date(2023, 8, 22), known), Err(Refusal::AbsenceDates));
        assert_eq!(said(&|a| a.from = date(2023, 8, 1), known), Ok(()), "away already");
        let past = |a: &mut Absence| (a.from, a.to) = (date(2023, 8, 1), date(2023, 8, 21));
        assert_eq!(said(&past, known), Err(Refusal::AbsenceDates));
        assert_eq!(said(&|a| a.decision = " ".into(), known), Err(Refusal::DecisionMissing));
        assert_eq!(said(&|a| a.substitute = Some(a.person), known), Err(Refusal::OwnSubstitute));
        assert_eq!(said(&|_| {}, Known { is_away: true, ..known }), Err(Refusal::SubstituteAway));
        assert_eq!(said(&|_| {}, Known { is_known: true, ..known }), Err(Refusal::AbsenceKnown));
        assert_eq!(said(&|a| a.unit = unit(30), known), Err(Refusal::NotYoursToArrange));
    }

    #[test]
    fn nothing_new_is_given_to_somebody_who_is_away() {
        assert_eq!(must_be_there("Kim Văn A", None), Ok(()));
        let refused = must_be_there("Kim Văn A", Some(date(2023, 8, 30))).unwrap_err();
        assert_eq!(
            refused.to_string(),
            "Kim Văn A vắng đến hết ngày 30/8/2023, không giao việc mới được. Xin chọn người khác."
        );
    }
}
