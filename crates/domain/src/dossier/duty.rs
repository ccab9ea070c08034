//! A financial duty that must be paid before the result: two appointments, and the time between them is nobody's
//! (domain §2.7; ĐT-2025 5.3).

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{
    Dossier, Event, State,
    event::{FileRef, Resumption},
};
use crate::{
    instant::{Instant, local_date},
    refusal::Refusal,
};

/// What is to be paid, as the agency passed it on to the tax authority.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Duty {
    /// What it is: tax on land use, registration fee.
    pub what: String,
    /// Number and symbol of the transfer form (phiếu chuyển thông tin).
    pub document: String,
    /// The day of that form.
    pub sent_on: Date,
    /// The amount in đồng, if it is known already.
    pub amount: Option<i64>,
    /// By when it should be paid, if a notice says so: the close of that day.
    pub pay_by: Option<Instant>,
    /// The form or the notice, if it is at hand as a file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file: Option<FileRef>,
}

/// The proof that it was paid.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Payment {
    /// Number of the receipt or of the message from the tax authority.
    pub document: String,
    /// The day it was paid.
    pub paid_on: Date,
    /// The proof, if it is a file.
    pub file: Option<FileRef>,
}

/// Sends the applicant to pay; the clock stops.
pub fn require(duty: Duty) -> Result<Event, Refusal> {
    if duty.what.trim().is_empty() || duty.document.trim().is_empty() {
        return Err(Refusal::DutyIncomplete);
    }
    Ok(Event::DutyRequired { duty })
}

/// Takes back what the applicant was asked for by mistake, with a reason: the clock goes on as if it had not stopped, so that
/// nobody gains time by asking and taking back.
///
/// A financial duty until it is paid. A supplement only on the day on which it was asked for: its letter (Mẫu 02) has a number
/// and has gone out, and still counts as the one request (NĐ 61/2018 Điều 11.2.c, 15.3).
pub fn cancel_request(dossier: &Dossier, reason: &str, now: Instant) -> Result<Event, Refusal> {
    let waiting = dossier.turns.waiting.ok_or(Refusal::NothingAsked)?;
    if dossier.state == State::AwaitingSupplement && local_date(waiting.since) != local_date(now) {
        return Err(Refusal::AskedTooLongAgo);
    }
    if reason.trim().is_empty() {
        return Err(Refusal::ReasonMissing);
    }
    Ok(Event::RequestCancelled { reason: reason.trim().to_owned() })
}

/// Notes the proof; the clock runs towards the second appointment.
pub fn paid(payment: Payment, resumption: Resumption) -> Result<Event, Refusal> {
    if payment.document.trim().is_empty() {
        return Err(Refusal::DutyIncomplete);
    }
    Ok(Event::DutyPaid { payment, resumption })
}

#[cfg(test)]
mod tests {
    use jiff::SignedDuration;

    use super::*;
    use crate::{
        calendar::deadline::PauseKind,
        dossier::{sample, turns::Waiting},
    };

    #[test]
    fn a_request_is_taken_back_with_a_reason_and_a_supplement_on_the_same_day_only() {
        let at = |state, kind| {
            let mut dossier = sample::in_state(state, None);
            dossier.turns.waiting = Some(Waiting { since: sample::now(), kind, answer_by: None });
            dossier
        };
        let supplement = at(State::AwaitingSupplement, PauseKind::Supplement);
        let duty = at(State::AwaitingDuty, PauseKind::FinancialDuty);
        let tomorrow = sample::now() + SignedDuration::from_hours(24);
        assert!(cancel_request(&supplement, "Gửi nhầm hồ sơ", sample::now()).is_ok());
        assert_eq!(cancel_request(&supplement, "x", tomorrow), Err(Refusal::AskedTooLongAgo));
        assert!(cancel_request(&duty, "Được miễn", tomorrow).is_ok());
        assert_eq!(cancel_request(&duty, " ", tomorrow), Err(Refusal::ReasonMissing));
        let nothing = sample::in_state(State::InProgress, None);
        assert_eq!(cancel_request(&nothing, "x", tomorrow), Err(Refusal::NothingAsked));
    }
}
