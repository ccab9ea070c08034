//! What must be done about a procedure in its life: by whom, until when, and what tells that it is done (Quy chế 1267 Điều
//! 3.1.a–b, 4.1.a–b; rows C-07, C-10, C-11, C-40, C-43). What the catalogue and the processes can tell ends by itself; the
//! rest is reported by its owner and checked by the Centre.

pub mod alarm;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    calendar::Timetable,
    id::UnitId,
    instant::Instant,
    people::Actor,
    refusal::Refusal,
    task::alarm::{Alarm, Alarms},
    ticket::TicketState,
    words::words,
};

words! {
    /// What is to be done. The word stands in addresses.
    TaskKind {
        /// Enter it into the national database (NĐ 63/2010 Điều 24.2).
        Enter = "csdl-quoc-gia" "Nhập, đăng tải trên Cơ sở dữ liệu quốc gia",
        /// Take it out of the national database (NĐ 63/2010 Điều 14.2, 24.2).
        Erase = "go-csdl" "Gỡ khỏi Cơ sở dữ liệu quốc gia",
        /// Build the internal process and send it to be configured (Điều 3.1.a).
        Build = "xay-dung" "Xây dựng quy trình nội bộ, gửi cấu hình",
        /// The Centre checks the process (Điều 4.1.a).
        Check = "kiem-tra" "Trung tâm kiểm tra quy trình",
        /// Configure the process in the system and hand it over to be tried (Điều 3.1.a: the IT department).
        Configure = "cau-hinh" "Cấu hình quy trình điện tử, giao chạy thử",
        /// The agency tries it and takes it into use (Điều 3.1.a).
        Try = "chay-thu" "Chạy thử quy trình, đưa vào vận hành",
        /// Publish the version in the catalogue (Điều 3.1.a).
        Publish = "cong-bo" "Công bố nội dung thủ tục trên Hệ thống",
        /// Take the version out of force (NĐ 63/2010 Điều 14.2).
        Retire = "het-hieu-luc" "Cho hết hiệu lực trên Hệ thống",
        /// Post it (Điều 3.1.b; NĐ 63/2010 Điều 16, 17).
        Post = "niem-yet" "Niêm yết, công khai",
        /// Take it off the boards (Điều 4.1.b).
        TakeDown = "go-niem-yet" "Gỡ niêm yết",
        /// Mend the process, which no longer adds up to the limit (row C-08).
        Mend = "sua-quy-trinh" "Sửa quy trình cho khớp thời hạn",
        /// Mend what an inspection found (Điều 4.1.b).
        Correct = "khac-phuc" "Khắc phục sai lệch niêm yết",
        /// Announce what a review decided to change (NĐ 63/2010 Điều 13, 30; Quy chế 1267 Điều 3.1.a).
        Announce = "trinh-cong-bo" "Trình công bố sửa đổi theo kết quả rà soát",
        /// Announce that it is abolished, as a review decided (NĐ 63/2010 Điều 13, 14.2, 30).
        Repeal = "trinh-bai-bo" "Trình công bố bãi bỏ theo kết quả rà soát",
        /// Review it: a document on which it rests ends, or ended (Điều 4.1.b). Its agency proposes to remove or amend it.
        Basis = "can-cu" "Rà soát do căn cứ pháp lý hết hiệu lực",
    }
}

words! {
    /// Where it stands.
    TaskState {
        /// To be done.
        Open = "open" "Phải làm",
        /// Its owner says that it is done.
        Reported = "reported" "Chờ Trung tâm kiểm tra",
        /// Done.
        Done = "done" "Đã xong",
    }
}

/// Whose work a kind of task is. The agency is not late for what others have to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Doer {
    /// The agency that has the procedure (Điều 3.1).
    Agency,
    /// The Centre, which checks (Điều 4.1.a).
    Centre,
    /// Those who keep the system: the IT department, to which the agency sends its process (Điều 3.1.a).
    Keeper,
}

/// What the data say about a procedure: the catalogue, its process, its ticket.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// When the version in force was published; nothing if none is in force.
    pub published_at: Option<Instant>,
    /// Whether a process is in force that adds up to the limit.
    pub process_fits: bool,
    /// Whether the version in force hangs anywhere.
    pub is_posted: bool,
    /// Where its latest ticket stands.
    pub ticket: Option<TicketState>,
    /// When a decision that adds or amends it was entered last.
    pub announced_at: Option<Instant>,
    /// When a decision that abolishes it was entered last.
    pub abolished_at: Option<Instant>,
    /// Whether no version in force rests on the document that the task is about.
    pub basis_is_gone: bool,
}

impl TaskKind {
    /// Whose work it is.
    pub fn doer(self) -> Doer {
        match self {
            TaskKind::Check => Doer::Centre,
            TaskKind::Configure | TaskKind::Publish | TaskKind::Retire => Doer::Keeper,
            _ => Doer::Agency,
        }
    }

    /// Whether only the data tell that it is done; otherwise its owner may report it.
    pub fn is_told_by_data(self) -> bool {
        !matches!(
            self,
            TaskKind::Enter
                | TaskKind::Erase
                | TaskKind::Post
                | TaskKind::TakeDown
                | TaskKind::Correct
                | TaskKind::Announce
                | TaskKind::Repeal
                | TaskKind::Basis
        )
    }

    /// Whether `facts` tell that it is done, where it was wanted `since` then.
    pub fn is_met(self, facts: &Facts, since: Instant) -> bool {
        let ticket = |wanted: TicketState| facts.ticket.is_some_and(|state| state.has_come_to(wanted));
        match self {
            TaskKind::Build => ticket(TicketState::Sent),
            TaskKind::Check => ticket(TicketState::Checked),
            TaskKind::Configure => ticket(TicketState::Testing),
            TaskKind::Try => ticket(TicketState::Live),
            TaskKind::Publish => facts.published_at.is_some_and(|at| at >= since),
            TaskKind::Retire => facts.published_at.is_none(),
            TaskKind::Mend => facts.process_fits,
            TaskKind::Post => facts.is_posted && facts.published_at.is_some_and(|at| at >= since),
            TaskKind::Announce => facts.announced_at.is_some_and(|at| at >= since),
            TaskKind::Repeal => facts.abolished_at.is_some_and(|at| at >= since),
            TaskKind::Basis => facts.basis_is_gone,
            _ => false,
        }
    }
}

/// A task as it stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Task {
    /// What is to be done.
    pub kind: TaskKind,
    /// The code of the procedure.
    pub procedure: String,
    /// Its name.
    pub name: String,
    /// Who is to do it.
    pub owner: UnitId,
    /// What it follows from: an announcement, an inspection, a legal document.
    pub source: Option<Uuid>,
    /// More about it, where there is more to say.
    #[serde(default)]
    pub note: String,
    /// From when on what is done counts.
    pub since: Instant,
    /// Until when.
    pub due_at: Instant,
    /// Where it stands.
    pub state: TaskState,
    /// Which alarms rang.
    #[serde(flatten)]
    pub alarms: Alarms,
}

/// What happens to a task.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum TaskEvent {
    /// It is to be done.
    Opened {
        /// What.
        task: Task,
    },
    /// The data tell that it is done.
    Met,
    /// Its owner says that it is done, and how.
    Reported {
        /// How.
        text: String,
    },
    /// The Centre looked at it: it is done.
    Confirmed {
        /// What the Centre adds.
        text: String,
    },
    /// The Centre looked at it: it is not.
    SentBack {
        /// What is missing.
        text: String,
    },
    /// The deadline is near.
    Warned,
    /// The deadline passed.
    Missed,
    /// Still nothing is done: the Centre is told.
    Climbed,
}

impl From<Alarm> for TaskEvent {
    fn from(alarm: Alarm) -> TaskEvent {
        match alarm {
            Alarm::Warned => TaskEvent::Warned,
            Alarm::Missed => TaskEvent::Missed,
            Alarm::Climbed => TaskEvent::Climbed,
        }
    }
}

impl TaskEvent {
    /// The word stored in the log, and what people read.
    pub fn words(&self) -> (&'static str, &'static str) {
        match self {
            TaskEvent::Opened { .. } => ("task_opened", "Giao việc"),
            TaskEvent::Met => ("task_met", "Hệ thống ghi nhận đã xong"),
            TaskEvent::Reported { .. } => ("task_reported", "Đơn vị báo đã xong"),
            TaskEvent::Confirmed { .. } => ("task_confirmed", "Trung tâm xác nhận đã xong"),
            TaskEvent::SentBack { .. } => ("task_sent_back", "Trung tâm trả lại"),
            TaskEvent::Warned => ("task_warned", Alarm::Warned.title()),
            TaskEvent::Missed => ("task_missed", Alarm::Missed.title()),
            TaskEvent::Climbed => ("task_climbed", Alarm::Climbed.title()),
        }
    }

    /// What was said.
    pub fn text(&self) -> &str {
        match self {
            TaskEvent::Reported { text } | TaskEvent::Confirmed { text } | TaskEvent::SentBack { text } => {
                text
            }
            TaskEvent::Opened { task } => &task.note,
            TaskEvent::Met | TaskEvent::Warned | TaskEvent::Missed | TaskEvent::Climbed => "",
        }
    }
}

words! {
    /// What somebody may do with a task. The word stands in addresses.
    TaskDeed {
        /// Say that it is done.
        Report = "bao-xong" "Báo đã xong",
        /// Confirm it.
        Confirm = "xac-nhan" "Xác nhận đã xong",
        /// Send it back.
        SendBack = "tra-lai" "Trả lại",
    }
}

impl Task {
    /// Whether `by` may read it: its owner, the Centre, and who keeps the catalogue.
    pub fn may_read(&self, by: &Actor) -> bool {
        by.oversees_procedures() || by.acts_for(self.owner)
    }

    /// Whether `by` may do `deed` now: the owner reports what the data cannot tell, the Centre checks it. Nobody checks what
    /// their own unit reported, except the Centre itself.
    pub fn may(&self, by: &Actor, deed: TaskDeed) -> bool {
        let is_centre = by.role().is_some_and(crate::people::Role::is_centre);
        match deed {
            TaskDeed::Report => {
                let is_owner = by.acts_for(self.owner) || (is_centre && by.unit() == Some(self.owner));
                self.state == TaskState::Open && is_owner && !self.kind.is_told_by_data()
            }
            TaskDeed::Confirm | TaskDeed::SendBack => self.state == TaskState::Reported && is_centre,
        }
    }

    /// The task after `event`. Refuses who may not, and a report or a return without words.
    pub fn after(&self, event: &TaskEvent, by: &Actor) -> Result<Task, Refusal> {
        let must = |deed| if self.may(by, deed) { Ok(()) } else { Err(Refusal::TaskNotYours) };
        let is_silent = event.text().trim().is_empty();
        let mut after = self.clone();
        match event {
            TaskEvent::Opened { .. } => return Err(Refusal::TaskNotYours),
            TaskEvent::Met => after.state = TaskState::Done,
            TaskEvent::Reported { .. } => {
                must(TaskDeed::Report)?;
                after.state = TaskState::Reported;
            }
            TaskEvent::Confirmed { .. } => {
                must(TaskDeed::Confirm)?;
                after.state = TaskState::Done;
            }
            TaskEvent::SentBack { .. } => {
                must(TaskDeed::SendBack)?;
                after.state = TaskState::Open;
            }
            TaskEvent::Warned => after.alarms = after.alarms.with(Alarm::Warned),
            TaskEvent::Missed => after.alarms = after.alarms.with(Alarm::Missed),
            TaskEvent::Climbed => after.alarms = after.alarms.with(Alarm::Climbed),
        }
        if is_silent && matches!(event, TaskEvent::Reported { .. } | TaskEvent::SentBack { .. }) {
            return Err(Refusal::NothingSaid);
        }
        Ok(after)
    }

    /// What rings next while nothing is done, and when, seen from `now`. What is reported is the Centre's to check: the owner is
    /// not late.
    pub fn next_alarm(&self, now: Instant, table: &Timetable) -> Option<(Instant, Alarm)> {
        let is_open = self.state == TaskState::Open;
        is_open.then(|| self.alarms.next((self.since, self.due_at), now, table)).flatten()
    }
}

#[cfg(test)]
mod tests;
