//! The table `task`, the fold of what the log says of each, and what the data tell about it.

use base::{
    dossier::log::{self, Head},
    error::{Error, Result},
    house::House,
};
use domain::{
    announcement::Change,
    calendar::deadline::working_days_after,
    catalogue::Procedure,
    id::UnitId,
    instant::{Instant, local_date},
    org::UnitKind,
    people::Actor,
    process::{Process, check::misfits},
    reaction,
    task::{Facts, Task, TaskEvent, TaskKind, TaskState, alarm::Alarms},
    ticket::Ticket,
};
use kit::{
    clock,
    db::{Tx, args},
};
use uuid::Uuid;

use crate::legal_basis;

/// How many working days an agency has to mend a process that does not fit.
const MEND_DAYS: i64 = 5;

/// A task as it was read.
#[derive(Clone, Debug)]
pub struct Seen {
    /// Its identifier.
    pub id: Uuid,
    /// The number of its last line in the log.
    pub seq: i64,
    /// How it stands.
    pub task: Task,
}

/// The task `id`; [`Error::NotFound`] if there is none.
pub fn load(tx: &mut Tx, id: Uuid) -> Result<Seen> {
    let row = tx.optional("SELECT body FROM task WHERE id = $1", args![id])?.ok_or(Error::NotFound)?;
    let task = row.json(0)?;
    Ok(Seen { id, seq: log::head(tx, id)?.seq, task })
}

/// Opens `task`, and leaves the job behind that sees to its alarms. `announcement` is where it follows from one.
pub fn open(tx: &mut Tx, task: &Task, announcement: Option<Uuid>, by: Actor, at: Instant) -> Result<Uuid> {
    let id = clock::id(at);
    let event = TaskEvent::Opened { task: task.clone() };
    log::append(tx, &Head::new(id).next(event.words().0, &event, by, at)?);
    tx.later(
        "INSERT INTO task (id, kind, state, procedure_code, owner_unit_id, announcement_id, source_id, due_at, opened_at,
             body)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        args![
            id,
            task.kind.name(),
            task.state.name(),
            task.procedure.clone(),
            task.owner.0,
            announcement,
            task.source,
            task.due_at,
            at,
            serde_json::to_value(task).map_err(Error::fault)?
        ],
    );
    ring_at(tx, id, at);
    Ok(id)
}

/// Leaves the job behind that looks at the task `id` at `when`.
pub fn ring_at(tx: &mut Tx, id: Uuid, when: Instant) {
    kit::queue::enqueue(tx, reaction::TASK, &serde_json::json!({ "task": id }), when);
}

/// Writes that `event` happened to the task `seen`. Fails with [`Error::Stale`] if something happened since it was read.
pub fn record(tx: &mut Tx, seen: &Seen, event: &TaskEvent, by: Actor, at: Instant) -> Result<()> {
    let task = seen.task.after(event, &by)?;
    let head = log::head(tx, seen.id)?;
    if head.seq != seen.seq {
        return Err(Error::Stale);
    }
    tx.later(
        "UPDATE task SET state = $2, done_at = $3, missed_at = coalesce(missed_at, $4), body = $5 WHERE id = $1",
        args![
            seen.id,
            task.state.name(),
            (task.state == TaskState::Done).then_some(at),
            (*event == TaskEvent::Missed).then_some(at),
            serde_json::to_value(&task).map_err(Error::fault)?
        ],
    );
    log::append(tx, &head.next(event.words().0, event, by, at)?);
    // What was reported in time and is sent back after it is late at once.
    if matches!(event, TaskEvent::SentBack { .. }) {
        ring_at(tx, seen.id, at);
    }
    Ok(())
}

/// Ends the tasks of the procedure `code` that the data tell to be done. Called by whatever changes the data, in its
/// transaction.
pub fn refresh(tx: &mut Tx, code: &str, at: Instant) -> Result<()> {
    let open = tx.all("SELECT id FROM task WHERE procedure_code = $1 AND state = 'open'", args![code])?;
    if open.is_empty() {
        return Ok(());
    }
    let mut facts = facts(tx, code)?;
    for row in open {
        let seen = load(tx, row.get(0)?)?;
        facts.basis_is_gone = match seen.task.source {
            Some(document) if seen.task.kind == TaskKind::Basis => {
                !legal_basis::store::rests(tx, code, document)?
            }
            _ => false,
        };
        if seen.task.kind.is_met(&facts, seen.task.since) {
            record(tx, &seen, &TaskEvent::Met, Actor::System, at)?;
        }
    }
    Ok(())
}

/// What the data say about the procedure `code`.
pub fn facts(tx: &mut Tx, code: &str) -> Result<Facts> {
    let ticket = tx.optional(
        "SELECT body FROM ticket WHERE procedure_code = $1 ORDER BY opened_at DESC, id DESC LIMIT 1",
        args![code],
    )?;
    let ticket = ticket.map(|row| row.json::<Ticket>(0)).transpose()?;
    let posted = tx.optional(
        "SELECT 1 FROM posting g JOIN procedure v ON v.id = g.procedure_id AND v.state = 'published'
         WHERE g.procedure_code = $1 AND g.taken_down_at IS NULL LIMIT 1",
        args![code],
    )?;
    let (announced_at, abolished_at) = announced(tx, code)?;
    let published = published(tx, code)?;
    let process_fits = match &published {
        Some(version) => {
            let processes = processes(tx, code)?;
            let all: Vec<&Process> = processes.iter().collect();
            !all.is_empty() && misfits(&all, &version.content).is_none()
        }
        None => false,
    };
    Ok(Facts {
        published_at: published.map(|version| version.at),
        process_fits,
        is_posted: posted.is_some(),
        ticket: ticket.map(|ticket| ticket.state),
        announced_at,
        abolished_at,
        basis_is_gone: false,
    })
}

/// When a decision that adds or amends the procedure `code` was entered last, and one that abolishes it.
fn announced(tx: &mut Tx, code: &str) -> Result<(Option<Instant>, Option<Instant>)> {
    let row = tx.one(
        "SELECT max(a.entered_at) FILTER (WHERE i.change <> $2), max(a.entered_at) FILTER (WHERE i.change = $2)
         FROM announcement_item i JOIN announcement a ON a.id = i.announcement_id WHERE i.procedure_code = $1",
        args![code, Change::Abolished.name()],
    )?;
    Ok((row.get(0)?, row.get(1)?))
}

/// The version in force: its content, since when, and who settles it where one unit does.
struct Published {
    content: Procedure,
    at: Instant,
    settler: Option<UnitId>,
}

fn published(tx: &mut Tx, code: &str) -> Result<Option<Published>> {
    let row = tx.optional(
        "SELECT body, published_at, settling_unit_id FROM procedure WHERE code = $1 AND state = 'published'",
        args![code],
    )?;
    row.map(|row| {
        Ok(Published {
            content: row.json(0)?,
            at: row.get(1)?,
            settler: row.get::<Option<Uuid>>(2)?.map(UnitId),
        })
    })
    .transpose()
}

/// The processes in force for the procedure `code`, in the order in which reception takes them.
fn processes(tx: &mut Tx, code: &str) -> Result<Vec<Process>> {
    let rows = tx.all(
        "SELECT body FROM process WHERE procedure_code = $1 AND state = 'published'
         ORDER BY is_generated, version DESC",
        args![code],
    )?;
    rows.iter().map(|row| Ok(row.json(0)?)).collect()
}

/// How the processes in force miss the limits of `content`, by way of filing and in words, if they do (row C-08).
pub fn misfit_of(tx: &mut Tx, content: &Procedure) -> Result<Option<String>> {
    let processes = processes(tx, &content.code)?;
    Ok(misfits(&processes.iter().collect::<Vec<_>>(), content))
}

/// After a version of the procedure `code` was published: where its process no longer adds up, the agency is to mend it.
/// Reception refuses the procedure until then.
pub fn open_mending(tx: &mut Tx, code: &str, by: Actor, at: Instant) -> Result<()> {
    let Some(version) = published(tx, code)? else { return Ok(()) };
    let Some(note) = misfit_of(tx, &version.content)? else { return Ok(()) };
    let known = tx.optional(
        "SELECT 1 FROM task WHERE procedure_code = $1 AND kind = $2 AND state = 'open'",
        args![code, TaskKind::Mend.name()],
    )?;
    if known.is_some() {
        return Ok(());
    }
    let house = House::load(tx)?;
    let centre = || house.serving(UnitKind::Centre, local_date(at)).map(|unit| unit.id);
    let owner = version.settler.or_else(centre).ok_or_else(|| Error::fault("no unit to mend a process"))?;
    let due_at = working_days_after(at, MEND_DAYS, &house.timetable(owner));
    let task = Task {
        kind: TaskKind::Mend,
        procedure: code.to_owned(),
        name: version.content.name,
        owner,
        source: None,
        note,
        since: at,
        due_at: due_at.ok_or_else(|| Error::fault("no working day"))?,
        state: TaskState::Open,
        alarms: Alarms::default(),
    };
    open(tx, &task, None, by, at).map(drop)
}
