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
            Item::Clear => Some("thủ tục đang niêm yết còn thiếu bộ phận"),
            Item::Fees => Some("hồ sơ thu thiếu số tiền, chứng từ hoặc sai ngày"),
            Item::Petitions => Some("phản ánh, kiến nghị quá hạn ở đơn vị"),
            Item::Guidance => None,
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

/// What corrects the conclusion about one item after the round was held. What was found first stays.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// The item.
    pub item: Item,
    /// The conclusion that holds from now on.
    pub verdict: Verdict,
    /// Why.
    pub note: String,
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
    /// What corrected it afterwards, in its order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub entries: Vec<Entry>,
    /// Why it is not held; empty unless it was called off.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub called_off: String,
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
    /// Put to another day.
    Moved {
        /// Which.
        to: Date,
        /// Why.
        text: String,
    },
    /// Called off.
    CalledOff {
        /// Why.
        text: String,
    },
    /// Done.
    Done {
        /// What was found.
        answers: Vec<Answer>,
    },
    /// What was found is corrected.
    Corrected {
        /// How.
        entry: Entry,
    },
}

impl RoundEvent {
    /// The word stored in the log.
    pub fn word(&self) -> &'static str {
        match self {
            RoundEvent::Planned { .. } => "checklist_planned",
            RoundEvent::Moved { .. } => "checklist_moved",
            RoundEvent::CalledOff { .. } => "checklist_called_off",
            RoundEvent::Done { .. } => "checklist_done",
            RoundEvent::Corrected { .. } => "checklist_corrected",
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

    /// Whether `by` may hold it, put it to another day or call it off: the Centre, until it is held.
    pub fn may_change(&self, by: &Actor) -> bool {
        !self.is_done() && may_inspect(by)
    }

    /// The round put to the day `to`, also after it was called off. Refused to anybody but the Centre, once it is held, and without a
    /// reason.
    pub fn moved(&self, to: Date, text: &str, by: &Actor) -> Result<Round, Refusal> {
        match (self.may_change(by), text.trim()) {
            (false, _) => Err(Refusal::SupervisionNotYours),
            (true, "") => Err(Refusal::ReasonMissing),
            _ => {
                let month = to.first_of_month();
                Ok(Round { planned_on: to, month, called_off: String::new(), ..self.clone() })
            }
        }
    }

    /// The round called off. Refused as [`Round::moved`] is, and twice.
    pub fn off(&self, text: &str, by: &Actor) -> Result<Round, Refusal> {
        match (self.may_change(by) && self.called_off.is_empty(), text.trim()) {
            (false, _) => Err(Refusal::SupervisionNotYours),
            (true, "") => Err(Refusal::ReasonMissing),
            (true, text) => Ok(Round { called_off: text.to_owned(), ..self.clone() }),
        }
    }

    /// The round with `entry` after what was found. Refused before it is held, to anybody but the Centre, without a reason, and where
    /// the conclusion would stay as it is.
    pub fn corrected(&self, entry: Entry, by: &Actor) -> Result<Round, Refusal> {
        let is_other = self.verdict(entry.item).is_some_and(|verdict| verdict != entry.verdict);
        if !may_inspect(by) || !is_other {
            return Err(Refusal::SupervisionNotYours);
        }
        if entry.note.trim().is_empty() {
            return Err(Refusal::ReasonMissing);
        }
        let mut after = self.clone();
        after.entries.push(entry);
        Ok(after)
    }

    /// The conclusion about `item` that holds: the last entry, or what was found; nothing before it is held.
    pub fn verdict(&self, item: Item) -> Option<Verdict> {
        let found = self.answers.iter().filter(|answer| answer.item == item).map(|answer| answer.verdict);
        found.chain(self.entries.iter().filter(|entry| entry.item == item).map(|entry| entry.verdict)).last()
    }

    /// How many items are not met, as corrected.
    pub fn not_met(&self) -> usize {
        Item::ALL.iter().filter(|item| self.verdict(**item) == Some(Verdict::NotMet)).count()
    }

    /// The round after it was held by `by`. Refused twice, to anybody but the Centre, and with an item left out or a fault that
    /// is not described.
    pub fn done(&self, answers: Vec<Answer>, by: &Actor) -> Result<Round, Refusal> {
        if !self.may_change(by) || !self.called_off.is_empty() {
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

    /// What was not met when it was held.
    pub fn faults(&self) -> impl Iterator<Item = &Answer> {
        self.answers.iter().filter(|answer| answer.verdict == Verdict::NotMet)
    }
}

#[cfg(test)]
mod tests;
