//! The buttons of the dossier page: for each thing the officer may do, its word and what it will cause.

use domain::{access::Action, dossier::Dossier, people::Role, process::StepKind};

/// A button: its word, where it goes, and what it will cause.
pub struct DeedForm {
    /// The word on it.
    pub name: &'static str,
    /// The last part of the address it is sent to.
    pub path: String,
    /// What it will cause.
    pub effect: &'static str,
    /// Whether a file goes with it.
    pub has_file: bool,
}

fn deed(name: &'static str, path: &str, effect: &'static str) -> DeedForm {
    DeedForm { name, path: path.to_owned(), effect, has_file: false }
}

fn with_file(name: &'static str, path: &str, effect: &'static str) -> DeedForm {
    DeedForm { has_file: true, ..deed(name, path, effect) }
}

/// The forms for what the officer may do, the usual thing first. `is_last`: the result is issued here; `next`: the kind
/// of step that follows.
pub fn forms(may_do: &[Action], seen: &Dossier, is_last: bool, next: Option<StepKind>) -> Vec<DeedForm> {
    let mut forms: Vec<DeedForm> = may_do.iter().flat_map(|action| of(*action, is_last, next)).collect();
    if seen.has_draft {
        // With a draft in hand the usual thing is to go on, not to write it again.
        forms.sort_by_key(|form| form.path == "du-thao");
    }
    forms
}

fn of(action: Action, is_last: bool, next: Option<StepKind>) -> Vec<DeedForm> {
    let goes_to_handler = next.is_some_and(|kind| kind.role() == Role::Handler);
    vec![match action {
        Action::Examine => return examination(),
        Action::Transfer => deed("Chuyển xử lý", "chuyen", "Hồ sơ đến cơ quan giải quyết ngay."),
        Action::Take => deed("Nhận xử lý", "nhan-xu-ly", "Từ lúc này ông/bà chịu trách nhiệm bước này."),
        Action::Assign if goes_to_handler => {
            deed("Phân công", "phan-cong", "Người được giao thấy hồ sơ trong “Việc của tôi”.")
        }
        Action::Assign => deed("Chuyển bước", "chuyen-buoc", "Hồ sơ sang bước tiếp theo."),
        Action::Draft => with_file("Soạn dự thảo", "du-thao", "Lãnh đạo đọc ý kiến này khi duyệt."),
        Action::Advance if !is_last => advance(next),
        Action::Issue if is_last => {
            with_file("Ban hành kết quả", "ban-hanh", "Kết quả về quầy; đồng hồ của hồ sơ dừng.")
        }
        Action::SendBack => {
            deed("Trả lại bước trước", "tra-lai", "Người làm bước đó nhận lại hồ sơ và lý do.")
        }
        Action::HandOver => deed("Trả kết quả", "tra-ket-qua", "Hồ sơ kết thúc; ghi ai đã nhận."),
        Action::Read | Action::Advance | Action::Issue => return vec![],
    }]
}

fn examination() -> Vec<DeedForm> {
    vec![
        deed("Tiếp nhận", "tiep-nhan", "Cấp mã hồ sơ và giấy hẹn; thời hạn bắt đầu tính."),
        deed("Yêu cầu bổ sung", "bo-sung", "Công dân nhận một phiếu ghi đủ các giấy tờ còn thiếu."),
        deed("Từ chối tiếp nhận", "tu-choi", "Công dân nhận phiếu từ chối ghi lý do và căn cứ."),
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
