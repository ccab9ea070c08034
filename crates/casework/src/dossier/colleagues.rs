//! Who can be given a step: whoever has its role in its unit today. Who is away comes last and is not given anything new.

use base::error::Result;
use domain::{
    dossier::Place,
    id::{PersonId, UnitId},
    instant::{Instant, local_date},
    people::{Role, absence},
    refusal::Refusal,
};
use jiff::civil::Date;
use kit::db::{Tx, args};
use uuid::Uuid;

/// Refuses a person who does not have the step's role in the step's unit today, and one who is away.
pub fn must_hold(tx: &mut Tx, person: PersonId, to: &Place, now: Instant) -> Result<()> {
    must_have(tx, person, to.unit, &[to.role], now)
}

/// Refuses a person who has none of `roles` in `unit` today, and one who is away.
pub fn must_have(tx: &mut Tx, person: PersonId, unit: UnitId, roles: &[Role], now: Instant) -> Result<()> {
    let sql = format!(
        "SELECT p.name, (SELECT max(w.last_day) FROM absence w
                         WHERE w.person_id = p.id AND w.first_day <= $3 AND w.last_day >= $3)
         FROM person p WHERE p.id = $1 AND p.disabled_at IS NULL AND EXISTS (
             SELECT 1 FROM assignment a WHERE a.person_id = p.id AND a.unit_id = $2 AND a.role IN ({})
             AND a.valid_from <= $3 AND (a.valid_to IS NULL OR a.valid_to >= $3))",
        quoted(roles)
    );
    let row = tx.optional(&sql, args![person.0, unit.0, local_date(now)])?.ok_or(Refusal::NotAHolder)?;
    Ok(absence::must_be_there(&row.get::<String>(0)?, row.get(1)?)?)
}

/// The person, if the step can wait for them; nobody, if they are away or have left.
pub fn still_there(
    tx: &mut Tx,
    person: Option<PersonId>,
    to: &Place,
    now: Instant,
) -> Result<Option<PersonId>> {
    let Some(person) = person else { return Ok(None) };
    match must_hold(tx, person, to, now) {
        Ok(()) => Ok(Some(person)),
        Err(base::error::Error::Refused(_)) => Ok(None),
        Err(error) => Err(error),
    }
}

/// The words of `roles` as a list of SQL; they are ours, nobody typed them.
fn quoted(roles: &[Role]) -> String {
    let words: Vec<String> = roles.iter().map(|role| format!("'{}'", role.name())).collect();
    words.join(", ")
}

/// Who has one of `roles` in `unit` today, with how much they hold: the least first, who is away last.
pub fn of(tx: &mut Tx, unit: UnitId, roles: &[Role], now: Instant) -> Result<Vec<(String, String)>> {
    let sql = format!(
        "SELECT p.id, p.name, (SELECT count(*) FROM dossier d WHERE d.step_owner_id = p.id AND d.closed_at IS NULL),
                (SELECT max(w.last_day) FROM absence w
                 WHERE w.person_id = p.id AND w.first_day <= $2 AND w.last_day >= $2)
         FROM person p WHERE p.disabled_at IS NULL AND EXISTS (
             SELECT 1 FROM assignment a WHERE a.person_id = p.id AND a.unit_id = $1 AND a.role IN ({})
             AND a.valid_from <= $2 AND (a.valid_to IS NULL OR a.valid_to >= $2))
         ORDER BY 3, p.folded",
        quoted(roles)
    );
    let rows = tx.all(&sql, args![unit.0, local_date(now)])?;
    let (mut there, mut away) = (vec![], vec![]);
    for row in rows {
        let (id, name, load): (Uuid, String, i64) = (row.get(0)?, row.get(1)?, row.get(2)?);
        match row.get::<Option<Date>>(3)? {
            None => there.push((id.to_string(), format!("{name} (đang giữ {load})"))),
            Some(day) => {
                let until = format!("{}/{}/{}", day.day(), day.month(), day.year());
                away.push((id.to_string(), format!("{name} (vắng đến hết ngày {until})")));
            }
        }
    }
    there.append(&mut away);
    Ok(there)
}
