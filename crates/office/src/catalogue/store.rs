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
use kit::{
    clock,
    db::{Tx, args},
};

use super::settler;
use crate::import::{Stored, fingerprint};

/// Stores `procedure` as it was imported: a new draft, a changed draft, or nothing if it is there already.
pub fn put(tx: &mut Tx, procedure: &Procedure, house: &House, by: Actor, at: Instant) -> Result<Stored> {
    let hash = fingerprint(procedure)?;
    let latest = tx.optional(
        "SELECT id, version, state, content_hash FROM procedure WHERE code = $1 ORDER BY version DESC LIMIT 1",
        args![procedure.code.clone()],
    )?;
    let Some(row) = latest else {
        insert(tx, procedure, 1, &hash, (house, by, at))?;
        return Ok(Stored::Added);
    };
    if row.get::<String>(3)? == hash {
        return Ok(Stored::Unchanged);
    }
    if row.get::<String>(2)? == VersionState::Draft.name() {
        replace(tx, row.get(0)?, procedure, &hash, (by, at))?;
    } else {
        insert(tx, procedure, row.get::<i64>(1)? + 1, &hash, (house, by, at))?;
    }
    Ok(Stored::Changed)
}

fn insert(
    tx: &mut Tx,
    procedure: &Procedure,
    version: i64,
    hash: &str,
    (house, by, at): (&House, Actor, Instant),
) -> Result<()> {
    let id = clock::id(at);
    let settler = settler::of(procedure, house);
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
            settler.kind,
            procedure.is_online(),
            hash,
            serde_json::to_value(procedure).map_err(Error::fault)?,
            at
        ],
    )?;
    audit::note(tx, id, "procedure_drafted", &procedure.code, by, at)
}

/// Writes a draft again.
pub fn replace(
    tx: &mut Tx,
    id: uuid::Uuid,
    procedure: &Procedure,
    hash: &str,
    (by, at): (Actor, Instant),
) -> Result<()> {
    tx.execute(
        "UPDATE procedure SET name = $2, field = $3, folded = $4, is_online = $5, content_hash = $6, body = $7
         WHERE id = $1 AND state = 'draft'",
        args![
            id,
            procedure.name.clone(),
            procedure.field.clone(),
            folded(procedure),
            procedure.is_online(),
            hash,
            serde_json::to_value(procedure).map_err(Error::fault)?
        ],
    )?;
    audit::note(tx, id, "procedure_drafted", &procedure.code, by, at)
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
    let version = get(tx, id)?;
    if version.state != VersionState::Draft {
        return Err(Refusal::NotADraft.into());
    }
    let missing: Vec<&str> =
        complete::missing(&version.content).iter().map(|missing| missing.message).collect();
    if !missing.is_empty() {
        return Err(Refusal::ProcedureIncomplete(missing.join(" ")).into());
    }
    tx.execute(
        "UPDATE procedure SET state = 'retired', retired_at = $2 WHERE code = $1 AND state = 'published'",
        args![version.content.code.clone(), at],
    )?;
    tx.execute("UPDATE procedure SET state = 'published', published_at = $2 WHERE id = $1", args![id.0, at])?;
    audit::note(tx, id.0, "procedure_published", &version.content.code, by, at)
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
    audit::note(tx, id.0, "procedure_retired", &"", by, at)
}
