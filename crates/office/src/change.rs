//! Changes to something that two administrators may have open at once: the slower one is told, and loses nothing.

use base::{
    dossier::log,
    error::{Error, Result},
};
use domain::{instant::Instant, people::Actor};
use kit::db::{Tx, args};
use serde::Serialize;
use uuid::Uuid;

/// How often `stream` has changed: what a form carries as the state it was made from.
pub fn seen(tx: &mut Tx, stream: Uuid) -> Result<i64> {
    Ok(log::head(tx, stream)?.seq)
}

/// Notes that `kind` happened to `stream` as it was `seen`; [`Error::Stale`] if it changed since. Of two at the very same
/// moment one meets the key of the log and is stale too.
pub fn note(
    tx: &mut Tx,
    (stream, seen): (Uuid, i64),
    kind: &str,
    body: &impl Serialize,
    (by, at): (Actor, Instant),
) -> Result<()> {
    let head = log::head(tx, stream)?;
    if head.seq != seen {
        return Err(Error::Stale);
    }
    log::append(tx, &head.next(kind, body, by, at)?);
    Ok(())
}

/// Who changed what in `stream`, the latest first: when, who, and what in the words of `say`.
pub fn told(
    tx: &mut Tx,
    stream: Uuid,
    say: impl Fn(&log::Line) -> String,
) -> Result<Vec<(Instant, String, String)>> {
    let mut told = vec![];
    for line in log::of(tx, stream)?.into_iter().rev().take(50) {
        let who = match line.by.person() {
            Some(person) => name_of(tx, person.0)?,
            None => "Hệ thống".to_owned(),
        };
        told.push((line.at, who, say(&line)));
    }
    Ok(told)
}

fn name_of(tx: &mut Tx, person: Uuid) -> Result<String> {
    let row = tx.optional("SELECT name FROM person WHERE id = $1", args![person])?;
    Ok(row.map(|row| row.get(0)).transpose()?.unwrap_or_default())
}
