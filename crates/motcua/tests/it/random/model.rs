//! What should become of a dossier, as simply as it can be said: state, step, who holds it, how often it turned. It knows
//! nothing of rights, papers or dates; it says what a command does if it is done.

use std::collections::{BTreeMap, BTreeSet};

use base::dossier::Seen;
use casework::dossier::{
    receive::Decision,
    settle::Deed,
    turn::{Turn, Wanted},
};
use domain::{
    dossier::{Dossier, State, proposal::Proposal},
    id::{PersonId, UnitId},
    instant::Instant,
    people::{Actor, Role},
};

use super::moves::{Arrival, Command};

/// Who has which role in which unit.
pub type Roles = BTreeSet<(PersonId, UnitId, &'static str)>;

/// What was put before the leader.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Proposed {
    Supplement,
    Refuse,
    Stop,
    Extend,
}

/// Where a dossier stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Model {
    pub state: State,
    pub step: Option<u16>,
    pub holder: Option<PersonId>,
    /// Whether the clock stands still because the applicant is waited for.
    pub stands: bool,
    pub completions: u16,
    pub supplements: u16,
    pub extensions: u16,
    pub proposed: Option<Proposed>,
    /// Who did each step last.
    did: BTreeMap<u16, PersonId>,
    /// Where it stood before the last command, if that can be undone.
    before: Option<(State, Option<u16>, Option<PersonId>, Option<Proposed>)>,
}

const LAST: u16 = 6;

impl Model {
    fn at(state: State, step: Option<u16>, holder: Option<PersonId>) -> Model {
        Model {
            state,
            step,
            holder,
            stands: state == State::AwaitingCompletion,
            completions: 0,
            supplements: 0,
            extensions: 0,
            proposed: None,
            did: BTreeMap::new(),
            before: None,
        }
    }

    pub fn of_arrival(arrival: &Arrival) -> Model {
        match (&arrival.decision, arrival.by) {
            (None, _) => Model::at(State::Submitted, Some(0), None),
            (Some(Decision::Accept), by) => Model::at(State::Received, Some(0), by.person()),
            (Some(Decision::GiveAtOnce(_)), _) => Model::at(State::Returned, None, None),
            (Some(Decision::AskCompletion { .. }), _) => {
                Model { completions: 1, ..Model::at(State::AwaitingCompletion, None, None) }
            }
            (Some(Decision::Decline(_)), _) => Model::at(State::Declined, None, None),
        }
    }

    /// The row in the words of the model; what the row does not say is taken over.
    pub fn of_row(seen: &Dossier, model: &Model) -> Model {
        let place = seen.place.as_ref();
        Model {
            state: seen.state,
            step: place.map(|place| place.step),
            holder: place.and_then(|place| place.owner),
            stands: seen.turns.waiting.is_some(),
            completions: seen.turns.completions,
            supplements: seen.turns.supplements,
            extensions: seen.turns.extensions,
            proposed: seen.turns.proposal.as_ref().map(kind),
            ..model.clone()
        }
    }

    pub fn is_over(&self) -> bool {
        self.state.is_closed()
    }

    /// After an alarm wrote a line of that kind; nothing if it must not have.
    pub fn after_alarm(&self, kind: &str) -> Option<Model> {
        let next = Model { before: None, ..self.clone() };
        let runs = matches!(self.state, State::Received | State::Transferred | State::InProgress);
        let asked = matches!(self.state, State::AwaitingCompletion | State::AwaitingSupplement);
        match kind {
            "reminded" if asked => Some(next),
            // The papers wait to be given back.
            "expired" if asked => {
                let step = if self.state == State::AwaitingSupplement { LAST } else { 0 };
                Some(next.over(State::Expired, Some(step)))
            }
            "apology_drafted" | "fell_overdue" if runs => Some(next),
            "part_silent" | "part_late" if !self.is_over() => Some(next),
            "duty_unpaid" if self.state == State::AwaitingDuty => Some(next),
            _ => None,
        }
    }

    fn over(self, state: State, step: Option<u16>) -> Model {
        Model { state, step, holder: None, stands: false, proposed: None, ..self }
    }

    fn to(self, state: State, step: u16, holder: Option<PersonId>) -> Model {
        Model { state, step: Some(step), holder, ..self }
    }

    /// After `command`; nothing if it cannot be done now, whoever asks.
    pub fn after(
        &self,
        command: &Command,
        by: Actor,
        seen: &Seen,
        roles: &Roles,
        now: Instant,
    ) -> Option<Model> {
        let mut next = Model { before: None, ..self.clone() };
        if let (Some(step), Some(who)) = (self.step, self.holder.or(by.person())) {
            next.did.insert(step, who);
        }
        let here = (self.state, self.step, self.holder, self.proposed);
        match command {
            Command::Examine(decision) if self.state == State::Submitted => next.examined(decision, by),
            Command::Deed(deed) => {
                let done = next.deed(deed, by, seen, roles)?;
                let is_undoable = !matches!(deed, Deed::Draft(_) | Deed::HandOver(_));
                Some(Model { before: is_undoable.then_some(here), ..done })
            }
            Command::Turn(Turn::Undo { .. }) => {
                let (state, step, holder, proposed) = self.before?;
                Some(Model { state, step, holder, proposed, ..next })
            }
            Command::Turn(Turn::Reassign { person, .. }) if self.state == State::InProgress => {
                Some(Model { holder: Some(*person), before: Some(here), ..next })
            }
            Command::Turn(turn @ Turn::Propose(_)) if self.state == State::InProgress => {
                Some(Model { before: Some(here), ..next.turn(turn, seen, now)? })
            }
            Command::Turn(turn) | Command::OfApplicant(turn) => next.turn(turn, seen, now),
            Command::Examine(_) => None,
        }
    }

    fn examined(self, decision: &Decision, by: Actor) -> Option<Model> {
        Some(match decision {
            Decision::Accept => Model { proposed: None, ..self.to(State::Received, 0, by.person()) },
            Decision::AskCompletion { .. } if self.completions > 0 => return None,
            Decision::AskCompletion { .. } => self.asked_before_acceptance(),
            Decision::Decline(_) => self.over(State::Declined, None),
            Decision::GiveAtOnce(_) => return None,
        })
    }

    fn deed(self, deed: &Deed, by: Actor, seen: &Seen, roles: &Roles) -> Option<Model> {
        use State as S;
        let step = self.step?;
        Some(match (deed, self.state) {
            (Deed::Transfer, S::Received) => self.to(S::Transferred, step + 1, None),
            (Deed::Take { .. }, S::Transferred | S::InProgress) if self.holder.is_none() => {
                self.to(S::InProgress, step, by.person())
            }
            (Deed::Assign { person, .. }, S::Transferred | S::InProgress) => {
                self.to(S::InProgress, step + 1, Some(*person))
            }
            (Deed::Draft(_), S::InProgress) => self,
            (Deed::Advance { .. }, S::InProgress) if step < LAST - 1 => {
                self.to(S::InProgress, step + 1, None)
            }
            (Deed::SendBack { to, .. }, S::InProgress) if *to < step => {
                let kind = if *to == 0 { Role::Receptionist } else { role(*to) };
                let unit = if *to == 0 { seen.receiving_unit } else { seen.settling_unit };
                let who = self.did.get(to).copied();
                let who = who.filter(|who| roles.contains(&(*who, unit, kind.name())));
                self.to(S::InProgress, *to, who)
            }
            (Deed::Issue(_), S::InProgress) if step == LAST - 1 => self.to(S::ResultReady, LAST, None),
            (Deed::HandOver(_), S::ResultReady) => {
                Model { state: S::Returned, step: None, holder: None, ..self }
            }
            _ => return None,
        })
    }

    fn turn(self, turn: &Turn, seen: &Seen, now: Instant) -> Option<Model> {
        use State as S;
        let is_open = matches!(self.state, S::Transferred | S::InProgress);
        let runs = self.state.is_running();
        Some(match (turn, self.state) {
            (Turn::RequestSupplement { .. }, S::InProgress) if self.supplements == 0 => self.asked(),
            (Turn::Propose(wanted), S::InProgress) if self.proposed.is_none() => {
                Model { proposed: Some(wanted_kind(wanted)), ..self }
            }
            // Who is to pay is asked for nothing else; that settling stops may be decided.
            (Turn::Propose(wanted), S::AwaitingDuty)
                if self.proposed.is_none() && wanted_kind(wanted) == Proposed::Stop =>
            {
                Model { proposed: Some(Proposed::Stop), ..self }
            }
            (Turn::Agree, S::AwaitingDuty) if self.proposed == Some(Proposed::Stop) => {
                self.over(S::Stopped, Some(LAST))
            }
            (Turn::Propose(wanted), S::Submitted) if self.proposed.is_none() && self.completions > 0 => {
                let kind = wanted_kind(wanted);
                if kind != Proposed::Supplement {
                    return None;
                }
                Model { proposed: Some(kind), ..self }
            }
            (Turn::Agree, S::Submitted) if self.proposed == Some(Proposed::Supplement) => {
                self.asked_before_acceptance()
            }
            (Turn::Reject { .. }, _)
                if (is_open || matches!(self.state, S::AwaitingDuty | S::Submitted))
                    && self.proposed.is_some() =>
            {
                Model { proposed: None, ..self }
            }
            (Turn::Agree, _) if is_open => match self.proposed? {
                Proposed::Supplement => self.asked(),
                Proposed::Refuse => self.over(S::Refused, Some(LAST)),
                Proposed::Stop => self.over(S::Stopped, Some(LAST)),
                Proposed::Extend => self.apologised(seen, now),
            },
            (Turn::Apologise { .. }, _) if runs => self.apologised(seen, now),
            (Turn::Supplement { .. }, S::AwaitingCompletion) => {
                Model { stands: false, ..self.to(S::Submitted, 0, None) }
            }
            (Turn::Supplement { .. }, S::AwaitingSupplement) | (Turn::ConfirmDuty(_), S::AwaitingDuty) => {
                Model { state: S::InProgress, stands: false, ..self }
            }
            (Turn::CancelRequest { .. }, S::AwaitingSupplement | S::AwaitingDuty) => {
                Model { state: S::InProgress, stands: false, ..self }
            }
            (Turn::Explain { .. }, _) if runs => self,
            (Turn::RequireDuty(_), S::InProgress) => Model { state: S::AwaitingDuty, stands: true, ..self },
            (Turn::OpenPart { .. } | Turn::Verify(_), S::InProgress) => self,
            (
                Turn::ConfirmPart { .. }
                | Turn::AnswerPart { .. }
                | Turn::CancelPart { .. }
                | Turn::DeclinePart { .. }
                | Turn::ReassignPart { .. },
                _,
            ) if self.state.is_accepted() => self,
            (Turn::Withdraw { .. }, S::Submitted | S::AwaitingCompletion) => self.over(S::Withdrawn, None),
            (Turn::Withdraw { .. }, _) if self.state.is_accepted() => self.over(S::Withdrawn, Some(LAST)),
            (Turn::ReturnPapers(_), S::Refused | S::Withdrawn | S::Stopped | S::Expired)
                if self.step.is_some() =>
            {
                Model { step: None, ..self }
            }
            (Turn::RemindCollection { .. }, S::ResultReady) => self,
            (Turn::RecordLoss(_), _) => self,
            (Turn::Reopen { step, .. }, S::Returned | S::Refused | S::Withdrawn | S::Stopped)
                if (1..LAST).contains(step) =>
            {
                let again = self.to(S::InProgress, *step, None);
                Model { completions: 0, supplements: 0, extensions: 0, proposed: None, ..again }
            }
            _ => return None,
        })
    }

    fn asked_before_acceptance(self) -> Model {
        let state = State::AwaitingCompletion;
        let completions = self.completions + 1;
        Model { state, step: None, holder: None, stands: true, completions, proposed: None, ..self }
    }

    fn asked(self) -> Model {
        let supplements = self.supplements + 1;
        Model { state: State::AwaitingSupplement, stands: true, supplements, proposed: None, ..self }
    }

    /// The first in time moves the day.
    fn apologised(self, seen: &Seen, now: Instant) -> Model {
        let moves = self.extensions == 0 && seen.due_at.is_some_and(|due| now <= due);
        Model { extensions: self.extensions + u16::from(moves), proposed: None, ..self }
    }
}

fn role(step: u16) -> Role {
    match step {
        1 | 3 => Role::DivisionHead,
        2 => Role::Handler,
        4 => Role::Leader,
        5 => Role::Clerk,
        _ => Role::Receptionist,
    }
}

fn kind(proposal: &Proposal) -> Proposed {
    match proposal {
        Proposal::Supplement { .. } => Proposed::Supplement,
        Proposal::Refuse { .. } => Proposed::Refuse,
        Proposal::Stop { .. } => Proposed::Stop,
        Proposal::Extend { .. } => Proposed::Extend,
    }
}

fn wanted_kind(wanted: &Wanted) -> Proposed {
    match wanted {
        Wanted::Supplement { .. } => Proposed::Supplement,
        Wanted::Other(proposal) => kind(proposal),
    }
}
