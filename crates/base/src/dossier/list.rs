//! A dossier as one line of a list: the same wherever dossiers are listed.

use domain::{dossier::State, id::UnitId, instant::Instant, process::StepKind};
use kit::db::{Row, Tx, Value};
use uuid::Uuid;

use crate::{error::Result, house::House, timeleft::TimeLeft};

/// How many dossiers a page shows.
pub const PAGE: usize = 50;

/// One dossier in a list.
#[derive(Clone, Debug)]
pub struct Line {
    /// Its identifier.
    pub id: Uuid,
    /// Its code, or what stands for it before it has one.
    pub code: String,
    /// The procedure's name.
    pub procedure: String,
    /// The applicant.
    pub owner: String,
    /// Where it stands.
    pub state: State,
    /// The step it is at.
    pub step: &'static str,
    /// Who holds it.
    pub holder: String,
    /// How much time is left on the step and on the whole, the less of them first.
    pub left: TimeLeft,
    /// The group for which it goes first.
    pub has_priority: bool,
    /// What is foretold of it, where a list says so.
    pub likely: Option<String>,
    /// Where the next page begins.
    pub key: String,
}

/// What [`read`] wants, from [`FROM`].
pub const COLUMNS: &str = "d.id, f.code, p.name, f.owner_name, d.state, d.step_kind, o.name, d.step_since, d.step_due_at, \
     d.due_at, d.received_at, d.has_priority, d.urgent_at, d.step_unit_id";

/// Where it stands.
pub const FROM: &str = "FROM dossier d JOIN filing f ON f.dossier_id = d.id JOIN procedure p ON p.id = d.procedure_id \
     LEFT JOIN person o ON o.id = d.step_owner_id";

/// The dossier in `row`, looked at `now`.
pub fn read(row: &Row, house: &House, now: Instant) -> Result<Line> {
    let state: String = row.get(4)?;
    let state = State::by_name(&state).unwrap_or(State::InProgress);
    let kind = row.get::<Option<String>>(5)?.and_then(|kind| StepKind::by_name(&kind));
    let unit = row.get::<Option<Uuid>>(13)?.map(UnitId);
    let (since, step_due): (Option<Instant>, Option<Instant>) = (row.get(7)?, row.get(8)?);
    let (due, received): (Option<Instant>, Option<Instant>) = (row.get(9)?, row.get(10)?);
    let (step, whole) = (since.zip(step_due), received.zip(due));
    let left = unit.map_or_else(
        || TimeLeft::at_rest(state),
        |unit| TimeLeft::of_dossier(state, step, whole, now, &house.timetable(unit)),
    );
    let urgent: Option<Instant> = row.get(12)?;
    let id: Uuid = row.get(0)?;
    Ok(Line {
        id,
        code: row.get::<Option<String>>(1)?.unwrap_or_else(|| "Chưa có mã".into()),
        procedure: row.get(2)?,
        owner: row.get(3)?,
        state,
        step: kind.map_or("", StepKind::title),
        holder: row.get::<Option<String>>(6)?.unwrap_or_default(),
        left,
        has_priority: row.get(11)?,
        likely: None,
        key: urgent.map_or_else(String::new, |at| format!("{}_{id}", at.as_microsecond())),
    })
}

/// The key of a page's beginning, as it stands in the address.
pub fn key(text: &str) -> Option<(Instant, Uuid)> {
    let (at, id) = text.split_once('_')?;
    Some((Instant::from_microsecond(at.parse().ok()?).ok()?, id.parse().ok()?))
}

/// The dossiers `ids`, in that order; what is not there any more is left out.
pub fn of(tx: &mut Tx, ids: &[Uuid], house: &House, now: Instant) -> Result<Vec<Line>> {
    if ids.is_empty() {
        return Ok(vec![]);
    }
    let places: Vec<String> = (1..=ids.len()).map(|no| format!("${no}")).collect();
    let sql = format!("SELECT {COLUMNS} {FROM} WHERE d.id IN ({})", places.join(", "));
    let rows = tx.all(&sql, ids.iter().map(|id| Value::from(*id)).collect())?;
    let mut lines: Vec<Line> = rows.iter().map(|row| read(row, house, now)).collect::<Result<_>>()?;
    lines.sort_by_key(|line| ids.iter().position(|id| *id == line.id));
    Ok(lines)
}
