//! Leaving a closed state: a correction of the authority's error, or by decision (T29; NĐ 61/2018 Điều 21.1; domain §2.3).

use serde::{Deserialize, Serialize};

use super::{Event, Place};
use crate::{instant::Instant, refusal::Refusal, words::words};

words! {
    /// Why a closed dossier is opened again.
    ReopenCause {
        /// The result has an error of the authority.
        Correction = "correction" "Đính chính sai sót của cơ quan",
        /// A decision on a complaint, of a court, of a superior.
        Decision = "decision" "Theo quyết định của cơ quan có thẩm quyền",
    }
}

/// Opening again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reopening {
    /// Why.
    pub cause: ReopenCause,
    /// Why, in words.
    pub reason: String,
    /// The decision, with number and day.
    pub decision: String,
    /// When the result is owed now.
    pub due_at: Option<Instant>,
    /// When it must be clear whether that can be kept.
    pub warn_at: Option<Instant>,
}

/// Opens it again, at the step `to`.
pub fn reopen(reopening: Reopening, to: Place) -> Result<Event, Refusal> {
    if reopening.reason.trim().is_empty() {
        return Err(Refusal::ReasonMissing);
    }
    if reopening.cause == ReopenCause::Decision && reopening.decision.trim().is_empty() {
        return Err(Refusal::DecisionMissing);
    }
    Ok(Event::Reopened { reopening, to })
}
