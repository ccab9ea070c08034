//! Public codes: of agencies (QĐ 20/2020) and of dossiers (TT 01/2018 Điều 19, TT 04/2025 Điều 23).

use std::{fmt, str::FromStr};

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// Why a code cannot be read, in the words of the person who typed it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadCode {
    /// The identifier of the agency is not of a known form.
    #[error("mã định danh cơ quan «{0}» không đúng dạng (ví dụ H59, H59.19 hoặc 000.00.19.H59)")]
    Agency(String),
    /// The dossier code does not have its three parts.
    #[error("mã hồ sơ «{0}» không đúng dạng (ví dụ H59.19-230822-0001)")]
    Shape(String),
    /// The six digits in the middle are no date.
    #[error("ngày tiếp nhận «{0}» trong mã hồ sơ không có trên lịch")]
    Date(String),
    /// The number at the end is not of 4–7 digits, or is zero.
    #[error("số thứ tự «{0}» trong mã hồ sơ phải có từ 4 đến 7 chữ số và lớn hơn không")]
    Sequence(String),
}

/// An agency's electronic identifier, e.g. `H59.19`, or `000.00.19.H59` in the form before QĐ 20/2020.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct AgencyCode(String);

impl AgencyCode {
    /// The longest identifier allowed (QĐ 20/2020 Điều 4).
    pub const LONGEST: usize = 35;

    /// The code as written.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The group of level 1: the province or ministry, `H59`.
    pub fn top(&self) -> &str {
        let (first, last) = (self.0.split('.').next(), self.0.rsplit('.').next());
        first.filter(|group| is_level_1(group)).or(last).unwrap_or_default()
    }
}

/// `MX1X2`: a letter A–Y and two digits (QĐ 20/2020 Điều 5).
fn is_level_1(group: &str) -> bool {
    matches!(group.as_bytes(), [b'A'..=b'Y', x, y] if x.is_ascii_digit() && y.is_ascii_digit())
}

impl FromStr for AgencyCode {
    type Err = BadCode;

    fn from_str(s: &str) -> Result<Self, BadCode> {
        let group_is_sound = |g: &str| {
            (1..=6).contains(&g.len()) && g.bytes().all(|b| b.is_ascii_digit() || b.is_ascii_uppercase())
        };
        let groups: Vec<&str> = s.split('.').collect();
        let new_form = groups.first().is_some_and(|g| is_level_1(g));
        // QCVN 102:2016 wrote the province last, always in four groups.
        let old_form = groups.len() == 4 && groups.last().is_some_and(|g| is_level_1(g));
        if s.len() <= Self::LONGEST && groups.iter().all(|g| group_is_sound(g)) && (new_form || old_form) {
            Ok(AgencyCode(s.to_owned()))
        } else {
            Err(BadCode::Agency(s.to_owned()))
        }
    }
}

impl fmt::Display for AgencyCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<AgencyCode> for String {
    fn from(code: AgencyCode) -> String {
        code.0
    }
}

impl TryFrom<String> for AgencyCode {
    type Error = BadCode;
    fn try_from(s: String) -> Result<Self, BadCode> {
        s.parse()
    }
}

/// The code of a dossier: agency, local day of reception, order of reception in that day.
///
/// A sequence of six or seven digits begins with the number of the ministry whose system gave it out.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct DossierCode {
    agency: AgencyCode,
    received_on: Date,
    ministry: Option<u8>,
    sequence: u32,
    width: usize,
}

impl DossierCode {
    /// The code our own system gives: four digits, five after 9 999 (TT 01/2018 Điều 19.1).
    ///
    /// Nothing if the number is zero or above 99 999, or the day outside 2000–2099: no code can say it.
    pub fn new(agency: AgencyCode, received_on: Date, sequence: u32) -> Option<Self> {
        let sound = (1..=99_999).contains(&sequence) && (2000..=2099).contains(&received_on.year());
        let width = if sequence > 9_999 { 5 } else { 4 };
        sound.then_some(DossierCode { agency, received_on, ministry: None, sequence, width })
    }

    /// The agency named in the code.
    pub fn agency(&self) -> &AgencyCode {
        &self.agency
    }

    /// The local day of reception.
    pub fn received_on(&self) -> Date {
        self.received_on
    }

    /// The number of the ministry whose system gave the code; none for a provincial system.
    pub fn ministry(&self) -> Option<u8> {
        self.ministry
    }

    /// The order of reception within the day.
    pub fn sequence(&self) -> u32 {
        self.sequence
    }
}

impl FromStr for DossierCode {
    type Err = BadCode;

    fn from_str(s: &str) -> Result<Self, BadCode> {
        let mut parts = s.trim().rsplitn(3, '-');
        let (Some(number), Some(day), Some(agency)) = (parts.next(), parts.next(), parts.next()) else {
            return Err(BadCode::Shape(s.to_owned()));
        };
        let (ministry, sequence) = sequence_of(number).ok_or_else(|| BadCode::Sequence(number.to_owned()))?;
        Ok(DossierCode {
            agency: agency.parse()?,
            received_on: day_of(day).ok_or_else(|| BadCode::Date(day.to_owned()))?,
            ministry,
            sequence,
            width: number.len() - if ministry.is_some() { 2 } else { 0 },
        })
    }
}

/// Ministry and order; a ministry's system writes two digits of its own before the order.
fn sequence_of(number: &str) -> Option<(Option<u8>, u32)> {
    if !number.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let (ministry, order) = match number.len() {
        4 | 5 => (None, number),
        6 | 7 => {
            let (ministry, order) = number.split_at_checked(2)?;
            (Some(ministry.parse().ok()?), order)
        }
        _ => return None,
    };
    order.parse().ok().filter(|n| *n > 0).map(|n| (ministry, n))
}

/// `YYMMDD` in this century.
fn day_of(digits: &str) -> Option<Date> {
    if digits.len() != 6 || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let two = |from: usize| digits.get(from..from + 2)?.parse::<i8>().ok();
    Date::new(2000 + i16::from(two(0)?), two(2)?, two(4)?).ok()
}

impl fmt::Display for DossierCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let day = self.received_on;
        write!(f, "{}-{:02}{:02}{:02}-", self.agency, day.year() % 100, day.month(), day.day())?;
        if let Some(ministry) = self.ministry {
            write!(f, "{ministry:02}")?;
        }
        write!(f, "{:0width$}", self.sequence, width = self.width)
    }
}

impl From<DossierCode> for String {
    fn from(code: DossierCode) -> String {
        code.to_string()
    }
}

impl TryFrom<String> for DossierCode {
    type Error = BadCode;
    fn try_from(s: String) -> Result<Self, BadCode> {
        s.parse()
    }
}

#[cfg(test)]
mod tests;
