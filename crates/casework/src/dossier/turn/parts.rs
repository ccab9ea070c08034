//! Parts of other units: opened, confirmed, answered, taken back, declined, given to another person.

use base::{
    app::App,
    dossier::Seen,
    error::{Error, Result},
};
use domain::{
    access::{AGENCY, Action},
    dossier::{
        Event,
        part::{self, NewPart, PartKind, Released},
    },
    id::UnitId,
    instant::{Instant, local_date},
    people::Actor,
    refusal::Refusal,
};

use super::{super::colleagues::must_have, At, Turn};

/// The parts of the dossier that begin once nothing is to come from the part `no` any more, with their due dates.
pub fn released(app: &App, seen: &Seen, no: u16, now: Instant) -> Vec<Released> {
    let house = app.house();
    let begin = |(no, unit, minutes): (u16, UnitId, i64)| Released {
        no,
        due_at: house.timetable(unit).after_minutes(now, minutes),
    };
    part::released_by(seen, no).into_iter().map(begin).collect()
}

impl At<'_, '_> {
    /// The event that a turn about a part comes to.
    pub(super) fn part(&mut self, turn: &Turn, by: Actor) -> Result<Event> {
        let (seen, app, now) = (self.seen, self.app, self.now);
        let next = |no: u16| released(app, seen, no, now);
        Ok(match turn {
            Turn::OpenPart { kind, unit, task, minutes, after } => {
                self.open_part(*kind, *unit, task, *minutes, after)?
            }
            Turn::ConfirmPart { no } => {
                self.must_be_mine(*no, by, Action::AnswerPart)?;
                part::confirm(seen, *no)?
            }
            Turn::AnswerPart { no, answer } => {
                self.must_be_mine(*no, by, Action::AnswerPart)?;
                part::answer(seen, *no, answer.clone(), next(*no))?
            }
            Turn::CancelPart { no, reason } => part::cancel(seen, *no, reason, next(*no))?,
            Turn::DeclinePart { no, reason } => {
                self.must_be_ours(*no, by, Action::DeclinePart)?;
                part::decline(seen, *no, reason, next(*no))?
            }
            Turn::ReassignPart { no, person, reason } => {
                let unit = self.must_be_ours(*no, by, Action::ReassignPart)?;
                must_have(self.tx, *person, unit, AGENCY, now)?;
                part::reassign(seen, *no, *person, reason)?
            }
            _ => return Err(Error::NotFound),
        })
    }

    fn open_part(
        &mut self,
        kind: PartKind,
        unit: UnitId,
        task: &str,
        minutes: i64,
        after: &[u16],
    ) -> Result<Event> {
        let house = self.app.house();
        if !house.unit(unit)?.is_active_on(local_date(self.now)) {
            return Err(Refusal::UnitClosed(house.unit_name(unit).to_owned()).into());
        }
        let no = u16::try_from(self.seen.turns.parts.len()).unwrap_or(u16::MAX).saturating_add(1);
        let begins = part::may_begin(self.seen, after);
        let due_at = if begins { house.timetable(unit).after_minutes(self.now, minutes) } else { None };
        let left = self
            .seen
            .due_at
            .map(|due| house.timetable(self.seen.receiving_unit).minutes_between(self.now, due));
        let new =
            NewPart { no, kind, unit, task: task.trim().to_owned(), minutes, after: after.to_vec(), due_at };
        Ok(part::open(self.seen, new, left)?)
    }

    /// The unit of the part, if it is the actor's.
    fn must_be_ours(&self, no: u16, by: Actor, action: Action) -> Result<UnitId> {
        let part = self.seen.turns.part(no).ok_or(Refusal::NoSuchPart)?;
        let is_ours = Some(part.unit) == by.unit();
        if is_ours { Ok(part.unit) } else { Err(Refusal::NotYours { deed: action.title() }.into()) }
    }

    fn must_be_mine(&self, no: u16, by: Actor, action: Action) -> Result<()> {
        self.must_be_ours(no, by, action)?;
        let owner = self.seen.turns.part(no).and_then(|part| part.owner);
        let is_mine = owner.is_none_or(|owner| by.answers_for(owner));
        if is_mine { Ok(()) } else { Err(Refusal::NotYours { deed: action.title() }.into()) }
    }
}
