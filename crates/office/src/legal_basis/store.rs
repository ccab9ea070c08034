//! The tables `legal_document` and `legal_basis`: fed by what is published, ended by people, and the tasks that follow.

use std::collections::BTreeSet;

use base::{
    error::{Error, Result},
    house::House,
};
use domain::{
    catalogue::Procedure,
    id::{ProcedureVersionId, UnitId},
    instant::{Instant, local_date},
    legal_basis::{End, LegalDocument, numbers},
    org::UnitKind,
    people::Actor,
    reaction,
    task::{Task, TaskEvent, TaskKind, TaskState, alarm::Alarms},
    text::fold,
};
use kit::{
    clock,
    db::{Row, Tx, Value, args},
};
use uuid::Uuid;

use crate::{change, day, task};

/// A document as it was read.
#[derive(Clone, Debug)]
pub struct Seen {
    /// Its identifier.
    pub id: Uuid,
    /// How often it was changed.
    pub seq: i64,
    /// The document.
    pub document: LegalDocument,
}

/// The document `id`; [`Error::NotFound`] if there is none.
pub fn load(tx: &mut Tx, id: Uuid) -> Result<Seen> {
    let row =
        tx.optional("SELECT body FROM legal_document WHERE id = $1", args![id])?.ok_or(Error::NotFound)?;
    Ok(Seen { id, seq: change::seen(tx, id)?, document: read(&row, 0)? })
}

/// The document in the column `place` of `row`.
pub fn read(row: &Row, place: usize) -> Result<LegalDocument> {
    Ok(row.json(place)?)
}

/// The documents that a procedure names, each once, sorted.
fn named(content: &Procedure) -> BTreeSet<String> {
    content.legal_basis.iter().flat_map(|line| numbers(line)).collect()
}

/// Takes in what the version `id` of a procedure rests on; documents that are new enter the register.
pub fn take(tx: &mut Tx, id: ProcedureVersionId, content: &Procedure, at: Instant) -> Result<()> {
    let named = named(content);
    enter(tx, &named, at)?;
    rest(tx, id, named);
    Ok(())
}

/// Enters the documents `named` in the register, and holds their rows: whoever records an end at this moment waits, or was before
/// and is seen by the alarm that rings next. In the order of their numbers: two who enter do not wait for each other.
fn enter(tx: &mut Tx, named: &BTreeSet<String>, at: Instant) -> Result<()> {
    for number in named {
        let document = LegalDocument { number: number.clone(), ..LegalDocument::default() };
        tx.later(
            "INSERT INTO legal_document (id, number, folded, body) VALUES ($1, $2, $3, $4)
             ON CONFLICT (number) DO UPDATE SET number = excluded.number",
            args![
                clock::id(at),
                number.clone(),
                fold(number),
                serde_json::to_value(&document).map_err(Error::fault)?
            ],
        );
    }
    Ok(())
}

/// Notes that the version `id` of a procedure names those documents.
fn rest(tx: &mut Tx, id: ProcedureVersionId, named: BTreeSet<String>) {
    for number in named {
        tx.later(
            "INSERT INTO legal_basis (procedure_id, number) VALUES ($1, $2) ON CONFLICT DO NOTHING",
            args![id.0, number],
        );
    }
}

/// Reads every version in force again: those that were published before there was a register. How many there are.
pub fn reread(tx: &mut Tx, by: Actor, at: Instant) -> Result<usize> {
    let mut found = vec![];
    tx.each("SELECT id, body FROM procedure WHERE state = 'published' ORDER BY id", args![], |row| {
        let content: Procedure = row.json(1)?;
        found.push((ProcedureVersionId(row.get(0)?), named(&content)));
        Ok::<_, Error>(())
    })?;
    enter(tx, &found.iter().flat_map(|(_, named)| named.clone()).collect(), at)?;
    let versions = found.len();
    for (id, named) in found {
        rest(tx, id, named);
    }
    review(tx, None, by, at)?;
    Ok(versions)
}

/// Whether the version in force of the procedure `code` rests on `document`, and the end of that is known.
pub fn rests(tx: &mut Tx, code: &str, document: Uuid) -> Result<bool> {
    let row = tx.optional(
        "SELECT 1 FROM legal_document d JOIN legal_basis b ON b.number = d.number
             JOIN procedure p ON p.id = b.procedure_id AND p.state = 'published'
         WHERE d.id = $1 AND d.ends_from IS NOT NULL AND p.code = $2 LIMIT 1",
        args![document, code],
    )?;
    Ok(row.is_some())
}

/// Whether a procedure that `unit` settles rests on `document`.
pub fn rests_in(tx: &mut Tx, unit: UnitId, document: Uuid) -> Result<bool> {
    let row = tx.optional(
        "SELECT 1 FROM legal_document d JOIN legal_basis b ON b.number = d.number
             JOIN procedure p ON p.id = b.procedure_id AND p.state = 'published'
         WHERE d.id = $1 AND p.settling_unit_id = $2 LIMIT 1",
        args![document, unit.0],
    )?;
    Ok(row.is_some())
}

/// Writes what was recorded of the document `id` as it was `seen`. What is near its end, or over, rings at once; what is not rings
/// on its day. Where another day or another proposal is asked for than before, the reviews that are open end, and begin anew with
/// the right words if they are due. [`Error::Stale`] if somebody was faster.
pub fn record(tx: &mut Tx, seen: &Seen, document: &LegalDocument, by: Actor, at: Instant) -> Result<()> {
    let id = seen.id;
    change::note(tx, (id, seen.seq), "legal_document_recorded", document, (by, at))?;
    let asks = document.end.as_ref().map(End::asks);
    let is_other = asks != seen.document.end.as_ref().map(End::asks);
    tx.later(
        "UPDATE legal_document SET folded = $2, ends_from = $3, body = $4,
             ended_at = CASE WHEN $5 THEN $6 ELSE ended_at END WHERE id = $1",
        args![
            id,
            fold(&format!("{} {} {}", document.number, document.title, document.issuer)),
            document.end.as_ref().map(|end| end.from),
            serde_json::to_value(document).map_err(Error::fault)?,
            is_other,
            asks.map(|_| at)
        ],
    );
    if is_other {
        let open = tx.all(
            "SELECT id FROM task WHERE source_id = $1 AND kind = $2 AND state = 'open' ORDER BY id",
            args![id, TaskKind::Basis.name()],
        )?;
        for row in open {
            let open = task::store::load(tx, row.get(0)?)?;
            task::store::record(tx, &open, &TaskEvent::Met, Actor::System, at)?;
        }
    }
    match &document.end {
        Some(end) if !document.rings(local_date(at)) => {
            let payload = serde_json::json!({ "document": id });
            let alarm = domain::calendar::Timetable::midnight(end.alarm_on());
            kit::queue::enqueue(tx, reaction::LEGAL_BASIS, &payload, alarm);
            Ok(())
        }
        Some(_) => ring(tx, id, by, at),
        None => Ok(()),
    }
}

/// Has every procedure that rests on the document `id` reviewed, if its end is near or over.
pub fn ring(tx: &mut Tx, id: Uuid, by: Actor, at: Instant) -> Result<()> {
    review(tx, Some((" AND d.id = $2", id.into())), by, at)
}

/// Has the procedure `code` reviewed for every document on which it rests and whose end is near or over.
pub fn ring_for(tx: &mut Tx, code: &str, by: Actor, at: Instant) -> Result<()> {
    review(tx, Some((" AND p.code = $2", code.into())), by, at)
}

/// Opens the reviews that are owed and that nobody opened for the version in force: each version is reviewed once for each end of a
/// document. Of all, or of those that are `wanted`.
fn review(tx: &mut Tx, wanted: Option<(&str, Value)>, by: Actor, at: Instant) -> Result<()> {
    let mut args = args![TaskKind::Basis.name()];
    let and_wanted = wanted.map_or("", |(condition, whose)| {
        args.push(whose);
        condition
    });
    let sql = format!(
        "SELECT d.id, d.body, p.code, p.name, coalesce(p.settling_unit_id,
             (SELECT a.owner_unit_id FROM announcement_item i JOIN announcement a ON a.id = i.announcement_id
              WHERE i.procedure_code = p.code ORDER BY a.signed_on DESC, a.id DESC LIMIT 1))
         FROM legal_document d JOIN legal_basis b ON b.number = d.number
             JOIN procedure p ON p.id = b.procedure_id AND p.state = 'published'
         WHERE d.ends_from IS NOT NULL{and_wanted} AND NOT EXISTS (
             SELECT 1 FROM task t WHERE t.procedure_code = p.code AND t.kind = $1 AND t.source_id = d.id
                 AND (t.state <> 'done' OR (t.opened_at >= p.published_at AND t.opened_at >= d.ended_at)))
         ORDER BY p.code, d.number"
    );
    let rows = tx.all(&sql, args)?;
    if rows.is_empty() {
        return Ok(());
    }
    let (house, today) = (House::load(tx)?, local_date(at));
    let centre = house.serving(UnitKind::Centre, today).map(|unit| unit.id);
    for row in rows {
        let document = read(&row, 1)?;
        let Some(end) = document.end.as_ref().filter(|_| document.rings(today)) else { continue };
        // Nobody settles it alone and no decision says whose it is: the Centre passes it on.
        let owner = row.get::<Option<Uuid>>(4)?.map(UnitId).or(centre);
        let owner = owner.ok_or_else(|| Error::fault("no unit to review a procedure"))?;
        let due_at = end.review_until(at, &house.timetable(owner));
        let (number, from) = (&document.number, day(&end.from));
        let task = Task {
            kind: TaskKind::Basis,
            procedure: row.get(2)?,
            name: row.get(3)?,
            owner,
            source: Some(row.get(0)?),
            note: format!(
                "{number} hết hiệu lực từ {from}. Đề xuất: {}.",
                end.proposal().title().to_lowercase()
            ),
            since: at,
            due_at: due_at.ok_or_else(|| Error::fault("no working day"))?,
            state: TaskState::Open,
            alarms: Alarms::default(),
        };
        task::store::open(tx, &task, None, by, at)?;
    }
    Ok(())
}
