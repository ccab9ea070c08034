//! What happens to a matter (domain §12: rows C-47, C-48, C-61, C-64, C-65).

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{Facts, Matter, Rung};
use crate::{dossier::extend::DelayCause, id::UnitId, instant::Instant};

/// What happens to a matter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum MatterEvent {
    /// Begun.
    Opened {
        /// How it begins.
        matter: Matter,
        /// What is wanted, in full.
        text: String,
    },
    /// Something was said by either side; nothing is answered by it.
    Said {
        /// What.
        text: String,
    },
    /// Answered.
    Answered {
        /// The answer.
        text: String,
        /// Why it is late, where a late dossier is urged.
        cause: Option<DelayCause>,
        /// What was asked for beside it.
        #[serde(default)]
        facts: Facts,
    },
    /// The answer is not enough.
    SentBack {
        /// What is missing.
        text: String,
        /// The new deadline.
        due_at: Instant,
    },
    /// Put before the provincial People's Committee, with the Centre's proposal.
    Lifted {
        /// The proposal.
        text: String,
        /// By when a decision is asked for.
        due_at: Instant,
        /// The provincial People's Committee.
        to: UnitId,
    },
    /// It says what another obstacle says, and is answered with that one.
    Joined {
        /// The other.
        lead: Uuid,
        /// Why they belong together.
        text: String,
    },
    /// It was joined wrongly, and is answered by itself again.
    Parted {
        /// Why.
        text: String,
    },
    /// The obstacle to which it is joined was answered, and so is it.
    AnsweredWith {
        /// The answer.
        text: String,
    },
    /// The unit that owed the answer is no more: a unit that took over from it owes it now.
    Passed {
        /// Why this one.
        text: String,
        /// The unit.
        to: UnitId,
    },
    /// The applicant may read this of the answer (row C-47).
    Shown {
        /// What they read.
        text: String,
    },
    /// The applicant is not to read it any more.
    Hidden {
        /// Why not.
        text: String,
    },
    /// Over; what it came to.
    Closed {
        /// What.
        text: String,
    },
    /// Nobody answered: the next above is told.
    Climbed {
        /// How far.
        rung: Rung,
    },
}

impl MatterEvent {
    /// The word stored in the log, and what people read.
    pub fn words(&self) -> (&'static str, &'static str) {
        match self {
            MatterEvent::Opened { .. } => ("matter_opened", "Gửi"),
            MatterEvent::Said { .. } => ("matter_said", "Trao đổi"),
            MatterEvent::Answered { .. } => ("matter_answered", "Trả lời"),
            MatterEvent::SentBack { .. } => ("matter_sent_back", "Đề nghị trả lời rõ hơn"),
            MatterEvent::Lifted { .. } => ("matter_lifted", "Trình UBND tỉnh"),
            MatterEvent::Joined { .. } => ("matter_joined", "Gộp vào khó khăn, vướng mắc khác"),
            MatterEvent::Parted { .. } => ("matter_parted", "Tách khỏi việc đã gộp"),
            MatterEvent::AnsweredWith { .. } => ("matter_answered_with", "Trả lời chung"),
            MatterEvent::Passed { .. } => ("matter_passed", "Chuyển đơn vị kế thừa"),
            MatterEvent::Shown { .. } => ("matter_shown", "Cho người nộp xem"),
            MatterEvent::Hidden { .. } => ("matter_hidden", "Thôi cho người nộp xem"),
            MatterEvent::Closed { .. } => ("matter_closed", "Kết thúc"),
            MatterEvent::Climbed { .. } => ("matter_climbed", "Quá hạn trả lời, báo lên"),
        }
    }

    /// What was said.
    pub fn text(&self) -> &str {
        match self {
            MatterEvent::Opened { text, .. }
            | MatterEvent::Said { text }
            | MatterEvent::Answered { text, .. }
            | MatterEvent::SentBack { text, .. }
            | MatterEvent::Lifted { text, .. }
            | MatterEvent::Joined { text, .. }
            | MatterEvent::Parted { text }
            | MatterEvent::AnsweredWith { text }
            | MatterEvent::Passed { text, .. }
            | MatterEvent::Shown { text }
            | MatterEvent::Hidden { text }
            | MatterEvent::Closed { text } => text,
            MatterEvent::Climbed { .. } => "",
        }
    }
}
