//! The files of units: our own (one unit an entry, `data/README.md`), the organisation of a province as JSON, and lists
//! of communes as CSV.

use domain::{
    calendar::WorkingHours,
    number::AgencyCode,
    org::{NameVersion, Unit, UnitKind, tree},
};
use jiff::civil::{Date, date};
use serde::{Deserialize, Serialize};

use crate::import::{Row, json_rows, why};

/// A unit as a file tells it: the unit above it is named by its code.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnitRow {
    /// Its code.
    pub code: String,
    /// What it is.
    pub kind: UnitKind,
    /// The code of the unit above it.
    #[serde(default)]
    pub parent: Option<String>,
    /// Its names.
    pub names: Vec<NameVersion>,
    /// Its first day.
    pub active_from: Date,
    /// Its last day.
    #[serde(default)]
    pub active_to: Option<Date>,
    /// The codes of its successors.
    #[serde(default)]
    pub successors: Vec<String>,
    /// Its hours, if the file says them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hours: Option<WorkingHours>,
    /// Where it is; empty if the file does not say.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub address: String,
    /// Its published telephone number; empty if the file does not say.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub phone: String,
    /// Where the record comes from and how sure it is.
    #[serde(default)]
    pub source: String,
    /// How sure it is: `xac_minh`, `quy_dinh_chung`, `chua_xac_minh`; empty if nobody said.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reliability: String,
}

/// The first day of records whose beginning is not known.
const LONG_AGO: Date = date(2010, 1, 1);
/// Two levels of local government since this day (Nghị quyết 202/2025/QH15).
const TWO_LEVELS: Date = date(2025, 7, 1);
const LAST_OF_THREE: Date = date(2025, 6, 30);

/// The rows of a file of units, whichever of the shapes it has. A unit that does not fit the others of the file (a second
/// one with its code, a circle of superiors, dates the wrong way round) is refused alone.
pub fn rows(text: &str) -> Vec<Row<UnitRow>> {
    let start = text.trim_start_matches('\u{feff}').trim_start();
    let mut rows = match serde_json::from_str::<Province>(start) {
        Ok(province) => province.rows(),
        Err(_) if start.starts_with(['[', '{']) => own(start),
        Err(_) => communes(start),
    };
    for (place, fault) in faults(&rows) {
        if let Some(row) = rows.get_mut(place).filter(|row| row.read.is_ok()) {
            row.read = Err(fault.to_string());
        }
    }
    rows
}

fn own(text: &str) -> Vec<Row<UnitRow>> {
    let entry = |value: Result<serde_json::Value, String>| match value {
        Err(reason) => Row { id: String::new(), read: Err(reason) },
        Ok(value) => {
            let id = value.get("code").and_then(serde_json::Value::as_str).unwrap_or_default().to_owned();
            let read = serde_json::from_value::<UnitRow>(value).map_err(|error| why(&error));
            let noted = |row: UnitRow| {
                let notes = notes(&row);
                (row, notes)
            };
            Row { id, read: read.and_then(coded).map(noted) }
        }
    };
    json_rows(text).into_iter().map(entry).collect()
}

/// What a person should look at: codes that are not the official ones, bodies that nobody has verified.
fn notes(row: &UnitRow) -> Vec<(String, String)> {
    let mut notes = vec![];
    if row.source.contains("chua_xac_minh") {
        let message = "Chưa có mã định danh chính thức; dùng mã tạm.".to_owned();
        notes.push(("code".to_owned(), message));
    }
    let doubt = match row.reliability.as_str() {
        "quy_dinh_chung" => "Suy từ quy định khung, chưa có văn bản riêng của tỉnh.",
        "chua_xac_minh" => "Chưa xác minh được đơn vị này.",
        _ => return notes,
    };
    notes.push(("reliability".to_owned(), doubt.to_owned()));
    notes
}

/// A unit's code becomes part of the codes of its dossiers, so it must be one.
fn coded(row: UnitRow) -> Result<UnitRow, String> {
    let codes = [Some(&row.code), row.parent.as_ref()].into_iter().flatten().chain(&row.successors);
    for code in codes {
        code.parse::<AgencyCode>().map_err(|bad| bad.to_string())?;
    }
    Ok(row)
}

/// What is wrong with the units that could be read, by the place of their rows.
fn faults(rows: &[Row<UnitRow>]) -> Vec<(usize, tree::Fault)> {
    let read: Vec<(usize, &UnitRow)> = rows
        .iter()
        .enumerate()
        .filter_map(|(place, row)| Some((place, &row.read.as_ref().ok()?.0)))
        .collect();
    let nodes: Vec<tree::Node> = read.iter().map(|(_, unit)| unit.node()).collect();
    // Superiors may be in the database already: whether they are is seen when the row is stored.
    let faults = tree::check(&nodes, &|_| true).into_iter();
    faults.filter_map(|(at, fault)| Some((read.get(at)?.0, fault))).collect()
}

impl UnitRow {
    /// The row that an export writes for `unit`, whose superior has the code `parent`.
    pub fn of(unit: &Unit, parent: Option<&str>) -> UnitRow {
        UnitRow {
            code: unit.code.clone(),
            kind: unit.kind,
            parent: parent.map(str::to_owned),
            names: unit.names.clone(),
            active_from: unit.active_from,
            active_to: unit.active_to,
            successors: unit.successors.clone(),
            hours: unit.hours.clone(),
            address: unit.address.clone(),
            phone: unit.phone.clone(),
            source: unit.source.clone(),
            reliability: String::new(),
        }
    }

    /// What the check of the whole needs of it.
    pub fn node(&self) -> tree::Node<'_> {
        tree::Node {
            code: &self.code,
            parent: self.parent.as_deref(),
            from: self.active_from,
            to: self.active_to,
            names: self.names.iter().map(|version| (version.name.as_str(), version.from)).collect(),
            successors: self.successors.iter().map(String::as_str).collect(),
        }
    }
}

/// The organisation of a province, before or since 1/7/2025.
#[derive(Deserialize)]
struct Province {
    tinh: ProvinceHead,
    #[serde(default)]
    giai_doan_1: Option<Period>,
    #[serde(default)]
    co_quan: Vec<Body>,
    #[serde(default)]
    cap_huyen: Vec<District>,
}

#[derive(Deserialize)]
struct ProvinceHead {
    ten: String,
    ma_dinh_danh: String,
}

#[derive(Deserialize)]
struct Period {
    co_quan: Vec<Body>,
}

#[derive(Deserialize)]
struct Body {
    ten: String,
    #[serde(default)]
    ma_dinh_danh: Option<String>,
    #[serde(default)]
    nguon: Option<String>,
    #[serde(default)]
    do_tin_cay: Option<String>,
}

#[derive(Deserialize)]
struct District {
    ma: String,
    ten: String,
}

impl Province {
    fn rows(self) -> Vec<Row<UnitRow>> {
        let is_two_levels = self.giai_doan_1.is_none();
        let (from, to) = if is_two_levels { (TWO_LEVELS, None) } else { (LONG_AGO, Some(LAST_OF_THREE)) };
        let top = self.tinh.ma_dinh_danh.clone();
        let name =
            format!("Ủy ban nhân dân {}", lower_first(self.tinh.ten.split(" (").next().unwrap_or_default()));
        let unit = |code: String, kind, parent: Option<String>, name: String, source: String| UnitRow {
            code,
            kind,
            parent,
            names: vec![NameVersion { name, from }],
            active_from: from,
            active_to: to,
            successors: vec![],
            hours: None,
            address: String::new(),
            phone: String::new(),
            source,
            reliability: String::new(),
        };
        let mut rows = vec![(unit(top.clone(), UnitKind::Province, None, name, String::new()), vec![])];
        let bodies = self.giai_doan_1.map_or(self.co_quan, |period| period.co_quan);
        for (no, body) in (1..).zip(bodies) {
            let kind = if body.ten.starts_with("Trung tâm Phục vụ hành chính công") {
                UnitKind::Centre
            } else {
                UnitKind::Department
            };
            let sure = body.do_tin_cay.unwrap_or_default();
            let mut notes = vec![];
            if body.ma_dinh_danh.is_none() {
                notes.push((
                    "ma_dinh_danh".to_owned(),
                    "Chưa có mã định danh chính thức; dùng mã tạm.".to_owned(),
                ));
            }
            if sure != "xac_minh" {
                notes.push(("do_tin_cay".to_owned(), format!("Nguồn ghi: {sure}.")));
            }
            let code = body.ma_dinh_danh.unwrap_or_else(|| format!("{top}.{no:02}"));
            let source = format!("{} ({sure})", body.nguon.unwrap_or_default());
            let name = body.ten.trim_end_matches(" (ngành dọc)").to_owned();
            rows.push((unit(code, kind, Some(top.clone()), name, source), notes));
        }
        for district in self.cap_huyen {
            let name = format!("Ủy ban nhân dân {}", lower_first(&district.ten));
            let code = format!("{top}.{}", district.ma);
            rows.push((
                unit(code, UnitKind::District, Some(top.clone()), name, "mã theo Tổng cục Thống kê".into()),
                vec![],
            ));
        }
        rows.into_iter().map(|(row, notes)| Row { id: row.code.clone(), read: Ok((row, notes)) }).collect()
    }
}

/// Communes as CSV: with a column `ma_huyen` the three-level ones of Trà Vinh, without it the two-level ones of Vĩnh Long.
fn communes(text: &str) -> Vec<Row<UnitRow>> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let Ok(header) = reader.headers().cloned() else { return vec![] };
    let column = |name: &str| header.iter().position(|known| known == name);
    let (Some(code), Some(name)) = (column("ma"), column("ten")) else {
        let read = Err("Tệp CSV phải có cột “ma” và “ten”.".into());
        return vec![Row { id: String::new(), read }];
    };
    let (district, survives) = (column("ma_huyen"), column("con_ton_tai_30_6_2025"));
    let row = |record: Result<csv::StringRecord, csv::Error>| {
        let record = match record {
            Ok(record) => record,
            Err(error) => return Row { id: String::new(), read: Err(format!("Dòng CSV hỏng: {error}")) },
        };
        let get = |column: Option<usize>| column.and_then(|i| record.get(i)).unwrap_or_default().trim();
        let (id, title) = (get(Some(code)).to_owned(), get(Some(name)));
        if id.is_empty() || title.is_empty() {
            return Row { id, read: Err("Thiếu mã hoặc tên đơn vị.".into()) };
        }
        let unit = commune(&id, title, district.map(|_| get(district)), get(survives) == "khong");
        Row { id, read: Ok((unit, vec![])) }
    };
    reader.records().map(row).collect()
}

fn commune(id: &str, title: &str, district: Option<&str>, is_gone: bool) -> UnitRow {
    let name = format!("Ủy ban nhân dân {}", lower_first(title));
    // Phường 2 and Phường 6 went into Phường 3 on 1/1/2025 (Nghị quyết 1277/NQ-UBTVQH15; data/README.md).
    let (parent, from, to) = match district {
        Some(district) if is_gone => (format!("H59.{district}"), LONG_AGO, Some(date(2024, 12, 31))),
        Some(district) => (format!("H59.{district}"), LONG_AGO, Some(LAST_OF_THREE)),
        None => ("H61".to_owned(), TWO_LEVELS, None),
    };
    UnitRow {
        code: format!("{parent}.{id}"),
        kind: UnitKind::Commune,
        parent: Some(parent),
        names: vec![NameVersion { name, from }],
        active_from: from,
        active_to: to,
        successors: vec![],
        hours: None,
        address: String::new(),
        phone: String::new(),
        source: "mã theo Tổng cục Thống kê".into(),
        reliability: String::new(),
    }
}

fn lower_first(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_lowercase().chain(chars).collect())
}

#[cfg(test)]
mod tests;
