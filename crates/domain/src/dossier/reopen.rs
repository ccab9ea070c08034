//! Leaving a closed state: a correction of the authority's error, or by decision (T29; NĐ 61/2018 Điều 21.1; domain §2.3).

use serde::{Deserialize, Serialize};

use super::{Event, Place};
use crate::{instant::Instant, process::StepKind, refusal::Refusal, words::words};

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

/// Opens it again with a new day of return in working time to come (`is_working_time`), at the step `to`: one in which somebody settles, not the counter's.
pub fn reopen(reopening: Reopening, to: Place, is_working_time: bool) -> Result<Event, Refusal> {
    if reopening.reason.trim().is_empty() {
        return Err(Refusal::ReasonMissing);
    }
    if matches!(to.kind, StepKind::Receive | StepKind::Return) {
        return Err(Refusal::NoSuchStep);
    }
    if reopening.cause == ReopenCause::Decision && reopening.decision.trim().is_empty() {
        return Err(Refusal::DecisionMissing);
    }
    if !is_working_time {
        return Err(Refusal::DueNotInWorkingTime);
    }
    Ok(Event::Reopened { reopening, to })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dossier::sample;

    #[test]
    fn a_dossier_is_opened_again_where_somebody_settles() {
        // At the counter nobody could go on with it: a result is handed over there, and there is none.
        let again = |cause, reason: &str, decision: &str, kind| {
            let (reason, decision) = (reason.into(), decision.into());
            let reopening = Reopening { cause, reason, decision, due_at: None, warn_at: None };
            reopen(reopening, sample::place(2, kind, None), true).map(drop)
        };
        let correction = ReopenCause::Correction;
        assert_eq!(again(correction, "Sai họ tên", "", StepKind::Process), Ok(()));
        assert_eq!(again(correction, "Sai họ tên", "", StepKind::Return), Err(Refusal::NoSuchStep));
        assert_eq!(again(correction, "Sai họ tên", "", StepKind::Receive), Err(Refusal::NoSuchStep));
        assert_eq!(again(correction, " ", "", StepKind::Process), Err(Refusal::ReasonMissing));
        let decision = ReopenCause::Decision;
        assert_eq!(again(decision, "Bản án", "", StepKind::Process), Err(Refusal::DecisionMissing));
        assert_eq!(again(decision, "Bản án", "5/2023/HC-ST", StepKind::Process), Ok(()));
    }

    #[test]
    fn the_new_day_of_return_lies_in_working_time_to_come() {
        let (reason, decision) = ("Sai họ tên".into(), String::new());
        let cause = ReopenCause::Correction;
        let reopening = Reopening { cause, reason, decision, due_at: Some(sample::now()), warn_at: None };
        let to = sample::place(2, StepKind::Process, None);
        assert_eq!(reopen(reopening, to, false), Err(Refusal::DueNotInWorkingTime));
    }
}
