//! The table `absence`: who is away from when to when, and the assignment under which a colleague stands in.

use base::{
    audit,
    error::{Error, Result},
};
use domain::{
    id::{PersonId, UnitId},
    instant::{Instant, local_date},
    people::{
        Actor, Role,
        absence::{Absence, Known, check, may_arrange},
    },
    refusal::Refusal,
};
use jiff::civil::Date;
use kit::{
    clock,
    db::{Row, Tx, args},
};
use uuid::Uuid;

/// An absence as its list shows it.
#[derive(Clone, Debug)]
pub struct Line {
    /// Its identifier.
    pub id: Uuid,
    /// Who is away.
    pub name: String,
    /// In which role.
    pub role: Role,
    /// The first day.
    pub from: Date,
    /// The last day.
    pub to: Date,
    /// Number and day of the decision.
    pub decision: String,
    /// Who stands in, if anybody.
    pub substitute: Option<String>,
}

/// A role of a person: what may be stood in for.
#[derive(Clone, Debug)]
pub struct Post {
    /// The assignment.
    pub id: Uuid,
    /// The person.
    pub person: PersonId,
    /// The person's name.
    pub name: String,
    /// The role.
    pub role: Role,
}

/// Writes an absence down, and gives who stands in the role for those days. Refuses what [`check`] refuses, and a role that
/// the absent person does not have.
pub fn arrange(tx: &mut Tx, absence: &Absence, by: Actor, at: Instant) -> Result<()> {
    let roles = absence.substitute.map(|person| roles(tx, person, absence)).transpose()?.unwrap_or_default();
    let known = Known {
        is_known: is_away(tx, absence.person, Some((absence.unit, absence.role)), absence)?,
        roles: &roles,
        is_away: match absence.substitute {
            Some(person) => is_away(tx, person, None, absence)?,
            None => false,
        },
    };
    check(absence, &by, local_date(at), known)?;
    let own = tx.optional(
        "SELECT 1 FROM assignment WHERE person_id = $1 AND unit_id = $2 AND role = $3 AND stands_in_for IS NULL
         AND valid_from <= $5 AND (valid_to IS NULL OR valid_to >= $4)",
        args![absence.person.0, absence.unit.0, absence.role.name(), absence.from, absence.to],
    )?;
    own.ok_or(Refusal::NotAHolder)?;
    let assignment = absence.substitute.map(|person| stand_in(tx, absence, person, (by, at))).transpose()?;
    tx.execute(
        "INSERT INTO absence (id, person_id, unit_id, role, first_day, last_day, decision, assignment_id)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        args![
            clock::id(at),
            absence.person.0,
            absence.unit.0,
            absence.role.name(),
            absence.from,
            absence.to,
            absence.decision.trim(),
            assignment
        ],
    )?;
    audit::note(tx, absence.person.0, "absence_arranged", absence, by, at)
}

fn stand_in(
    tx: &mut Tx,
    absence: &Absence,
    substitute: PersonId,
    (by, at): (Actor, Instant),
) -> Result<Uuid> {
    let id = clock::id(at);
    tx.execute(
        "INSERT INTO assignment (id, person_id, unit_id, role, valid_from, valid_to, decision, stands_in_for)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        args![
            id,
            substitute.0,
            absence.unit.0,
            absence.role.name(),
            absence.from,
            absence.to,
            absence.decision.trim(),
            absence.person.0
        ],
    )?;
    audit::note(tx, substitute.0, "stands_in", absence, by, at)?;
    Ok(id)
}

/// The units and roles that `person` has on one of the days.
fn roles(tx: &mut Tx, person: PersonId, absence: &Absence) -> Result<Vec<(UnitId, Role)>> {
    let rows = tx.all(
        "SELECT a.unit_id, a.role FROM assignment a JOIN person p ON p.id = a.person_id
         WHERE a.person_id = $1 AND p.disabled_at IS NULL AND a.valid_from <= $3
           AND (a.valid_to IS NULL OR a.valid_to >= $2)",
        args![person.0, absence.from, absence.to],
    )?;
    rows.iter().map(|row| Ok((UnitId(row.get(0)?), role(row, 1)?))).collect()
}

/// Whether `person` is away on one of the days, in that role or in any.
fn is_away(tx: &mut Tx, person: PersonId, post: Option<(UnitId, Role)>, absence: &Absence) -> Result<bool> {
    let rows = tx.all(
        "SELECT unit_id, role FROM absence WHERE person_id = $1 AND first_day <= $3 AND last_day >= $2",
        args![person.0, absence.from, absence.to],
    )?;
    for row in rows {
        let found = (UnitId(row.get(0)?), role(&row, 1)?);
        if post.is_none_or(|post| post == found) {
            return Ok(true);
        }
    }
    Ok(false)
}

fn role(row: &Row, column: usize) -> Result<Role> {
    let name: String = row.get(column)?;
    Role::by_name(&name).ok_or_else(|| Error::fault(format!("unknown role {name}")))
}

/// Ends an absence with yesterday: from today on the person is there again, and nobody stands in.
pub fn end(tx: &mut Tx, id: Uuid, by: Actor, at: Instant) -> Result<()> {
    let last = local_date(at).yesterday().map_err(Error::fault)?;
    let row = tx.optional(
        "SELECT person_id, unit_id, role, assignment_id FROM absence WHERE id = $1 AND last_day > $2",
        args![id, last],
    )?;
    let row = row.ok_or(Error::NotFound)?;
    if !may_arrange(&by, UnitId(row.get(1)?), role(&row, 2)?) {
        return Err(Refusal::NotYoursToArrange.into());
    }
    tx.execute("UPDATE absence SET last_day = $2 WHERE id = $1", args![id, last])?;
    if let Some(assignment) = row.get::<Option<Uuid>>(3)? {
        tx.execute("UPDATE assignment SET valid_to = $2 WHERE id = $1", args![assignment, last])?;
        tx.execute("DELETE FROM session WHERE assignment_id = $1", args![assignment])?;
    }
    audit::note(tx, row.get(0)?, "absence_ended", &id, by, at)
}

/// The absences in `unit` that are not over on `today`, the earliest first.
pub fn of_unit(tx: &mut Tx, unit: UnitId, today: Date) -> Result<Vec<Line>> {
    let rows = tx.all(
        "SELECT w.id, p.name, w.role, w.first_day, w.last_day, w.decision, b.name FROM absence w
         JOIN person p ON p.id = w.person_id
         LEFT JOIN assignment a ON a.id = w.assignment_id AND a.valid_to >= $2
         LEFT JOIN person b ON b.id = a.person_id AND b.disabled_at IS NULL
         WHERE w.unit_id = $1 AND w.last_day >= $2 ORDER BY w.first_day, p.folded, w.id",
        args![unit.0, today],
    )?;
    let one = |row: &Row| {
        Ok(Line {
            id: row.get(0)?,
            name: row.get(1)?,
            role: role(row, 2)?,
            from: row.get(3)?,
            to: row.get(4)?,
            decision: row.get(5)?,
            substitute: row.get(6)?,
        })
    };
    rows.iter().map(one).collect()
}

/// The roles that people of `unit` have of their own from `today` on, by name.
pub fn posts(tx: &mut Tx, unit: UnitId, today: Date) -> Result<Vec<Post>> {
    let rows = tx.all(
        "SELECT a.id, p.id, p.name, a.role FROM assignment a JOIN person p ON p.id = a.person_id
         WHERE a.unit_id = $1 AND a.stands_in_for IS NULL AND p.disabled_at IS NULL
           AND (a.valid_to IS NULL OR a.valid_to >= $2) ORDER BY p.folded, a.id",
        args![unit.0, today],
    )?;
    let one = |row: &Row| {
        Ok(Post { id: row.get(0)?, person: PersonId(row.get(1)?), name: row.get(2)?, role: role(row, 3)? })
    };
    rows.iter().map(one).collect()
}
