//! The table `process`: immutable versions.

use base::{
    audit,
    error::{Error, Result},
    version::ProcessVersion,
};
use domain::{
    catalogue::{Procedure, VersionState},
    dossier::Channel,
    id::ProcessVersionId,
    instant::Instant,
    people::Actor,
    process::{
        Process,
        check::{check, limit_met},
        standard::standard,
    },
    refusal::Refusal,
};
use kit::{
    clock,
    db::{Tx, args},
};
use uuid::Uuid;

use crate::{
    change,
    import::{self, Imported, Stored, fingerprint},
    task,
};

const IMPORTED: &str = "process_imported";

/// Stores `process` as it was imported: a new draft, a changed draft, or nothing if it is there already. Refuses to write
/// over a draft that a person has worked on.
pub fn put(tx: &mut Tx, process: &Process, by: Actor, at: Instant) -> Result<Stored> {
    let hash = fingerprint(process)?;
    let note = Imported { code: process.code.clone(), imported: hash.clone() };
    let latest = tx.optional(
        "SELECT id, version, state, content_hash FROM process WHERE code = $1 ORDER BY version DESC LIMIT 1",
        args![process.code.clone()],
    )?;
    let Some(row) = latest else {
        let id = insert(tx, process, 1, at)?;
        audit::note(tx, id.0, IMPORTED, &note, by, at)?;
        return Ok(Stored::Added);
    };
    let is_old = row.get::<String>(3)? == hash;
    if is_old || import::last(tx, "process", IMPORTED, &process.code)?.as_deref() == Some(&hash) {
        return Ok(Stored::Unchanged);
    }
    let mut id = ProcessVersionId(row.get(0)?);
    if row.get::<String>(2)? == VersionState::Draft.name() {
        if import::is_mended(tx, id.0, IMPORTED)? {
            return Err(Refusal::DraftMended.into());
        }
        write(tx, id, process)?;
    } else {
        id = insert(tx, process, row.get::<i64>(1)? + 1, at)?;
    }
    audit::note(tx, id.0, IMPORTED, &note, by, at)?;
    Ok(Stored::Changed)
}

/// Writes a new draft; the caller notes why there is one.
pub(super) fn insert(tx: &mut Tx, process: &Process, version: i64, at: Instant) -> Result<ProcessVersionId> {
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
            fingerprint(process)?,
            serde_json::to_value(process).map_err(Error::fault)?,
            at
        ],
    )?;
    Ok(ProcessVersionId(id))
}

/// Writes the content of a draft; the caller notes why. What is no draft stays as it is and is refused.
pub(super) fn write(tx: &mut Tx, id: ProcessVersionId, process: &Process) -> Result<()> {
    let done = tx.execute(
        "UPDATE process SET name = $2, procedure_code = $3, is_generated = $4, content_hash = $5, body = $6
         WHERE id = $1 AND state = 'draft'",
        args![
            id.0,
            process.name.clone(),
            process.procedures.first().cloned(),
            process.is_generated,
            fingerprint(process)?,
            serde_json::to_value(process).map_err(Error::fault)?
        ],
    )?;
    if done == 0 { Err(Refusal::NotADraft.into()) } else { Ok(()) }
}

/// The version `id`.
pub fn get(tx: &mut Tx, id: ProcessVersionId) -> Result<ProcessVersion> {
    let row = tx.optional("SELECT body, state, version FROM process WHERE id = $1", args![id.0])?;
    let row = row.ok_or(Error::NotFound)?;
    let state: String = row.get(1)?;
    Ok(ProcessVersion {
        id,
        number: row.get(2)?,
        state: VersionState::by_name(&state).ok_or_else(|| Error::fault("unknown state of a process"))?,
        content: row.json(0)?,
    })
}

/// Publishes the draft `id` as it was `seen`; the version in force until now is retired. Refuses one that is not sound
/// (row C-08), and one that nobody approved: the decision has its number and its day (TT 01/2018 Điều 8.3).
pub fn publish(tx: &mut Tx, id: ProcessVersionId, seen: i64, by: Actor, at: Instant) -> Result<()> {
    let version = get(tx, id)?;
    let (number, day) = super::decision::parts(&version.content.decision);
    if version.state == VersionState::Draft && (number.is_empty() || day.is_none()) {
        return Err(Refusal::DecisionMissing.into());
    }
    put_in_force(tx, &version, seen, (by, at))
}

fn put_in_force(tx: &mut Tx, version: &ProcessVersion, seen: i64, (by, at): (Actor, Instant)) -> Result<()> {
    if version.state != VersionState::Draft {
        return Err(Refusal::NotADraft.into());
    }
    let (process, id) = (&version.content, version.id);
    let limit = limit_of(tx, process)?;
    let findings: Vec<String> = check(process, limit).into_iter().map(|finding| finding.message).collect();
    if !findings.is_empty() {
        return Err(Refusal::ProcessUnsound(findings.join(" ")).into());
    }
    change::note(tx, (id.0, seen), "process_published", &process.decision, (by, at))?;
    let sql = "SELECT id FROM process WHERE code = $1 AND state = 'published'";
    for row in tx.all(sql, args![process.code.clone()])? {
        let before: Uuid = row.get(0)?;
        tx.execute("UPDATE process SET state = 'retired' WHERE id = $1", args![before])?;
        audit::note(tx, before, "process_replaced", &id, by, at)?;
    }
    let done = tx.execute(
        "UPDATE process SET state = 'published', published_at = $2 WHERE id = $1 AND state = 'draft'",
        args![id.0, at],
    )?;
    if done == 0 {
        return Err(Error::Stale);
    }
    match process.procedures.first() {
        Some(code) => task::store::refresh(tx, code, at),
        None => Ok(()),
    }
}

/// Takes the published version `id` out of force; dossiers received under it go on by it.
pub fn retire(tx: &mut Tx, id: ProcessVersionId, by: Actor, at: Instant) -> Result<()> {
    let sql = "UPDATE process SET state = 'retired' WHERE id = $1 AND state = 'published'";
    if tx.execute(sql, args![id.0])? == 0 {
        return Err(Refusal::NotPublished.into());
    }
    audit::note(tx, id.0, "process_retired", &"", by, at)?;
    // Another process may be in force now, or none.
    for code in get(tx, id)?.content.procedures {
        task::store::open_mending(tx, &code, by, at)?;
        task::store::refresh(tx, &code, at)?;
    }
    Ok(())
}

/// The limit of the published procedure that `process` settles, in working minutes, if it is counted in them: the one that it
/// meets where ways of filing have their own.
pub fn limit_of(tx: &mut Tx, process: &Process) -> Result<Option<i64>> {
    let Some(code) = process.procedures.first() else { return Ok(None) };
    let procedure = published(tx, code)?;
    Ok(procedure.and_then(|procedure| limit_met(process, &procedure)))
}

/// The published procedure with that code, if there is one.
pub fn published(tx: &mut Tx, code: &str) -> Result<Option<Procedure>> {
    let row =
        tx.optional("SELECT body FROM procedure WHERE code = $1 AND state = 'published'", args![code])?;
    row.map(|row| Ok(row.json(0)?)).transpose()
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

/// The usual process for what is filed by `channel`: where it has another limit in working time than the counter, one with a
/// code of its own. Nothing if the record sets no limit.
fn usual(procedure: &Procedure, channel: Channel) -> Option<Process> {
    let counter = procedure.limit(Channel::Counter)?;
    let own = procedure.limit(channel).filter(|limit| *limit != counter && limit.working_minutes().is_some());
    let mut process = standard(&procedure.code, &procedure.name, usual_minutes(own.unwrap_or(counter)));
    if own.is_some() {
        process.code = format!("{}-{}", process.code, channel.name());
        process.name = format!("{} (nộp theo cách “{}”)", process.name, channel.title());
    }
    Some(process)
}

/// Makes a draft of the usual process of `procedure` for what is filed by `channel`, for an administrator to look at and publish;
/// the draft that is there, if there is one. Refuses a procedure whose limit is not whole yet.
pub fn draft_usual(
    tx: &mut Tx,
    (procedure, channel): (&Procedure, Channel),
    by: Actor,
    at: Instant,
) -> Result<ProcessVersionId> {
    let process = usual(procedure, channel).ok_or(Refusal::NoLimit)?;
    let sql = "SELECT id, version, state FROM process WHERE code = $1 ORDER BY version DESC LIMIT 1";
    let latest = tx.optional(sql, args![process.code.clone()])?;
    let mut version = 1;
    if let Some(row) = latest {
        if row.get::<String>(2)? == VersionState::Draft.name() {
            return Ok(ProcessVersionId(row.get(0)?));
        }
        version = row.get::<i64>(1)? + 1;
    }
    let id = insert(tx, &process, version, at)?;
    audit::note(tx, id.0, "process_drafted", &process.code, by, at)?;
    Ok(id)
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
        let procedure: Procedure = row.json(0)?;
        let mut sums = vec![];
        for content in Channel::ALL.iter().filter_map(|channel| usual(&procedure, *channel)) {
            // Two ways of filing with the same limit share a process.
            if sums.contains(&content.minutes()) {
                continue;
            }
            sums.push(content.minutes());
            let id = insert(tx, &content, 1, at)?;
            let version = ProcessVersion { id, number: 1, state: VersionState::Draft, content };
            put_in_force(tx, &version, 0, (by, at))?;
            made += 1;
        }
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
