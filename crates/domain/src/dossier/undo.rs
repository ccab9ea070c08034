//! Undoing the last deed by a new one: the log keeps both (issue "Undo as a compensating event with a reason").

use super::{Dossier, Event};
use crate::refusal::Refusal;

/// Whether the deed can be undone: it moved the dossier inside the house, and nobody outside has been told.
pub fn is_undoable(event: &Event) -> bool {
    matches!(
        event,
        Event::Transferred { .. }
            | Event::Taken { .. }
            | Event::Assigned { .. }
            | Event::Reassigned { .. }
            | Event::Advanced { .. }
            | Event::SentBack { .. }
            | Event::Proposed { .. }
            | Event::ResultIssued { .. }
    )
}

/// Puts the dossier back where it stood `before` its last event.
pub fn undo(before: &Dossier, last: &Event, reason: &str) -> Result<Event, Refusal> {
    if !is_undoable(last) {
        return Err(Refusal::NotUndoable { deed: last.title() });
    }
    if reason.trim().is_empty() {
        return Err(Refusal::ReasonMissing);
    }
    Ok(Event::Undone {
        deed: last.name().to_owned(),
        reason: reason.trim().to_owned(),
        state: before.state,
        to: before.place.clone(),
    })
}
