//! The numbers of a month that the head of each unit confirms: who is responsible for coordination answers for what is reported
//! of it (Quy chế 1267 Điều 6.2; row C-63).

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::{
    calendar::{Timetable, deadline::working_days_after},
    id::UnitId,
    instant::Instant,
    people::{Actor, Role},
    refusal::Refusal,
    words::words,
};

/// Within how many working days after the numbers were fixed a head confirms; after it the unit is named.
pub const DAYS: i64 = 5;

/// What is confirmed: dossiers that the unit settles.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Figures {
    /// Received in the month.
    pub received: i64,
    /// Settled with a result in the month and not after the due date.
    pub on_time: i64,
    /// Settled with a result in the month after the due date.
    pub late: i64,
    /// Ended in the month without a result: withdrawn, stopped, refused, expired.
    #[serde(default)]
    pub ended: i64,
    /// Not settled when the month was over.
    pub open: i64,
}

words! {
    /// Where it stands.
    Standing {
        /// The head has said nothing.
        Waiting = "waiting" "Chờ xác nhận",
        /// The head confirms.
        Confirmed = "confirmed" "Đã xác nhận",
        /// The head objects, with a reason.
        Objected = "objected" "Không thống nhất",
    }
}

/// The numbers of one unit for one month.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Confirmation {
    /// Which unit.
    pub unit: UnitId,
    /// The first day of the month.
    pub month: Date,
    /// As they stood when they were fixed.
    pub figures: Figures,
    /// Until when the head is to say something.
    pub due_at: Instant,
    /// Where it stands.
    pub standing: Standing,
    /// Why the head objects.
    #[serde(default)]
    pub reason: String,
}

/// What happens to the numbers of a unit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum ConfirmationEvent {
    /// They were fixed.
    Fixed {
        /// The numbers.
        confirmation: Confirmation,
    },
    /// The head said what they are.
    Answered {
        /// Whether they are right.
        standing: Standing,
        /// Why not.
        reason: String,
    },
}

impl ConfirmationEvent {
    /// The word stored in the log, and what people read.
    pub fn words(&self) -> (&'static str, &'static str) {
        match self {
            ConfirmationEvent::Fixed { .. } => ("confirmation_fixed", "Trung tâm chốt số liệu"),
            ConfirmationEvent::Answered { standing, .. } => ("confirmation_answered", standing.title()),
        }
    }
}

/// Until when numbers that were fixed at `at` are confirmed.
pub fn due(at: Instant, table: &Timetable) -> Option<Instant> {
    working_days_after(at, DAYS, table)
}

/// Whether `by` may fix the numbers of `month` today: the director of the Centre, once the month is over.
pub fn may_fix(by: &Actor, month: Date, today: Date) -> Result<(), Refusal> {
    if by.role() != Some(Role::CentreDirector) {
        return Err(Refusal::SupervisionNotYours);
    }
    if month != month.first_of_month() || today.first_of_month() <= month {
        return Err(Refusal::MonthOpen);
    }
    Ok(())
}

impl Confirmation {
    /// Whether `by` may answer: the leader of the unit, who is responsible (Điều 6.2). What was objected to may still be confirmed;
    /// what is confirmed stays.
    pub fn may_answer(&self, by: &Actor) -> bool {
        by.role() == Some(Role::Leader)
            && by.unit() == Some(self.unit)
            && self.standing != Standing::Confirmed
    }

    /// The numbers after `by` answered. Refused to others, and an objection without a reason.
    pub fn answered(&self, standing: Standing, reason: &str, by: &Actor) -> Result<Confirmation, Refusal> {
        if !self.may_answer(by) || standing == Standing::Waiting {
            return Err(Refusal::SupervisionNotYours);
        }
        if standing == Standing::Objected && reason.trim().is_empty() {
            return Err(Refusal::ReasonMissing);
        }
        Ok(Confirmation { standing, reason: reason.trim().to_owned(), ..self.clone() })
    }

    /// Whether the unit is named at `now`: its head has said nothing in time.
    pub fn is_named(&self, now: Instant) -> bool {
        self.standing == Standing::Waiting && self.due_at <= now
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        calendar::{Calendar, WorkingHours},
        dossier::sample,
        id::AssignmentId,
        instant::from_local,
    };

    fn person(role: Role, unit: u128) -> Actor {
        Actor::Person {
            person: sample::person(unit),
            assignment: AssignmentId(sample::uuid(unit)),
            unit: sample::unit(unit),
            role,
            stands_in_for: None,
        }
    }

    fn at(text: &str) -> Instant {
        from_local(text.parse().unwrap())
    }

    fn waiting() -> Confirmation {
        Confirmation {
            unit: sample::unit(2),
            month: "2023-08-01".parse().unwrap(),
            figures: Figures { received: 9, on_time: 6, late: 1, ended: 0, open: 2 },
            due_at: at("2023-09-11T17:00"),
            standing: Standing::Waiting,
            reason: String::new(),
        }
    }

    #[test]
    fn the_director_fixes_a_month_that_is_over() {
        // Điều 6.2; row C-63.
        let (director, month) = (person(Role::CentreDirector, 90), "2023-08-01".parse().unwrap());
        for (today, may) in [("2023-08-31", false), ("2023-09-01", true), ("2024-01-05", true)] {
            assert_eq!(may_fix(&director, month, today.parse().unwrap()).is_ok(), may, "{today}");
        }
        let day = "2023-08-02".parse().unwrap();
        assert_eq!(may_fix(&director, day, "2023-09-01".parse().unwrap()), Err(Refusal::MonthOpen));
        let refused = may_fix(&person(Role::Leader, 2), month, "2023-09-01".parse().unwrap());
        assert_eq!(refused, Err(Refusal::SupervisionNotYours));
    }

    #[test]
    fn the_head_confirms_or_objects_with_a_reason_and_who_is_silent_is_named() {
        // Điều 6.2; row C-63. Five working days from Monday at eight.
        let (calendar, hours) = (Calendar::default(), WorkingHours::usual());
        let table = Timetable { calendar: &calendar, hours: &hours };
        assert_eq!(due(at("2023-09-04T08:00"), &table), Some(at("2023-09-11T08:00")));
        let (leader, known) = (person(Role::Leader, 2), waiting());
        for stranger in [person(Role::Leader, 3), person(Role::Handler, 2), person(Role::CentreDirector, 90)]
        {
            let refused = known.answered(Standing::Confirmed, "", &stranger);
            assert_eq!(refused, Err(Refusal::SupervisionNotYours));
        }
        assert_eq!(known.answered(Standing::Objected, " ", &leader), Err(Refusal::ReasonMissing));
        let objected = known.answered(Standing::Objected, "Thiếu một hồ sơ", &leader).unwrap();
        let confirmed = objected.answered(Standing::Confirmed, "", &leader).unwrap();
        assert_eq!((confirmed.standing, confirmed.reason.as_str()), (Standing::Confirmed, ""));
        assert!(confirmed.answered(Standing::Objected, "Thôi", &leader).is_err(), "confirmed stays");
        assert_eq!(confirmed.figures, known.figures);
        for (when, is_named) in [("2023-09-11T16:59", false), ("2023-09-11T17:00", true)] {
            assert_eq!(known.is_named(at(when)), is_named, "{when}");
            assert!(!objected.is_named(at(when)));
        }
    }
}
