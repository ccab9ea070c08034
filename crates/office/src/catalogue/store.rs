//! The table `procedure`: immutable versions.

use base::{
    audit,
    error::{Error, Result},
    house::House,
    version::{PROCEDURE, ProcedureVersion, read_procedure},
};
use domain::{
    catalogue::{Procedure, VersionState, complete},
    id::ProcedureVersionId,
    instant::Instant,
    people::Actor,
    refusal::Refusal,
    text::fold,
};
use jiff::civil::Date;
use kit::{
    clock,
    db::{Tx, args},
};

use super::settler::{self, Settler};
use crate::{
    change,
    import::{self, Imported, Stored, fingerprint},
    legal_basis, posting, task,
};

/// Stores `procedure` as it was imported: a new draft, a changed draft, or nothing if it is there already. Refuses to
/// write over a draft that a person has worked on.
pub fn put(tx: &mut Tx, procedure: &Procedure, house: &House, by: Actor, at: Instant) -> Result<Stored> {
    let hash = fingerprint(procedure)?;
    let note = Imported { code: procedure.code.clone(), imported: hash.clone() };
    let latest = tx.optional(
        "SELECT id, version, state, content_hash FROM procedure WHERE code = $1 ORDER BY version DESC LIMIT 1",
        args![procedure.code.clone()],
    )?;
    let Some(row) = latest else {
        let id = insert(tx, procedure, 1, &settler::of(procedure, house), at)?;
        audit::note(tx, id.0, IMPORTED, &note, by, at)?;
        return Ok(Stored::Added);
    };
    if row.get::<String>(3)? == hash
        || import::last(tx, "procedure", IMPORTED, &procedure.code)?.as_deref() == Some(&hash)
    {
        return Ok(Stored::Unchanged);
    }
    let mut id = ProcedureVersionId(row.get(0)?);
    if row.get::<String>(2)? == VersionState::Draft.name() {
        if import::is_mended(tx, id.0, IMPORTED)? {
            return Err(Refusal::DraftMended.into());
        }
        write(tx, id, procedure, &hash)?;
    } else {
        id = insert(tx, procedure, row.get::<i64>(1)? + 1, &settler::of(procedure, house), at)?;
    }
    audit::note(tx, id.0, IMPORTED, &note, by, at)?;
    Ok(Stored::Changed)
}

const IMPORTED: &str = "procedure_imported";

/// Writes a new draft; the caller notes why there is one.
pub(super) fn insert(
    tx: &mut Tx,
    procedure: &Procedure,
    version: i64,
    settler: &Settler,
    at: Instant,
) -> Result<ProcedureVersionId> {
    let id = clock::id(at);
    tx.execute(
        "INSERT INTO procedure (id, code, version, state, name, field, folded, settling_unit_id, settling_kind,
             is_online, content_hash, body, created_at)
         VALUES ($1, $2, $3, 'draft', $4, $5, $6, $7, $8, $9, $10, $11, $12)",
        args![
            id,
            procedure.code.clone(),
            version,
            procedure.name.clone(),
            procedure.field.clone(),
            folded(procedure),
            settler.unit.map(|unit| unit.0),
            settler.kind.clone(),
            procedure.is_online(),
            fingerprint(procedure)?,
            serde_json::to_value(procedure).map_err(Error::fault)?,
            at
        ],
    )?;
    Ok(ProcedureVersionId(id))
}

/// Writes a draft again.
pub fn replace(
    tx: &mut Tx,
    id: uuid::Uuid,
    procedure: &Procedure,
    hash: &str,
    (by, at): (Actor, Instant),
) -> Result<()> {
    write(tx, ProcedureVersionId(id), procedure, hash)?;
    audit::note(tx, id, "procedure_drafted", &procedure.code, by, at)
}

/// Writes the content of a draft; the caller notes why. What is no draft stays as it is and is refused.
pub(super) fn write(tx: &mut Tx, id: ProcedureVersionId, procedure: &Procedure, hash: &str) -> Result<()> {
    let done = tx.execute(
        "UPDATE procedure SET name = $2, field = $3, folded = $4, is_online = $5, content_hash = $6, body = $7
         WHERE id = $1 AND state = 'draft'",
        args![
            id.0,
            procedure.name.clone(),
            procedure.field.clone(),
            folded(procedure),
            procedure.is_online(),
            hash,
            serde_json::to_value(procedure).map_err(Error::fault)?
        ],
    )?;
    if done == 0 { Err(Refusal::NotADraft.into()) } else { Ok(()) }
}

fn folded(procedure: &Procedure) -> String {
    fold(&format!("{} {} {}", procedure.code, procedure.name, procedure.field))
}

/// The version `id`.
pub fn get(tx: &mut Tx, id: ProcedureVersionId) -> Result<ProcedureVersion> {
    let row = tx.optional(&format!("SELECT {PROCEDURE} FROM procedure WHERE id = $1"), args![id.0])?;
    read_procedure(&row.ok_or(Error::NotFound)?)
}

/// Publishes the draft `id`; the version in force until now is retired. Refuses an incomplete one and names what is
/// missing (NĐ 63/2010 Điều 8.2; row C-42).
pub fn publish(tx: &mut Tx, id: ProcedureVersionId, by: Actor, at: Instant) -> Result<()> {
    let seen = change::seen(tx, id.0)?;
    publish_seen(tx, id, seen, (by, at))
}

/// As [`publish`], of the draft as it was `seen`; [`Error::Stale`] if somebody changed it since.
pub fn publish_seen(
    tx: &mut Tx,
    id: ProcedureVersionId,
    seen: i64,
    (by, at): (Actor, Instant),
) -> Result<()> {
    let version = get(tx, id)?;
    if version.state != VersionState::Draft {
        return Err(Refusal::NotADraft.into());
    }
    let missing: Vec<&str> =
        complete::missing(&version.content).iter().map(|missing| missing.message).collect();
    if !missing.is_empty() {
        return Err(Refusal::ProcedureIncomplete(missing.join(" ")).into());
    }
    change::note(tx, (id.0, seen), "procedure_published", &version.content.code, (by, at))?;
    // The last day is that of the procedure, whatever version of it is in force.
    let last: Option<Option<Date>> = tx
        .optional(
            "SELECT ends_on FROM procedure WHERE code = $1 AND state = 'published'",
            args![version.content.code.clone()],
        )?
        .map(|row| row.get(0))
        .transpose()?;
    tx.execute(
        "UPDATE procedure SET state = 'retired', retired_at = $2 WHERE code = $1 AND state = 'published'",
        args![version.content.code.clone(), at],
    )?;
    let done = tx.execute(
        "UPDATE procedure SET state = 'published', published_at = $2, ends_on = $3 WHERE id = $1 AND state = 'draft'",
        args![id.0, at, last.flatten()],
    )?;
    if done == 0 {
        return Err(Error::Stale);
    }
    let code = &version.content.code;
    legal_basis::store::take(tx, id, &version.content, at)?;
    legal_basis::store::ring_for(tx, code, by, at)?;
    task::store::open_mending(tx, code, by, at)?;
    task::store::refresh(tx, code, at)
}

/// Takes the published version `id` out of force; dossiers received under it go on.
pub fn retire(tx: &mut Tx, id: ProcedureVersionId, by: Actor, at: Instant) -> Result<()> {
    let done = tx.execute(
        "UPDATE procedure SET state = 'retired', retired_at = $2 WHERE id = $1 AND state = 'published'",
        args![id.0, at],
    )?;
    if done == 0 {
        return Err(Refusal::NotPublished.into());
    }
    audit::note(tx, id.0, "procedure_retired", &"", by, at)?;
    let content = get(tx, id)?.content;
    posting::store::open_taking_down(tx, (&content.code, &content.name), by, at)?;
    task::store::refresh(tx, &content.code, at)
}
