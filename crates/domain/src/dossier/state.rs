//! The whole life of a dossier on one screen. Anything not listed here cannot happen.

use serde::{Deserialize, Serialize};

use super::event::Event;

/// Where a dossier stands (domain §2.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Filed online, waiting for a reception officer (CHỜ TIẾP NHẬN).
    Submitted,
    /// Checked at intake and found incomplete; the applicant is to complete it (CHỜ BỔ SUNG, before acceptance).
    AwaitingCompletion,
    /// Not accepted (KHÔNG TIẾP NHẬN).
    Declined,
    /// Accepted, with code and appointment, still with the reception officer (ĐÃ TIẾP NHẬN).
    Received,
    /// Handed to the settling unit, nobody has taken it yet (ĐÃ CHUYỂN).
    Transferred,
    /// Being settled (ĐANG XỬ LÝ).
    InProgress,
    /// The result is signed and numbered, not yet handed over (ĐÃ CÓ KẾT QUẢ).
    ResultReady,
    /// The result was handed over (ĐÃ TRẢ).
    Returned,
}

impl State {
    /// Every state, in the order of a dossier's life.
    pub const ALL: [State; 8] = [
        State::Submitted,
        State::AwaitingCompletion,
        State::Declined,
        State::Received,
        State::Transferred,
        State::InProgress,
        State::ResultReady,
        State::Returned,
    ];

    /// The state after `event`, or nothing if it cannot happen now.
    pub fn after(this: Option<State>, event: &Event) -> Option<State> {
        use {Event as E, State as S};
        Some(match (this, event) {
            // Intake: T02, T05–T08, T10.
            (None, E::Submitted { .. }) => S::Submitted,
            (None | Some(S::Submitted), E::CompletionRequested { .. }) => S::AwaitingCompletion,
            (None | Some(S::Submitted), E::Declined { .. }) => S::Declined,
            (None | Some(S::Submitted), E::Received { .. }) => S::Received,
            (Some(S::AwaitingCompletion), E::Completed { .. }) => S::Submitted,
            // Settlement: T11–T13, T25.
            (Some(S::Received), E::Transferred { .. }) => S::Transferred,
            (Some(S::Transferred | S::InProgress), E::Taken { .. }) => S::InProgress,
            (Some(S::Transferred | S::InProgress), E::Assigned { .. }) => S::InProgress,
            (Some(S::InProgress), E::Drafted { .. } | E::Advanced { .. } | E::SentBack { .. }) => {
                S::InProgress
            }
            (Some(S::Received | S::InProgress), E::ResultIssued { .. }) => S::ResultReady,
            // Hand-over: T27.
            (Some(S::ResultReady), E::Returned { .. }) => S::Returned,
            _ => return None,
        })
    }

    /// The word stored and sent: `in_progress`.
    pub fn name(self) -> &'static str {
        match self {
            State::Submitted => "submitted",
            State::AwaitingCompletion => "awaiting_completion",
            State::Declined => "declined",
            State::Received => "received",
            State::Transferred => "transferred",
            State::InProgress => "in_progress",
            State::ResultReady => "result_ready",
            State::Returned => "returned",
        }
    }

    /// The state of that stored word, or nothing if there is no such state.
    pub fn by_name(name: &str) -> Option<State> {
        State::ALL.into_iter().find(|state| state.name() == name)
    }

    /// What people read.
    pub fn title(self) -> &'static str {
        match self {
            State::Submitted => "Chờ tiếp nhận",
            State::AwaitingCompletion => "Chờ bổ sung",
            State::Declined => "Không tiếp nhận",
            State::Received => "Đã tiếp nhận",
            State::Transferred => "Đã chuyển xử lý",
            State::InProgress => "Đang xử lý",
            State::ResultReady => "Đã có kết quả",
            State::Returned => "Đã trả kết quả",
        }
    }

    /// The code sent to the national portal (domain §2.2, `TrangThaiHoSo`).
    pub fn national_code(self) -> u8 {
        match self {
            State::Submitted => 1,
            State::Received => 2,
            State::Declined => 3,
            State::Transferred | State::InProgress => 4,
            State::AwaitingCompletion => 5,
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
            State::InProgress => 60,
            State::ResultReady => 90,
            State::Declined | State::Returned => 100,
        }
    }

    /// Whether nothing more is to happen to the dossier.
    pub fn is_closed(self) -> bool {
        matches!(self, State::Declined | State::Returned)
    }

    /// Whether the clock of the whole dossier runs: accepted and without a result yet.
    pub fn is_running(self) -> bool {
        matches!(self, State::Received | State::Transferred | State::InProgress)
    }
}
