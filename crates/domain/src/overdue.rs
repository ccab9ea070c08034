//! The public list of those who are late: units and roles, never applicants (Quy chế 1267 Điều 3.2.d; row C-28).

use std::collections::BTreeMap;

use crate::{
    calendar::{Timetable, deadline::DAY_MINUTES},
    id::{DossierId, UnitId},
    instant::Instant,
    people::Role,
};

/// A dossier that is late, and where it lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Overdue {
    /// The dossier. Kept so that the list can be corrected; never shown.
    pub dossier: DossierId,
    /// The unit that has it.
    pub unit: UnitId,
    /// The role that is to act; nothing while nobody holds the dossier: then it counts for the unit.
    pub role: Option<Role>,
    /// When the result was owed.
    pub due_at: Instant,
    /// Whether the letter of apology for that date is signed.
    pub has_apology: bool,
}

/// One line of the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LateLine {
    /// The unit.
    pub unit: UnitId,
    /// The role; nothing of what nobody holds.
    pub role: Option<Role>,
    /// How many dossiers.
    pub count: u32,
    /// The longest delay in working days, begun ones counted whole.
    pub longest_days: i64,
    /// How many without a letter of apology.
    pub without_apology: u32,
}

/// The lines of the list as of `as_of`, those with the most first.
pub fn lines<'t>(
    overdue: impl IntoIterator<Item = Overdue>,
    as_of: Instant,
    table: impl Fn(UnitId) -> Timetable<'t>,
) -> Vec<LateLine> {
    let mut lines: BTreeMap<(UnitId, Option<Role>), LateLine> = BTreeMap::new();
    for one in overdue {
        let (unit, role) = (one.unit, one.role);
        let new = LateLine { unit, role, count: 0, longest_days: 0, without_apology: 0 };
        let line = lines.entry((unit, role)).or_insert(new);
        let minutes = table(unit).minutes_between(one.due_at, as_of);
        line.count += 1;
        line.longest_days =
            line.longest_days.max(minutes.div_euclid(DAY_MINUTES) + i64::from(minutes % DAY_MINUTES > 0));
        line.without_apology += u32::from(!one.has_apology);
    }
    let mut lines: Vec<LateLine> = lines.into_values().collect();
    lines.sort_by_key(|line| (std::cmp::Reverse(line.count), line.unit, line.role));
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        calendar::{Calendar, WorkingHours},
        dossier::sample,
        instant::from_local,
    };

    #[test]
    fn who_is_late_stands_there_with_number_and_longest_delay() {
        // Row C-28.
        let (calendar, hours) = (Calendar::default(), WorkingHours::usual());
        let at = |text: &str| from_local(text.parse().unwrap());
        let one = |n: u128, unit: u128, role, due: &str, has_apology| Overdue {
            dossier: DossierId(sample::uuid(n)),
            unit: sample::unit(unit),
            role,
            due_at: at(due),
            has_apology,
        };
        let list = [
            one(1, 2, Some(Role::Handler), "2023-08-23T17:00", true),
            one(2, 2, None, "2023-08-24T09:59", false),
            one(3, 2, Some(Role::Handler), "2023-08-18T17:00", false),
        ];
        // Thursday 10:00: from Friday evening three days and three hours, begun ones counted whole.
        let lines = lines(list, at("2023-08-24T10:00"), |_| Timetable { calendar: &calendar, hours: &hours });
        let line = |role, count, longest_days, without_apology| LateLine {
            unit: sample::unit(2),
            role,
            count,
            longest_days,
            without_apology,
        };
        assert_eq!(lines, [line(Some(Role::Handler), 2, 4, 1), line(None, 1, 1, 1)]);
    }
}
