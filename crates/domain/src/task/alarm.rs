//! The alarm of what is to be done about a procedure: who is to do it is warned before the deadline; once it is missed its head
//! knows, and then the Centre (Quy chế 1267 Điều 3.1.a, 4.1.a; rows C-06, C-07, C-40). Tasks and items of a review ring alike.

use serde::{Deserialize, Serialize};

use crate::{
    calendar::{
        Timetable,
        deadline::{warning, working_days_after},
    },
    id::UnitId,
    instant::Instant,
    notice::Told,
    people::Role,
    task::Doer,
    words::words,
};

/// Working days after the deadline when the Centre is told. No law says them: Điều 3.1.a asks for "kịp thời".
const CLIMB_DAYS: i64 = 2;

words! {
    /// What is noted when it rings.
    Alarm {
        /// The deadline is near.
        Warned = "warned" "Sắp đến hạn",
        /// The deadline passed with nothing done; the head of who owns it is told.
        Missed = "missed" "Quá hạn mà chưa xong",
        /// Still nothing is done; the Centre is told.
        Climbed = "climbed" "Quá hạn, đã báo Trung tâm",
    }
}

/// Which alarms rang.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Alarms {
    /// Whether it was said that the deadline is near.
    pub is_warned: bool,
    /// Whether the deadline passed with nothing done.
    pub is_missed: bool,
    /// Whether the Centre was told.
    pub has_climbed: bool,
}

impl Alarms {
    /// These, and `alarm`.
    #[must_use]
    pub fn with(self, alarm: Alarm) -> Alarms {
        match alarm {
            Alarm::Warned => Alarms { is_warned: true, ..self },
            Alarm::Missed => Alarms { is_missed: true, ..self },
            Alarm::Climbed => Alarms { has_climbed: true, ..self },
        }
    }

    /// What rings next as long as nothing is done about what was given `since` then and is due at `due_at`, and when, seen from
    /// `now`: nobody is warned of a deadline that has passed. Nothing once the Centre was told.
    pub fn next(
        self,
        (since, due_at): (Instant, Instant),
        now: Instant,
        table: &Timetable,
    ) -> Option<(Instant, Alarm)> {
        match self {
            Alarms { has_climbed: true, .. } => None,
            Alarms { is_missed: true, .. } => {
                Some((working_days_after(due_at, CLIMB_DAYS, table)?, Alarm::Climbed))
            }
            Alarms { is_warned: false, .. } if now < due_at => {
                Some((warning(since, due_at, table)?, Alarm::Warned))
            }
            _ => Some((due_at, Alarm::Missed)),
        }
    }
}

/// Who is told of `alarm` about what `doer`, of the unit `owner`, is to do.
pub fn told(alarm: Alarm, doer: Doer, owner: UnitId) -> Told {
    let roles: &'static [Role] = match (alarm, doer) {
        (Alarm::Warned, Doer::Agency) => &[Role::Handler, Role::DivisionHead],
        (Alarm::Missed, Doer::Agency) => &[Role::DivisionHead, Role::Leader],
        (Alarm::Warned, Doer::Centre) => &[Role::CentreSupervisor],
        (Alarm::Missed, Doer::Centre) | (Alarm::Climbed, _) => &[Role::CentreDirector],
        (Alarm::Warned, Doer::Keeper) => &[Role::Administrator],
        (Alarm::Missed, Doer::Keeper) => &[Role::Administrator, Role::Leader],
    };
    Told { person: None, roles, unit: (alarm != Alarm::Climbed).then_some(owner) }
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
    fn a_deadline_warns_is_missed_and_climbs_each_once() {
        // Điều 3.1.a; given on Friday 18/8/2023, due on the next Friday at the close.
        let (calendar, hours) = (Calendar::default(), WorkingHours::usual());
        let table = Timetable { calendar: &calendar, hours: &hours };
        let at = |text: &str| from_local(text.parse().unwrap());
        let term = (at("2023-08-18T00:00"), at("2023-08-25T17:00"));
        let (mut alarms, mut rang) = (Alarms::default(), vec![]);
        let mut now = term.0;
        while let Some((when, alarm)) = alarms.next(term, now, &table) {
            (alarms, now) = (alarms.with(alarm), when);
            rang.push((when, alarm));
        }
        let expected = [
            ("2023-08-24T07:00", Alarm::Warned),
            ("2023-08-25T17:00", Alarm::Missed),
            ("2023-08-29T17:00", Alarm::Climbed),
        ];
        assert_eq!(rang, expected.map(|(when, alarm)| (at(when), alarm)));
        // A server that was down over the deadline warns of nothing any more.
        let late = Alarms::default().next(term, at("2023-08-28T08:00"), &table);
        assert_eq!(late, Some((term.1, Alarm::Missed)));
    }

    #[test]
    fn each_is_told_by_whose_work_it_is() {
        // Điều 3.1.a: the agency answers for its own work, those who keep the system for theirs, the Centre hears of both.
        let unit = sample::unit(2);
        for (alarm, doer, roles, within) in [
            (Alarm::Warned, Doer::Agency, &[Role::Handler, Role::DivisionHead][..], Some(unit)),
            (Alarm::Warned, Doer::Keeper, &[Role::Administrator], Some(unit)),
            (Alarm::Missed, Doer::Agency, &[Role::DivisionHead, Role::Leader], Some(unit)),
            (Alarm::Missed, Doer::Keeper, &[Role::Administrator, Role::Leader], Some(unit)),
            (Alarm::Missed, Doer::Centre, &[Role::CentreDirector], Some(unit)),
            (Alarm::Climbed, Doer::Agency, &[Role::CentreDirector], None),
            (Alarm::Climbed, Doer::Keeper, &[Role::CentreDirector], None),
        ] {
            assert_eq!(
                told(alarm, doer, unit),
                Told { person: None, roles, unit: within },
                "{alarm:?} {doer:?}"
            );
        }
    }
}
