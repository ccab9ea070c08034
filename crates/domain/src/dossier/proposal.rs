//! What only a leader may decide, on somebody's proposal: a second supplement or a verification, a refusal, a stop, a new
//! day of return.

use serde::{Deserialize, Serialize};

use super::{
    Dossier, Event, State,
    event::{Ground, Request},
    extend::DelayCause,
    refuse,
    stop::StopCause,
    supplement::{self, Known},
};
use crate::{instant::Instant, refusal::Refusal};

/// Something proposed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Proposal {
    /// Ask the applicant once more, or for a paper that the store holds (rows C-14, C-17).
    Supplement {
        /// What is asked for.
        request: Request,
        /// Why once more.
        ground: String,
    },
    /// Refuse to settle (NĐ 61/2018 Điều 19.8).
    Refuse {
        /// Why, and by which rule.
        ground: Ground,
    },
    /// Stop with cause.
    Stop {
        /// The cause.
        cause: StopCause,
        /// Why, and by which rule.
        ground: Ground,
    },
    /// Apologise and promise a new day (NĐ 61/2018 Điều 19.9).
    Extend {
        /// Why it is late.
        cause: DelayCause,
        /// Why, in words the applicant reads.
        reason: String,
        /// When the result will be there.
        new_due_at: Instant,
    },
}

impl Proposal {
    /// What the leader reads.
    pub fn title(&self) -> &'static str {
        match self {
            Proposal::Supplement { .. } => "Yêu cầu bổ sung thêm",
            Proposal::Refuse { .. } => "Từ chối giải quyết",
            Proposal::Stop { .. } => "Dừng giải quyết",
            Proposal::Extend { .. } => "Xin lỗi và hẹn lại ngày trả",
        }
    }
}

/// Puts a proposal before the leader; one at a time.
pub fn propose(dossier: &Dossier, proposal: Proposal, known: Known) -> Result<Event, Refusal> {
    if dossier.turns.proposal.is_some() {
        return Err(Refusal::ProposalWaits);
    }
    // Who is to pay can neither be asked for more nor promised a day; whoever does not pay is not refused, but stopped (T24).
    // Before acceptance only a second request is proposed (row C-14).
    let deed = match (dossier.state, &proposal) {
        (
            State::AwaitingDuty,
            Proposal::Supplement { .. } | Proposal::Refuse { .. } | Proposal::Extend { .. },
        ) => Some("trình việc khác ngoài dừng giải quyết"),
        (State::Submitted, Proposal::Refuse { .. } | Proposal::Stop { .. } | Proposal::Extend { .. }) => {
            Some("trình lãnh đạo việc này")
        }
        _ => None,
    };
    if let Some(deed) = deed {
        return Err(Refusal::WrongState { state: dossier.state.title(), deed });
    }
    match &proposal {
        Proposal::Supplement { request, ground } => {
            supplement::check(request, known)?;
            if ground.trim().is_empty() {
                return Err(Refusal::ReasonMissing);
            }
        }
        Proposal::Refuse { ground } | Proposal::Stop { ground, .. } => refuse::check(ground)?,
        Proposal::Extend { reason, .. } if reason.trim().is_empty() => return Err(Refusal::ReasonMissing),
        Proposal::Extend { .. } => {}
    }
    Ok(Event::Proposed { proposal })
}

/// The leader does not agree, and says why.
pub fn reject(dossier: &Dossier, reason: &str) -> Result<Event, Refusal> {
    if dossier.turns.proposal.is_none() {
        return Err(Refusal::NothingProposed);
    }
    if reason.trim().is_empty() {
        return Err(Refusal::ReasonMissing);
    }
    Ok(Event::ProposalRejected { reason: reason.trim().to_owned() })
}
