//! Processes as a file: a line of the process file (`data/README.md`) each, YAML, or BPMN. What an export writes, an
//! import reads again.

use base::{
    app::App,
    error::{Error, Result},
};
use domain::{
    catalogue::limit::decimal,
    process::{Process, Step},
};

use super::{
    bpmn,
    format::Format,
    read,
    record::{RawStep, Record},
    yaml,
};
use crate::export;

/// The latest version of every process that is not retired, one a line, by code.
pub fn export(app: &App) -> Result<String> {
    export::latest(app, "process", line)
}

/// As [`export()`], in another form, and how many processes there are.
pub fn export_as(app: &App, format: Format) -> Result<(String, usize)> {
    let lines = export(app)?;
    if format == Format::Json {
        let count = lines.lines().count();
        return Ok((lines, count));
    }
    let read = read::rows(&lines).into_iter().map(|row| row.read.map(|(process, _)| process));
    let processes: Vec<Process> = read.collect::<std::result::Result<_, String>>().map_err(Error::fault)?;
    Ok((text(&processes, format)?, processes.len()))
}

/// The file of `processes` in that form.
pub fn text(processes: &[Process], format: Format) -> Result<String> {
    match format {
        Format::Json => {
            let lines: serde_json::Result<Vec<String>> = processes.iter().map(line).collect();
            Ok(lines.map_err(Error::fault)?.join("\n") + "\n")
        }
        Format::Yaml => {
            let records: Vec<Record> = processes.iter().map(record).collect();
            yaml::write(&records).map_err(Error::fault)
        }
        Format::Bpmn => Ok(bpmn::write(processes)),
    }
}

/// The line for `process`, without the end of line.
pub fn line(process: &Process) -> serde_json::Result<String> {
    serde_json::to_string(&record(process))
}

fn record(process: &Process) -> Record {
    let (tong_gio_theo_van_ban, tong_phut) = hours_or_minutes(process.stated_minutes);
    Record {
        id: process.code.clone(),
        dia_phuong: Some(process.source.clone()),
        quyet_dinh: Some(process.decision.clone()),
        ngay_ban_hanh: None,
        ten_tthc: process.name.clone(),
        ma_tthc: process.procedures.clone(),
        truong_hop: Some(process.case.clone()),
        cac_buoc: process.steps.iter().map(step).collect(),
        tong_gio_theo_van_ban,
        tong_phut,
        vi_du: vec![],
    }
}

fn step(step: &Step) -> RawStep {
    let (gio_lam_viec, phut) = hours_or_minutes(step.minutes);
    RawStep {
        buoc: step.no.clone(),
        noi_dung: Some(step.content.clone()),
        vai_tro: Some(step.owner.clone()),
        gio_lam_viec,
        phut,
        bieu_mau: Some(step.output.clone()),
        vai_tro_nghi_ngo: step.is_guess,
        // A guess is not made a fact by writing it down.
        loai: (!step.is_guess).then_some(step.kind),
        tiep: step.next.iter().map(|place| place.saturating_add(1)).collect(),
    }
}

/// Hours if they are exact to a thousandth, else minutes.
fn hours_or_minutes(minutes: Option<i64>) -> (Option<serde_json::Number>, Option<u32>) {
    let Some(minutes) = minutes else { return (None, None) };
    let hours = if minutes * 1_000 % 60 == 0 { decimal(minutes * 1_000 / 60).parse().ok() } else { None };
    let rest = if hours.is_none() { u32::try_from(minutes).ok() } else { None };
    (hours, rest)
}

#[cfg(test)]
mod tests {
    use domain::process::standard::standard;

    use super::*;
    use crate::process::read::rows;

    fn again(process: &Process) -> Process {
        rows(&line(process).unwrap()).remove(0).read.unwrap().0
    }

    #[test]
    fn what_is_exported_is_read_again() {
        for row in rows(include_str!("../../../../data/process.jsonl")) {
            let process = row.read.unwrap().0;
            assert_eq!(again(&process), process);
        }
    }

    #[test]
    fn minutes_that_are_no_decimal_hours_and_branches_survive() {
        let mut process = standard("1.001193", "Khai sinh", 500);
        process.steps[2].next = vec![3, 5];
        process.steps[1].minutes = Some(20);
        // Whether it was made by rule is not in the file: what a person imports is a person's.
        process.is_generated = false;
        assert_eq!(again(&process), process);
    }
}
