//! A financial duty that must be paid before the result: two appointments, and the time between them is nobody's
//! (domain §2.7; ĐT-2025 5.3).

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{
    Event,
    event::{FileRef, Resumption},
};
use crate::{instant::Instant, refusal::Refusal};

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
    /// By when it should be paid, if the law says so.
    pub pay_by: Option<Instant>,
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

/// Notes the proof; the clock runs towards the second appointment.
pub fn paid(payment: Payment, resumption: Resumption) -> Result<Event, Refusal> {
    if payment.document.trim().is_empty() {
        return Err(Refusal::DutyIncomplete);
    }
    Ok(Event::DutyPaid { payment, resumption })
}
