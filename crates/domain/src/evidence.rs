//! What the Centre did to supervise, as evidence: it answers to the People's Committee for following, supervising and urging
//! (Quy chế 1267 Điều 4.3; row C-58).

use jiff::civil::Date;

use crate::{
    people::{Actor, Role},
    refusal::Refusal,
    words::words,
};

words! {
    /// What was done.
    Act {
        /// Urged, asked, reminded or consulted.
        Urge = "don-doc" "Đôn đốc, đề nghị, nhắc",
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
    ("matter_joined", Act::Urge),
    ("matter_answered_with", Act::Urge),
    ("matter_climbed", Act::Urge),
    ("matter_closed", Act::Urge),
    ("place_inspected", Act::Inspection),
    ("checklist_planned", Act::Inspection),
    ("checklist_done", Act::Inspection),
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

/// The days of an export.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Period {
    /// The first day.
    pub from: Date,
    /// The last day.
    pub to: Date,
}

impl Period {
    /// Those days, if they are over: what is exported twice must be the same.
    pub fn over(from: Date, to: Date, today: Date) -> Result<Period, Refusal> {
        if from <= to && to < today { Ok(Period { from, to }) } else { Err(Refusal::PeriodOpen) }
    }
}

/// Whether `by` may see and export the evidence: the Centre whose work it is, and the leadership to which it answers (Điều 4.3).
pub fn may_export(by: &Actor) -> bool {
    by.role().is_some_and(|role| role.is_centre() || role == Role::ProvincialLeader)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_period_is_exported_once_it_is_over() {
        // Row C-58.
        let day = |text: &str| text.parse::<Date>().unwrap();
        let today = day("2023-09-01");
        for (from, to, may) in [
            ("2023-08-01", "2023-08-31", true),
            ("2023-08-31", "2023-08-31", true),
            ("2023-08-01", "2023-09-01", false),
            ("2023-08-31", "2023-08-01", false),
        ] {
            assert_eq!(Period::over(day(from), day(to), today).is_ok(), may, "{from} {to}");
        }
    }

    #[test]
    fn every_step_of_supervision_is_evidence_and_work_on_dossiers_is_not() {
        use crate::{corrective::CorrectiveEvent, matter::Rung};
        let climbed = CorrectiveEvent::Climbed { rung: Rung::Leader };
        assert_eq!(Act::of(climbed.words().0), Some(Act::Corrective));
        for act in Act::ALL {
            assert!(Act::kinds().any(|kind| Act::of(kind) == Some(*act)), "{act:?}");
        }
        for kind in ["received", "signed_in", ""] {
            assert_eq!(Act::of(kind), None, "{kind}");
        }
    }
}
