//! The house as it stands: units and calendar, read once and kept in memory; read again when they change.

use std::{
    collections::HashMap,
    sync::{Arc, PoisonError, RwLock},
};

use domain::{
    calendar::{Calendar, DayKind, SpecialDay, Timetable, WorkingHours},
    id::UnitId,
    org::{Unit, UnitKind, tree},
};
use jiff::civil::Date;
use kit::db::{Db, Tx, args};

use crate::error::{Error, Result};

/// Units and calendar at one moment.
#[derive(Debug)]
pub struct House {
    version: i64,
    units: HashMap<UnitId, Unit>,
    /// The days that differ from their weekdays.
    pub calendar: Calendar,
    usual: WorkingHours,
}

impl House {
    /// Reads it.
    pub fn load(tx: &mut Tx) -> Result<House> {
        let version = version(tx)?;
        let rows = tx.all("SELECT body FROM unit", args![])?;
        let units: Result<Vec<Unit>> = rows.iter().map(|row| Ok(row.json(0)?)).collect();
        let days = tx.all("SELECT day, kind, name, basis FROM calendar_day ORDER BY day", args![])?;
        let days: Result<Vec<SpecialDay>> = days
            .iter()
            .map(|row| {
                let kind = match row.get::<String>(1)?.as_str() {
                    "make_up" => DayKind::MakeUp,
                    "half_day" => DayKind::HalfDay,
                    "afternoon" => DayKind::Afternoon,
                    _ => DayKind::Off,
                };
                Ok(SpecialDay { day: row.get(0)?, kind, name: row.get(2)?, basis: row.get(3)? })
            })
            .collect();
        Ok(House {
            version,
            units: units?.into_iter().map(|unit| (unit.id, unit)).collect(),
            calendar: Calendar::new(days?),
            usual: WorkingHours::usual(),
        })
    }

    /// The unit `id`; [`Error::NotFound`] if there is none.
    pub fn unit(&self, id: UnitId) -> Result<&Unit> {
        self.units.get(&id).ok_or(Error::NotFound)
    }

    /// The latest name of the unit `id`; empty if there is none.
    pub fn unit_name(&self, id: UnitId) -> &str {
        self.units.get(&id).map_or("", Unit::name)
    }

    /// The unit with that code.
    pub fn by_code(&self, code: &str) -> Option<&Unit> {
        self.units.values().find(|unit| unit.code == code)
    }

    /// The units of one kind, by code.
    pub fn of_kind(&self, kind: UnitKind) -> Vec<&Unit> {
        let mut found: Vec<&Unit> = self.units.values().filter(|unit| unit.kind == kind).collect();
        found.sort_by(|a, b| a.code.cmp(&b.code));
        found
    }

    /// The unit of one kind that works on `day`: the centre, the province. The first one where none does.
    pub fn serving(&self, kind: UnitKind, day: Date) -> Option<&Unit> {
        let all = self.of_kind(kind);
        all.iter().find(|unit| unit.is_active_on(day)).or(all.first()).copied()
    }

    /// Who may answer on `day` for what the unit `id` left; itself as long as it exists ([`tree::inheritors`]).
    pub fn inheritors(&self, id: UnitId, day: Date) -> Vec<&Unit> {
        let Some(unit) = self.units.get(&id) else { return vec![] };
        let code = |id: UnitId| self.units.get(&id).map(|unit| unit.code.as_str());
        let nodes = self.units.values().map(|unit| tree::Node {
            code: &unit.code,
            parent: unit.parent.and_then(code),
            from: unit.active_from,
            to: unit.active_to,
            names: vec![],
            successors: unit.successors.iter().map(String::as_str).collect(),
        });
        let nodes: Vec<tree::Node> = nodes.collect();
        tree::inheritors(&unit.code, day, &nodes).into_iter().filter_map(|code| self.by_code(code)).collect()
    }

    /// Every unit, by code.
    pub fn units(&self) -> Vec<&Unit> {
        let mut all: Vec<&Unit> = self.units.values().collect();
        all.sort_by(|a, b| a.code.cmp(&b.code));
        all
    }

    /// The calendar with the hours of the unit `id`, or with the usual ones.
    pub fn timetable(&self, id: UnitId) -> Timetable<'_> {
        let hours = self.units.get(&id).and_then(|unit| unit.hours.as_ref()).unwrap_or(&self.usual);
        Timetable { calendar: &self.calendar, hours }
    }
}

fn version(tx: &mut Tx) -> Result<i64> {
    Ok(tx.one("SELECT version FROM house WHERE one = 1", args![])?.get(0)?)
}

/// Says, in the transaction of the change, that units or calendar changed.
pub fn changed(tx: &mut Tx) {
    tx.later("UPDATE house SET version = version + 1 WHERE one = 1", args![]);
}

/// The house in memory, shared by everybody.
#[derive(Clone, Debug)]
pub struct Shared(Arc<RwLock<Arc<House>>>);

impl Shared {
    /// Reads it for the first time.
    pub fn load(db: &Db) -> Result<Shared> {
        let house = db.read_blocking(House::load)?;
        Ok(Shared(Arc::new(RwLock::new(Arc::new(house)))))
    }

    /// The house as it stands.
    pub fn get(&self) -> Arc<House> {
        Arc::clone(&self.0.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Reads it again if it changed.
    pub async fn refresh(&self, db: &Db) -> Result<()> {
        let known = self.get().version;
        let newer = db
            .read(move |tx| if version(tx)? == known { Ok(None) } else { House::load(tx).map(Some) })
            .await?;
        if let Some(house) = newer {
            *self.0.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(house);
        }
        Ok(())
    }
}
