//! What the Centre did to supervise, as evidence: it answers to the People's Committee for following, supervising and urging
//! (Quy chế 1267 Điều 4.3; row C-58).

use jiff::{SignedDuration, civil::Date};

use crate::{
    instant::{Instant, local_date},
    people::{Actor, Role},
    refusal::Refusal,
    words::words,
};

words! {
    /// What was done.
    Act {
        /// Urged, asked or consulted; an obstacle that was told.
        Urge = "don-doc" "Đôn đốc, đề nghị, trao đổi",
        /// A round of supervision, an inspection of a place of posting.
        Inspection = "kiem-tra" "Kiểm tra",
        /// A finding, a recommendation, and what became of it.
        Corrective = "chan-chinh" "Phát hiện, kiến nghị, chấn chỉnh",
        /// A meeting.
        Meeting = "giao-ban" "Giao ban",
        /// The numbers of a month, fixed and confirmed.
        Confirmation = "so-lieu" "Chốt, xác nhận số liệu",
    }
}

/// The kinds of event that are evidence, and of what.
const KINDS: &[(&str, Act)] = &[
    ("matter_opened", Act::Urge),
    ("matter_said", Act::Urge),
    ("matter_answered", Act::Urge),
    ("matter_sent_back", Act::Urge),
    ("matter_lifted", Act::Urge),
    ("matter_passed", Act::Urge),
    ("matter_joined", Act::Urge),
    ("matter_parted", Act::Urge),
    ("matter_answered_with", Act::Urge),
    ("matter_climbed", Act::Urge),
    ("matter_shown", Act::Urge),
    ("matter_hidden", Act::Urge),
    ("matter_closed", Act::Urge),
    ("place_inspected", Act::Inspection),
    ("checklist_planned", Act::Inspection),
    ("checklist_moved", Act::Inspection),
    ("checklist_called_off", Act::Inspection),
    ("checklist_done", Act::Inspection),
    ("checklist_corrected", Act::Inspection),
    ("corrective_opened", Act::Corrective),
    ("corrective_planned", Act::Corrective),
    ("corrective_reported", Act::Corrective),
    ("corrective_closed", Act::Corrective),
    ("corrective_sent_back", Act::Corrective),
    ("corrective_climbed", Act::Corrective),
    ("meeting_held", Act::Meeting),
    ("confirmation_fixed", Act::Confirmation),
    ("confirmation_answered", Act::Confirmation),
];

impl Act {
    /// Of what an event of that kind is evidence; nothing if of nothing.
    pub fn of(kind: &str) -> Option<Act> {
        KINDS.iter().find(|(known, _)| *known == kind).map(|(_, act)| *act)
    }

    /// Every kind of event that is evidence.
    pub fn kinds() -> impl Iterator<Item = &'static str> {
        KINDS.iter().map(|(kind, _)| *kind)
    }
}

/// How long after midnight the log of a day may still grow.
const SETTLES: SignedDuration = SignedDuration::from_mins(15);
/// How many days are exported at once.
const AT_MOST: i32 = 366;

/// Whether the words of an event of that kind are exported. Of the threads between the Centre and an agency only that, when and
/// by whom: not everybody who gets the export may read them.
pub fn is_told_in_full(kind: &str) -> bool {
    Act::of(kind).is_some_and(|act| act != Act::Urge)
}

/// The days of an export.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Period {
    /// The first day.
    pub from: Date,
    /// The last day.
    pub to: Date,
}

impl Period {
    /// Those days, if they are over at `now`: what is exported twice must be the same. A day is over a little after midnight,
    /// when what was begun before it is in the log. At most a year at once.
    pub fn over(from: Date, to: Date, now: Instant) -> Result<Period, Refusal> {
        if to < from || local_date(now - SETTLES) <= to {
            Err(Refusal::PeriodOpen)
        } else if (to - from).get_days() >= AT_MOST {
            Err(Refusal::PeriodTooLong)
        } else {
            Ok(Period { from, to })
        }
    }
}

/// Whether `by` may see and export the evidence: the Centre whose work it is, and the leadership to which it answers (Điều 4.3).
pub fn may_export(by: &Actor) -> bool {
    by.role().is_some_and(|role| role.is_centre() || role == Role::ProvincialLeader)
}

#[cfg(test)]
mod tests;
