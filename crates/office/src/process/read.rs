//! A record of the process file (`data/README.md`) as a process. The kind of each step is read from its words and
//! marked where it was guessed.

use domain::process::{Process, Step, role};
use serde::Deserialize;

use crate::import::{Row, json_rows};

#[derive(Debug, Deserialize)]
struct Record {
    id: String,
    #[serde(default)]
    dia_phuong: Option<String>,
    #[serde(default)]
    quyet_dinh: Option<String>,
    ten_tthc: String,
    #[serde(default)]
    ma_tthc: Vec<String>,
    #[serde(default)]
    truong_hop: Option<String>,
    cac_buoc: Vec<RawStep>,
    #[serde(default)]
    tong_gio_theo_van_ban: Option<f64>,
}

#[derive(Debug, Deserialize)]
struct RawStep {
    buoc: String,
    #[serde(default)]
    noi_dung: Option<String>,
    #[serde(default)]
    vai_tro: Option<String>,
    #[serde(default)]
    gio_lam_viec: Option<f64>,
    #[serde(default)]
    bieu_mau: Option<String>,
}

/// The rows of a process file: a JSON array, or one object a line.
pub fn rows(text: &str) -> Vec<Row<Process>> {
    json_rows(text).into_iter().map(row).collect()
}

fn row(value: Result<serde_json::Value, String>) -> Row<Process> {
    let value = match value {
        Ok(value) => value,
        Err(reason) => return Row { id: String::new(), read: Err(reason) },
    };
    let id = value.get("id").and_then(|id| id.as_str()).unwrap_or_default().to_owned();
    let read = serde_json::from_value::<Record>(value)
        .map_err(|error| format!("Thiếu hoặc sai trường: {error}"))
        .and_then(process);
    Row { id, read }
}

fn process(record: Record) -> Result<(Process, Vec<(String, String)>), String> {
    if record.cac_buoc.is_empty() {
        return Err("Quy trình không có bước nào.".into());
    }
    let count = record.cac_buoc.len();
    let steps: Vec<Step> =
        record.cac_buoc.into_iter().enumerate().map(|(place, raw)| step(raw, place, count)).collect();
    let mut notes = vec![];
    if record.ma_tthc.is_empty() {
        notes.push(("ma_tthc".to_owned(), "Chưa ghi mã thủ tục; chưa gắn với thủ tục nào.".to_owned()));
    }
    for step in steps.iter().filter(|step| step.is_guess) {
        notes.push((
            "cac_buoc".to_owned(),
            format!("Bước {}: loại việc “{}” được suy đoán.", step.no, step.kind.title()),
        ));
    }
    let process = Process {
        code: record.id,
        name: record.ten_tthc,
        procedures: record.ma_tthc,
        case: record.truong_hop.unwrap_or_default(),
        steps,
        stated_minutes: record.tong_gio_theo_van_ban.map(minutes),
        decision: record.quyet_dinh.unwrap_or_default(),
        is_generated: false,
        source: record.dia_phuong.unwrap_or_default(),
    };
    notes.extend(domain::process::check::check(&process, None).into_iter().map(|finding| {
        let step = finding.step.map(|no| format!("Bước {no}: ")).unwrap_or_default();
        ("kiem_tra".to_owned(), format!("{step}{}", finding.message))
    }));
    Ok((process, notes))
}

fn step(raw: RawStep, place: usize, count: usize) -> Step {
    let (owner, content) = (raw.vai_tro.unwrap_or_default(), raw.noi_dung.unwrap_or_default());
    let (kind, is_guess) = role::kind_of(&owner, &content, place, count);
    Step {
        no: raw.buoc,
        content,
        owner,
        kind,
        is_guess,
        minutes: raw.gio_lam_viec.map(minutes),
        next: vec![],
        output: raw.bieu_mau.unwrap_or_default(),
    }
}

#[expect(clippy::cast_possible_truncation, reason = "hours of a process are few")]
fn minutes(hours: f64) -> i64 {
    (hours * 60.0).round() as i64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_process_that_ships_is_read_and_checked() {
        let rows = rows(include_str!("../../../../data/process.jsonl"));
        assert_eq!(rows.len(), 66);
        let all: Vec<Process> = rows.into_iter().map(|row| row.read.unwrap().0).collect();
        let miss = all.iter().filter(|process| {
            domain::process::check::check(process, None).iter().any(|finding| finding.code == "sum")
        });
        assert_eq!(miss.count(), 6, "the six whose text does not add up (khop_tong: false)");
    }

    #[test]
    fn a_broken_row_is_refused() {
        for text in [r#"{"id":"A"}"#, r#"{"id":"A","ten_tthc":"x","cac_buoc":[]}"#, "no json"] {
            assert!(rows(text).iter().all(|row| row.read.is_err()), "{text}");
        }
    }
}
