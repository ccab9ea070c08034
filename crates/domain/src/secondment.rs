//! Staff that an agency sends to the Centre (cán bộ được cử đến): from when to when, and the note that the Centre gives each
//! month to the agency about each of them (NĐ 61/2018 Điều 9.3, 11, 12; row C-58).

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::{
    calendar::Timetable,
    id::{PersonId, UnitId},
    people::{Actor, Role},
    refusal::Refusal,
    words::words,
};

/// An agency sends somebody to the Centre.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Secondment {
    /// Who.
    pub person: PersonId,
    /// To which centre.
    pub centre: UnitId,
    /// By which agency.
    pub sender: UnitId,
    /// Number and day of the decision.
    pub decision: String,
    /// The fields the person works in, in words.
    pub fields: String,
    /// The first day.
    pub first_day: Date,
    /// The last day.
    pub last_day: Date,
}

/// How many days before its end a secondment is said to end soon.
const SOON: i64 = 30;

/// Where a secondment stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Not yet begun.
    ToCome,
    /// The person works at the Centre.
    Active,
    /// It ends within thirty days: the agency is to extend it or to send somebody else (Điều 12).
    EndsSoon,
    /// Over.
    Over,
}

impl Secondment {
    /// Where it stands `today`.
    pub fn standing(&self, today: Date) -> Standing {
        let left = self.last_day.duration_since(today).as_hours() / 24;
        if today < self.first_day {
            Standing::ToCome
        } else if left < 0 {
            Standing::Over
        } else if left <= SOON {
            Standing::EndsSoon
        } else {
            Standing::Active
        }
    }

    /// Refuses who may not write it down ([`may_second`]), one without decision, with days the wrong way round or all over, and a
    /// centre that sends to itself.
    pub fn check(&self, by: &Actor, today: Date) -> Result<(), Refusal> {
        if !may_second(by, self.centre) {
            return Err(Refusal::SecondmentNotYours);
        }
        if self.last_day < self.first_day || self.last_day < today {
            return Err(Refusal::PeriodDates);
        }
        if self.decision.trim().is_empty() {
            return Err(Refusal::DecisionMissing);
        }
        if self.sender == self.centre {
            return Err(Refusal::SenderIsCentre);
        }
        Ok(())
    }
}

/// Whether `by` keeps the list of seconded staff of `centre`: the Centre itself (Điều 9.3).
pub fn may_second(by: &Actor, centre: UnitId) -> bool {
    by.role().is_some_and(Role::is_centre) && by.unit() == Some(centre)
}

/// Whether `by` speaks for the agency `sender` about its staff: its heads.
pub fn may_confirm(by: &Actor, sender: UnitId) -> bool {
    matches!(by.role(), Some(Role::Leader | Role::DivisionHead)) && by.unit() == Some(sender)
}

words! {
    /// Where the note of a month stands.
    NoteState {
        /// Drafted by the system; the Centre has not completed it.
        Draft = "draft" "Chờ Trung tâm hoàn thiện",
        /// Sent to the agency.
        Sent = "sent" "Đã gửi, chờ cơ quan xác nhận",
        /// The agency has read it and added its own evaluation.
        Confirmed = "confirmed" "Cơ quan đã xác nhận",
    }
}

words! {
    /// What is done with a note. The word stands in addresses.
    NoteDeed {
        /// The Centre completes and sends it.
        Send = "gui" "Gửi cơ quan cử cán bộ",
        /// The agency confirms it.
        Confirm = "xac-nhan" "Xác nhận đã đọc",
    }
}

/// What the data tell of a person's month; the draft of the note begins with it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct WorkDone {
    /// Dossiers received.
    pub received: i64,
    /// Results handed over.
    pub returned: i64,
    /// Everything else done to dossiers.
    pub steps: i64,
    /// People guided.
    pub guided: i64,
    /// Of these, filed online.
    pub guided_online: i64,
    /// Half days planned at a counter.
    pub shifts: i64,
    /// Days away.
    pub days_away: i64,
}

/// The note of a month about one person (NĐ 61/2018 Điều 9.3).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct StaffNote {
    /// What was done, from the data.
    pub work: WorkDone,
    /// Whether the person kept the hours.
    pub punctuality: String,
    /// Discipline and attitude.
    pub discipline: String,
    /// What the Centre thinks of the work.
    pub evaluation: String,
    /// What the agency adds.
    pub answer: String,
}

/// Where the note stands after `deed` by `by`. The Centre sends a draft that says something of punctuality, discipline and work;
/// the agency confirms what was sent, with its own evaluation. Everything else is refused, and nobody
/// writes about themself.
pub fn take(
    state: NoteState,
    deed: NoteDeed,
    of: &Secondment,
    by: &Actor,
    note: &StaffNote,
) -> Result<NoteState, Refusal> {
    let (centre, sender) = (of.centre, of.sender);
    if by.person() == Some(of.person) {
        return Err(Refusal::SecondmentNotYours);
    }
    let is_said = |texts: &[&str]| texts.iter().all(|text| !text.trim().is_empty());
    match (deed, state) {
        (NoteDeed::Send, NoteState::Draft) if may_second(by, centre) => {
            if is_said(&[&note.punctuality, &note.discipline, &note.evaluation]) {
                Ok(NoteState::Sent)
            } else {
                Err(Refusal::NoteIncomplete)
            }
        }
        (NoteDeed::Confirm, NoteState::Sent) if may_confirm(by, sender) => {
            if is_said(&[&note.answer]) {
                Ok(NoteState::Confirmed)
            } else {
                Err(Refusal::NothingSaid)
            }
        }
        _ => Err(Refusal::SecondmentNotYours),
    }
}

/// The day on which the notes of `month` are drafted: the first working day after it. `month` is named by its first day.
pub fn drafted_on(month: Date, table: &Timetable) -> Option<Date> {
    table.next_working_day(month.last_of_month())
}

#[cfg(test)]
mod tests;
