//! Changes to something that two administrators may have open at once: the slower one is told, and loses nothing.

use base::{
    dossier::log,
    error::{Error, Result},
};
use domain::{instant::Instant, people::Actor};
use kit::db::Tx;
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
