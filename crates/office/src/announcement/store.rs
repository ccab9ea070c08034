//! The tables `announcement` and `announcement_item`: entered once, with everything that follows.

use base::{
    dossier::log::{self, Head},
    error::{Error, Result},
    house::House,
};
use domain::{
    announcement::{Announcement, Change, Item},
    id::UnitId,
    instant::{Instant, local_date},
    org::UnitKind,
    people::Actor,
    refusal::Refusal,
    ticket::{Ticket, TicketState},
};
use kit::db::{Tx, args};
use uuid::Uuid;

use crate::{catalogue, people, task, ticket};

/// The decision `id`; [`Error::NotFound`] if there is none.
pub fn load(tx: &mut Tx, id: Uuid) -> Result<Announcement> {
    let row =
        tx.optional("SELECT body FROM announcement WHERE id = $1", args![id])?.ok_or(Error::NotFound)?;
    Ok(row.json(0)?)
}

/// Enters `decision` under `id`, with the tasks, the tickets and the ends that follow from it. The same form twice enters
/// nothing the second time; the same number and day under another identifier is invalid.
pub fn enter(
    tx: &mut Tx,
    house: &House,
    id: Uuid,
    decision: &Announcement,
    by: Actor,
    at: Instant,
) -> Result<()> {
    if !Announcement::may_enter(&by, decision.owner) {
        return Err(Refusal::TaskNotYours.into());
    }
    if !Announcement::may_enter_any(&by) {
        for item in &decision.items {
            must_be_settled_by(tx, item, decision.owner)?;
        }
    }
    let known = tx.optional(
        "SELECT id FROM announcement WHERE number = $1 AND signed_on = $2",
        args![decision.number.clone(), decision.signed_on],
    )?;
    match known.map(|row| row.get::<Uuid>(0)).transpose()? {
        Some(known) if known == id => return Ok(()),
        Some(_) => return Err(Error::field("so", "Quyết định có số và ngày ký này đã được nhập.")),
        None => {}
    }
    log::append(tx, &Head::new(id).next("announcement_entered", decision, by, at)?);
    tx.later(
        "INSERT INTO announcement (id, number, signed_on, effective_on, owner_unit_id, entered_at, body)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
        args![
            id,
            decision.number.clone(),
            decision.signed_on,
            decision.effective_on,
            decision.owner.0,
            at,
            serde_json::to_value(decision).map_err(Error::fault)?
        ],
    );
    let centre = house.serving(UnitKind::Centre, local_date(at)).map_or(decision.owner, |unit| unit.id);
    let keeper = people::store::keeper(tx, local_date(at))?.unwrap_or(centre);
    for item in &decision.items {
        follow(tx, house, (id, decision), item, (centre, keeper), (by, at))?;
    }
    Ok(())
}

/// Refuses a procedure that is in force and that another unit settles, or units of a kind: that is the Centre's to announce.
fn must_be_settled_by(tx: &mut Tx, item: &Item, unit: UnitId) -> Result<()> {
    let row = tx.optional(
        "SELECT settling_unit_id FROM procedure WHERE code = $1 AND state = 'published'",
        args![item.code.clone()],
    )?;
    let settler = row.map(|row| row.get::<Option<Uuid>>(0)).transpose()?;
    match settler {
        Some(settler) if settler != Some(unit.0) => {
            let code = &item.code;
            let message = format!("Thủ tục {code} do đơn vị khác giải quyết: Trung tâm nhập quyết định này.");
            Err(Error::field(item.change.name(), message))
        }
        _ => Ok(()),
    }
}

/// What follows for one procedure.
fn follow(
    tx: &mut Tx,
    house: &House,
    (id, decision): (Uuid, &Announcement),
    item: &Item,
    others: (UnitId, UnitId),
    (by, at): (Actor, Instant),
) -> Result<()> {
    tx.later(
        "INSERT INTO announcement_item (announcement_id, procedure_code, name, change) VALUES ($1, $2, $3, $4)",
        args![id, item.code.clone(), item.name.clone(), item.change.name()],
    );
    for task in decision.tasks(id, item, others, &house.timetable(decision.owner)) {
        task::store::open(tx, &task, Some(id), by, at)?;
    }
    if item.change == Change::Abolished {
        catalogue::end::set(tx, &item.code, decision.last_day(), at)?;
    } else {
        // A later decision mends an earlier one: what it announces goes on.
        catalogue::end::lift(tx, &item.code)?;
        let new = Ticket {
            procedure: item.code.clone(),
            name: item.name.clone(),
            unit: decision.owner,
            announcement: Some(id),
            state: TicketState::Draft,
            since: at,
        };
        ticket::store::open(tx, &new, by, at)?;
    }
    task::store::refresh(tx, &item.code, at)
}
