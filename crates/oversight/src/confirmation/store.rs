//! The table `data_confirmation`, and how the numbers of a month are counted.

use base::{
    dossier::log::{self, Head},
    error::{Error, Result},
    house::House,
};
use domain::{
    calendar::Timetable,
    confirmation::{Confirmation, ConfirmationEvent, Figures, Standing, due, may_fix},
    id::UnitId,
    instant::{Instant, local_date},
    people::Actor,
};
use jiff::{ToSpan, civil::Date};
use kit::{
    clock,
    db::{Row, Tx, Value, args},
};
use uuid::Uuid;

/// The numbers of a unit as they were read.
#[derive(Clone, Debug)]
pub struct Seen {
    /// Their identifier.
    pub id: Uuid,
    /// How they stand.
    pub confirmation: Confirmation,
}

fn read(row: &Row) -> Result<Seen> {
    Ok(Seen { id: row.get(0)?, confirmation: row.json(1)? })
}

/// The numbers of `month` that `scope` sees.
pub fn of(tx: &mut Tx, month: Date, scope: Option<UnitId>) -> Result<Vec<Seen>> {
    let (own, mut args) = (if scope.is_some() { " AND unit_id = $2" } else { "" }, args![month]);
    args.extend(scope.map(|unit| Value::from(unit.0)));
    let sql = format!("SELECT id, body FROM data_confirmation WHERE month = $1{own}");
    tx.all(&sql, args)?.iter().map(read).collect()
}

/// Fixes the numbers of `month` for every unit that had dossiers to settle. A second time it is [`Error::Stale`].
pub fn fix(tx: &mut Tx, house: &House, month: Date, by: Actor, at: Instant) -> Result<()> {
    may_fix(&by, month, local_date(at))?;
    if !of(tx, month, None)?.is_empty() {
        return Err(Error::Stale);
    }
    for (unit, figures) in count(tx, month)? {
        let due_at = due(at, &house.timetable(unit)).ok_or_else(|| Error::fault("no working day"))?;
        let confirmation =
            Confirmation { unit, month, figures, due_at, standing: Standing::Waiting, reason: String::new() };
        let body = serde_json::to_value(&confirmation).map_err(Error::fault)?;
        let (id, event) = (clock::id(at), ConfirmationEvent::Fixed { confirmation });
        log::append(tx, &Head::new(id).next(event.words().0, &event, by, at)?);
        tx.later(
            "INSERT INTO data_confirmation (id, unit_id, month, standing, due_at, body) VALUES ($1, $2, $3, $4, $5, $6)",
            args![id, unit.0, month, Standing::Waiting.name(), due_at, body],
        );
    }
    Ok(())
}

/// What the head of the unit says of the numbers `id`, as they stood at the line `seq` of the log; their month. The same answer
/// of the same person twice is the first one; otherwise what was answered since is [`Error::Stale`].
pub fn answer(
    tx: &mut Tx,
    (id, seq): (Uuid, &str),
    (standing, reason): (Standing, &str),
    by: Actor,
    at: Instant,
) -> Result<Date> {
    let row = tx.optional("SELECT id, body FROM data_confirmation WHERE id = $1", args![id])?;
    let seen = read(&row.ok_or(Error::NotFound)?)?;
    if by.unit() != Some(seen.confirmation.unit) {
        return Err(Error::NotFound);
    }
    let (known, head) = (&seen.confirmation, log::head(tx, id)?);
    if known.standing == standing
        && known.reason == reason.trim()
        && log::line(tx, id, head.seq)?.by.person() == by.person()
    {
        return Ok(known.month);
    }
    let confirmation = known.answered(standing, reason, &by)?;
    if seq != head.seq.to_string() {
        return Err(Error::Stale);
    }
    let event = ConfirmationEvent::Answered { standing, reason: confirmation.reason.clone() };
    log::append(tx, &head.next(event.words().0, &event, by, at)?);
    tx.later(
        "UPDATE data_confirmation SET standing = $2, body = $3 WHERE id = $1",
        args![id, standing.name(), serde_json::to_value(&confirmation).map_err(Error::fault)?],
    );
    Ok(confirmation.month)
}

/// The numbers of `month` of every unit that had dossiers to settle.
pub fn count(tx: &mut Tx, month: Date) -> Result<Vec<(UnitId, Figures)>> {
    let (from, to) = (Timetable::midnight(month), Timetable::midnight(month.saturating_add(1.month())));
    let rows = tx.all(
        "SELECT settling_unit_id, count(*) FILTER (WHERE received_at >= $1),
             count(*) FILTER (WHERE settled_at >= $1 AND settled_at < $2 AND state IN ('result_ready', 'returned')
                 AND (due_at IS NULL OR settled_at <= due_at)),
             count(*) FILTER (WHERE settled_at >= $1 AND settled_at < $2 AND state IN ('result_ready', 'returned')
                 AND settled_at > due_at),
             count(*) FILTER (WHERE settled_at >= $1 AND settled_at < $2 AND state NOT IN ('result_ready', 'returned')),
             count(*) FILTER (WHERE settled_at IS NULL OR settled_at >= $2)
         FROM dossier WHERE received_at < $2 AND (settled_at IS NULL OR settled_at >= $1)
         GROUP BY settling_unit_id ORDER BY settling_unit_id",
        args![from, to],
    )?;
    let read = |row: &Row| {
        let (received, on_time, late) = (row.get(1)?, row.get(2)?, row.get(3)?);
        let (ended, open) = (row.get(4)?, row.get(5)?);
        Ok((UnitId(row.get(0)?), Figures { received, on_time, late, ended, open }))
    };
    rows.iter().map(read).collect()
}
