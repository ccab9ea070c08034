//! The table `forecast`: what the history says of each open dossier; said again when something happened to it, and every
//! hour because time passes.

use std::collections::HashMap;

use base::{app::App, error::Result, house::House};
use domain::{
    dossier::{State, Turns},
    flow::{
        course::running,
        forecast::{Forecast, foretell},
        histogram::Histogram,
    },
    id::UnitId,
    instant::{Instant, local_date},
};
use jiff::{SignedDuration, ToSpan, civil::Date};
use kit::db::{Row, Tx, args};
use uuid::Uuid;

use super::store::histogram;
use crate::follow::{of_these, values};

/// How many dossiers one step says it of.
const STEP: usize = 200;
/// How long what was said holds.
const HOLDS: SignedDuration = SignedDuration::from_hours(1);
/// How much of the history is asked.
const MONTHS: i32 = 12;

/// Goes through all open dossiers, hour by hour.
#[derive(Debug, Default)]
pub struct Sweep {
    began: Option<Instant>,
    /// After which dossier to go on; nothing when all have been seen.
    after: Option<Uuid>,
}

impl Sweep {
    /// The next ones; whether there may be more.
    pub async fn step(&mut self, app: &App) -> Result<bool> {
        let now = app.now();
        let after = match (self.after, self.began) {
            (None, Some(began)) if now < began + HOLDS => return Ok(false),
            (None, _) => {
                self.began = Some(now);
                Uuid::nil()
            }
            (Some(after), _) => after,
        };
        let ids = app.read(move |tx| open(tx, after)).await?;
        self.after = ids.last().copied().filter(|_| ids.len() == STEP);
        renew(app, ids).await?;
        Ok(self.after.is_some())
    }
}

/// Dossiers that are not settled, by identifier.
fn open(tx: &mut Tx, after: Uuid) -> Result<Vec<Uuid>> {
    let rows = tx.all(
        &format!(
            "SELECT d.id FROM dossier d WHERE d.id > $1 AND d.urgent_at IS NOT NULL AND d.settled_at IS NULL
             ORDER BY d.id LIMIT {STEP}"
        ),
        args![after],
    )?;
    Ok(rows.iter().map(|row| row.get(0)).collect::<std::result::Result<_, _>>()?)
}

/// Says it anew of these dossiers; of those of which nothing can be said, what was said is forgotten.
pub async fn renew(app: &App, ids: Vec<Uuid>) -> Result<()> {
    if ids.is_empty() {
        return Ok(());
    }
    let (inner, now) = (app.clone(), app.now());
    let said = app
        .read(move |tx| {
            let house = inner.house();
            let rows = tx.all(&of_these(OPEN, &ids), values(&ids))?;
            let mut told: HashMap<Uuid, (Uuid, Option<Instant>, Forecast)> = HashMap::new();
            let mut known = Known::new(now);
            for row in &rows {
                let Some(one) = one(row)? else { continue };
                if let Some(forecast) = known.foretell(tx, &one, &house, now)? {
                    told.insert(one.dossier, (one.settling_unit.0, one.due_at, forecast));
                }
            }
            Ok(ids.iter().map(|id| (*id, told.remove(id))).collect::<Vec<_>>())
        })
        .await?;
    app.write(move |tx| {
        for (id, said) in &said {
            write(tx, *id, said.as_ref(), now);
        }
        Ok(())
    })
    .await
}

const OPEN: &str =
    "SELECT s.dossier_id, s.procedure_code, s.unit_id, s.step, s.kind, s.entered_at, d.settling_unit_id,
         d.received_at, d.due_at, d.state, d.turns
     FROM step_fact s JOIN dossier d ON d.id = s.dossier_id
     WHERE s.left_at IS NULL AND d.settled_at IS NULL AND s.dossier_id IN (%)";

/// An open dossier and where it is.
struct Open {
    dossier: Uuid,
    procedure: String,
    unit: Uuid,
    step: i64,
    kind: String,
    since: Instant,
    settling_unit: UnitId,
    due_at: Option<Instant>,
    turns: Turns,
}

/// The dossier in the row; nothing if its clock stands: how long others are waited for nobody knows.
fn one(row: &Row) -> Result<Option<Open>> {
    let state: String = row.get(9)?;
    let received_at: Option<Instant> = row.get(7)?;
    let Some(received_at) = received_at.filter(|_| State::by_name(&state).is_some_and(State::is_running))
    else {
        return Ok(None);
    };
    let turns = row.json::<Option<_>>(10)?.unwrap_or_default();
    Ok(Some(Open {
        dossier: row.get(0)?,
        procedure: row.get(1)?,
        unit: row.get(2)?,
        step: row.get(3)?,
        kind: row.get(4)?,
        since: row.get::<Instant>(5)?.max(received_at),
        settling_unit: UnitId(row.get(6)?),
        due_at: row.get(8)?,
        turns,
    }))
}

/// Whose times are asked: those at the same step of the same procedure in this unit, in any unit, or all steps of the kind in
/// this unit.
#[derive(Clone, PartialEq, Eq, Hash)]
struct Group {
    procedure: Option<(String, i64)>,
    unit: Option<Uuid>,
    kind: String,
}

impl Group {
    /// The groups of a dossier, the finest first.
    fn of(one: &Open) -> [Group; 3] {
        let procedure = Some((one.procedure.clone(), one.step));
        let (unit, kind) = (Some(one.unit), one.kind.clone());
        [
            Group { procedure: procedure.clone(), unit, kind: kind.clone() },
            Group { procedure, unit: None, kind: kind.clone() },
            Group { procedure: None, unit, kind },
        ]
    }

    /// How long those took that were settled from the month `from` on.
    fn history(&self, tx: &mut Tx, from: Date) -> Result<Histogram> {
        let mut sql = "SELECT remains FROM step_month WHERE kind = $1 AND month >= $2".to_owned();
        let mut args = args![self.kind.clone(), from];
        if let Some((procedure, step)) = &self.procedure {
            args.extend(args![procedure.clone(), *step]);
            sql.push_str(" AND procedure_code = $3 AND step = $4");
        }
        if let Some(unit) = self.unit {
            args.push(unit.into());
            sql.push_str(&format!(" AND unit_id = ${}", args.len()));
        }
        let mut sum = Histogram::default();
        for row in tx.all(&sql, args)? {
            sum.merge(&histogram(&row, 0)?);
        }
        Ok(sum)
    }
}

/// The histories that were asked for already.
struct Known {
    from: Date,
    histories: HashMap<Group, Histogram>,
}

impl Known {
    fn new(now: Instant) -> Known {
        let from = local_date(now).first_of_month().saturating_sub(MONTHS.months());
        Known { from, histories: HashMap::new() }
    }

    /// What the finest group says that has enough cases.
    fn foretell(&mut self, tx: &mut Tx, one: &Open, house: &House, now: Instant) -> Result<Option<Forecast>> {
        let table = house.timetable(one.settling_unit);
        let spent = running(&table, one.since, now, &one.turns.pauses);
        for group in Group::of(one) {
            if !self.histories.contains_key(&group) {
                let found = group.history(tx, self.from)?;
                self.histories.insert(group.clone(), found);
            }
            let said = self.histories.get(&group).and_then(|h| foretell(h, spent, now, one.due_at, &table));
            if said.is_some() {
                return Ok(said);
            }
        }
        Ok(None)
    }
}

fn write(tx: &mut Tx, id: Uuid, said: Option<&(Uuid, Option<Instant>, Forecast)>, now: Instant) {
    let Some((unit, due_at, forecast)) = said else {
        tx.later("DELETE FROM forecast WHERE dossier_id = $1", args![id]);
        return;
    };
    tx.later(
        "INSERT INTO forecast (dossier_id, settling_unit_id, due_at, early_at, likely_at, late_at, late_permille, cases, made_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
         ON CONFLICT (dossier_id) DO UPDATE SET settling_unit_id = excluded.settling_unit_id, due_at = excluded.due_at,
             early_at = excluded.early_at, likely_at = excluded.likely_at, late_at = excluded.late_at,
             late_permille = excluded.late_permille, cases = excluded.cases, made_at = excluded.made_at",
        args![
            id,
            *unit,
            *due_at,
            forecast.early_at,
            forecast.likely_at,
            forecast.late_at,
            forecast.late_permille,
            forecast.cases,
            now
        ],
    );
}
