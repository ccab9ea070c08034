//! The buttons of the dossier page: for each thing the officer may do, its word and what it will cause.

use domain::{
    access::Action,
    dossier::{Dossier, State},
    people::Role,
    process::StepKind,
};

/// A button: its word, where it goes, and what it will cause.
pub struct DeedForm {
    /// The word on it.
    pub name: &'static str,
    /// The last part of the address it is sent to.
    pub path: &'static str,
    /// What it will cause.
    pub effect: &'static str,
    /// Whether a file goes with it.
    pub has_file: bool,
    /// Whether it is off the straight way: shown behind the usual ones.
    pub is_rare: bool,
}

const fn deed(name: &'static str, path: &'static str, effect: &'static str) -> DeedForm {
    DeedForm { name, path, effect, has_file: false, is_rare: false }
}

const fn rare(name: &'static str, path: &'static str, effect: &'static str) -> DeedForm {
    DeedForm { is_rare: true, ..deed(name, path, effect) }
}

const fn with_file(form: DeedForm) -> DeedForm {
    DeedForm { has_file: true, ..form }
}

/// What the forms depend on besides the dossier.
#[derive(Clone, Copy, Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "four things to know, none of which follows from another")]
pub struct Here {
    /// Whether the result is issued at this step.
    pub is_last: bool,
    /// The kind of step that follows.
    pub next: Option<StepKind>,
    /// Whether the officer did the last deed and it can be undone.
    pub may_undo: bool,
    /// Whether a part waits to be confirmed by the officer's unit.
    pub part_waits: bool,
    /// Whether something that goes out did not reach the applicant yet.
    pub owes_letter: bool,
}

/// The forms for what the officer may do, the usual thing first.
pub fn forms(may_do: &[Action], seen: &Dossier, here: Here) -> Vec<DeedForm> {
    let mut forms: Vec<DeedForm> = may_do.iter().flat_map(|action| of(*action, here)).collect();
    if seen.state == State::Submitted {
        // Asked once: what comes after that goes through the leader (row C-14), and only that is proposed before acceptance.
        let is_again = seen.turns.completions > 0;
        forms.retain(|form| match form.path {
            "bo-sung" => !is_again,
            path => !path.starts_with("trinh-") || path == "trinh-bo-sung",
        });
    }
    // Where the step can be done at once, taking it first is the exception.
    forms.sort_by_key(|form| form.path == "nhan-xu-ly");
    if seen.has_draft {
        // With a draft in hand the usual thing is to go on, not to write it again.
        forms.sort_by_key(|form| form.path == "du-thao");
    }
    if seen.turns.apology.is_some() {
        // A letter of apology that waits for its signature is what the head of the authority came for.
        forms.iter_mut().filter(|form| form.path == "xin-loi").for_each(|form| form.is_rare = false);
    }
    if seen.state.is_waiting() {
        // Nothing else can be proposed while the applicant is to pay.
        forms.retain(|form| !form.path.starts_with("trinh-") || form.path == "trinh-dung");
    }
    forms.sort_by_key(|form| form.is_rare);
    forms
}

fn of(action: Action, here: Here) -> Vec<DeedForm> {
    let goes_to_handler = here.next.is_some_and(|kind| kind.role() == Role::Handler);
    vec![match action {
        Action::Examine => return examination(),
        Action::Transfer => deed("Chuyển xử lý", "chuyen", "Hồ sơ đến cơ quan giải quyết ngay."),
        Action::Take => deed("Nhận xử lý", "nhan-xu-ly", "Từ lúc này ông/bà chịu trách nhiệm bước này."),
        Action::Assign if goes_to_handler => {
            deed("Phân công", "phan-cong", "Người được giao thấy hồ sơ trong “Việc của tôi”.")
        }
        Action::Assign => deed("Chuyển bước", "chuyen-buoc", "Hồ sơ sang bước tiếp theo."),
        Action::Draft => with_file(deed("Soạn dự thảo", "du-thao", "Lãnh đạo đọc ý kiến này khi duyệt.")),
        Action::Advance if !here.is_last => advance(here.next),
        Action::Issue if here.is_last => {
            with_file(deed("Ban hành kết quả", "ban-hanh", "Kết quả về quầy; đồng hồ của hồ sơ dừng."))
        }
        Action::SendBack => {
            deed("Trả lại bước trước", "tra-lai", "Người làm bước đó nhận lại hồ sơ và lý do.")
        }
        Action::HandOver => deed("Trả kết quả", "tra-ket-qua", "Hồ sơ kết thúc; ghi ai đã nhận."),
        Action::Decide => return decisions(),
        Action::TakeSupplement => {
            with_file(deed("Nhận bổ sung", "nhan-bo-sung", "Đồng hồ chạy lại, người nộp có giấy hẹn mới."))
        }
        Action::ConfirmDuty => with_file(deed(
            "Ghi nhận đã nộp tiền",
            "da-nop-tien",
            "Đồng hồ chạy lại; người nộp có hẹn lần 2.",
        )),
        Action::ReturnPapers => deed("Trả lại hồ sơ", "tra-ho-so", "Ghi ai đã nhận lại giấy tờ."),
        Action::AnswerPart if here.part_waits => deed(
            "Xác nhận phần việc",
            "nhan-phan-viec",
            "Từ lúc này đơn vị ông/bà chịu trách nhiệm phần này.",
        ),
        Action::AnswerPart => with_file(deed(
            "Trả lời phần việc",
            "tra-loi-phan-viec",
            "Đơn vị giải quyết thấy câu trả lời ngay.",
        )),
        Action::Explain => deed(
            "Ghi nguyên nhân quá hạn",
            "nguyen-nhan",
            "Nguyên nhân nằm trong hồ sơ; phiếu xin lỗi vẫn chờ ký.",
        ),
        _ => return off_the_way(action, here),
    }]
}

fn off_the_way(action: Action, here: Here) -> Vec<DeedForm> {
    vec![match action {
        Action::Apologise => rare(
            "Xin lỗi và hẹn lại",
            "xin-loi",
            "Người nộp nhận phiếu xin lỗi có ngày hẹn mới. Chỉ được hẹn lại một lần.",
        ),
        Action::RequestSupplement => rare(
            "Yêu cầu bổ sung",
            "yeu-cau-bo-sung",
            "Đồng hồ dừng, người nộp nhận một phiếu ghi đủ; chỉ được yêu cầu một lần.",
        ),
        Action::Propose => return proposals(),
        Action::OpenPart => {
            rare("Chuyển đơn vị phối hợp", "phoi-hop", "Đơn vị đó thấy hồ sơ và phần việc của mình.")
        }
        Action::CancelPart => rare(
            "Thu hồi phần việc đã gửi",
            "thu-hoi-phan",
            "Đơn vị đó không phải làm nữa; phần chờ sau nó bắt đầu.",
        ),
        Action::DeclinePart => {
            rare("Từ chối tiếp nhận phần việc", "tu-choi-phan", "Phần việc trở về đơn vị gửi, cùng lý do.")
        }
        Action::ReassignPart => {
            rare("Giao lại phần việc", "giao-lai-phan", "Người mới trả lời phần việc này.")
        }
        Action::CancelRequest => rare(
            "Thu hồi yêu cầu gửi nhầm",
            "thu-hoi-yeu-cau",
            "Đồng hồ chạy tiếp như chưa yêu cầu; người nộp thấy yêu cầu đã thu hồi.",
        ),
        Action::RequireDuty => with_file(rare(
            "Yêu cầu nghĩa vụ tài chính",
            "nghia-vu",
            "Đồng hồ dừng cho đến khi có chứng từ đã nộp tiền.",
        )),
        Action::Verify => {
            with_file(rare("Ghi thẩm tra, xác minh", "tham-tra", "Biên bản nằm trong hồ sơ, không sửa được."))
        }
        Action::Reassign => rare("Giao lại cho người khác", "giao-lai", "Người mới thấy hồ sơ ngay."),
        Action::Undo if here.may_undo => {
            rare("Hoàn tác việc vừa làm", "hoan-tac", "Nhật ký giữ cả việc cũ và việc hoàn tác.")
        }
        Action::RemindCollection => {
            rare("Báo người nộp nhận kết quả", "bao-nhan", "Ghi lần báo, hoặc bưu chính trả lại.")
        }
        Action::Withdraw => rare("Người nộp rút hồ sơ", "rut", "Hồ sơ kết thúc; giấy tờ chờ trả lại."),
        Action::GiveLetter if here.owes_letter => rare(
            "Ghi đã giao phiếu",
            "giao-phieu",
            "Ghi phiếu, tin đã giao tận tay, gửi bưu chính hoặc báo qua điện thoại.",
        ),
        Action::RecordLoss => rare("Ghi mất, hỏng giấy tờ", "mat-giay-to", "Ghi sự việc và cách khắc phục."),
        Action::Reopen => rare("Mở lại hồ sơ", "mo-lai", "Hồ sơ quay về bước đã chọn, có ngày hẹn mới."),
        _ => return vec![],
    }]
}

fn examination() -> Vec<DeedForm> {
    vec![
        deed("Tiếp nhận", "tiep-nhan", "Cấp mã hồ sơ và giấy hẹn; thời hạn bắt đầu tính."),
        deed("Yêu cầu bổ sung", "bo-sung", "Công dân nhận một phiếu ghi đủ các giấy tờ còn thiếu."),
        deed("Từ chối tiếp nhận", "tu-choi", "Công dân nhận phiếu từ chối ghi lý do và căn cứ."),
    ]
}

fn decisions() -> Vec<DeedForm> {
    vec![
        deed("Đồng ý đề xuất", "dong-y", "Thực hiện ngay: phiếu được cấp số và gửi cho người nộp."),
        deed("Không đồng ý", "khong-dong-y", "Người đề xuất đọc lý do và tiếp tục giải quyết."),
    ]
}

fn proposals() -> Vec<DeedForm> {
    vec![
        rare(
            "Trình từ chối giải quyết",
            "trinh-tu-choi",
            "Lãnh đạo đồng ý thì người nộp nhận phiếu từ chối.",
        ),
        rare("Trình hẹn lại ngày trả", "trinh-hen-lai", "Lãnh đạo ký phiếu xin lỗi và hẹn lại."),
        rare(
            "Trình yêu cầu bổ sung thêm",
            "trinh-bo-sung",
            "Lần thứ hai bị tính vào chỉ số số lần liên hệ và có thể bị tính là quá hạn.",
        ),
        rare("Trình dừng giải quyết", "trinh-dung", "Lãnh đạo đồng ý thì hồ sơ kết thúc."),
    ]
}

fn advance(next: Option<StepKind>) -> DeedForm {
    let (name, effect) = match next {
        Some(StepKind::Review | StepKind::Sign) => ("Trình duyệt", "Hồ sơ và dự thảo sang người duyệt."),
        Some(StepKind::Number) => ("Phê duyệt", "Hồ sơ sang văn thư để lấy số."),
        _ => ("Chuyển bước", "Hồ sơ sang bước tiếp theo."),
    };
    deed(name, "chuyen-buoc", effect)
}
