//! The reader of units: the profiles that ship, their mergers, and what is refused.

use std::collections::HashSet;

use jiff::civil::date;

use super::*;

const TRA_VINH: &str = include_str!("../../../../../data/units/tra-vinh-2023.json");
const VINH_LONG: &str = include_str!("../../../../../data/units/vinh-long-2025.json");

fn units(text: &str) -> Vec<UnitRow> {
    rows(text).into_iter().map(|row| row.read.unwrap().0).collect()
}

fn counts(units: &[UnitRow]) -> [usize; 5] {
    [UnitKind::Province, UnitKind::Centre, UnitKind::Department, UnitKind::District, UnitKind::Commune]
        .map(|kind| units.iter().filter(|unit| unit.kind == kind).count())
}

fn reasons(text: &str) -> Vec<Option<String>> {
    rows(text).into_iter().map(|row| row.read.err()).collect()
}

#[test]
fn the_profiles_that_ship() {
    assert_eq!(counts(&units(TRA_VINH)), [1, 1, 22, 9, 106]);
    assert_eq!(counts(&units(VINH_LONG)), [1, 1, 16, 0, 124], "two levels");
}

#[test]
fn every_superior_and_successor_of_the_profiles_is_there() {
    let all: Vec<UnitRow> = units(TRA_VINH).into_iter().chain(units(VINH_LONG)).collect();
    let codes: HashSet<&str> = all.iter().map(|unit| unit.code.as_str()).collect();
    let nodes: Vec<_> = all.iter().map(UnitRow::node).collect();
    assert_eq!(tree::check(&nodes, &|_| false), vec![]);
    assert!(all.iter().flat_map(|unit| &unit.successors).all(|code| codes.contains(code.as_str())));
}

#[test]
fn who_answers_after_the_mergers() {
    // Row C-01: mergers of departments on 1/3/2025, of wards on 1/1/2025, of the province on 1/7/2025.
    let all: Vec<UnitRow> = units(TRA_VINH).into_iter().chain(units(VINH_LONG)).collect();
    let nodes: Vec<_> = all.iter().map(UnitRow::node).collect();
    let find = |code: &str| nodes.iter().find(|unit| unit.code == code);
    let code = |name: &str, top: &str| {
        let is = |unit: &&UnitRow| unit.names[0].name == name && unit.code.starts_with(top);
        all.iter().find(is).unwrap().code.clone()
    };
    let ward_2 = code("Ủy ban nhân dân Phường 2", "H59");
    assert_eq!(tree::heirs(&ward_2, date(2025, 1, 1), &find), [code("Ủy ban nhân dân Phường 3", "H59")]);
    assert_eq!(
        tree::heirs(&ward_2, date(2025, 7, 1), &find),
        [code("Ủy ban nhân dân phường Trà Vinh", "H61")]
    );
    let it = code("Sở Thông tin và Truyền thông", "H59");
    assert_eq!(tree::heirs(&it, date(2023, 8, 22), &find), [it.as_str()]);
    assert_eq!(tree::heirs(&it, date(2025, 7, 1), &find), [code("Sở Khoa học và Công nghệ", "H61")]);
}

#[test]
fn the_sources_as_collected_are_read_too() {
    let tra_vinh = units(include_str!("../../../../../data/units/to_chuc_tra_vinh.json"));
    assert_eq!(counts(&tra_vinh), [1, 1, 20, 9, 0]);
    assert_eq!(tra_vinh[0].names[0].name, "Ủy ban nhân dân tỉnh Trà Vinh");
    let vinh_long = units(include_str!("../../../../../data/units/to_chuc_vinh_long_2025.json"));
    assert_eq!(counts(&vinh_long), [1, 1, 16, 0, 0]);
    assert_eq!(vinh_long[0].names[0].name, "Ủy ban nhân dân tỉnh Vĩnh Long");
    assert_eq!(units(include_str!("../../../../../data/units/tra_vinh_106_xa.csv")).len(), 106);
    assert_eq!(units(include_str!("../../../../../data/units/vinh_long_124_xa.csv")).len(), 124);
}

#[test]
fn broken_rows_are_refused_alone() {
    let found = reasons("ma,ten\n28756,Xã A\n,Xã B\n3,\n28757,Xã C\n28756,Xã D\n");
    assert_eq!(found.iter().map(Option::is_none).collect::<Vec<_>>(), [true, false, false, true, false]);
    assert!(reasons("{\"x\":1}").iter().all(Option::is_some));
    assert_eq!(reasons("[{\"code\":\"A\"}]")[0].as_deref(), Some("Thiếu trường “kind”."));
}

#[test]
fn a_unit_that_does_not_fit_is_refused_with_its_reason() {
    let unit = |code: &str, rest: &str| {
        format!(
            r#"{{"code":"{code}","kind":"department","names":[{{"name":"Sở","from":"2010-01-01"}}],"active_from":"2010-01-01"{rest}}}"#
        )
    };
    let lines = [
        unit("H59.01", ""),
        unit("H59.01", ""),
        unit("Z99.02", ""),
        unit("H59.03", r#","parent":"H59.04""#),
        unit("H59.04", r#","parent":"H59.03""#),
        unit("H59.05", r#","active_to":"2009-12-31""#),
        unit("H59.06", r#","active_to":"31/12/2024""#),
        unit("H59.07", "").replace("department", "so"),
        unit("H59.08", ""),
    ];
    let found = reasons(&lines.join("\n"));
    for (place, said) in [
        (1, "trùng"),
        (2, "Z99.02"),
        (3, "vòng cấp trên"),
        (4, "vòng cấp trên"),
        (5, "trước ngày bắt đầu"),
        (6, "Sai giá trị"),
        (7, "“so” không có trong danh mục"),
    ] {
        assert!(found[place].as_ref().unwrap().contains(said), "{place}: {:?}", found[place]);
    }
    assert_eq!((&found[0], &found[8]), (&None, &None), "the others enter");
}

#[test]
fn what_is_exported_is_read_again() {
    for text in [TRA_VINH, VINH_LONG] {
        let all = units(text);
        let lines: Vec<String> = all.iter().map(|unit| serde_json::to_string(unit).unwrap()).collect();
        assert_eq!(units(&lines.join("\n")), all);
    }
}

#[test]
fn what_is_not_verified_is_said() {
    let with = |text: &str, part: &str| {
        rows(text)
            .iter()
            .filter(|row| row.read.as_ref().unwrap().1.iter().any(|(about, _)| about == part))
            .count()
    };
    assert_eq!((with(TRA_VINH, "code"), with(VINH_LONG, "code")), (138, 141), "only H59 and H61 are real");
    assert_eq!((with(TRA_VINH, "reliability"), with(VINH_LONG, "reliability")), (8, 13));
}
