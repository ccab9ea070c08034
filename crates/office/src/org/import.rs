//! `motcua units import`.

use base::{app::App, error::Result};
use domain::people::Actor;

use super::{read, store};
use crate::import::{self, Report};

/// Imports the file of units with this text; a dry run writes nothing and reports the same.
pub fn import(app: &App, file: &str, text: &str, is_dry: bool) -> Result<Report> {
    import_by(app, (file, text), Actor::System, is_dry)
}

/// As [`import()`], by a person.
pub fn import_by(app: &App, (file, text): (&str, &str), by: Actor, is_dry: bool) -> Result<Report> {
    let (file, text, now) = (file.to_owned(), text.to_owned(), app.now());
    import::run(app, is_dry, move |tx| {
        let mut report = Report::new("units", &file);
        for row in read::rows(&text) {
            report.enter(row, |unit| store::put(tx, &unit, by, now))?;
        }
        Ok(report)
    })
}
