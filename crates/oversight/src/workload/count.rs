//! How the work of a month is counted: from the small rows of the follower, and the log of guidance.

use std::collections::HashMap;

use base::error::{Error, Result};
use domain::{
    dossier::State,
    id::{PersonId, UnitId},
    instant::Instant,
    workload::{Complexity, Load, Weights, WorkKind},
};
use jiff::{ToSpan, civil::Date};
use kit::db::{FromValue, Row, Tx, Value, args};
use uuid::Uuid;

/// The most officers of a unit that are shown.
const AT_MOST: usize = 500;

/// Whose work of which month.
#[derive(Clone, Copy, Debug)]
pub struct Whose {
    /// The first day of the month.
    pub month: Date,
    /// Of one unit, or of all.
    pub unit: Option<UnitId>,
    /// Of one officer, or of all.
    pub person: Option<PersonId>,
}

impl Whose {
    /// The condition, and its arguments.
    fn condition(self) -> (String, Vec<Value>) {
        let (mut sql, mut args) = (String::from("month = $1"), args![self.month]);
        let of = [("unit_id", self.unit.map(|unit| unit.0)), ("person_id", self.person.map(|one| one.0))];
        for (column, id) in of.into_iter().filter_map(|(column, id)| Some((column, id?))) {
            args.push(id.into());
            sql.push_str(&format!(" AND {column} = ${}", args.len()));
        }
        (sql, args)
    }
}

/// Deeds of one kind for procedures of one complexity.
#[derive(Clone, Debug)]
pub struct Cell<K> {
    /// Of what or whom.
    pub of: K,
    /// The kind.
    pub kind: WorkKind,
    /// How much the procedures ask for.
    pub complexity: Complexity,
    /// Deeds, those that had a time, those that kept it.
    pub counts: (i64, i64, i64),
}

impl<K> Cell<K> {
    /// What they weigh.
    pub fn load(&self, weights: &Weights) -> Load {
        Load::of(weights, (self.kind, self.complexity), self.counts)
    }
}

/// The work of `whose`, by `column`: `unit_id`, `person_id` or `procedure_code`.
pub fn cells<K: FromValue>(tx: &mut Tx, whose: Whose, column: &'static str) -> Result<Vec<Cell<K>>> {
    let (condition, args) = whose.condition();
    let sql = format!(
        "SELECT {column}, kind, complexity, CAST(sum(deeds) AS BIGINT), CAST(sum(timed) AS BIGINT), CAST(sum(in_time) AS BIGINT)
         FROM work_month WHERE {condition} GROUP BY {column}, kind, complexity HAVING sum(deeds) > 0"
    );
    let unknown = || Error::fault("unknown word in work_month");
    let read = |row: &Row| {
        let (kind, complexity): (String, String) = (row.get(1)?, row.get(2)?);
        Ok(Cell {
            of: row.get(0)?,
            kind: WorkKind::by_name(&kind).ok_or_else(unknown)?,
            complexity: Complexity::by_name(&complexity).ok_or_else(unknown)?,
            counts: (row.get(3)?, row.get(4)?, row.get(5)?),
        })
    };
    let mut cells = tx.all(&sql, args.clone())?.iter().map(read).collect::<Result<Vec<_>>>()?;
    let sql = format!(
        "SELECT {column}, count(*) FROM guidance WHERE {condition} AND withdrawn_at IS NULL GROUP BY {column}"
    );
    for row in tx.all(&sql, args)? {
        let (kind, complexity) = (WorkKind::Guidance, Complexity::Short);
        cells.push(Cell { of: row.get(0)?, kind, complexity, counts: (row.get(1)?, 0, 0) });
    }
    Ok(cells)
}

/// How many officers of each unit did something in a month.
pub fn busy(tx: &mut Tx, month: Date) -> Result<HashMap<Uuid, i64>> {
    let rows = tx.all(
        "SELECT unit_id, count(*) FROM (
             SELECT unit_id, person_id FROM work_month WHERE month = $1 AND deeds > 0
             UNION SELECT unit_id, person_id FROM guidance WHERE month = $1 AND withdrawn_at IS NULL) w
         GROUP BY unit_id",
        args![month],
    )?;
    rows.iter().map(|row| Ok((row.get(0)?, row.get(1)?))).collect()
}

/// The officers of a unit in a month: who had a role there, and who did something there. Identifier and name.
pub fn officers(tx: &mut Tx, unit: UnitId, month: Date) -> Result<Vec<(Uuid, String)>> {
    let last = month.saturating_add(1.month()).yesterday().unwrap_or(Date::MAX);
    let sql = format!(
        "SELECT p.id, p.name FROM person p WHERE p.id IN (
             SELECT person_id FROM assignment WHERE unit_id = $1 AND stands_in_for IS NULL
                 AND role IN ('receptionist', 'handler', 'division_head', 'leader', 'clerk')
                 AND valid_from <= $3 AND (valid_to IS NULL OR valid_to >= $2)
             UNION SELECT person_id FROM work_month WHERE month = $2 AND unit_id = $1
             UNION SELECT person_id FROM guidance WHERE month = $2 AND unit_id = $1 AND withdrawn_at IS NULL)
         ORDER BY p.folded, p.id LIMIT {AT_MOST}"
    );
    let rows = tx.all(&sql, args![unit.0, month, last])?;
    rows.iter().map(|row| Ok((row.get(0)?, row.get(1)?))).collect()
}

/// The name of an officer who has or had a role in `unit`, or in any. [`Error::NotFound`] for everybody else.
pub fn officer(tx: &mut Tx, person: PersonId, unit: Option<UnitId>) -> Result<String> {
    let (mut own, mut args) = (String::new(), args![person.0]);
    if let Some(unit) = unit {
        args.push(unit.0.into());
        own.push_str(" AND a.unit_id = $2");
    }
    let sql = format!(
        "SELECT p.name FROM person p WHERE p.id = $1 AND EXISTS (SELECT 1 FROM assignment a
             WHERE a.person_id = p.id AND a.role NOT IN ('citizen', 'business'){own})"
    );
    Ok(tx.optional(&sql, args)?.ok_or(Error::NotFound)?.get(0)?)
}

/// Dossiers that are not settled and lie with somebody now, and those among them whose step is late.
#[derive(Clone, Copy, Debug, Default)]
pub struct Held {
    /// All.
    pub dossiers: i64,
    /// Whose step is late; nobody is late while the applicant is waited for.
    pub late: i64,
    /// Whether the list of open dossiers that the officer holds, as the board shows it, has just these.
    pub is_listed: bool,
}

/// What these officers hold at `now`, in `unit` or anywhere; `decided_by`: the unit to whose dossiers the reader's board is
/// limited.
pub fn held(
    tx: &mut Tx,
    officers: &[Uuid],
    (unit, decided_by): (Option<UnitId>, Option<UnitId>),
    now: Instant,
) -> Result<Vec<(Uuid, Held)>> {
    if officers.is_empty() {
        return Ok(vec![]);
    }
    let mut args: Vec<Value> = args![now];
    args.extend(officers.iter().map(|id| Value::from(*id)));
    let places: Vec<String> = (2..=args.len()).map(|no| format!("${no}")).collect();
    let (own, running) = (of_unit("step_unit_id", unit, &mut args), words(State::has_running_step));
    let listed = format!(
        "{} AND state IN ({})",
        of_unit("settling_unit_id", decided_by, &mut args),
        words(State::is_accepted)
    );
    let sql = format!(
        "SELECT step_owner_id, count(*) FILTER (WHERE {own}),
             count(*) FILTER (WHERE {own} AND step_due_at < $1 AND state IN ({running})),
             count(*) FILTER (WHERE ({own}) <> ({listed})) FROM dossier
         WHERE step_owner_id IS NOT NULL AND step_owner_id IN ({}) AND settled_at IS NULL GROUP BY step_owner_id",
        places.join(", ")
    );
    let read = |row: &Row| {
        let held = Held { dossiers: row.get(1)?, late: row.get(2)?, is_listed: row.get::<i64>(3)? == 0 };
        Ok((row.get(0)?, held))
    };
    tx.all(&sql, args)?.iter().map(read).collect()
}

/// The condition that `column` is the unit; that holds for every row where there is none.
fn of_unit(column: &str, unit: Option<UnitId>, args: &mut Vec<Value>) -> String {
    let Some(unit) = unit else { return "1 = 1".into() };
    args.push(unit.0.into());
    format!("{column} = ${}", args.len())
}

/// The words of the states for which that holds, to stand in a query.
fn words(holds: fn(State) -> bool) -> String {
    let states = State::ALL.iter().filter(|state| holds(**state));
    states.map(|state| format!("'{}'", state.name())).collect::<Vec<_>>().join(", ")
}
