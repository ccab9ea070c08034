//! The one way a dossier changes: [`record`] writes its state, the line in the log and the jobs that follow, all or
//! nothing. [`begin`] does the same for a new one.

pub mod forecast;
pub mod list;
pub mod log;
pub mod matters;
pub mod outgoing;
mod row;

use std::ops::Deref;

use domain::{
    dossier::{
        Dossier, Event, Filing,
        alarm::{self, Alarm},
        extend,
    },
    id::DossierId,
    instant::Instant,
    people::Actor,
    reaction,
};
use kit::db::{Tx, args};
pub use row::{COLUMNS, draft_code, read};

use crate::error::{Error, Result};

/// A dossier as it was read, and the hash its log ends with.
#[derive(Clone, Debug)]
pub struct Seen {
    dossier: Dossier,
    head: Vec<u8>,
}

impl Deref for Seen {
    type Target = Dossier;
    fn deref(&self) -> &Dossier {
        &self.dossier
    }
}

impl Seen {
    fn head(&self) -> log::Head {
        log::Head { stream: self.id.0, seq: self.version, hash: self.head.clone() }
    }
}

/// The dossier `id`; [`Error::NotFound`] if there is none.
pub fn load(tx: &mut Tx, id: DossierId) -> Result<Seen> {
    let sql = format!("SELECT {COLUMNS} FROM dossier d JOIN filing f ON f.dossier_id = d.id WHERE d.id = $1");
    tx.optional(&sql, args![id.0])?.map(|row| read(&row)).transpose()?.ok_or(Error::NotFound)
}

/// Writes that `event` happened to the dossier `seen`: its new state, the line in the log and the jobs that follow,
/// all or nothing. Fails with [`Error::Stale`] if the dossier moved since it was read.
pub fn record(tx: &mut Tx, seen: &Seen, event: &Event, by: Actor, at: Instant) -> Result<Seen> {
    let dossier = seen.after(event, by, at)?;
    let line = seen.head().next(event.name(), event, by, at)?;
    let next = Seen { dossier, head: line.hash.clone() };
    row::update(tx, &next)?;
    // What is noted already was given once.
    if let Event::LetterGiven { given } = event
        && !outgoing::give(tx, next.id, given.seq, given.way, given.on)?
    {
        return Err(Error::Stale);
    }
    match event {
        Event::Received { .. } => row::accept(tx, &next),
        Event::PartOpened { .. }
        | Event::PartConfirmed { .. }
        | Event::PartDone { .. }
        | Event::PartSilent { .. }
        | Event::PartCancelled { .. }
        | Event::PartDeclined { .. }
        | Event::PartReassigned { .. }
        | Event::Reopened { .. } => row::parts(tx, &next),
        Event::ApologyVoided { slip_number, reason } => outgoing::void(tx, &next, (*slip_number, reason), at),
        Event::Taken { out_of_order } => row::pick(tx, seen, &next, out_of_order.as_deref(), at),
        _ => {}
    }
    finish(tx, &next, event, &line)?;
    match extend::void_after(seen, event, &next) {
        Some(void) => record(tx, &next, &void, Actor::System, at),
        None => Ok(next),
    }
}

/// Brings a dossier into being by its first event.
pub fn begin(tx: &mut Tx, id: DossierId, event: &Event, by: Actor, at: Instant) -> Result<Seen> {
    let dossier = Dossier::begin(id, event, at).ok_or(Error::NotFound)?;
    let line = log::Head::new(id.0).next(event.name(), event, by, at)?;
    let new = Seen { dossier, head: line.hash.clone() };
    row::insert(tx, &new)?;
    finish(tx, &new, event, &line)?;
    Ok(new)
}

fn finish(tx: &mut Tx, now: &Seen, event: &Event, line: &log::Line) -> Result<()> {
    if let Some(filing) = event.filing() {
        row::file(tx, now, filing, line.at)?;
    }
    log::append(tx, line);
    for kind in reaction::to(event) {
        let payload = serde_json::json!({ "dossier": line.stream, "seq": line.seq });
        kit::queue::enqueue(tx, kind, &payload, line.at);
    }
    for (at, alarm) in alarm::set_by(event, now) {
        set_alarm(tx, now.id, at, alarm);
    }
    Ok(())
}

/// Leaves a job behind that looks at the dossier when the moment has come.
pub fn set_alarm(tx: &mut Tx, id: DossierId, at: Instant, alarm: Alarm) {
    let payload = serde_json::json!({ "dossier": id, "alarm": alarm });
    kit::queue::enqueue(tx, reaction::ALARM, &payload, at);
}

/// The filing of the dossier `id`, as it stands now.
pub fn filing(tx: &mut Tx, id: DossierId) -> Result<Filing> {
    let row =
        tx.optional("SELECT body FROM filing WHERE dossier_id = $1", args![id.0])?.ok_or(Error::NotFound)?;
    Ok(row.json(0)?)
}
