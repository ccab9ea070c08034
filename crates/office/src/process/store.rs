//! The table `process`: immutable versions.

use base::{
    audit,
    error::{Error, Result},
};
use domain::{
    catalogue::{Procedure, VersionState},
    dossier::Channel,
    id::ProcessVersionId,
    instant::Instant,
    people::Actor,
    process::{Process, check::check, standard::standard},
    refusal::Refusal,
};
use kit::{
    clock,
    db::{Tx, args},
};
use uuid::Uuid;

use crate::import::{Stored, fingerprint};

/// Stores `process` as it was imported: a new draft, a changed draft, or nothing if it is there already.
pub fn put(tx: &mut Tx, process: &Process, by: Actor, at: Instant) -> Result<Stored> {
    let hash = fingerprint(process)?;
    let latest = tx.optional(
        "SELECT id, version, state, content_hash FROM process WHERE code = $1 ORDER BY version DESC LIMIT 1",
        args![process.code.clone()],
    )?;
    let Some(row) = latest else {
        insert(tx, process, 1, &hash, (by, at))?;
        return Ok(Stored::Added);
    };
    if row.get::<String>(3)? == hash {
        return Ok(Stored::Unchanged);
    }
    if row.get::<String>(2)? == VersionState::Draft.name() {
        let body = serde_json::to_value(process).map_err(Error::fault)?;
        tx.execute(
            "UPDATE process SET name = $2, procedure_code = $3, content_hash = $4, body = $5 WHERE id = $1",
            args![row.get::<Uuid>(0)?, process.name.clone(), process.procedures.first().cloned(), hash, body],
        )?;
    } else {
        insert(tx, process, row.get::<i64>(1)? + 1, &hash, (by, at))?;
    }
    Ok(Stored::Changed)
}

fn insert(
    tx: &mut Tx,
    process: &Process,
    version: i64,
    hash: &str,
    (by, at): (Actor, Instant),
) -> Result<ProcessVersionId> {
    let id = clock::id(at);
    tx.execute(
        "INSERT INTO process (id, code, version, state, procedure_code, name, is_generated, content_hash, body, created_at)
         VALUES ($1, $2, $3, 'draft', $4, $5, $6, $7, $8, $9)",
        args![
            id,
            process.code.clone(),
            version,
            process.procedures.first().cloned(),
            process.name.clone(),
            process.is_generated,
            hash,
            serde_json::to_value(process).map_err(Error::fault)?,
            at
        ],
    )?;
    audit::note(tx, id, "process_drafted", &process.code, by, at)?;
    Ok(ProcessVersionId(id))
}

/// The content of the version `id` and where it is in its life.
pub fn get(tx: &mut Tx, id: ProcessVersionId) -> Result<(Process, VersionState)> {
    let row =
        tx.optional("SELECT body, state FROM process WHERE id = $1", args![id.0])?.ok_or(Error::NotFound)?;
    let process = serde_json::from_value(row.get(0)?).map_err(Error::fault)?;
    let state: String = row.get(1)?;
    Ok((process, VersionState::by_name(&state).ok_or_else(|| Error::fault("unknown state of a process"))?))
}

/// Publishes the draft `id`; the version in force until now is retired. Refuses one that is not sound (row C-08).
pub fn publish(tx: &mut Tx, id: ProcessVersionId, by: Actor, at: Instant) -> Result<()> {
    let (process, state) = get(tx, id)?;
    if state != VersionState::Draft {
        return Err(Refusal::NotADraft.into());
    }
    let limit = match process.procedures.first() {
        Some(code) => limit_of(tx, code)?,
        None => None,
    };
    let findings: Vec<String> = check(&process, limit).into_iter().map(|finding| finding.message).collect();
    if !findings.is_empty() {
        return Err(Refusal::ProcessUnsound(findings.join(" ")).into());
    }
    tx.execute(
        "UPDATE process SET state = 'retired' WHERE code = $1 AND state = 'published'",
        args![process.code.clone()],
    )?;
    tx.execute("UPDATE process SET state = 'published', published_at = $2 WHERE id = $1", args![id.0, at])?;
    audit::note(tx, id.0, "process_published", &process.code, by, at)
}

/// The limit of the published procedure with that code, in working minutes, if it is counted in them.
fn limit_of(tx: &mut Tx, code: &str) -> Result<Option<i64>> {
    let row =
        tx.optional("SELECT body FROM procedure WHERE code = $1 AND state = 'published'", args![code])?;
    let Some(row) = row else { return Ok(None) };
    let procedure: Procedure = serde_json::from_value(row.get(0)?).map_err(Error::fault)?;
    Ok(procedure.limit(Channel::Counter).and_then(|limit| limit.working_minutes()))
}

/// The processes of the procedure with that code, those in force first: identifier, name, state.
pub fn of_procedure(tx: &mut Tx, code: &str) -> Result<Vec<(ProcessVersionId, String, VersionState)>> {
    let rows = tx.all(
        "SELECT id, name, state FROM process WHERE procedure_code = $1 AND state <> 'retired'
         ORDER BY state DESC, is_generated, version DESC LIMIT 20",
        args![code],
    )?;
    let state = |word: String| VersionState::by_name(&word).ok_or_else(|| Error::fault("unknown state"));
    rows.iter().map(|row| Ok((ProcessVersionId(row.get(0)?), row.get(1)?, state(row.get(2)?)?))).collect()
}

/// Makes a draft of the usual process for `procedure`, for an administrator to look at and publish. Refuses a procedure
/// whose limit is not whole yet.
pub fn draft_usual(tx: &mut Tx, procedure: &Procedure, by: Actor, at: Instant) -> Result<ProcessVersionId> {
    let minutes = procedure.limit(Channel::Counter).map(usual_minutes).ok_or(Refusal::NoLimit)?;
    let process = standard(&procedure.code, &procedure.name, minutes);
    put(tx, &process, by, at)?;
    let sql = "SELECT id FROM process WHERE code = $1 ORDER BY version DESC LIMIT 1";
    Ok(ProcessVersionId(tx.one(sql, args![process.code])?.get(0)?))
}

/// Makes and publishes the usual process for each published procedure that has none; how many it made. For a start
/// before the agencies have built theirs: each is marked as made by rule.
pub fn fill_in(tx: &mut Tx, by: Actor, at: Instant) -> Result<usize> {
    let rows = tx.all(
        "SELECT body FROM procedure p WHERE state = 'published'
         AND NOT EXISTS (SELECT 1 FROM process q WHERE q.procedure_code = p.code AND q.state = 'published')",
        args![],
    )?;
    let mut made = 0;
    for row in rows {
        let procedure: Procedure = serde_json::from_value(row.get(0)?).map_err(Error::fault)?;
        let Some(minutes) = procedure.limit(Channel::Counter).map(usual_minutes) else { continue };
        let process = standard(&procedure.code, &procedure.name, minutes);
        let id = insert(tx, &process, 1, &fingerprint(&process)?, (by, at))?;
        publish(tx, id, by, at)?;
        made += 1;
    }
    Ok(made)
}

/// The working minutes that a limit leaves: days of the calendar count five in seven, months twenty-two days.
fn usual_minutes(limit: domain::calendar::deadline::Limit) -> i64 {
    use domain::calendar::deadline::{DAY_MINUTES, LimitUnit};
    let minutes = match limit.unit {
        LimitUnit::WorkingDay | LimitUnit::WorkingHour => limit.working_minutes().unwrap_or_default(),
        LimitUnit::CalendarDay => limit.amount * DAY_MINUTES * 5 / 7_000,
        LimitUnit::Month => limit.amount * DAY_MINUTES * 22 / 1_000,
        LimitUnit::Hour => limit.amount * 20 / 1_000,
        LimitUnit::SameDay => DAY_MINUTES,
    };
    minutes.max(60)
}
