//! The tables `meeting` and `meeting_unit`.

use base::{
    dossier::log::{self, Head},
    error::{Error, Result},
};
use domain::{
    id::UnitId,
    instant::{Instant, local_date},
    meeting::Meeting,
    people::Actor,
};
use jiff::civil::Date;
use kit::db::{Tx, Value, args};
use uuid::Uuid;

/// How many the register shows.
const AT_MOST: usize = 200;

/// Enters `meeting` under `id`. The same form sent twice is [`Error::Stale`].
pub fn enter(tx: &mut Tx, id: Uuid, meeting: &Meeting, by: Actor, at: Instant) -> Result<()> {
    meeting.may_be_entered(&by, local_date(at))?;
    log::append(tx, &Head::new(id).next("meeting_held", meeting, by, at)?);
    tx.later(
        "INSERT INTO meeting (id, held_on, entered_at, body) VALUES ($1, $2, $3, $4)",
        args![id, meeting.held_on, at, serde_json::to_value(meeting).map_err(Error::fault)?],
    );
    for unit in &meeting.units {
        tx.later("INSERT INTO meeting_unit (meeting_id, unit_id) VALUES ($1, $2)", args![id, unit.0]);
    }
    Ok(())
}

const OF_UNIT: &str = "EXISTS (SELECT 1 FROM meeting_unit u WHERE u.meeting_id = m.id AND u.unit_id = $1)";

/// The meetings that `scope` sees: all, or those a unit took part in; the latest first.
pub fn all(tx: &mut Tx, scope: Option<UnitId>) -> Result<Vec<(Uuid, Meeting)>> {
    let args: Vec<Value> = scope.map(|unit| Value::from(unit.0)).into_iter().collect();
    let own = if scope.is_some() { OF_UNIT } else { "TRUE" };
    let sql = format!(
        "SELECT m.id, m.body FROM meeting m WHERE {own} ORDER BY m.held_on DESC, m.id DESC LIMIT {AT_MOST}"
    );
    let rows = tx.all(&sql, args)?;
    rows.iter().map(|row| Ok((row.get(0)?, row.json(1)?))).collect()
}

/// The meeting `id`; [`Error::NotFound`] if there is none that `scope` sees.
pub fn load(tx: &mut Tx, id: Uuid, scope: Option<UnitId>) -> Result<Meeting> {
    let row = match scope {
        None => tx.optional("SELECT m.body FROM meeting m WHERE m.id = $1", args![id])?,
        Some(unit) => tx.optional(
            &format!("SELECT m.body FROM meeting m WHERE {OF_UNIT} AND m.id = $2"),
            args![unit.0, id],
        )?,
    };
    Ok(row.ok_or(Error::NotFound)?.json(0)?)
}

/// The days of every meeting since `from`.
pub fn days(tx: &mut Tx, from: Date) -> Result<Vec<Date>> {
    let rows = tx.all("SELECT DISTINCT held_on FROM meeting WHERE held_on >= $1", args![from])?;
    rows.iter().map(|row| Ok(row.get(0)?)).collect()
}
