//! Counters (quầy) and shifts (ca trực): who sits where on which half day, and what a plan may not hold (NĐ 61/2018 Điều 9, 11;
//! rows C-13, C-58).

use jiff::{
    Span,
    civil::{Date, Weekday},
};

use crate::{
    id::{PersonId, UnitId},
    people::{Actor, Role, absence::must_be_there},
    refusal::Refusal,
    words::words,
};

words! {
    /// Half of a day.
    Half {
        /// Before noon.
        Morning = "sang" "Sáng",
        /// After noon.
        Afternoon = "chieu" "Chiều",
    }
}

/// Whether `by` directs who does what in `unit`: opens counters, plans who sits there, names who guides, sets targets: its heads, and for the Centre its director and those who
/// supervise.
pub fn may_plan(by: &Actor, unit: UnitId) -> bool {
    let is_head = matches!(
        by.role(),
        Some(Role::Leader | Role::DivisionHead | Role::CentreDirector | Role::CentreSupervisor)
    );
    is_head && by.unit() == Some(unit)
}

/// The Monday of the week of `day`: by it a week is named.
pub fn monday_of(day: Date) -> Date {
    let since = day.weekday().since(Weekday::Monday);
    day.checked_sub(Span::new().days(since)).unwrap_or(day)
}

/// So many weeks after `monday`; before it, where negative.
pub fn weeks_after(monday: Date, weeks: i64) -> Date {
    monday.checked_add(Span::new().weeks(weeks)).unwrap_or(monday)
}

/// The days from Monday to Saturday that a plan of the week of `monday` covers.
pub fn days_of(monday: Date) -> [Date; 6] {
    let mut day = monday;
    [0; 6].map(|_| {
        let this = day;
        day = day.tomorrow().unwrap_or(day);
        this
    })
}

/// The half of the day at that hour.
pub fn half_at(hour: i8) -> Half {
    if hour < 12 { Half::Morning } else { Half::Afternoon }
}

/// Somebody sits at a counter for half a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shift<'a> {
    /// Who.
    pub person: PersonId,
    /// That person's name.
    pub name: &'a str,
    /// The day.
    pub day: Date,
    /// Which half of it.
    pub half: Half,
}

/// Refuses a shift of somebody who sits at another counter in the same half day (`elsewhere`: its name), or who is away then.
pub fn check(shift: &Shift, elsewhere: Option<&str>, away_until: Option<Date>) -> Result<(), Refusal> {
    if let Some(desk) = elsewhere {
        return Err(Refusal::TwoDesks { name: shift.name.to_owned(), desk: desk.to_owned() });
    }
    must_be_there(shift.name, away_until)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;
    use crate::id::AssignmentId;

    #[test]
    fn nobody_sits_in_two_places_or_while_away() {
        let shift = Shift {
            person: PersonId(Uuid::from_u128(1)),
            name: "Thạch Thị Mai",
            day: date(2023, 8, 23),
            half: Half::Morning,
        };
        let two = Refusal::TwoDesks { name: "Thạch Thị Mai".into(), desk: "Quầy 2".into() };
        let away = Refusal::Away { name: "Thạch Thị Mai".into(), until: date(2023, 8, 25) };
        for (elsewhere, away_until, expected) in [
            (None, None, Ok(())),
            (Some("Quầy 2"), None, Err(two)),
            (None, Some(date(2023, 8, 25)), Err(away)),
        ] {
            assert_eq!(check(&shift, elsewhere, away_until), expected);
        }
    }

    #[test]
    fn heads_plan_for_their_own_unit() {
        let by = |role| Actor::Person {
            person: PersonId(Uuid::from_u128(1)),
            assignment: AssignmentId(Uuid::from_u128(2)),
            unit: UnitId(Uuid::from_u128(3)),
            role,
            stands_in_for: None,
        };
        let (own, other) = (UnitId(Uuid::from_u128(3)), UnitId(Uuid::from_u128(4)));
        for (role, may) in [
            (Role::CentreDirector, true),
            (Role::CentreSupervisor, true),
            (Role::Leader, true),
            (Role::DivisionHead, true),
            (Role::Receptionist, false),
            (Role::ProvincialLeader, false),
            (Role::Administrator, false),
        ] {
            assert_eq!(may_plan(&by(role), own), may, "{role:?}");
            assert!(!may_plan(&by(role), other), "{role:?}");
        }
    }

    proptest! {
        #[test]
        fn a_week_holds_its_days(days in 0i32..40_000) {
            let day = date(1990, 1, 1).checked_add(Span::new().days(days)).unwrap();
            let monday = monday_of(day);
            prop_assert_eq!(monday.weekday(), Weekday::Monday);
            prop_assert!(days_of(monday).contains(&day) || day.weekday() == Weekday::Sunday);
            prop_assert_eq!(monday_of(weeks_after(monday, 1)), weeks_after(monday, 1));
            prop_assert_eq!(weeks_after(weeks_after(monday, -1), 1), monday);
        }
    }
}
