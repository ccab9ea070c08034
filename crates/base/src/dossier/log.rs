//! The append-only log: one line per event, each hashed together with the hash before it, so that a change to the
//! past is found. A change and its audit line are the same line.

use domain::{
    id::{AssignmentId, PersonId, UnitId},
    instant::Instant,
    people::{Actor, Role},
};
use kit::db::{Row, Tx, args};
use serde::Serialize;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::error::{Error, Result};

/// One line of the log.
#[derive(Clone, Debug)]
pub struct Line {
    /// What it is about: a dossier, a person, a unit, a procedure.
    pub stream: Uuid,
    /// Its number in the stream, from 1.
    pub seq: i64,
    /// When it happened.
    pub at: Instant,
    /// What happened, in one word.
    pub kind: String,
    /// Who did it.
    pub by: Actor,
    /// What happened, in full, as JSON.
    pub body: String,
    /// Over this line and the hash before it.
    pub hash: Vec<u8>,
}

/// Where a stream ends: what the next line is chained to.
#[derive(Clone, Debug)]
pub struct Head {
    /// The stream.
    pub stream: Uuid,
    /// The number of its last line; 0 if it has none.
    pub seq: i64,
    /// The hash of its last line; empty if it has none.
    pub hash: Vec<u8>,
}

impl Head {
    /// A stream that has no line yet.
    pub fn new(stream: Uuid) -> Head {
        Head { stream, seq: 0, hash: vec![] }
    }

    /// The line after this head.
    pub fn next(&self, kind: &str, body: &impl Serialize, by: Actor, at: Instant) -> Result<Line> {
        let body = serde_json::to_string(body).map_err(Error::fault)?;
        let kind = kind.to_owned();
        let mut line = Line { stream: self.stream, seq: self.seq + 1, at, kind, by, body, hash: vec![] };
        line.hash = line.hash_after(&self.hash);
        Ok(line)
    }
}

impl Line {
    /// The hash this line must have after a line with the hash `before`: over every column, lengths first, so that
    /// no two different lines share their bytes.
    pub fn hash_after(&self, before: &[u8]) -> Vec<u8> {
        let mut sha = Sha256::new();
        let (person, assignment, unit, role) = columns(self.by);
        for part in [
            before,
            self.stream.as_bytes(),
            &self.seq.to_be_bytes(),
            &self.at.as_microsecond().to_be_bytes(),
            self.kind.as_bytes(),
            person.as_ref().map_or(&[], |id| id.as_bytes().as_slice()),
            assignment.as_ref().map_or(&[], |id| id.as_bytes().as_slice()),
            unit.as_ref().map_or(&[], |id| id.as_bytes().as_slice()),
            role.as_bytes(),
            self.body.as_bytes(),
        ] {
            sha.update((part.len() as u64).to_be_bytes());
            sha.update(part);
        }
        sha.finalize().to_vec()
    }
}

/// Writes `line` with the transaction's commit. A second writer of the same number meets the table's key and is stale.
pub fn append(tx: &mut Tx, line: &Line) {
    let (person, assignment, unit, role) = columns(line.by);
    tx.later(
        "INSERT INTO event (stream_id, seq, at, kind, person_id, assignment_id, unit_id, role, body, hash)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        args![
            line.stream,
            line.seq,
            line.at,
            line.kind.clone(),
            person,
            assignment,
            unit,
            role,
            line.body.clone(),
            line.hash.clone()
        ],
    );
}

/// The lines of `stream`, the oldest first.
pub fn of(tx: &mut Tx, stream: Uuid) -> Result<Vec<Line>> {
    let rows =
        tx.all(&format!("SELECT {COLUMNS} FROM event WHERE stream_id = $1 ORDER BY seq"), args![stream])?;
    rows.iter().map(read).collect()
}

/// The line `seq` of `stream`; [`Error::NotFound`] if there is none.
pub fn line(tx: &mut Tx, stream: Uuid, seq: i64) -> Result<Line> {
    let sql = format!("SELECT {COLUMNS} FROM event WHERE stream_id = $1 AND seq = $2");
    read(&tx.optional(&sql, args![stream, seq])?.ok_or(Error::NotFound)?)
}

/// Where `stream` ends now.
pub fn head(tx: &mut Tx, stream: Uuid) -> Result<Head> {
    let last = tx.optional(
        "SELECT seq, hash FROM event WHERE stream_id = $1 ORDER BY seq DESC LIMIT 1",
        args![stream],
    )?;
    match last {
        None => Ok(Head::new(stream)),
        Some(row) => Ok(Head { stream, seq: row.get(0)?, hash: row.get(1)? }),
    }
}

/// The columns of a line, in the order in which [`read`] wants them.
pub const COLUMNS: &str = "stream_id, seq, at, kind, person_id, assignment_id, unit_id, role, body, hash";

/// The line in `row`.
pub fn read(row: &Row) -> Result<Line> {
    let role: String = row.get(7)?;
    let person: Option<Uuid> = row.get(4)?;
    let by = match (person, role.as_str()) {
        (Some(person), name) => Actor::Person {
            person: PersonId(person),
            assignment: AssignmentId(row.get(5)?),
            unit: UnitId(row.get(6)?),
            role: Role::by_name(name).ok_or_else(|| Error::fault(format!("unknown role {name}")))?,
            // The assignment says it; the log keeps who did it.
            stands_in_for: None,
        },
        (None, "public") => Actor::Public,
        (None, _) => Actor::System,
    };
    Ok(Line {
        stream: row.get(0)?,
        seq: row.get(1)?,
        at: row.get(2)?,
        kind: row.get(3)?,
        by,
        body: row.get(8)?,
        hash: row.get(9)?,
    })
}

fn columns(by: Actor) -> (Option<Uuid>, Option<Uuid>, Option<Uuid>, &'static str) {
    match by {
        Actor::Person { person, assignment, unit, role, .. } => {
            (Some(person.0), Some(assignment.0), Some(unit.0), role.name())
        }
        Actor::Public => (None, None, None, "public"),
        Actor::System => (None, None, None, "system"),
    }
}
