//! The log of everything that is not a dossier: sign-ins, people, units, catalogue, configuration. The same table, the
//! same chain.

use domain::{instant::Instant, people::Actor};
use kit::db::{Tx, args};
use serde::Serialize;
use uuid::Uuid;

use crate::{
    dossier::log::{self, Head},
    error::Result,
};

/// Notes that `kind` happened to `stream`, in the same transaction as the change.
pub fn note(
    tx: &mut Tx,
    stream: Uuid,
    kind: &str,
    body: &impl Serialize,
    by: Actor,
    at: Instant,
) -> Result<()> {
    let line = log::head(tx, stream)?.next(kind, body, by, at)?;
    log::append(tx, &line);
    Ok(())
}

/// Notes as [`note`] does what is new under an identifier that a form carried. Where the identifier is something else's already, the
/// line meets the key of the log and the whole transaction is stale: nobody writes into another's stream.
pub fn begin(
    tx: &mut Tx,
    stream: Uuid,
    kind: &str,
    body: &impl Serialize,
    by: Actor,
    at: Instant,
) -> Result<()> {
    log::append(tx, &Head::new(stream).next(kind, body, by, at)?);
    Ok(())
}

/// What [`verify`] found.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Verified {
    /// How many lines were read.
    pub lines: u64,
    /// How many streams they belong to.
    pub streams: u64,
    /// What is wrong, each in a sentence; empty if the log is whole.
    pub faults: Vec<String>,
}

/// Walks the whole log: every line must carry the hash of itself and the line before it, the numbers must have no
/// gap, and each dossier must end where its log ends.
pub fn verify(tx: &mut Tx) -> Result<Verified> {
    let mut found = Verified::default();
    let mut head: Option<Head> = None;
    let sql = format!("SELECT {} FROM event ORDER BY stream_id, seq", log::COLUMNS);
    tx.each(&sql, args![], |row| {
        let line = log::read(&row)?;
        let before = match &head {
            Some(head) if head.stream == line.stream => head.clone(),
            _ => {
                found.streams += 1;
                Head::new(line.stream)
            }
        };
        if line.seq != before.seq + 1 {
            found.faults.push(format!("{}: thiếu dòng {}", line.stream, before.seq + 1));
        } else if line.hash_after(&before.hash) != line.hash {
            found.faults.push(format!("{}: dòng {} đã bị sửa", line.stream, line.seq));
        }
        found.lines += 1;
        head = Some(Head { stream: line.stream, seq: line.seq, hash: line.hash });
        Ok::<(), crate::error::Error>(())
    })?;
    let torn = tx.all(
        "SELECT d.id FROM dossier d LEFT JOIN event e ON e.stream_id = d.id AND e.seq = d.version
         WHERE e.hash IS NULL OR e.hash <> d.head
            OR EXISTS (SELECT 1 FROM event l WHERE l.stream_id = d.id AND l.seq > d.version)",
        args![],
    )?;
    for row in torn {
        found.faults.push(format!("{}: hồ sơ không khớp với nhật ký", row.get::<Uuid>(0)?));
    }
    Ok(found)
}
