//! The supervision checklist: what the Centre looks at in an agency each round, clause by clause (Quy chế 1267 Điều 4.1.a, b, d, 4.2;
//! rows C-30, C-41, C-57). For some items the data say what is wrong; the rest is inspected by hand. What is not met becomes a
//! corrective action.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::{
    corrective::Area,
    dossier::event::FileRef,
    id::UnitId,
    people::{Actor, Role},
    refusal::Refusal,
    words::words,
};

words! {
    /// What is looked at. The word stands in forms.
    Item {
        /// Internal processes are built and sent to be configured.
        Process = "quy-trinh" "Xây dựng, sửa quy trình nội bộ, gửi cấu hình đúng hạn",
        /// What hangs is what is in force, and somebody looks each month.
        Posted = "niem-yet" "Niêm yết đúng bản đang công bố, kiểm tra hằng tháng",
        /// What has ended is removed.
        Removed = "go-bo" "Gỡ bỏ kịp thời thủ tục không còn hiệu lực",
        /// What is posted is clear and has every part.
        Clear = "ro-rang" "Thủ tục niêm yết rõ ràng, đầy đủ các bộ phận tạo thành",
        /// Results and papers are scanned and entered; the slips are made.
        Records = "quet-phieu" "Quét, cập nhật kết quả; đủ phiếu xin lỗi, bổ sung, từ chối",
        /// Dossiers are settled in time.
        Progress = "tien-do" "Giải quyết hồ sơ đúng hạn",
        /// People are guided once, in full, and asked for nothing beyond the rules.
        Guidance = "huong-dan" "Hướng dẫn một lần, đầy đủ; không yêu cầu giấy tờ ngoài quy định",
        /// Procedures are reviewed in time.
        Review = "ra-soat" "Rà soát, đề xuất đơn giản hóa thủ tục đúng hạn",
        /// Fees are taken as published, with a receipt.
        Fees = "phi" "Thu phí, lệ phí đúng mức công khai, có biên lai",
        /// Petitions are answered in time.
        Petitions = "phan-anh" "Trả lời phản ánh, kiến nghị đúng hạn",
    }
}

impl Item {
    /// The clause that it stands for.
    pub fn clause(self) -> &'static str {
        match self {
            Item::Process => "Điều 4.1.a",
            Item::Posted | Item::Removed | Item::Clear => "Điều 4.1.b",
            Item::Records | Item::Progress | Item::Review => "Điều 4.1.d",
            Item::Guidance => "Điều 3.2.a",
            Item::Fees | Item::Petitions => "Điều 4.2",
        }
    }

    /// What a corrective action that follows from it is about.
    pub fn area(self) -> Area {
        match self {
            Item::Process | Item::Posted | Item::Removed | Item::Clear | Item::Review => Area::Procedures,
            Item::Records | Item::Progress | Item::Guidance => Area::Progress,
            Item::Fees => Area::Fees,
            Item::Petitions => Area::Petitions,
        }
    }

    /// What the data count of it, in words; nothing where only an inspection tells.
    pub fn counted(self) -> Option<&'static str> {
        match self {
            Item::Process => Some("việc quá hạn"),
            Item::Posted => Some("chỗ niêm yết sai bản hoặc chưa kiểm tra tháng trước"),
            Item::Removed => Some("việc gỡ bỏ quá hạn"),
            Item::Records => Some("hồ sơ có lỗi giấy, phiếu, kết quả"),
            Item::Progress => Some("hồ sơ đang quá hạn"),
            Item::Review => Some("nội dung rà soát quá hạn"),
            Item::Clear | Item::Guidance | Item::Fees | Item::Petitions => None,
        }
    }
}

words! {
    /// What the Centre concluded.
    Verdict {
        /// As it must be.
        Met = "dat" "Đạt",
        /// It is not.
        NotMet = "khong-dat" "Không đạt",
        /// The agency has nothing of the kind.
        NotApplicable = "khong-ap-dung" "Không áp dụng",
    }
}

/// What was concluded of one item.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// The item.
    pub item: Item,
    /// How many faults the data told of when the round was done, where they tell.
    pub counted: Option<i64>,
    /// The conclusion.
    pub verdict: Verdict,
    /// What was seen; owed where it is not met.
    pub note: String,
    /// A photograph or a document that shows it.
    pub file: Option<FileRef>,
}

/// A round of supervision of one unit for one month.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Round {
    /// Which unit.
    pub unit: UnitId,
    /// The first day of the month.
    pub month: Date,
    /// The day on which it is to be held.
    pub planned_on: Date,
    /// What was found; empty until it is done.
    pub answers: Vec<Answer>,
}

/// What happens to a round.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum RoundEvent {
    /// Planned.
    Planned {
        /// The round.
        round: Round,
    },
    /// Done.
    Done {
        /// What was found.
        answers: Vec<Answer>,
    },
}

impl RoundEvent {
    /// The word stored in the log.
    pub fn word(&self) -> &'static str {
        match self {
            RoundEvent::Planned { .. } => "checklist_planned",
            RoundEvent::Done { .. } => "checklist_done",
        }
    }
}

/// Whether `by` may plan and hold rounds: the Centre.
pub fn may_inspect(by: &Actor) -> bool {
    by.role().is_some_and(Role::is_centre)
}

impl Round {
    /// Whether `by` may read it: the Centre, the agency, and the leadership of the province.
    pub fn may_read(&self, by: &Actor) -> bool {
        may_inspect(by) || by.role() == Some(Role::ProvincialLeader) || by.acts_for(self.unit)
    }

    /// Whether it has been held.
    pub fn is_done(&self) -> bool {
        !self.answers.is_empty()
    }

    /// The round after it was held by `by`. Refused twice, to anybody but the Centre, and with an item left out or a fault that
    /// is not described.
    pub fn done(&self, answers: Vec<Answer>, by: &Actor) -> Result<Round, Refusal> {
        if self.is_done() || !may_inspect(by) {
            return Err(Refusal::SupervisionNotYours);
        }
        let is_whole = Item::ALL.len() == answers.len()
            && Item::ALL.iter().all(|item| answers.iter().any(|answer| answer.item == *item));
        let is_said = |answer: &Answer| answer.verdict != Verdict::NotMet || !answer.note.trim().is_empty();
        if !is_whole || !answers.iter().all(is_said) {
            return Err(Refusal::RoundIncomplete);
        }
        Ok(Round { answers, ..self.clone() })
    }

    /// What is not met.
    pub fn faults(&self) -> impl Iterator<Item = &Answer> {
        self.answers.iter().filter(|answer| answer.verdict == Verdict::NotMet)
    }
}

#[cfg(test)]
mod tests;
