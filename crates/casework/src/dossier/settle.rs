//! Settlement: transfer, take, assign, draft, advance, send back, issue, hand over (NĐ 61/2018 Điều 18–20).
//!
//! Every deed has the same shape: load, may I, is it lawful, record.

use std::sync::Arc;

use base::{
    app::App,
    dossier::{self, Seen},
    error::Result,
    version::ProcessVersion,
};
use domain::{
    access::Action,
    dossier::{
        Dossier, Event, Place,
        event::{Draft, Handover, Outcome},
        settle,
    },
    id::{DossierId, PersonId},
    instant::Instant,
    people::Actor,
    refusal::Refusal,
};
use kit::db::{Tx, args};

use super::{
    colleagues::{must_hold, still_there},
    place,
    receive::check,
    timeline,
};

/// A dossier as the person saw it: its identifier and the version shown on the page.
pub type Shown = (DossierId, i64);

/// What a person does to a dossier.
#[derive(Clone, Debug)]
pub enum Deed {
    /// Hand it to the settling unit.
    Transfer,
    /// Take a step that nobody holds; a reason if another is due earlier.
    Take {
        /// The reason, or empty.
        reason: String,
    },
    /// Give the next step to a person.
    Assign {
        /// The person.
        person: PersonId,
        /// A word for that person.
        note: String,
    },
    /// Write the draft of the result.
    Draft(Draft),
    /// End the step and begin the next.
    Advance {
        /// A word for whoever does the next step.
        note: String,
    },
    /// Send it back to an earlier step.
    SendBack {
        /// The step, by its place in the process.
        to: u16,
        /// Why.
        reason: String,
    },
    /// Issue the result.
    Issue(Outcome),
    /// Hand the result over.
    HandOver(Handover),
}

impl Deed {
    /// The action that it takes leave for.
    pub fn action(&self) -> Action {
        match self {
            Deed::Transfer => Action::Transfer,
            Deed::Take { .. } => Action::Take,
            Deed::Assign { .. } => Action::Assign,
            Deed::Draft(_) => Action::Draft,
            Deed::Advance { .. } => Action::Advance,
            Deed::SendBack { .. } => Action::SendBack,
            Deed::Issue(_) => Action::Issue,
            Deed::HandOver(_) => Action::HandOver,
        }
    }
}

/// Does `deed` to the dossier as it was shown. Refuses what is not this person's or not lawful now; fails with
/// [`Stale`](base::error::Error::Stale) if somebody was faster.
pub fn carry_out(app: &App, tx: &mut Tx, by: Actor, shown: Shown, deed: &Deed, now: Instant) -> Result<Seen> {
    let seen = dossier::load(tx, shown.0)?;
    check(&seen, shown.1, by, deed.action())?;
    let event = event(app, tx, &seen, deed, now)?;
    dossier::record(tx, &seen, &event, by, now)
}

fn event(app: &App, tx: &mut Tx, seen: &Seen, deed: &Deed, now: Instant) -> Result<Event> {
    Ok(match deed {
        Deed::Transfer => settle::transfer(seen, next(app, tx, seen, now)?)?,
        Deed::Take { reason } => {
            let earlier_waits = earlier_waits(tx, seen)?;
            settle::take(seen, earlier_waits, reason)?
        }
        Deed::Assign { person, note } => {
            let to = next(app, tx, seen, now)?;
            must_hold(tx, *person, &to, now)?;
            settle::assign(*person, to, note)
        }
        Deed::Draft(draft) => settle::draft(draft.clone())?,
        Deed::Advance { note } => settle::advance(seen, next(app, tx, seen, now)?, note)?,
        Deed::SendBack { to, reason } => {
            let mut to = place::of(seen, &process(app, tx, seen)?.content, *to, &app.house(), now)?;
            let before = last_owner(tx, seen, &to)?;
            to.owner = still_there(tx, before, &to, now)?;
            settle::send_back(seen, to, reason)?
        }
        Deed::Issue(result) => settle::issue(seen, result.clone(), next(app, tx, seen, now)?)?,
        Deed::HandOver(handover) => settle::hand_over(handover.clone())?,
    })
}

/// The process that the dossier is settled by.
pub fn process(app: &App, tx: &mut Tx, seen: &Seen) -> Result<Arc<ProcessVersion>> {
    app.versions.process(tx, seen.process.ok_or(Refusal::NoProcess)?)
}

/// The step after the present one.
fn next(app: &App, tx: &mut Tx, seen: &Seen, now: Instant) -> Result<Place> {
    let process = process(app, tx, seen)?;
    let here = seen.place.as_ref().ok_or(Refusal::NoSuchStep)?.step;
    let next = process.content.next(here).first().copied().ok_or(Refusal::NoSuchStep)?;
    place::of(seen, &process.content, next, &app.house(), now)
}

/// Whether a dossier that is due earlier waits for the same unit and role (row C-03).
pub fn earlier_waits(tx: &mut Tx, seen: &Seen) -> Result<bool> {
    let (Some(place), Some(urgent)) = (&seen.place, seen.urgent_at()) else { return Ok(false) };
    let row = tx.optional(
        "SELECT 1 FROM dossier WHERE step_owner_id IS NULL AND step_unit_id = $1 AND step_role = $2
         AND urgent_at < $3 LIMIT 1",
        args![place.unit.0, place.role.name(), urgent],
    )?;
    Ok(row.is_some())
}

/// Who did the step before: what is sent back goes to the same person.
fn last_owner(tx: &mut Tx, seen: &Seen, to: &Place) -> Result<Option<PersonId>> {
    let mut owner = None;
    let mut before: Option<Dossier> = None;
    for (line, event) in timeline::events(tx, seen.id)? {
        let here = before.as_ref().and_then(|dossier| dossier.place.as_ref());
        if let Some(here) = here.filter(|here| here.step == to.step) {
            owner = here.owner.or(line.by.person());
        }
        before = match before {
            None => Dossier::begin(seen.id, &event, line.at),
            Some(dossier) => Some(dossier.after(&event, line.by, line.at)?),
        };
    }
    Ok(owner)
}
