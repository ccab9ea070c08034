//! The dossier as the rules see it: a fold over its events.
//!
//! Read [`state`] first (what may follow what), then [`event`] (what can happen), then one file per deed.

pub mod alarm;
pub mod duty;
pub mod event;
#[cfg(test)]
mod explore;
pub mod extend;
mod facts;
pub mod filing;
pub mod outgoing;
pub mod part;
pub mod proposal;
pub mod receive;
pub mod refuse;
pub mod reopen;
#[cfg(test)]
pub(crate) mod sample;
pub mod settle;
pub mod state;
pub mod stop;
pub mod supplement;
pub mod turns;
pub mod undo;
pub mod verify;

pub use event::Event;
pub use filing::{Channel, Filing, Party, Priority, ReturnWay};
use serde::{Deserialize, Serialize};
pub use state::State;
pub use turns::Turns;

use crate::{
    calendar::deadline::PauseKind,
    id::{DossierId, PersonId, ProcedureVersionId, ProcessVersionId, UnitId},
    instant::Instant,
    people::{Actor, Role},
    process::StepKind,
    refusal::Refusal,
};

/// Where in its process a dossier is, and who answers for it (row C-02: one unit, one person, at any moment).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// The step's number in the process, from 0.
    pub step: u16,
    /// What kind of step it is.
    pub kind: StepKind,
    /// The unit that answers for the step.
    pub unit: UnitId,
    /// The role that does it.
    pub role: Role,
    /// The person who answers for it, once somebody has taken it or was given it.
    pub owner: Option<PersonId>,
    /// When the step began.
    pub since: Instant,
    /// When the step is due, or nothing if its time is not counted.
    pub due_at: Option<Instant>,
}

/// One application for one procedure, as far as the rules need it. The filing itself stands in the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dossier {
    /// Its identifier.
    pub id: DossierId,
    /// How many events have happened to it.
    pub version: i64,
    /// Where it stands.
    pub state: State,
    /// The public code, once accepted.
    pub code: Option<String>,
    /// The version of the procedure.
    pub procedure: ProcedureVersionId,
    /// The version of the process, once accepted.
    pub process: Option<ProcessVersionId>,
    /// The rule set it was received under, once accepted.
    pub rules: Option<String>,
    /// Where it is received and returned.
    pub receiving_unit: UnitId,
    /// Who decides it.
    pub settling_unit: UnitId,
    /// Whether it goes before others (row C-03).
    pub has_priority: bool,
    /// When it was filed online, if it was.
    pub submitted_at: Option<Instant>,
    /// When it was received, once accepted.
    pub received_at: Option<Instant>,
    /// When the result is owed.
    pub due_at: Option<Instant>,
    /// Where in its process it is.
    pub place: Option<Place>,
    /// Whether a draft of the result exists (row C-25).
    pub has_draft: bool,
    /// When the settling ended: result issued, or not accepted.
    pub settled_at: Option<Instant>,
    /// When it was closed.
    pub closed_at: Option<Instant>,
    /// What turned it from the straight way.
    pub turns: Turns,
}

impl Dossier {
    /// The dossier that `event`, its first, brings into being; nothing if no dossier can begin with it.
    pub fn begin(id: DossierId, event: &Event, at: Instant) -> Option<Dossier> {
        let state = State::after(None, event)?;
        let (Event::Submitted { target, filing, .. }
        | Event::Received { target, filing, .. }
        | Event::CompletionRequested { target, filing, .. }
        | Event::Declined { target, filing, .. }) = event
        else {
            return None;
        };
        let mut dossier = Dossier {
            id,
            version: 0,
            state,
            code: None,
            procedure: target.procedure,
            process: None,
            rules: None,
            receiving_unit: target.receiving_unit,
            settling_unit: target.settling_unit,
            has_priority: filing.priority.is_some(),
            submitted_at: None,
            received_at: None,
            due_at: None,
            place: None,
            has_draft: false,
            settled_at: None,
            closed_at: None,
            turns: Turns::default(),
        };
        dossier.become_of(event, state, Actor::System, at);
        Some(dossier)
    }

    /// The dossier after `event` happened to it; refuses what cannot happen in its state.
    pub fn after(&self, event: &Event, by: Actor, at: Instant) -> Result<Dossier, Refusal> {
        let state = State::after(Some(self.state), event)
            .ok_or(Refusal::WrongState { state: self.state.title(), deed: event.deed() })?;
        let mut next = self.clone();
        next.become_of(event, state, by, at);
        Ok(next)
    }

    fn become_of(&mut self, event: &Event, state: State, by: Actor, at: Instant) {
        self.version += 1;
        self.state = state;
        match event {
            Event::Submitted { to, .. } => {
                self.submitted_at = Some(at);
                self.place = Some(to.clone());
            }
            Event::Received { acceptance, target, filing } => self.accept(acceptance, target, filing),
            Event::CompletionRequested { request, .. } => {
                self.place = None;
                self.turns.completions += 1;
                self.turns.proposal = None;
                self.turns.stop(at, PauseKind::Supplement, request.answer_by);
            }
            Event::Completed { to, .. } => {
                self.turns.waiting = None;
                self.place = Some(to.clone());
            }
            Event::Declined { .. } => self.end(None, at),
            Event::Transferred { to }
            | Event::Assigned { to, .. }
            | Event::Advanced { to, .. }
            | Event::SentBack { to, .. } => self.place = Some(to.clone()),
            Event::Taken { .. } => self.held_by(by.person()),
            Event::Reassigned { person, .. } => self.held_by(Some(*person)),
            Event::Undone { deed, to, .. } => {
                self.place.clone_from(to);
                self.settled_at = None;
                if deed == "proposed" {
                    self.turns.proposal = None;
                }
            }
            Event::Drafted { .. } => self.has_draft = true,
            Event::ResultIssued { to, .. } => {
                self.settled_at = Some(at);
                self.place = Some(to.clone());
            }
            Event::Returned { .. } => {
                self.closed_at = Some(at);
                self.place = None;
            }
            other => self.turn(other, by, at),
        }
    }

    /// What becomes of it by an event off the straight way.
    fn turn(&mut self, event: &Event, by: Actor, at: Instant) {
        match event {
            Event::SupplementRequested { request, .. } => {
                self.turns.supplements += 1;
                self.turns.proposal = None;
                self.turns.stop(at, PauseKind::Supplement, request.answer_by);
            }
            Event::Supplemented { resumption, .. } | Event::DutyPaid { resumption, .. } => {
                self.resume(resumption);
            }
            // Nothing was waited for, so nothing is left out of the count.
            Event::RequestCancelled { .. } => self.turns.waiting = None,
            Event::DutyRequired { duty } => self.turns.stop(at, PauseKind::FinancialDuty, duty.pay_by),
            Event::Proposed { proposal } => self.turns.proposal = Some(proposal.clone()),
            Event::ProposalRejected { .. } => self.turns.proposal = None,
            Event::ApologyDrafted { slip_number, due_at } => {
                self.turns.apology = Some(turns::DraftedApology {
                    slip_number: *slip_number,
                    due_at: *due_at,
                    drafted_at: at,
                });
            }
            Event::Apologised { apology } => self.apologise(apology),
            Event::FellOverdue { due_at, .. } => self.turns.overdue_for = Some(*due_at),
            Event::OverdueExplained { due_at, .. } => self.turns.explained_for = Some(*due_at),
            Event::Refused { to, .. } | Event::Stopped { to, .. } => self.end(Some(to), at),
            Event::Withdrawn { to, .. } => self.end(to.as_ref(), at),
            Event::Expired { to, .. } => self.end(to.as_ref(), at),
            Event::ApologyVoided { slip_number, .. } => {
                self.turns.apology = self.turns.apology.filter(|drafted| drafted.slip_number != *slip_number);
            }
            Event::PapersReturned { .. } => {
                self.turns.papers_returned = true;
                self.place = None;
            }
            Event::Reopened { reopening, to } => {
                (self.settled_at, self.closed_at) = (None, None);
                self.due_at = reopening.due_at;
                self.turns = Turns { pauses: self.turns.pauses.clone(), ..Turns::default() };
                self.place = Some(to.clone());
            }
            other => self.turn_of_parts(other, by),
        }
    }

    fn turn_of_parts(&mut self, event: &Event, by: Actor) {
        use part::PartState;
        let mut set = |no: u16, change: &dyn Fn(&mut part::Part)| {
            self.turns.parts.iter_mut().filter(|part| part.no == no).for_each(change);
        };
        match event {
            Event::PartOpened { part } => self.turns.parts.push(part::Part::opened(part)),
            Event::PartConfirmed { no } => set(*no, &|part| {
                part.state = PartState::Confirmed;
                part.owner = by.person();
            }),
            Event::PartReassigned { no, person, .. } => set(*no, &|part| part.owner = Some(*person)),
            Event::PartSilent { no, released } => self.end_part(*no, PartState::Silent, released),
            Event::PartDone { no, released, .. } => self.end_part(*no, PartState::Done, released),
            Event::PartCancelled { no, released, .. } => self.end_part(*no, PartState::Cancelled, released),
            Event::PartDeclined { no, released, .. } => self.end_part(*no, PartState::Declined, released),
            _ => {}
        }
    }

    /// Nothing is to come from the part any more; those that waited for it begin.
    fn end_part(&mut self, no: u16, state: part::PartState, released: &[part::Released]) {
        for part in &mut self.turns.parts {
            if part.no == no {
                part.state = state;
            }
            if let Some(next) = released.iter().find(|next| next.no == part.no) {
                part.state = part::PartState::Sent;
                part.due_at = next.due_at;
            }
        }
    }

    fn held_by(&mut self, person: Option<PersonId>) {
        if let Some(place) = &mut self.place {
            place.owner = person;
        }
    }

    /// Ends without a result; the papers wait at `to` to be given back.
    fn end(&mut self, to: Option<&Place>, at: Instant) {
        self.turns.go_on(at);
        self.turns.proposal = None;
        self.settled_at = Some(at);
        self.closed_at = Some(at);
        self.place = to.cloned();
    }

    fn resume(&mut self, resumption: &event::Resumption) {
        self.turns.go_on(resumption.at);
        self.due_at = resumption.due_at;
        self.place = Some(resumption.to.clone());
    }

    fn apologise(&mut self, apology: &extend::Apology) {
        self.turns.proposal = None;
        self.turns.apology = None;
        self.turns.apologised_for = Some(apology.due_at);
        if apology.moves_due {
            self.turns.extensions += 1;
            self.due_at = Some(apology.new_due_at);
        }
    }

    fn accept(&mut self, acceptance: &event::Acceptance, target: &event::Target, filing: &Filing) {
        self.code = Some(acceptance.code.clone());
        self.process = Some(acceptance.process);
        self.rules = Some(acceptance.rules.clone());
        self.procedure = target.procedure;
        self.receiving_unit = target.receiving_unit;
        self.settling_unit = target.settling_unit;
        self.has_priority = filing.priority.is_some();
        self.received_at = Some(acceptance.received_at);
        self.due_at = acceptance.due_at;
        self.turns.waiting = None;
        self.turns.proposal = None;
        self.place = Some(acceptance.place.clone());
    }

    /// Whether a proposal or a letter of apology waits for the leader of the settling unit.
    pub fn needs_leader(&self) -> bool {
        let has_letter = self.turns.apology.is_some_and(|drafted| Some(drafted.due_at) == self.due_at);
        let may_propose = self.state.is_accepted() || self.state == State::Submitted;
        let has_proposal = self.turns.proposal.is_some() && may_propose;
        has_proposal || (has_letter && self.state.is_running())
    }

    /// By when somebody must act: the step's time or the whole's, whichever comes first; while the applicant is waited
    /// for, by when an answer is expected; where nothing runs, since when it waits. The worklist's order. Nothing if
    /// nobody has to act.
    pub fn urgent_at(&self) -> Option<Instant> {
        if let Some(waiting) = self.turns.waiting {
            return Some(waiting.answer_by.unwrap_or(waiting.since));
        }
        let place = self.place.as_ref()?;
        let whole = self.due_at.filter(|_| self.state.is_running());
        match (place.due_at.filter(|_| !self.state.is_closed()), whole) {
            (Some(step), Some(whole)) => Some(step.min(whole)),
            (one, other) => one.or(other).or(Some(place.since)),
        }
    }
}
