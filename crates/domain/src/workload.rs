//! Work done by officers, weighted (khối lượng công việc): what counts, by how much, and what share of it was done in time
//! (Quy chế 1267 Điều 3.2.c, 4.1.c, 4.3). It tells a head who carries how much; it is no mark for anybody, so few cases are said
//! to be few, and every figure names what it counts.
//!
//! A point is what an ordinary reception of an ordinary procedure takes: weights are set against it.

pub mod deed;

use std::{collections::BTreeMap, ops::RangeInclusive};

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::{
    instant::{Instant, local_date},
    people::{Actor, Role},
    words::words,
};

words! {
    /// What somebody did.
    WorkKind {
        /// Received a dossier, or what it was supplemented with.
        Reception = "tiep-nhan" "Tiếp nhận, nhận bổ sung",
        /// Did a step, or sent it back.
        Step = "xu-ly" "Xử lý, chuyển bước",
        /// Gave a dossier to somebody.
        Assignment = "phan-cong" "Phân công",
        /// Drafted the result, for the first time.
        Draft = "du-thao" "Soạn dự thảo kết quả",
        /// Wrote a slip, or what a leader is to decide on.
        Letter = "phieu" "Soạn phiếu, tờ trình",
        /// Looked on the spot, or verified a paper.
        Check = "tham-tra" "Thẩm tra, xác minh",
        /// Did what another unit asked for.
        Part = "phoi-hop" "Làm phần phối hợp",
        /// Decided, signed or issued.
        Decision = "quyet-dinh" "Ký, quyết định, ban hành",
        /// Handed over the result, or papers.
        HandOver = "tra-ket-qua" "Trả kết quả, giấy tờ",
        /// Guided somebody on filing online or by post.
        Guidance = "huong-dan" "Hướng dẫn nộp hồ sơ",
    }
}

impl WorkKind {
    /// What is counted as it, and what is not.
    pub fn means(self) -> &'static str {
        match self {
            WorkKind::Reception => {
                "mỗi hồ sơ nhận vào, mỗi lần nhận giấy tờ bổ sung hoặc biên lai nghĩa vụ tài chính"
            }
            WorkKind::Step => "mỗi lần chuyển hồ sơ, trình, duyệt hoặc trả lại bước trước",
            WorkKind::Assignment => "mỗi lần giao hồ sơ cho người xử lý, giao lại",
            WorkKind::Draft => "dự thảo đầu tiên của mỗi hồ sơ; sửa dự thảo không tính thêm",
            WorkKind::Letter => {
                "phiếu yêu cầu bổ sung, từ chối tiếp nhận, nghĩa vụ tài chính, xin lỗi; tờ trình lãnh đạo; văn bản hỏi đơn vị khác"
            }
            WorkKind::Check => "mỗi lần ghi kết quả thẩm tra, xác minh",
            WorkKind::Part => "mỗi phần việc, ý kiến trả lời đơn vị khác",
            WorkKind::Decision => {
                "ban hành kết quả, từ chối, dừng giải quyết, mở lại, ký phiếu xin lỗi, đồng ý hoặc không đồng ý đề xuất"
            }
            WorkKind::HandOver => "mỗi lần trả kết quả hoặc trả lại giấy tờ",
            WorkKind::Guidance => "mỗi lượt ghi ở trang Hướng dẫn, trừ lượt đã bỏ",
        }
    }

    /// Its weight in tenths until somebody sets another.
    fn usual(self) -> i64 {
        match self {
            WorkKind::Draft | WorkKind::Part => 20,
            WorkKind::Check => 30,
            WorkKind::Reception | WorkKind::Step | WorkKind::Letter | WorkKind::Decision => 10,
            WorkKind::HandOver | WorkKind::Guidance => 5,
            WorkKind::Assignment => 2,
        }
    }
}

words! {
    /// How much a procedure asks for, by the days of the calendar that were allowed when the dossier was accepted: they stand in the
    /// log, and no calendar or working hours that change later move a dossier from one to another.
    Complexity {
        /// Up to a week, about five working days; or no time set (yet).
        Short = "ngan" "đến 7 ngày",
        /// Up to three weeks, about fifteen working days.
        Medium = "vua" "trên 7 đến 21 ngày",
        /// More.
        Long = "dai" "trên 21 ngày",
    }
}

impl Complexity {
    /// That of a dossier received and due at these moments, by their days in Viet Nam; nothing where no time is set.
    pub fn of(received_at: Instant, due_at: Option<Instant>) -> Complexity {
        let days = due_at.map(|due| local_date(due).duration_since(local_date(received_at)).as_hours() / 24);
        match days {
            Some(days) if days > 21 => Complexity::Long,
            Some(days) if days > 7 => Complexity::Medium,
            _ => Complexity::Short,
        }
    }

    /// Its factor in tenths until somebody sets another.
    fn usual(self) -> i64 {
        match self {
            Complexity::Short => 10,
            Complexity::Medium => 12,
            Complexity::Long => 15,
        }
    }
}

/// The weights that are taken, in tenths: 0 to 10.
pub const WEIGHTS: RangeInclusive<i64> = 0..=100;
/// The factors that are taken, in tenths: 1 to 5.
pub const FACTORS: RangeInclusive<i64> = 10..=50;

/// What each kind of work weighs, and by how much more where a procedure asks for more; in tenths.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Weights {
    kinds: BTreeMap<WorkKind, i64>,
    factors: BTreeMap<Complexity, i64>,
}

impl Weights {
    /// Those of a house that set none.
    pub fn usual() -> Weights {
        Weights {
            kinds: WorkKind::ALL.iter().map(|kind| (*kind, kind.usual())).collect(),
            factors: Complexity::ALL.iter().map(|complexity| (*complexity, complexity.usual())).collect(),
        }
    }

    /// These weights and factors; each must be in [`WEIGHTS`] or [`FACTORS`]. Where one is missing it is the usual.
    pub fn new(kinds: BTreeMap<WorkKind, i64>, factors: BTreeMap<Complexity, i64>) -> Option<Weights> {
        let is_sound = kinds.values().all(|tenths| WEIGHTS.contains(tenths))
            && factors.values().all(|tenths| FACTORS.contains(tenths));
        is_sound.then_some(Weights { kinds, factors })
    }

    /// The weight of a kind of work, in tenths.
    pub fn kind(&self, kind: WorkKind) -> i64 {
        self.kinds.get(&kind).copied().unwrap_or_else(|| kind.usual())
    }

    /// The factor of a procedure, in tenths.
    pub fn factor(&self, complexity: Complexity) -> i64 {
        self.factors.get(&complexity).copied().unwrap_or_else(|| complexity.usual())
    }

    /// What one such deed weighs, in hundredths of a point.
    pub fn points(&self, kind: WorkKind, complexity: Complexity) -> i64 {
        self.kind(kind) * self.factor(complexity)
    }
}

/// The weights that a month is reckoned with: of `sets`, in the order in which they were entered, the one that begins last but
/// not after the month, and of those that begin together the one entered last. The usual ones before all of them.
pub fn weights_of(sets: &[(Date, Weights)], month: Date) -> Weights {
    let begun = sets.iter().filter(|(from, _)| *from <= month);
    begun.max_by_key(|(from, _)| *from).map_or_else(Weights::usual, |(_, weights)| weights.clone())
}

/// Whether `by` sets the weights: who runs the Centre, and who keeps the configuration.
pub fn may_weigh(by: &Actor) -> bool {
    matches!(by.role(), Some(Role::CentreDirector | Role::Administrator))
}

/// Whether weights may begin with the day `from`: the first of a month to come. Work of this month or before is not weighed anew.
pub fn may_begin(from: Date, today: Date) -> bool {
    from == from.first_of_month() && from > today.first_of_month()
}

/// With fewer cases a share says little of the work, and is not shown.
pub const ENOUGH: i64 = 10;

/// What many deeds come to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Load {
    /// How many.
    pub deeds: i64,
    /// Those that had a time.
    pub timed: i64,
    /// Those that kept it.
    pub in_time: i64,
    /// What they weigh, in hundredths of a point.
    pub points: i64,
}

impl Load {
    /// So many deeds of a kind, weighed.
    pub fn of(
        weights: &Weights,
        (kind, complexity): (WorkKind, Complexity),
        (deeds, timed, in_time): (i64, i64, i64),
    ) -> Load {
        Load { deeds, timed, in_time, points: deeds * weights.points(kind, complexity) }
    }

    /// Adds others.
    pub fn add(&mut self, other: Load) {
        self.deeds += other.deeds;
        self.timed += other.timed;
        self.in_time += other.in_time;
        self.points += other.points;
    }

    /// How many in a hundred were done in time, rounded down; nothing where too few had a time.
    pub fn share(&self) -> Option<i64> {
        (self.timed >= ENOUGH).then(|| self.in_time * 100 / self.timed)
    }
}

#[cfg(test)]
mod tests;
