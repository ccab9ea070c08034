//! Ideas that simplify procedures (giải pháp, sáng kiến, đơn giản hóa): told by anybody on the staff, decided, put to work, and
//! measured (Quy chế 1267 Điều 4.1.d; row C-53).

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::{
    id::UnitId,
    people::{Actor, Role},
    refusal::Refusal,
    review::Saving,
    words::words,
};

words! {
    /// Where it stands.
    ImprovementState {
        /// Nobody has decided yet.
        Open = "open" "Chờ quyết định",
        /// It is not followed.
        Declined = "declined" "Không áp dụng",
        /// It holds from a day on.
        Adopted = "adopted" "Áp dụng",
    }
}

/// An idea.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Improvement {
    /// In a line.
    pub title: String,
    /// In full.
    pub text: String,
    /// The code of the procedure.
    pub procedure: String,
    /// Its name.
    pub name: String,
    /// Whose idea it is.
    pub unit: UnitId,
    /// What it would save each time.
    pub saving: Saving,
    /// Where it stands.
    pub state: ImprovementState,
    /// What was decided, and why.
    pub decision: String,
    /// From when on it holds.
    pub effective_on: Option<Date>,
}

impl Improvement {
    /// Whether `by` may tell an idea: everybody on the staff who works on dossiers, and the Centre.
    pub fn may_tell(by: &Actor) -> bool {
        let is_centre = by.role().is_some_and(Role::is_centre);
        is_centre || by.unit().is_some_and(|unit| by.acts_for(unit))
    }

    /// Whether `by` may decide on it now: the Centre and the leadership of the province, and a head on the ideas of the own unit.
    pub fn may_decide(&self, by: &Actor) -> bool {
        let Some(role) = by.role() else { return false };
        let is_own_head = role == Role::Leader && by.unit() == Some(self.unit);
        self.state == ImprovementState::Open
            && (role.is_centre() || role == Role::ProvincialLeader || is_own_head)
    }

    /// The idea after it was decided. Refuses who may not, silence, and an adoption without its day.
    pub fn decided(
        &self,
        state: ImprovementState,
        (text, effective_on): (&str, Option<Date>),
        by: &Actor,
    ) -> Result<Improvement, Refusal> {
        if !self.may_decide(by) || state == ImprovementState::Open {
            return Err(Refusal::TaskNotYours);
        }
        if text.trim().is_empty() {
            return Err(Refusal::NothingSaid);
        }
        if state == ImprovementState::Adopted && effective_on.is_none() {
            return Err(Refusal::DayMissing);
        }
        Ok(Improvement { state, decision: text.trim().to_owned(), effective_on, ..self.clone() })
    }
}

/// How long dossiers took, on the average, rounded down to the minute; nothing where there are none.
pub fn average(minutes: &[i64]) -> Option<i64> {
    let count = i64::try_from(minutes.len()).ok().filter(|count| *count > 0)?;
    Some(minutes.iter().sum::<i64>() / count)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::{dossier::sample, id::AssignmentId};

    #[test]
    fn an_idea_is_decided_with_its_reason_and_its_day() {
        // Row C-53.
        let by = |role, unit| Actor::Person {
            person: sample::person(unit),
            assignment: AssignmentId(sample::uuid(unit)),
            unit: sample::unit(unit),
            role,
            stands_in_for: None,
        };
        let idea = Improvement {
            title: "Bỏ bản sao".into(),
            text: "Đã có trong kho".into(),
            procedure: "1.000001".into(),
            name: "Thủ tục".into(),
            unit: sample::unit(2),
            saving: Saving { papers: 1, ..Saving::default() },
            state: ImprovementState::Open,
            decision: String::new(),
            effective_on: None,
        };
        assert!(Improvement::may_tell(&by(Role::Receptionist, 2)) && !Improvement::may_tell(&Actor::Public));
        let (adopted, day) = (ImprovementState::Adopted, Some(date(2023, 9, 1)));
        let head = by(Role::Leader, 2);
        for (person, text, day, expected) in [
            (by(Role::Handler, 2), "Đồng ý", day, Refusal::TaskNotYours),
            (by(Role::Leader, 3), "Đồng ý", day, Refusal::TaskNotYours),
            (head, " ", day, Refusal::NothingSaid),
            (head, "Đồng ý", None, Refusal::DayMissing),
        ] {
            assert_eq!(idea.decided(adopted, (text, day), &person), Err(expected));
        }
        let done = idea.decided(adopted, ("Đồng ý", day), &head).unwrap();
        assert_eq!((done.state, done.effective_on), (adopted, day));
        assert!(!done.may_decide(&by(Role::CentreDirector, 90)), "once");
        let declined = ImprovementState::Declined;
        assert!(idea.decided(declined, ("Trái thông tư", None), &by(Role::CentreDirector, 90)).is_ok());
    }

    #[test]
    fn an_average_of_nothing_is_nothing() {
        assert_eq!(average(&[]), None);
        assert_eq!(average(&[480, 961]), Some(720));
    }
}
