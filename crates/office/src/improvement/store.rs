//! The table `improvement`, and what the dossiers say of its effect.

use base::{
    dossier::log::{self, Head},
    error::{Error, Result},
    house::House,
};
use domain::{
    calendar::Timetable,
    id::UnitId,
    improvement::{Improvement, average},
    instant::Instant,
    people::Actor,
    refusal::Refusal,
};
use jiff::{Span, civil::Date};
use kit::db::{Tx, args};
use uuid::Uuid;

/// Over how many months before and after the effect is measured (row C-53).
const MONTHS: i64 = 3;

/// An idea as it was read.
#[derive(Clone, Debug)]
pub struct Seen {
    /// Its identifier.
    pub id: Uuid,
    /// The number of its last line in the log.
    pub seq: i64,
    /// How it stands.
    pub idea: Improvement,
}

/// The idea `id`; [`Error::NotFound`] if there is none.
pub fn load(tx: &mut Tx, id: Uuid) -> Result<Seen> {
    let row = tx.optional("SELECT body FROM improvement WHERE id = $1", args![id])?.ok_or(Error::NotFound)?;
    let idea = row.json(0)?;
    Ok(Seen { id, seq: log::head(tx, id)?.seq, idea })
}

/// Writes an idea down under the identifier that its form carries; sent twice, it stands there once.
pub fn tell(tx: &mut Tx, id: Uuid, idea: &Improvement, by: Actor, at: Instant) -> Result<()> {
    if !Improvement::may_tell(&by) {
        return Err(Refusal::TaskNotYours.into());
    }
    if tx.optional("SELECT 1 FROM improvement WHERE id = $1", args![id])?.is_some() {
        return Ok(());
    }
    log::append(tx, &Head::new(id).next("improvement_told", idea, by, at)?);
    tx.later(
        "INSERT INTO improvement (id, state, procedure_code, unit_id, opened_at, body) VALUES ($1, $2, $3, $4, $5, $6)",
        args![
            id,
            idea.state.name(),
            idea.procedure.clone(),
            idea.unit.0,
            at,
            serde_json::to_value(idea).map_err(Error::fault)?
        ],
    );
    Ok(())
}

/// Writes `idea`, which was decided, in place of the one `seen`. Fails with [`Error::Stale`] if something happened since.
pub fn record(tx: &mut Tx, seen: &Seen, idea: &Improvement, by: Actor, at: Instant) -> Result<()> {
    let head = log::head(tx, seen.id)?;
    if head.seq != seen.seq {
        return Err(Error::Stale);
    }
    log::append(tx, &head.next("improvement_decided", idea, by, at)?);
    tx.later(
        "UPDATE improvement SET state = $2, body = $3 WHERE id = $1",
        args![seen.id, idea.state.name(), serde_json::to_value(idea).map_err(Error::fault)?],
    );
    Ok(())
}

/// How many dossiers, and how many working minutes they took on the average.
pub type Measured = (usize, Option<i64>);

/// The dossiers of the procedure `code` that were settled in the months before the idea held, and in those since.
pub fn effect(tx: &mut Tx, house: &House, code: &str, from: Date) -> Result<(Measured, Measured)> {
    let before = from.checked_sub(Span::new().months(MONTHS)).map_err(Error::fault)?;
    let after = from.checked_add(Span::new().months(MONTHS)).map_err(Error::fault)?;
    Ok((measured(tx, house, code, (before, from))?, measured(tx, house, code, (from, after))?))
}

fn measured(tx: &mut Tx, house: &House, code: &str, (from, to): (Date, Date)) -> Result<Measured> {
    let mut minutes = vec![];
    tx.each(
        "SELECT d.received_at, d.settled_at, d.settling_unit_id FROM dossier d JOIN procedure p ON p.id = d.procedure_id
         WHERE p.code = $1 AND d.settled_at >= $2 AND d.settled_at < $3 AND d.received_at IS NOT NULL",
        args![code, Timetable::midnight(from), Timetable::midnight(to)],
        |row| {
            let table = house.timetable(UnitId(row.get(2)?));
            minutes.push(table.minutes_between(row.get(0)?, row.get(1)?));
            Ok::<(), Error>(())
        },
    )?;
    Ok((minutes.len(), average(&minutes)))
}
