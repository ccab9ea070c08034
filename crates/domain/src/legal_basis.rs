//! The legal documents on which procedures rest, and what follows when one ends (Quy chế 1267 Điều 4.1.b; NĐ 63/2010 Điều
//! 13–15; row C-43). A basis that ends does not end a procedure: that is for who is competent to abolish it. It rings an
//! alarm and proposes.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::{
    calendar::{Timetable, deadline::working_days_after},
    instant::Instant,
    people::{Actor, Role},
    words::words,
};

/// Working days that the agency has for its review at least. No law says them: Điều 4.1.b asks for "kịp thời".
const REVIEW_DAYS: i64 = 5;
/// How many days before the end the alarm rings, unless it is said otherwise.
pub const USUAL_WARNING: i64 = 45;
/// The earliest that it may ring, in days before the end.
pub const EARLIEST_WARNING: i64 = 365;

words! {
    /// Whether a document is in force.
    Standing {
        /// It is, and nothing else is known.
        InForce = "con-hieu-luc" "Còn hiệu lực",
        /// It is, and its end is known.
        Ending = "sap-het" "Sắp hết hiệu lực",
        /// It is not.
        Ended = "het-hieu-luc" "Hết hiệu lực",
    }
}

words! {
    /// What is proposed for the procedures that rest on it.
    Proposal {
        /// Nothing took its place: the procedure is to be taken away (Điều 4.1.b).
        Removal = "bai-bo" "Bãi bỏ, gỡ bỏ",
        /// Another document took its place: the procedure is to be announced anew.
        Amendment = "sua-doi" "Sửa đổi, bổ sung, thay thế",
    }
}

/// How a document ends.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct End {
    /// The first day on which it is not in force any more.
    pub from: Date,
    /// The number of what takes its place; empty if nothing does.
    pub replaced_by: String,
    /// By what it ends: the provision of another document, an expiry of its own.
    pub reason: String,
    /// How many days before the end the alarm rings.
    pub warn_days: i64,
}

/// A legal document.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LegalDocument {
    /// Its number and symbol (số hiệu), as [`numbers`] reads it.
    pub number: String,
    /// What it is called; empty while nobody wrote it.
    pub title: String,
    /// Who issued it; empty while nobody wrote it.
    pub issuer: String,
    /// Its first day in force, if it was written.
    pub effective_on: Option<Date>,
    /// How it ends, if that is known.
    pub end: Option<End>,
}

impl End {
    /// What is proposed for the procedures that rest on it.
    pub fn proposal(&self) -> Proposal {
        if self.replaced_by.trim().is_empty() { Proposal::Removal } else { Proposal::Amendment }
    }

    /// What is asked for because of it: until when, and what is proposed. Where that becomes another, it is asked for anew.
    pub fn asks(&self) -> (Date, Proposal) {
        (self.from, self.proposal())
    }

    /// The day on which the alarm rings.
    pub fn alarm_on(&self) -> Date {
        self.from.saturating_sub(jiff::Span::new().days(self.warn_days.clamp(0, EARLIEST_WARNING)))
    }

    /// Until when the agency that is told of it at `told` reviews a procedure: the last working day before the end, so that
    /// nothing stands there without its basis, but not before it had its five working days.
    pub fn review_until(&self, told: Instant, table: &Timetable) -> Option<Instant> {
        let earliest = working_days_after(told, REVIEW_DAYS, table)?;
        let (mut day, mut before) = (self.from, None);
        // No stretch of days off is as long.
        for _ in 0..30 {
            day = day.yesterday().ok()?;
            if table.is_working(day) {
                before = table.closing_of(day);
                break;
            }
        }
        Some(before.map_or(earliest, |before| before.max(earliest)))
    }
}

impl LegalDocument {
    /// Whether it is in force `today`.
    pub fn standing(&self, today: Date) -> Standing {
        match &self.end {
            None => Standing::InForce,
            Some(end) if today < end.from => Standing::Ending,
            Some(_) => Standing::Ended,
        }
    }

    /// Whether its end is so near, or over, that the procedures resting on it are to be reviewed `today`.
    pub fn rings(&self, today: Date) -> bool {
        self.end.as_ref().is_some_and(|end| end.alarm_on() <= today)
    }

    /// What is wrong with it, by field, as it was typed.
    pub fn mistakes(&self) -> Vec<(&'static str, &'static str)> {
        let mut found = vec![];
        if let Some(end) = &self.end {
            if self.effective_on.is_some_and(|first| end.from <= first) {
                found.push(("het-tu", "Ngày hết hiệu lực phải sau ngày có hiệu lực."));
            }
            if end.reason.trim().is_empty() {
                found.push(("theo", "Ghi căn cứ: hết hiệu lực theo văn bản, điều khoản nào."));
            }
            if !(0..=EARLIEST_WARNING).contains(&end.warn_days) {
                found.push(("bao-truoc", "Ghi số ngày báo trước, từ 0 đến 365."));
            }
            let by = numbers(&end.replaced_by);
            if !end.replaced_by.trim().is_empty() && by.len() != 1 {
                found.push(("thay-the", "Ghi một số, ký hiệu văn bản, ví dụ 118/2025/NĐ-CP."));
            }
            if by.contains(&self.number) {
                found.push(("thay-the", "Văn bản không thể thay thế chính nó."));
            }
        }
        found
    }
}

/// Whether `by` may see the register: who looks after procedures, and who works for an agency.
pub fn may_read(by: &Actor) -> bool {
    by.oversees_procedures() || by.role().is_some_and(Role::works_for_agency)
}

/// Whether `by` may record how a document ends: the Centre (Điều 4.1.b), who keeps the catalogue, and who settles in an agency of
/// which a procedure rests on it (`rests_on_it`; Điều 3.1.a). Who is supervised does not end the supervision: an end that `is_known`
/// is for the first two to change or take away.
pub fn may_record(by: &Actor, rests_on_it: bool, is_known: bool) -> bool {
    by.role().is_some_and(|role| {
        let settles = matches!(role, Role::Leader | Role::DivisionHead | Role::Handler);
        role.is_centre() || role == Role::Administrator || (settles && rests_on_it && !is_known)
    })
}

/// The numbers of documents in a line of a legal basis, each once, in their order: `Nghị định số 61/2018/NĐ-CP ngày …` →
/// `61/2018/NĐ-CP`. What has no number, as "Bộ luật Lao động 2019", is not found: it cannot be watched.
pub fn numbers(text: &str) -> Vec<String> {
    let mut found = vec![];
    for word in text.split(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | '(' | ')')) {
        let word = word.trim_matches(|c: char| !c.is_alphanumeric());
        if let Some(number) = number(word).filter(|number| !found.contains(number)) {
            found.push(number);
        }
    }
    found
}

/// The word as the number of a document: digits, a year in newer ones, and a symbol in capitals.
fn number(word: &str) -> Option<String> {
    let word = word.replace('–', "-");
    let (serial, rest) = word.split_once('/')?;
    let is_serial = serial.starts_with(|c: char| c.is_ascii_digit())
        && serial.chars().all(|c| c.is_ascii_alphanumeric() || c == '.');
    let (year, symbol) = match rest.split_once('/') {
        Some((year, symbol)) => (Some(year), symbol),
        None => (None, rest),
    };
    let is_year = year.is_none_or(|year| year.len() == 4 && year.chars().all(|c| c.is_ascii_digit()));
    let symbol = symbol.to_uppercase();
    let is_symbol = symbol.starts_with(char::is_alphabetic)
        && symbol.chars().all(|c| c.is_alphanumeric() || c == '-')
        && (symbol.contains('-') || symbol.starts_with("QH") || symbol.starts_with("UBTVQH"));
    if !(is_serial && is_year && is_symbol) {
        return None;
    }
    let symbol = whole(&symbol);
    Some(year.map_or_else(|| format!("{serial}/{symbol}"), |year| format!("{serial}/{year}/{symbol}")))
}

/// The symbol without what the records of the national portal cut off it or left hanging on it: `NĐ-C`, `NĐ-CPQUY`.
fn whole(symbol: &str) -> String {
    match symbol {
        decree if decree.starts_with("NĐ-C") => "NĐ-CP".to_owned(),
        "QĐ-T" | "QĐ-TT" | "QĐ-TTG" => "QĐ-TTg".to_owned(),
        other => other.trim_end_matches("QUY").trim_end_matches("BAN").trim_end_matches("TH").to_owned(),
    }
}

#[cfg(test)]
mod tests;
