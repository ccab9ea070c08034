//! What an applicant states in the form of a procedure (mẫu đơn, tờ khai; NĐ 63/2010 Điều 8.2.h): asked online and at the
//! counter, kept with what was filed.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// The longest statement, in characters.
pub const LONGEST: usize = 2_000;

/// One thing that the form asks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FormField {
    /// What it is called on the form.
    pub name: String,
    /// What may be stated.
    pub kind: FieldKind,
    /// Whether nothing may be left out here.
    pub is_required: bool,
    /// What helps to state it; empty if nothing does.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub hint: String,
    /// What may be chosen, where the kind is [`FieldKind::Choice`].
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub choices: Vec<String>,
}

/// What may be stated in a field.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FieldKind {
    /// A line of words.
    #[default]
    Line,
    /// Several lines.
    Lines,
    /// A number, with a decimal comma.
    Number,
    /// A day.
    Day,
    /// One of several words.
    Choice,
}

/// What was stated: kept with the field's name, for the form may change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stated {
    /// The field's name.
    pub name: String,
    /// The words; a day as `29/8/2023`.
    pub value: String,
}

/// Why something cannot be stated so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unfit {
    /// Nothing is stated where something must be.
    Missing,
    /// Not a number.
    Number,
    /// Not a day.
    Day,
    /// Not one of the choices.
    Choice,
    /// More than [`LONGEST`] characters.
    TooLong,
}

impl FormField {
    /// What `typed` states; nothing if it is left out and may be.
    pub fn stated(&self, typed: &str) -> Result<Option<Stated>, Unfit> {
        let typed = typed.trim();
        if typed.is_empty() {
            return if self.is_required { Err(Unfit::Missing) } else { Ok(None) };
        }
        if typed.chars().count() > LONGEST {
            return Err(Unfit::TooLong);
        }
        let value = match self.kind {
            FieldKind::Line => Some(typed.split_whitespace().collect::<Vec<_>>().join(" ")),
            FieldKind::Lines => Some(typed.replace("\r\n", "\n")),
            FieldKind::Number => is_number(typed).then(|| typed.to_owned()),
            FieldKind::Day => day(typed).map(|day| format!("{}/{}/{}", day.day(), day.month(), day.year())),
            FieldKind::Choice => self.choices.iter().find(|choice| *choice == typed).cloned(),
        };
        let unfit = match self.kind {
            FieldKind::Number => Unfit::Number,
            FieldKind::Day => Unfit::Day,
            _ => Unfit::Choice,
        };
        value.map(|value| Some(Stated { name: self.name.clone(), value })).ok_or(unfit)
    }
}

/// `1.250,5`: points between thousands are let be, a comma before the decimals.
fn is_number(typed: &str) -> bool {
    let (whole, decimals) = typed.split_once(',').unwrap_or((typed, "0"));
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    digits(&whole.trim_start_matches('-').replace('.', "")) && digits(decimals)
}

/// A day as a browser sends it, `2023-08-29`, or as people write it, `29/8/2023`.
fn day(typed: &str) -> Option<Date> {
    if let Ok(day) = typed.parse() {
        return Some(day);
    }
    let parts: Vec<&str> = typed.split('/').collect();
    let [day, month, year] = parts.as_slice() else { return None };
    Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn field(kind: FieldKind, is_required: bool) -> FormField {
        let choices = vec!["Cấp lần đầu".to_owned(), "Cấp lại".to_owned()];
        FormField { name: "Nội dung".into(), kind, is_required, hint: String::new(), choices }
    }

    #[test]
    fn what_may_be_stated() {
        use FieldKind::{Choice, Day, Line, Lines, Number};
        for (kind, typed, value) in [
            (Line, "  Số 9,\t đường 3/2 ", Ok("Số 9, đường 3/2")),
            (Lines, "a\r\nb", Ok("a\nb")),
            (Number, "1.250,5", Ok("1.250,5")),
            (Number, "-3", Ok("-3")),
            (Number, "ba", Err(Unfit::Number)),
            (Number, "3,", Err(Unfit::Number)),
            (Day, "2023-08-29", Ok("29/8/2023")),
            (Day, "29/08/2023", Ok("29/8/2023")),
            (Day, "30/2/2023", Err(Unfit::Day)),
            (Day, "hôm nay", Err(Unfit::Day)),
            (Choice, "Cấp lại", Ok("Cấp lại")),
            (Choice, "cấp lại", Err(Unfit::Choice)),
        ] {
            let stated = field(kind, true).stated(typed).map(|stated| stated.unwrap().value);
            assert_eq!(stated, value.map(str::to_owned), "{kind:?} {typed}");
        }
    }

    #[test]
    fn nothing_is_stated_only_where_nothing_must_be() {
        assert_eq!(field(FieldKind::Line, true).stated("  "), Err(Unfit::Missing));
        assert_eq!(field(FieldKind::Number, false).stated(""), Ok(None));
        assert_eq!(field(FieldKind::Lines, false).stated(&"a".repeat(LONGEST + 1)), Err(Unfit::TooLong));
    }
}
