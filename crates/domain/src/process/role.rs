//! Who does a step of a real process and what kind of work it is, read from its words. Where they do not say it clearly
//! the answer is marked as a guess, and a person checks it in the designer.
//!
//! The words are those of 609 steps from seven provinces (`data/process.jsonl`). The owner is read first: the same
//! content ("xem xét hồ sơ") is an appraisal by a specialist and a review by a head.

use serde::{Deserialize, Serialize};

use super::StepKind;
use crate::text::fold;

/// Who does a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Performer {
    /// The one-stop unit (bộ phận tiếp nhận và trả kết quả).
    Counter,
    /// The head of a division (lãnh đạo phòng).
    DivisionHead,
    /// The one who appraises (chuyên viên, công chức thụ lý).
    Handler,
    /// The head of the settling agency (lãnh đạo sở, UBND cấp xã).
    Leader,
    /// Văn thư.
    Clerk,
    /// Another agency asked for its opinion (NĐ 61/2018 Điều 19.5).
    Consulted,
    /// A council or appraisal team.
    Council,
    /// The authority above the agency (UBND tỉnh).
    UpperAuthority,
    /// The applicant; that time is not the agency's.
    Applicant,
}

/// Who `owner` names, and whether that was guessed; nothing if no known word is in it.
///
/// Several actors in one cell count as the first of them that is not the applicant, and as a guess if they differ.
pub fn performer_of(owner: &str) -> Option<(Performer, bool)> {
    if fold(owner).contains("duoc xin y kien") {
        return Some((Performer::Consulted, false));
    }
    let parts: Vec<Option<Performer>> = owner
        .split([';', ',', '/', '\n'])
        .map(fold)
        .filter(|part| !part.is_empty())
        .map(|part| one(&part))
        .collect();
    let known = || parts.iter().flatten().copied();
    let inside = || known().filter(|performer| *performer != Performer::Applicant);
    let first = inside().next().or_else(|| known().next())?;
    let is_mixed = inside().any(|other| other != first);
    // A sentence in the place of a name is a slip of the table the process was read from.
    let is_sentence = owner.chars().count() > 230;
    Some((first, is_mixed || is_sentence || parts.first() == Some(&None)))
}

fn one(part: &str) -> Option<Performer> {
    use Performer as P;
    let has = |words: &[&str]| words.iter().any(|word| part.contains(word));
    let starts = |words: &[&str]| words.iter().any(|word| part.starts_with(word));
    let is_outside = starts(&["co quan", "don vi", "noi tiep nhan", "cac co quan"]);
    let counter = [
        "tiep nhan",
        "mot cua",
        "ttpvhcc",
        "phuc vu hanh chinh cong",
        "ccmc",
        "tn tkq",
        "tra ket qua",
        "tthcc",
    ];
    let upper = ["ubnd tinh", "ubnd thanh pho", "uy ban nhan dan tinh", "uy ban nhan dan thanh pho"];
    let is_upper = upper.iter().any(|name| {
        ["", "lanh dao ", "chu tich ", "lien thong "]
            .iter()
            .any(|who| part.starts_with(&format!("{who}{name}")))
    });
    if has(&["phoi hop"]) {
        Some(P::Consulted)
    } else if has(&counter) && !is_outside {
        Some(P::Counter)
    } else if has(&["van thu", "hanh chinh quan tri"]) {
        Some(P::Clerk)
    } else if starts(&["hoi dong", "thanh vien hoi dong", "to tham dinh", "ban kiem tra"]) {
        Some(P::Council)
    } else if is_upper {
        Some(P::UpperAuthority)
    } else if starts(&[
        "lanh dao phong",
        "truong phong",
        "lanh dao trung tam",
        "lanh dao chi cuc",
        "lanh dao van phong",
    ]) {
        Some(P::DivisionHead)
    } else if starts(&[
        "lanh dao",
        "giam doc",
        "nguoi dung dau",
        "chinh uy",
        "thu truong",
        "chu tich",
        "hieu truong",
    ]) {
        Some(P::Leader)
    } else if starts(&["chuyen vien", "cong chuc", "vien chuc", "can bo", "tro ly", "nhan vien"]) {
        Some(P::Handler)
    } else if starts(&["to chuc", "ca nhan", "doanh nghiep", "nguoi nop", "nguoi de nghi"]) {
        Some(P::Applicant)
    } else {
        None
    }
}

/// The kind of the step at `place` of `count`, and whether it was guessed.
pub fn kind_of(owner: &str, content: &str, place: usize, count: usize) -> (StepKind, bool) {
    use {Performer as P, StepKind as K};
    // Giving an appointment is no hand-over, and who "was assigned" does not assign.
    let content = fold(content).replace("hen tra ket qua", "").replace("duoc phan cong", "");
    let has = |words: &[&str]| words.iter().any(|word| content.contains(word));
    let found = performer_of(owner);
    let is_guess = found.is_none_or(|(_, is_guess)| is_guess);
    let performer = found.map(|(performer, _)| performer);
    let hands_over = has(&["tra ket qua", "tra cho to chuc", "nhan ket qua", "tra ket qua cho"]);
    if place == 0 && (performer == Some(P::Counter) || has(&["tiep nhan", "nhan ho so", "nop ho so"])) {
        return (K::Receive, performer != Some(P::Counter));
    }
    if place > 0 && place + 1 == count && (performer == Some(P::Counter) || hands_over) {
        return (K::Return, performer != Some(P::Counter));
    }
    match performer {
        Some(P::Counter) if hands_over && !has(&["tiep nhan"]) => (K::Return, true),
        Some(P::Counter) => (K::Receive, place > 0),
        Some(P::DivisionHead)
            if has(&["phan cong", "giao chuyen vien"]) || fold(owner).contains("phan cong") =>
        {
            (K::Assign, is_guess)
        }
        Some(P::DivisionHead) => (K::Review, is_guess),
        Some(P::Handler) if content.starts_with("vao so") => (K::Number, is_guess),
        Some(P::Handler) => (K::Process, is_guess),
        Some(P::Leader) if has(&["phan cong"]) => (K::Assign, is_guess),
        Some(P::Leader | P::UpperAuthority) => (K::Sign, is_guess),
        Some(P::Clerk) => (K::Number, is_guess),
        Some(P::Consulted) => (K::Opinion, is_guess),
        Some(P::Council) => (K::Opinion, true),
        Some(P::Applicant) => (K::Process, true),
        None => (by_content(&has), true),
    }
}

/// The kind that the content alone suggests.
fn by_content(has: &dyn Fn(&[&str]) -> bool) -> StepKind {
    if has(&["du thao"]) {
        StepKind::Process
    } else if has(&["vao so", "dong dau", "lay so"]) {
        StepKind::Number
    } else if has(&["phan cong"]) {
        StepKind::Assign
    } else if has(&["cho y kien", "tham gia y kien"]) {
        StepKind::Opinion
    } else if has(&["phe duyet", "ky duyet", "quyet dinh", "ban hanh", "ky "]) {
        StepKind::Sign
    } else {
        StepKind::Process
    }
}

#[cfg(test)]
mod tests;
