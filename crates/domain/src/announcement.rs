//! Announcing decisions (quyết định công bố): which procedures came, changed and went, and what follows from it (NĐ 63/2010
//! Điều 13–17, 24; Quy chế 1267 Điều 3.1.a, 4.1.a; rows C-07, C-40).

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    calendar::{
        Timetable,
        deadline::{DAY_MINUTES, working_days_after},
    },
    id::UnitId,
    instant::Instant,
    people::{Actor, Role},
    task::{Doer, Task, TaskKind, TaskState, alarm::Alarms},
    words::words,
};

words! {
    /// What the decision does with a procedure (NĐ 63/2010 Điều 14.2).
    Change {
        /// It is new.
        Added = "moi" "Mới ban hành",
        /// It is another than before.
        Amended = "sua-doi" "Sửa đổi, bổ sung, thay thế",
        /// It is no more.
        Abolished = "bai-bo" "Bãi bỏ, hủy bỏ",
    }
}

words! {
    /// By which way the rule behind it was made (NĐ 63/2010 Điều 24.2).
    Track {
        /// The usual one: five working days to enter it.
        Usual = "thuong" "Thông thường",
        /// The shortened one: two.
        Shortened = "rut-gon" "Trình tự, thủ tục rút gọn",
    }
}

impl Track {
    /// Working days from signing within which the province enters it into the national database (NĐ 63/2010 Điều 24.2).
    pub fn days_to_enter(self) -> i64 {
        match self {
            Track::Usual => 5,
            Track::Shortened => 2,
        }
    }
}

/// Working days that each step of building a process has, after the one before it. No law says them: Điều 3.1.a asks for
/// "kịp thời", and the sum is that of entering and trying a service (domain §5.2).
const STEP_DAYS: [(TaskKind, i64); 4] =
    [(TaskKind::Build, 5), (TaskKind::Check, 7), (TaskKind::Configure, 9), (TaskKind::Try, 10)];

/// A procedure in a decision.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Item {
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// What happens to it.
    pub change: Change,
}

/// A decision.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Announcement {
    /// Its number and sign.
    pub number: String,
    /// The day it was signed.
    pub signed_on: Date,
    /// Who signed.
    pub signer: String,
    /// The day it takes effect.
    pub effective_on: Date,
    /// By which way.
    pub track: Track,
    /// The agency whose procedures they are.
    pub owner: UnitId,
    /// The procedures.
    pub items: Vec<Item>,
}

impl Announcement {
    /// Whether `by` may enter a decision for the procedures of `owner`: the Centre, who keeps the catalogue, and those who
    /// settle in that agency (Điều 3.1.a).
    pub fn may_enter(by: &Actor, owner: UnitId) -> bool {
        let settles = matches!(by.role(), Some(Role::Leader | Role::DivisionHead | Role::Handler))
            && by.unit() == Some(owner);
        Announcement::may_enter_any(by) || settles
    }

    /// Whether `by` may enter a decision about the procedures of any agency.
    pub fn may_enter_any(by: &Actor) -> bool {
        by.role().is_some_and(|role| role.is_centre() || role == Role::Administrator)
    }

    /// What is wrong with it, by field; nothing if it may be entered `today`.
    pub fn mistakes(&self, today: Date) -> Vec<(&'static str, String)> {
        let mut found = vec![];
        if self.number.trim().is_empty() {
            found.push(("so", "Ghi số, ký hiệu của quyết định.".into()));
        }
        if self.signer.trim().is_empty() {
            found.push(("nguoi-ky", "Ghi cơ quan, người ký.".into()));
        }
        if self.signed_on > today {
            found.push(("ngay-ky", "Ngày ký không thể ở sau hôm nay.".into()));
        }
        if self.effective_on < self.signed_on {
            found.push(("hieu-luc", "Ngày có hiệu lực không trước ngày ký.".into()));
        }
        if self.items.is_empty() {
            found.push(("moi", "Ghi ít nhất một thủ tục.".into()));
        }
        let mut seen = std::collections::BTreeSet::new();
        if let Some(twice) = self.items.iter().find(|item| !seen.insert(&item.code)) {
            found.push(("moi", format!("Thủ tục {} được ghi hai lần.", twice.code)));
        }
        found
    }

    /// The last day of what it abolishes: the day before it takes effect.
    pub fn last_day(&self) -> Date {
        self.effective_on.yesterday().unwrap_or(self.effective_on)
    }

    /// The tasks that follow for `item`, each with who owns it and until when: the agency, the Centre that checks the process,
    /// and the keeper of the system (the IT department) that configures and publishes (Điều 3.1.a, 4.1.a).
    pub fn tasks(
        &self,
        id: Uuid,
        item: &Item,
        (centre, keeper): (UnitId, UnitId),
        table: &Timetable,
    ) -> Vec<Task> {
        let kinds: &[TaskKind] = match item.change {
            Change::Added | Change::Amended => &[
                TaskKind::Enter,
                TaskKind::Build,
                TaskKind::Check,
                TaskKind::Configure,
                TaskKind::Try,
                TaskKind::Publish,
                TaskKind::Post,
            ],
            // What hangs on boards is taken down place by place, once it is out of force.
            Change::Abolished => &[TaskKind::Erase, TaskKind::Retire],
        };
        let since = Timetable::midnight(self.signed_on);
        let task = |kind: &TaskKind| {
            Some(Task {
                kind: *kind,
                procedure: item.code.clone(),
                name: item.name.clone(),
                owner: match kind.doer() {
                    Doer::Agency => self.owner,
                    Doer::Centre => centre,
                    Doer::Keeper => keeper,
                },
                source: Some(id),
                note: String::new(),
                since,
                due_at: self.due(*kind, table)?,
                state: TaskState::Open,
                alarms: Alarms::default(),
            })
        };
        kinds.iter().filter_map(task).collect()
    }

    /// Until when a task of that kind is due: entered within five or two working days from signing (NĐ 63/2010 Điều 24.2);
    /// published and posted from the day it takes effect, but not before there was as much time (Điều 16, 17); nothing in
    /// force or on a board on the day of its end. The day of signing is not counted (Bộ luật Dân sự 2015 Điều 147).
    pub fn due(&self, kind: TaskKind, table: &Timetable) -> Option<Instant> {
        let next = Timetable::midnight(self.signed_on.tomorrow().ok()?);
        let after = |days: i64| working_days_after(next, days, table);
        let enter = after(self.track.days_to_enter())?;
        let effective = table.after_minutes(Timetable::midnight(self.effective_on), DAY_MINUTES)?;
        if let Some((_, days)) = STEP_DAYS.iter().find(|(step, _)| *step == kind) {
            return after(*days);
        }
        match kind {
            TaskKind::Enter | TaskKind::Erase => Some(enter),
            _ => Some(enter.max(effective)),
        }
    }
}

#[cfg(test)]
mod tests;
