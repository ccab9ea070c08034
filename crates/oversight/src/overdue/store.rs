//! The tables `late_list` and `late_entry`: what was published, dossier by dossier, so that it can be corrected.

use base::{
    audit,
    error::{Error, Result},
};
use domain::{
    dossier::State,
    id::{DossierId, UnitId},
    instant::{Instant, local_date},
    overdue::Overdue,
    people::{Actor, Role},
    refusal::Refusal,
};
use jiff::civil::Date;
use kit::db::{Row, Tx, args};

/// A published list.
#[derive(Clone, Debug)]
pub struct Published {
    /// The moment it speaks of.
    pub as_of: Instant,
    /// What stands in it now; nothing once it is withdrawn.
    pub overdue: Vec<Overdue>,
    /// When and why it was withdrawn.
    pub withdrawn: Option<(Instant, String)>,
}

/// Publishes the list of today; a second one on the same day takes the place of the first. Only the director of the Centre.
pub fn publish(tx: &mut Tx, overdue: &[Overdue], by: Actor, now: Instant) -> Result<()> {
    let Actor::Person { person, unit, role: Role::CentreDirector, .. } = by else {
        return Err(Refusal::NotYoursToPublish.into());
    };
    let day = local_date(now);
    tx.later(
        "INSERT INTO late_list (day, as_of, approved_by, approved_at) VALUES ($1, $2, $3, $2)
         ON CONFLICT (day) DO UPDATE SET as_of = excluded.as_of, approved_by = excluded.approved_by,
             approved_at = excluded.approved_at, withdrawn_at = NULL, withdrawn_why = NULL",
        args![day, now, person.0],
    );
    tx.later("DELETE FROM late_entry WHERE day = $1", args![day]);
    for one in overdue {
        tx.later(
            "INSERT INTO late_entry (day, dossier_id, unit_id, role, due_at, has_apology) VALUES ($1, $2, $3, $4, $5, $6)",
            args![day, one.dossier.0, one.unit.0, one.role.map_or("", Role::name), one.due_at, one.has_apology],
        );
    }
    let told = serde_json::json!({ "day": day, "dossiers": overdue.len() });
    audit::note(tx, unit.0, "late_list_published", &told, by, now)
}

/// Withdraws the list that was published last, for a reason. Only the director of the Centre; refuses silence, and where there is none.
pub fn withdraw(tx: &mut Tx, why: &str, by: Actor, now: Instant) -> Result<()> {
    let Actor::Person { unit, role: Role::CentreDirector, .. } = by else {
        return Err(Refusal::NotYoursToPublish.into());
    };
    if why.trim().is_empty() {
        return Err(Refusal::NothingSaid.into());
    }
    let last = tx.optional(
        "SELECT day FROM late_list WHERE withdrawn_at IS NULL AND day = (SELECT max(day) FROM late_list)",
        args![],
    )?;
    let day: Date = last.ok_or(Error::Stale)?.get(0)?;
    tx.later(
        "UPDATE late_list SET withdrawn_at = $2, withdrawn_why = $3 WHERE day = $1",
        args![day, now, why.trim().to_owned()],
    );
    let told = serde_json::json!({ "day": day, "why": why.trim() });
    audit::note(tx, unit.0, "late_list_withdrawn", &told, by, now)
}

/// The list that was published last, without those whose due date was lawfully moved since, and those that wait for their applicant
/// now; nothing if there was none.
pub fn latest(tx: &mut Tx) -> Result<Option<Published>> {
    let last = tx.optional(
        "SELECT day, as_of, withdrawn_at, withdrawn_why FROM late_list ORDER BY day DESC LIMIT 1",
        args![],
    )?;
    let Some(last) = last else { return Ok(None) };
    let (day, as_of): (Date, Instant) = (last.get(0)?, last.get(1)?);
    let withdrawn: Option<Instant> = last.get(2)?;
    if let Some(at) = withdrawn {
        let why: Option<String> = last.get(3)?;
        return Ok(Some(Published {
            as_of,
            overdue: vec![],
            withdrawn: Some((at, why.unwrap_or_default())),
        }));
    }
    let mut overdue = vec![];
    let waiting: Vec<String> = State::ALL
        .iter()
        .filter(|state| state.is_waiting())
        .map(|state| format!("'{}'", state.name()))
        .collect();
    tx.each(
        &format!(
            "SELECT e.dossier_id, e.unit_id, e.role, e.due_at, e.has_apology FROM late_entry e
             JOIN dossier d ON d.id = e.dossier_id AND d.due_at = e.due_at AND d.state NOT IN ({})
             WHERE e.day = $1",
            waiting.join(", ")
        ),
        args![day],
        |row| {
            overdue.push(read(&row)?);
            Ok::<(), Error>(())
        },
    )?;
    Ok(Some(Published { as_of, overdue, withdrawn: None }))
}

fn read(row: &Row) -> Result<Overdue> {
    let role: String = row.get(2)?;
    Ok(Overdue {
        dossier: DossierId(row.get(0)?),
        unit: UnitId(row.get(1)?),
        role: match role.as_str() {
            "" => None,
            word => Some(Role::by_name(word).ok_or_else(|| Error::fault(format!("unknown role {word}")))?),
        },
        due_at: row.get(3)?,
        has_apology: row.get(4)?,
    })
}
