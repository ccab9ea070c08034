//! Which events of a dossier are somebody's work, and whether it was done in time. What was undone counts no more.
//!
//! Each event adds its deeds to those before it and changes none of them, so that work can be counted as it happens and comes
//! to the same when all of it is counted anew.

use super::{Complexity, WorkKind};
use crate::{
    dossier::{Dossier, Event, proposal::Proposal},
    id::{DossierId, PersonId, UnitId},
    instant::Instant,
    people::Actor,
};

/// Work of one officer on one dossier.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Deed {
    /// The number of the event that brought it, from 1.
    pub no: i64,
    /// When it was done.
    pub at: Instant,
    /// Who did it.
    pub person: PersonId,
    /// For which unit.
    pub unit: UnitId,
    /// What it was.
    pub kind: WorkKind,
    /// How much its procedure asks for.
    pub complexity: Complexity,
    /// Whether it was done in time; nothing where it had no time.
    pub is_in_time: Option<bool>,
    /// 1; -1 where it was undone.
    pub counts: i64,
}

/// What officers did with the dossier `id` to which these things happened.
pub fn deeds(id: DossierId, events: &[(Instant, Actor, Event)]) -> Vec<Deed> {
    let (mut deeds, mut before, mut last): (Vec<Deed>, Option<Dossier>, Option<Deed>) = (vec![], None, None);
    let mut complexity = Complexity::Short;
    for (no, (at, by, event)) in (1..).zip(events) {
        if let Event::Received { acceptance, .. } = event {
            complexity = Complexity::of(acceptance.received_at, acceptance.due_at);
        }
        let done = match event {
            // What is undone is what happened just before.
            Event::Undone { .. } => last.map(|deed| Deed { no, counts: -deed.counts, ..deed }),
            _ => deed(before.as_ref(), (*at, by, event)).map(|deed| Deed { no, complexity, ..deed }),
        };
        deeds.extend(done);
        last = done.filter(|_| !matches!(event, Event::Undone { .. }));
        let after = match &before {
            None => Dossier::begin(id, event, *at),
            Some(before) => before.after(event, *by, *at).ok(),
        };
        // No dossier goes on like that; what it says after it says nothing.
        let Some(after) = after else { break };
        before = Some(after);
    }
    deeds
}

fn deed(before: Option<&Dossier>, (at, by, event): (Instant, &Actor, &Event)) -> Option<Deed> {
    let Actor::Person { person, unit, role, .. } = by else { return None };
    let kind = kind(before, event).filter(|_| role.is_staff())?;
    let is_in_time = match event {
        // The leader decides on the proposal; the time is that of whoever looks at the papers first.
        Event::SupplementRequested { is_late, .. } if kind == WorkKind::Letter => Some(!is_late),
        _ => due(before, event).map(|due| at <= due),
    };
    let (no, complexity, counts) = (0, Complexity::Short, 1);
    Some(Deed { no, at, person: *person, unit: *unit, kind, complexity, is_in_time, counts })
}

fn kind(before: Option<&Dossier>, event: &Event) -> Option<WorkKind> {
    match event {
        Event::Received { .. }
        | Event::Completed { .. }
        | Event::Supplemented { .. }
        | Event::DutyPaid { .. } => Some(WorkKind::Reception),
        Event::Transferred { .. } | Event::Advanced { .. } | Event::SentBack { .. } => Some(WorkKind::Step),
        Event::Assigned { .. } | Event::Reassigned { .. } => Some(WorkKind::Assignment),
        Event::Drafted { .. } if before.is_some_and(|dossier| !dossier.has_draft) => Some(WorkKind::Draft),
        Event::SupplementRequested { .. } if before.is_some_and(is_asked_of_the_leader) => {
            Some(WorkKind::Decision)
        }
        Event::CompletionRequested { .. }
        | Event::Declined { .. }
        | Event::SupplementRequested { .. }
        | Event::DutyRequired { .. }
        | Event::ApologyDrafted { .. }
        | Event::Proposed { .. }
        | Event::PartOpened { .. } => Some(WorkKind::Letter),
        Event::Verified { .. } => Some(WorkKind::Check),
        Event::PartDone { .. } => Some(WorkKind::Part),
        Event::ResultIssued { .. }
        | Event::Refused { .. }
        | Event::Stopped { .. }
        | Event::Reopened { .. }
        | Event::Apologised { .. }
        | Event::ProposalRejected { .. } => Some(WorkKind::Decision),
        Event::Returned { .. } | Event::PapersReturned { .. } => Some(WorkKind::HandOver),
        _ => None,
    }
}

/// Whether a leader is to decide on a supplement.
fn is_asked_of_the_leader(before: &Dossier) -> bool {
    matches!(before.turns.proposal, Some(Proposal::Supplement { .. }))
}

/// By when what ends a step or a part was to be done. What is received at the counter waited for nobody.
fn due(before: Option<&Dossier>, event: &Event) -> Option<Instant> {
    let before = before?;
    match event {
        Event::Received { .. }
        | Event::CompletionRequested { .. }
        | Event::Declined { .. }
        | Event::Transferred { .. }
        | Event::Assigned { .. }
        | Event::Advanced { .. }
        | Event::SentBack { .. }
        | Event::ResultIssued { .. }
        | Event::Refused { .. }
        | Event::Stopped { .. } => before.place.as_ref()?.due_at,
        Event::PartDone { no, .. } => before.turns.parts.iter().rfind(|part| part.no == *no)?.due_at,
        _ => None,
    }
}
