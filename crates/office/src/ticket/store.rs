//! The table `ticket`, the fold of what the log says of each.

use base::{
    dossier::log::{self, Head},
    error::{Error, Result},
};
use domain::{
    instant::Instant,
    people::Actor,
    ticket::{Ticket, TicketEvent},
};
use kit::{
    clock,
    db::{Tx, args},
};
use uuid::Uuid;

use crate::task;

/// A ticket as it was read.
#[derive(Clone, Debug)]
pub struct Seen {
    /// Its identifier.
    pub id: Uuid,
    /// The number of its last line in the log.
    pub seq: i64,
    /// How it stands.
    pub ticket: Ticket,
}

/// The ticket `id`; [`Error::NotFound`] if there is none.
pub fn load(tx: &mut Tx, id: Uuid) -> Result<Seen> {
    let row = tx.optional("SELECT body FROM ticket WHERE id = $1", args![id])?.ok_or(Error::NotFound)?;
    let ticket = row.json(0)?;
    Ok(Seen { id, seq: log::head(tx, id)?.seq, ticket })
}

/// Opens `ticket`.
pub fn open(tx: &mut Tx, ticket: &Ticket, by: Actor, at: Instant) -> Result<Uuid> {
    let id = clock::id(at);
    log::append(tx, &Head::new(id).next("ticket_opened", ticket, by, at)?);
    tx.later(
        "INSERT INTO ticket (id, state, procedure_code, unit_id, announcement_id, opened_at, since, body)
         VALUES ($1, $2, $3, $4, $5, $6, $6, $7)",
        args![
            id,
            ticket.state.name(),
            ticket.procedure.clone(),
            ticket.unit.0,
            ticket.announcement,
            at,
            serde_json::to_value(ticket).map_err(Error::fault)?
        ],
    );
    Ok(id)
}

/// Writes that `event` happened to the ticket `seen`, and ends the tasks that it meets. Fails with [`Error::Stale`] if
/// something happened since it was read.
pub fn record(tx: &mut Tx, seen: &Seen, event: &TicketEvent, by: Actor, at: Instant) -> Result<()> {
    let code = seen.ticket.procedure.clone();
    let process_fits = task::store::facts(tx, &code)?.process_fits;
    let ticket = seen.ticket.after(event, process_fits, &by, at)?;
    let head = log::head(tx, seen.id)?;
    if head.seq != seen.seq {
        return Err(Error::Stale);
    }
    log::append(tx, &head.next("ticket_moved", event, by, at)?);
    tx.later(
        "UPDATE ticket SET state = $2, since = $3, body = $4 WHERE id = $1",
        args![seen.id, ticket.state.name(), at, serde_json::to_value(&ticket).map_err(Error::fault)?],
    );
    task::store::refresh(tx, &code, at)
}
