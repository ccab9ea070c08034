//! The signature block of an official letter: the post of who signs by right, and how another signs in their place (NĐ 30/2020/NĐ-CP,
//! Phụ lục I, phần I mục II khoản 7).

use crate::org::UnitKind;

/// What stands above the name of who signs, line by line: the head of the office, on behalf of a people's committee its chairman, or
/// the director of the Centre by order of the chairman of the province (NĐ 61/2018 Điều 9.1).
fn post(kind: UnitKind, name: &str) -> &'static [&'static str] {
    match kind {
        UnitKind::Province | UnitKind::District | UnitKind::Commune => &["TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"],
        UnitKind::Centre | UnitKind::Counter => &["TL. CHỦ TỊCH", "GIÁM ĐỐC TRUNG TÂM"],
        UnitKind::Department => match name.split(' ').next() {
            Some("Sở") => &["GIÁM ĐỐC"],
            Some("Ban") => &["TRƯỞNG BAN"],
            Some("Thanh") => &["CHÁNH THANH TRA"],
            Some("Văn") => &["CHÁNH VĂN PHÒNG"],
            _ => &["THỦ TRƯỞNG CƠ QUAN"],
        },
    }
}

/// The lines above the name of who signs for the unit of that kind and name. Who stands in for the head signs in their place, as the
/// deputy (`KT.`).
pub fn block(kind: UnitKind, name: &str, stands_in: bool) -> Vec<String> {
    let mut lines: Vec<String> = post(kind, name).iter().map(|line| (*line).to_owned()).collect();
    if let Some(head) = lines.pop() {
        let own = if stands_in { vec![format!("KT. {head}"), format!("PHÓ {head}")] } else { vec![head] };
        lines.extend(own);
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_signs_and_in_whose_place() {
        // NĐ 30/2020 Phụ lục I: TM., KT., TL. before the post.
        use UnitKind as K;
        for (kind, name, stands_in, lines) in [
            (K::Department, "Sở Tư pháp", false, &["GIÁM ĐỐC"][..]),
            (K::Department, "Sở Tư pháp", true, &["KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"]),
            (K::Department, "Ban Quản lý Khu kinh tế", true, &["KT. TRƯỞNG BAN", "PHÓ TRƯỞNG BAN"]),
            (K::Commune, "Ủy ban nhân dân xã Lương Hòa", false, &["TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"]),
            (
                K::Commune,
                "Ủy ban nhân dân xã Lương Hòa",
                true,
                &["TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"],
            ),
            (K::Centre, "Trung tâm", false, &["TL. CHỦ TỊCH", "GIÁM ĐỐC TRUNG TÂM"]),
        ] {
            assert_eq!(block(kind, name, stands_in), lines, "{name}");
        }
    }
}
