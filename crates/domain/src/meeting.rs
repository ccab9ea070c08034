//! The meetings of the Centre with the agencies, at least once in three months, and their minutes (NĐ 61/2018 Điều 9.2; Quy chế 1267
//! Điều 4.3; row C-58).

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::{
    dossier::event::FileRef,
    id::UnitId,
    people::{Actor, Role},
    refusal::Refusal,
};

/// A meeting that was held. Minutes do not change: what was wrong is said in those of the next.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Meeting {
    /// The day.
    pub held_on: Date,
    /// What it was about, in a line.
    pub subject: String,
    /// The agencies that took part.
    pub units: Vec<UnitId>,
    /// What was concluded.
    pub minutes: String,
    /// The minutes as signed.
    pub file: Option<FileRef>,
}

impl Meeting {
    /// Whether `by` may enter it `today`: the Centre, once it has been held, with what it was about, with whom, and what it came to.
    pub fn may_be_entered(&self, by: &Actor, today: Date) -> Result<(), Refusal> {
        if !by.role().is_some_and(Role::is_centre) {
            return Err(Refusal::SupervisionNotYours);
        }
        if self.held_on > today {
            return Err(Refusal::NotHeldYet);
        }
        let is_said = !self.subject.trim().is_empty() && !self.minutes.trim().is_empty();
        if is_said && !self.units.is_empty() { Ok(()) } else { Err(Refusal::NothingSaid) }
    }
}

/// The first day of the quarter of `day`.
pub fn quarter(day: Date) -> Date {
    let month = (day.month() - 1) / 3 * 3 + 1;
    day.first_of_month().with().month(month).build().unwrap_or(day)
}

/// The quarters that are over by `today`, from that of `from` on, in which none of `held` was held.
pub fn without_meeting(held: &[Date], from: Date, today: Date) -> Vec<Date> {
    let mut missing = vec![];
    let mut at = quarter(from);
    while at < quarter(today) {
        if !held.iter().any(|day| quarter(*day) == at) {
            missing.push(at);
        }
        at = at.saturating_add(jiff::Span::new().months(3));
    }
    missing
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::{dossier::sample, id::AssignmentId};

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    #[test]
    fn a_quarter_without_a_meeting_is_named_once_it_is_over() {
        // NĐ 61/2018 Điều 9.2: every three months.
        assert_eq!(
            ["2023-01-01", "2023-03-31", "2023-04-01", "2023-12-31"].map(|text| quarter(day(text))),
            ["2023-01-01", "2023-01-01", "2023-04-01", "2023-10-01"].map(day)
        );
        let missing = without_meeting(&[day("2023-05-10")], day("2023-02-01"), day("2023-10-02"));
        assert_eq!(missing, [day("2023-01-01"), day("2023-07-01")]);
    }

    #[test]
    fn the_centre_enters_what_was_held() {
        let centre = Actor::Person {
            person: sample::person(9),
            assignment: AssignmentId(sample::uuid(9)),
            unit: sample::unit(90),
            role: Role::CentreDirector,
            stands_in_for: None,
        };
        let meeting = Meeting {
            held_on: day("2023-08-22"),
            subject: "Giao ban quý III".into(),
            units: vec![sample::unit(2)],
            minutes: "Thống nhất rà soát".into(),
            file: None,
        };
        assert_eq!(meeting.may_be_entered(&centre, day("2023-08-22")), Ok(()));
        assert_eq!(meeting.may_be_entered(&centre, day("2023-08-21")), Err(Refusal::NotHeldYet));
        assert_eq!(
            meeting.may_be_entered(&Actor::System, day("2023-08-22")),
            Err(Refusal::SupervisionNotYours)
        );
        for wrong in [
            Meeting { subject: " ".into(), ..meeting.clone() },
            Meeting { minutes: String::new(), ..meeting.clone() },
            Meeting { units: vec![], ..meeting.clone() },
        ] {
            assert_eq!(wrong.may_be_entered(&centre, day("2023-08-22")), Err(Refusal::NothingSaid));
        }
    }

    proptest! {
        #[test]
        fn a_meeting_in_each_quarter_leaves_none_missing(days in prop::collection::vec(0..1_460_i64, 0..40)) {
            let first = day("2020-01-01");
            let held: Vec<Date> = days.iter().map(|n| first.saturating_add(jiff::Span::new().days(*n))).collect();
            let missing = without_meeting(&held, first, day("2024-01-01"));
            let met: std::collections::BTreeSet<Date> = held.iter().map(|day| quarter(*day)).collect();
            prop_assert_eq!(missing.len() + met.len(), 16);
        }
    }
}
