//! The tables `person` and `assignment`.

use base::{
    audit,
    error::{Error, Result},
};
use domain::{
    id::{AssignmentId, PersonId, UnitId},
    instant::{Instant, local_date},
    people::{Actor, Role, absence::are_kept_apart},
    refusal::Refusal,
    text::fold,
};
use jiff::civil::Date;
use kit::{
    clock,
    db::{Tx, args},
};
use serde::Serialize;
use uuid::Uuid;

/// A new account.
#[derive(Clone, Debug)]
pub struct NewPerson {
    /// The name used to sign in.
    pub login: String,
    /// The person's name.
    pub name: String,
    /// The hash of the password.
    pub password_hash: String,
}

/// Opens an account. Refuses a login that is taken or not made of small letters, digits and dots.
pub fn create(tx: &mut Tx, new: &NewPerson, by: Actor, at: Instant) -> Result<PersonId> {
    let is_plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "._-".contains(c);
    if new.login.len() < 3 || !new.login.chars().all(is_plain) || new.name.trim().is_empty() {
        return Err(Refusal::BadLogin.into());
    }
    if tx.optional("SELECT 1 FROM person WHERE login = $1", args![new.login.clone()])?.is_some() {
        return Err(Refusal::LoginTaken.into());
    }
    let id = clock::id(at);
    tx.execute(
        "INSERT INTO person (id, login, name, folded, password_hash, created_at) VALUES ($1, $2, $3, $4, $5, $6)",
        args![
            id,
            new.login.clone(),
            new.name.trim(),
            fold(&format!("{} {}", new.name, new.login)),
            new.password_hash.clone(),
            at
        ],
    )?;
    audit::note(tx, id, "person_created", &new.login, by, at)?;
    Ok(PersonId(id))
}

/// A role given to a person, with its dates.
#[derive(Clone, Debug, Serialize)]
pub struct NewAssignment {
    /// The person.
    pub person: PersonId,
    /// The unit.
    pub unit: UnitId,
    /// The role.
    pub role: Role,
    /// The first day.
    pub from: Date,
    /// The last day, if it ends.
    pub to: Option<Date>,
    /// The number of the decision.
    pub decision: String,
}

/// Gives a person a role in a unit. Refuses dates the wrong way round, a role that the person has already, and one that must
/// be another person's (domain §11.2).
pub fn assign(tx: &mut Tx, new: &NewAssignment, by: Actor, at: Instant) -> Result<AssignmentId> {
    if new.to.is_some_and(|last| last < new.from) {
        return Err(Refusal::RoleDates.into());
    }
    let held = tx.optional(
        "SELECT 1 FROM assignment WHERE person_id = $1 AND unit_id = $2 AND role = $3
         AND stands_in_for IS NULL AND (valid_to IS NULL OR valid_to >= $4)",
        args![new.person.0, new.unit.0, new.role.name(), new.from],
    )?;
    if held.is_some() {
        return Err(Refusal::RoleHeld.into());
    }
    for row in tx.all(
        "SELECT role FROM assignment WHERE person_id = $1 AND (valid_to IS NULL OR valid_to >= $2)",
        args![new.person.0, new.from],
    )? {
        let other = Role::by_name(&row.get::<String>(0)?);
        if other.is_some_and(|other| are_kept_apart(new.role, other)) {
            return Err(Refusal::DutiesMixed.into());
        }
    }
    let id = clock::id(at);
    tx.execute(
        "INSERT INTO assignment (id, person_id, unit_id, role, valid_from, valid_to, decision)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
        args![id, new.person.0, new.unit.0, new.role.name(), new.from, new.to, new.decision.clone()],
    )?;
    audit::note(tx, new.person.0, "assigned_to_role", new, by, at)?;
    Ok(AssignmentId(id))
}

/// Ends an assignment with the day of `at`.
pub fn end_assignment(tx: &mut Tx, id: AssignmentId, by: Actor, at: Instant) -> Result<()> {
    let last = local_date(at).yesterday().map_err(Error::fault)?;
    let row = tx.optional(
        "UPDATE assignment SET valid_to = $2 WHERE id = $1 AND (valid_to IS NULL OR valid_to > $2) RETURNING person_id",
        args![id.0, last],
    )?;
    let person: Uuid = row.ok_or(Error::NotFound)?.get(0)?;
    audit::note(tx, person, "assignment_ended", &id, by, at)
}

/// Closes an account, or opens it again; whoever is signed in with it is not any more.
pub fn close(tx: &mut Tx, id: PersonId, is_closing: bool, by: Actor, at: Instant) -> Result<()> {
    let sql = "UPDATE person SET disabled_at = $2 WHERE id = $1";
    if tx.execute(sql, args![id.0, is_closing.then_some(at)])? == 0 {
        return Err(Error::NotFound);
    }
    tx.execute("DELETE FROM session WHERE person_id = $1", args![id.0])?;
    audit::note(tx, id.0, if is_closing { "person_closed" } else { "person_opened" }, &"", by, at)
}

/// Sets another password; whoever is signed in with the old one is not any more.
pub fn set_password(tx: &mut Tx, id: PersonId, hash: &str, by: Actor, at: Instant) -> Result<()> {
    if tx.execute("UPDATE person SET password_hash = $2 WHERE id = $1", args![id.0, hash])? == 0 {
        return Err(Error::NotFound);
    }
    tx.execute("DELETE FROM session WHERE person_id = $1", args![id.0])?;
    audit::note(tx, id.0, "password_set", &"", by, at)
}

/// An account as its page shows it.
#[derive(Clone, Debug)]
pub struct Person {
    /// Its identifier.
    pub id: PersonId,
    /// The name used to sign in.
    pub login: String,
    /// The person's name.
    pub name: String,
    /// Whether it is closed.
    pub is_closed: bool,
}

/// The account `id`.
pub fn person(tx: &mut Tx, id: PersonId) -> Result<Person> {
    let sql = "SELECT login, name, disabled_at IS NOT NULL FROM person WHERE id = $1";
    let row = tx.optional(sql, args![id.0])?.ok_or(Error::NotFound)?;
    Ok(Person { id, login: row.get(0)?, name: row.get(1)?, is_closed: row.get(2)? })
}

/// A role with its dates, past, present or to come.
#[derive(Clone, Debug)]
pub struct Held {
    /// The assignment.
    pub id: AssignmentId,
    /// The role.
    pub role: Role,
    /// The unit.
    pub unit: UnitId,
    /// The first day.
    pub from: Date,
    /// The last day, if it ends.
    pub to: Option<Date>,
    /// The number of the decision.
    pub decision: String,
    /// The absent colleague for whom this is done, if any.
    pub stands_in_for: Option<String>,
}

/// Every role that `person` had, has or will have, the latest first.
pub fn held(tx: &mut Tx, person: PersonId) -> Result<Vec<Held>> {
    let rows = tx.all(
        "SELECT a.id, a.role, a.unit_id, a.valid_from, a.valid_to, a.decision, o.name FROM assignment a
         LEFT JOIN person o ON o.id = a.stands_in_for WHERE a.person_id = $1 ORDER BY a.valid_from DESC, a.id DESC",
        args![person.0],
    )?;
    let one = |row: &kit::db::Row| {
        let role: String = row.get(1)?;
        Ok(Held {
            id: AssignmentId(row.get(0)?),
            role: Role::by_name(&role).ok_or_else(|| Error::fault(format!("unknown role {role}")))?,
            unit: UnitId(row.get(2)?),
            from: row.get(3)?,
            to: row.get(4)?,
            decision: row.get(5)?,
            stands_in_for: row.get(6)?,
        })
    };
    rows.iter().map(one).collect()
}

/// What sign-in needs to know of an account.
#[derive(Clone, Debug)]
pub struct Account {
    /// The person.
    pub person: PersonId,
    /// The hash of the password.
    pub password_hash: String,
}

/// The account with that login, unless it is closed.
pub fn account(tx: &mut Tx, login: &str) -> Result<Option<Account>> {
    let row = tx.optional(
        "SELECT id, password_hash FROM person WHERE login = $1 AND disabled_at IS NULL",
        args![login],
    )?;
    row.map(|row| Ok(Account { person: PersonId(row.get(0)?), password_hash: row.get(1)? })).transpose()
}

/// One role that a person may act in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assignment {
    /// Its identifier.
    pub id: AssignmentId,
    /// The person.
    pub person: PersonId,
    /// The person's name.
    pub name: String,
    /// The unit.
    pub unit: UnitId,
    /// The role.
    pub role: Role,
    /// The last day of it, if it ends.
    pub to: Option<Date>,
    /// The absent colleague whose work is done under it, and that colleague's name.
    pub stands_in_for: Option<(PersonId, String)>,
}

impl Assignment {
    /// The actor who acts under it.
    pub fn actor(&self) -> Actor {
        Actor::Person {
            person: self.person,
            assignment: self.id,
            unit: self.unit,
            role: self.role,
            stands_in_for: self.stands_in_for.as_ref().map(|(person, _)| *person),
        }
    }
}

fn read(row: &kit::db::Row) -> Result<Assignment> {
    let role: String = row.get(4)?;
    Ok(Assignment {
        id: AssignmentId(row.get(0)?),
        person: PersonId(row.get(1)?),
        name: row.get(2)?,
        unit: UnitId(row.get(3)?),
        role: Role::by_name(&role).ok_or_else(|| Error::fault(format!("unknown role {role}")))?,
        to: row.get(5)?,
        stands_in_for: row.get::<Option<Uuid>>(6)?.map(PersonId).zip(row.get::<Option<String>>(7)?),
    })
}

const ASSIGNMENT: &str =
    "SELECT a.id, p.id, p.name, a.unit_id, a.role, a.valid_to, o.id, o.name FROM assignment a
     JOIN person p ON p.id = a.person_id LEFT JOIN person o ON o.id = a.stands_in_for
     WHERE p.disabled_at IS NULL AND a.valid_from <= $1 AND (a.valid_to IS NULL OR a.valid_to >= $1)";

/// The roles that `person` may act in on `day`: their own first, then those of absent colleagues.
pub fn assignments(tx: &mut Tx, person: PersonId, day: Date) -> Result<Vec<Assignment>> {
    let rows = tx.all(
        &format!("{ASSIGNMENT} AND p.id = $2 ORDER BY a.stands_in_for IS NOT NULL, a.valid_from, a.id"),
        args![day, person.0],
    )?;
    rows.iter().map(read).collect()
}

/// Who has `role` in `unit` on `day`, by name.
pub fn holders(tx: &mut Tx, unit: UnitId, role: Role, day: Date) -> Result<Vec<Assignment>> {
    let sql = format!("{ASSIGNMENT} AND a.unit_id = $2 AND a.role = $3 ORDER BY p.folded, a.id");
    tx.all(&sql, args![day, unit.0, role.name()])?.iter().map(read).collect()
}

/// The unit of those who keep the system on `day`: the IT department, to which agencies send their processes (Quy chế 1267 Điều
/// 3.1.a); the one that has done so for the longest time. Nothing where nobody does.
pub fn keeper(tx: &mut Tx, day: Date) -> Result<Option<UnitId>> {
    let row = tx.optional(
        "SELECT unit_id FROM assignment WHERE role = $1 AND valid_from <= $2 AND (valid_to IS NULL OR valid_to >= $2)
         ORDER BY valid_from, id LIMIT 1",
        args![Role::Administrator.name(), day],
    )?;
    Ok(row.map(|row| row.get(0)).transpose()?.map(UnitId))
}
