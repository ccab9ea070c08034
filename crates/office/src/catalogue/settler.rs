//! Which unit settles a procedure. The record names the body in many ways; where the answer is not clear there is none,
//! and an administrator sets it.

use base::house::House;
use domain::{catalogue::Procedure, id::UnitId, org::UnitKind, text::fold};

/// Ministry, words of the field (empty: any), and the departments that may bear its work, in 2023 and since 2025.
const BY_MINISTRY: &[(&str, &[&str], &[&str])] = &[
    ("bo tu phap", &[], &["Sở Tư pháp"]),
    (
        "bo xay dung",
        &["duong bo", "duong thuy", "hang hai", "duong sat", "giao thong", "dang kiem"],
        &["Sở Giao thông vận tải", "Sở Xây dựng"],
    ),
    ("bo xay dung", &[], &["Sở Xây dựng"]),
    (
        "bo nong nghiep va moi truong",
        &[
            "dat dai",
            "dia chat",
            "tai nguyen",
            "moi truong",
            "bien va hai dao",
            "khi tuong",
            "do dac",
            "bien phap bao dam",
        ],
        &["Sở Tài nguyên và Môi trường", "Sở Nông nghiệp và Môi trường"],
    ),
    (
        "bo nong nghiep va moi truong",
        &[],
        &["Sở Nông nghiệp và Phát triển nông thôn", "Sở Nông nghiệp và Môi trường"],
    ),
    (
        "bo tai chinh",
        &["doanh nghiep", "hop tac", "dau tu", "dau thau"],
        &["Sở Kế hoạch và Đầu tư", "Sở Tài chính"],
    ),
    ("bo tai chinh", &[], &["Sở Tài chính"]),
];

/// Who settles a procedure: one unit, or any unit of a kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settler {
    /// The unit, if one settles all dossiers of it.
    pub unit: Option<UnitId>,
    /// The kind of unit that settles it otherwise; empty if nobody is known.
    pub kind: String,
}

/// The settler of `procedure` among the units of the house.
pub fn of(procedure: &Procedure, house: &House) -> Settler {
    let has = |level: &str| procedure.levels.iter().any(|known| known == level);
    let department = |names: &[&str]| {
        let departments = house.of_kind(UnitKind::Department);
        names.iter().find_map(|name| departments.iter().find(|unit| unit.name() == *name).map(|unit| unit.id))
    };
    let body = fold(&procedure.executing_body);
    if has("xa") && !has("tinh") {
        return Settler { unit: None, kind: "commune".into() };
    }
    if has("huyen") && !has("tinh") {
        let kind = if house.of_kind(UnitKind::District).is_empty() { "commune" } else { "district" };
        return Settler { unit: None, kind: kind.into() };
    }
    let named =
        house.of_kind(UnitKind::Department).into_iter().find(|unit| body.starts_with(&fold(unit.name())));
    if let Some(unit) = named {
        return Settler { unit: Some(unit.id), kind: "department".into() };
    }
    let (ministry, field) = (fold(&procedure.ministry), fold(&procedure.field));
    let mut known = BY_MINISTRY.iter().filter(|(name, words, _)| {
        *name == ministry && (words.is_empty() || words.iter().any(|w| field.contains(w)))
    });
    match known.find_map(|(_, _, names)| department(names)) {
        Some(unit) if !procedure.is_vertical => Settler { unit: Some(unit), kind: "department".into() },
        _ => Settler { unit: None, kind: String::new() },
    }
}
