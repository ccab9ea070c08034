//! Numbers that name people and organisations: formats, check digits, and what does not fit together.

use std::fmt;

use serde::{Deserialize, Serialize};

/// Why a number cannot be what it claims to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadIdentity {
    /// Neither 12 digits nor the 9 of an old identity card.
    #[error("số định danh cá nhân (CCCD) phải có đúng 12 chữ số")]
    Personal,
    /// Not 10 digits, or 10 digits, a hyphen and 3 digits.
    #[error("mã số thuế phải có 10 chữ số, hoặc 10 chữ số, dấu gạch nối và 3 chữ số của đơn vị phụ thuộc")]
    TaxShape,
    /// The tenth digit does not fit the nine before it.
    #[error("mã số thuế sai chữ số kiểm tra")]
    TaxCheck,
    /// Neither a personal number, nor an old card, a tax code or a passport.
    #[error("số định danh có 12 chữ số, mã số thuế có 10 hoặc 13 chữ số, hộ chiếu có chữ và số")]
    Unknown,
    /// Not a Vietnamese telephone number.
    #[error("số điện thoại phải bắt đầu bằng 0 hoặc +84 và có 10 chữ số, máy bàn 11 chữ số")]
    Phone,
}

/// Gender as the personal number encodes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Gender {
    /// Nam.
    Male,
    /// Nữ.
    Female,
}

/// Số định danh cá nhân: 3 digits of the place, 1 of gender and century, 2 of the birth year, 6 at random.
///
/// It has no check digit (NĐ 137/2015), so only the form is enforced; the rest gives warnings.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PersonalId(String);

impl PersonalId {
    /// Reads a number; blanks and dots between digits are dropped. Refuses anything but 12 digits.
    pub fn parse(s: &str) -> Result<Self, BadIdentity> {
        let digits = without_gaps(s);
        let sound = digits.len() == 12 && digits.bytes().all(|b| b.is_ascii_digit());
        if sound { Ok(PersonalId(digits)) } else { Err(BadIdentity::Personal) }
    }

    /// The twelve digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The code of the place where the birth was registered: `084` for Trà Vinh.
    pub fn place(&self) -> &str {
        self.0.get(..3).unwrap_or_default()
    }

    /// The gender the fourth digit says: even male, odd female.
    pub fn gender(&self) -> Gender {
        if self.digit(3).is_multiple_of(2) { Gender::Male } else { Gender::Female }
    }

    /// The birth year: 0–1 in the 1900s, 2–3 in the 2000s, and so on.
    pub fn birth_year(&self) -> i16 {
        1900 + 100 * i16::from(self.digit(3) / 2) + 10 * i16::from(self.digit(4)) + i16::from(self.digit(5))
    }

    /// What a clerk should look at again: the number against what the person declares.
    pub fn doubts(&self, gender: Option<Gender>, birth_year: Option<i16>) -> Vec<&'static str> {
        let mut doubts = Vec::new();
        if self.place() == "000" {
            doubts.push("ba chữ số đầu của số định danh không phải mã nơi đăng ký khai sinh");
        }
        if gender.is_some_and(|declared| declared != self.gender()) {
            doubts.push("giới tính khai không khớp với số định danh");
        }
        if birth_year.is_some_and(|declared| declared != self.birth_year()) {
            doubts.push("năm sinh khai không khớp với số định danh");
        }
        doubts
    }

    fn digit(&self, at: usize) -> u8 {
        self.0.as_bytes().get(at).map_or(0, |b| b - b'0')
    }
}

impl fmt::Display for PersonalId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Whether `s` is a number of the old identity card (CMND, 9 digits): only for papers issued before CCCD.
pub fn is_legacy_card(s: &str) -> bool {
    s.len() == 9 && s.bytes().all(|b| b.is_ascii_digit())
}

/// Mã số thuế, also the enterprise code: 10 digits, `-001`…`-999` after it for a dependent unit.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TaxCode(String);

impl TaxCode {
    /// Reads a code and proves its check digit; 13 digits are read as 10 and 3. Refuses a wrong form or a wrong check digit.
    pub fn parse(s: &str) -> Result<Self, BadIdentity> {
        let mut code = without_gaps(s);
        if code.len() == 13 && code.bytes().all(|b| b.is_ascii_digit()) {
            code.insert(10, '-');
        }
        let (main, branch) = code.split_once('-').map_or((code.as_str(), None), |(m, b)| (m, Some(b)));
        let all_digits = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
        let branch_is_sound = branch.is_none_or(|b| b.len() == 3 && all_digits(b) && b != "000");
        if main.len() != 10 || !all_digits(main) || !branch_is_sound {
            return Err(BadIdentity::TaxShape);
        }
        if !check_digit_fits(main) {
            return Err(BadIdentity::TaxCheck);
        }
        Ok(TaxCode(code))
    }

    /// The code as written, without blanks.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// `N10 = 10 − (Σ weightᵢ·Nᵢ mod 11)`; a result of 10 belongs to no code.
fn check_digit_fits(digits: &str) -> bool {
    const WEIGHTS: [u32; 9] = [31, 29, 23, 19, 17, 13, 7, 5, 3];
    let sum: u32 = digits.bytes().zip(WEIGHTS).map(|(b, weight)| u32::from(b - b'0') * weight).sum();
    digits.as_bytes().get(9).is_some_and(|last| u32::from(last - b'0') == 10 - sum % 11)
}

/// A telephone number as dialled inside the country: `0` and nine digits, ten for a landline (`02…`).
///
/// Reads `+84…`, blanks, dots and hyphens. Refuses anything else, also the 11-digit mobile numbers ended in 2018.
pub fn phone(s: &str) -> Result<String, BadIdentity> {
    let digits: String = s.trim().chars().filter(|c| !matches!(c, ' ' | '.' | '-')).collect();
    let local = match digits.strip_prefix("+84") {
        Some(rest) => format!("0{rest}"),
        None => digits,
    };
    let has_length = local.len() == if local.starts_with("02") { 11 } else { 10 };
    let sound = has_length && local.starts_with('0') && local.bytes().all(|b| b.is_ascii_digit());
    if sound { Ok(local) } else { Err(BadIdentity::Phone) }
}

/// The number by which somebody who files is known (Quy chế 1267 Điều 3.2.b; row C-18).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Identity {
    /// A person with a personal number.
    Personal(PersonalId),
    /// Nine digits: a card issued before CCCD, or a passport that has no letters.
    OldCard(String),
    /// An organisation or a business.
    Tax(TaxCode),
    /// A passport: no country numbers its own alike, so only that it has letters and digits is known.
    Passport(String),
}

impl Identity {
    /// Reads what was typed; blanks and dots are dropped, letters become capitals. Refuses what can be none of the four, and says
    /// of what looks like a tax code why it is none.
    pub fn parse(s: &str) -> Result<Identity, BadIdentity> {
        let number = without_gaps(s).to_uppercase();
        let is_plain = number.bytes().all(|b| b.is_ascii_alphanumeric());
        let has_digits = number.bytes().any(|b| b.is_ascii_digit());
        if number.bytes().any(|b| b.is_ascii_alphabetic()) {
            let is_passport = is_plain && has_digits && (6..=15).contains(&number.len());
            return if is_passport { Ok(Identity::Passport(number)) } else { Err(BadIdentity::Unknown) };
        }
        match number.len() {
            12 if is_plain => PersonalId::parse(&number).map(Identity::Personal),
            9 if is_legacy_card(&number) => Ok(Identity::OldCard(number)),
            11 | 12 if is_plain => Err(BadIdentity::Personal),
            10..=14 => TaxCode::parse(&number).map(Identity::Tax),
            _ => Err(BadIdentity::Unknown),
        }
    }

    /// The number as it is kept.
    pub fn as_str(&self) -> &str {
        match self {
            Identity::Personal(id) => id.as_str(),
            Identity::Tax(code) => code.as_str(),
            Identity::OldCard(number) | Identity::Passport(number) => number,
        }
    }

    /// Whether it names an organisation.
    pub fn is_organisation(&self) -> bool {
        matches!(self, Identity::Tax(_))
    }
}

fn without_gaps(s: &str) -> String {
    s.trim().chars().filter(|c| !matches!(c, ' ' | '.')).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tax_codes_and_their_check_digit() {
        for valid in ["0100109106", "0100112437", "0100686209", " 0100109106-001 "] {
            assert!(TaxCode::parse(valid).is_ok(), "{valid}");
        }
        for (wrong, why) in [
            ("0100109107", BadIdentity::TaxCheck),
            ("010010910", BadIdentity::TaxShape),
            ("0100109106-000", BadIdentity::TaxShape),
            ("0100109106-01", BadIdentity::TaxShape),
            ("01001o9106", BadIdentity::TaxShape),
            ("", BadIdentity::TaxShape),
        ] {
            assert_eq!(TaxCode::parse(wrong), Err(why), "{wrong:?}");
        }
    }

    #[test]
    fn a_check_of_ten_belongs_to_no_code() {
        // 0000000000: the sum is 0, so the check digit would have to be 10.
        assert_eq!(TaxCode::parse("0000000000"), Err(BadIdentity::TaxCheck));
    }

    #[test]
    fn a_personal_number_says_place_gender_and_year() {
        for (number, place, gender, year) in [
            ("084090001234", "084", Gender::Male, 1990),
            ("084190001234", "084", Gender::Female, 1990),
            ("079 305 001 234", "079", Gender::Female, 2005),
            ("086210001234", "086", Gender::Male, 2010),
        ] {
            let id = PersonalId::parse(number).unwrap();
            assert_eq!((id.place(), id.gender(), id.birth_year()), (place, gender, year), "{number}");
            assert!(id.doubts(Some(gender), Some(year)).is_empty(), "{number}");
        }
    }

    #[test]
    fn what_does_not_fit_is_a_doubt_not_a_refusal() {
        let id = PersonalId::parse("000090001234").unwrap();
        assert_eq!(id.doubts(Some(Gender::Female), Some(1991)).len(), 3);
        assert_eq!(id.doubts(None, None).len(), 1);
        for wrong in ["08409000123", "0840900012345", "08409000123a", "334567890"] {
            assert_eq!(PersonalId::parse(wrong), Err(BadIdentity::Personal), "{wrong}");
        }
        assert!(is_legacy_card("334567890"));
        assert!(!is_legacy_card("33456789o"));
    }

    #[test]
    fn whoever_files_is_known_by_one_of_four_numbers() {
        // Row C-18: format checks; foreigners and organisations file too.
        for (typed, kept, is_organisation) in [
            ("084 199 001 234", "084199001234", false),
            ("334567890", "334567890", false),
            ("b 1234567", "B1234567", false),
            ("M70689098", "M70689098", false),
            ("0100109106", "0100109106", true),
            ("0100109106-001", "0100109106-001", true),
            ("0100109106001", "0100109106-001", true),
        ] {
            let read = Identity::parse(typed).unwrap();
            assert_eq!((read.as_str(), read.is_organisation()), (kept, is_organisation), "{typed}");
        }
        for (typed, why) in [
            ("08419900123", BadIdentity::Personal),
            ("0100109107", BadIdentity::TaxCheck),
            ("0100109106-000", BadIdentity::TaxShape),
            ("0100109106000", BadIdentity::TaxShape),
            ("12", BadIdentity::Unknown),
            ("08419900", BadIdentity::Unknown),
            ("HOCHIEU", BadIdentity::Unknown),
            ("M-7068909", BadIdentity::Unknown),
            ("", BadIdentity::Unknown),
        ] {
            assert_eq!(Identity::parse(typed), Err(why), "{typed:?}");
        }
    }

    #[test]
    fn telephones_are_kept_in_one_form() {
        for (written, kept) in [
            ("0912345678", "0912345678"),
            ("+84 912.345.678", "0912345678"),
            ("0294-3855-999", "02943855999"),
            ("+842943855999", "02943855999"),
        ] {
            assert_eq!(phone(written).as_deref(), Ok(kept), "{written}");
        }
        for wrong in ["912345678", "+84", "01234567890", "0294385599", "09123456a8"] {
            assert_eq!(phone(wrong), Err(BadIdentity::Phone), "{wrong}");
        }
    }
}
