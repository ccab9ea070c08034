//! The decision that approves a process: its number and its day (TT 01/2018 Điều 8.3), kept as people write them:
//! `1490/QĐ-UBND ngày 18/11/2025`.

use jiff::civil::Date;

const DAY: &str = " ngày ";

/// The number of a decision and its day; all of it is the number where no day can be read.
pub fn parts(decision: &str) -> (String, Option<Date>) {
    let read = decision.rsplit_once(DAY).and_then(|(number, day)| Some((number, day_of(day)?)));
    match read {
        Some((number, day)) => (number.trim().to_owned(), Some(day)),
        None => (decision.trim().to_owned(), None),
    }
}

/// The decision with that number and day.
pub fn joined(number: &str, day: Option<Date>) -> String {
    let day = day.map(|day| format!("{DAY}{:02}/{:02}/{}", day.day(), day.month(), day.year()));
    number.trim().to_owned() + &day.unwrap_or_default()
}

/// A day as people or programs write it: `18/11/2025`, `2025-11-18`.
pub fn day_of(text: &str) -> Option<Date> {
    let text = text.trim();
    let parts: Vec<&str> = text.split('/').collect();
    let [day, month, year] = parts.as_slice() else { return text.parse().ok() };
    Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn a_decision_is_read_as_it_is_written() {
        let day = date(2025, 11, 8);
        for text in ["12/QĐ-UBND ngày 8/11/2025", "12/QĐ-UBND ngày 2025-11-08"] {
            assert_eq!(parts(text), ("12/QĐ-UBND".to_owned(), Some(day)));
        }
        assert_eq!(joined("12/QĐ-UBND", Some(day)), "12/QĐ-UBND ngày 08/11/2025");
        assert_eq!(parts("12/QĐ-UBND ngày nào đó"), ("12/QĐ-UBND ngày nào đó".to_owned(), None));
        assert_eq!(parts(&joined("", None)), (String::new(), None));
    }
}
