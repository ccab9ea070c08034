//! The table `campaign`.

use base::{
    audit,
    error::{Error, Result},
};
use domain::{
    campaign::{Campaign, CampaignKind},
    id::{PersonId, UnitId},
    instant::Instant,
    people::Actor,
};
use jiff::civil::Date;
use kit::db::{Row, Tx, Value, args};
use uuid::Uuid;

/// How many a page shows.
pub const PAGE: usize = 50;

/// A campaign as it was entered.
#[derive(Clone, Debug)]
pub struct Entered {
    /// Its identifier.
    pub id: Uuid,
    /// Whose it is.
    pub unit: UnitId,
    /// Who entered it.
    pub person: PersonId,
    /// That person's name.
    pub name: String,
    /// When.
    pub at: Instant,
    /// What was held.
    pub campaign: Campaign,
}

/// Enters a campaign of the unit that `by` acts for. The same form sent twice enters it once; [`Error::Stale`] if something else was
/// entered under its identifier, or it was taken back.
pub fn enter(tx: &mut Tx, id: Uuid, campaign: &Campaign, by: Actor, at: Instant) -> Result<()> {
    let (person, unit) = by.person().zip(by.unit()).ok_or(Error::Forbidden)?;
    let count = tx.execute(
        "INSERT INTO campaign (id, unit_id, person_id, kind, last_day, reach, entered_at, body)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (id) DO NOTHING",
        args![
            id,
            unit.0,
            person.0,
            campaign.kind.name(),
            campaign.last_day,
            campaign.reach,
            at,
            serde_json::to_value(campaign).map_err(Error::fault)?
        ],
    )?;
    if count > 0 {
        return audit::begin(tx, id, "campaign_entered", campaign, by, at);
    }
    let known = load(tx, id, Some(unit)).ok();
    let is_same = known.is_some_and(|known| known.person == person && known.campaign == *campaign);
    if is_same { Ok(()) } else { Err(Error::Stale) }
}

/// Takes back what was entered by mistake. [`Error::Stale`] if somebody did already.
pub fn withdraw(tx: &mut Tx, id: Uuid, by: Actor, at: Instant) -> Result<()> {
    let sql = "UPDATE campaign SET withdrawn_at = $2 WHERE id = $1 AND withdrawn_at IS NULL";
    if tx.execute(sql, args![id, at])? == 0 {
        return Err(Error::Stale);
    }
    audit::note(tx, id, "campaign_withdrawn", &(), by, at)
}

const ENTERED: &str = "SELECT c.id, c.unit_id, c.person_id, p.name, c.entered_at, c.body FROM campaign c
     JOIN person p ON p.id = c.person_id WHERE c.withdrawn_at IS NULL";

fn read(row: &Row) -> Result<Entered> {
    Ok(Entered {
        id: row.get(0)?,
        unit: UnitId(row.get(1)?),
        person: PersonId(row.get(2)?),
        name: row.get(3)?,
        at: row.get(4)?,
        campaign: row.json(5)?,
    })
}

/// Which campaigns are wanted.
#[derive(Clone, Copy, Debug, Default)]
pub struct Wanted {
    /// Those of one unit; of every unit.
    pub unit: Option<UnitId>,
    /// Those of one kind.
    pub kind: Option<CampaignKind>,
    /// Those after this last day and identifier, in the order of the page.
    pub after: Option<(Date, Uuid)>,
}

/// The campaigns, the latest first, [`PAGE`] of them at most.
pub fn some(tx: &mut Tx, wanted: Wanted) -> Result<Vec<Entered>> {
    let (mut sql, mut args): (String, Vec<Value>) = (ENTERED.to_owned(), vec![]);
    if let Some(unit) = wanted.unit {
        args.push(unit.0.into());
        sql.push_str(&format!(" AND c.unit_id = ${}", args.len()));
    }
    if let Some(kind) = wanted.kind {
        args.push(kind.name().into());
        sql.push_str(&format!(" AND c.kind = ${}", args.len()));
    }
    if let Some((day, id)) = wanted.after {
        args.extend([Value::from(day), Value::from(id)]);
        sql.push_str(&format!(" AND (c.last_day, c.id) < (${}, ${})", args.len() - 1, args.len()));
    }
    sql.push_str(&format!(" ORDER BY c.last_day DESC, c.id DESC LIMIT {PAGE}"));
    tx.all(&sql, args)?.iter().map(read).collect()
}

/// The campaign `id`; [`Error::NotFound`] if `unit` sees none, or it was taken back.
pub fn load(tx: &mut Tx, id: Uuid, unit: Option<UnitId>) -> Result<Entered> {
    let (mut sql, mut args): (String, Vec<Value>) = (format!("{ENTERED} AND c.id = $1"), args![id]);
    if let Some(unit) = unit {
        args.push(unit.0.into());
        sql.push_str(" AND c.unit_id = $2");
    }
    read(&tx.optional(&sql, args)?.ok_or(Error::NotFound)?)
}

/// What a unit held in some days.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Held {
    /// Campaigns, and whom they reached.
    pub campaigns: (i64, i64),
    /// Training, and who took part.
    pub trainings: (i64, i64),
}

/// What `unit`, or each unit, held that ended from the first of these days on and before the second.
pub fn held(tx: &mut Tx, unit: Option<UnitId>, (from, to): (Date, Date)) -> Result<Vec<(UnitId, Held)>> {
    let (mut own, mut args) = (String::new(), args![from, to, CampaignKind::Training.name()]);
    if let Some(unit) = unit {
        args.push(unit.0.into());
        own.push_str(" AND unit_id = $4");
    }
    let sql = format!(
        "SELECT unit_id, count(*) FILTER (WHERE kind <> $3), CAST(coalesce(sum(reach) FILTER (WHERE kind <> $3), 0) AS BIGINT),
             count(*) FILTER (WHERE kind = $3), CAST(coalesce(sum(reach) FILTER (WHERE kind = $3), 0) AS BIGINT)
         FROM campaign WHERE withdrawn_at IS NULL AND last_day >= $1 AND last_day < $2{own} GROUP BY unit_id"
    );
    let held = |row: &Row| {
        let (campaigns, trainings) = ((row.get(1)?, row.get(2)?), (row.get(3)?, row.get(4)?));
        Ok((UnitId(row.get(0)?), Held { campaigns, trainings }))
    };
    tx.all(&sql, args)?.iter().map(held).collect()
}
