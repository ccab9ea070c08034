//! Where procedures are posted, and the monthly round that looks whether what hangs there is right (NĐ 63/2010 Điều 16, 17; Quy
//! chế 1267 Điều 3.1.b, 4.1.b; rows C-11, C-41, C-43).

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::{id::UnitId, people::Actor, refusal::Refusal, words::words};

words! {
    /// What kind of place it is.
    PlaceKind {
        /// A board in an office.
        Board = "bang" "Bảng niêm yết",
        /// A touch screen or a QR code on a wall.
        Screen = "man-hinh" "Màn hình, mã QR",
        /// A page of the agency.
        Portal = "trang-tin" "Cổng, trang thông tin điện tử",
    }
}

/// Whether `by` may post, take down and open places for `unit`: its own people, and the Centre for itself.
pub fn may_post(by: &Actor, unit: UnitId) -> bool {
    let is_own_centre = by.role().is_some_and(crate::people::Role::is_centre) && by.unit() == Some(unit);
    by.acts_for(unit) || is_own_centre
}

/// Whether `by` may inspect a place: the Centre any (Điều 4.1.b), a unit none but its own.
pub fn may_inspect(by: &Actor, unit: UnitId) -> bool {
    by.role().is_some_and(crate::people::Role::is_centre) || by.acts_for(unit)
}

/// Where the round of a month stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Round {
    /// Done on that day.
    Done(Date),
    /// To be done before the month is over.
    Due,
    /// The month is over and nobody looked: red (row C-41).
    Missed,
}

/// The first day of the month of `day`: by it a round is named.
pub fn month_of(day: Date) -> Date {
    day.first_of_month()
}

/// The month before that of `day`, by its first day.
pub fn month_before(day: Date) -> Date {
    day.first_of_month().yesterday().map_or(day, Date::first_of_month)
}

/// Where the round of `month` stands `today`, if it was `done` on a day.
pub fn round(month: Date, done: Option<Date>, today: Date) -> Round {
    match done {
        Some(day) => Round::Done(day),
        None if month_of(today) > month => Round::Missed,
        None => Round::Due,
    }
}

/// What an inspection found.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Inspection {
    /// In general.
    pub text: String,
    /// What is wrong, by procedure.
    pub deviations: Vec<Deviation>,
    /// A photograph, by its content and its name.
    pub photo: Option<(String, String)>,
}

/// One thing that is wrong at a place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Deviation {
    /// The code of the procedure.
    pub procedure: String,
    /// What is wrong.
    pub text: String,
}

impl Inspection {
    /// Refuses a round that says nothing: what was looked at and how it was found (row C-41).
    pub fn must_say_something(&self) -> Result<(), Refusal> {
        if self.text.trim().is_empty() { Err(Refusal::NothingSaid) } else { Ok(()) }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn a_round_that_is_not_done_in_its_month_is_missed() {
        // Điều 4.1.b; row C-41.
        let august = date(2023, 8, 1);
        for (done, today, expected) in [
            (None, date(2023, 8, 1), Round::Due),
            (None, date(2023, 8, 31), Round::Due),
            (None, date(2023, 9, 1), Round::Missed),
            (Some(date(2023, 8, 30)), date(2023, 9, 1), Round::Done(date(2023, 8, 30))),
            (Some(date(2023, 8, 30)), date(2023, 8, 31), Round::Done(date(2023, 8, 30))),
        ] {
            assert_eq!(round(august, done, today), expected, "{done:?} {today}");
        }
        assert_eq!(month_before(date(2023, 1, 31)), date(2022, 12, 1));
    }

    proptest::proptest! {
        #[test]
        fn the_month_before_ends_where_the_month_begins(days in 0i32..40_000) {
            let day = date(1990, 1, 1).checked_add(jiff::Span::new().days(days)).unwrap();
            let before = month_before(day);
            proptest::prop_assert_eq!(before.last_of_month().tomorrow().unwrap(), month_of(day));
        }
    }
}
