//! Review of procedures (rà soát thủ tục hành chính): a plan names procedure, unit and day; the unit evaluates and proposes; the
//! proposal is decided (NĐ 63/2010 Điều 28–30; Quy chế 1267 Điều 3.1.a; row C-06).

use jiff::{Span, civil::Date};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    calendar::Timetable,
    id::UnitId,
    instant::Instant,
    people::{Actor, Role},
    refusal::Refusal,
    task::{
        TaskKind,
        alarm::{Alarm, Alarms},
    },
    words::words,
};

words! {
    /// What is proposed.
    Proposal {
        /// Leave it as it is.
        Keep = "giu" "Giữ nguyên",
        /// Change it.
        Amend = "sua-doi" "Sửa đổi, bổ sung",
        /// Put another in its place.
        Replace = "thay-the" "Thay thế",
        /// Do away with it.
        Abolish = "bai-bo" "Bãi bỏ",
        /// Cut time, papers or fee.
        Cut = "cat-giam" "Cắt giảm thời gian, giấy tờ, phí",
    }
}

words! {
    /// Where an item stands.
    ReviewState {
        /// The unit is to evaluate it.
        Open = "open" "Đơn vị rà soát",
        /// The proposal waits for its decision.
        Proposed = "proposed" "Chờ quyết định",
        /// Decided.
        Decided = "decided" "Đã quyết định",
    }
}

/// What is saved each time: whole working days, papers, đồng. Never less than nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Saving {
    /// Working days.
    pub days: u32,
    /// Papers.
    pub papers: u32,
    /// Đồng.
    pub fee: u32,
}

impl Saving {
    /// Whether nothing is saved.
    pub fn is_nothing(&self) -> bool {
        *self == Saving::default()
    }
}

/// What is saved in a year: working days, papers, đồng of all who apply.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Yearly {
    /// Working days.
    pub days: u64,
    /// Papers.
    pub papers: u64,
    /// Đồng.
    pub fee: u64,
}

impl Saving {
    /// What `times` dossiers a year save together.
    pub fn yearly(&self, times: u64) -> Yearly {
        let all = |each: u32| u64::from(each).saturating_mul(times);
        Yearly { days: all(self.days), papers: all(self.papers), fee: all(self.fee) }
    }
}

impl std::iter::Sum for Yearly {
    fn sum<I: Iterator<Item = Yearly>>(all: I) -> Yearly {
        all.fold(Yearly::default(), |sum, one| Yearly {
            days: sum.days.saturating_add(one.days),
            papers: sum.papers.saturating_add(one.papers),
            fee: sum.fee.saturating_add(one.fee),
        })
    }
}

/// What the unit found (NĐ 63/2010 Điều 28: necessity, reasonableness, legality, cost of compliance).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// What it proposes.
    pub proposal: Proposal,
    /// Why: necessity, reasonableness, legality, cost.
    pub text: String,
    /// What would be saved.
    pub saving: Saving,
}

/// One procedure in a plan.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReviewItem {
    /// The plan.
    pub review: Uuid,
    /// The code of the procedure.
    pub procedure: String,
    /// Its name.
    pub name: String,
    /// Who reviews it.
    pub unit: UnitId,
    /// Until when.
    pub due_at: Instant,
    /// Where it stands.
    pub state: ReviewState,
    /// What the unit found.
    pub finding: Option<Finding>,
    /// What was decided, by which document.
    pub decision: Option<(Proposal, String)>,
    /// Which alarms rang.
    #[serde(flatten)]
    pub alarms: Alarms,
}

/// What happens to an item.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum ReviewEvent {
    /// The unit proposes.
    Proposed {
        /// What.
        finding: Finding,
    },
    /// It is decided.
    Decided {
        /// What.
        proposal: Proposal,
        /// By which document.
        text: String,
    },
    /// Its day is near, or has passed.
    Rang {
        /// Which alarm rang.
        alarm: Alarm,
    },
}

impl ReviewItem {
    /// Whether `by` may read it.
    pub fn may_read(&self, by: &Actor) -> bool {
        by.oversees_procedures() || by.acts_for(self.unit)
    }

    /// Whether `by` may propose now: the people of the unit, until it is decided.
    pub fn may_propose(&self, by: &Actor) -> bool {
        self.state != ReviewState::Decided && by.acts_for(self.unit)
    }

    /// Whether `by` may decide now: the leadership of the province, or the Centre that writes its decision down.
    pub fn may_decide(&self, by: &Actor) -> bool {
        let decides = |role: Role| role.is_centre() || role == Role::ProvincialLeader;
        self.state == ReviewState::Proposed && by.role().is_some_and(decides)
    }

    /// The item after `event`. Refuses who may not, a proposal or a decision without words, and a cut that cuts nothing.
    pub fn after(&self, event: &ReviewEvent, by: &Actor) -> Result<ReviewItem, Refusal> {
        let mut after = self.clone();
        let must = |may: bool, text: &str| match text.trim() {
            _ if !may => Err(Refusal::TaskNotYours),
            "" => Err(Refusal::NothingSaid),
            _ => Ok(()),
        };
        match event {
            ReviewEvent::Proposed { finding } => {
                must(self.may_propose(by), &finding.text)?;
                if finding.proposal == Proposal::Cut && finding.saving.is_nothing() {
                    return Err(Refusal::NothingSaved);
                }
                after.finding = Some(finding.clone());
                after.state = ReviewState::Proposed;
            }
            ReviewEvent::Decided { proposal, text } => {
                must(self.may_decide(by), text)?;
                after.decision = Some((*proposal, text.clone()));
                after.state = ReviewState::Decided;
            }
            ReviewEvent::Rang { alarm } => after.alarms = after.alarms.with(*alarm),
        }
        Ok(after)
    }

    /// What is saved each time, as decided or else as proposed; nothing where it stays as it is.
    pub fn saving(&self) -> Saving {
        let decided = self.decision.as_ref().map(|(proposal, _)| *proposal);
        match &self.finding {
            Some(finding) if decided.unwrap_or(finding.proposal) != Proposal::Keep => finding.saving,
            _ => Saving::default(),
        }
    }

    /// What its agency has to do once `proposal` is decided: to have the change announced (NĐ 63/2010 Điều 13, 30).
    pub fn follows(proposal: Proposal) -> Option<TaskKind> {
        match proposal {
            Proposal::Keep => None,
            Proposal::Amend | Proposal::Replace | Proposal::Cut => Some(TaskKind::Announce),
            Proposal::Abolish => Some(TaskKind::Repeal),
        }
    }

    /// What rings next while its unit proposes nothing, and when, seen from `now`, where it was given `since` then.
    pub fn next_alarm(&self, since: Instant, now: Instant, table: &Timetable) -> Option<(Instant, Alarm)> {
        let is_open = self.state == ReviewState::Open;
        is_open.then(|| self.alarms.next((since, self.due_at), now, table)).flatten()
    }
}

/// Whether `by` may begin a plan: the Centre, and who keeps the catalogue for the control of procedures (NĐ 63/2010 Điều 30).
pub fn may_plan(by: &Actor) -> bool {
    by.role().is_some_and(|role| role.is_centre() || role == Role::Administrator)
}

/// The day before which a review counts as too long ago, `months` before `today`.
pub fn stale_before(today: Date, months: i64) -> Date {
    today.checked_sub(Span::new().months(months)).unwrap_or(today)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::{dossier::sample, id::AssignmentId};

    fn by(role: Role, unit: u128) -> Actor {
        Actor::Person {
            person: sample::person(unit),
            assignment: AssignmentId(sample::uuid(unit)),
            unit: sample::unit(unit),
            role,
            stands_in_for: None,
        }
    }

    fn item() -> ReviewItem {
        ReviewItem {
            review: sample::uuid(1),
            procedure: "1.000001".into(),
            name: "Thủ tục".into(),
            unit: sample::unit(2),
            due_at: sample::now(),
            state: ReviewState::Open,
            finding: None,
            decision: None,
            alarms: Alarms::default(),
        }
    }

    fn proposed(proposal: Proposal, text: &str, days: u32) -> ReviewEvent {
        let saving = Saving { days, ..Saving::default() };
        ReviewEvent::Proposed { finding: Finding { proposal, text: text.into(), saving } }
    }

    #[test]
    fn a_unit_proposes_with_reasons_and_others_decide() {
        // NĐ 63/2010 Điều 28–30; row C-06.
        let (unit, other, centre) = (by(Role::Handler, 2), by(Role::Leader, 3), by(Role::CentreDirector, 90));
        let cut = proposed(Proposal::Cut, "Bỏ một bước", 2);
        assert_eq!(item().after(&cut, &other), Err(Refusal::TaskNotYours));
        assert_eq!(item().after(&cut, &centre), Err(Refusal::TaskNotYours));
        assert_eq!(
            item().after(&proposed(Proposal::Keep, " ", 0), &unit),
            Err(Refusal::NothingSaid),
            "to keep it has its reasons, too"
        );
        assert_eq!(item().after(&proposed(Proposal::Cut, "Cắt", 0), &unit), Err(Refusal::NothingSaved));
        let waiting = item().after(&cut, &unit).unwrap();
        let decided = ReviewEvent::Decided { proposal: Proposal::Cut, text: "QĐ 5/QĐ-UBND".into() };
        assert_eq!(item().after(&decided, &centre), Err(Refusal::TaskNotYours), "not before a proposal");
        assert_eq!(waiting.after(&decided, &unit), Err(Refusal::TaskNotYours));
        let done = waiting.after(&decided, &centre).unwrap();
        assert_eq!(done.state, ReviewState::Decided);
        assert_eq!(done.after(&cut, &unit), Err(Refusal::TaskNotYours), "decided is decided");
    }

    #[test]
    fn a_decision_is_followed_by_what_announces_it_and_saves_each_year() {
        // NĐ 63/2010 Điều 13, 28–30; row C-06.
        for (proposal, follows) in [
            (Proposal::Keep, None),
            (Proposal::Cut, Some(TaskKind::Announce)),
            (Proposal::Replace, Some(TaskKind::Announce)),
            (Proposal::Abolish, Some(TaskKind::Repeal)),
        ] {
            assert_eq!(ReviewItem::follows(proposal), follows);
        }
        let (unit, centre) = (by(Role::Handler, 2), by(Role::CentreDirector, 90));
        let waiting = item().after(&proposed(Proposal::Cut, "Bỏ một bước", 2), &unit).unwrap();
        let decide = |proposal| ReviewEvent::Decided { proposal, text: "QĐ 5".into() };
        let yearly = |item: &ReviewItem| item.saving().yearly(150).days;
        assert_eq!((yearly(&item()), yearly(&waiting)), (0, 300));
        assert_eq!(yearly(&waiting.after(&decide(Proposal::Cut), &centre).unwrap()), 300);
        assert_eq!(yearly(&waiting.after(&decide(Proposal::Keep), &centre).unwrap()), 0, "it stays as it is");
        let all: Yearly = [waiting.saving().yearly(150), waiting.saving().yearly(1)].into_iter().sum();
        assert_eq!(all, Yearly { days: 302, ..Yearly::default() });
    }

    #[test]
    fn months_are_counted_back_to_a_day_that_exists() {
        for (today, months, before) in [
            (date(2023, 8, 22), 12, date(2022, 8, 22)),
            (date(2023, 8, 31), 6, date(2023, 2, 28)),
            (date(2024, 2, 29), 12, date(2023, 2, 28)),
        ] {
            assert_eq!(stale_before(today, months), before);
        }
    }
}
