//! The units that ship, counted.

use serde_json::Value;

use super::*;

fn shipped(name: &str) -> Vec<Value> {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../data/units").join(name);
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

fn count(units: &[Value], kind: &str) -> usize {
    units.iter().filter(|unit| unit["kind"] == kind).count()
}

fn by_name<'a>(units: &'a [Value], name: &str) -> &'a Value {
    units.iter().find(|unit| unit["names"][0]["name"] == name).unwrap()
}

#[test]
fn tra_vinh_has_its_three_levels() {
    let units = shipped("tra-vinh-2023.json");
    let found = ["province", "centre", "department", "district", "commune"].map(|kind| count(&units, kind));
    assert_eq!(found, [1, 1, 22, 9, 106], "20 departments and the two that the merger of 1/3/2025 made");
    assert!(units.iter().all(|unit| unit["kind"] != "commune" || unit["successors"].is_array()));
    let wards = units.iter().filter(|unit| unit["active_to"] == "2024-12-31");
    assert!(wards.clone().all(|unit| unit["successors"][0] == "H59.842.29242"), "into Phường 3");
    assert_eq!(wards.count(), 2, "Nghị quyết 1277/NQ-UBTVQH15");
}

#[test]
fn vinh_long_has_two_levels() {
    let units = shipped("vinh-long-2025.json");
    let found = ["province", "centre", "department", "district", "commune"].map(|kind| count(&units, kind));
    assert_eq!(found, [1, 1, 16, 0, 124]);
}

#[test]
fn who_was_merged_names_who_took_over() {
    let units = shipped("tra-vinh-2023.json");
    for (old, new) in [
        ("Sở Thông tin và Truyền thông", "Sở Khoa học và Công nghệ"),
        ("Sở Kế hoạch và Đầu tư", "Sở Tài chính"),
        ("Sở Tài nguyên và Môi trường", "Sở Nông nghiệp và Môi trường"),
        ("Ban Dân tộc", "Sở Dân tộc và Tôn giáo"),
    ] {
        let unit = by_name(&units, old);
        assert_eq!(unit["active_to"], "2025-02-28", "{old}");
        assert_eq!(unit["successors"][0], by_name(&units, new)["code"], "{old}");
    }
    assert_eq!(by_name(&units, "Sở Tài chính")["active_to"], "2025-06-30", "who keeps the name goes on");
}

#[test]
fn every_code_named_is_there_and_there_once() {
    let (old, new) = (shipped("tra-vinh-2023.json"), shipped("vinh-long-2025.json"));
    let codes: Vec<&str> = old.iter().chain(&new).map(|unit| unit["code"].as_str().unwrap()).collect();
    let distinct: BTreeSet<&str> = codes.iter().copied().collect();
    assert_eq!(codes.len(), distinct.len());
    for unit in old.iter().chain(&new) {
        let named = unit["successors"].as_array().into_iter().flatten().chain(unit.get("parent"));
        for code in named {
            assert!(distinct.contains(code.as_str().unwrap()), "{} of {}", code, unit["code"]);
        }
    }
}

#[test]
fn an_area_is_named_after_its_committee() {
    assert_eq!(committee("Xã Long Đức"), "Ủy ban nhân dân xã Long Đức");
    assert_eq!(committee("Thị trấn Cầu Kè"), "Ủy ban nhân dân thị trấn Cầu Kè");
    assert_eq!(committee("Phường 4"), "Ủy ban nhân dân Phường 4");
}
