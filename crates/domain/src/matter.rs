//! What the Centre and the agencies want of each other beside the dossier itself: urging, questions, consultation, obstacles
//! (Quy chế 1267 Điều 3.4, 4.1.d, 6.3; rows C-36, C-37, C-47, C-48, C-64, C-65). Each is one thread with a deadline; what is not
//! answered climbs. What is to be mended is a [`corrective`](crate::corrective) action.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    calendar::Timetable,
    dossier::{Dossier, State},
    id::{DossierId, PersonId, UnitId},
    instant::Instant,
    people::{Actor, Role},
    refusal::Refusal,
    words::words,
};

mod brief;
pub mod effect;
mod entry;
mod event;
pub mod ladder;
mod shown;

pub use brief::{AskFor, Brief, Facts};
pub use entry::Entry;
pub use event::MatterEvent;
use ladder::Ladder;
pub use shown::must_name_nobody;

words! {
    /// What is wanted. The word stands in addresses.
    MatterKind {
        /// Settle it (Điều 4.1.d).
        Urge = "don-doc" "Đôn đốc",
        /// Remember a dossier: the head of a unit, or the system, to whoever holds it (Điều 3.2.c).
        Remind = "nhac" "Nhắc việc",
        /// Say how it stands: progress, cause, what is to be supplemented, until when (Điều 4.1.d, 3.4).
        Ask = "de-nghi" "Đề nghị cung cấp thông tin",
        /// Comment on a draft in time (Điều 3.4).
        Consult = "gop-y" "Lấy ý kiến góp ý",
        /// Mend what supervision found, as it was asked for before there were corrective actions; read, not begun any more.
        Recommend = "kien-nghi" "Kiến nghị khắc phục",
        /// A difficulty that an agency meets, told to the Centre (Điều 6.3).
        Obstacle = "vuong-mac" "Khó khăn, vướng mắc",
    }
}

words! {
    /// Where it stands.
    MatterState {
        /// The other side is to answer.
        Open = "open" "Chờ trả lời",
        /// An obstacle that the Centre put before the provincial People's Committee (Điều 6.3).
        Lifted = "lifted" "Đã trình UBND tỉnh",
        /// An obstacle that says what another says: it is answered with that one (Điều 6.3).
        Joined = "joined" "Đã gộp, chờ trả lời chung",
        /// Answered; who asked looks at it.
        Answered = "answered" "Đã trả lời",
        /// Over.
        Closed = "closed" "Đã kết thúc",
    }
}

words! {
    /// How far up it has climbed without an answer.
    Rung {
        /// Those who are to answer.
        Handlers = "handlers" "Người được giao",
        /// The heads of their division.
        Head = "head" "Lãnh đạo phòng",
        /// The head of their unit.
        Leader = "leader" "Lãnh đạo cơ quan",
        /// The director of the Centre.
        Centre = "centre" "Giám đốc Trung tâm",
        /// The leadership of the province.
        Province = "province" "Lãnh đạo UBND tỉnh",
    }
}

impl MatterKind {
    /// Whether it stays within a unit.
    pub fn is_inside(self) -> bool {
        self == MatterKind::Remind
    }
}

/// A matter as it stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Matter {
    /// What is wanted.
    pub kind: MatterKind,
    /// Who wants it.
    pub from: UnitId,
    /// Of whom.
    pub to: UnitId,
    /// Of whom there, if of one person.
    #[serde(default)]
    pub person: Option<PersonId>,
    /// The dossier it is about, if it is about one.
    pub dossier: Option<DossierId>,
    /// What it is about, in a line.
    pub subject: String,
    /// Where it stands.
    pub state: MatterState,
    /// By when an answer is owed.
    pub due_at: Instant,
    /// How far it has climbed for this deadline.
    pub rung: Rung,
    /// The obstacle with which it is answered, while it is joined to one and after it was answered with it.
    #[serde(default)]
    pub lead: Option<Uuid>,
    /// What is asked for beside words.
    #[serde(default)]
    pub brief: Brief,
    /// What the applicant reads of its answer, while somebody lets them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shown: Option<String>,
}

const AGENCY: &[Role] = &[
    Role::Receptionist,
    Role::Handler,
    Role::DivisionHead,
    Role::Leader,
    Role::Clerk,
    Role::ProvincialLeader,
];
const HEADS: &[Role] = &[Role::DivisionHead, Role::Leader];
const CENTRE: &[Role] = &[Role::CentreSupervisor, Role::CentreDirector];

words! {
    /// What somebody may do with a matter. The word stands in addresses.
    MatterDeed {
        /// Answer.
        Answer = "tra-loi" "Trả lời",
        /// End it.
        Close = "ket-thuc" "Kết thúc",
        /// Send the answer back.
        SendBack = "hoi-lai" "Đề nghị trả lời rõ hơn",
        /// Put it before the province.
        Lift = "trinh" "Trình UBND tỉnh",
        /// Join it to another that says the same.
        Join = "gop" "Gộp vào việc khác",
        /// Take it away from the one that it was wrongly joined to.
        Part = "tach" "Tách khỏi việc đã gộp",
        /// Pass it on to who took over from a unit that is no more.
        Pass = "chuyen-ke-thua" "Chuyển đơn vị kế thừa",
        /// Say something.
        Say = "trao-doi" "Trao đổi thêm",
        /// Let the applicant read the answer.
        Show = "cho-xem" "Cho người nộp xem",
        /// Not any more.
        Hide = "thoi-cho-xem" "Thôi cho người nộp xem",
    }
}

impl Matter {
    /// Whether `by` may begin a matter of `kind` from its own unit: the Centre, for an obstacle any agency, for a reminder the
    /// heads of a unit. The system urges for the Centre and reminds for the heads.
    pub fn may_begin(by: &Actor, kind: MatterKind) -> bool {
        let Some(role) = by.role() else {
            return *by == Actor::System && matches!(kind, MatterKind::Urge | MatterKind::Remind);
        };
        match kind {
            MatterKind::Obstacle => AGENCY.contains(&role),
            MatterKind::Remind => HEADS.contains(&role),
            MatterKind::Recommend => false,
            _ => CENTRE.contains(&role),
        }
    }

    /// Whether `by` may begin a matter of `kind` about `dossier` as it stands: nobody is urged or reminded of what is settled, and
    /// one reminds of what is in one's own unit.
    pub fn may_begin_about(by: &Actor, kind: MatterKind, dossier: &Dossier) -> bool {
        let is_open = dossier.settled_at.is_none();
        let is_here = dossier.place.as_ref().is_some_and(|place| Some(place.unit) == by.unit());
        Matter::may_begin(by, kind)
            && match kind {
                MatterKind::Urge => is_open,
                MatterKind::Remind => is_open && is_here,
                MatterKind::Ask | MatterKind::Consult | MatterKind::Recommend | MatterKind::Obstacle => true,
            }
    }

    /// Whether `by` may read it: both sides and the Centre, and the province what has come up to it. Of what is for one person
    /// of a unit, that person and the heads.
    pub fn may_read(&self, by: &Actor) -> bool {
        let Some(role) = by.role() else { return false };
        let is_meant = |person| by.answers_for(person) || HEADS.contains(&role);
        let is_side = by.unit().is_some_and(|unit| unit == self.from || unit == self.to)
            && self.person.is_none_or(is_meant);
        CENTRE.contains(&role)
            || (AGENCY.contains(&role) && is_side)
            || (role == Role::ProvincialLeader && self.rung == Rung::Province)
    }

    /// Whether `by` may do `deed` now. The Centre acts for itself; an agency for the side that it is.
    pub fn may(&self, by: &Actor, deed: MatterDeed) -> bool {
        let unit = by.unit();
        let is_centre = by.role().is_some_and(|role| CENTRE.contains(&role));
        let is_meant = self.person.is_none_or(|person| by.answers_for(person));
        let waits = matches!(self.state, MatterState::Open | MatterState::Lifted);
        let answers = unit == Some(self.to) && is_meant && waits;
        // Within a unit the heads asked.
        let is_from = unit == Some(self.from)
            && (self.from != self.to || by.role().is_some_and(|role| HEADS.contains(&role)));
        // Whatever passes between units is the Centre's: the one that works now goes on with what an earlier one asked.
        let asked = is_from || (is_centre && !self.kind.is_inside());
        if let MatterDeed::Show | MatterDeed::Hide = deed {
            return self.may_show(by, deed);
        }
        self.may_read(by)
            && self.state != MatterState::Closed
            && match deed {
                MatterDeed::Say => true,
                MatterDeed::Show | MatterDeed::Hide => false,
                MatterDeed::Answer => answers,
                MatterDeed::SendBack => asked && self.state == MatterState::Answered,
                MatterDeed::Lift => {
                    is_centre
                        && self.kind == MatterKind::Obstacle
                        && matches!(self.state, MatterState::Open | MatterState::Answered)
                }
                MatterDeed::Join => {
                    is_centre && self.kind == MatterKind::Obstacle && self.state == MatterState::Open
                }
                MatterDeed::Part => is_centre && self.state == MatterState::Joined,
                // The unit that owes the answer is no more (Điều 1): whoever took over answers.
                MatterDeed::Pass => is_centre && waits && !self.kind.is_inside(),
                // What was never answered is not closed by who was to answer (row C-65: only answered).
                MatterDeed::Close => asked && self.state == MatterState::Answered,
            }
    }

    /// The matter after `event`. Refuses who may not, words that are missing, and a cause that is owed.
    pub fn after(this: Option<&Matter>, event: &MatterEvent, by: &Actor) -> Result<Matter, Refusal> {
        if !matches!(event, MatterEvent::Climbed { .. }) && event.text().trim().is_empty() {
            return Err(Refusal::NothingSaid);
        }
        let Some(matter) = this else { return Matter::begun(event, by) };
        let mut after = matter.clone();
        let must = |deed| if matter.may(by, deed) { Ok(()) } else { Err(Refusal::MatterNotYours) };
        match event {
            MatterEvent::Opened { .. } => return Err(Refusal::MatterNotYours),
            MatterEvent::Said { .. } => must(MatterDeed::Say)?,
            MatterEvent::Answered { cause, facts, .. } => {
                must(MatterDeed::Answer)?;
                if matter.wants_cause() && cause.is_none() {
                    return Err(Refusal::CauseMissing);
                }
                if matter.brief.asks_for(AskFor::Supplement) && facts.supplement.trim().is_empty() {
                    return Err(Refusal::NothingSaid);
                }
                after.state = MatterState::Answered;
            }
            MatterEvent::SentBack { due_at, .. } => {
                must(MatterDeed::SendBack)?;
                (after.state, after.due_at, after.rung) = (MatterState::Open, *due_at, Rung::Handlers);
                // From now on it stands by itself; what is not enough is not for the applicant either.
                (after.lead, after.shown) = (None, None);
            }
            MatterEvent::Joined { lead, .. } => {
                must(MatterDeed::Join)?;
                // How far it has climbed stays known.
                (after.state, after.lead) = (MatterState::Joined, Some(*lead));
            }
            MatterEvent::Parted { .. } => {
                must(MatterDeed::Part)?;
                // The deadline was its own all the time.
                (after.state, after.lead) = (MatterState::Open, None);
            }
            MatterEvent::AnsweredWith { .. } => {
                if matter.state != MatterState::Joined {
                    return Err(Refusal::MatterNotYours);
                }
                after.state = MatterState::Answered;
            }
            MatterEvent::Lifted { due_at, to, .. } => {
                must(MatterDeed::Lift)?;
                (after.state, after.due_at, after.rung) = (MatterState::Lifted, *due_at, Rung::Province);
                after.to = *to;
            }
            MatterEvent::Passed { to, .. } => {
                must(MatterDeed::Pass)?;
                // The deadline stays.
                (after.to, after.rung) = (*to, matter.rung_of_heir());
            }
            MatterEvent::Closed { .. } => {
                // The system ends what it began, once the dossier is settled.
                if *by != Actor::System {
                    must(MatterDeed::Close)?;
                }
                after.state = MatterState::Closed;
            }
            MatterEvent::Shown { .. } | MatterEvent::Hidden { .. } => after.show(event, by)?,
            MatterEvent::Climbed { rung } => after.rung = *rung,
        }
        Ok(after)
    }

    /// The matter that `event` begins.
    fn begun(event: &MatterEvent, by: &Actor) -> Result<Matter, Refusal> {
        let MatterEvent::Opened { matter, .. } = event else { return Err(Refusal::MatterNotYours) };
        let is_own = *by == Actor::System || by.unit() == Some(matter.from);
        let stays = matter.from == matter.to;
        if !is_own || !Matter::may_begin(by, matter.kind) || stays != matter.kind.is_inside() {
            return Err(Refusal::MatterNotYours);
        }
        Ok(matter.clone())
    }

    /// Whether an answer names a cause from the list: why a dossier is late.
    pub fn wants_cause(&self) -> bool {
        self.kind == MatterKind::Urge || self.brief.asks_for(AskFor::Cause)
    }

    /// How far up it is with whoever took over: they have heads of their own, who are told in their turn. What was put before a
    /// province stays before the next one.
    fn rung_of_heir(&self) -> Rung {
        if self.state == MatterState::Open { Rung::Handlers } else { self.rung }
    }

    /// Whether others may be joined to it: an obstacle that is still to be answered.
    pub fn may_lead(&self) -> bool {
        self.kind == MatterKind::Obstacle && matches!(self.state, MatterState::Open | MatterState::Lifted)
    }

    /// Whether `other` may be joined to it: one that is due later would hide that the other is late, unless it has been put
    /// before the province.
    pub fn may_take(&self, other: &Matter) -> bool {
        self.may_lead() && (self.state == MatterState::Lifted || self.due_at <= other.due_at)
    }

    /// Whether what the system began about `dossier` is still called for: a reminder until that due date, of whoever holds it; an
    /// urge as long as it is overdue and its clock runs.
    pub fn is_called_for(&self, dossier: &Dossier, now: Instant) -> bool {
        let due_at = dossier.due_at.filter(|_| dossier.state.is_running());
        if self.kind.is_inside() {
            let owner = dossier.place.as_ref().and_then(|place| place.owner);
            if dossier.state == State::AwaitingDuty {
                // A reminder of a duty that nobody paid in time, not one of the due date.
                let is_unpaid =
                    dossier.turns.waiting.and_then(|waiting| waiting.answer_by).is_some_and(|by| by <= now);
                return is_unpaid && owner == self.person && dossier.due_at != Some(self.due_at);
            }
            due_at == Some(self.due_at) && now < self.due_at && owner == self.person
        } else {
            due_at.is_some_and(|due_at| due_at <= now)
        }
    }

    /// The next rung of `ladder` for the present deadline and when it is reached; nothing once it is answered. A reminder stays
    /// in its unit, and the heads are told before the deadline.
    pub fn climbs(&self, ladder: &Ladder, table: &Timetable) -> Option<(Instant, Rung)> {
        if self.state != MatterState::Open {
            return None;
        }
        match self.rung {
            Rung::Handlers if self.kind.is_inside() => {
                Some((table.before_minutes(self.due_at, ladder.head_hours * 60)?, Rung::Head))
            }
            Rung::Leader | Rung::Centre if self.kind.is_inside() => None,
            rung => ladder.climb(rung, self.due_at, table),
        }
    }
}

#[cfg(test)]
mod tests;
