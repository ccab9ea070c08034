//! The tables `posting_place`, `posting` and `inspection`.

use base::{
    audit,
    error::{Error, Result},
    house::House,
};
use domain::{
    calendar::deadline::working_days_after,
    id::UnitId,
    instant::{Instant, local_date},
    people::Actor,
    posting::{Inspection, PlaceKind, may_inspect, may_post, month_of},
    refusal::Refusal,
    task::{Task, TaskEvent, TaskKind, TaskState, alarm::Alarms},
};
use jiff::civil::Date;
use kit::db::{Row, Tx, args};
use uuid::Uuid;

use crate::task;

/// How many working days there are to take down what has ended, and to mend what an inspection found.
const TAKE_DOWN_DAYS: i64 = 1;
const CORRECT_DAYS: i64 = 3;

/// A place.
#[derive(Clone, Debug)]
pub struct Place {
    /// Its identifier.
    pub id: Uuid,
    /// Whose it is.
    pub unit: UnitId,
    /// What kind of place.
    pub kind: PlaceKind,
    /// What it is called.
    pub name: String,
}

/// The columns of a place, in the order in which [`read`] wants them.
pub const PLACE: &str = "p.id, p.unit_id, p.kind, p.name";

/// The place in `row`.
pub fn read(row: &Row) -> Result<Place> {
    let kind: String = row.get(2)?;
    Ok(Place {
        id: row.get(0)?,
        unit: UnitId(row.get(1)?),
        kind: PlaceKind::by_name(&kind).ok_or_else(|| Error::fault("unknown kind of place"))?,
        name: row.get(3)?,
    })
}

/// The place `id`; [`Error::NotFound`] if there is none.
pub fn load(tx: &mut Tx, id: Uuid) -> Result<Place> {
    let sql = format!("SELECT {PLACE} FROM posting_place p WHERE p.id = $1");
    read(&tx.optional(&sql, args![id])?.ok_or(Error::NotFound)?)
}

/// Opens a place under the identifier that its form carries; sent twice, it is opened once.
pub fn open(tx: &mut Tx, place: &Place, by: Actor, at: Instant) -> Result<()> {
    if !may_post(&by, place.unit) {
        return Err(Refusal::TaskNotYours.into());
    }
    if place.name.trim().is_empty() {
        return Err(Error::field("ten", "Ghi tên nơi niêm yết."));
    }
    if tx.optional("SELECT 1 FROM posting_place WHERE id = $1", args![place.id])?.is_some() {
        return Ok(());
    }
    tx.later(
        "INSERT INTO posting_place (id, unit_id, kind, name, opened_on) VALUES ($1, $2, $3, $4, $5)",
        args![place.id, place.unit.0, place.kind.name(), place.name.clone(), local_date(at)],
    );
    audit::begin(tx, place.id, "place_opened", &place.name, by, at)
}

/// Posts the version in force of the procedure `code` at `place`, in place of an older one. Refuses what is not published:
/// only what is in force hangs on a board.
pub fn post(tx: &mut Tx, place: &Place, code: &str, by: Actor, at: Instant) -> Result<()> {
    let person = by.person().filter(|_| may_post(&by, place.unit)).ok_or(Refusal::TaskNotYours)?;
    let version =
        tx.optional("SELECT id FROM procedure WHERE code = $1 AND state = 'published'", args![code])?;
    let version: Uuid = version.ok_or(Refusal::ProcedureNotPublished)?.get(0)?;
    let present = present(tx, place.id, code)?;
    if present == Some(version) {
        return Ok(());
    }
    if present.is_some() {
        take(tx, place.id, code, at);
    }
    tx.later(
        "INSERT INTO posting (place_id, procedure_code, procedure_id, posted_at, posted_by) VALUES ($1, $2, $3, $4, $5)",
        args![place.id, code, version, at, person.0],
    );
    audit::note(tx, place.id, "procedure_posted", &code, by, at)?;
    task::store::refresh(tx, code, at)
}

/// The version of the procedure `code` that hangs at the place, if one does.
fn present(tx: &mut Tx, place: Uuid, code: &str) -> Result<Option<Uuid>> {
    let row = tx.optional(
        "SELECT procedure_id FROM posting WHERE place_id = $1 AND procedure_code = $2 AND taken_down_at IS NULL",
        args![place, code],
    )?;
    Ok(row.map(|row| row.get(0)).transpose()?)
}

fn take(tx: &mut Tx, place: Uuid, code: &str, at: Instant) {
    tx.later(
        "UPDATE posting SET taken_down_at = $3 WHERE place_id = $1 AND procedure_code = $2 AND taken_down_at IS NULL",
        args![place, code, at],
    );
}

/// Takes the procedure `code` off the board of `place`, and ends the task that asked for it. What hangs there no more stays
/// as it is.
pub fn take_down(tx: &mut Tx, place: &Place, code: &str, by: Actor, at: Instant) -> Result<()> {
    if !may_post(&by, place.unit) {
        return Err(Refusal::TaskNotYours.into());
    }
    if present(tx, place.id, code)?.is_none() {
        return Ok(());
    }
    take(tx, place.id, code, at);
    audit::note(tx, place.id, "procedure_taken_down", &code, by, at)?;
    let owed = tx.all(
        "SELECT id FROM task WHERE procedure_code = $1 AND state = 'open' AND kind = $2 AND owner_unit_id = $3",
        args![code, TaskKind::TakeDown.name(), place.unit.0],
    )?;
    for row in owed {
        let seen = task::store::load(tx, row.get(0)?)?;
        if seen.task.source == Some(place.id) {
            task::store::record(tx, &seen, &TaskEvent::Met, Actor::System, at)?;
        }
    }
    Ok(())
}

/// After the procedure `code` went out of force: a task to take it down for each place where it hangs (row C-11).
pub fn open_taking_down(tx: &mut Tx, (code, name): (&str, &str), by: Actor, at: Instant) -> Result<()> {
    let sql = format!(
        "SELECT {PLACE} FROM posting g JOIN posting_place p ON p.id = g.place_id
         WHERE g.procedure_code = $1 AND g.taken_down_at IS NULL ORDER BY p.id"
    );
    let places = tx.all(&sql, args![code])?;
    if places.is_empty() {
        return Ok(());
    }
    let house = House::load(tx)?;
    for row in places {
        let place = read(&row)?;
        let note = format!("{}: {}", place.kind.title(), place.name);
        let task = owed(&house, (TaskKind::TakeDown, TAKE_DOWN_DAYS), (code, name), &place, note, at)?;
        task::store::open(tx, &task, None, by, at)?;
    }
    Ok(())
}

/// A task about the procedure at `place`, due so many working days from now.
fn owed(
    house: &House,
    (kind, days): (TaskKind, i64),
    (code, name): (&str, &str),
    place: &Place,
    note: String,
    at: Instant,
) -> Result<Task> {
    let due_at = working_days_after(at, days, &house.timetable(place.unit));
    Ok(Task {
        kind,
        procedure: code.to_owned(),
        name: name.to_owned(),
        owner: place.unit,
        source: Some(place.id),
        note,
        since: at,
        due_at: due_at.ok_or_else(|| Error::fault("no working day"))?,
        state: TaskState::Open,
        alarms: Alarms::default(),
    })
}

/// Writes the round of this month at `place`; a second one in the same month is [`Error::Stale`]. Each deviation becomes a
/// task of the unit (row C-41).
pub fn inspect(
    tx: &mut Tx,
    house: &House,
    place: &Place,
    found: &Inspection,
    by: Actor,
    at: Instant,
) -> Result<()> {
    let person = by.person().filter(|_| may_inspect(&by, place.unit)).ok_or(Refusal::TaskNotYours)?;
    found.must_say_something()?;
    let month = month_of(local_date(at));
    if rounds(tx, place.id, month)?.first().is_some_and(|(known, _)| *known == month) {
        return Err(Error::Stale);
    }
    tx.later(
        "INSERT INTO inspection (place_id, month, done_at, done_by, body) VALUES ($1, $2, $3, $4, $5)",
        args![place.id, month, at, person.0, serde_json::to_value(found).map_err(Error::fault)?],
    );
    audit::note(tx, place.id, "place_inspected", found, by, at)?;
    for deviation in &found.deviations {
        let code = deviation.procedure.as_str();
        let row = tx.optional(
            "SELECT name FROM procedure WHERE code = $1 ORDER BY version DESC LIMIT 1",
            args![code],
        )?;
        let name: String = row.map(|row| row.get(0)).transpose()?.unwrap_or_default();
        let note = format!("{}: {}", place.name, deviation.text);
        let task = owed(house, (TaskKind::Correct, CORRECT_DAYS), (code, &name), place, note, at)?;
        task::store::open(tx, &task, None, by, at)?;
    }
    Ok(())
}

/// The rounds at the place from the month `from` on, the latest first: month and day done.
pub fn rounds(tx: &mut Tx, place: Uuid, from: Date) -> Result<Vec<(Date, Date)>> {
    let rows = tx.all(
        "SELECT month, done_at FROM inspection WHERE place_id = $1 AND month >= $2 ORDER BY month DESC",
        args![place, from],
    )?;
    rows.iter().map(|row| Ok((row.get(0)?, local_date(row.get(1)?)))).collect()
}
