//! `motcua catalogue import`.

use base::{app::App, error::Result};
use domain::people::Actor;

use super::{read, store};
use crate::import::{self, Report};

/// Imports the catalogue file with this text; a dry run writes nothing and reports the same.
pub fn import(app: &App, file: &str, text: &str, is_dry: bool) -> Result<Report> {
    let (file, text, house, now) = (file.to_owned(), text.to_owned(), app.house(), app.now());
    import::run(app, is_dry, move |tx| {
        let mut report = Report::new("catalogue", &file);
        for row in read::rows(&text) {
            report.enter(row, |procedure| store::put(tx, &procedure, &house, Actor::System, now))?;
        }
        Ok(report)
    })
}
