//! One dossier at one moment, and what each turn makes of it: the papers, numbers and dates that its event needs.

use base::{
    app::App,
    dossier::{self, Seen},
    error::{Error, Result},
};
use domain::{
    access::Action,
    calendar::deadline::{Pause, PauseKind, last_proposal, resumed, warning, working_days_after},
    dossier::{
        Event, Filing, Place, State, duty,
        event::{Request, RequestLine, Resumption, Target},
        extend::{self, DelayCause, Promise},
        proposal::{self, Proposal},
        refuse,
        reopen::{self, Reopening},
        settle, stop,
        supplement::{self, Known},
        undo, verify,
    },
    id::UnitId,
    instant::{Instant, local_date},
    people::Actor,
    refusal::Refusal,
    rules::{Form, RuleSet},
};
use jiff::SignedDuration;
use kit::db::Tx;

use super::{
    super::{colleagues::must_hold, held, number, place, receive, settle::process, timeline},
    Turn, Wanted, last_request, rules_of,
};

/// One dossier at one moment: everything a turn needs to know.
pub(super) struct At<'a, 'c> {
    pub app: &'a App,
    pub tx: &'a mut Tx<'c>,
    pub seen: &'a Seen,
    pub now: Instant,
}

impl At<'_, '_> {
    /// The event that `turn` comes to; refuses what is not lawful now.
    pub fn event(&mut self, turn: &Turn, by: Actor) -> Result<Event> {
        let (seen, now) = (self.seen, self.now);
        Ok(match turn {
            Turn::RequestSupplement { lines, reason } => self.request_supplement(lines, reason)?,
            Turn::Propose(wanted) => self.propose(wanted)?,
            Turn::Agree => self.agree()?,
            Turn::Reject { reason } => proposal::reject(seen, reason)?,
            Turn::Apologise { cause, reason, new_due_at } => self.apologise(*cause, reason, *new_due_at)?,
            Turn::Supplement { filing } => self.supplement(filing)?,
            Turn::RequireDuty(duty) => duty::require(duty.clone())?,
            Turn::ConfirmDuty(payment) => {
                duty::paid(payment.clone(), self.resume(PauseKind::FinancialDuty)?)?
            }
            Turn::CancelRequest { reason } => duty::cancel_request(seen, reason, now)?,
            Turn::Explain { cause, reason } => extend::explain(seen, *cause, reason)?,
            Turn::Verify(check) => verify::verify(check.clone(), now)?,
            Turn::Reassign { person, reason } => {
                let here = seen.place.clone().ok_or(Refusal::NoSuchStep)?;
                must_hold(self.tx, *person, &here, now)?;
                settle::reassign(seen, *person, reason)?
            }
            Turn::Undo { reason } => self.undo(reason, by)?,
            Turn::Withdraw { reason } => self.withdraw(reason)?,
            Turn::ReturnPapers(handover) => settle::return_papers(seen, handover.clone())?,
            Turn::RemindCollection { note, by_post: false } => {
                Event::CollectionReminded { note: note.clone() }
            }
            Turn::RemindCollection { note, by_post: true } => Event::PostReturned { note: note.clone() },
            Turn::RecordLoss(loss) => verify::lose(loss.clone())?,
            Turn::GiveLetter(given) if given.on > local_date(now) => {
                return Err(Error::field("ngay-giao", "Ngày giao không thể ở sau hôm nay."));
            }
            Turn::GiveLetter(given) => Event::LetterGiven { given: given.clone() },
            Turn::Reopen { reopening, step } => self.reopen(reopening, *step)?,
            other => self.part(other, by)?,
        })
    }

    fn rules(&self) -> &'static RuleSet {
        // Before acceptance the rules of the day apply.
        if self.seen.rules.is_none() { RuleSet::at(local_date(self.now)) } else { rules_of(self.seen) }
    }

    fn request_supplement(&mut self, lines: &[RequestLine], reason: &str) -> Result<Event> {
        let (listed, held) = self.papers()?;
        let required = receive::required(&listed, self.filing()?.case);
        let known = Known { listed: &required, held: &held };
        let request = self.request(lines, reason, known)?;
        Ok(supplement::request(self.seen, request, known, self.is_outside_window())?)
    }

    /// Whether the days that the law leaves for asking have passed (NĐ 61/2018 Điều 19.4).
    fn is_outside_window(&self) -> bool {
        let house = self.app.house();
        let table = house.timetable(self.seen.receiving_unit);
        let last = self
            .seen
            .received_at
            .and_then(|received| working_days_after(received, self.rules().supplement_window_days, &table));
        last.is_none_or(|last| self.now > last)
    }

    /// The procedure, and the papers of it that the store holds.
    fn papers(&mut self) -> Result<(std::sync::Arc<base::version::ProcedureVersion>, Vec<u16>)> {
        let version = self.app.versions.procedure(self.tx, self.seen.procedure)?;
        let filing = self.filing()?;
        let papers = version.content.papers(filing.case);
        let held = held::items(self.tx, &filing.owner.identity, Some(self.seen.id), papers)?;
        Ok((version, held))
    }

    fn filing(&mut self) -> Result<Filing> {
        dossier::filing(self.tx, self.seen.id)
    }

    fn request(&mut self, lines: &[RequestLine], reason: &str, known: Known) -> Result<Request> {
        let house = self.app.house();
        let unit = house.unit(self.seen.receiving_unit)?;
        let lines: Vec<RequestLine> =
            lines.iter().map(|line| supplement::worded(line, known.listed)).collect();
        receive::asked(self.tx, (unit, &house), &lines, reason, self.rules(), self.now)
    }

    fn propose(&mut self, wanted: &Wanted) -> Result<Event> {
        let (listed, held) = self.papers()?;
        let required = receive::required(&listed, self.filing()?.case);
        let known = Known { listed: &required, held: &held };
        let proposal = match wanted {
            Wanted::Other(proposal) => proposal.clone(),
            // Its number is drawn when the leader agrees.
            Wanted::Supplement { lines, reason, ground } => Proposal::Supplement {
                request: Request {
                    lines: lines.iter().map(|line| supplement::worded(line, known.listed)).collect(),
                    reason: reason.trim().to_owned(),
                    slip_number: 0,
                    answer_by: None,
                    remind_at: None,
                },
                ground: ground.trim().to_owned(),
            },
        };
        if let Proposal::Extend { new_due_at, .. } = &proposal {
            extend::check(self.seen, self.promise(*new_due_at)?)?;
        }
        Ok(proposal::propose(self.seen, proposal, known)?)
    }

    fn agree(&mut self) -> Result<Event> {
        let proposal = self.seen.turns.proposal.clone().ok_or(Refusal::NothingProposed)?;
        match proposal {
            Proposal::Supplement { request, .. } => {
                let (listed, held) = self.papers()?;
                let required = receive::required(&listed, self.filing()?.case);
                let known = Known { listed: &required, held: &held };
                supplement::check(&request, known)?;
                let request = self.request(&request.lines, &request.reason, known)?;
                if self.seen.state == State::Submitted {
                    let target = Target {
                        procedure: self.seen.procedure,
                        procedure_code: listed.content.code.clone(),
                        receiving_unit: self.seen.receiving_unit,
                        settling_unit: self.seen.settling_unit,
                    };
                    let filing = Box::new(self.filing()?);
                    return Ok(Event::CompletionRequested { filing, target, request });
                }
                Ok(Event::SupplementRequested { request, is_late: self.is_outside_window() })
            }
            Proposal::Refuse { ground } => {
                let slip_number = self.letter(self.rules().forms.refusal, self.seen.receiving_unit)?;
                Ok(refuse::refuse(ground, slip_number, self.at_return()?)?)
            }
            Proposal::Stop { cause, ground } => {
                let number = self.stop_number()?;
                Ok(stop::stop(cause, ground, number, self.at_return()?)?)
            }
            Proposal::Extend { cause, reason, new_due_at } => self.apologise(cause, &reason, new_due_at),
        }
    }

    fn letter(&mut self, form: Form, unit: UnitId) -> Result<u32> {
        let house = self.app.house();
        number::letter(self.tx, house.unit(unit)?, form, self.now)
    }

    fn stop_number(&mut self) -> Result<Option<u32>> {
        let form = self.rules().forms.stop;
        form.map(|form| self.letter(form, self.seen.receiving_unit)).transpose()
    }

    /// The hand-over step, where papers wait to be given back.
    fn at_return(&mut self) -> Result<Place> {
        place::of_papers(self.app, self.tx, self.seen, self.now)
    }

    fn promise(&mut self, new_due_at: Instant) -> Result<Promise> {
        let due = self.seen.due_at.ok_or(Refusal::NoDueDate)?;
        let version = self.app.versions.procedure(self.tx, self.seen.procedure)?;
        let limit = version.content.limit(self.filing()?.channel);
        let house = self.app.house();
        let table = house.timetable(self.seen.receiving_unit);
        let latest = limit.and_then(|limit| receive::count(due, limit, self.rules(), &table).ok());
        let propose_by = last_proposal(due, self.rules().reading.notice_in_working_days, &table);
        Ok(Promise { new_due_at, latest, propose_by, now: self.now })
    }

    fn apologise(&mut self, cause: DelayCause, reason: &str, new_due_at: Instant) -> Result<Event> {
        let promise = self.promise(new_due_at)?;
        extend::check(self.seen, promise)?;
        let drafted = self.seen.turns.apology;
        let slip_number = match drafted.and_then(|drafted| drafted.number(self.seen.due_at, self.now)) {
            Some(number) => number,
            None => self.letter(self.rules().forms.apology, self.seen.settling_unit)?,
        };
        let house = self.app.house();
        let warn_at = warning(self.now, new_due_at, &house.timetable(self.seen.receiving_unit));
        let letter = (slip_number, warn_at);
        Ok(extend::apologise(self.seen, (cause, reason), promise, letter, self.rules())?)
    }

    fn supplement(&mut self, filing: &Filing) -> Result<Event> {
        let before = self.filing()?;
        let request = last_request(self.tx, self.seen)?;
        if self.seen.state == State::AwaitingCompletion {
            supplement::complete(&request, &before, filing)?;
            let to = receive::waiting_for_check(self.seen.receiving_unit, &self.app.house(), self.now);
            return Ok(Event::Completed { filing: Box::new(filing.clone()), to });
        }
        // Checked before a number is drawn.
        supplement::complete(&request, &before, filing)?;
        let resumption = self.resume(PauseKind::Supplement)?;
        Ok(supplement::answer(&request, &before, filing.clone(), resumption)?)
    }

    /// The clock runs again: the new appointment, and the receipt that shows it.
    fn resume(&mut self, kind: PauseKind) -> Result<Resumption> {
        let waiting = self.seen.turns.waiting.ok_or(Refusal::NoSuchStep)?;
        let version = self.app.versions.procedure(self.tx, self.seen.procedure)?;
        let limit = version.content.limit(self.filing()?.channel);
        let house = self.app.house();
        let table = house.timetable(self.seen.receiving_unit);
        let pause = Pause { from: waiting.since, to: self.now.max(waiting.since), kind };
        let due_at = match (self.seen.due_at, limit) {
            (Some(due), Some(limit)) => {
                Some(resumed(due, limit, pause, self.rules().reading.clock, &table).map_err(Error::fault)?)
            }
            (due, _) => due,
        };
        let here = self.seen.place.clone().ok_or(Refusal::NoSuchStep)?;
        let process = process(self.app, self.tx, self.seen)?;
        let again = place::of(self.seen, &process.content, here.step, &house, self.now)?;
        let slip_number = self.letter(self.rules().forms.receipt, self.seen.receiving_unit)?;
        Ok(Resumption {
            at: self.now,
            due_at,
            warn_at: due_at.and_then(|due| warning(self.now, due, &table)),
            to: Place { owner: here.owner, ..again },
            slip_number: Some(slip_number),
        })
    }

    /// Only who did the last deed may undo it.
    fn undo(&mut self, reason: &str, by: Actor) -> Result<Event> {
        let events = timeline::events(self.tx, self.seen.id)?;
        let (last_line, last) = events.last().ok_or(Refusal::NoSuchStep)?;
        if last_line.by.person() != by.person() {
            return Err(Refusal::NotYours { deed: Action::Undo.title() }.into());
        }
        let before = timeline::fold(self.seen.id, events.split_last().map_or(&[][..], |(_, before)| before))?;
        Ok(undo::undo(&before, last, reason)?)
    }

    fn withdraw(&mut self, reason: &str) -> Result<Event> {
        let is_accepted = self.seen.state.is_accepted();
        let slip_number = if is_accepted { self.stop_number()? } else { None };
        let to = if is_accepted { Some(self.at_return()?) } else { None };
        Ok(stop::withdraw(self.seen, reason, slip_number, to)?)
    }

    fn reopen(&mut self, reopening: &Reopening, step: u16) -> Result<Event> {
        let process = process(self.app, self.tx, self.seen)?;
        let house = self.app.house();
        let to = place::of(self.seen, &process.content, step, &house, self.now)?;
        let table = house.timetable(self.seen.receiving_unit);
        let warn_at = reopening.due_at.and_then(|due| warning(self.now, due, &table));
        // Whoever comes on that day finds somebody there; a closing time is still working time.
        let is_working_time = reopening.due_at.is_none_or(|due| {
            due > self.now && (table.is_open(due) || table.is_open(due - SignedDuration::from_mins(1)))
        });
        Ok(reopen::reopen(Reopening { warn_at, ..reopening.clone() }, to, is_working_time)?)
    }
}
