//! What the follower reads: which dossiers are next, and each with its whole log and what is known of it already.

use std::collections::{HashMap, HashSet};

use base::{
    dossier::log,
    error::{Error, Result},
    house::House,
};
use domain::{
    dossier::{Event, event::FileRef},
    flow::course::{Course, course},
    id::DossierId,
    instant::Instant,
    people::Actor,
    quality::{self, Defect, Finding},
    workload::deed::{Deed, deeds},
};
use jiff::SignedDuration;
use kit::db::{Row, Tx, Value, args};
use uuid::Uuid;

/// How many dossiers one step takes in: what else is written waits for it some ten milliseconds.
const STEP: usize = 100;
/// How many lines of the log are looked at for them.
const LINES: i64 = 400;
/// How much of the log is looked through at once.
const WINDOW: SignedDuration = SignedDuration::from_hours(24);
/// How far the follower stays behind: every transaction that has an earlier time is visible by then.
const BEHIND: SignedDuration = SignedDuration::from_secs(60);

/// How far the follower has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Position {
    /// The last line of the log that was taken in: its time and its stream.
    log: (Instant, Uuid),
    /// The last dossier that the rebuild took in.
    rebuilt_to: Uuid,
    /// Whether the rebuild goes on.
    pub is_rebuilding: bool,
    /// Who moves on must have seen this number.
    turn: i64,
}

/// Some dossiers, and how far one has come with them.
pub struct Batch {
    before: Position,
    /// How far one has come then.
    pub next: Position,
    /// The dossiers.
    pub dossiers: Vec<Dossier>,
}

/// What is known of a stay already.
#[derive(Clone, Copy, Debug)]
pub struct KnownStay {
    /// Whether it was left.
    pub is_left: bool,
    /// Whether its dossier was settled.
    pub is_settled: bool,
}

/// A dossier with its log and what is known of it.
pub struct Dossier {
    /// The national code of its procedure.
    pub procedure: String,
    /// Its course.
    pub course: Course,
    /// What happened to it.
    pub events: Vec<Event>,
    /// What is known of its stays.
    pub stays: Vec<KnownStay>,
    /// The events whose letters were made.
    pub slips: HashSet<i64>,
    /// What was found wrong before.
    pub findings: Vec<Finding>,
    /// What officers did with it; nothing where every event is counted.
    pub deeds: Vec<Deed>,
    /// When it was filed; a dossier on paper that was entered late, when it was received.
    pub filed_at: Instant,
    /// Up to which event its deeds are counted; 0 if it is not known yet.
    pub counted_to: i64,
}

impl Dossier {
    /// Its identifier.
    pub fn id(&self) -> Uuid {
        self.course.dossier.id.0
    }

    /// The file of the result that counts.
    pub fn result(&self) -> Option<(i64, FileRef)> {
        quality::result(&self.course.dossier, &self.events)
    }
}

/// The next dossiers to take in; nothing if there are none.
pub fn batch(tx: &mut Tx, house: &House, now: Instant) -> Result<Option<Batch>> {
    let until = now - BEHIND;
    let before = position(tx, until)?;
    let (ids, next) = if before.is_rebuilding { by_order(tx, before)? } else { by_log(tx, before, until)? };
    if next == before {
        return Ok(None);
    }
    Ok(Some(Batch { before, next, dossiers: read(tx, &ids, house)? }))
}

fn position(tx: &mut Tx, until: Instant) -> Result<Position> {
    let sql = "SELECT log_at, log_stream, rebuilt_to, is_rebuilding, turn FROM follower WHERE one = 1";
    let row = tx.one(sql, args![])?;
    let stream: Option<Uuid> = row.get(1)?;
    Ok(Position {
        log: (row.get::<Option<Instant>>(0)?.unwrap_or(until), stream.unwrap_or_default()),
        rebuilt_to: row.get::<Option<Uuid>>(2)?.unwrap_or_default(),
        is_rebuilding: row.get(3)?,
        turn: row.get(4)?,
    })
}

/// Writes how far one has come. [`Error::Stale`] if another server moved on meanwhile.
pub fn move_on(tx: &mut Tx, batch: &Batch) -> Result<()> {
    let next = &batch.next;
    let moved = tx.execute(
        "UPDATE follower SET log_at = $1, log_stream = $2, rebuilt_to = $3, is_rebuilding = $4, turn = turn + 1
         WHERE one = 1 AND turn = $5",
        args![next.log.0, next.log.1, next.rebuilt_to, next.is_rebuilding, batch.before.turn],
    )?;
    if moved == 1 { Ok(()) } else { Err(Error::Stale) }
}

/// Every dossier once.
fn by_order(tx: &mut Tx, before: Position) -> Result<(Vec<Uuid>, Position)> {
    let sql = format!("SELECT id FROM dossier WHERE id > $1 ORDER BY id LIMIT {STEP}");
    let rows = tx.all(&sql, args![before.rebuilt_to])?;
    let ids: Vec<Uuid> = rows.iter().map(|row| row.get(0)).collect::<std::result::Result<_, _>>()?;
    let rebuilt_to = ids.last().copied().unwrap_or(before.rebuilt_to);
    let is_rebuilding = ids.len() == STEP;
    Ok((ids, Position { rebuilt_to, is_rebuilding, ..before }))
}

/// The dossiers with new lines in the log.
fn by_log(tx: &mut Tx, before: Position, until: Instant) -> Result<(Vec<Uuid>, Position)> {
    let (at, stream) = before.log;
    let end = until.min(at + WINDOW);
    let rows = tx.all(
        "SELECT e.at, e.stream_id, e.kind FROM event e WHERE e.at >= $1 AND (e.at > $1 OR e.stream_id > $2) AND e.at < $3
         ORDER BY e.at, e.stream_id LIMIT $4",
        args![at, stream, end, LINES],
    )?;
    let (mut ids, mut log): (Vec<Uuid>, _) = (vec![], before.log);
    for row in &rows {
        let id: Uuid = row.get(1)?;
        if !ids.contains(&id) {
            if ids.len() == STEP {
                return Ok((ids, Position { log, ..before }));
            }
            ids.push(id);
        }
        log = (row.get(0)?, id);
    }
    if rows.is_empty() && end < until {
        log = (end, Uuid::nil());
    }
    Ok((ids, Position { log, ..before }))
}

/// What happened to a dossier, by whom and when.
type Log = Vec<(Instant, Actor, Event)>;

/// The dossiers of these identifiers, in any order. What is no dossier is left out.
pub fn read(tx: &mut Tx, ids: &[Uuid], house: &House) -> Result<Vec<Dossier>> {
    if ids.is_empty() {
        return Ok(vec![]);
    }
    let logs = logs(tx, ids)?;
    let mut stays = gathered(
        tx,
        "SELECT dossier_id, left_at, remaining FROM step_fact WHERE dossier_id IN (%) ORDER BY dossier_id, no",
        ids,
        |row| {
            let (left, remaining) = (row.get::<Option<Instant>>(1)?, row.get::<Option<i64>>(2)?);
            Ok(KnownStay { is_left: left.is_some(), is_settled: remaining.is_some() })
        },
    )?;
    let mut slips = gathered(tx, "SELECT dossier_id, seq FROM letter WHERE dossier_id IN (%)", ids, |row| {
        Ok(row.get::<i64>(1)?)
    })?;
    let mut findings =
        gathered(tx, "SELECT dossier_id, defect, seq FROM finding WHERE dossier_id IN (%)", ids, |row| {
            let word: String = row.get(1)?;
            let defect =
                Defect::by_name(&word).ok_or_else(|| Error::fault(format!("unknown defect {word}")))?;
            Ok(Finding { defect, seq: row.get(2)? })
        })?;
    let counted =
        gathered(tx, "SELECT dossier_id, seq FROM work_taken WHERE dossier_id IN (%)", ids, |row| {
            Ok(row.get::<i64>(1)?)
        })?;
    let mut dossiers = vec![];
    for (id, log) in logs {
        let Some(course) = course(DossierId(id), &log, |unit| house.timetable(unit)) else {
            tracing::error!(%id, "a dossier whose log cannot have happened");
            continue;
        };
        let counted_to = counted.get(&id).and_then(|seqs| seqs.first()).copied().unwrap_or_default();
        let is_counted = i64::try_from(log.len()).is_ok_and(|seq| seq == counted_to);
        let deeds = if is_counted { vec![] } else { deeds(DossierId(id), &log) };
        let filed_at = filed_at(&log);
        let events: Vec<Event> = log.into_iter().map(|(.., event)| event).collect();
        dossiers.push(Dossier {
            procedure: procedure(&events),
            course,
            events,
            stays: stays.remove(&id).unwrap_or_default(),
            slips: slips.remove(&id).unwrap_or_default().into_iter().collect(),
            findings: findings.remove(&id).unwrap_or_default(),
            deeds,
            filed_at,
            counted_to,
        });
    }
    // Always in one order: two servers that write the same rows must not wait for each other.
    dossiers.sort_by_key(Dossier::id);
    Ok(dossiers)
}

/// What happened to each of these dossiers. One dossier that cannot be read does not stop what is kept of the others.
fn logs(tx: &mut Tx, ids: &[Uuid]) -> Result<HashMap<Uuid, Log>> {
    let mut logs: HashMap<Uuid, Log> = HashMap::new();
    let mut unreadable: Vec<Uuid> = vec![];
    let sql = of_these(
        &format!(
            "SELECT {} FROM event WHERE stream_id IN (SELECT id FROM dossier WHERE id IN (%)) ORDER BY stream_id, seq",
            log::COLUMNS
        ),
        ids,
    );
    for row in tx.all(&sql, values(ids))? {
        let line = log::read(&row)?;
        match serde_json::from_str(&line.body) {
            Ok(event) => logs.entry(line.stream).or_default().push((line.at, line.by, event)),
            Err(error) => {
                tracing::error!(%error, id = %line.stream, seq = line.seq, "a line of the log that cannot be read");
                unreadable.push(line.stream);
            }
        }
    }
    logs.retain(|id, _| !unreadable.contains(id));
    Ok(logs)
}

/// When it was filed: row C-20 lets a dossier on paper be entered days later.
fn filed_at(log: &Log) -> Instant {
    match log.first() {
        Some((_, _, Event::Received { acceptance, .. })) => acceptance.received_at,
        Some((at, ..)) => *at,
        None => Instant::UNIX_EPOCH,
    }
}

/// The code of the procedure it was filed for.
fn procedure(events: &[Event]) -> String {
    let target = match events.first() {
        Some(
            Event::Submitted { target, .. }
            | Event::Received { target, .. }
            | Event::CompletionRequested { target, .. }
            | Event::Declined { target, .. },
        ) => Some(target),
        _ => None,
    };
    target.map_or_else(String::new, |target| target.procedure_code.clone())
}

/// The rows of each dossier.
fn gathered<T>(
    tx: &mut Tx,
    sql: &str,
    ids: &[Uuid],
    read: impl Fn(&Row) -> Result<T>,
) -> Result<HashMap<Uuid, Vec<T>>> {
    let mut all: HashMap<Uuid, Vec<T>> = HashMap::new();
    for row in tx.all(&of_these(sql, ids), values(ids))? {
        all.entry(row.get(0)?).or_default().push(read(&row)?);
    }
    Ok(all)
}

/// The question with a place for each of `ids` where `%` stands.
pub fn of_these(sql: &str, ids: &[Uuid]) -> String {
    let places: Vec<String> = (1..=ids.len()).map(|no| format!("${no}")).collect();
    sql.replace('%', &places.join(", "))
}

/// The identifiers as arguments.
pub fn values(ids: &[Uuid]) -> Vec<Value> {
    ids.iter().map(|id| Value::from(*id)).collect()
}
