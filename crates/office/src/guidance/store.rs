//! The tables `guidance` and `guidance_target`.

use base::error::{Error, Result};
use domain::{
    guidance::{GuidanceChannel, GuidanceOutcome, Tally, Topic},
    id::{PersonId, UnitId},
    instant::{Instant, local_date},
    people::reach::Reach,
    posting::month_of,
};
use jiff::civil::Date;
use kit::db::{Row, Tx, Value, args};
use uuid::Uuid;

/// One visit or call.
#[derive(Clone, Debug)]
pub struct Visit {
    /// The identifier that the form carries: sent twice, it is there once.
    pub id: Uuid,
    /// How.
    pub channel: GuidanceChannel,
    /// What it was about.
    pub topic: Topic,
    /// The code of the procedure; empty where it was about none.
    pub procedure: String,
    /// How it ended.
    pub outcome: GuidanceOutcome,
    /// When.
    pub at: Instant,
}

/// Notes a visit that `person` guided for `unit`.
pub fn note(tx: &mut Tx, visit: &Visit, person: PersonId, unit: UnitId) {
    tx.later(
        "INSERT INTO guidance (id, person_id, unit_id, at, month, channel, topic, procedure_code, outcome)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (id) DO NOTHING",
        args![
            visit.id,
            person.0,
            unit.0,
            visit.at,
            month_of(local_date(visit.at)),
            visit.channel.name(),
            visit.topic.name(),
            visit.procedure.clone(),
            visit.outcome.name()
        ],
    );
}

/// Takes back a visit that `person` noted since `since`; whatever else stays, and [`Error::NotFound`] is said.
pub fn withdraw(tx: &mut Tx, id: Uuid, person: PersonId, since: Instant, at: Instant) -> Result<()> {
    let changed = tx.execute(
        "UPDATE guidance SET withdrawn_at = $4
         WHERE id = $1 AND person_id = $2 AND at >= $3 AND withdrawn_at IS NULL",
        args![id, person.0, since, at],
    )?;
    if changed == 0 { Err(Error::NotFound) } else { Ok(()) }
}

/// The visits of `person` since `since`, the latest first.
pub fn since(tx: &mut Tx, person: PersonId, since: Instant) -> Result<Vec<Visit>> {
    let rows = tx.all(
        "SELECT id, channel, topic, procedure_code, outcome, at FROM guidance
         WHERE person_id = $1 AND at >= $2 AND withdrawn_at IS NULL ORDER BY at DESC, id DESC LIMIT 200",
        args![person.0, since],
    )?;
    rows.iter().map(visit).collect()
}

/// The last visits of `person`, the latest first: what the next is likely to be about.
pub fn latest(tx: &mut Tx, person: PersonId) -> Result<Vec<Visit>> {
    let rows = tx.all(
        "SELECT id, channel, topic, procedure_code, outcome, at FROM guidance
         WHERE person_id = $1 AND withdrawn_at IS NULL ORDER BY at DESC, id DESC LIMIT 30",
        args![person.0],
    )?;
    rows.iter().map(visit).collect()
}

fn visit(row: &Row) -> Result<Visit> {
    let (channel, topic, outcome): (String, String, String) = (row.get(1)?, row.get(2)?, row.get(4)?);
    let unknown = || Error::fault("unknown word in the log of guidance");
    Ok(Visit {
        id: row.get(0)?,
        channel: GuidanceChannel::by_name(&channel).ok_or_else(unknown)?,
        topic: Topic::by_name(&topic).ok_or_else(unknown)?,
        procedure: row.get(3)?,
        outcome: GuidanceOutcome::by_name(&outcome).ok_or_else(unknown)?,
        at: row.get(5)?,
    })
}

/// What an officer of a unit came to in a month.
#[derive(Clone, Debug)]
pub struct Line {
    /// The officer.
    pub person: PersonId,
    /// The officer's name.
    pub name: String,
    /// For which unit.
    pub unit: UnitId,
    /// The numbers.
    pub tally: Tally,
}

/// How many lines a page of the report has.
pub const PAGE: usize = 100;

/// The condition that somebody is one of `only`.
fn among(only: &[PersonId], args: &mut Vec<Value>) -> String {
    let from = args.len();
    args.extend(only.iter().map(|person| Value::from(person.0)));
    let places: Vec<String> = (from + 1..=args.len()).map(|no| format!("${no}")).collect();
    if places.is_empty() {
        " AND 1 = 0".to_owned()
    } else {
        format!(" AND w.person_id IN ({})", places.join(", "))
    }
}

/// The report of `month` within `reach`, of all there or `only` of some, from the officer after `after` on: everybody who receives,
/// guided or has a target.
pub fn report(
    tx: &mut Tx,
    (month, next): (Date, Date),
    reach: Reach,
    only: Option<&[PersonId]>,
    after: Option<(Uuid, Uuid)>,
) -> Result<Vec<Line>> {
    let mut args: Vec<Value> = args![month, next];
    let mut scope = String::from("1 = 1");
    match reach {
        Reach::Own(person) => {
            args.push(person.0.into());
            scope = format!("w.person_id = ${}", args.len());
        }
        Reach::Unit(unit) => {
            args.push(unit.0.into());
            scope = format!("w.unit_id = ${}", args.len());
        }
        Reach::Everybody => {}
    }
    if let Some(only) = only {
        scope.push_str(&among(only, &mut args));
    }
    if let Some((unit, person)) = after {
        args.extend([Value::from(unit), Value::from(person)]);
        scope.push_str(&format!(" AND (w.unit_id, w.person_id) > (${}, ${})", args.len() - 1, args.len()));
    }
    let counts: Vec<String> = GuidanceOutcome::ALL
        .iter()
        .map(|outcome| format!("count(g.id) FILTER (WHERE g.outcome = '{}')", outcome.name()))
        .collect();
    let sql = format!(
        "SELECT w.person_id, p.name, w.unit_id, t.online, {}
         FROM (SELECT person_id, unit_id FROM assignment WHERE role = 'receptionist' AND stands_in_for IS NULL
                   AND valid_from < $2 AND (valid_to IS NULL OR valid_to >= $1)
               UNION SELECT person_id, unit_id FROM guidance WHERE month = $1 AND withdrawn_at IS NULL
               UNION SELECT person_id, unit_id FROM guidance_target WHERE month = $1) w
         JOIN person p ON p.id = w.person_id
         LEFT JOIN guidance_target t ON t.person_id = w.person_id AND t.unit_id = w.unit_id AND t.month = $1
         LEFT JOIN guidance g ON g.person_id = w.person_id AND g.unit_id = w.unit_id AND g.month = $1
             AND g.withdrawn_at IS NULL
         WHERE {scope} GROUP BY w.person_id, p.name, w.unit_id, t.online
         ORDER BY w.unit_id, w.person_id LIMIT {PAGE}",
        counts.join(", ")
    );
    let line = |row: &Row| -> Result<Line> {
        Ok(Line {
            person: PersonId(row.get(0)?),
            name: row.get(1)?,
            unit: UnitId(row.get(2)?),
            tally: Tally {
                target: row.get(3)?,
                outcomes: [row.get(4)?, row.get(5)?, row.get(6)?, row.get(7)?],
            },
        })
    };
    tx.all(&sql, args)?.iter().map(line).collect()
}

/// Sets how many visits of `person` are to end online in `month`; nothing takes the target away.
pub fn aim(tx: &mut Tx, person: PersonId, unit: UnitId, month: Date, online: Option<i64>) {
    match online {
        Some(online) => tx.later(
            "INSERT INTO guidance_target (person_id, unit_id, month, online) VALUES ($1, $2, $3, $4)
             ON CONFLICT (month, unit_id, person_id) DO UPDATE SET online = excluded.online",
            args![person.0, unit.0, month, online],
        ),
        None => tx.later(
            "DELETE FROM guidance_target WHERE person_id = $1 AND unit_id = $2 AND month = $3",
            args![person.0, unit.0, month],
        ),
    }
}
