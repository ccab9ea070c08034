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
    let row = tx.optional(
        "SELECT p.name, (SELECT max(w.last_day) FROM absence w
                         WHERE w.person_id = p.id AND w.first_day <= $4 AND w.last_day >= $4)
         FROM person p WHERE p.id = $1 AND p.disabled_at IS NULL AND EXISTS (
             SELECT 1 FROM assignment a WHERE a.person_id = p.id AND a.unit_id = $2 AND a.role = $3
             AND a.valid_from <= $4 AND (a.valid_to IS NULL OR a.valid_to >= $4))",
        args![person.0, to.unit.0, to.role.name(), local_date(now)],
    )?;
    let row = row.ok_or(Refusal::NotAHolder)?;
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

/// Who has `role` in `unit` today, with how much they hold: the least first, who is away last.
pub fn of(tx: &mut Tx, unit: UnitId, role: Role, now: Instant) -> Result<Vec<(String, String)>> {
    let rows = tx.all(
        "SELECT p.id, p.name, (SELECT count(*) FROM dossier d WHERE d.step_owner_id = p.id AND d.closed_at IS NULL),
                (SELECT max(w.last_day) FROM absence w
                 WHERE w.person_id = p.id AND w.first_day <= $3 AND w.last_day >= $3)
         FROM person p WHERE p.disabled_at IS NULL AND EXISTS (
             SELECT 1 FROM assignment a WHERE a.person_id = p.id AND a.unit_id = $1 AND a.role = $2
             AND a.valid_from <= $3 AND (a.valid_to IS NULL OR a.valid_to >= $3))
         ORDER BY 3, p.folded",
        args![unit.0, role.name(), local_date(now)],
    )?;
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
