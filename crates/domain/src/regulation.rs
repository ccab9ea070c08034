//! The regulation itself through its versions, and what was changed in how the system applies it (Quy chế 1267 Điều 6.3; row C-66).

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    dossier::event::FileRef,
    people::{Actor, Role},
    words::words,
};

/// A version of the regulation: the decision that issued or changed it. It is entered once and never changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RegulationVersion {
    /// Number and symbol of the decision: `1267/QĐ-UBND`.
    pub number: String,
    /// The day it was signed.
    pub signed_on: Date,
    /// The first day in force.
    pub effective_on: Date,
    /// What it is called.
    pub title: String,
    /// What is new in it.
    pub changes: String,
    /// The difficulties that led to it, by their identifiers (Điều 6.3).
    #[serde(default)]
    pub obstacles: Vec<Uuid>,
    /// The decision as signed.
    #[serde(default)]
    pub file: Option<FileRef>,
}

impl RegulationVersion {
    /// What is wrong with it, by field; nothing if it may be entered `today`.
    pub fn mistakes(&self, today: Date) -> Vec<(&'static str, &'static str)> {
        let wanted = [
            (!self.number.trim().is_empty(), "so", "Ghi số, ký hiệu quyết định."),
            (!self.title.trim().is_empty(), "tieu-de", "Ghi tên quy chế, quyết định."),
            (!self.changes.trim().is_empty(), "noi-dung", "Ghi nội dung ban hành hoặc thay đổi."),
            (self.signed_on <= today, "ngay-ky", "Ngày ký không thể ở sau hôm nay."),
            (self.signed_on <= self.effective_on, "hieu-luc", "Ngày có hiệu lực không trước ngày ký."),
        ];
        wanted.into_iter().filter(|(is_right, ..)| !is_right).map(|(_, field, why)| (field, why)).collect()
    }
}

/// Which of the days of effect, the latest first, is that of the version in force `today`; nothing before the first.
pub fn in_force(days: &[Date], today: Date) -> Option<usize> {
    days.iter().position(|day| *day <= today)
}

/// Whether `by` may read the versions: who supervises or is supervised, and who keeps the configuration.
pub fn may_read(by: &Actor) -> bool {
    by.role().is_some_and(|role| role.works_for_agency() || role.watches() || role == Role::Administrator)
}

/// Whether `by` may enter a version: the Centre, which sums up difficulties and leads the implementation (Điều 6.1, 6.3).
pub fn may_enter(by: &Actor) -> bool {
    by.role().is_some_and(Role::is_centre)
}

/// Whether `by` may see what was configured, when and by whom: the Centre, who keeps the configuration, and the leadership of the
/// province. Nothing of it is about applicants.
pub fn may_see_changes(by: &Actor) -> bool {
    by.role().is_some_and(Role::oversees_procedures)
}

words! {
    /// What was configured, by the kind of its event in the log.
    ChangeKind {
        /// A version of the regulation.
        Regulation = "regulation_entered" "Quy chế",
        /// How the law is read where it leaves something open (`motcua.toml`).
        Rules = "rules_read" "Cách hiểu quy định (motcua.toml)",
        /// When who is reminded, urged and told.
        Ladder = "ladder_set" "Quy tắc nhắc, đôn đốc, báo lên",
        /// Limits of petitions and questions.
        Clocks = "contact_clocks_set" "Thời hạn phản ánh, hỏi đáp",
        /// Holidays and days on which work is made up.
        Calendar = "calendar_day_saved" "Lịch làm việc",
        /// Units with their names, hours and ends.
        Unit = "unit_saved" "Đơn vị",
        /// A version of a procedure in force.
        Procedure = "procedure_published" "Công bố thủ tục",
        /// A procedure out of force.
        ProcedureRetired = "procedure_retired" "Thủ tục hết hiệu lực",
        /// A process in force.
        Process = "process_published" "Công bố quy trình",
        /// A process out of force.
        ProcessRetired = "process_retired" "Quy trình hết hiệu lực",
        /// How a legal document ends.
        Document = "legal_document_recorded" "Hiệu lực văn bản căn cứ",
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn version() -> RegulationVersion {
        RegulationVersion {
            number: "1267/QĐ-UBND".into(),
            signed_on: date(2023, 8, 22),
            effective_on: date(2023, 8, 22),
            title: "Quy chế phối hợp giải quyết thủ tục hành chính".into(),
            changes: "Ban hành".into(),
            obstacles: vec![],
            file: None,
        }
    }

    #[test]
    fn a_version_says_what_it_changes_and_from_when() {
        // Điều 6.3; row C-66.
        let wrong = |change: &dyn Fn(&mut RegulationVersion)| {
            let mut version = version();
            change(&mut version);
            version.mistakes(date(2023, 8, 22)).into_iter().map(|(field, _)| field).collect::<Vec<_>>()
        };
        assert_eq!(wrong(&|_| {}), Vec::<&str>::new());
        assert_eq!(wrong(&|v| v.number = " ".into()), ["so"]);
        assert_eq!(wrong(&|v| v.changes = String::new()), ["noi-dung"]);
        assert_eq!(wrong(&|v| v.title = String::new()), ["tieu-de"]);
        assert_eq!(wrong(&|v| v.effective_on = date(2023, 8, 21)), ["hieu-luc"]);
        assert_eq!(
            wrong(&|v| (v.signed_on, v.effective_on) = (date(2023, 8, 23), date(2023, 9, 1))),
            ["ngay-ky"]
        );
    }

    #[test]
    fn the_version_in_force_is_the_latest_that_has_begun() {
        let days = [date(2025, 7, 1), date(2024, 1, 1), date(2023, 8, 22)];
        for (today, place) in [
            (date(2025, 7, 1), Some(0)),
            (date(2025, 6, 30), Some(1)),
            (date(2023, 8, 22), Some(2)),
            (date(2023, 8, 21), None),
        ] {
            assert_eq!(in_force(&days, today), place, "{today}");
        }
    }
}
