//! Lists of dossiers: one row each, scoped to what the officer may read, paged by key.

pub use base::dossier::list::{Line, PAGE, key};
use base::{
    dossier::list::{COLUMNS, FROM, read},
    error::Result,
    house::House,
};
use domain::{id::UnitId, instant::Instant};
use jiff::civil::Date;
use kit::db::{Tx, Value, args};
use uuid::Uuid;

/// Which dossiers are wanted.
#[derive(Clone, Debug)]
pub enum Wanted {
    /// Those that this person holds, and those that the absent colleague holds for whom they stand in, in that unit and role.
    Mine(Uuid, Option<(Uuid, UnitId, &'static str)>),
    /// Those that wait for this unit and role and nobody holds.
    Waiting(UnitId, &'static str),
    /// All open ones of this settling unit.
    Settling(UnitId),
    /// All open ones of this receiving unit.
    Receiving(UnitId),
    /// All open ones: the Centre watches.
    All,
    /// Those in which this unit has a part to do (liên thông, lấy ý kiến).
    Parts(UnitId),
    /// Those of this settling unit in which something waits for its leader: a proposal, a letter of apology.
    ForLeader(UnitId),
    /// Those of this settling unit, or of all, whose holder is away or gone on that day, with nobody to stand in; and those in which
    /// a part of this unit waits like that.
    Deserted(Option<UnitId>, Date),
}

/// Whether who confirmed the part `t` does not work on it on the day `$1`: away, or not of its unit any more; and whether nobody
/// who is there stands in.
macro_rules! deserted_part {
    () => {
        "t.state = 'confirmed' AND t.owner_id IS NOT NULL AND (EXISTS (
             SELECT 1 FROM absence w
             WHERE w.person_id = t.owner_id AND w.first_day <= $1 AND w.last_day >= $1)
         OR NOT EXISTS (
             SELECT 1 FROM assignment a JOIN person p ON p.id = a.person_id
             WHERE p.id = t.owner_id AND p.disabled_at IS NULL AND a.unit_id = t.unit_id
               AND a.valid_from <= $1 AND (a.valid_to IS NULL OR a.valid_to >= $1)))
         AND NOT EXISTS (
             SELECT 1 FROM assignment s JOIN person b ON b.id = s.person_id
             WHERE s.stands_in_for = t.owner_id AND b.disabled_at IS NULL AND s.unit_id = t.unit_id
               AND s.valid_from <= $1 AND s.valid_to >= $1
               AND NOT EXISTS (SELECT 1 FROM absence w
                   WHERE w.person_id = b.id AND w.first_day <= $1 AND w.last_day >= $1))"
    };
}

/// Whether the holder of an open step does not work on it on the day `$1`: away, or without its role; and whether nobody who
/// is there stands in.
macro_rules! deserted {
    ($and:literal) => {
        concat!(
            "d.state = 'in_progress' AND d.step_owner_id IS NOT NULL AND (EXISTS (
                 SELECT 1 FROM absence w
                 WHERE w.person_id = d.step_owner_id AND w.first_day <= $1 AND w.last_day >= $1)
             OR NOT EXISTS (
                 SELECT 1 FROM assignment a JOIN person p ON p.id = a.person_id
                 WHERE p.id = d.step_owner_id AND p.disabled_at IS NULL AND a.unit_id = d.step_unit_id
                   AND a.role = d.step_role AND a.valid_from <= $1 AND (a.valid_to IS NULL OR a.valid_to >= $1)))
             AND NOT EXISTS (
                 SELECT 1 FROM assignment s JOIN person b ON b.id = s.person_id
                 WHERE s.stands_in_for = d.step_owner_id AND b.disabled_at IS NULL AND s.unit_id = d.step_unit_id
                   AND s.role = d.step_role AND s.valid_from <= $1 AND s.valid_to >= $1
                   AND NOT EXISTS (SELECT 1 FROM absence w
                       WHERE w.person_id = b.id AND w.first_day <= $1 AND w.last_day >= $1))",
            $and
        )
    };
}

/// Whether the clock runs, or the applicant is waited for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Clock {
    /// Either.
    #[default]
    Any,
    /// It runs.
    Runs,
    /// It stands still: the applicant is waited for.
    Stands,
}

impl Clock {
    fn condition(self) -> &'static str {
        match self {
            Clock::Any => "",
            Clock::Runs => " AND d.state IN ('received', 'transferred', 'in_progress')",
            Clock::Stands => {
                " AND d.state IN ('awaiting_completion', 'awaiting_supplement', 'awaiting_duty')"
            }
        }
    }
}

impl Wanted {
    fn condition(&self) -> (&'static str, Vec<Value>) {
        match self {
            // What is closed is held by nobody: these are answered by the index alone.
            Wanted::Mine(person, None) => ("d.step_owner_id = $1", args![*person]),
            Wanted::Mine(person, Some((absent, unit, role))) => (
                "d.step_owner_id IN ($1, $2) AND (d.step_owner_id = $1 OR (d.step_unit_id = $3 AND d.step_role = $4))",
                args![*person, *absent, unit.0, *role],
            ),
            Wanted::Waiting(unit, role) => {
                ("d.step_owner_id IS NULL AND d.step_unit_id = $1 AND d.step_role = $2", args![unit.0, *role])
            }
            Wanted::Settling(unit) => ("d.settling_unit_id = $1 AND d.settled_at IS NULL", args![unit.0]),
            Wanted::Receiving(unit) => ("d.receiving_unit_id = $1 AND d.settled_at IS NULL", args![unit.0]),
            Wanted::All => ("d.settled_at IS NULL", args![]),
            Wanted::Parts(unit) => (
                "d.id IN (SELECT t.dossier_id FROM part t WHERE t.unit_id = $1 AND t.state IN ('sent', 'confirmed'))
                 AND d.settled_at IS NULL",
                args![unit.0],
            ),
            Wanted::ForLeader(unit) => ("d.settling_unit_id = $1 AND d.needs_leader", args![unit.0]),
            Wanted::Deserted(None, day) => (
                concat!(
                    "d.settled_at IS NULL AND ((",
                    deserted!(""),
                    ") OR d.id IN (SELECT t.dossier_id FROM part t WHERE ",
                    deserted_part!(),
                    "))"
                ),
                args![*day],
            ),
            Wanted::Deserted(Some(unit), day) => (
                concat!(
                    "d.settled_at IS NULL AND ((",
                    deserted!(" AND d.settling_unit_id = $2"),
                    ") OR d.id IN (SELECT t.dossier_id FROM part t WHERE t.unit_id = $2 AND ",
                    deserted_part!(),
                    "))"
                ),
                args![*day, unit.0],
            ),
        }
    }
}

/// Which part of a list: between two moments of urgency, after a key.
#[derive(Clone, Copy, Debug, Default)]
pub struct Part {
    /// Not urgent before this moment.
    pub from: Option<Instant>,
    /// Urgent before this moment.
    pub to: Option<Instant>,
    /// After this dossier.
    pub after: Option<(Instant, Uuid)>,
    /// Whether the clock runs.
    pub clock: Clock,
}

/// One page of the dossiers wanted, the most urgent first.
pub fn page(tx: &mut Tx, wanted: &Wanted, part: Part, house: &House, now: Instant) -> Result<Vec<Line>> {
    let (condition, mut args) = wanted.condition();
    let clock = part.clock.condition();
    let mut sql = format!("SELECT {COLUMNS} {FROM} WHERE {condition}{clock} AND d.urgent_at IS NOT NULL");
    for (at, compare) in [(part.from, ">="), (part.to, "<")] {
        if let Some(at) = at {
            args.push(at.into());
            sql.push_str(&format!(" AND d.urgent_at {compare} ${}", args.len()));
        }
    }
    if let Some((at, id)) = part.after {
        args.push(at.into());
        args.push(id.into());
        sql.push_str(&format!(" AND (d.urgent_at, d.id) > (${}, ${})", args.len() - 1, args.len()));
    }
    sql.push_str(&format!(" ORDER BY d.urgent_at, d.id LIMIT {PAGE}"));
    tx.all(&sql, args)?.iter().map(|row| read(row, house, now)).collect()
}

/// How many dossiers are wanted, counted up to 1,000.
pub fn count(tx: &mut Tx, wanted: &Wanted, clock: Clock) -> Result<i64> {
    let (condition, args) = wanted.condition();
    let clock = clock.condition();
    let sql = format!(
        "SELECT count(*) FROM (SELECT 1 AS n FROM dossier d WHERE {condition}{clock} AND d.urgent_at IS NOT NULL
             LIMIT 1000) AS found"
    );
    Ok(tx.one(&sql, args)?.get(0)?)
}

/// How many dossiers whose clock runs are wanted, and how many of them are overdue and due within a day's work; counted up
/// to 1,000.
pub fn counts(tx: &mut Tx, wanted: &Wanted, now: Instant, soon: Instant) -> Result<(i64, i64, i64)> {
    let (condition, mut args) = wanted.condition();
    let n = args.len();
    args.push(now.into());
    args.push(soon.into());
    let row = tx.one(
        &format!(
            "SELECT count(*), count(*) FILTER (WHERE u < ${a}), count(*) FILTER (WHERE u >= ${a} AND u < ${b})
             FROM (SELECT d.urgent_at AS u FROM dossier d WHERE {condition}{clock} AND d.urgent_at IS NOT NULL
                   ORDER BY d.urgent_at LIMIT 1000) AS open",
            a = n + 1,
            b = n + 2,
            clock = Clock::Runs.condition()
        ),
        args,
    )?;
    Ok((row.get(0)?, row.get(1)?, row.get(2)?))
}

/// Whether the step of the dossier waits for somebody who is away or gone on that day, with nobody to stand in.
pub fn is_deserted(tx: &mut Tx, id: Uuid, day: Date) -> Result<bool> {
    let sql = concat!("SELECT 1 FROM dossier d WHERE d.id = $2 AND ", deserted!(""));
    Ok(tx.optional(sql, args![day, id])?.is_some())
}

/// The parts of the dossier that wait for somebody who is away or gone on that day, with nobody to stand in: number, unit and who
/// has it.
pub fn deserted_parts(tx: &mut Tx, id: Uuid, day: Date) -> Result<Vec<(i64, UnitId, String)>> {
    let sql = concat!(
        "SELECT t.no, t.unit_id, o.name FROM part t JOIN person o ON o.id = t.owner_id
         WHERE t.dossier_id = $2 AND ",
        deserted_part!(),
        " ORDER BY t.no"
    );
    let rows = tx.all(sql, args![day, id])?;
    rows.iter().map(|row| Ok((row.get(0)?, UnitId(row.get(1)?), row.get(2)?))).collect()
}
