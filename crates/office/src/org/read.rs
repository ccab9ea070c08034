//! The files of units: our own (one unit an entry, `data/README.md`), the organisation of a province as JSON, and lists
//! of communes as CSV.

use domain::org::{NameVersion, UnitKind};
use jiff::civil::{Date, date};
use serde::Deserialize;

use crate::import::Row;

/// A unit as a file tells it: the unit above it is named by its code.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
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
    /// Where the record comes from and how sure it is.
    #[serde(default)]
    pub source: String,
}

/// The first day of records whose beginning is not known.
const LONG_AGO: Date = date(2010, 1, 1);
/// Two levels of local government since this day (Nghị quyết 202/2025/QH15).
const TWO_LEVELS: Date = date(2025, 7, 1);
const LAST_OF_THREE: Date = date(2025, 6, 30);

/// The rows of a file of units, whichever of the shapes it has.
pub fn rows(text: &str) -> Vec<Row<UnitRow>> {
    let start = text.trim_start_matches('\u{feff}').trim_start();
    if start.starts_with('[') {
        return own(start);
    }
    if start.starts_with('{') {
        return match serde_json::from_str::<Province>(start) {
            Ok(province) => province.rows(),
            Err(error) => vec![Row {
                id: String::new(),
                read: Err(format!("Không đọc được tệp đơn vị: {error}")),
            }],
        };
    }
    communes(start)
}

fn own(text: &str) -> Vec<Row<UnitRow>> {
    let entry = |value: Result<serde_json::Value, String>| {
        let id = |value: &serde_json::Value| {
            value.get("code").and_then(serde_json::Value::as_str).unwrap_or_default().to_owned()
        };
        match value {
            Err(reason) => Row { id: String::new(), read: Err(reason) },
            Ok(value) => Row {
                id: id(&value),
                read: serde_json::from_value::<UnitRow>(value)
                    .map_err(|error| format!("Thiếu hoặc sai trường: {error}"))
                    .map(|row| (row, vec![])),
            },
        }
    };
    crate::import::json_rows(text).into_iter().map(entry).collect()
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
            source,
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
    // Phường 2 and Phường 6 of Trà Vinh ended before the districts did (data/README.md: 106, then 104).
    let (parent, from, to) = match district {
        Some(district) if is_gone => (format!("H59.{district}"), LONG_AGO, Some(date(2025, 5, 31))),
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
        source: "mã theo Tổng cục Thống kê".into(),
    }
}

fn lower_first(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_lowercase().chain(chars).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn units(text: &str) -> Vec<UnitRow> {
        rows(text).into_iter().map(|row| row.read.unwrap().0).collect()
    }

    #[test]
    fn the_organisation_of_the_regulation() {
        let all = units(include_str!("../../../../data/units/to_chuc_tra_vinh.json"));
        let of = |kind| all.iter().filter(|unit| unit.kind == kind).count();
        assert_eq!(
            (of(UnitKind::Province), of(UnitKind::Centre), of(UnitKind::Department), of(UnitKind::District)),
            (1, 1, 20, 9)
        );
        assert_eq!(all[0].names[0].name, "Ủy ban nhân dân tỉnh Trà Vinh");
        assert_eq!(units(include_str!("../../../../data/units/tra_vinh_106_xa.csv")).len(), 106);
    }

    #[test]
    fn the_organisation_since_july_2025() {
        let all = units(include_str!("../../../../data/units/to_chuc_vinh_long_2025.json"));
        assert!(all.iter().all(|unit| unit.kind != UnitKind::District), "two levels");
        assert_eq!(all[0].names[0].name, "Ủy ban nhân dân tỉnh Vĩnh Long");
        assert_eq!(units(include_str!("../../../../data/units/vinh_long_124_xa.csv")).len(), 124);
    }

    #[test]
    fn broken_rows_are_refused_alone() {
        let read: Vec<bool> =
            rows("ma,ten\n1,Xã A\n,Xã B\n3,\n4,Xã C\n").iter().map(|row| row.read.is_ok()).collect();
        assert_eq!(read, [true, false, false, true]);
        assert!(rows("{\"x\":1}").iter().all(|row| row.read.is_err()));
        assert!(rows("[{\"code\":\"A\"}]").iter().all(|row| row.read.is_err()));
    }
}
