//! The units of the two profiles, in the format that `motcua units import` reads (`data/README.md`): one unit a line.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

/// Reads a source by its name.
type Source<'a> = dyn Fn(&str) -> Result<String, String> + 'a;

/// The first day written where the source gives none.
const LONG_AGO: &str = "2010-01-01";
/// The last day of three levels, and the first of two (Nghị quyết 202/2025/QH15).
const LAST_OF_THREE: &str = "2025-06-30";
const TWO_LEVELS: &str = "2025-07-01";
/// The departments of Trà Vinh were merged on this day.
const MERGED: &str = "2025-03-01";
const LAST_BEFORE_MERGER: &str = "2025-02-28";
/// Phường 2 and Phường 6 of thành phố Trà Vinh went into Phường 3 on 1/1/2025 (Nghị quyết 1277/NQ-UBTVQH15, 14/11/2024;
/// read in Báo Lao Động and Báo Trà Vinh). The source only says that they no longer were on 30/6/2025.
const WARDS_MERGED: (&str, &str) = ("2024-12-31", "29242");

const LOCAL_CODE: &str = "mã nội bộ, chua_xac_minh";
const AREA_CODE: &str = "mã đơn vị hành chính theo Tổng cục Thống kê, mã định danh chua_xac_minh";

#[derive(Clone, Debug, Serialize)]
struct Unit {
    code: String,
    kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    parent: Option<String>,
    names: Vec<Name>,
    active_from: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    active_to: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    successors: Vec<String>,
    source: String,
    reliability: String,
}

#[derive(Clone, Debug, Serialize)]
struct Name {
    name: String,
    from: String,
}

#[derive(Deserialize)]
struct Province {
    tinh: Head,
    #[serde(default)]
    giai_doan_1: Option<Bodies>,
    #[serde(default)]
    sap_xep_01_03_2025: Option<Mergers>,
    #[serde(default)]
    co_quan: Vec<Body>,
    #[serde(default)]
    cap_huyen: Vec<District>,
}

#[derive(Deserialize)]
struct Head {
    ten: String,
    ma_dinh_danh: String,
    nguon_ma_dinh_danh: String,
}

#[derive(Deserialize)]
struct Bodies {
    co_quan: Vec<Body>,
}

#[derive(Clone, Deserialize)]
struct Body {
    ten: String,
    nguon: String,
    do_tin_cay: String,
    #[serde(default)]
    truc_thuoc: Option<String>,
}

#[derive(Deserialize)]
struct Mergers {
    nguon: String,
    hop_nhat: Vec<Merger>,
}

#[derive(Deserialize)]
struct Merger {
    moi: String,
    tu: Vec<String>,
}

#[derive(Deserialize)]
struct District {
    ma: String,
    ten: String,
}

/// Trà Vinh with three levels: from before the regulation of 22/8/2023 to 30/6/2025.
pub fn tra_vinh(source: &Source) -> Result<String, String> {
    let before: Province = json(source, "units/to_chuc_tra_vinh.json")?;
    let after: Province = json(source, "units/to_chuc_vinh_long_2025.json")?;
    let top = before.tinh.ma_dinh_danh.clone();
    let mut units = vec![head(&before.tinh, LONG_AGO, Some(LAST_OF_THREE))];
    if let Some(province) = units.first_mut() {
        province.successors = vec![after.tinh.ma_dinh_danh.clone()];
    }
    let bodies = before.giai_doan_1.map(|phase| phase.co_quan).unwrap_or_default();
    let mut departments = of_bodies(&top, &bodies, LONG_AGO, Some(LAST_OF_THREE));
    if let Some(mergers) = &before.sap_xep_01_03_2025 {
        merge(&mut departments, mergers, &top);
    }
    let heirs = of_bodies(&after.tinh.ma_dinh_danh, &after.co_quan, TWO_LEVELS, None);
    inherit(&mut departments, &heirs);
    units.append(&mut departments);
    for district in before.cap_huyen {
        units.push(area(
            &format!("{top}.{}", district.ma),
            "district",
            &top,
            &district.ten,
            (LONG_AGO, Some(LAST_OF_THREE)),
        ));
    }
    units.append(&mut old_communes(source, &top, &after.tinh.ma_dinh_danh)?);
    print(&units)
}

/// Vĩnh Long with two levels, since 1/7/2025.
pub fn vinh_long(source: &Source) -> Result<String, String> {
    let now: Province = json(source, "units/to_chuc_vinh_long_2025.json")?;
    let top = now.tinh.ma_dinh_danh.clone();
    let mut units = vec![head(&now.tinh, TWO_LEVELS, None)];
    units.append(&mut of_bodies(&top, &now.co_quan, TWO_LEVELS, None));
    for row in rows(source, "units/vinh_long_124_xa.csv")? {
        let (code, name) = (field(&row, "ma")?, field(&row, "ten")?);
        units.push(area(&format!("{top}.{code}"), "commune", &top, name, (TWO_LEVELS, None)));
    }
    print(&units)
}

fn head(head: &Head, from: &str, to: Option<&str>) -> Unit {
    let short = head.ten.split(" (").next().unwrap_or_default();
    Unit {
        code: head.ma_dinh_danh.clone(),
        kind: "province",
        parent: None,
        names: vec![Name { name: committee(short), from: from.into() }],
        active_from: from.into(),
        active_to: to.map(str::to_owned),
        successors: vec![],
        source: head.nguon_ma_dinh_danh.clone(),
        reliability: "xac_minh".into(),
    }
}

/// Departments in the order of the source; the order gives each its local code, since none of the real ones is known.
fn of_bodies(top: &str, bodies: &[Body], from: &str, to: Option<&str>) -> Vec<Unit> {
    let code = |place: usize| format!("{top}.{:02}", place + 1);
    let unit = |(place, body): (usize, &Body)| {
        let above =
            body.truc_thuoc.as_ref().and_then(|name| bodies.iter().position(|body| body.ten == *name));
        let is_centre = body.ten.starts_with("Trung tâm Phục vụ hành chính công");
        Unit {
            code: code(place),
            kind: if is_centre { "centre" } else { "department" },
            parent: Some(above.map_or_else(|| top.to_owned(), code)),
            names: vec![Name {
                name: body.ten.trim_end_matches(" (ngành dọc)").to_owned(),
                from: from.into(),
            }],
            active_from: from.into(),
            active_to: to.map(str::to_owned),
            successors: vec![],
            source: [body.nguon.as_str(), LOCAL_CODE].join("; ").trim_start_matches("; ").to_owned(),
            reliability: body.do_tin_cay.clone(),
        }
    };
    bodies.iter().enumerate().map(unit).collect()
}

/// The mergers of 1/3/2025: who keeps the name goes on, the others end the day before and name who took over.
fn merge(units: &mut Vec<Unit>, mergers: &Mergers, top: &str) {
    for merger in &mergers.hop_nhat {
        let known = units.iter().find(|unit| name_of(unit) == merger.moi).map(|unit| unit.code.clone());
        let heir = known.unwrap_or_else(|| {
            let code = format!("{top}.{:02}", units.len() + 1);
            units.push(Unit {
                code: code.clone(),
                kind: "department",
                parent: Some(top.to_owned()),
                names: vec![Name { name: merger.moi.clone(), from: MERGED.into() }],
                active_from: MERGED.into(),
                active_to: Some(LAST_OF_THREE.into()),
                successors: vec![],
                source: format!("{}; {LOCAL_CODE}", mergers.nguon),
                reliability: "xac_minh".into(),
            });
            code
        });
        for unit in
            units.iter_mut().filter(|unit| unit.code != heir && merger.tu.contains(&name_of(unit).to_owned()))
        {
            unit.active_to = Some(LAST_BEFORE_MERGER.into());
            unit.successors = vec![heir.clone()];
        }
    }
}

/// Who took over on 1/7/2025: the body of the same name. What has no namesake has no successor in the file.
fn inherit(units: &mut [Unit], heirs: &[Unit]) {
    for unit in units.iter_mut().filter(|unit| unit.successors.is_empty()) {
        let heir = heirs.iter().find(|heir| name_of(heir) == name_of(unit));
        unit.successors = heir.map(|heir| heir.code.clone()).into_iter().collect();
    }
}

fn old_communes(source: &Source, top: &str, heir: &str) -> Result<Vec<Unit>, String> {
    let mut successors: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for row in rows(source, "units/anh_xa_xa_cu_moi.csv")? {
        let (old, new) = (field(&row, "ma_xa_cu")?, field(&row, "ma_xa_moi")?);
        successors.entry(old.to_owned()).or_default().insert(format!("{heir}.{new}"));
    }
    let mut units = vec![];
    for row in rows(source, "units/tra_vinh_106_xa.csv")? {
        let (code, name) = (field(&row, "ma")?, field(&row, "ten")?);
        let parent = format!("{top}.{}", field(&row, "ma_huyen")?);
        let is_gone = field(&row, "con_ton_tai_30_6_2025")? == "khong";
        let last = if is_gone { WARDS_MERGED.0 } else { LAST_OF_THREE };
        let mut unit = area(&format!("{parent}.{code}"), "commune", &parent, name, (LONG_AGO, Some(last)));
        unit.successors = successors.remove(code).unwrap_or_default().into_iter().collect();
        if is_gone {
            unit.successors = vec![format!("{parent}.{}", WARDS_MERGED.1)];
            unit.source.push_str("; nhập vào Phường 3 từ 01/01/2025 theo Nghị quyết 1277/NQ-UBTVQH15");
        }
        units.push(unit);
    }
    Ok(units)
}

fn area(code: &str, kind: &'static str, parent: &str, name: &str, (from, to): (&str, Option<&str>)) -> Unit {
    Unit {
        code: code.to_owned(),
        kind,
        parent: Some(parent.to_owned()),
        names: vec![Name { name: committee(name), from: from.into() }],
        active_from: from.into(),
        active_to: to.map(str::to_owned),
        successors: vec![],
        source: AREA_CODE.into(),
        reliability: "xac_minh".into(),
    }
}

/// The body that governs an area: `Xã Long Đức` → `Ủy ban nhân dân xã Long Đức`. Where the name is a number the word
/// before it keeps its capital: `Phường 4` (NĐ 30/2020 Phụ lục II).
fn committee(area: &str) -> String {
    let is_numbered =
        area.rsplit(' ').next().is_some_and(|word| word.starts_with(|c: char| c.is_ascii_digit()));
    let mut chars = area.chars();
    match chars.next() {
        Some(first) if !is_numbered => format!("Ủy ban nhân dân {}{}", first.to_lowercase(), chars.as_str()),
        _ => format!("Ủy ban nhân dân {area}"),
    }
}

fn name_of(unit: &Unit) -> &str {
    unit.names.last().map_or("", |version| &version.name)
}

fn json<T: serde::de::DeserializeOwned>(source: &Source, name: &str) -> Result<T, String> {
    serde_json::from_str(&source(name)?).map_err(|error| format!("{name}: {error}"))
}

fn rows(source: &Source, name: &str) -> Result<Vec<BTreeMap<String, String>>, String> {
    let text = source(name)?;
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    reader.deserialize().collect::<Result<_, _>>().map_err(|error| format!("{name}: {error}"))
}

fn field<'a>(row: &'a BTreeMap<String, String>, name: &str) -> Result<&'a str, String> {
    row.get(name).map(String::as_str).ok_or_else(|| format!("no column {name}"))
}

fn print(units: &[Unit]) -> Result<String, String> {
    let lines: Result<Vec<String>, _> = units.iter().map(serde_json::to_string).collect();
    let lines = lines.map_err(|error| error.to_string())?;
    Ok(format!("[\n{}\n]\n", lines.join(",\n")))
}

#[cfg(test)]
mod tests;
