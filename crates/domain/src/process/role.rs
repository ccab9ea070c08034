//! What kind of work a step of a real process is, read from its words. Where they do not say it clearly, the answer
//! is marked as a guess, and a person checks it in the designer.

use super::StepKind;
use crate::text::fold;

/// The kind of the step at `place` of `count`, and whether it was guessed.
pub fn kind_of(owner: &str, content: &str, place: usize, count: usize) -> (StepKind, bool) {
    let (owner, content) = (fold(owner), fold(content));
    let in_owner = |words: &[&str]| words.iter().any(|word| owner.contains(word));
    let in_content = |words: &[&str]| words.iter().any(|word| content.contains(word));
    let is_counter =
        in_owner(&["tiep nhan", "mot cua", "ttpvhcc", "phuc vu hanh chinh cong", "ccmc", "tthcc"]);
    let is_last = place + 1 == count;
    if is_last && (is_counter || in_content(&["tra ket qua"])) {
        return (StepKind::Return, false);
    }
    if place == 0 {
        return (StepKind::Receive, !is_counter && !in_content(&["tiep nhan", "kiem tra"]));
    }
    if in_owner(&["van thu"]) || in_content(&["vao so", "dong dau", "lay so"]) {
        return (StepKind::Number, false);
    }
    let is_room = in_owner(&["lanh dao phong", "truong phong", "lanh dao trung tam", "lanh dao chi cuc"]);
    if is_room && in_content(&["phan cong", "giao "]) {
        return (StepKind::Assign, false);
    }
    if is_room {
        return (StepKind::Review, false);
    }
    if in_owner(&[
        "lanh dao so",
        "lanh dao co quan",
        "lanh dao don vi",
        "giam doc so",
        "chu tich",
        "lanh dao van phong",
        "lanh dao ubnd",
    ]) {
        let kind = if in_content(&["phan cong"]) { StepKind::Assign } else { StepKind::Sign };
        return (kind, false);
    }
    if in_owner(&["xin y kien", "phoi hop"]) || in_content(&["cho y kien", "tham gia y kien"]) {
        return (StepKind::Opinion, false);
    }
    if in_owner(&["ubnd tinh", "hoi dong"]) {
        return (StepKind::Sign, true);
    }
    let is_handler = in_owner(&["chuyen vien", "cong chuc", "vien chuc", "can bo"]);
    if is_counter && !is_handler {
        return (StepKind::Receive, true);
    }
    (StepKind::Process, !is_handler)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn real_texts() {
        use StepKind as K;
        let cases = [
            ("Bộ phận tiếp nhận và trả kết quả Sở Y tế tại TTPVHCC tỉnh", "Kiểm tra, xem xét", 0, K::Receive),
            ("Lãnh đạo Phòng Bảo trợ xã hội (BTXH) và Trẻ em", "Phân công thụ lý hồ sơ", 1, K::Assign),
            ("Chuyên viên Phòng BTXH và Trẻ em", "Thụ lý giải quyết; Trình lãnh đạo Phòng", 2, K::Process),
            (
                "Lãnh đạo Phòng BTXH và Trẻ em Sở Y tế",
                "Xem xét hồ sơ, trình lãnh đạo Sở phê duyệt",
                3,
                K::Review,
            ),
            ("Lãnh đạo Sở Y tế", "Phê duyệt kết quả giải quyết TTHC", 4, K::Sign),
            ("Bộ phận Văn thư Sở Y tế", "Vào sổ văn bản, đóng dấu", 5, K::Number),
            ("Bộ phận tiếp nhận và trả kết quả Sở Y tế", "Trả kết quả giải quyết TTHC", 6, K::Return),
            ("Các Sở, ban, ngành được xin ý kiến", "Trả lời bằng văn bản", 3, K::Opinion),
        ];
        for (owner, content, place, kind) in cases {
            assert_eq!(kind_of(owner, content, place, 7), (kind, false), "{owner}");
        }
    }
}
