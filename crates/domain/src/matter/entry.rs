//! A line of the thread of a matter, and the file that came with it (Quy chế 1267 Điều 6.3; row C-64).

use serde::{Deserialize, Serialize};

use super::MatterEvent;
use crate::dossier::event::FileRef;

/// What happened, and the file that came with it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// What happened.
    #[serde(flatten)]
    pub event: MatterEvent,
    /// The file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file: Option<FileRef>,
}

impl From<MatterEvent> for Entry {
    fn from(event: MatterEvent) -> Entry {
        Entry { event, file: None }
    }
}
