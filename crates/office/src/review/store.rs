//! The tables `review` and `review_item`.

use base::{
    audit,
    dossier::log::{self, Head},
    error::{Error, Result},
    house::House,
};
use domain::{
    calendar::deadline::working_days_after,
    id::UnitId,
    instant::Instant,
    people::Actor,
    reaction,
    refusal::Refusal,
    review::{Proposal, ReviewEvent, ReviewItem, ReviewState, Yearly, may_plan, stale_before},
    task::{Task, TaskState, alarm::Alarms},
};
use jiff::civil::Date;
use kit::{
    clock,
    db::{Tx, args},
};
use uuid::Uuid;

use crate::task;

/// Working days within which an agency has what a review decided announced, or proposes it to who can. No law says them: NĐ
/// 63/2010 Điều 30 leaves them to the plan.
const FOLLOW_DAYS: i64 = 20;

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
        ring_at(tx, id, at);
    }
    Ok(())
}

/// Leaves the job behind that looks at the item `id` at `when`.
pub fn ring_at(tx: &mut Tx, id: Uuid, when: Instant) {
    kit::queue::enqueue(tx, reaction::REVIEW, &serde_json::json!({ "item": id }), when);
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

/// Writes that `event` happened to the item `seen`; what a decision asks for becomes a task of its unit. Fails with
/// [`Error::Stale`] if something happened since it was read.
pub fn record(
    tx: &mut Tx,
    house: &House,
    seen: &Seen,
    event: &ReviewEvent,
    by: Actor,
    at: Instant,
) -> Result<()> {
    let item = seen.item.after(event, &by)?;
    let head = log::head(tx, seen.id)?;
    if head.seq != seen.seq {
        return Err(Error::Stale);
    }
    let kind = match event {
        ReviewEvent::Proposed { .. } => "review_proposed",
        ReviewEvent::Decided { .. } => "review_decided",
        ReviewEvent::Rang { .. } => "review_rang",
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
    match event {
        ReviewEvent::Decided { proposal, text } => follow(tx, house, &item, (*proposal, text), (by, at)),
        _ => Ok(()),
    }
}

/// Opens the task that follows from the decision about `item`, if one does.
fn follow(
    tx: &mut Tx,
    house: &House,
    item: &ReviewItem,
    (proposal, text): (Proposal, &str),
    (by, at): (Actor, Instant),
) -> Result<()> {
    let Some(kind) = ReviewItem::follows(proposal) else { return Ok(()) };
    let due_at = working_days_after(at, FOLLOW_DAYS, &house.timetable(item.unit));
    let task = Task {
        kind,
        procedure: item.procedure.clone(),
        name: item.name.clone(),
        owner: item.unit,
        source: Some(item.review),
        note: format!("{}: {text}", proposal.title()),
        since: at,
        due_at: due_at.ok_or_else(|| Error::fault("no working day"))?,
        state: TaskState::Open,
        alarms: Alarms::default(),
    };
    task::store::open(tx, &task, None, by, at).map(drop)
}

/// How many dossiers of the procedure `code` began in the twelve months before the one of `today`.
pub fn volume(tx: &mut Tx, code: &str, today: Date) -> Result<u64> {
    let to = today.first_of_month();
    let row = tx.one(
        "SELECT CAST(coalesce(sum(passages), 0) AS BIGINT) FROM passage_month
         WHERE procedure_code = $1 AND month >= $2 AND month < $3 AND from_step = -1",
        args![code, stale_before(to, 12), to],
    )?;
    Ok(u64::try_from(row.get::<i64>(0)?).unwrap_or_default())
}

/// What the plan `id` saves in a year, as decided or else as proposed; only of the items of the unit `within`, if it is named.
pub fn saved(tx: &mut Tx, id: Uuid, within: Option<UnitId>, today: Date) -> Result<Yearly> {
    let rows = tx.all(
        "SELECT body FROM review_item WHERE review_id = $1 AND unit_id = coalesce($2, unit_id) AND state <> 'open'",
        args![id, within.map(|unit| unit.0)],
    )?;
    let mut all = vec![];
    for row in &rows {
        let item: ReviewItem = row.json(0)?;
        if !item.saving().is_nothing() {
            all.push(item.saving().yearly(volume(tx, &item.procedure, today)?));
        }
    }
    Ok(all.into_iter().sum())
}
