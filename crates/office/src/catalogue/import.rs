//! `motcua catalogue import`, and the same on screen.

use base::{app::App, error::Result};
use domain::people::Actor;

use super::{read, store};
use crate::import::{self, Report};

/// Imports the catalogue file with this text; a dry run writes nothing and reports the same.
pub fn import(app: &App, file: &str, text: &str, is_dry: bool) -> Result<Report> {
    import_by(app, (file, text), Actor::System, is_dry)
}

/// As [`import()`], by a person.
pub fn import_by(app: &App, (file, text): (&str, &str), by: Actor, is_dry: bool) -> Result<Report> {
    let (file, text, house, now) = (file.to_owned(), text.to_owned(), app.house(), app.now());
    import::run(app, is_dry, move |tx| {
        let mut report = Report::new("catalogue", &file);
        for row in read::rows(&text) {
            report.enter(row, |procedure| store::put(tx, &procedure, &house, by, now))?;
        }
        Ok(report)
    })
}
