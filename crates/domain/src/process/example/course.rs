//! The course of one example: a made-up dossier, carried through the steps by the rules of [`crate::dossier`].

use jiff::civil::DateTime;

use super::{Deed, Example, Expected, Happening, StepKind, moment};
use crate::{
    calendar::{
        Timetable,
        deadline::{self, Limit, LimitUnit, Pause},
    },
    dossier::{
        Channel, Dossier, Event, Filing, Party, Place, ReturnWay,
        duty::{self, Duty, Payment},
        event::{Acceptance, Draft, FileRef, Handover, Outcome, Request, RequestLine, Resumption, Target},
        settle,
        supplement::{self, Known},
    },
    id::{AssignmentId, DossierId, PersonId, ProcedureVersionId, ProcessVersionId, UnitId},
    instant::{Instant, from_local, local_date},
    people::{Actor, Role},
    process::Process,
    refusal::Refusal,
    rules::RuleSet,
};
use uuid::Uuid;

/// A dossier on its way.
pub struct Course<'a> {
    process: &'a Process,
    table: &'a Timetable<'a>,
    limit: Limit,
    dossier: Dossier,
}

impl<'a> Course<'a> {
    /// The dossier as it is received; why not, if no due date can be given.
    pub fn begin(process: &'a Process, example: &Example, table: &'a Timetable<'a>) -> Result<Self, String> {
        let at = from_local(example.received);
        let rules = RuleSet::at(local_date(at));
        let limit = example.limit.unwrap_or_else(|| hours(process));
        let due = deadline::due(at, limit, deadline::Course::default(), rules.reading.clock, table);
        let due = due.map_err(|why| why.to_string())?;
        let unit = UnitId(Uuid::nil());
        let target = Target {
            procedure: ProcedureVersionId(Uuid::nil()),
            procedure_code: process.procedures.first().cloned().unwrap_or_default(),
            receiving_unit: unit,
            settling_unit: unit,
        };
        let acceptance = Acceptance {
            code: "VI-DU".into(),
            rules: rules.id.into(),
            process: ProcessVersionId(Uuid::nil()),
            received_at: at,
            due_at: Some(due.at),
            warn_at: None,
            slip_number: None,
            place: place(process, 0, at, table).ok_or("Quy trình không có bước nào.")?,
        };
        let filing = Box::new(filing());
        let event = Event::Received { filing, target, acceptance: Box::new(acceptance) };
        let dossier = Dossier::begin(DossierId(Uuid::nil()), &event, at);
        let dossier = dossier.ok_or("Hồ sơ không bắt đầu được.")?;
        Ok(Course { process, table, limit, dossier })
    }

    /// Lets something happen; why not, if the rules refuse it.
    pub fn happen(&mut self, happening: &Happening, at: Instant) -> Result<(), String> {
        let done = match happening.deed {
            Deed::Done => self.done(happening.to.as_deref(), at),
            Deed::SentBack => self.send_back(happening.to.as_deref(), at),
            Deed::SupplementAsked => self.ask(at),
            Deed::DutyAsked => duty::require(a_duty(at)).and_then(|event| self.apply(&event, at)),
            Deed::Supplemented | Deed::DutyPaid => self.resume(happening.deed, at),
            Deed::HandedOver => settle::hand_over(handover()).and_then(|event| self.apply(&event, at)),
        };
        done.map_err(|refusal| refusal.to_string())
    }

    /// Ends the present step as its kind is ended: handed over, given to a person, drafted and submitted, issued.
    fn done(&mut self, to: Option<&str>, at: Instant) -> Result<(), Refusal> {
        let here = self.dossier.place.clone().ok_or(Refusal::NoSuchStep)?;
        let next = self.process.next(here.step);
        let step = match to {
            None => next.first().copied(),
            Some(no) => next.into_iter().find(|place| self.is_called(*place, no)),
        };
        let step = step.ok_or(Refusal::NoSuchStep)?;
        let to = place(self.process, step, at, self.table).ok_or(Refusal::NoSuchStep)?;
        if self.dossier.state == crate::dossier::State::Received && to.kind != StepKind::Return {
            let event = settle::transfer(&self.dossier, to)?;
            return self.apply(&event, at);
        }
        if self.dossier.state.is_running() && here.owner.is_none() && here.kind != StepKind::Receive {
            let event = settle::take(&self.dossier, false, "")?;
            self.apply(&event, at)?;
        }
        if matches!(here.kind, StepKind::Process | StepKind::Opinion) && !self.dossier.has_draft {
            let event = settle::draft(Draft { opinion: "Dự thảo".into(), file: None })?;
            self.apply(&event, at)?;
        }
        let event = match (here.kind, to.kind) {
            (_, StepKind::Return) => settle::issue(&self.dossier, outcome(at), to)?,
            (StepKind::Assign, _) => settle::assign(somebody(), to, ""),
            _ => settle::advance(&self.dossier, to, "")?,
        };
        self.apply(&event, at)
    }

    fn send_back(&mut self, to: Option<&str>, at: Instant) -> Result<(), Refusal> {
        let here = self.dossier.place.as_ref().ok_or(Refusal::NoSuchStep)?;
        let mut earlier = self.process.earlier(here.step).into_iter();
        let step = match to {
            None => earlier.next(),
            Some(no) => earlier.find(|place| self.is_called(*place, no)),
        };
        let to = step.and_then(|step| place(self.process, step, at, self.table));
        let event = settle::send_back(&self.dossier, to.ok_or(Refusal::NoSuchStep)?, "Ví dụ")?;
        self.apply(&event, at)
    }

    fn ask(&mut self, at: Instant) -> Result<(), Refusal> {
        let line =
            RequestLine { text: "Giấy tờ".into(), basis: "Ví dụ".into(), ..RequestLine::default() };
        let request = Request {
            lines: vec![line],
            reason: "Ví dụ".into(),
            slip_number: 1,
            answer_by: None,
            remind_at: None,
        };
        let event = supplement::request(&self.dossier, request, Known { listed: &[], held: &[] }, false)?;
        self.apply(&event, at)
    }

    fn resume(&mut self, deed: Deed, at: Instant) -> Result<(), Refusal> {
        let here = self.dossier.place.as_ref().ok_or(Refusal::NoSuchStep)?;
        let to = place(self.process, here.step, at, self.table).ok_or(Refusal::NoSuchStep)?;
        let to = Place { owner: here.owner, ..to };
        let waiting = self.dossier.turns.waiting;
        let due_at = self.dossier.due_at.zip(waiting).and_then(|(due, waiting)| {
            let pause = Pause { from: waiting.since, to: at, kind: waiting.kind };
            let rules = self.dossier.rules.as_deref().and_then(RuleSet::by_id)?;
            deadline::resumed(due, self.limit, pause, rules.reading.clock, self.table).ok()
        });
        let resumption = Resumption { at, due_at, warn_at: None, to, slip_number: None };
        let event = if deed == Deed::Supplemented {
            Event::Supplemented { filing: Box::new(filing()), resumption }
        } else {
            let payment = Payment { document: "Ví dụ".into(), paid_on: local_date(at), file: None };
            duty::paid(payment, resumption)?
        };
        self.apply(&event, at)
    }

    fn apply(&mut self, event: &Event, at: Instant) -> Result<(), Refusal> {
        let unit = UnitId(Uuid::nil());
        let by = Actor::Person {
            person: somebody(),
            assignment: AssignmentId(Uuid::nil()),
            unit,
            role: Role::Handler,
            stands_in_for: None,
        };
        self.dossier = self.dossier.after(event, by, at)?;
        Ok(())
    }

    fn is_called(&self, place: u16, no: &str) -> bool {
        self.process.step(place).is_some_and(|step| step.no == no.trim())
    }

    /// How the dossier differs from what was expected.
    pub fn differences(&self, expected: &Expected) -> Vec<String> {
        let place = self.dossier.place.as_ref();
        let step = place.and_then(|place| self.process.step(place.step)).map(|step| step.no.as_str());
        let mut found = vec![];
        if let Some(wanted) = &expected.step
            && step != Some(wanted.trim())
        {
            let step = step.unwrap_or("không ở bước nào");
            found.push(format!("Hồ sơ đứng ở bước: mong đợi {wanted}, thực tế {step}."));
        }
        let mut due = |what: &str, wanted: Option<DateTime>, is: Option<Instant>| {
            let Some(wanted) = wanted.map(from_local).filter(|wanted| Some(*wanted) != is) else { return };
            let is = is.map_or_else(|| "không có hạn".to_owned(), moment);
            found.push(format!("{what}: mong đợi {}, thực tế {is}.", moment(wanted)));
        };
        due("Hạn của bước", expected.step_due, place.and_then(|place| place.due_at));
        due("Hạn trả kết quả", expected.due, self.dossier.due_at);
        let state = self.dossier.state.title();
        if let Some(wanted) = expected.state.as_ref().filter(|wanted| wanted.trim() != state) {
            found.push(format!("Trạng thái: mong đợi “{wanted}”, thực tế “{state}”."));
        }
        found
    }
}

/// The working time that the process states, or else that of its steps together.
fn hours(process: &Process) -> Limit {
    let minutes = process.stated_minutes.unwrap_or_else(|| process.minutes());
    // Rounded up to a thousandth of an hour, which is less than a minute.
    Limit { amount: (minutes * 1_000 + 59) / 60, unit: LimitUnit::WorkingHour }
}

fn place(process: &Process, no: u16, since: Instant, table: &Timetable) -> Option<Place> {
    let step = process.step(no)?;
    Some(Place {
        step: no,
        kind: step.kind,
        unit: UnitId(Uuid::nil()),
        role: step.kind.role(),
        owner: None,
        since,
        due_at: step.minutes.and_then(|minutes| table.after_minutes(since, minutes)),
    })
}

fn somebody() -> PersonId {
    PersonId(Uuid::nil())
}

fn filing() -> Filing {
    Filing {
        channel: Channel::Counter,
        case: 0,
        owner: Party { name: "Ví dụ".into(), ..Party::default() },
        proxy: None,
        summary: String::new(),
        stated: vec![],
        papers: vec![],
        sets: 1,
        return_way: ReturnWay::Counter,
        priority: None,
    }
}

fn a_duty(at: Instant) -> Duty {
    let (what, document) = ("Ví dụ".to_owned(), "Ví dụ".to_owned());
    Duty { what, document, sent_on: local_date(at), amount: None, pay_by: None, file: None }
}

fn outcome(at: Instant) -> Outcome {
    let file = FileRef { hash: "0".into(), name: "ket-qua.pdf".into(), mime: String::new(), size: 0 };
    Outcome { number: "1".into(), dated_on: local_date(at), file }
}

fn handover() -> Handover {
    Handover {
        collector: "Ví dụ".into(),
        identity: "Ví dụ".into(),
        way: ReturnWay::Counter,
        receipt_taken_back: true,
    }
}
