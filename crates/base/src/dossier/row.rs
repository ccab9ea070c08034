//! The tables `dossier` and `filing`: the fold of the log, kept for reading.

use domain::{
    dossier::{Dossier, Filing, Place, State, Turns, receive::is_late_entry},
    id::{DossierId, PersonId, ProcedureVersionId, ProcessVersionId, UnitId},
    instant::Instant,
    people::Role,
    process::StepKind,
    text::fold,
};
use kit::db::{Row, Tx, args};
use uuid::Uuid;

use super::Seen;
use crate::error::{Error, Result};

/// What [`read`] wants, from `dossier d` joined with `filing f`.
pub const COLUMNS: &str = "d.id, d.version, d.state, f.code, d.procedure_id, d.process_id, d.rules, \
     d.receiving_unit_id, d.settling_unit_id, d.has_priority, d.submitted_at, d.received_at, d.due_at, d.step, \
     d.step_kind, d.step_unit_id, d.step_role, d.step_owner_id, d.step_since, d.step_due_at, d.has_draft, \
     d.settled_at, d.closed_at, d.head, d.turns";

/// The dossier in `row`.
pub fn read(row: &Row) -> Result<Seen> {
    let state: String = row.get(2)?;
    let dossier = Dossier {
        id: DossierId(row.get(0)?),
        version: row.get(1)?,
        state: State::by_name(&state).ok_or_else(|| unknown("state", &state))?,
        code: row.get(3)?,
        procedure: ProcedureVersionId(row.get(4)?),
        process: row.get::<Option<Uuid>>(5)?.map(ProcessVersionId),
        rules: row.get(6)?,
        receiving_unit: UnitId(row.get(7)?),
        settling_unit: UnitId(row.get(8)?),
        has_priority: row.get(9)?,
        submitted_at: row.get(10)?,
        received_at: row.get(11)?,
        due_at: row.get(12)?,
        place: place(row)?,
        has_draft: row.get(20)?,
        settled_at: row.get(21)?,
        closed_at: row.get(22)?,
        turns: row.json::<Option<_>>(24)?.unwrap_or_default(),
    };
    Ok(Seen { dossier, head: row.get(23)? })
}

fn place(row: &Row) -> Result<Option<Place>> {
    let Some(step) = row.get::<Option<i64>>(13)? else { return Ok(None) };
    let (kind, role): (String, String) = (row.get(14)?, row.get(16)?);
    Ok(Some(Place {
        step: u16::try_from(step).map_err(Error::fault)?,
        kind: StepKind::by_name(&kind).ok_or_else(|| unknown("step", &kind))?,
        unit: UnitId(row.get(15)?),
        role: Role::by_name(&role).ok_or_else(|| unknown("role", &role))?,
        owner: row.get::<Option<Uuid>>(17)?.map(PersonId),
        since: row.get(18)?,
        due_at: row.get(19)?,
    }))
}

fn unknown(what: &str, word: &str) -> Error {
    Error::fault(format!("unknown {what} in the database: {word}"))
}

/// The turns as they are stored: nothing for the straight way.
fn stored(turns: &Turns) -> Result<Option<serde_json::Value>> {
    if turns.is_empty() { Ok(None) } else { serde_json::to_value(turns).map(Some).map_err(Error::fault) }
}

/// Writes a new dossier.
pub(super) fn insert(tx: &mut Tx, seen: &Seen) -> Result<()> {
    let d = &seen.dossier;
    let place = d.place.as_ref();
    tx.later(
        "INSERT INTO dossier (id, version, state, procedure_id, process_id, rules, receiving_unit_id,
             settling_unit_id, has_priority, submitted_at, received_at, due_at, step, step_kind, step_unit_id,
             step_role, step_owner_id, step_since, step_due_at, urgent_at, has_draft, settled_at, closed_at, head,
             turns, needs_leader)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21,
             $22, $23, $24, $25, $26)",
        args![
            d.id.0,
            d.version,
            d.state.name(),
            d.procedure.0,
            d.process.map(|id| id.0),
            d.rules.clone(),
            d.receiving_unit.0,
            d.settling_unit.0,
            d.has_priority,
            d.submitted_at,
            d.received_at,
            d.due_at,
            place.map(|p| i64::from(p.step)),
            place.map(|p| p.kind.name()),
            place.map(|p| p.unit.0),
            place.map(|p| p.role.name()),
            place.and_then(|p| p.owner).map(|id| id.0),
            place.map(|p| p.since),
            place.and_then(|p| p.due_at),
            d.urgent_at(),
            d.has_draft,
            d.settled_at,
            d.closed_at,
            seen.head.clone(),
            stored(&d.turns)?,
            d.needs_leader()
        ],
    );
    Ok(())
}

/// Writes the new state, if the row still has the version before it. Where it has not, another writer has put a line
/// of this number into the log already, and the line that goes with this update meets its key: nothing is kept.
pub(super) fn update(tx: &mut Tx, seen: &Seen) -> Result<()> {
    let d = &seen.dossier;
    let place = d.place.as_ref();
    tx.later(
        "UPDATE dossier SET version = $2, state = $3, step = $4, step_kind = $5, step_unit_id = $6, step_role = $7,
             step_owner_id = $8, step_since = $9, step_due_at = $10, urgent_at = $11, has_draft = $12,
             settled_at = $13, closed_at = $14, head = $15, due_at = $16, turns = $17, needs_leader = $18
         WHERE id = $1 AND version = $2 - 1",
        args![
            d.id.0,
            d.version,
            d.state.name(),
            place.map(|p| i64::from(p.step)),
            place.map(|p| p.kind.name()),
            place.map(|p| p.unit.0),
            place.map(|p| p.role.name()),
            place.and_then(|p| p.owner).map(|id| id.0),
            place.map(|p| p.since),
            place.and_then(|p| p.due_at),
            d.urgent_at(),
            d.has_draft,
            d.settled_at,
            d.closed_at,
            seen.head.clone(),
            d.due_at,
            stored(&d.turns)?,
            d.needs_leader()
        ],
    );
    Ok(())
}

/// Writes what acceptance fixes: procedure, process, rules, units, times.
pub(super) fn accept(tx: &mut Tx, d: &Dossier) {
    tx.later(
        "UPDATE dossier SET procedure_id = $2, process_id = $3, rules = $4, receiving_unit_id = $5,
             settling_unit_id = $6, has_priority = $7, received_at = $8
         WHERE id = $1",
        args![
            d.id.0,
            d.procedure.0,
            d.process.map(|id| id.0),
            d.rules.clone(),
            d.receiving_unit.0,
            d.settling_unit.0,
            d.has_priority,
            d.received_at
        ],
    );
}

/// The code by which an applicant tracks what has no legal code yet: `NHAP-` and twelve signs of the identifier that
/// were drawn by lot.
pub fn draft_code(d: &Dossier) -> String {
    let id = d.id.0.simple().to_string().to_uppercase();
    format!("NHAP-{}", id.get(20..).unwrap_or_default())
}

/// Writes what was filed, or writes it again after completion or acceptance.
pub(super) fn file(tx: &mut Tx, d: &Dossier, filing: &Filing, at: Instant) -> Result<()> {
    let owner = &filing.owner;
    let is_late = d.received_at.is_some_and(|received| is_late_entry(received, at));
    let code = d.code.clone().unwrap_or_default();
    let folded = fold(&format!("{code} {} {}", owner.name, owner.identity));
    // What has its legal code from the first is not tracked by another; the code of a draft stays when it gets one.
    tx.later(
        "INSERT INTO filing (dossier_id, code, receiving_unit_id, settling_unit_id, owner_name, owner_identity,
             last_four, folded, body, filed_at, draft_code, is_late_entry)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
         ON CONFLICT (dossier_id) DO UPDATE SET code = excluded.code, receiving_unit_id = excluded.receiving_unit_id,
             settling_unit_id = excluded.settling_unit_id, owner_name = excluded.owner_name,
             owner_identity = excluded.owner_identity, last_four = excluded.last_four, folded = excluded.folded,
             body = excluded.body, is_late_entry = excluded.is_late_entry",
        args![
            d.id.0,
            d.code.clone(),
            d.receiving_unit.0,
            d.settling_unit.0,
            owner.name.clone(),
            owner.identity.clone(),
            owner.last_four(),
            folded,
            serde_json::to_value(filing).map_err(Error::fault)?,
            at,
            d.code.is_none().then(|| draft_code(d)),
            is_late
        ],
    );
    Ok(())
}

/// Notes who took the step, and what waited then (row C-03).
pub(super) fn pick(tx: &mut Tx, before: &Dossier, after: &Dossier, reason: Option<&str>, at: Instant) {
    let Some((place, owner)) = after.place.as_ref().and_then(|place| Some((place, place.owner?))) else {
        return;
    };
    tx.later(
        "INSERT INTO pick (dossier_id, seq, unit_id, person_id, waiting_since, urgent_at, picked_at, reason)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        args![
            after.id.0,
            after.version,
            place.unit.0,
            owner.0,
            place.since,
            before.urgent_at().unwrap_or(place.since),
            at,
            reason
        ],
    );
}

/// Writes what other units are to do, for their lists.
pub(super) fn parts(tx: &mut Tx, d: &Dossier) {
    tx.later("DELETE FROM part WHERE dossier_id = $1", args![d.id.0]);
    for part in &d.turns.parts {
        tx.later(
            "INSERT INTO part (dossier_id, no, unit_id, kind, state, due_at, owner_id)
             VALUES ($1, $2, $3, $4, $5, $6, $7)",
            args![
                d.id.0,
                i64::from(part.no),
                part.unit.0,
                part.kind.name(),
                part.state.name(),
                part.due_at,
                part.owner.map(|id| id.0)
            ],
        );
    }
}
