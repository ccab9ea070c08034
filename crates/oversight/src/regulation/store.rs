//! The table `regulation_version`, and the difficulties that versions answer.

use base::{
    audit,
    error::{Error, Result},
};
use domain::{
    instant::{Instant, local_date},
    matter::{Matter, MatterKind},
    people::Actor,
    refusal::Refusal,
    regulation::{RegulationVersion, may_enter},
};
use jiff::civil::Date;
use kit::db::{Tx, args};
use uuid::Uuid;

/// How many difficulties the form offers.
const AT_MOST: i64 = 100;

/// Every version, the latest in force first: there are some dozens in a lifetime.
pub fn all(tx: &mut Tx) -> Result<Vec<(Uuid, RegulationVersion)>> {
    let rows =
        tx.all("SELECT id, body FROM regulation_version ORDER BY effective_on DESC, id DESC", args![])?;
    rows.iter().map(|row| Ok((row.get(0)?, row.json(1)?))).collect()
}

/// The version in force on `day`, if one was entered.
pub fn in_force(tx: &mut Tx, day: Date) -> Result<Option<RegulationVersion>> {
    let row = tx.optional(
        "SELECT body FROM regulation_version WHERE effective_on <= $1 ORDER BY effective_on DESC, id DESC LIMIT 1",
        args![day],
    )?;
    row.map(|row| Ok(row.json(0)?)).transpose()
}

/// The version `id`; [`Error::NotFound`] if there is none.
pub fn load(tx: &mut Tx, id: Uuid) -> Result<RegulationVersion> {
    let row = tx
        .optional("SELECT body FROM regulation_version WHERE id = $1", args![id])?
        .ok_or(Error::NotFound)?;
    Ok(row.json(0)?)
}

/// Enters `version` under `id`. The same form sent twice is [`Error::Stale`]; the same decision under another identifier is
/// invalid.
pub fn enter(tx: &mut Tx, id: Uuid, version: &RegulationVersion, by: Actor, at: Instant) -> Result<()> {
    if !may_enter(&by) || !version.mistakes(local_date(at)).is_empty() {
        return Err(Refusal::SupervisionNotYours.into());
    }
    let known = tx.optional(
        "SELECT id FROM regulation_version WHERE number = $1 AND signed_on = $2",
        args![version.number.clone(), version.signed_on],
    )?;
    match known.map(|row| row.get::<Uuid>(0)).transpose()? {
        Some(known) if known == id => return Err(Error::Stale),
        Some(_) => return Err(Error::field("so", "Quyết định có số và ngày ký này đã được ghi.")),
        None => {}
    }
    audit::begin(tx, id, "regulation_entered", version, by, at)?;
    tx.later(
        "INSERT INTO regulation_version (id, number, signed_on, effective_on, body) VALUES ($1, $2, $3, $4, $5)",
        args![
            id,
            version.number.clone(),
            version.signed_on,
            version.effective_on,
            serde_json::to_value(version).map_err(Error::fault)?
        ],
    );
    Ok(())
}

/// The latest difficulties that were told: identifier and subject.
pub fn obstacles(tx: &mut Tx) -> Result<Vec<(Uuid, String)>> {
    let rows = tx.all(
        "SELECT id, body FROM matter WHERE kind = $1 ORDER BY opened_at DESC, id DESC LIMIT $2",
        args![MatterKind::Obstacle.name(), AT_MOST],
    )?;
    let one = |row: &kit::db::Row| {
        let matter: Matter = row.json(1)?;
        Ok((row.get(0)?, matter.subject))
    };
    rows.iter().map(one).collect()
}

/// The versions to which the difficulty `id` led: identifier and number of the decision.
pub fn answering(tx: &mut Tx, id: Uuid) -> Result<Vec<(Uuid, String)>> {
    let led = all(tx)?.into_iter().filter(|(_, version)| version.obstacles.contains(&id));
    Ok(led.map(|(version, decision)| (version, decision.number)).collect())
}

/// Those of `ids` that `by` may read: identifier and subject. A version names a few.
pub fn named(tx: &mut Tx, ids: &[Uuid], by: &Actor) -> Result<Vec<(Uuid, String)>> {
    let mut found = vec![];
    for id in ids {
        let row = tx.optional("SELECT body FROM matter WHERE id = $1", args![*id])?;
        let Some(row) = row else { continue };
        let matter: Matter = row.json(0)?;
        if matter.may_read(by) {
            found.push((*id, matter.subject));
        }
    }
    Ok(found)
}
