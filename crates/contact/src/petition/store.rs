//! The tables `petition` and `petition_sender`: the fold of what happened, and who sent it.

use std::collections::HashMap;

use base::{
    app::App,
    dossier::log::{self, Head},
    error::{Error, Result},
};
use domain::{
    id::{DossierId, PetitionId},
    instant::Instant,
    people::Actor,
    petition::{
        Happened, Next, Petition, PetitionClass, PetitionEvent, PetitionState, Running,
        letter::Delivery,
        right::PetitionDeed,
        sender::{Publication, Sender, masked, without_dossiers},
    },
    reaction,
    refusal::Refusal,
    text::fold,
};
use jiff::SignedDuration;
use kit::db::{Tx, Value, args};
use uuid::Uuid;

use crate::{clocks, typed};

/// A petition as it was read.
#[derive(Clone, Debug)]
pub struct Seen {
    /// Its identifier.
    pub id: PetitionId,
    /// The number of its last line in the log.
    pub seq: i64,
    /// How it stands.
    pub petition: Petition,
}

/// The petition `id`; [`Error::NotFound`] if there is none.
pub fn load(tx: &mut Tx, id: PetitionId) -> Result<Seen> {
    let sql = "SELECT body, delivery FROM petition WHERE id = $1";
    let row = tx.optional(sql, args![id.0])?.ok_or(Error::NotFound)?;
    let mut petition: Petition = row.json(0)?;
    // What was delivered before petitions knew of it stands in the column alone.
    let known = row.get::<Option<String>>(1)?.and_then(|word| Delivery::by_name(&word));
    petition.delivery = petition.delivery.or(known);
    Ok(Seen { id, seq: log::head(tx, id.0)?.seq, petition })
}

/// The petition of that code.
pub fn by_code(tx: &mut Tx, code: &str) -> Result<Option<PetitionId>> {
    let row = tx.optional("SELECT id FROM petition WHERE code = $1", args![code])?;
    Ok(row.map(|row| row.get(0).map(PetitionId)).transpose()?)
}

/// Who sent it. Only for who may know.
pub fn sender(tx: &mut Tx, id: PetitionId) -> Result<Sender> {
    let row = tx.one("SELECT body FROM petition_sender WHERE petition_id = $1", args![id.0])?;
    Ok(row.json(0)?)
}

/// Who sent it and what was joined to it: whom its publication may not point to.
pub fn senders(tx: &mut Tx, id: PetitionId) -> Result<Vec<Sender>> {
    let rows = tx.all(
        "SELECT s.body FROM petition_sender s JOIN petition p ON p.id = s.petition_id
         WHERE p.id = $1 OR p.head_id = $1",
        args![id.0],
    )?;
    rows.iter().map(|row| Ok(row.json(0)?)).collect()
}

/// As [`senders`], of several petitions at once.
pub fn senders_of(tx: &mut Tx, ids: &[Uuid]) -> Result<HashMap<Uuid, Vec<Sender>>> {
    let mut found: HashMap<Uuid, Vec<Sender>> = HashMap::new();
    if ids.is_empty() {
        return Ok(found);
    }
    let places: Vec<String> = (1..=ids.len()).map(|no| format!("${no}")).collect();
    let places = places.join(", ");
    let sql = format!(
        "SELECT p.id, p.head_id, s.body FROM petition_sender s JOIN petition p ON p.id = s.petition_id
         WHERE p.id IN ({places}) OR p.head_id IN ({places})"
    );
    for row in tx.all(&sql, ids.iter().map(|id| Value::from(*id)).collect())? {
        let sender: Sender = row.json(2)?;
        for id in [Some(row.get(0)?), row.get::<Option<Uuid>>(1)?].into_iter().flatten() {
            found.entry(id).or_default().push(sender.clone());
        }
    }
    Ok(found)
}

/// What was joined to it: identifier and code.
pub fn members(tx: &mut Tx, id: PetitionId) -> Result<Vec<(PetitionId, String)>> {
    let rows =
        tx.all("SELECT id, code FROM petition WHERE head_id = $1 ORDER BY received_at, id", args![id.0])?;
    rows.iter().map(|row| Ok((PetitionId(row.get(0)?), row.get(1)?))).collect()
}

/// `text` as a reader is told it who may not know the senders, nor which dossier they have.
pub fn veiled(text: &str, petition: &Petition, senders: &[Sender]) -> String {
    let text = without_dossiers(&masked(text, senders));
    if petition.dossier_code.is_empty() { text } else { text.replace(&petition.dossier_code, "[…]") }
}

/// Whether an item of another system is here already (row C-33).
pub fn is_known(tx: &mut Tx, system: &str, id: &str) -> Result<bool> {
    let sql = "SELECT 1 FROM petition WHERE source = $1 AND source_id = $2";
    Ok(tx.optional(sql, args![system, id])?.is_some())
}

/// Takes a petition in under `id` and gives it its code. The same identifier twice is [`Error::Stale`] the second time.
pub fn file(
    app: &App,
    tx: &mut Tx,
    id: PetitionId,
    (petition, sender): (&Petition, &Sender),
    by: Actor,
    at: Instant,
) -> Result<String> {
    let mut petition = petition.clone();
    petition.code = typed::number(tx, "PAKN", petition.received_at)?;
    petition.dossier = tx
        .optional("SELECT dossier_id FROM filing WHERE code = $1", args![petition.dossier_code.clone()])?
        .map(|row| row.get(0).map(DossierId))
        .transpose()?;
    // What came from a portal is answered there.
    if petition.source.is_none() && sender.is_out_of_reach() {
        petition.delivery = Some(Delivery::Unreachable);
    }
    let event = PetitionEvent::Filed { petition: Box::new(petition.clone()) };
    let happened = happened(app, tx, event, petition.received_at, at)?;
    let petition = Petition::after(None, &happened, &by, at)?;
    // The log first: a form sent twice meets its key, and is stale.
    log::append(tx, &Head::new(id.0).next(happened.event.words().0, &happened, by, at)?);
    let (system, number) = petition.source.clone().map(|source| (source.system, source.id)).unzip();
    tx.later(
        "INSERT INTO petition (id, code, source, source_id, channel, procedure, state, is_conduct, received_at, due_at,
             is_late, folded, body, delivery)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $8, $11, $12, $13)",
        args![
            id.0,
            petition.code.clone(),
            system,
            number,
            petition.channel.name(),
            petition.procedure.clone(),
            petition.state.name(),
            false,
            petition.received_at,
            petition.clock.map(|running| running.due_at),
            fold(&format!("{} {} {}", petition.code, petition.title, petition.content)),
            serde_json::to_value(&petition).map_err(Error::fault)?,
            petition.delivery.map(Delivery::name)
        ],
    );
    tx.later(
        "INSERT INTO petition_sender (petition_id, proof, body) VALUES ($1, $2, $3)",
        args![id.0, sender.proof(), serde_json::to_value(sender).map_err(Error::fault)?],
    );
    watch(tx, id, &petition, None);
    Ok(petition.code)
}

/// Writes that `event` happened to the petition `seen`. Fails with [`Error::Stale`] if something happened since it was read.
pub fn record(
    app: &App,
    tx: &mut Tx,
    seen: &Seen,
    event: PetitionEvent,
    by: Actor,
    at: Instant,
) -> Result<()> {
    let head = log::head(tx, seen.id.0)?;
    if head.seq != seen.seq {
        return Err(Error::Stale);
    }
    let happened = happened(app, tx, event, seen.petition.received_at, at)?;
    let petition = Petition::after(Some(&seen.petition), &happened, &by, at)?;
    let (is_answered, is_published) = (
        petition.state == PetitionState::Answered || petition.state.is_over(),
        petition.state == PetitionState::Published,
    );
    tx.later(
        "UPDATE petition SET class = $2, outcome = $3, state = $4, unit_id = $5, head_id = $6, is_conduct = $7,
             due_at = $8, is_late = $9, settled_at = coalesce(settled_at, $10), published_at = coalesce(published_at, $11),
             folded = $12, body = $13, delivery = coalesce($14, delivery)
         WHERE id = $1",
        args![
            seen.id.0,
            petition.class.map(PetitionClass::name),
            petition.reply.as_ref().map(|reply| reply.outcome.name()),
            petition.state.name(),
            petition.unit.map(|unit| unit.0),
            petition.head.map(|head| head.0),
            petition.class == Some(PetitionClass::Conduct),
            petition.clock.map(|running| running.due_at),
            !petition.late.is_empty(),
            is_answered.then_some(at),
            is_published.then_some(at),
            fold(&format!("{} {} {}", petition.code, petition.title, petition.content)),
            serde_json::to_value(&petition).map_err(Error::fault)?,
            petition.delivery.map(Delivery::name)
        ],
    );
    log::append(tx, &head.next(happened.event.words().0, &happened, by, at)?);
    watch(tx, seen.id, &petition, seen.petition.clock);
    if petition.state.is_over() && !seen.petition.state.is_over() {
        settle_members(app, tx, seen.id, at)?;
    }
    Ok(())
}

/// What was joined to a petition is answered with it.
fn settle_members(app: &App, tx: &mut Tx, id: PetitionId, at: Instant) -> Result<()> {
    for (member, _) in members(tx, id)? {
        let member = load(tx, member)?;
        record(app, tx, &member, PetitionEvent::Settled, Actor::System, at)?;
    }
    Ok(())
}

/// Publishes it: what was said and answered, if it points to nobody who sent it.
pub fn publish(
    app: &App,
    tx: &mut Tx,
    seen: &Seen,
    (said, answer): (&str, &str),
    by: Actor,
    at: Instant,
) -> Result<()> {
    // Who may not publish learns nothing from what would be refused.
    if !seen.petition.may(&by, PetitionDeed::Publish) {
        return Err(Refusal::ContactNotYours.into());
    }
    hold(tx, seen.id)?;
    let publication = Publication::new(said, answer, &senders(tx, seen.id)?)?;
    record(app, tx, seen, PetitionEvent::Published { publication }, by, at)
}

/// Joins `seen` to the petition of that code, which is being settled; refuses one that leads others itself.
pub fn join(app: &App, tx: &mut Tx, seen: &Seen, code: &str, by: Actor, at: Instant) -> Result<()> {
    let refused = || Error::Refused(Refusal::NotAGroup);
    let head = by_code(tx, code)?.filter(|head| *head != seen.id).ok_or_else(refused)?;
    hold(tx, head)?;
    let head = load(tx, head)?;
    let class = head.petition.class.filter(|_| head.petition.may_lead()).ok_or_else(refused)?;
    if !members(tx, seen.id)?.is_empty() {
        return Err(refused());
    }
    record(app, tx, seen, PetitionEvent::Joined { head: head.id, class }, by, at)
}

/// Keeps others from ending the petition `id`, or from joining to it, until this transaction is over: what is joined to it is
/// ended and named with it.
fn hold(tx: &mut Tx, id: PetitionId) -> Result<()> {
    tx.execute("UPDATE petition SET code = code WHERE id = $1", args![id.0])?;
    Ok(())
}

/// The event with the clock that it starts.
fn happened(
    app: &App,
    tx: &mut Tx,
    event: PetitionEvent,
    received_at: Instant,
    at: Instant,
) -> Result<Happened> {
    let clock = match event.next(received_at, at) {
        Next::Start(clock, since, unit) => Some(clocks::start(app, tx, clock, since, unit)?),
        Next::Measure(clock, since) => Some(clocks::start(app, tx, clock, since, None)?),
        Next::Keep | Next::Rest => None,
    };
    Ok(Happened { event, clock })
}

/// Leaves a job behind for the end of the clock, if it is not the one that ran `before`.
fn watch(tx: &mut Tx, id: PetitionId, petition: &Petition, before: Option<Running>) {
    if let Some(running) = petition.clock.filter(|_| petition.clock != before) {
        let payload = serde_json::json!({ "petition": id });
        kit::queue::enqueue(tx, reaction::PETITION, &payload, running.due_at + SignedDuration::from_secs(1));
    }
}

/// The event in a line of the log.
pub fn event(line: &log::Line) -> Result<PetitionEvent> {
    let happened: Happened = serde_json::from_str(&line.body).map_err(Error::fault)?;
    Ok(happened.event)
}

/// The identifier that a form carries, so that sent twice it is done once.
pub fn form_id(app: &App, form: &kit::form::Fields) -> PetitionId {
    PetitionId(form.get("phieu").parse::<Uuid>().unwrap_or_else(|_| app.id()))
}
