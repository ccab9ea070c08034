//! Time limits as published: what the words say against the number that was read from them.

use serde::{Deserialize, Serialize};

use crate::{
    calendar::deadline::{Limit, LimitUnit},
    text::fold,
};

/// A time limit as published: the unit may be missing, and a person must then set it before publication.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TimeLimit {
    /// The amount in thousandths of the unit; nothing if the record has none.
    pub amount: Option<i64>,
    /// The unit; nothing if the record has none.
    pub unit: Option<LimitUnit>,
    /// As it stands in the source.
    pub text: String,
    /// Whether a person has confirmed it where the words are not clear.
    #[serde(default)]
    pub is_confirmed: bool,
}

impl TimeLimit {
    /// The limit, if it is whole.
    pub fn limit(&self) -> Option<Limit> {
        Some(Limit { amount: self.amount?, unit: self.unit? })
    }

    /// Whether a person should compare number and words: the words tell of another time than the number, or of several
    /// ("10 ngày, phức tạp 15 ngày"), and nobody has confirmed it yet.
    pub fn is_doubtful(&self) -> bool {
        let Some(limit) = self.limit() else { return false };
        if self.is_confirmed || self.text.trim().is_empty() {
            return false;
        }
        // A bare number speaks for no unit and against none: who chose the unit has decided.
        if let Some(amount) = thousandths(&self.text.trim().replace(',', ".")) {
            return amount != limit.amount;
        }
        let told = told(&self.text);
        limit.unit != LimitUnit::SameDay
            && (told.is_empty()
                || told.iter().any(|(amount, unit)| (*amount, *unit) != (limit.amount, limit.unit)))
    }
}

/// The words for units, the longer before those they begin with.
const UNITS: [(&str, LimitUnit); 5] = [
    ("ngay lam viec", LimitUnit::WorkingDay),
    ("gio lam viec", LimitUnit::WorkingHour),
    ("ngay", LimitUnit::CalendarDay),
    ("gio", LimitUnit::Hour),
    ("thang", LimitUnit::Month),
];

/// The lengths of time that `text` tells of, in thousandths. A time of the clock ("sau 15 giờ") is none.
fn told(text: &str) -> Vec<(i64, LimitUnit)> {
    let mut found = vec![];
    let mut rest = text;
    while let Some(at) = rest.find(|c: char| c.is_ascii_digit()) {
        let (before, from) = rest.split_at(at);
        let end = from.find(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | ','))).unwrap_or(from.len());
        let (number, after) = from.split_at(end);
        rest = after;
        let word = fold(before);
        let is_clock_time = ["sau", "truoc", "luc", "vao", "hoi"].iter().any(|w| word.ends_with(w));
        let after = without_words_in_brackets(after);
        let Some(unit) = unit_of(after) else { continue };
        if is_clock_time && unit == LimitUnit::Hour {
            continue;
        }
        if let Some(amount) = thousandths(&number.trim_end_matches(['.', ',']).replace(',', ".")) {
            found.push((amount, unit));
        }
    }
    found
}

/// "15 (mười lăm) ngày": the number said again in words is passed over.
fn without_words_in_brackets(text: &str) -> &str {
    let text = text.trim_start();
    match text.strip_prefix('(').and_then(|inside| inside.split_once(')')) {
        Some((_, after)) => after,
        None => text,
    }
}

fn unit_of(text: &str) -> Option<LimitUnit> {
    let start: String = text.chars().take(40).collect();
    let folded = fold(&start);
    let is_word = |rest: &str| rest.is_empty() || rest.starts_with(' ');
    UNITS.into_iter().find(|(word, _)| folded.strip_prefix(word).is_some_and(is_word)).map(|(_, unit)| unit)
}

/// An amount written as a decimal number, in thousandths: `0.5` is 500. Nothing if it is negative, finer than a
/// thousandth, or no number.
pub fn thousandths(decimal: &str) -> Option<i64> {
    let (whole, part) = decimal.split_once('.').unwrap_or((decimal, ""));
    let part = part.trim_end_matches('0');
    if whole.is_empty()
        || part.len() > 3
        || ![whole, part].iter().all(|s| s.bytes().all(|b| b.is_ascii_digit()))
    {
        return None;
    }
    let part: i64 = format!("{part:0<3}").parse().ok()?;
    whole.parse::<i64>().ok()?.checked_mul(1_000)?.checked_add(part)
}

/// An amount in thousandths as a decimal number, the other way round: 500 is `0.5`, 2000 is `2`.
pub fn decimal(thousandths: i64) -> String {
    let (whole, part) = (thousandths / 1_000, thousandths % 1_000);
    if part == 0 {
        return whole.to_string();
    }
    format!("{whole}.{part:03}").trim_end_matches('0').to_owned()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn limit(amount: i64, unit: LimitUnit, text: &str) -> TimeLimit {
        TimeLimit { amount: Some(amount * 1_000), unit: Some(unit), text: text.into(), is_confirmed: false }
    }

    #[test]
    fn words_that_say_the_number_leave_no_doubt() {
        use LimitUnit as U;
        for (amount, unit, text) in [
            (5, U::WorkingDay, "5 Ngày làm việc"),
            (2, U::CalendarDay, "02 ngày"),
            (15, U::WorkingDay, "Trong thời hạn 15 (mười lăm) ngày làm việc kể từ ngày nhận đủ hồ sơ"),
            (8, U::Hour, "8 Giờ"),
            (6, U::WorkingHour, "06 giờ làm việc"),
            (6, U::Month, "6 Tháng"),
            (3, U::WorkingDay, "Không quá 03 ngày làm việc; trường hợp nhận sau 15 giờ thì tính từ hôm sau"),
            (1, U::SameDay, "Trong ngày làm việc"),
            (1, U::WorkingDay, ""),
            (5, U::WorkingDay, "05"),
        ] {
            assert!(!limit(amount, unit, text).is_doubtful(), "{text}");
        }
    }

    #[test]
    fn words_that_say_something_else_or_more_are_doubtful() {
        use LimitUnit as U;
        // Real texts of the catalogue: a time of the clock and the first of several were taken for the limit.
        for (amount, unit, text) in [
            (
                15,
                U::Hour,
                "Ngay trong ngày tiếp nhận hồ sơ; nếu nhận hồ sơ sau 15 giờ thì trả vào ngày làm việc tiếp theo",
            ),
            (3, U::CalendarDay, "Trong ngày làm việc. (Hoặc không quá 05 ngày nếu có lý do chính đáng)"),
            (10, U::CalendarDay, "10 ngày, trường hợp phức tạp 15 ngày"),
            (7, U::CalendarDay, "07 ngày làm việc"),
            (7, U::CalendarDay, "17"),
        ] {
            let doubtful = limit(amount, unit, text);
            assert!(doubtful.is_doubtful(), "{text}");
            assert!(!TimeLimit { is_confirmed: true, ..doubtful }.is_doubtful(), "a person has looked at it");
        }
    }

    #[test]
    fn amounts_are_exact_or_none() {
        for (text, amount) in [
            ("5", Some(5_000)),
            ("0.5", Some(500)),
            ("1100.0", Some(1_100_000)),
            ("0.125", Some(125)),
            ("0.1250", Some(125)),
            ("0.0625", None),
            ("-1", None),
            ("1e3", None),
            ("", None),
            (".5", None),
            ("99999999999999999999", None),
            ("9223372036854776", None),
        ] {
            assert_eq!(thousandths(text), amount, "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn an_amount_written_is_read_again(whole in 0i64..100_000, part in 0i64..1_000) {
            let amount = whole * 1_000 + part;
            prop_assert_eq!(thousandths(&format!("{whole}.{part:03}")), Some(amount));
            prop_assert_eq!(thousandths(&decimal(amount)), Some(amount));
        }
    }
}
