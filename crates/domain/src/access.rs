//! Who may do what to which dossier: one table, role × unit × state × step. What no line allows is forbidden.

use crate::{
    dossier::{Dossier, State},
    people::{Actor, Role},
    process::StepKind,
};

/// Something a person may want to do with a dossier.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Action {
    /// Open it: applicant, papers, timeline.
    Read,
    /// Accept it, ask for completion or decline, once filed online.
    Examine,
    /// Hand it to the settling unit.
    Transfer,
    /// Take a step that nobody holds.
    Take,
    /// Give the next step to a person.
    Assign,
    /// Write the draft of the result.
    Draft,
    /// End the step and begin the next.
    Advance,
    /// Send it back to an earlier step.
    SendBack,
    /// Issue the result.
    Issue,
    /// Hand the result over.
    HandOver,
}

impl Action {
    /// Every action, in the order in which buttons are shown.
    pub const ALL: [Action; 10] = [
        Action::Read,
        Action::Examine,
        Action::Transfer,
        Action::Take,
        Action::Assign,
        Action::Draft,
        Action::Advance,
        Action::Issue,
        Action::SendBack,
        Action::HandOver,
    ];

    /// The deed as a verb phrase: "phân công".
    pub fn phrase(self) -> &'static str {
        match self {
            Action::Read => "xem",
            Action::Examine => "tiếp nhận",
            Action::Transfer => "chuyển hồ sơ",
            Action::Take => "nhận xử lý",
            Action::Assign => "phân công",
            Action::Draft => "soạn dự thảo",
            Action::Advance => "chuyển bước",
            Action::Issue => "ban hành kết quả",
            Action::SendBack => "trả lại",
            Action::HandOver => "trả kết quả",
        }
    }
}

/// Which unit or person the line is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum At {
    /// The unit that received the dossier.
    Receiver,
    /// The unit that decides it.
    Settler,
    /// The unit and the role that the step waits for, and nobody holds it.
    Waiting,
    /// The person who holds the step, or, where nobody does, whoever has its unit and role.
    Step,
    /// The person who holds the step, nobody else.
    Holder,
    /// Any unit: the Centre watches all (NĐ 61/2018 Điều 8, 9).
    Anywhere,
}

struct Line {
    action: Action,
    roles: &'static [Role],
    at: At,
    states: &'static [State],
    steps: &'static [StepKind],
}

const ANY_STATE: &[State] = &State::ALL;
const ANY_STEP: &[StepKind] = &[];
const OPEN: &[State] = &[State::Transferred, State::InProgress];
const AGENCY: &[Role] = &[Role::Handler, Role::DivisionHead, Role::Leader, Role::Clerk];
const RECEPTION: &[Role] = &[Role::Receptionist];

/// The table. An empty list of steps means that the step does not matter.
const TABLE: &[Line] = {
    use {Action as A, Role as R, State as S, StepKind as K};
    const fn line(action: A, roles: &'static [R], at: At, states: &'static [S], steps: &'static [K]) -> Line {
        Line { action, roles, at, states, steps }
    }
    &[
        // Reading: the unit that received, the unit that decides, whoever holds a step, and the Centre.
        line(A::Read, RECEPTION, At::Receiver, ANY_STATE, ANY_STEP),
        line(A::Read, AGENCY, At::Settler, ANY_STATE, ANY_STEP),
        line(A::Read, AGENCY, At::Step, ANY_STATE, ANY_STEP),
        line(A::Read, &[R::CentreSupervisor, R::CentreDirector], At::Anywhere, ANY_STATE, ANY_STEP),
        // The one-stop unit.
        line(A::Examine, RECEPTION, At::Receiver, &[S::Submitted], ANY_STEP),
        line(A::Transfer, RECEPTION, At::Receiver, &[S::Received], &[K::Receive]),
        line(A::Advance, RECEPTION, At::Receiver, &[S::InProgress], &[K::Receive]),
        line(A::HandOver, RECEPTION, At::Receiver, &[S::ResultReady], &[K::Return]),
        // The settling units.
        line(A::Take, AGENCY, At::Waiting, OPEN, ANY_STEP),
        line(A::Assign, &[R::DivisionHead, R::Leader], At::Step, OPEN, &[K::Assign]),
        line(
            A::Draft,
            &[R::Handler, R::DivisionHead],
            At::Holder,
            &[S::InProgress],
            &[K::Process, K::Opinion],
        ),
        line(A::Advance, AGENCY, At::Holder, &[S::InProgress], &[K::Process, K::Opinion]),
        line(A::Advance, &[R::DivisionHead, R::Leader], At::Step, OPEN, &[K::Review, K::Sign]),
        line(A::Advance, &[R::Clerk], At::Step, OPEN, &[K::Number]),
        line(A::Issue, &[R::Clerk], At::Step, OPEN, &[K::Number]),
        line(A::Issue, &[R::DivisionHead, R::Leader], At::Step, OPEN, &[K::Review, K::Sign]),
        line(A::Issue, AGENCY, At::Holder, &[S::InProgress], &[K::Process]),
        line(A::SendBack, AGENCY, At::Step, OPEN, &[K::Assign, K::Review, K::Sign, K::Number]),
        line(A::SendBack, AGENCY, At::Holder, &[S::InProgress], &[K::Process, K::Opinion]),
    ]
};

/// Whether `actor` may do `action` to `dossier` as it stands now.
pub fn may(actor: &Actor, action: Action, dossier: &Dossier) -> bool {
    let Actor::Person { role, .. } = actor else { return false };
    TABLE.iter().any(|line| {
        line.action == action
            && line.roles.contains(role)
            && line.states.contains(&dossier.state)
            && (line.steps.is_empty() || dossier.place.as_ref().is_some_and(|p| line.steps.contains(&p.kind)))
            && is_at(line.at, actor, dossier)
    })
}

/// What `actor` may do to `dossier` now, in the order of the buttons.
pub fn actions(actor: &Actor, dossier: &Dossier) -> Vec<Action> {
    Action::ALL.into_iter().filter(|action| may(actor, *action, dossier)).collect()
}

fn is_at(at: At, actor: &Actor, dossier: &Dossier) -> bool {
    let Actor::Person { person, unit, role, .. } = actor else { return false };
    let place = dossier.place.as_ref();
    let has_step = place.is_some_and(|place| place.unit == *unit && place.role == *role);
    let owner = place.and_then(|place| place.owner);
    match at {
        At::Receiver => dossier.receiving_unit == *unit,
        At::Settler => dossier.settling_unit == *unit,
        At::Waiting => has_step && owner.is_none(),
        At::Step => owner.map_or(has_step, |owner| owner == *person),
        At::Holder => owner == Some(*person) && has_step,
        At::Anywhere => true,
    }
}

#[cfg(test)]
mod tests;
