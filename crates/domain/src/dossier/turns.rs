//! What turned a dossier from the straight way and still matters: stops of its clock, what was promised anew, what a
//! leader is to decide, what other units are to do.

use serde::{Deserialize, Serialize};

use super::{part::Part, proposal::Proposal};
use crate::{
    calendar::deadline::{Pause, PauseKind},
    instant::{Instant, local_date},
};

/// The turns of one dossier so far.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Turns {
    /// The times in which its clock stood still, in order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub pauses: Vec<Pause>,
    /// What it waits for now, while its clock stands still.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub waiting: Option<Waiting>,
    /// How often the applicant was asked before acceptance.
    #[serde(skip_serializing_if = "is_zero")]
    pub completions: u16,
    /// How often the applicant was asked after acceptance.
    #[serde(skip_serializing_if = "is_zero")]
    pub supplements: u16,
    /// How often the day of return was put off.
    #[serde(skip_serializing_if = "is_zero")]
    pub extensions: u16,
    /// The letter of apology that is drafted and not signed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub apology: Option<DraftedApology>,
    /// The due date for which an apology went out last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub apologised_for: Option<Instant>,
    /// The due date that was noted as passed last: each falls overdue once.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub overdue_for: Option<Instant>,
    /// The due date for which the cause of lateness was recorded last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub explained_for: Option<Instant>,
    /// What a leader is to decide.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub proposal: Option<Proposal>,
    /// What other units do.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub parts: Vec<Part>,
    /// Whether the papers were given back after an end without a result.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub papers_returned: bool,
}

/// A clock that stands still.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Waiting {
    /// Since when.
    pub since: Instant,
    /// For what.
    pub kind: PauseKind,
    /// By when the applicant is to answer, if there is a limit.
    pub answer_by: Option<Instant>,
}

/// A letter of apology that waits for its signature.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DraftedApology {
    /// Its number in the book of the settling unit.
    pub slip_number: u32,
    /// The due date it is for.
    pub due_at: Instant,
    /// When it was drafted.
    pub drafted_at: Instant,
}

impl DraftedApology {
    /// The number under which it is signed at `now` for the due date `due_at`; none if it was drafted for another one, or
    /// in an earlier year, whose book is closed (TT 01/2018 Điều 10.2: numbers begin again each year).
    pub fn number(&self, due_at: Option<Instant>, now: Instant) -> Option<u32> {
        let year = |at: Instant| local_date(at).year();
        (Some(self.due_at) == due_at && year(self.drafted_at) == year(now)).then_some(self.slip_number)
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde's signature")]
fn is_zero(n: &u16) -> bool {
    *n == 0
}

impl Turns {
    /// Whether nothing turned it.
    pub fn is_empty(&self) -> bool {
        *self == Turns::default()
    }

    /// The clock stands still from `since` on.
    pub(super) fn stop(&mut self, since: Instant, kind: PauseKind, answer_by: Option<Instant>) {
        self.waiting = Some(Waiting { since, kind, answer_by });
    }

    /// The clock runs again from `at` on.
    pub(super) fn go_on(&mut self, at: Instant) {
        if let Some(waiting) = self.waiting.take() {
            self.pauses.push(Pause { from: waiting.since, to: at.max(waiting.since), kind: waiting.kind });
        }
    }

    /// The pauses, with the present one as if it ended at `now`.
    pub fn pauses_until(&self, now: Instant) -> Vec<Pause> {
        let mut all = self.clone();
        all.go_on(now);
        all.pauses
    }

    /// The part `no`.
    pub fn part(&self, no: u16) -> Option<&Part> {
        self.parts.iter().find(|part| part.no == no)
    }
}
