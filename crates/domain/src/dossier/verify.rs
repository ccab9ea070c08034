//! Checking on the spot and verifying papers (T14; NĐ 61/2018 Điều 19.3; row C-17), and papers that were lost (T30).

use serde::{Deserialize, Serialize};

use super::{Event, event::FileRef};
use crate::{instant::Instant, refusal::Refusal};

/// A check: time, place, persons and content stand in the system.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Check {
    /// When it took place.
    pub at: Instant,
    /// Where.
    pub place: String,
    /// Who took part.
    pub persons: String,
    /// What was found.
    pub content: String,
    /// The record, if it is a file.
    pub file: Option<FileRef>,
}

/// A paper that was lost or damaged.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Loss {
    /// Which.
    pub paper: String,
    /// What happened.
    pub content: String,
    /// How it is made good: who gets the copy again, who pays (NĐ 61/2018 Điều 21.2).
    pub remedy: String,
}

/// Notes a check.
pub fn verify(check: Check, now: Instant) -> Result<Event, Refusal> {
    if check.at > now {
        return Err(Refusal::CheckInFuture);
    }
    if [&check.place, &check.persons, &check.content].iter().any(|text| text.trim().is_empty()) {
        return Err(Refusal::CheckIncomplete);
    }
    Ok(Event::Verified { check })
}

/// Notes a loss.
pub fn lose(loss: Loss) -> Result<Event, Refusal> {
    if [&loss.paper, &loss.content, &loss.remedy].iter().any(|text| text.trim().is_empty()) {
        return Err(Refusal::LossIncomplete);
    }
    Ok(Event::PaperLost { loss })
}
