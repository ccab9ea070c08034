//! The tables `secondment` and `staff_note`.

use base::{
    audit,
    error::{Error, Result},
};
use domain::{
    id::{PersonId, UnitId},
    instant::{Instant, local_date},
    people::{Actor, Role},
    refusal::Refusal,
    secondment::{NoteDeed, NoteState, Secondment, StaffNote, may_confirm, may_second, take},
};
use jiff::civil::Date;
use kit::db::{Row, Tx, Value, args};
use uuid::Uuid;

use crate::change;

/// A secondment with the name of the person.
#[derive(Clone, Debug)]
pub struct Seconded {
    /// Its identifier.
    pub id: Uuid,
    /// The person's name.
    pub name: String,
    /// What it is.
    pub secondment: Secondment,
}

/// Its columns, in the order in which [`read`] wants them.
const SECONDED: &str =
    "s.id, p.name, s.person_id, s.centre_id, s.sender_id, s.decision, s.fields, s.first_day, s.last_day";

fn read(row: &Row) -> Result<Seconded> {
    Ok(Seconded {
        id: row.get(0)?,
        name: row.get(1)?,
        secondment: Secondment {
            person: PersonId(row.get(2)?),
            centre: UnitId(row.get(3)?),
            sender: UnitId(row.get(4)?),
            decision: row.get(5)?,
            fields: row.get(6)?,
            first_day: row.get(7)?,
            last_day: row.get(8)?,
        },
    })
}

/// Which secondments `by` may see, as a condition on `s`: those of the own centre, those whom the own agency sent, one's own. A note
/// that is still a draft is nobody's but the Centre's.
pub fn scope(by: &Actor, args: &mut Vec<Value>) -> Result<String> {
    let (Some(person), Some(unit), Some(role)) = (by.person(), by.unit(), by.role()) else {
        return Err(Error::Forbidden);
    };
    let (column, value) = match role {
        role if role.is_centre() => ("s.centre_id", unit.0),
        Role::Leader | Role::DivisionHead => ("s.sender_id", unit.0),
        role if role.is_staff() => ("s.person_id", person.0),
        _ => return Err(Error::Forbidden),
    };
    args.push(value.into());
    Ok(format!("{column} = ${}", args.len()))
}

/// How many a page shows.
pub const PAGE: usize = 50;

/// The secondments that `by` may see, those that end last first, from the key `after` on.
pub fn list(tx: &mut Tx, by: &Actor, after: Option<(Date, Uuid)>) -> Result<Vec<Seconded>> {
    let mut args = vec![];
    let mut condition = scope(by, &mut args)?;
    if let Some((last, id)) = after {
        args.extend([Value::from(last), Value::from(id)]);
        condition.push_str(&format!(" AND (s.last_day, s.id) < (${}, ${})", args.len() - 1, args.len()));
    }
    let sql = format!(
        "SELECT {SECONDED} FROM secondment s JOIN person p ON p.id = s.person_id WHERE {condition}
         ORDER BY s.last_day DESC, s.id DESC LIMIT {PAGE}"
    );
    tx.all(&sql, args)?.iter().map(read).collect()
}

/// Writes a secondment down under the identifier that its form carries; sent twice, it is there once. Refuses what
/// [`Secondment::check`] refuses, and somebody who is seconded already on one of the days.
pub fn begin(tx: &mut Tx, id: Uuid, new: &Secondment, by: Actor, at: Instant) -> Result<()> {
    new.check(&by, local_date(at))?;
    // Of two at once the second waits here, and then finds what the first wrote.
    tx.execute("UPDATE person SET name = name WHERE id = $1", args![new.person.0])?;
    if tx.optional("SELECT 1 FROM secondment WHERE id = $1", args![id])?.is_some() {
        return Ok(());
    }
    let known = tx.optional(
        "SELECT 1 FROM secondment WHERE person_id = $1 AND first_day <= $3 AND last_day >= $2",
        args![new.person.0, new.first_day, new.last_day],
    )?;
    if known.is_some() {
        return Err(Refusal::SecondmentKnown.into());
    }
    tx.execute(
        "INSERT INTO secondment (id, person_id, centre_id, sender_id, decision, fields, first_day, last_day)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        args![
            id,
            new.person.0,
            new.centre.0,
            new.sender.0,
            new.decision.trim(),
            new.fields.trim(),
            new.first_day,
            new.last_day
        ],
    )?;
    audit::begin(tx, id, "secondment_begun", new, by, at)
}

/// Ends a secondment with the day of `at`, before its time.
pub fn end(tx: &mut Tx, id: Uuid, reason: &str, by: Actor, at: Instant) -> Result<()> {
    let sql =
        format!("SELECT {SECONDED} FROM secondment s JOIN person p ON p.id = s.person_id WHERE s.id = $1");
    let seconded = read(&tx.optional(&sql, args![id])?.ok_or(Error::NotFound)?)?;
    let today = local_date(at);
    if !may_second(&by, seconded.secondment.centre) {
        return Err(Error::NotFound);
    }
    if reason.trim().is_empty() {
        return Err(Refusal::ReasonMissing.into());
    }
    let sql = "UPDATE secondment SET last_day = $2 WHERE id = $1 AND last_day > $2 AND first_day <= $2";
    if tx.execute(sql, args![id, today])? == 0 {
        return Err(Error::Stale);
    }
    audit::note(tx, id, "secondment_ended", &(today, reason.trim()), by, at)
}

/// A note as it stands.
#[derive(Clone, Debug)]
pub struct Noted {
    /// Its identifier.
    pub id: Uuid,
    /// About whom.
    pub seconded: Seconded,
    /// Which month, by its first day.
    pub month: Date,
    /// Where it stands.
    pub state: NoteState,
    /// What it says.
    pub note: StaffNote,
}

fn read_note(row: &Row) -> Result<Noted> {
    let state: String = row.get(11)?;
    Ok(Noted {
        seconded: read(row)?,
        id: row.get(9)?,
        month: row.get(10)?,
        state: NoteState::by_name(&state).ok_or_else(|| Error::fault("unknown state of a note"))?,
        note: row.json(12)?,
    })
}

const NOTED: &str =
    "n.id, n.month, n.state, n.body FROM staff_note n JOIN secondment s ON s.id = n.secondment_id
                     JOIN person p ON p.id = s.person_id";

/// The condition under which `by` sees a note: see [`scope`].
fn note_scope(by: &Actor, args: &mut Vec<Value>) -> Result<String> {
    let condition = scope(by, args)?;
    if by.role().is_some_and(Role::is_centre) {
        return Ok(condition);
    }
    args.push(NoteState::Draft.name().into());
    Ok(format!("{condition} AND n.state <> ${}", args.len()))
}

/// The notes in `state` that `by` may see, the latest month first, from the key `after` on.
pub fn notes(tx: &mut Tx, by: &Actor, state: NoteState, after: Option<(Date, Uuid)>) -> Result<Vec<Noted>> {
    let mut args = args![state.name()];
    let mut condition = note_scope(by, &mut args)?;
    if let Some((month, id)) = after {
        args.extend([Value::from(month), Value::from(id)]);
        condition.push_str(&format!(" AND (n.month, n.id) < (${}, ${})", args.len() - 1, args.len()));
    }
    let sql = format!(
        "SELECT {SECONDED}, {NOTED} WHERE n.state = $1 AND {condition} ORDER BY n.month DESC, n.id DESC LIMIT {PAGE}"
    );
    tx.all(&sql, args)?.iter().map(read_note).collect()
}

/// The note `id` if `by` may see it, and how often it has changed; otherwise [`Error::NotFound`].
pub fn note(tx: &mut Tx, id: Uuid, by: &Actor) -> Result<(Noted, i64)> {
    let mut args = args![id];
    let condition = note_scope(by, &mut args)?;
    let sql = format!("SELECT {SECONDED}, {NOTED} WHERE n.id = $1 AND {condition}");
    let noted = read_note(&tx.optional(&sql, args)?.ok_or(Error::NotFound)?)?;
    Ok((noted, change::seen(tx, id)?))
}

/// Does `deed` with the note as it was `seen`, with what it says from now on.
pub fn act(
    tx: &mut Tx,
    (noted, seen): (&Noted, i64),
    deed: NoteDeed,
    note: &StaffNote,
    (by, at): (Actor, Instant),
) -> Result<()> {
    let of = &noted.seconded.secondment;
    let next = take(noted.state, deed, of, &by, note)?;
    tx.execute(
        "UPDATE staff_note SET state = $2, body = $3 WHERE id = $1",
        args![noted.id, next.name(), serde_json::to_value(note).map_err(Error::fault)?],
    )?;
    let kind = match deed {
        NoteDeed::Send => "staff_note_sent",
        NoteDeed::Confirm => "staff_note_confirmed",
    };
    change::note(tx, (noted.id, seen), kind, note, (by, at))
}

/// What `by` may do with the note now.
pub fn deed(noted: &Noted, by: &Actor) -> Option<NoteDeed> {
    let of = &noted.seconded.secondment;
    if by.person() == Some(of.person) {
        return None;
    }
    match noted.state {
        NoteState::Draft if may_second(by, of.centre) => Some(NoteDeed::Send),
        NoteState::Sent if may_confirm(by, of.sender) => Some(NoteDeed::Confirm),
        _ => None,
    }
}
