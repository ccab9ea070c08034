//! The whole life of a dossier on one screen. Anything not listed here cannot happen.

use super::event::Event;
use crate::words::words;

words! {
    /// Where a dossier stands (domain §2.3).
    State {
        /// Filed online, waiting for a reception officer.
        Submitted = "submitted" "Chờ tiếp nhận",
        /// Checked at intake and found incomplete; the applicant is to complete it before acceptance.
        AwaitingCompletion = "awaiting_completion" "Chờ bổ sung",
        /// Not accepted.
        Declined = "declined" "Không tiếp nhận",
        /// Accepted, with code and appointment, still with the reception officer.
        Received = "received" "Đã tiếp nhận",
        /// Handed to the settling unit, nobody has taken it yet.
        Transferred = "transferred" "Đã chuyển xử lý",
        /// Being settled.
        InProgress = "in_progress" "Đang xử lý",
        /// The applicant is to supply what is missing; the clock stands still.
        AwaitingSupplement = "awaiting_supplement" "Chờ bổ sung",
        /// The applicant is to pay a financial duty; the clock stands still.
        AwaitingDuty = "awaiting_duty" "Chờ nghĩa vụ tài chính",
        /// The result is signed and numbered, not yet handed over.
        ResultReady = "result_ready" "Đã có kết quả",
        /// The result was handed over.
        Returned = "returned" "Đã trả kết quả",
        /// The agency refused to settle it.
        Refused = "refused" "Từ chối giải quyết",
        /// The applicant withdrew it.
        Withdrawn = "withdrawn" "Đã rút hồ sơ",
        /// Stopped with cause.
        Stopped = "stopped" "Đã dừng giải quyết",
        /// Closed because nobody answered.
        Expired = "expired" "Đã kết thúc do quá hạn bổ sung",
    }
}

impl State {
    /// The state after `event`, or nothing if it cannot happen now.
    #[rustfmt::skip]
    pub fn after(this: Option<State>, event: &Event) -> Option<State> {
        use {Event as E, State as S};
        let Some(now) = this else {
            return Some(match event {
                E::Submitted { .. } => S::Submitted,
                E::CompletionRequested { .. } => S::AwaitingCompletion,
                E::Declined { .. } => S::Declined,
                E::Received { .. } => S::Received,
                _ => return None,
            });
        };
        Some(match (now, event) {
            // Intake: T05–T08.
            (S::Submitted, E::CompletionRequested { .. }) => S::AwaitingCompletion,
            (S::Submitted, E::Declined { .. }) => S::Declined,
            (S::Submitted, E::Received { .. }) => S::Received,
            (S::AwaitingCompletion, E::Completed { .. }) => S::Submitted,
            // Settlement: T11–T14, T25. What is received may end at once (T10).
            (S::Received, E::Transferred { .. }) => S::Transferred,
            (S::Transferred | S::InProgress, E::Taken { .. } | E::Assigned { .. }) => S::InProgress,
            (S::InProgress, E::Drafted { .. } | E::Advanced { .. } | E::SentBack { .. } | E::Reassigned { .. } | E::Verified { .. }) => S::InProgress,
            (S::Received | S::InProgress, E::ResultIssued { .. }) => S::ResultReady,
            (S::Transferred | S::InProgress | S::ResultReady, E::Undone { state, .. }) if state.is_running() => *state,
            // The applicant is asked, and answers: T09, T17, T18, T20, T21.
            (S::Transferred | S::InProgress, E::SupplementRequested { .. }) => S::AwaitingSupplement,
            (S::AwaitingSupplement, E::Supplemented { .. }) => S::InProgress,
            (S::AwaitingSupplement | S::AwaitingDuty, E::RequestCancelled { .. }) => S::InProgress,
            (S::InProgress, E::DutyRequired { .. }) => S::AwaitingDuty,
            (S::AwaitingDuty, E::DutyUnpaid { .. }) => now,
            (S::AwaitingDuty, E::DutyPaid { .. }) => S::InProgress,
            (S::AwaitingCompletion | S::AwaitingSupplement, E::Reminded) => now,
            (S::AwaitingCompletion | S::AwaitingSupplement, E::Expired { .. }) => S::Expired,
            // A leader decides: T19, T22–T24. Lateness is noted while the clock runs.
            // Before acceptance only a second request is proposed (row C-14).
            (S::Submitted, E::Proposed { .. } | E::ProposalRejected { .. }) => now,
            (S::Transferred | S::InProgress | S::AwaitingDuty, E::Proposed { .. } | E::ProposalRejected { .. }) => now,
            (S::Transferred | S::InProgress, E::Refused { .. }) => S::Refused,
            (_, E::Stopped { .. }) if now.is_accepted() => S::Stopped,
            (_, E::ApologyDrafted { .. } | E::Apologised { .. } | E::FellOverdue { .. } | E::OverdueExplained { .. }) if now.is_running() => now,
            // Other units: T15, T16. They answer while the applicant is waited for, too.
            (S::InProgress, E::PartOpened { .. }) => S::InProgress,
            (_, E::PartConfirmed { .. } | E::PartDone { .. } | E::PartSilent { .. } | E::PartLate { .. }) if now.is_accepted() => now,
            (_, E::PartCancelled { .. } | E::PartDeclined { .. } | E::PartReassigned { .. }) if now.is_accepted() => now,
            // The end: T24, T26–T28.
            (S::Submitted | S::AwaitingCompletion, E::Withdrawn { .. }) => S::Withdrawn,
            (_, E::Withdrawn { .. }) if now.is_accepted() => S::Withdrawn,
            (S::ResultReady, E::CollectionReminded { .. } | E::PostReturned { .. }) => S::ResultReady,
            (S::ResultReady, E::Returned { .. }) => S::Returned,
            (S::Refused | S::Withdrawn | S::Stopped | S::Expired, E::PapersReturned { .. }) => now,
            // Afterwards: T29, T30. Nothing else leaves a closed state.
            (S::Returned | S::Refused | S::Withdrawn | S::Stopped, E::Reopened { .. }) => S::InProgress,
            // Notes that change nothing.
            (_, E::PaperLost { .. } | E::LetterGiven { .. } | E::ApologyVoided { .. }) => now,
            _ => return None,
        })
    }

    /// The code sent to the national portal (domain §2.2, `TrangThaiHoSo`): the true state, never another for a better
    /// figure.
    pub fn national_code(self) -> u8 {
        match self {
            State::Submitted => 1,
            State::Received => 2,
            State::Declined => 3,
            State::Transferred | State::InProgress => 4,
            State::AwaitingCompletion | State::AwaitingSupplement => 5,
            State::AwaitingDuty => 6,
            State::Withdrawn => 7,
            State::Refused | State::Stopped | State::Expired => 8,
            State::ResultReady => 9,
            State::Returned => 10,
        }
    }

    /// How far along, in percent: all that a look-up without proof of identity is told (TT 01/2018 Điều 16.2.d).
    pub fn percent(self) -> u8 {
        match self {
            State::Submitted | State::AwaitingCompletion => 10,
            State::Received => 20,
            State::Transferred => 30,
            State::AwaitingSupplement => 40,
            State::InProgress => 60,
            State::AwaitingDuty => 70,
            State::ResultReady => 90,
            State::Declined
            | State::Returned
            | State::Refused
            | State::Withdrawn
            | State::Stopped
            | State::Expired => 100,
        }
    }

    /// Whether it ended. Only a correction, a decision and the return of papers follow.
    pub fn is_closed(self) -> bool {
        self.percent() == 100
    }

    /// Whether the clock of the whole dossier runs: accepted, nobody waited for, and without a result yet.
    pub fn is_running(self) -> bool {
        matches!(self, State::Received | State::Transferred | State::InProgress)
    }

    /// Whether something waits at the counter to be taken home: the result, or papers of what ended without one.
    pub fn waits_for_the_applicant_to_come(self) -> bool {
        matches!(
            self,
            State::ResultReady | State::Refused | State::Withdrawn | State::Stopped | State::Expired
        )
    }

    /// Whether the time of the step counts: somebody of the house is to act.
    pub fn has_running_step(self) -> bool {
        self.is_running() || matches!(self, State::Submitted | State::ResultReady)
    }

    /// Whether the applicant is waited for after acceptance: the clock stands still.
    pub fn is_waiting(self) -> bool {
        matches!(self, State::AwaitingSupplement | State::AwaitingDuty)
    }

    /// Whether it is accepted and has neither a result nor ended.
    pub fn is_accepted(self) -> bool {
        self.is_running() || self.is_waiting()
    }
}
