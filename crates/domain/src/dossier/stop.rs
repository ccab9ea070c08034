//! Ends without a result: withdrawn by the applicant, stopped with cause, closed because nobody answered (T09, T24; TT
//! 03/2025 Điều 7; NĐ 118/2025 Điều 21).

use super::{Dossier, Event, Place, State, event::Ground, refuse};
use crate::{refusal::Refusal, words::words};

words! {
    /// Why settling stops (domain, Appendix A).
    StopCause {
        /// The conditions fell away.
        Ineligible = "ineligible" "Không còn đủ điều kiện giải quyết",
        /// The same is filed twice.
        Duplicate = "duplicate" "Trùng với hồ sơ khác",
        /// It belongs to another authority.
        Authority = "authority" "Sai thẩm quyền",
        /// A court or another authority asks for it.
        Order = "order" "Theo yêu cầu của cơ quan có thẩm quyền",
        /// The system made an error.
        System = "system" "Lỗi hệ thống",
    }
}

/// The applicant withdraws; only while there is no result (TT 03/2025 Điều 7). `to`: where the papers wait, if any were
/// handed in.
pub fn withdraw(
    dossier: &Dossier,
    reason: &str,
    slip_number: Option<u32>,
    to: Option<Place>,
) -> Result<Event, Refusal> {
    if dossier.state == State::ResultReady {
        return Err(Refusal::ResultIsThere);
    }
    if reason.trim().is_empty() {
        return Err(Refusal::ReasonMissing);
    }
    Ok(Event::Withdrawn { reason: reason.trim().to_owned(), slip_number, to })
}

/// The leader stops it with cause.
pub fn stop(cause: StopCause, ground: Ground, slip_number: Option<u32>, to: Place) -> Result<Event, Refusal> {
    refuse::check(&ground)?;
    Ok(Event::Stopped { cause, ground, slip_number, to })
}
