//! The table `unit`.

use base::{
    audit,
    error::{Error, Result},
    house,
};
use domain::{id::UnitId, instant::Instant, org::Unit, people::Actor, refusal::Refusal};
use kit::{
    clock,
    db::{Tx, args},
};
use uuid::Uuid;

use super::read::UnitRow;
use crate::{change, import::Stored};

/// Stores `row`: a new unit, a changed one, or nothing if it is there already. Refuses a unit whose superior is unknown
/// or whose dates are the wrong way round.
pub fn put(tx: &mut Tx, row: &UnitRow, by: Actor, at: Instant) -> Result<Stored> {
    if row.active_to.is_some_and(|last| last < row.active_from) || row.names.is_empty() {
        return Err(Refusal::UnitDates.into());
    }
    let parent = match &row.parent {
        None => None,
        Some(code) => Some(id_of(tx, code)?.ok_or_else(|| Error::from(Refusal::UnknownUnit(code.clone())))?),
    };
    let known = tx.optional("SELECT body FROM unit WHERE code = $1", args![row.code.clone()])?;
    let known: Option<Unit> = known.map(|known| known.json(0)).transpose()?;
    let base = known.clone().unwrap_or_else(|| empty(clock::id(at), row));
    let unit = Unit {
        kind: row.kind,
        parent,
        names: row.names.clone(),
        active_from: row.active_from,
        active_to: row.active_to,
        successors: row.successors.clone(),
        // What the file does not say stays as it was set by hand.
        hours: row.hours.clone().or(base.hours.clone()),
        address: said(&row.address, &base.address),
        phone: said(&row.phone, &base.phone),
        source: row.source.clone(),
        ..base
    };
    if known.as_ref() == Some(&unit) {
        return Ok(Stored::Unchanged);
    }
    save(tx, &unit, by, at)?;
    Ok(if known.is_some() { Stored::Changed } else { Stored::Added })
}

fn said(new: &str, known: &str) -> String {
    (if new.is_empty() { known } else { new }).to_owned()
}

fn empty(id: Uuid, row: &UnitRow) -> Unit {
    Unit {
        id: UnitId(id),
        code: row.code.clone(),
        kind: row.kind,
        parent: None,
        names: vec![],
        active_from: row.active_from,
        active_to: None,
        successors: vec![],
        hours: None,
        address: String::new(),
        phone: String::new(),
        source: String::new(),
    }
}

fn id_of(tx: &mut Tx, code: &str) -> Result<Option<UnitId>> {
    let row = tx.optional("SELECT id FROM unit WHERE code = $1", args![code])?;
    Ok(row.map(|row| row.get(0)).transpose()?.map(UnitId))
}

/// Opens a new unit. Refuses a code that is taken.
pub fn open(tx: &mut Tx, unit: &Unit, by: Actor, at: Instant) -> Result<()> {
    if id_of(tx, &unit.code)?.is_some() {
        return Err(Refusal::UnitCodeTaken(unit.code.clone()).into());
    }
    save(tx, unit, by, at)
}

/// Writes `unit` as a person changed it; [`Error::Stale`] if somebody changed it since it was `seen`.
pub fn change(tx: &mut Tx, unit: &Unit, seen: i64, (by, at): (Actor, Instant)) -> Result<()> {
    change::note(tx, (unit.id.0, seen), "unit_saved", unit, (by, at))?;
    write(tx, unit)
}

/// Writes `unit`, new or changed.
pub fn save(tx: &mut Tx, unit: &Unit, by: Actor, at: Instant) -> Result<()> {
    write(tx, unit)?;
    audit::note(tx, unit.id.0, "unit_saved", unit, by, at)
}

fn write(tx: &mut Tx, unit: &Unit) -> Result<()> {
    tx.execute(
        "INSERT INTO unit (id, code, kind, parent_id, active_from, active_to, body)
         VALUES ($1, $2, $3, $4, $5, $6, $7)
         ON CONFLICT (id) DO UPDATE SET kind = excluded.kind, parent_id = excluded.parent_id,
             active_from = excluded.active_from, active_to = excluded.active_to, body = excluded.body",
        args![
            unit.id.0,
            unit.code.clone(),
            unit.kind.name(),
            unit.parent.map(|id| id.0),
            unit.active_from,
            unit.active_to,
            serde_json::to_value(unit).map_err(Error::fault)?
        ],
    )?;
    house::changed(tx);
    Ok(())
}
