//! The tables `review` and `review_item`.

use base::{
    audit,
    dossier::log::{self, Head},
    error::{Error, Result},
};
use domain::{
    instant::Instant,
    people::Actor,
    refusal::Refusal,
    review::{ReviewEvent, ReviewItem, ReviewState, may_plan},
};
use jiff::civil::Date;
use kit::{
    clock,
    db::{Tx, args},
};
use uuid::Uuid;

/// A plan.
#[derive(Clone, Debug)]
pub struct Plan {
    /// Its identifier.
    pub id: Uuid,
    /// What it is called.
    pub name: String,
    /// The decision that approves it.
    pub decision: String,
    /// Until when.
    pub due_on: Date,
}

/// An item as it was read.
#[derive(Clone, Debug)]
pub struct Seen {
    /// Its identifier.
    pub id: Uuid,
    /// The number of its last line in the log.
    pub seq: i64,
    /// How it stands.
    pub item: ReviewItem,
}

/// Begins `plan` with its items. The same form twice begins it once.
pub fn begin(tx: &mut Tx, plan: &Plan, items: &[ReviewItem], by: Actor, at: Instant) -> Result<()> {
    if !may_plan(&by) {
        return Err(Refusal::TaskNotYours.into());
    }
    if tx.optional("SELECT 1 FROM review WHERE id = $1", args![plan.id])?.is_some() {
        return Ok(());
    }
    tx.later(
        "INSERT INTO review (id, name, decision, due_on, opened_at) VALUES ($1, $2, $3, $4, $5)",
        args![plan.id, plan.name.clone(), plan.decision.clone(), plan.due_on, at],
    );
    audit::begin(tx, plan.id, "review_begun", &plan.name, by, at)?;
    for item in items {
        let id = clock::id(at);
        log::append(tx, &Head::new(id).next("review_opened", item, by, at)?);
        tx.later(
            "INSERT INTO review_item (id, review_id, procedure_code, unit_id, state, due_at, body)
             VALUES ($1, $2, $3, $4, $5, $6, $7)",
            args![
                id,
                plan.id,
                item.procedure.clone(),
                item.unit.0,
                item.state.name(),
                item.due_at,
                serde_json::to_value(item).map_err(Error::fault)?
            ],
        );
    }
    Ok(())
}

/// The plan `id`; [`Error::NotFound`] if there is none.
pub fn plan(tx: &mut Tx, id: Uuid) -> Result<Plan> {
    let row = tx.optional("SELECT name, decision, due_on FROM review WHERE id = $1", args![id])?;
    let row = row.ok_or(Error::NotFound)?;
    Ok(Plan { id, name: row.get(0)?, decision: row.get(1)?, due_on: row.get(2)? })
}

/// The item `id`; [`Error::NotFound`] if there is none.
pub fn load(tx: &mut Tx, id: Uuid) -> Result<Seen> {
    let row = tx.optional("SELECT body FROM review_item WHERE id = $1", args![id])?.ok_or(Error::NotFound)?;
    let item = row.json(0)?;
    Ok(Seen { id, seq: log::head(tx, id)?.seq, item })
}

/// Writes that `event` happened to the item `seen`. Fails with [`Error::Stale`] if something happened since it was read.
pub fn record(tx: &mut Tx, seen: &Seen, event: &ReviewEvent, by: Actor, at: Instant) -> Result<()> {
    let item = seen.item.after(event, &by)?;
    let head = log::head(tx, seen.id)?;
    if head.seq != seen.seq {
        return Err(Error::Stale);
    }
    let kind = match event {
        ReviewEvent::Proposed { .. } => "review_proposed",
        ReviewEvent::Decided { .. } => "review_decided",
    };
    log::append(tx, &head.next(kind, event, by, at)?);
    tx.later(
        "UPDATE review_item SET state = $2, decided_at = $3, body = $4 WHERE id = $1",
        args![
            seen.id,
            item.state.name(),
            (item.state == ReviewState::Decided).then_some(at),
            serde_json::to_value(&item).map_err(Error::fault)?
        ],
    );
    Ok(())
}
