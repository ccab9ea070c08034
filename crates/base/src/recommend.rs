//! Where a recommendation to a unit begins, with a list as its ground: from whichever board the list is (Quy chế 1267 Điều 4.2).

use domain::{corrective::Area, id::UnitId};

/// How many codes a ground names.
const NAMED: usize = 30;

/// The address of the form for `unit`: `said` in words, and `codes` of the list, which has `total`; nothing where there are none.
pub fn address(unit: UnitId, area: Area, said: &str, codes: &[&str], total: usize) -> Option<String> {
    let named: Vec<&str> = codes.iter().take(NAMED).copied().collect();
    if named.is_empty() {
        return None;
    }
    let more = if named.len() < total { ", …" } else { "" };
    let finding = format!("{said} ({}{more}).", named.join(", "));
    Some(format!(
        "/lam-viec/chan-chinh/moi?don-vi={unit}&linh-vuc={}&tieu-de={}&phat-hien={}",
        area.name(),
        kit::encoded(area.title()),
        kit::encoded(&finding)
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ground_is_the_list_shortened() {
        let unit = UnitId(uuid::Uuid::nil());
        let page = |codes: &[&str], total| address(unit, Area::Fees, "Quá hạn nộp: 2 hồ sơ", codes, total);
        let of = |codes: &[&str]| page(codes, codes.len());
        assert_eq!(of(&[]), None);
        let two = of(&["A-1", "A-2"]).unwrap();
        assert!(
            two.contains("linh-vuc=phi") && two.contains(&kit::encoded("Quá hạn nộp: 2 hồ sơ (A-1, A-2)."))
        );
        let many = of(&["B"; NAMED + 1]).unwrap();
        assert!(many.ends_with(&kit::encoded("B, …).")), "{many}");
        let last = page(&["C-1"], 80).unwrap();
        assert!(last.ends_with(&kit::encoded("(C-1, …).")), "a page is not the list: {last}");
    }
}
