//! The turns off the straight way that the history takes, at about the rate at which they happen: supplements, opinions of
//! other units, duties, refusals, withdrawals, and what the dates bring about.

use base::{app::App, dossier::Seen, error::Result};
use casework::dossier::{
    alarm,
    turn::{self, Turn, Wanted, last_request},
};
use domain::{
    dossier::{
        State,
        alarm::{Alarm, set_by, then},
        duty::{Duty, Payment},
        event::{Ground, RequestLine},
        extend::DelayCause,
        filing::FiledPaper,
        part::{Answer, PartKind, Verdict},
        proposal::Proposal,
    },
    id::DossierId,
    instant::{Instant, local_date},
    people::{Actor, Role},
    process::StepKind,
};
use jiff::SignedDuration;
use kit::db::{Tx, args};

use super::{Turn as Next, World};

impl World {
    /// What happens instead of the next step, if anything: first what the dossier waits for, then by chance.
    pub(super) fn off_the_way(
        &mut self,
        tx: &mut Tx,
        seen: &Seen,
        at: Instant,
    ) -> Result<Option<(Actor, Turn)>> {
        let reception = |world: &mut World| world.one_of(seen.receiving_unit, Role::Receptionist);
        match seen.state {
            State::AwaitingSupplement | State::AwaitingCompletion => {
                let Some(officer) = reception(self) else { return Ok(None) };
                return Ok(Some((officer.actor, supply(tx, seen)?)));
            }
            State::AwaitingDuty => {
                let Some(officer) = reception(self) else { return Ok(None) };
                let payment = Payment {
                    document: format!("BL-{}", self.rng.u32(1_000..9_999)),
                    paid_on: local_date(at),
                    file: None,
                };
                return Ok(Some((officer.actor, Turn::ConfirmDuty(payment))));
            }
            State::InProgress if seen.turns.proposal.is_some() => {
                let leader = self.one_of(seen.settling_unit, Role::Leader);
                return Ok(leader.map(|leader| (leader.actor, Turn::Agree)));
            }
            State::InProgress => {}
            _ => return Ok(None),
        }
        let is_working = seen
            .place
            .as_ref()
            .is_some_and(|place| place.kind == StepKind::Process && place.owner.is_some() && !seen.has_draft);
        let Some(officer) = self.actor(seen).filter(|_| is_working) else { return Ok(None) };
        Ok(self.by_chance(seen, at).map(|turn| (officer.actor, turn)))
    }

    fn by_chance(&mut self, seen: &Seen, at: Instant) -> Option<Turn> {
        let is_first = seen.turns.is_empty();
        match self.rng.u32(0..100) {
            0..6 if is_first => Some(Turn::RequestSupplement {
                lines: vec![RequestLine { paper: Some(0), ..RequestLine::default() }],
                reason: "Nội dung kê khai chưa đầy đủ.".into(),
            }),
            6..10 if is_first => {
                let departments: Vec<_> =
                    self.cast.officers.iter().filter_map(|officer| officer.actor.unit()).collect();
                let unit = departments.get(self.rng.usize(0..departments.len())).copied()?;
                Some(Turn::OpenPart {
                    kind: PartKind::Opinion,
                    unit,
                    task: "Đề nghị cho ý kiến về nội dung chuyên ngành của hồ sơ.".into(),
                    minutes: 960,
                    after: vec![],
                })
            }
            10..12 if is_first => Some(Turn::RequireDuty(Duty {
                what: "Lệ phí trước bạ".into(),
                document: format!("{}/PCTT", self.rng.u32(1..400)),
                sent_on: local_date(at),
                amount: None,
                pay_by: None,
                file: None,
            })),
            12..14 => Some(Turn::Propose(Box::new(Wanted::Other(Proposal::Refuse {
                ground: Ground {
                    reason: "Không đáp ứng yêu cầu, điều kiện thực hiện thủ tục hành chính đã công bố."
                        .into(),
                    basis: "Điều 19 khoản 8 Nghị định 61/2018/NĐ-CP".into(),
                },
            })))),
            _ => None,
        }
    }

    /// Plans what the last event of the dossier brings about later: its alarms, the answers of other units, the leader's
    /// signature.
    pub(super) fn plan_turns(&mut self, app: &App, tx: &mut Tx, seen: &Seen, at: Instant) -> Result<()> {
        let events = casework::dossier::timeline::events(tx, seen.id)?;
        let Some((_, last)) = events.last() else { return Ok(()) };
        for (when, alarm) in set_by(last, seen) {
            self.plan_alarm(when, seen.id, alarm);
        }
        let house = app.house();
        if let domain::dossier::Event::PartOpened { part } = last
            && self.rng.u32(0..10) < 8
            && let Some(when) = house.timetable(part.unit).after_minutes(at, self.rng.i64(120..1_100))
        {
            self.plan(when, Next::Answer(seen.id, part.no));
        }
        if let domain::dossier::Event::ApologyDrafted { .. } = last
            && self.rng.u32(0..10) < 8
            && let Some(when) = house.timetable(seen.settling_unit).after_minutes(at, self.rng.i64(30..240))
        {
            self.plan(when, Next::Sign(seen.id));
        }
        Ok(())
    }

    pub(super) fn plan_alarm(&mut self, when: Instant, id: DossierId, alarm: Alarm) {
        if let Ok(alarm) = serde_json::to_string(&alarm) {
            self.plan(when, Next::Alarm(id, alarm));
        }
    }

    /// A date has come.
    pub(super) fn ring(
        &mut self,
        app: &App,
        tx: &mut Tx,
        (id, alarm): (DossierId, Alarm),
        at: Instant,
    ) -> Result<Option<Seen>> {
        let after = alarm::ring(app, tx, id, alarm, at)?;
        let seen = match &after {
            Some(seen) => seen.clone(),
            None => base::dossier::load(tx, id)?,
        };
        if let Some((when, next)) = then(&seen, alarm) {
            self.plan_alarm(when, id, next);
        }
        Ok(after)
    }

    /// Another unit takes its part over and answers it.
    pub(super) fn answer(
        &mut self,
        app: &App,
        tx: &mut Tx,
        (id, no): (DossierId, u16),
        at: Instant,
    ) -> Result<Option<Seen>> {
        let seen = base::dossier::load(tx, id)?;
        let Some(part) = seen.turns.part(no).filter(|part| part.is_at_work() && seen.state.is_accepted())
        else {
            return Ok(None);
        };
        let Some(officer) = self.one_of(part.unit, Role::Handler) else { return Ok(None) };
        let confirm = Turn::ConfirmPart { no };
        let seen = turn::carry_out(app, tx, officer.actor, (id, seen.version), &confirm, at)?;
        let agrees = self.rng.u32(0..10) < 8;
        let answer = Answer {
            verdict: Some(if agrees { Verdict::Agrees } else { Verdict::Conditional }),
            content: "Nội dung phù hợp quy định chuyên ngành.".into(),
            file: None,
        };
        let answer = Turn::AnswerPart { no, answer };
        turn::carry_out(app, tx, officer.actor, (id, seen.version), &answer, at).map(Some)
    }

    /// The head of the authority signs the letter of apology.
    pub(super) fn sign(
        &mut self,
        app: &App,
        tx: &mut Tx,
        id: DossierId,
        at: Instant,
    ) -> Result<Option<Seen>> {
        let seen = base::dossier::load(tx, id)?;
        let Some(due) = seen.due_at.filter(|_| seen.needs_leader() && seen.turns.apology.is_some()) else {
            return Ok(None);
        };
        let Some(leader) = self.one_of(seen.settling_unit, Role::Leader) else { return Ok(None) };
        let house = app.house();
        let causes =
            [DelayCause::Load, DelayCause::Coordination, DelayCause::Verification, DelayCause::Staff];
        let cause = causes.get(self.rng.usize(0..causes.len())).copied().unwrap_or(DelayCause::Load);
        let minutes = self.rng.i64(1..4) * 480;
        let Some(new_due_at) = house.timetable(seen.settling_unit).after_minutes(due.max(at), minutes) else {
            return Ok(None);
        };
        let reason = format!("{}, cơ quan chưa hoàn thành đúng hẹn.", cause.title());
        let apologise = Turn::Apologise { cause, reason, new_due_at };
        match turn::carry_out(app, tx, leader.actor, (id, seen.version), &apologise, at) {
            // A short limit leaves no room for three days more.
            Err(base::error::Error::Refused(_)) => Ok(None),
            done => done.map(Some),
        }
    }

    /// How long the applicant takes to answer, in working minutes; nothing if they never do.
    pub(super) fn patience(&mut self) -> Option<i64> {
        (self.rng.u32(0..12) > 0).then(|| self.rng.i64(240..4_800))
    }
}

/// The history has rung the alarms up to `end` itself: what the database kept of them is done.
pub fn silence(tx: &mut Tx, end: Instant) -> Result<()> {
    tx.execute("DELETE FROM job WHERE kind = $1 AND run_at < $2", args![domain::reaction::ALARM, end])?;
    Ok(())
}

/// A moment to look again at a dossier that other things happened to.
pub fn soon(at: Instant) -> Instant {
    at + SignedDuration::from_mins(20)
}

/// The applicant brings what was asked for.
fn supply(tx: &mut Tx, seen: &Seen) -> Result<Turn> {
    let mut filing = base::dossier::filing(tx, seen.id)?;
    for line in last_request(tx, seen)?.lines {
        match filing.papers.iter_mut().find(|paper| paper.item == line.paper) {
            Some(paper) => paper.originals += 1,
            None => filing.papers.push(FiledPaper {
                item: line.paper,
                name: line.text,
                originals: 1,
                ..FiledPaper::default()
            }),
        }
    }
    Ok(Turn::Supplement { filing: Box::new(filing) })
}
