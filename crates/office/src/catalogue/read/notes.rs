//! What a person should look at in a record before publishing it.

use domain::{
    catalogue::{Fee, Procedure, TimeLimit},
    text::fold,
};

/// What the flags of the collectors mean (`data/README.md`).
const FLAGS: [(&str, &str); 9] = [
    ("cat_trinh_tu", "Trình tự thực hiện bị cắt ngắn ở nguồn."),
    ("cat_yeu_cau", "Yêu cầu, điều kiện bị cắt ngắn ở nguồn."),
    ("thoi_han_thieu_don_vi", "Nguồn không ghi đơn vị của thời hạn."),
    ("thoi_han_bat_thuong", "Thời hạn ở nguồn có giá trị bất thường."),
    ("chep_tay_tu_cong_da_nang", "Bản ghi được chép tay từ cổng Đà Nẵng năm 2023."),
    ("thieu_so_ban", "Nguồn không ghi số bản chính, bản sao."),
    ("chi_co_danh_muc", "Nguồn chỉ có dòng danh mục, không có nội dung."),
    ("tom_luoc_boi_nguoi_dang", "Nội dung do người đăng tóm lược."),
    ("muc_do_dvctt_mau_thuan", "Các nguồn ghi mức độ dịch vụ công trực tuyến khác nhau."),
];

/// The notes on `procedure`, each with the part it is about; `were_split`: its audiences had to be put together again.
pub fn of(procedure: &Procedure, were_split: bool) -> Vec<(String, String)> {
    let mut notes: Vec<(&str, String)> = vec![];
    limits(procedure, &mut notes);
    fees(procedure, &mut notes);
    let unnamed = procedure.cases.iter().flat_map(|case| &case.papers).filter(|paper| paper.name.is_empty());
    if unnamed.clone().next().is_some() {
        notes.push(("thanh_phan_ho_so", format!("{} giấy tờ không có tên.", unnamed.count())));
    }
    if procedure.channels.iter().any(|way| way.channel.is_none()) {
        notes.push((
            "cach_thuc",
            "Có cách thức thực hiện chưa rõ là trực tiếp, trực tuyến hay bưu chính.".into(),
        ));
    }
    if were_split {
        notes.push(("doi_tuong", "Đối tượng bị tách giữa ngoặc ở nguồn, đã nối lại; cần xem lại.".into()));
    }
    if !procedure.locality.is_empty() {
        let place = &procedure.locality;
        let message =
            format!("Bản ghi của {place}: thời hạn, phí theo quy định nơi đó, không áp dụng ở nơi khác.");
        notes.push(("dia_phuong", message));
    }
    for flag in &procedure.flags {
        let known = FLAGS.iter().find(|(word, _)| word == flag).map(|(_, meaning)| (*meaning).to_owned());
        notes.push(("co", known.unwrap_or_else(|| format!("Nguồn ghi chú: {flag}."))));
    }
    notes.into_iter().map(|(part, message)| (part.to_owned(), message)).collect()
}

fn limits(procedure: &Procedure, notes: &mut Vec<(&str, String)>) {
    let limits = || procedure.channels.iter().filter_map(|way| way.limit.as_ref());
    let mut note = |count: usize, message: &str| {
        if count > 0 {
            notes.push(("thoi_han", format!("{count} thời hạn {message}")));
        }
    };
    let bare = limits().filter(|limit| limit.amount.is_some() && limit.unit.is_none()).count();
    note(bare, "có số nhưng không ghi đơn vị; cần chọn đơn vị trước khi công bố.");
    let doubtful = limits().filter(|limit| limit.is_doubtful()).count();
    note(doubtful, "không khớp rõ với câu chữ của nguồn; cần người xác nhận trước khi công bố.");
    let without =
        procedure.channels.len() - limits().filter(|limit: &&TimeLimit| limit.amount.is_some()).count();
    note(without, "không có số; cần bổ sung trước khi công bố.");
}

fn fees(procedure: &Procedure, notes: &mut Vec<(&str, String)>) {
    let fees = || procedure.channels.iter().flat_map(|way| &way.fees);
    let without = fees().filter(|fee| fee.amount.is_none()).count();
    if without > 0 {
        notes.push(("phi_le_phi", format!("{without} khoản phí, lệ phí không có số tiền.")));
    }
    let elsewhere = fees().filter(|fee| says_amount_is_elsewhere(fee)).count();
    if elsewhere > 0 {
        let message =
            format!("{elsewhere} khoản ghi 0 đồng nhưng mô tả dẫn mức thu ở nơi khác; cần nhập mức thu.");
        notes.push(("phi_le_phi", message));
    }
}

/// "0 đồng" with "theo Nghị quyết của HĐND …" is an amount that the record does not have, not a fee of nothing.
fn says_amount_is_elsewhere(fee: &Fee) -> bool {
    let said = fold(&fee.note);
    let is_none = ["khong", "mien", "0 dong", "0d"].iter().any(|start| said.starts_with(start));
    fee.amount == Some(0) && !said.is_empty() && !is_none
}
