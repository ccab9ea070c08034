//! Who does a step and what it is, on real texts.

use super::{Performer as P, StepKind as K, *};

/// Owner, content, place (of 7), what it is. Texts of `data/process.jsonl`, shortened.
const SURE: &[(&str, &str, usize, P, K)] = &[
    (
        "Bộ phận tiếp nhận và trả kết quả Sở Y tế tại TTPVHCC tỉnh; TTPVHCC các xã, phường",
        "Kiểm tra, lập phiếu tiếp nhận và hẹn trả kết quả",
        0,
        P::Counter,
        K::Receive,
    ),
    (
        "Chuyên viên của Sở Nông nghiệp và Môi trường thực hiện nhiệm vụ tại Trung tâm Phục vụ hành chính công tỉnh",
        "Kiểm tra, xem xét",
        0,
        P::Counter,
        K::Receive,
    ),
    ("CCMC của Sở tại TTPVHCC/NVBĐ", "- Tiếp nhận hồ sơ đầy đủ, hợp lệ.", 0, P::Counter, K::Receive),
    (
        "Lãnh đạo Phòng Bảo trợ xã hội (BTXH) và Trẻ em",
        "Phân công thụ lý hồ sơ",
        1,
        P::DivisionHead,
        K::Assign,
    ),
    (
        "Lãnh đạo Phòng Đấu thầu, Thẩm định và Giám sát đầu tư",
        "Lãnh đạo phòng chuyên môn xem xét trình Lãnh đạo Sở.",
        3,
        P::DivisionHead,
        K::Review,
    ),
    (
        "Trưởng Phòng ĐTTĐ&GSĐT",
        "Xem xét hồ sơ, báo cáo Lãnh đạo cơ quan được phân công xem xét văn bản",
        3,
        P::DivisionHead,
        K::Review,
    ),
    (
        "Lãnh đạo Phòng chuyên môn được giao xử lý",
        "Xác nhận dự thảo trước khi trình Lãnh đạo Cơ sở giáo dục",
        3,
        P::DivisionHead,
        K::Review,
    ),
    (
        "Chuyên viên Phòng BTXH và Trẻ em",
        "Thụ lý giải quyết; Trình lãnh đạo Phòng",
        2,
        P::Handler,
        K::Process,
    ),
    (
        "Chuyên viên được phân công",
        "Căn cứ ý kiến thẩm định, tổng hợp các nội dung",
        2,
        P::Handler,
        K::Process,
    ),
    (
        "Chuyên viên Phòng Kinh tế - Văn phòng UBND tỉnh",
        "Thẩm tra hồ sơ; Trình Lãnh đạo Văn phòng",
        4,
        P::Handler,
        K::Process,
    ),
    (
        "Viên chức Cơ sở trợ giúp xã hội",
        "Vào sổ văn bản, lưu trữ hồ sơ, chuyển kết quả cho TTPVHCC",
        5,
        P::Handler,
        K::Number,
    ),
    ("Lãnh đạo Sở Y tế", "Phê duyệt kết quả giải quyết TTHC", 4, P::Leader, K::Sign),
    ("Lãnh đạo Sở", "- Phân công thụ lý hồ sơ cho phòng Nghiệp vụ.", 1, P::Leader, K::Assign),
    ("Lãnh đạo nhà trường", "Ký phê duyệt kết quả", 4, P::Leader, K::Sign),
    ("Lãnh đạo Ủy ban nhân dân cấp xã, phường", "Phê duyệt Thông báo nộp phí", 4, P::Leader, K::Sign),
    ("Chính ủy Bộ Chỉ huy Quân sự tỉnh", "Ký phê duyệt Quyết định", 4, P::Leader, K::Sign),
    ("UBND tỉnh", "1. UBND tỉnh ban hành văn bản, lấy số văn bản", 5, P::UpperAuthority, K::Sign),
    (
        "Lãnh đạo UBND Thành phố",
        "Lãnh đạo UBND thành phố phê duyệt kết quả giải quyết",
        5,
        P::UpperAuthority,
        K::Sign,
    ),
    (
        "Bộ phận Văn thư Sở Y tế",
        "Vào sổ văn bản, đóng dấu, chuyển kết quả cho TTPVHCC",
        5,
        P::Clerk,
        K::Number,
    ),
    ("Văn thư Sở", "Ban hành Tờ trình", 5, P::Clerk, K::Number),
    ("Các Sở, ban, ngành được xin ý kiến", "Trả lời bằng văn bản", 3, P::Consulted, K::Opinion),
    ("Bộ phận tiếp nhận và trả kết quả Sở Y tế", "Trả kết quả giải quyết TTHC", 6, P::Counter, K::Return),
    ("Công chức TN&TKQ", "Nhận kết quả từ UBND tỉnh, trả cho tổ chức, cá nhân.", 6, P::Counter, K::Return),
];

#[test]
fn real_texts_that_are_clear() {
    for (owner, content, place, performer, kind) in SURE {
        assert_eq!(kind_of(owner, content, *place, 7), (*kind, false), "{owner}: {content}");
        assert_eq!(performer_of(owner).map(|(performer, _)| performer), Some(*performer), "{owner}");
    }
}

#[test]
fn what_the_words_leave_open_is_a_guess() {
    for (owner, content, place, kind) in [
        ("Bộ CHQS tỉnh", "Cấp phiếu xác minh", 2, K::Process),
        ("Hội đồng", "Tổ chức họp Hội đồng tư vấn công nhận", 3, K::Opinion),
        ("Tổ chức đề nghị", "Hoàn thiện hồ sơ", 3, K::Process),
        ("Lãnh đạo Sở được phân công/Văn thư", "Lãnh đạo Sở ký duyệt, văn thư đóng dấu", 4, K::Sign),
        (
            "Chuyên viên được giao xử lý hồ sơ, lãnh đạo phòng, lãnh đạo Sở, Văn thư",
            "Kiểm tra hồ sơ",
            2,
            K::Process,
        ),
        ("", "Phân công thụ lý", 1, K::Assign),
        ("Sở Nội vụ", "Ban hành quyết định tiếp nhận vào công chức", 4, K::Sign),
        ("Lãnh đạo Sở", "Trả kết quả", 6, K::Return),
    ] {
        assert_eq!(kind_of(owner, content, place, 7), (kind, true), "{owner}: {content}");
    }
}

#[test]
fn a_first_step_that_receives_nothing_is_no_reception() {
    assert_eq!(kind_of("Lãnh đạo Phòng", "Phân công thụ lý hồ sơ", 0, 7).0, K::Assign, "row C-08");
}
