//! `motcua process import` and `motcua process check`.

use base::{app::App, error::Result};
use domain::{
    people::Actor,
    process::check::{Finding, check},
};
use serde::Serialize;

use super::{format, store};
use crate::import::{self, Report};

/// Imports the file of processes with this text; a dry run writes nothing and reports the same.
pub fn import(app: &App, file: &str, text: &str, is_dry: bool) -> Result<Report> {
    import_by(app, (file, text), Actor::System, is_dry)
}

/// As [`import()`], by a person.
pub fn import_by(app: &App, (file, text): (&str, &str), by: Actor, is_dry: bool) -> Result<Report> {
    let (file, text, now) = (file.to_owned(), text.to_owned(), app.now());
    import::run(app, is_dry, move |tx| {
        let mut report = Report::new("process", &file);
        for row in format::rows(&file, &text) {
            report.enter(row, |process| store::put(tx, &process, by, now))?;
        }
        Ok(report)
    })
}

/// What `motcua process check --json` says of one process. The shape is a contract with other programs.
#[derive(Clone, Debug, Serialize)]
pub struct Checked {
    /// The process.
    pub id: String,
    /// Whether nothing is wrong with it.
    pub sound: bool,
    /// What is wrong with it.
    pub findings: Vec<Finding>,
    /// The hours of its steps together.
    pub sum_hours: f64,
    /// The hours that its text states, if it does.
    pub stated_hours: Option<f64>,
}

/// Checks every process of the file with that name and text.
#[expect(clippy::cast_precision_loss, reason = "hours of a process are few")]
pub fn check_file(file: &str, text: &str) -> Vec<Checked> {
    let one = |row: crate::import::Row<domain::process::Process>| match row.read {
        Err(message) => {
            let findings = vec![Finding::of_all("unreadable", message)];
            Checked { id: row.id, sound: false, findings, sum_hours: 0.0, stated_hours: None }
        }
        Ok((process, _)) => {
            let findings = check(&process, None);
            Checked {
                id: row.id,
                sound: findings.is_empty(),
                findings,
                sum_hours: process.minutes() as f64 / 60.0,
                stated_hours: process.stated_minutes.map(|minutes| minutes as f64 / 60.0),
            }
        }
    };
    format::rows(file, text).into_iter().map(one).collect()
}
