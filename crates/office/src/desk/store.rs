//! The tables `desk`, `roster` and `shift`.

use std::collections::BTreeMap;

use base::error::{Error, Result};
use domain::{
    desk::{Half, days_of},
    id::{PersonId, UnitId},
    instant::Instant,
    people::Actor,
};
use jiff::civil::Date;
use kit::{
    clock,
    db::{Row, Tx, args},
};
use uuid::Uuid;

use crate::change;

/// A counter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Desk {
    /// Its identifier.
    pub id: Uuid,
    /// What it is called.
    pub name: String,
    /// The fields it serves, in words.
    pub fields: String,
}

/// The counters of `unit` that are open, by name.
pub fn desks(tx: &mut Tx, unit: UnitId) -> Result<Vec<Desk>> {
    let rows = tx.all(
        "SELECT id, name, fields FROM desk WHERE unit_id = $1 AND closed_on IS NULL ORDER BY name, id LIMIT 200",
        args![unit.0],
    )?;
    rows.iter().map(|row| Ok(Desk { id: row.get(0)?, name: row.get(1)?, fields: row.get(2)? })).collect()
}

/// Opens a counter under the identifier that its form carries; whether it was not there yet.
pub fn open(tx: &mut Tx, desk: &Desk, unit: UnitId, today: Date) -> Result<bool> {
    let count = tx.execute(
        "INSERT INTO desk (id, unit_id, name, fields, opened_on) VALUES ($1, $2, $3, $4, $5) ON CONFLICT (id) DO NOTHING",
        args![desk.id, unit.0, desk.name.clone(), desk.fields.clone(), today],
    )?;
    Ok(count > 0)
}

/// Closes a counter of `unit`; whoever was to sit there from `today` on does not.
pub fn close(tx: &mut Tx, desk: Uuid, unit: UnitId, today: Date) -> Result<()> {
    let sql = "UPDATE desk SET closed_on = $3 WHERE id = $1 AND unit_id = $2 AND closed_on IS NULL";
    if tx.execute(sql, args![desk, unit.0, today])? == 0 {
        return Err(Error::NotFound);
    }
    tx.execute("DELETE FROM shift WHERE desk_id = $1 AND day >= $2", args![desk, today])?;
    Ok(())
}

/// A half day at a counter.
pub type Slot = (Uuid, Date, Half);

/// Who sits where in a week, by counter and half day.
pub type Plan = BTreeMap<Slot, PersonId>;

fn slot(row: &Row) -> Result<Slot> {
    let half: String = row.get(2)?;
    let half = Half::by_name(&half).ok_or_else(|| Error::fault("unknown half of a day"))?;
    Ok((row.get(0)?, row.get(1)?, half))
}

/// The plan of `unit` for the week of `monday`.
pub fn plan(tx: &mut Tx, unit: UnitId, monday: Date) -> Result<Plan> {
    let [first, .., last] = days_of(monday);
    let rows = tx.all(
        "SELECT s.desk_id, s.day, s.half, s.person_id FROM shift s JOIN desk d ON d.id = s.desk_id
         WHERE d.unit_id = $1 AND d.closed_on IS NULL AND s.day >= $2 AND s.day <= $3",
        args![unit.0, first, last],
    )?;
    rows.iter().map(|row| Ok((slot(row)?, PersonId(row.get(3)?)))).collect()
}

/// The identifier of the plan of a week, and how often it has changed; nothing while there is none.
pub fn roster(tx: &mut Tx, unit: UnitId, monday: Date) -> Result<Option<(Uuid, i64)>> {
    let row =
        tx.optional("SELECT id FROM roster WHERE unit_id = $1 AND monday = $2", args![unit.0, monday])?;
    let Some(row) = row else { return Ok(None) };
    let id: Uuid = row.get(0)?;
    Ok(Some((id, change::seen(tx, id)?)))
}

/// Writes the plan of the week from the day of `today` on anew; [`Error::Stale`] if it changed since it was `seen` that often. What is
/// over stays.
pub fn write(
    tx: &mut Tx,
    (unit, monday, today): (UnitId, Date, Date),
    plan: &Plan,
    seen: i64,
    (by, at): (Actor, Instant),
) -> Result<()> {
    let roster = if let Some((id, _)) = roster(tx, unit, monday)? {
        id
    } else {
        let id = clock::id(at);
        let sql = "INSERT INTO roster (id, unit_id, monday) VALUES ($1, $2, $3)";
        tx.execute(sql, args![id, unit.0, monday])?;
        id
    };
    let [first, .., last] = days_of(monday);
    let from = first.max(today);
    // At closed counters too: nobody is held by a seat that is no more.
    tx.execute(
        "DELETE FROM shift WHERE day >= $2 AND day <= $3 AND desk_id IN (SELECT id FROM desk WHERE unit_id = $1)",
        args![unit.0, from, last],
    )?;
    let mut noted = vec![];
    for ((desk, day, half), person) in plan.iter().filter(|((_, day, _), _)| *day >= from) {
        tx.later(
            "INSERT INTO shift (desk_id, day, half, person_id) VALUES ($1, $2, $3, $4)",
            args![*desk, *day, half.name(), person.0],
        );
        noted.push((desk, day, half, person));
    }
    change::note(tx, (roster, seen), "roster_planned", &noted, (by, at))
}

/// Where people sit in the week of `monday` at counters of other units than `unit`: who, when, and the counter.
pub fn elsewhere(
    tx: &mut Tx,
    unit: UnitId,
    monday: Date,
) -> Result<BTreeMap<(PersonId, Date, Half), String>> {
    let [first, .., last] = days_of(monday);
    let rows = tx.all(
        "SELECT s.desk_id, s.day, s.half, s.person_id, d.name FROM shift s JOIN desk d ON d.id = s.desk_id
         WHERE d.unit_id <> $1 AND s.day >= $2 AND s.day <= $3
           AND s.person_id IN (SELECT person_id FROM assignment WHERE unit_id = $1)",
        args![unit.0, first, last],
    )?;
    let one = |row: &Row| {
        let (_, day, half) = slot(row)?;
        Ok(((PersonId(row.get(3)?), day, half), row.get(4)?))
    };
    rows.iter().map(one).collect()
}

/// Somebody is away from the first day to the last; who stands in, if anybody.
#[derive(Clone, Debug)]
pub struct Away {
    /// Who.
    pub person: PersonId,
    /// The first day.
    pub first: Date,
    /// The last day.
    pub last: Date,
    /// The name of who stands in.
    pub substitute: Option<String>,
}

/// Who of `unit` is away on one of the days.
pub fn away(tx: &mut Tx, unit: UnitId, (first, last): (Date, Date)) -> Result<Vec<Away>> {
    let rows = tx.all(
        "SELECT w.person_id, w.first_day, w.last_day, b.name FROM absence w
         LEFT JOIN assignment a ON a.id = w.assignment_id
         LEFT JOIN person b ON b.id = a.person_id AND b.disabled_at IS NULL
         WHERE w.first_day <= $3 AND w.last_day >= $2
           AND w.person_id IN (SELECT person_id FROM assignment WHERE unit_id = $1)
         ORDER BY w.last_day, w.id",
        args![unit.0, first, last],
    )?;
    let one = |row: &Row| {
        let person = PersonId(row.get(0)?);
        Ok(Away { person, first: row.get(1)?, last: row.get(2)?, substitute: row.get(3)? })
    };
    rows.iter().map(one).collect()
}

/// The absence of `person` on `day`, if there is one.
pub fn away_on(away: &[Away], person: PersonId, day: Date) -> Option<&Away> {
    away.iter().find(|away| away.person == person && away.first <= day && day <= away.last)
}

/// Who may sit at a counter of `unit` from `day` on, by name: whoever has a role of their own there.
pub fn people(tx: &mut Tx, unit: UnitId, day: Date) -> Result<Vec<(PersonId, String)>> {
    let posts = crate::people::absence::posts(tx, unit, day)?;
    let mut people: Vec<_> = posts.into_iter().map(|post| (post.person, post.name)).collect();
    people.dedup();
    Ok(people)
}

/// From when to when people of `unit` have a role of their own there; no last day where it has no end.
pub type Spells = Vec<(PersonId, Date, Option<Date>)>;

/// The roles of `unit` that hold on one of the days.
pub fn spells(tx: &mut Tx, unit: UnitId, (first, last): (Date, Date)) -> Result<Spells> {
    let rows = tx.all(
        "SELECT person_id, valid_from, valid_to FROM assignment WHERE unit_id = $1 AND stands_in_for IS NULL
         AND valid_from <= $3 AND (valid_to IS NULL OR valid_to >= $2)",
        args![unit.0, first, last],
    )?;
    rows.iter().map(|row| Ok((PersonId(row.get(0)?), row.get(1)?, row.get(2)?))).collect()
}
