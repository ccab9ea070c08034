//! Refusing to receive and to settle, and the library of legal grounds for it (Mẫu 03; NĐ 61/2018 Điều 17.1.b, 19.8).

use super::{Event, Place, event::Ground};
use crate::{refusal::Refusal, rules::RuleSet};

/// A ground that officers may choose instead of writing it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Known {
    /// The words the applicant reads.
    pub reason: &'static str,
    /// The rule under NĐ 61/2018.
    old: &'static str,
    /// The rule under NĐ 118/2025.
    new: &'static str,
}

impl Known {
    /// The rule under `rules`.
    pub fn basis(&self, rules: &RuleSet) -> &'static str {
        let [oldest, _] = RuleSet::all();
        if rules.id == oldest.id { self.old } else { self.new }
    }
}

const fn known(reason: &'static str, old: &'static str, new: &'static str) -> Known {
    Known { reason, old, new }
}

/// The grounds. The articles of NĐ 118/2025 are named as far as they were seen (domain, "Uncertain facts" 2).
pub const LIBRARY: [Known; 6] = [
    known(
        "Yêu cầu không thuộc thẩm quyền giải quyết của cơ quan.",
        "Điều 17 khoản 1 Nghị định 61/2018/NĐ-CP",
        "Điều 17 Nghị định 118/2025/NĐ-CP",
    ),
    known(
        "Hồ sơ không đúng đối tượng thực hiện của thủ tục hành chính.",
        "Điều 17 khoản 1 Nghị định 61/2018/NĐ-CP",
        "Điều 17 Nghị định 118/2025/NĐ-CP",
    ),
    known(
        "Không đáp ứng yêu cầu, điều kiện thực hiện thủ tục hành chính đã công bố.",
        "Điều 19 khoản 8 Nghị định 61/2018/NĐ-CP",
        "Nghị định 118/2025/NĐ-CP",
    ),
    known(
        "Thông tin, giấy tờ trong hồ sơ không đúng sự thật qua thẩm tra, xác minh.",
        "Điều 6 khoản 2, Điều 19 khoản 8 Nghị định 61/2018/NĐ-CP",
        "Nghị định 118/2025/NĐ-CP",
    ),
    known(
        "Hồ sơ trùng với hồ sơ đã tiếp nhận và đang giải quyết.",
        "Điều 17 khoản 1 Nghị định 61/2018/NĐ-CP",
        "Điều 17 Nghị định 118/2025/NĐ-CP",
    ),
    known(
        "Thủ tục hành chính đã bị bãi bỏ.",
        "Điều 14 khoản 2 Nghị định 63/2010/NĐ-CP",
        "Điều 14 khoản 2 Nghị định 63/2010/NĐ-CP",
    ),
];

/// A refusal has a reason and its legal basis (invariant 5).
pub fn check(ground: &Ground) -> Result<(), Refusal> {
    if ground.reason.trim().is_empty() {
        return Err(Refusal::ReasonMissing);
    }
    if ground.basis.trim().is_empty() {
        return Err(Refusal::BasisMissing);
    }
    Ok(())
}

/// Refuses to settle; the papers go back through the one-stop unit, at `to` (invariant 6).
pub fn refuse(ground: Ground, slip_number: u32, to: Place) -> Result<Event, Refusal> {
    check(&ground)?;
    Ok(Event::Refused { ground, slip_number, to })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_ground_of_the_library_names_its_rule() {
        for known in LIBRARY {
            for rules in RuleSet::all() {
                let basis = known.basis(rules);
                check(&Ground { reason: known.reason.into(), basis: basis.into() }).unwrap();
                assert!(basis.contains("NĐ-CP"), "{basis}");
            }
        }
    }
}
