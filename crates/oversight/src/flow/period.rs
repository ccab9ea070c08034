//! Which months are looked at, and lengths of working time as people read them.

use domain::instant::{Instant, local_date};
use jiff::{ToSpan, civil::Date};

/// How many months there are to choose from.
const MONTHS: i64 = 24;
/// How many months are looked at unless others are chosen: this one and the one before it.
const USUAL: i64 = 2;
/// A working day, in seconds.
const DAY: i64 = 8 * 3_600;

/// Months, from the first to the last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Period {
    /// The first day of the first month.
    pub first: Date,
    /// The first day of the last month.
    pub last: Date,
}

/// A month as it stands in an address, and as people read it.
pub struct Month {
    /// `2023-08`.
    pub word: String,
    /// `8/2023`.
    pub name: String,
}

fn back(month: Date, months: i64) -> Date {
    month.saturating_sub(months.months())
}

impl Period {
    /// The months `from` to `to` of an address (`2023-08`), or this month and the one before it.
    pub fn of(from: &str, to: &str, now: Instant) -> Period {
        let this = local_date(now).first_of_month();
        let month = |word: &str| format!("{word}-01").parse::<Date>().ok();
        let last = month(to).unwrap_or(this).min(this);
        let first = month(from).unwrap_or_else(|| back(last, USUAL - 1)).clamp(back(last, MONTHS - 1), last);
        Period { first, last }
    }

    fn months(self) -> i64 {
        let count = |month: Date| i64::from(month.year()) * 12 + i64::from(month.month());
        count(self.last) - count(self.first) + 1
    }

    /// As many months before it.
    pub fn before(self) -> Period {
        Period { first: back(self.first, self.months()), last: back(self.first, 1) }
    }

    /// As people read it: `tháng 7–8/2023`.
    pub fn words(self) -> String {
        let (first, last) = (self.first, self.last);
        if first == last {
            format!("tháng {}/{}", first.month(), first.year())
        } else if first.year() == last.year() {
            format!("tháng {}–{}/{}", first.month(), last.month(), last.year())
        } else {
            format!("tháng {}/{}–{}/{}", first.month(), first.year(), last.month(), last.year())
        }
    }

    /// The months to choose from at `now`, the latest first.
    pub fn choices(now: Instant) -> Vec<Month> {
        let this = local_date(now).first_of_month();
        (0..MONTHS).map(|months| Month::of(back(this, months))).collect()
    }
}

impl Month {
    /// The month of that first day.
    pub fn of(day: Date) -> Month {
        Month {
            word: format!("{:04}-{:02}", day.year(), day.month()),
            name: format!("{}/{}", day.month(), day.year()),
        }
    }
}

/// Working seconds as people read them: `45 phút`, `3,5 giờ`, `2,4 ngày` of eight hours.
pub fn span(seconds: i64) -> String {
    let tenths = |unit: i64| {
        let tenths = (seconds * 10 + unit / 2) / unit;
        if tenths % 10 == 0 { (tenths / 10).to_string() } else { format!("{},{}", tenths / 10, tenths % 10) }
    };
    match seconds {
        ..3_600 => format!("{} phút", (seconds + 30) / 60),
        3_600..DAY => format!("{} giờ", tenths(3_600)),
        _ if seconds >= 100 * DAY => format!("{} ngày", base::page::thousands((seconds + DAY / 2) / DAY)),
        _ => format!("{} ngày", tenths(DAY)),
    }
}

#[cfg(test)]
mod tests {
    use domain::instant::from_local;

    use super::*;

    #[test]
    fn a_period_is_compared_with_as_many_months_before_it() {
        let now = from_local("2023-08-24T10:00".parse().unwrap());
        let usual = Period::of("", "", now);
        assert_eq!(
            (usual.words().as_str(), usual.before().words().as_str()),
            ("tháng 7–8/2023", "tháng 5–6/2023")
        );
        let year = Period::of("2022-11", "2023-01", now);
        assert_eq!(year.words(), "tháng 11/2022–1/2023");
        assert_eq!(year.before().words(), "tháng 8–10/2022");
        // The future is this month; an end before the beginning is one month.
        assert_eq!(Period::of("2023-12", "2024-01", now).words(), "tháng 8/2023");
        assert_eq!(Period::choices(now).first().map(|month| month.word.as_str()), Some("2023-08"));
    }

    #[test]
    fn lengths_as_people_read_them() {
        for (seconds, words) in [
            (20, "0 phút"),
            (2_700, "45 phút"),
            (3_600, "1 giờ"),
            (12_600, "3,5 giờ"),
            (28_800, "1 ngày"),
            (69_000, "2,4 ngày"),
            (28_800 * 1_234, "1.234 ngày"),
        ] {
            assert_eq!(span(seconds), words);
        }
    }
}
