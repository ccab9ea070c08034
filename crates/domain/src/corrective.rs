//! What supervision found and how it is mended: finding, unit, action, deadline, evidence, until the Centre closes it (Quy chế
//! 1267 Điều 3.2.d, 4.2; rows C-30, C-41, C-57). What the Centre recommends, what a round of supervision finds and what an
//! agency resolves by itself share this one life; what is not mended in time climbs as an unanswered matter does.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    calendar::Timetable,
    dossier::event::FileRef,
    id::UnitId,
    instant::Instant,
    matter::{Rung, ladder::Ladder},
    people::{Actor, Role},
    plan::Duty,
    refusal::Refusal,
    words::words,
};

words! {
    /// Where it comes from. The word stands in addresses.
    Origin {
        /// The Centre recommends it (Điều 4.2).
        Recommendation = "kien-nghi" "Kiến nghị của Trung tâm",
        /// A round of supervision found it (Điều 4.1.a, b, d).
        Finding = "phat-hien" "Phát hiện khi giám sát",
        /// The head of the agency resolved it (Điều 3.2.d).
        Own = "tu-chan-chinh" "Đơn vị tự chấn chỉnh",
        /// The Centre plans it: a task of implementing the regulation (Điều 6.1; row C-62). It stands on the board of the plan.
        Plan = "ke-hoach" "Kế hoạch thi hành Quy chế",
    }
}

words! {
    /// What it is about: the three boards of Điều 4.2, and the procedures themselves (Điều 4.1). The word stands in addresses.
    Area {
        /// Progress of settlement.
        Progress = "tien-do" "Tiến độ, chất lượng giải quyết",
        /// Fees and charges.
        Fees = "phi" "Thu phí, lệ phí",
        /// Answers to petitions.
        Petitions = "phan-anh" "Trả lời phản ánh, kiến nghị",
        /// Processes, publication and posting of procedures.
        Procedures = "thu-tuc" "Quy trình, công khai, niêm yết",
    }
}

words! {
    /// Where it stands.
    State {
        /// To be mended.
        Open = "open" "Phải khắc phục",
        /// The agency says that it is mended.
        Reported = "reported" "Chờ Trung tâm kiểm tra",
        /// The Centre looked: it is.
        Closed = "closed" "Đã khắc phục",
    }
}

/// A corrective action as it stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Corrective {
    /// Where it comes from.
    pub origin: Origin,
    /// What it is about.
    pub area: Area,
    /// Whose it is to mend.
    pub unit: UnitId,
    /// In a line.
    pub subject: String,
    /// What is wrong.
    pub finding: String,
    /// What is to be done.
    pub action: String,
    /// The clause of the regulation that it offends, where one is named: `Điều 4.1.b`.
    #[serde(default)]
    pub clause: String,
    /// The duty of the regulation, where it is one of the plan.
    #[serde(default)]
    pub duty: Option<Duty>,
    /// The round of supervision that found it; of a task of the plan the difficulty on which the province decided.
    pub source: Option<Uuid>,
    /// Where it stands.
    pub state: State,
    /// Until when.
    pub due_at: Instant,
    /// How far it has climbed for this deadline.
    pub rung: Rung,
}

/// What happens to a corrective action.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum CorrectiveEvent {
    /// Found, recommended or resolved.
    Opened {
        /// How it begins.
        corrective: Corrective,
        /// A photograph or a document that shows it.
        file: Option<FileRef>,
    },
    /// The agency says how it will mend it.
    Planned {
        /// How.
        text: String,
    },
    /// The agency says that it is mended.
    Reported {
        /// What was done.
        text: String,
        /// The evidence.
        file: Option<FileRef>,
    },
    /// The Centre looked: it is mended.
    Closed {
        /// What the Centre saw.
        text: String,
    },
    /// The Centre looked: it is not.
    SentBack {
        /// What is missing.
        text: String,
        /// The new deadline.
        due_at: Instant,
    },
    /// Nothing was reported in time: the next above is told.
    Climbed {
        /// How far.
        rung: Rung,
    },
}

impl CorrectiveEvent {
    /// What people read of it in the plan, where nothing is wrong yet.
    pub fn title_in(&self, origin: Origin) -> &'static str {
        match self {
            CorrectiveEvent::Opened { .. } if origin == Origin::Plan => "Giao việc",
            CorrectiveEvent::Reported { .. } if origin == Origin::Plan => "Đơn vị báo đã xong",
            CorrectiveEvent::Closed { .. } if origin == Origin::Plan => "Trung tâm xác nhận đã xong",
            CorrectiveEvent::Climbed { .. } if origin == Origin::Plan => "Quá hạn, báo lên",
            _ => self.words().1,
        }
    }

    /// The word stored in the log, and what people read.
    pub fn words(&self) -> (&'static str, &'static str) {
        match self {
            CorrectiveEvent::Opened { .. } => ("corrective_opened", "Nêu ra"),
            CorrectiveEvent::Planned { .. } => ("corrective_planned", "Đơn vị nêu biện pháp"),
            CorrectiveEvent::Reported { .. } => ("corrective_reported", "Đơn vị báo đã khắc phục"),
            CorrectiveEvent::Closed { .. } => ("corrective_closed", "Trung tâm xác nhận đã khắc phục"),
            CorrectiveEvent::SentBack { .. } => ("corrective_sent_back", "Trung tâm trả lại"),
            CorrectiveEvent::Climbed { .. } => ("corrective_climbed", "Quá hạn khắc phục, báo lên"),
        }
    }

    /// What was said.
    pub fn text(&self) -> &str {
        match self {
            CorrectiveEvent::Opened { corrective, .. } => &corrective.finding,
            CorrectiveEvent::Planned { text }
            | CorrectiveEvent::Reported { text, .. }
            | CorrectiveEvent::Closed { text }
            | CorrectiveEvent::SentBack { text, .. } => text,
            CorrectiveEvent::Climbed { .. } => "",
        }
    }

    /// The file that came with it.
    pub fn file(&self) -> Option<&FileRef> {
        match self {
            CorrectiveEvent::Opened { file, .. } | CorrectiveEvent::Reported { file, .. } => file.as_ref(),
            _ => None,
        }
    }
}

words! {
    /// What somebody may do with it. The word stands in addresses.
    Deed {
        /// Say how it will be mended.
        Plan = "bien-phap" "Nêu biện pháp",
        /// Say that it is mended.
        Report = "bao-xong" "Báo đã khắc phục",
        /// Close it.
        Close = "ket-thuc" "Xác nhận đã khắc phục",
        /// Send it back.
        SendBack = "tra-lai" "Trả lại",
    }
}

impl Corrective {
    /// Where it stands, in words: nothing is to be mended of what is only planned.
    pub fn standing(&self) -> &'static str {
        match self.state {
            State::Open if self.origin == Origin::Plan => "Đang làm",
            State::Closed if self.origin == Origin::Plan => "Đã xong",
            state => state.title(),
        }
    }

    /// Whether `by` may begin one of `origin` for `unit`: the Centre for the agencies, the leader of an agency for their own.
    pub fn may_begin(by: &Actor, origin: Origin, unit: UnitId) -> bool {
        let is_own = by.unit() == Some(unit);
        match by.role() {
            // The plan has tasks of the Centre itself (Điều 4, 6.1).
            Some(Role::CentreSupervisor | Role::CentreDirector) => {
                origin == Origin::Plan || (origin != Origin::Own && !is_own)
            }
            Some(Role::Leader) => origin == Origin::Own && is_own,
            _ => false,
        }
    }

    /// Whether `by` may read it: the agency, the Centre, and the leadership of the province, to which both answer (Điều 4.3, 6.2).
    pub fn may_read(&self, by: &Actor) -> bool {
        by.role().is_some_and(|role| role.is_centre() || role == Role::ProvincialLeader)
            || by.acts_for(self.unit)
    }

    /// Whether `by` may do `deed` now: the heads of the agency say how, the agency reports, the Centre checks.
    pub fn may(&self, by: &Actor, deed: Deed) -> bool {
        let is_head = by.role().is_some_and(|role| matches!(role, Role::DivisionHead | Role::Leader));
        let is_centre = by.role().is_some_and(Role::is_centre);
        // What the plan asks of the Centre, the Centre reports.
        let is_own_plan = self.origin == Origin::Plan && is_centre && by.unit() == Some(self.unit);
        match deed {
            Deed::Plan => self.state == State::Open && by.acts_for(self.unit) && is_head,
            Deed::Report => self.state == State::Open && (by.acts_for(self.unit) || is_own_plan),
            Deed::Close | Deed::SendBack => self.state == State::Reported && is_centre,
        }
    }

    /// It after `event`. Refuses who may not, and whatever says nothing.
    pub fn after(
        this: Option<&Corrective>,
        event: &CorrectiveEvent,
        by: &Actor,
    ) -> Result<Corrective, Refusal> {
        let is_silent = |text: &str| text.trim().is_empty();
        if !matches!(event, CorrectiveEvent::Climbed { .. }) && is_silent(event.text()) {
            return Err(Refusal::NothingSaid);
        }
        let known = match (this, event) {
            (None, CorrectiveEvent::Opened { corrective, .. }) => {
                // The province gives a task with its decision on what was put before it (Điều 6.3).
                let is_decided = by.role() == Some(Role::ProvincialLeader)
                    && corrective.origin == Origin::Plan
                    && corrective.source.is_some();
                if !is_decided && !Corrective::may_begin(by, corrective.origin, corrective.unit) {
                    return Err(Refusal::SupervisionNotYours);
                }
                if is_silent(&corrective.subject) || is_silent(&corrective.action) {
                    return Err(Refusal::NothingSaid);
                }
                return Ok(corrective.clone());
            }
            (Some(known), event) => match event {
                CorrectiveEvent::Opened { .. } => return Err(Refusal::SupervisionNotYours),
                _ => known,
            },
            (None, _) => return Err(Refusal::SupervisionNotYours),
        };
        let must = |deed| if known.may(by, deed) { Ok(()) } else { Err(Refusal::SupervisionNotYours) };
        let mut after = known.clone();
        match event {
            CorrectiveEvent::Opened { .. } | CorrectiveEvent::Planned { .. } => must(Deed::Plan)?,
            CorrectiveEvent::Reported { .. } => {
                must(Deed::Report)?;
                after.state = State::Reported;
            }
            CorrectiveEvent::Closed { .. } => {
                must(Deed::Close)?;
                after.state = State::Closed;
            }
            CorrectiveEvent::SentBack { due_at, .. } => {
                must(Deed::SendBack)?;
                (after.state, after.due_at, after.rung) = (State::Open, *due_at, Rung::Handlers);
            }
            CorrectiveEvent::Climbed { rung } => after.rung = *rung,
        }
        Ok(after)
    }

    /// The next rung of `ladder` for the present deadline and when it is reached; nothing once the agency has reported.
    pub fn climbs(&self, ladder: &Ladder, table: &Timetable) -> Option<(Instant, Rung)> {
        ladder.climb(self.rung, self.due_at, table).filter(|_| self.state == State::Open)
    }
}

#[cfg(test)]
mod tests;
