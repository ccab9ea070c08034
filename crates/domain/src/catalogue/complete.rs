//! Is a procedure complete enough to be published? (NĐ 63/2010 Điều 8.2; row C-42, index 1.3)

use super::Procedure;
use crate::text::fold;

/// A part that is missing, and what to do about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Missing {
    /// The part's word: `doi_tuong`.
    pub part: &'static str,
    /// The point of Điều 8.2 that asks for it.
    pub point: &'static str,
    /// What the officer reads.
    pub message: &'static str,
}

/// The four parts of point h: each is either there or expressly "không có".
pub const CONDITIONAL: [(&str, &str); 4] = [
    ("mau_don", "Mẫu đơn, tờ khai"),
    ("ket_qua", "Kết quả thực hiện"),
    ("yeu_cau_dieu_kien", "Yêu cầu, điều kiện"),
    ("phi_le_phi", "Phí, lệ phí"),
];

/// The parts that are missing. Points a–g always count; those of point h unless the record says "không có".
pub fn missing(p: &Procedure) -> Vec<Missing> {
    let is_there = |text: &str| !fold(text).is_empty();
    let papers = || p.cases.iter().flat_map(|case| &case.papers);
    let mandatory = [
        (is_there(&p.name), "ten", "a", "Thiếu tên thủ tục."),
        (is_there(&p.sequence), "trinh_tu", "b", "Thiếu trình tự thực hiện."),
        (p.channels.iter().any(|way| way.channel.is_some()), "cach_thuc", "c", "Thiếu cách thức thực hiện."),
        (papers().next().is_some(), "thanh_phan_ho_so", "d", "Thiếu thành phần hồ sơ."),
        (says_how_many(p), "so_luong", "d", "Thiếu số lượng hồ sơ: số bộ, hoặc số bản của từng giấy tờ."),
        (has_limits(p), "thoi_han", "đ", "Thiếu thời hạn giải quyết ở ít nhất một cách thức thực hiện."),
        (!p.audiences.is_empty(), "doi_tuong", "e", "Thiếu đối tượng thực hiện."),
        (
            is_there(&p.executing_body) || is_there(&p.competent_body),
            "co_quan",
            "g",
            "Thiếu cơ quan giải quyết.",
        ),
    ];
    let conditional = [
        (has_form(p), "mau_don", "Chưa xác định có hay không có mẫu đơn, tờ khai."),
        (!p.results.is_empty(), "ket_qua", "Chưa xác định kết quả thực hiện."),
        (is_there(&p.conditions), "yeu_cau_dieu_kien", "Chưa xác định có hay không có yêu cầu, điều kiện."),
        (
            p.channels.iter().any(|way| !way.fees.is_empty()) || says_fee(&p.fee_text),
            "phi_le_phi",
            "Chưa xác định có hay không có phí, lệ phí.",
        ),
    ];
    let limits = [
        (
            !has_limit_without_unit(p),
            "don_vi_thoi_han",
            "đ",
            "Thời hạn ghi số nhưng không ghi đơn vị; cần chọn đơn vị.",
        ),
        (
            !has_doubtful_limit(p),
            "xac_nhan_thoi_han",
            "đ",
            "Thời hạn ghi số không khớp rõ với câu chữ của nguồn; cần người xác nhận.",
        ),
    ];
    let said = |part: &str| p.without.iter().any(|known| known == part);
    mandatory
        .into_iter()
        .chain(limits)
        .chain(conditional.into_iter().map(|(ok, part, message)| (ok || said(part), part, "h", message)))
        .filter(|(is_ok, ..)| !is_ok)
        .map(|(_, part, point, message)| Missing { part, point, message })
        .collect()
}

/// Whether a time limit has a number but no unit ("1", as the national portal shows it): a person must set it.
pub fn has_limit_without_unit(p: &Procedure) -> bool {
    p.channels
        .iter()
        .filter_map(|way| way.limit.as_ref())
        .any(|limit| limit.amount.is_some() && limit.unit.is_none())
}

/// Whether some limit says one thing in figures and another, or more, in words: a person must confirm it.
pub fn has_doubtful_limit(p: &Procedure) -> bool {
    p.channels.iter().filter_map(|way| way.limit.as_ref()).any(super::TimeLimit::is_doubtful)
}

/// Every way to file has its time: it hangs on the channel and the case (domain §5.1). A number without a unit is there,
/// and asked about by itself.
fn has_limits(p: &Procedure) -> bool {
    let has_number = |way: &super::Way| way.limit.as_ref().is_some_and(|limit| limit.amount.is_some());
    !p.channels.is_empty() && p.channels.iter().all(has_number)
}

/// Whether there is a form: a file of it, or what is stated on screen.
fn has_form(p: &Procedure) -> bool {
    let mut papers = p.cases.iter().flat_map(|case| &case.papers);
    !p.form.is_empty() || papers.any(|paper| !paper.forms.is_empty())
}

/// Số lượng hồ sơ (point d): sets, or how many of each paper, as the national portal publishes it since 2020.
fn says_how_many(p: &Procedure) -> bool {
    let mut papers = p.cases.iter().flat_map(|case| &case.papers).peekable();
    p.sets.is_some()
        || papers.peek().is_none()
        || papers.all(|paper| paper.originals.is_some() || paper.copies.is_some())
}

/// Whether a fee told only in words says something: an amount, or that there is none.
fn says_fee(text: &str) -> bool {
    let folded = fold(text);
    let is_none = folded.starts_with("khong") && !folded.starts_with("khong co thong tin");
    is_none || folded.contains("khong ton phi") || text.bytes().any(|b| b.is_ascii_digit())
}

/// The parts of point h that are said not to be there and are there all the same: one of the two is wrong, and a person
/// must choose.
pub fn contradictory(p: &Procedure) -> Vec<&'static str> {
    let is_there = |part: &str| match part {
        "mau_don" => has_form(p),
        "ket_qua" => !p.results.is_empty(),
        "yeu_cau_dieu_kien" => !fold(&p.conditions).is_empty(),
        _ => p.channels.iter().flat_map(|way| &way.fees).any(|fee| fee.amount.is_some_and(|sum| sum > 0)),
    };
    let said = |part: &str| p.without.iter().any(|known| known == part);
    CONDITIONAL.into_iter().map(|(part, _)| part).filter(|part| said(part) && is_there(part)).collect()
}

/// Whether the seven mandatory parts a–g are all there (index 1.3 of QĐ 766).
pub fn is_public_content_full(p: &Procedure) -> bool {
    missing(p).iter().all(|missing| missing.point == "h")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        calendar::deadline::LimitUnit,
        catalogue::{Case, Paper, TimeLimit, Way},
        dossier::Channel,
    };

    fn whole() -> Procedure {
        let paper = Paper { name: "Tờ khai".into(), originals: Some(1), copies: None, forms: vec![] };
        let limit = TimeLimit {
            amount: Some(5_000),
            unit: Some(LimitUnit::WorkingDay),
            text: "5 ngày làm việc".into(),
            is_confirmed: false,
        };
        Procedure {
            code: "1.001193".into(),
            name: "Đăng ký khai sinh".into(),
            sequence: "Bước 1".into(),
            channels: vec![Way {
                channel: Some(Channel::Counter),
                limit: Some(limit),
                fees: vec![],
                note: String::new(),
            }],
            cases: vec![Case { name: String::new(), papers: vec![paper] }],
            audiences: vec!["Công dân Việt Nam".into()],
            executing_body: "UBND cấp xã".into(),
            without: CONDITIONAL.iter().map(|(part, _)| (*part).to_owned()).collect(),
            ..Procedure::default()
        }
    }

    #[test]
    fn a_whole_procedure_lacks_nothing() {
        assert_eq!(missing(&whole()), vec![]);
    }

    #[test]
    fn each_part_that_is_missing_is_named_with_its_point() {
        let cases: [(&str, &str, fn(&mut Procedure)); 11] = [
            ("ten", "a", |p| p.name.clear()),
            ("trinh_tu", "b", |p| p.sequence = " ".into()),
            ("cach_thuc", "c", |p| p.channels[0].channel = None),
            ("thanh_phan_ho_so", "d", |p| p.cases.clear()),
            ("thoi_han", "đ", |p| p.channels[0].limit = None),
            ("so_luong", "d", |p| p.cases[0].papers[0].originals = None),
            ("xac_nhan_thoi_han", "đ", |p| {
                p.channels[0].limit.as_mut().unwrap().text = "3 hoặc 5 ngày".into();
            }),
            ("doi_tuong", "e", |p| p.audiences.clear()),
            ("co_quan", "g", |p| p.executing_body.clear()),
            ("phi_le_phi", "h", |p| p.without.retain(|part| part != "phi_le_phi")),
            ("ket_qua", "h", |p| p.without.retain(|part| part != "ket_qua")),
        ];
        for (part, point, spoil) in cases {
            let mut procedure = whole();
            spoil(&mut procedure);
            let found: Vec<_> = missing(&procedure).iter().map(|m| (m.part, m.point)).collect();
            assert_eq!(found, [(part, point)], "row C-42");
            assert_eq!(is_public_content_full(&procedure), point == "h", "index 1.3 looks at a–g only");
        }
    }

    #[test]
    fn a_number_of_days_without_a_unit_blocks_publication() {
        let mut procedure = whole();
        let way = procedure.channels[0].clone();
        let bare = TimeLimit { amount: Some(1_000), unit: None, text: "1".into(), is_confirmed: false };
        procedure.channels.push(Way { limit: Some(bare), ..way });
        assert_eq!(missing(&procedure)[0].part, "don_vi_thoi_han");
    }

    #[test]
    fn what_is_said_not_to_be_there_may_not_be_there() {
        let fee =
            |amount| crate::catalogue::Fee { amount, currency: "VND".into(), note: "theo thông tư".into() };
        let product = crate::catalogue::Product { name: "Giấy khai sinh".into(), code: String::new() };
        let stated = crate::catalogue::FormField {
            name: "Họ và tên con".into(),
            kind: crate::catalogue::FieldKind::Line,
            is_required: true,
            hint: String::new(),
            choices: vec![],
        };
        let cases: [(&[&str], &dyn Fn(&mut Procedure)); 7] = [
            (&[], &|_| ()),
            (&["mau_don"], &|p| p.cases[0].papers[0].forms = vec!["TK.docx".into()]),
            (&["mau_don"], &|p| p.form = vec![stated.clone()]),
            (&["ket_qua"], &|p| p.results = vec![product.clone()]),
            (&["yeu_cau_dieu_kien"], &|p| p.conditions = "Có hộ khẩu".into()),
            (&["phi_le_phi"], &|p| p.channels[0].fees = vec![fee(Some(8_000))]),
            (&[], &|p| p.channels[0].fees = vec![fee(Some(0)), fee(None)]),
        ];
        for (parts, change) in cases {
            let mut procedure = whole();
            change(&mut procedure);
            assert_eq!(contradictory(&procedure), parts, "NĐ 63/2010 Điều 8.2.h");
            procedure.without.clear();
            assert_eq!(contradictory(&procedure), Vec::<&str>::new());
        }
    }

    #[test]
    fn a_number_of_sets_stands_for_the_number_of_each_paper() {
        let mut procedure = whole();
        procedure.cases[0].papers[0].originals = None;
        procedure.sets = Some(1);
        assert_eq!(missing(&procedure), vec![]);
    }

    #[test]
    fn a_fee_in_words_counts_if_it_says_something() {
        for (words, is_enough) in [
            ("Không", true),
            ("Thủ tục này KHÔNG TỐN PHÍ, LỆ PHÍ", true),
            ("280.000đ/hồ sơ", true),
            ("Văn bản quy định lệ phí", false),
            ("(Không có thông tin)", false),
            ("", false),
        ] {
            let mut procedure = whole();
            procedure.without.retain(|part| part != "phi_le_phi");
            procedure.fee_text = words.into();
            assert_eq!(missing(&procedure).is_empty(), is_enough, "{words:?}");
        }
    }
}
