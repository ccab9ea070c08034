//! The copy of the national catalogue comes as a file of the same shape as the catalogue, the whole of it each time.

use base::{
    app::App,
    error::{Error, Result},
};
use domain::{instant::Instant, people::Actor, reaction};
use kit::db::{Tx, args};

use super::compare;
use crate::{
    catalogue::read,
    import::{self, Report, Stored, fingerprint},
};

/// Takes the file in place of the copy that is there, and compares at once. What the file does not have is not there any
/// more, unless a row of it could not be read: who knows which that was. A file without a single record leaves the copy as it
/// is.
pub fn import_by(app: &App, (file, text): (&str, &str), by: Actor, is_dry: bool) -> Result<Report> {
    let (file, text, now) = (file.to_owned(), text.to_owned(), app.now());
    import::run(app, is_dry, move |tx| {
        let mut report = Report::new("mirror", &file);
        for row in read::rows(&text) {
            report.enter(row, |procedure| put(tx, &procedure, now))?;
        }
        if report.rows > report.refused.len() {
            if report.refused.is_empty() {
                let gone = tx.execute("DELETE FROM national_procedure WHERE taken_at < $1", args![now])?;
                report.removed = usize::try_from(gone).unwrap_or(usize::MAX);
            }
            compare::run(tx, now)?;
            base::audit::note(tx, uuid::Uuid::nil(), "mirror_taken", &file, by, now)?;
            schedule(tx, now)?;
        }
        Ok(report)
    })
}

fn put(tx: &mut Tx, procedure: &domain::catalogue::Procedure, now: Instant) -> Result<Stored> {
    let hash = fingerprint(procedure)?;
    let known = tx.optional(
        "SELECT content_hash FROM national_procedure WHERE code = $1",
        args![procedure.code.clone()],
    )?;
    let known: Option<String> = known.map(|row| row.get(0)).transpose()?;
    tx.execute(
        "INSERT INTO national_procedure (code, name, taken_at, content_hash, body) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (code) DO UPDATE SET name = excluded.name, taken_at = excluded.taken_at,
             content_hash = excluded.content_hash, body = excluded.body",
        args![
            procedure.code.clone(),
            procedure.name.clone(),
            now,
            hash.clone(),
            serde_json::to_value(procedure).map_err(Error::fault)?
        ],
    )?;
    Ok(match known {
        None => Stored::Added,
        Some(known) if known == hash => Stored::Unchanged,
        Some(_) => Stored::Changed,
    })
}

/// Leaves the comparison of the next morning behind, unless it is there already.
pub fn schedule(tx: &mut Tx, now: Instant) -> Result<()> {
    let waits =
        tx.optional("SELECT 1 FROM job WHERE kind = $1 AND run_at > $2", args![reaction::MIRROR, now])?;
    if waits.is_none() {
        let next = domain::instant::local_date(now).tomorrow().map_err(Error::fault)?;
        let at = domain::instant::from_local(next.at(5, 0, 0, 0));
        kit::queue::enqueue(tx, reaction::MIRROR, &serde_json::json!({}), at);
    }
    Ok(())
}
