//! A record of the process file (`data/README.md`) as a process. The kind of each step is read from its words and
//! marked where it was guessed.

use super::record::{RawStep, Record};
use crate::import::{Row, json_rows, why};
use domain::{
    catalogue::{code, limit::thousandths},
    process::{Process, Step, role},
};

/// The most steps that a process has; the longest that ships has 31.
const MOST: usize = super::typed::MOST;

/// The rows of a process file: a JSON array, or one object a line. Of two with one code the first is taken.
pub fn rows(text: &str) -> Vec<Row<Process>> {
    unlike(json_rows(text).into_iter().map(row).collect())
}

/// The rows with every process but the first of its code refused.
pub(super) fn unlike(mut rows: Vec<Row<Process>>) -> Vec<Row<Process>> {
    let mut taken = std::collections::HashMap::new();
    for (place, row) in rows.iter_mut().enumerate().filter(|(_, row)| row.read.is_ok()) {
        let first = *taken.entry(row.id.clone()).or_insert(place);
        if first != place {
            row.read = Err(format!("Trùng mã quy trình với dòng {}.", first + 1));
        }
    }
    rows
}

fn row(value: Result<serde_json::Value, String>) -> Row<Process> {
    let value = match value {
        Ok(value) => value,
        Err(reason) => return Row { id: String::new(), read: Err(reason) },
    };
    let id = value.get("id").and_then(|id| id.as_str()).unwrap_or_default().trim().to_owned();
    let read = serde_json::from_value::<Record>(value).map_err(|error| why(&error)).and_then(process);
    Row { id, read }
}

/// The row of a record.
pub(super) fn of_record(record: Record) -> Row<Process> {
    Row { id: record.id.trim().to_owned(), read: process(record) }
}

fn process(record: Record) -> Result<(Process, Vec<(String, String)>), String> {
    if record.id.trim().is_empty() {
        return Err("Thiếu mã quy trình.".into());
    }
    if record.cac_buoc.is_empty() {
        return Err("Quy trình không có bước nào.".into());
    }
    if record.cac_buoc.len() > MOST {
        return Err(format!("Quy trình có quá {MOST} bước."));
    }
    if let Some(wrong) = record.ma_tthc.iter().find(|ma| !code::is_valid(ma)) {
        return Err(format!("Mã thủ tục “{wrong}” không đúng dạng N.NNNNNN."));
    }
    let count = record.cac_buoc.len();
    let step = |(place, raw)| step(raw, place, count);
    let steps: Vec<Step> = record.cac_buoc.into_iter().enumerate().map(step).collect::<Result<_, _>>()?;
    let decided_on = record.ngay_ban_hanh.filter(|day| !day.is_empty()).map(|day| format!(" ngày {day}"));
    let process = Process {
        code: record.id.trim().to_owned(),
        name: record.ten_tthc,
        procedures: record.ma_tthc,
        case: record.truong_hop.unwrap_or_default(),
        steps,
        stated_minutes: minutes(record.tong_gio_theo_van_ban, record.tong_phut)?,
        decision: record.quyet_dinh.unwrap_or_default() + &decided_on.unwrap_or_default(),
        is_generated: false,
        source: record.dia_phuong.unwrap_or_default(),
    };
    let notes = notes(&process);
    Ok((process, notes))
}

/// What a person should look at: what was guessed, and what is not sound.
fn notes(process: &Process) -> Vec<(String, String)> {
    let mut notes = vec![];
    if process.procedures.is_empty() {
        notes.push(("ma_tthc".to_owned(), "Chưa ghi mã thủ tục; chưa gắn với thủ tục nào.".to_owned()));
    }
    if process.stated_minutes.is_none() {
        let message = "Văn bản không ghi tổng thời gian; chưa đối chiếu được với các bước.".to_owned();
        notes.push(("tong_gio_theo_van_ban".to_owned(), message));
    }
    for step in process.steps.iter().filter(|step| step.is_guess) {
        let message = format!("Bước {}: loại việc “{}” được suy đoán.", step.no, step.kind.title());
        notes.push(("cac_buoc".to_owned(), message));
    }
    notes.extend(domain::process::check::check(process, None).into_iter().map(|finding| {
        let step = finding.step.map(|no| format!("Bước {no}: ")).unwrap_or_default();
        ("kiem_tra".to_owned(), format!("{step}{}", finding.message))
    }));
    notes
}

fn step(raw: RawStep, place: usize, count: usize) -> Result<Step, String> {
    let (owner, content) = (raw.vai_tro.unwrap_or_default(), raw.noi_dung.unwrap_or_default());
    let (kind, is_guess) = match raw.loai {
        Some(kind) => (kind, false),
        None => role::kind_of(&owner, &content, place, count),
    };
    // In the file places count from 1, as people do.
    let place_of = |no: u16| {
        let known = no.checked_sub(1).filter(|place| usize::from(*place) < count);
        known.ok_or_else(|| format!("Bước {}: bước tiếp theo {no} không có trong quy trình.", raw.buoc))
    };
    let next: Vec<u16> = raw.tiep.iter().copied().map(place_of).collect::<Result<_, _>>()?;
    let is_below = next.iter().map(|next| usize::from(*next)).eq([place + 1]);
    Ok(Step {
        // That the step below follows goes without saying.
        next: if is_below { vec![] } else { next },
        minutes: minutes(raw.gio_lam_viec, raw.phut)?,
        performer: role::performer_of(&owner).map(|(performer, _)| performer),
        is_guess: is_guess || raw.vai_tro_nghi_ngo && raw.loai.is_none(),
        kind,
        content,
        owner,
        output: raw.bieu_mau.unwrap_or_default(),
        no: raw.buoc,
    })
}

/// Whole minutes, of a number of hours or as they are.
fn minutes(hours: Option<serde_json::Number>, minutes: Option<u32>) -> Result<Option<i64>, String> {
    let Some(hours) = hours else { return Ok(minutes.map(i64::from)) };
    let exact = thousandths(&hours.to_string()).filter(|amount| *amount <= LONGEST);
    let exact = exact.map(|amount| amount * 60).filter(|amount| amount % 1_000 == 0);
    let whole = exact.map(|amount| amount / 1_000);
    whole.map(Some).ok_or_else(|| format!("Số giờ “{hours}” phải không âm và tròn phút."))
}

/// A hundred thousand hours, in thousandths; more is a slip of the pen.
const LONGEST: i64 = 100_000_000;

#[cfg(test)]
mod tests;
