//! Form templates and sample dossiers that an agency gives to the Centre: who sends, who accepts, and the word “MẪU” that every
//! sample dossier carries (TT 01/2018 Điều 5.2; Quy chế 1267 Điều 3.1.b; row C-12).

use unicode_normalization::UnicodeNormalization;

use crate::{
    id::UnitId,
    people::{Actor, Role},
    petition::sender::{Trace, traces},
    refusal::Refusal,
    words::words,
};

words! {
    /// What it is.
    SampleKind {
        /// A form to fill in.
        Form = "bieu-mau" "Mẫu đơn, tờ khai",
        /// A dossier that is filled in, to be copied from.
        Dossier = "ho-so-mau" "Hồ sơ mẫu",
    }
}

words! {
    /// Where a version of it stands.
    SampleState {
        /// Sent; the Centre has not looked at it.
        Sent = "sent" "Chờ Trung tâm duyệt",
        /// Shown to everybody.
        Accepted = "accepted" "Đang công khai",
        /// The Centre sent it back, or took it away.
        Returned = "returned" "Trung tâm trả lại",
        /// A newer version is shown.
        Replaced = "replaced" "Đã có bản mới",
    }
}

words! {
    /// What the Centre does with it. The word stands in addresses.
    SampleDeed {
        /// From now on everybody sees it.
        Accept = "nhan" "Chấp nhận, công khai",
        /// It goes back to the agency, with the reason.
        Return = "tra-lai" "Trả lại đơn vị",
    }
}

/// Whether `by` may send samples for `unit`: its own people, and the Centre for itself.
pub fn may_send(by: &Actor, unit: UnitId) -> bool {
    by.acts_for(unit) || (by.role().is_some_and(Role::is_centre) && by.unit() == Some(unit))
}

/// Where the sample stands after `deed`. Refuses who is not the Centre, what is not waiting any more, and to return without a
/// reason. What is shown already may still be taken away.
pub fn decide(
    state: SampleState,
    deed: SampleDeed,
    by: &Actor,
    reason: &str,
) -> Result<SampleState, Refusal> {
    if !by.role().is_some_and(Role::is_centre) {
        return Err(Refusal::SampleNotYours);
    }
    match (deed, state) {
        (SampleDeed::Accept, SampleState::Sent) => Ok(SampleState::Accepted),
        (SampleDeed::Return, SampleState::Sent | SampleState::Accepted) if reason.trim().is_empty() => {
            Err(Refusal::ReasonMissing)
        }
        (SampleDeed::Return, SampleState::Sent | SampleState::Accepted) => Ok(SampleState::Returned),
        _ => Err(Refusal::SampleNotYours),
    }
}

/// The word that a sample dossier carries.
pub const MARK: &str = "MẪU";
/// The size of its letters in points, and how far a program may be off it.
const SIZE: f64 = 16.0;
const TOLERANCE: f64 = 0.6;
/// Letters that stand higher apart than this, in points, are not on one line.
const LINE: f64 = 3.0;
/// Letters that begin further apart than this, in their own size, have a gap between them.
const GAP: f64 = 1.2;
/// So far from the word, in its own size, nothing else may stand: two, and the letter itself.
const BESIDE: f64 = 3.0;
/// How many digits an identity number has.
const IDENTITY: usize = 12;
/// The names of the typeface, and of those with the same measures that programs put in its place.
const TIMES: [&str; 5] = ["timesnewroman", "times", "liberationserif", "tinos", "nimbusroman"];

/// A letter on the first page of a file.
#[derive(Clone, Debug, PartialEq)]
pub struct Letter {
    /// What it says.
    pub text: String,
    /// How far from the left and from the top of the page, in points.
    pub place: (f64, f64),
    /// How large, in points.
    pub size: f64,
    /// The name of its font, where the file tells.
    pub font: Option<String>,
}

/// The first page of a file: what stands there in the order in which it was written, and how wide and high the page is.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FirstPage {
    /// The letters.
    pub letters: Vec<Letter>,
    /// Width and height, in points.
    pub size: (f64, f64),
}

impl FirstPage {
    /// Everything it says, with a blank where a line ends or a gap stands.
    pub fn text(&self) -> String {
        let mut text = String::new();
        let mut before: Option<&Letter> = None;
        for letter in &self.letters {
            let is_apart = |before: &Letter| {
                (letter.place.1 - before.place.1).abs() > LINE
                    || (letter.place.0 - before.place.0).abs() > GAP * before.size
            };
            if before.is_some_and(is_apart) {
                text.push(' ');
            }
            text.push_str(&letter.text);
            before = Some(letter);
        }
        text.nfc().collect()
    }

    /// Refuses a sample dossier without the word “MẪU” in bold capitals of Times New Roman, size 16, at the top right of the first
    /// page (TT 01/2018 Điều 5.2), saying what is wrong with the word that comes nearest to it. A file that does not tell its font
    /// is believed.
    pub fn must_be_marked(&self) -> Result<(), Refusal> {
        let mut nearest = Refusal::MarkMissing;
        for start in 0..self.letters.len() {
            let Some(word) = self.mark_at(start) else { continue };
            match self.fault_of(word) {
                None => return Ok(()),
                Some(fault) => nearest = fault,
            }
        }
        Err(nearest)
    }

    /// Refuses a page that still shows somebody's identity number: personal data in a sample are hidden (TT 01/2018 Điều 5.2).
    pub fn must_name_nobody(&self) -> Result<(), Refusal> {
        let text = self.text();
        if traces(&text, &[]).contains(&Trace::Identity) || has_spaced_identity(&text) {
            Err(Refusal::SampleNamesSomebody)
        } else {
            Ok(())
        }
    }

    /// The letters that say the word, if it begins with the letter `start` and nothing else stands beside it.
    fn mark_at(&self, start: usize) -> Option<&[Letter]> {
        let first = self.letters.get(start)?;
        let is_near = |other: &Letter| (other.place.1 - first.place.1).abs() <= LINE;
        let mut said = String::new();
        for (at, letter) in self.letters.iter().enumerate().skip(start) {
            if !is_near(letter) {
                return None;
            }
            said.push_str(&letter.text);
            let word: String = said.nfc().collect();
            if word == MARK {
                return self.letters.get(start..=at).filter(|_| self.stands_alone(start, at));
            }
            if word.len() > MARK.len() {
                return None;
            }
        }
        None
    }

    /// Whether no letter or digit stands close to the letters `start` to `end` on their line.
    fn stands_alone(&self, start: usize, end: usize) -> bool {
        let (Some(first), Some(last)) = (self.letters.get(start), self.letters.get(end)) else {
            return false;
        };
        let is_beside = |(at, other): (usize, &Letter)| {
            (at < start || at > end)
                && (other.place.1 - first.place.1).abs() <= LINE
                && other.place.0 > first.place.0 - BESIDE * first.size
                && other.place.0 < last.place.0 + BESIDE * last.size
                && other.text.chars().any(char::is_alphanumeric)
        };
        !self.letters.iter().enumerate().any(is_beside)
    }

    /// What is wrong with the word, if anything.
    fn fault_of(&self, word: &[Letter]) -> Option<Refusal> {
        let is_right = word.iter().all(|letter| letter.place.0 >= self.size.0 / 2.0);
        let is_top = word.iter().all(|letter| letter.place.1 <= self.size.1 / 4.0);
        if !is_right || !is_top {
            return Some(Refusal::MarkElsewhere);
        }
        if let Some(other) = word.iter().find(|letter| (letter.size - SIZE).abs() > TOLERANCE) {
            return Some(Refusal::MarkSize(format!("{:.0}", other.size)));
        }
        let fonts = word.iter().filter_map(|letter| letter.font.as_deref());
        fonts.filter(|font| !is_bold_times(font)).map(|font| Refusal::MarkFont(font.to_owned())).next()
    }
}

/// Whether `text` shows an identity number in groups or digit by digit: `084 199 001234`, `0 8 4 1…`. It begins with 0 and with three
/// digits at least, which no date does.
fn has_spaced_identity(text: &str) -> bool {
    let words: Vec<&str> = text.split([' ', '.', '\u{a0}']).filter(|word| !word.is_empty()).collect();
    let digits = |word: &str| -> String {
        let plain = word.trim_matches(|c: char| !c.is_alphanumeric());
        if plain.bytes().all(|byte| byte.is_ascii_digit()) { plain.to_owned() } else { String::new() }
    };
    words.iter().enumerate().any(|(start, word)| {
        let first = digits(word);
        if !first.starts_with('0') || first.len() == 2 {
            return false;
        }
        let mut length = 0;
        for part in words.iter().skip(start).map(|word| digits(word)) {
            // Digit by digit it stays that way, and a group has three at least.
            if part.is_empty() || (first.len() == 1) != (part.len() == 1) || part.len() == 2 {
                return false;
            }
            length += part.len();
            if length >= IDENTITY {
                return length == IDENTITY;
            }
        }
        false
    })
}

/// Whether a font of that name is Times New Roman in bold, or has its measures: `BCDEEE+TimesNewRomanPS-BoldMT`.
fn is_bold_times(font: &str) -> bool {
    let plain: String = font.to_lowercase().chars().filter(char::is_ascii_alphabetic).collect();
    plain.contains("bold") && TIMES.iter().any(|name| plain.contains(name))
}

#[cfg(test)]
mod tests;
