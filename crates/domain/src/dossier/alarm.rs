//! What the clock itself brings about: reminders, closing, the letter of apology, silence. An alarm is set when an event
//! gives a date, and rings once; if the dossier has moved on by then, nothing happens.

use jiff::SignedDuration;
use serde::{Deserialize, Serialize};

use super::{Dossier, Event, Place, State, extend};
use crate::{
    dossier::part::{PartKind, Released},
    instant::Instant,
};

/// Something to look at when its moment has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "alarm", rename_all = "snake_case")]
pub enum Alarm {
    /// Will the result be there in time? If not, the apology is drafted.
    Warn {
        /// The due date it is about.
        due_at: Instant,
    },
    /// The due date.
    Due {
        /// The due date it is about.
        due_at: Instant,
    },
    /// The applicant is reminded to answer.
    Remind {
        /// By when the answer is expected.
        answer_by: Instant,
    },
    /// The day until which a financial duty should be paid is over.
    Pay {
        /// That day.
        pay_by: Instant,
    },
    /// The time to answer is over.
    Close {
        /// By when the answer was expected.
        answer_by: Instant,
    },
    /// A part is due.
    Part {
        /// Its number.
        no: u16,
        /// The due date it is about.
        due_at: Instant,
    },
}

/// How long before its due date a dossier is looked at whose calendar is not at hand.
const A_DAY: SignedDuration = SignedDuration::from_hours(24);

/// The alarms that `event` sets, with their moments; `after` is the dossier it led to.
pub fn set_by(event: &Event, after: &Dossier) -> Vec<(Instant, Alarm)> {
    let due = |due_at: Option<Instant>, warn_at: Option<Instant>| {
        let warn = due_at.map(|due_at| (warn_at.unwrap_or(due_at), Alarm::Warn { due_at }));
        warn.into_iter().collect()
    };
    let part = |no: u16, due_at: Option<Instant>| due_at.map(|due_at| (due_at, Alarm::Part { no, due_at }));
    match event {
        Event::Received { acceptance, .. } => due(acceptance.due_at, acceptance.warn_at),
        Event::Supplemented { resumption, .. } | Event::DutyPaid { resumption, .. } => {
            due(resumption.due_at, resumption.warn_at)
        }
        Event::Apologised { apology } if apology.moves_due => due(Some(apology.new_due_at), apology.warn_at),
        Event::Reopened { reopening, .. } => due(reopening.due_at, reopening.warn_at),
        // The alarms may have rung while the result was there, or the applicant was waited for.
        Event::Undone { .. } | Event::RequestCancelled { .. } if after.state.is_running() => {
            due(after.due_at, after.due_at.map(|due_at| due_at - A_DAY))
        }
        Event::CompletionRequested { request, .. } | Event::SupplementRequested { request, .. } => {
            let Some(answer_by) = request.answer_by else { return vec![] };
            let remind = request.remind_at.map(|at| (at, Alarm::Remind { answer_by }));
            remind.into_iter().chain([(answer_by, Alarm::Close { answer_by })]).collect()
        }
        Event::PartOpened { part: new } => part(new.no, new.due_at).into_iter().collect(),
        Event::DutyRequired { duty } => {
            duty.pay_by.map(|pay_by| (pay_by, Alarm::Pay { pay_by })).into_iter().collect()
        }
        other => other.released().iter().filter_map(|next| part(next.no, next.due_at)).collect(),
    }
}

/// The alarm that follows `alarm` once it has rung: after the warning the due date itself, if it is still this one.
pub fn then(dossier: &Dossier, alarm: Alarm) -> Option<(Instant, Alarm)> {
    match alarm {
        Alarm::Warn { due_at } if dossier.due_at == Some(due_at) && dossier.state.is_accepted() => {
            Some((due_at, Alarm::Due { due_at }))
        }
        _ => None,
    }
}

/// The numbers, dates and places that an alarm's event may need; asked for only when they are.
pub trait Supply {
    /// Why it could not be supplied.
    type Error;
    /// The next number of an apology.
    fn apology(&mut self) -> Result<u32, Self::Error>;
    /// The next number of a notice that settling stops, under rule sets that have one.
    fn stop(&mut self) -> Result<Option<u32>, Self::Error>;
    /// The parts that begin once nothing is to come from the part `no` any more, with their due dates.
    fn released(&mut self, no: u16) -> Vec<Released>;
    /// Where papers that were handed in wait to be given back; nothing if there are none.
    fn papers(&mut self) -> Result<Option<Place>, Self::Error>;
}

/// What happens when `alarm` rings; nothing if the dossier has moved on.
pub fn ring<S: Supply>(dossier: &Dossier, alarm: Alarm, supply: &mut S) -> Result<Option<Event>, S::Error> {
    let waits_until = dossier.turns.waiting.and_then(|waiting| waiting.answer_by);
    let is_asked = matches!(dossier.state, State::AwaitingSupplement | State::AwaitingCompletion);
    Ok(match alarm {
        Alarm::Warn { due_at } if dossier.due_at == Some(due_at) && extend::owes_apology(dossier) => {
            extend::draft(dossier, supply.apology()?)
        }
        Alarm::Due { due_at }
            if dossier.due_at == Some(due_at)
                && dossier.state.is_running()
                && dossier.turns.overdue_for != Some(due_at) =>
        {
            let has_apology = dossier.turns.apologised_for == Some(due_at);
            Some(Event::FellOverdue { due_at, has_apology })
        }
        Alarm::Remind { answer_by } if is_asked && waits_until == Some(answer_by) => Some(Event::Reminded),
        Alarm::Close { answer_by } if is_asked && waits_until == Some(answer_by) => {
            Some(Event::Expired { slip_number: supply.stop()?, to: supply.papers()? })
        }
        Alarm::Pay { pay_by } if dossier.state == State::AwaitingDuty && waits_until == Some(pay_by) => {
            Some(Event::DutyUnpaid { pay_by })
        }
        Alarm::Part { no, due_at } => {
            let part = dossier.turns.part(no).filter(|part| part.is_at_work() && part.due_at == Some(due_at));
            part.filter(|_| dossier.state.is_accepted()).map(|part| match part.kind {
                PartKind::Opinion => Event::PartSilent { no, released: supply.released(no) },
                PartKind::Leg => Event::PartLate { no },
            })
        }
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use std::convert::Infallible;

    use super::*;
    use crate::{
        calendar::deadline::PauseKind,
        dossier::{sample, turns::Waiting},
        process::StepKind,
    };

    struct Fixed;

    impl Supply for Fixed {
        type Error = Infallible;
        fn apology(&mut self) -> Result<u32, Infallible> {
            Ok(9)
        }
        fn stop(&mut self) -> Result<Option<u32>, Infallible> {
            Ok(None)
        }
        fn released(&mut self, no: u16) -> Vec<Released> {
            vec![Released { no: no + 1, due_at: None }]
        }
        fn papers(&mut self) -> Result<Option<Place>, Infallible> {
            Ok(Some(sample::place(6, StepKind::Return, None)))
        }
    }

    fn ring(dossier: &Dossier, alarm: Alarm) -> Option<Event> {
        let Ok(event) = super::ring(dossier, alarm, &mut Fixed);
        event
    }

    #[test]
    fn a_dossier_that_will_be_late_gets_its_letter_and_one_that_is_settled_does_not() {
        let mut dossier = sample::in_progress(StepKind::Process, None);
        let due_at = sample::now() + SignedDuration::from_hours(50);
        dossier.due_at = Some(due_at);
        let warn = Alarm::Warn { due_at };
        assert_eq!(ring(&dossier, warn), Some(Event::ApologyDrafted { slip_number: 9, due_at }));
        assert_eq!(ring(&dossier, Alarm::Warn { due_at: sample::now() }), None, "an older appointment");
        let overdue = Event::FellOverdue { due_at, has_apology: false };
        assert_eq!(ring(&dossier, Alarm::Due { due_at }), Some(overdue), "row C-51");
        for state in [State::ResultReady, State::AwaitingSupplement, State::AwaitingDuty, State::Withdrawn] {
            dossier.state = state;
            assert_eq!(ring(&dossier, warn), None, "{state:?}");
            assert_eq!(
                ring(&dossier, Alarm::Due { due_at }),
                None,
                "never overdue while waiting ({state:?})"
            );
        }
    }

    #[test]
    fn an_opinion_that_comes_too_late_to_matter_is_not_waited_for() {
        use crate::dossier::part::{Part, PartState};
        let mut dossier = sample::in_progress(StepKind::Process, None);
        let due_at = sample::now();
        dossier.turns.parts = vec![Part {
            no: 1,
            kind: PartKind::Opinion,
            unit: sample::unit(77),
            minutes: 60,
            after: vec![],
            due_at: Some(due_at),
            state: PartState::Sent,
            owner: None,
        }];
        let alarm = Alarm::Part { no: 1, due_at };
        let released = vec![Released { no: 2, due_at: None }];
        let silent = Event::PartSilent { no: 1, released };
        assert_eq!(ring(&dossier, alarm), Some(silent), "NĐ 61/2018 Điều 19.5.b; what waited for it begins");
        dossier.state = State::ResultReady;
        assert_eq!(ring(&dossier, alarm), None, "the result is there");
    }

    #[test]
    fn each_due_date_falls_overdue_once_and_an_undone_result_is_watched_again() {
        // Row C-51. The alarms of a due date that passed while the result was there have rung in vain.
        let due_at = sample::now() + SignedDuration::from_hours(50);
        let mut ready = sample::in_state(State::ResultReady, Some(sample::place(6, StepKind::Return, None)));
        ready.due_at = Some(due_at);
        assert_eq!(ring(&ready, Alarm::Due { due_at }), None);
        let undone = Event::Undone {
            deed: "result_issued".into(),
            reason: "sai số".into(),
            state: State::InProgress,
            to: Some(sample::place(5, StepKind::Number, None)),
        };
        let by = crate::people::Actor::System;
        let again = ready.after(&undone, by, sample::now()).unwrap();
        let day_before = due_at - SignedDuration::from_hours(24);
        assert_eq!(set_by(&undone, &again), vec![(day_before, Alarm::Warn { due_at })]);
        let overdue = ring(&again, Alarm::Due { due_at }).unwrap();
        let noted = again.after(&overdue, by, due_at).unwrap();
        assert_eq!(ring(&noted, Alarm::Due { due_at }), None, "once for each due date");
    }

    #[test]
    fn the_day_of_a_financial_duty_passes_once_and_only_while_it_is_waited_for() {
        // Domain §2.7. The dossier is not overdue meanwhile.
        let pay_by = sample::now() + SignedDuration::from_hours(24 * 30);
        let mut dossier = sample::in_state(State::AwaitingDuty, None);
        let kind = PauseKind::FinancialDuty;
        dossier.turns.waiting = Some(Waiting { since: sample::now(), kind, answer_by: Some(pay_by) });
        assert_eq!(ring(&dossier, Alarm::Pay { pay_by }), Some(Event::DutyUnpaid { pay_by }));
        assert_eq!(ring(&dossier, Alarm::Pay { pay_by: sample::now() }), None, "an older notice");
        dossier.state = State::InProgress;
        assert_eq!(ring(&dossier, Alarm::Pay { pay_by }), None, "paid in time");
    }

    #[test]
    fn what_was_asked_by_mistake_leaves_the_clock_as_it_was() {
        let due_at = sample::now() + SignedDuration::from_hours(50);
        let mut asked =
            sample::in_state(State::AwaitingDuty, Some(sample::place(2, StepKind::Process, None)));
        asked.due_at = Some(due_at);
        let (since, kind) = (sample::now(), PauseKind::FinancialDuty);
        asked.turns.waiting = Some(Waiting { since, kind, answer_by: None });
        let cancelled = Event::RequestCancelled { reason: "Nhập nhầm hồ sơ".into() };
        let on = asked.after(&cancelled, crate::people::Actor::System, sample::now()).unwrap();
        assert_eq!((on.state, on.due_at, on.turns.waiting), (State::InProgress, Some(due_at), None));
        assert!(on.turns.pauses.is_empty(), "as if it had not been asked for");
        let day_before = due_at - SignedDuration::from_hours(24);
        assert_eq!(set_by(&cancelled, &on), vec![(day_before, Alarm::Warn { due_at })]);
    }

    #[test]
    fn who_does_not_answer_is_reminded_and_then_the_dossier_is_closed() {
        let mut dossier = sample::in_state(State::AwaitingSupplement, None);
        let answer_by = sample::now() + SignedDuration::from_hours(24 * 21);
        dossier.turns.waiting =
            Some(Waiting { since: sample::now(), kind: PauseKind::Supplement, answer_by: Some(answer_by) });
        assert_eq!(ring(&dossier, Alarm::Remind { answer_by }), Some(Event::Reminded));
        let to = sample::place(6, StepKind::Return, None);
        let closed = Event::Expired { slip_number: None, to: Some(to.clone()) };
        assert_eq!(ring(&dossier, Alarm::Close { answer_by }), Some(closed.clone()));
        // T09: what was handed in waits to be taken home, once.
        let by = crate::people::Actor::System;
        let expired = dossier.after(&closed, by, answer_by).unwrap();
        assert_eq!((expired.state, expired.place.clone()), (State::Expired, Some(to)));
        assert!(expired.state.waits_for_the_applicant_to_come());
        dossier.state = State::InProgress;
        assert_eq!(ring(&dossier, Alarm::Close { answer_by }), None, "answered in time");
    }
}
