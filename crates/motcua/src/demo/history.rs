//! The history: dossiers come in by the hour and the season, officers work at their own pace, some are late. Every step
//! is the command that an officer would give, at the moment the clock then shows.

mod arrivals;
mod turns;

use std::{cmp::Reverse, collections::BinaryHeap, sync::Arc};

use base::{
    app::App,
    dossier::Seen,
    error::{Error, Result},
    version::{PROCEDURE, ProcedureVersion, read_procedure},
};
use casework::dossier::{
    receive::{self, Decision},
    settle::{self, Deed},
    turn,
};
use domain::{
    dossier::{
        ReturnWay, State,
        event::{Draft, FileRef, Handover, Outcome},
    },
    id::{DossierId, UnitId},
    instant::{Instant, local, local_date},
    org::UnitKind,
    people::Role,
    process::StepKind,
    refusal::Refusal,
};
use fastrand::Rng;
use jiff::SignedDuration;
use kit::db::{Tx, args};

use super::{
    accounts::{Cast, Officer},
    names::Names,
};

/// Over how many days the dossiers come in.
const DAYS: i64 = 75;

/// Plays `dossiers` dossiers of the weeks up to now.
pub fn play(app: &App, cast: &Cast, dossiers: u32, seed: u64) -> Result<()> {
    if dossiers == 0 {
        return Ok(());
    }
    let mut world = World::new(app, cast, dossiers, seed)?;
    let end = app.now();
    while let Some(next) = world.next_at().filter(|at| *at < end) {
        // One transaction for each day of the story: durable, and fast enough to wait for.
        let until = end.min(next + SignedDuration::from_hours(24));
        let (app, before) = (app.clone(), world);
        world = app.clone().db.write_blocking(move |tx| {
            let mut world = before.clone();
            world.run(&app, tx, until)?;
            Ok::<_, Error>(world)
        })?;
        tracing::debug!(day = %local_date(until), left = world.queue.len(), "history");
    }
    app.db.write_blocking(move |tx| turns::silence(tx, end))
}

/// What happens next to one dossier.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Turn {
    /// Somebody comes with number so and so.
    Arrive(u32),
    /// The dossier moves, if it still has this version.
    Move(DossierId, i64),
    /// A date that an event set has come; the alarm as it is stored.
    Alarm(DossierId, String),
    /// Another unit answers its part.
    Answer(DossierId, u16),
    /// The head of the authority signs an apology.
    Sign(DossierId),
}

#[derive(Clone)]
struct World {
    rng: Rng,
    names: Names,
    cast: Cast,
    procedures: Vec<Arc<ProcedureVersion>>,
    communes: Vec<(UnitId, String)>,
    queue: BinaryHeap<Reverse<(Instant, u64, Turn)>>,
    turns: u64,
    result_file: FileRef,
    /// A result that somebody scanned badly.
    broken_file: FileRef,
    /// A paper filed online.
    scan: FileRef,
}

impl World {
    fn new(app: &App, cast: &Cast, dossiers: u32, seed: u64) -> Result<World> {
        let house = app.house();
        let day = local_date(app.now());
        let communes: Vec<(UnitId, String)> = house
            .of_kind(UnitKind::Commune)
            .iter()
            .filter(|unit| unit.is_active_on(day) && cast.settles(unit.id))
            .map(|unit| (unit.id, unit.name().trim_start_matches("Ủy ban nhân dân ").to_owned()))
            .collect();
        let rows = app.db.read_blocking(|tx| {
            let sql = format!(
                "SELECT {PROCEDURE} FROM procedure WHERE state = 'published'
                 AND (settling_unit_id IS NOT NULL OR settling_kind = 'commune')
                 AND EXISTS (SELECT 1 FROM process q WHERE q.procedure_code = procedure.code AND q.state = 'published')
                 ORDER BY code"
            );
            Ok::<_, Error>(tx.all(&sql, args![])?)
        })?;
        let mut procedures = vec![];
        for row in rows {
            let version = read_procedure(&row)?;
            if version.settling_unit.is_none_or(|unit| cast.settles(unit)) {
                procedures.push(Arc::new(version));
            }
        }
        let pdf = b"%PDF-1.4\n% k\xe1\xba\xbft qu\xe1\xba\xa3 m\xe1\xba\xabu c\xe1\xbb\xa7a b\xe1\xba\xa3n th\xe1\xbb\xad nghi\xe1\xbb\x87m\n%%EOF\n";
        let file = |name: &str, bytes: &[u8]| -> Result<FileRef> {
            let hash = app.blobs.put(bytes).map_err(Error::fault)?;
            let size = bytes.len() as u64;
            Ok(FileRef { hash, name: name.into(), mime: "application/pdf".into(), size })
        };
        let result_file = file("ket-qua.pdf", pdf)?;
        let broken_file = file("scan0001.pdf", b"\0\0\0\0")?;
        let scan = file("giay-to.pdf", pdf)?;
        let rng = Rng::with_seed(seed);
        let names = Names::shipped();
        let cast = cast.clone();
        let mut world = World {
            rng,
            names,
            cast,
            procedures,
            communes,
            queue: BinaryHeap::new(),
            turns: 0,
            result_file,
            broken_file,
            scan,
        };
        world.plan_arrivals(app, dossiers);
        Ok(world)
    }

    fn next_at(&self) -> Option<Instant> {
        self.queue.peek().map(|Reverse((at, ..))| *at)
    }

    fn plan(&mut self, at: Instant, turn: Turn) {
        self.turns += 1;
        self.queue.push(Reverse((at, self.turns, turn)));
    }

    fn run(&mut self, app: &App, tx: &mut Tx, until: Instant) -> Result<()> {
        while let Some(at) = self.next_at().filter(|at| *at < until) {
            let Some(Reverse((_, _, turn))) = self.queue.pop() else { return Ok(()) };
            let moved = match turn {
                Turn::Arrive(no) => self.arrive(app, tx, no, at)?,
                Turn::Move(id, version) => self.move_on(app, tx, (id, version), at)?,
                Turn::Alarm(id, alarm) => {
                    let alarm = serde_json::from_str(&alarm).map_err(Error::fault)?;
                    self.ring(app, tx, (id, alarm), at)?
                }
                Turn::Answer(id, no) => self.answer(app, tx, (id, no), at)?,
                Turn::Sign(id) => self.sign(app, tx, id, at)?,
            };
            if let Some(seen) = moved {
                self.plan_turns(app, tx, &seen, at)?;
                self.plan_next(app, &seen, at);
            }
        }
        Ok(())
    }

    fn one_of(&mut self, unit: UnitId, role: Role) -> Option<Officer> {
        let found: Vec<Officer> = self.cast.of(unit, role).into_iter().cloned().collect();
        if found.is_empty() { None } else { found.get(self.rng.usize(0..found.len())).cloned() }
    }

    /// The officer who acts on the dossier where it is.
    fn actor(&mut self, seen: &Seen) -> Option<Officer> {
        let place = seen.place.clone()?;
        match place.owner {
            Some(owner) => {
                self.cast.officers.iter().find(|officer| officer.actor.person() == Some(owner)).cloned()
            }
            None => self.one_of(place.unit, place.role),
        }
    }

    /// When the dossier moves next: the step's time at the officer's pace, in working hours.
    fn plan_next(&mut self, app: &App, seen: &Seen, at: Instant) {
        if matches!(seen.state, State::AwaitingCompletion | State::AwaitingSupplement | State::AwaitingDuty) {
            let Some(minutes) = self.patience() else { return };
            if let Some(next) = app.house().timetable(seen.receiving_unit).after_minutes(at, minutes) {
                self.plan(next, Turn::Move(seen.id, seen.version));
            }
            return;
        }
        let Some(place) = &seen.place else { return };
        let house = app.house();
        let table = house.timetable(place.unit);
        let minutes = match (seen.state, place.kind, place.due_at) {
            (State::Received, ..) => self.rng.i64(10..90),
            (_, StepKind::Return, _) => self.rng.i64(60..3_000),
            (_, _, Some(due)) => {
                let hundredths = self.actor(seen).map_or(80, |officer| officer.pace);
                let allowed = table.minutes_between(place.since, due).max(30);
                let left = allowed * i64::from(hundredths) / 100 * self.rng.i64(60..115) / 100;
                (left - table.minutes_between(place.since, at)).max(5)
                    / if place.owner.is_none() { 3 } else { 1 }
            }
            _ => self.rng.i64(30..300),
        };
        if let Some(next) = table.after_minutes(at, minutes.max(1)) {
            self.plan(next, Turn::Move(seen.id, seen.version));
        }
    }

    fn move_on(
        &mut self,
        app: &App,
        tx: &mut Tx,
        shown: (DossierId, i64),
        at: Instant,
    ) -> Result<Option<Seen>> {
        let seen = base::dossier::load(tx, shown.0)?;
        if seen.version != shown.1 {
            return Ok(None);
        }
        if let Some((by, turn)) = self.off_the_way(tx, &seen, at)? {
            return match turn::carry_out(app, tx, by, shown, &turn, at) {
                // The rules do not let it: it goes on as if nobody had tried.
                Err(Error::Refused(_)) => {
                    self.plan(turns::soon(at), Turn::Move(seen.id, seen.version));
                    Ok(None)
                }
                done => done.map(Some),
            };
        }
        let Some(officer) = self.actor(&seen) else { return Ok(None) };
        if seen.state == State::Submitted {
            return received(receive::online(app, tx, officer.actor, shown, &Decision::Accept, at));
        }
        let Some(deed) = self.deed(app, tx, &seen, at)? else { return Ok(None) };
        match settle::carry_out(app, tx, officer.actor, shown, &deed, at) {
            Err(Error::Refused(Refusal::OutOfOrder)) => {
                let deed = Deed::Take {
                    reason: "Cùng nội dung với hồ sơ đang xử lý, giải quyết chung một lần.".into(),
                };
                settle::carry_out(app, tx, officer.actor, shown, &deed, at).map(Some)
            }
            done => done.map(Some),
        }
    }

    fn deed(&mut self, app: &App, tx: &mut Tx, seen: &Seen, at: Instant) -> Result<Option<Deed>> {
        let Some(place) = seen.place.clone() else { return Ok(None) };
        let process = settle::process(app, tx, seen)?;
        let note = String::new();
        Ok(Some(match place.kind {
            StepKind::Receive if seen.state == State::Received => Deed::Transfer,
            StepKind::Return if seen.state == State::ResultReady => Deed::HandOver(Self::handover(tx, seen)?),
            StepKind::Return => return Ok(None),
            StepKind::Assign => {
                let Some(handler) = self.one_of(place.unit, Role::Handler).and_then(|o| o.actor.person())
                else {
                    return Ok(None);
                };
                let next =
                    process.content.next(place.step).first().and_then(|next| process.content.step(*next));
                if next.is_some_and(|next| next.kind.role() == Role::Handler) {
                    Deed::Assign { person: handler, note }
                } else {
                    Deed::Advance { note }
                }
            }
            StepKind::Process | StepKind::Opinion if place.owner.is_none() => {
                Deed::Take { reason: String::new() }
            }
            StepKind::Process | StepKind::Opinion if !seen.has_draft => Deed::Draft(Draft {
                opinion: "Đủ điều kiện, đề nghị giải quyết.".into(),
                file: None,
            }),
            StepKind::Review if self.rng.u32(0..12) == 0 && place.step > 2 => Deed::SendBack {
                to: place.step - 1,
                reason: "Bổ sung căn cứ pháp lý vào dự thảo.".into(),
            },
            _ if process.content.is_last_before_return(place.step) => Deed::Issue(self.outcome(at)),
            _ => Deed::Advance { note },
        }))
    }

    fn outcome(&mut self, at: Instant) -> Outcome {
        let number = format!("{}/KQ", self.rng.u32(1..2_000));
        let is_broken = self.rng.u32(0..120) == 0;
        let file = if is_broken { self.broken_file.clone() } else { self.result_file.clone() };
        Outcome { number, dated_on: local(at).date(), file }
    }

    fn handover(tx: &mut Tx, seen: &Seen) -> Result<Handover> {
        let filing = base::dossier::filing(tx, seen.id)?;
        let identity = format!("CCCD …{}", filing.owner.last_four());
        let receipt_taken_back = filing.return_way == ReturnWay::Counter;
        Ok(Handover { collector: filing.owner.name, identity, way: filing.return_way, receipt_taken_back })
    }
}

/// A dossier that the rules do not let in is no fault of the story.
fn received(done: Result<Seen>) -> Result<Option<Seen>> {
    match done {
        Ok(seen) => Ok(Some(seen)),
        Err(Error::Refused(refusal)) => {
            tracing::debug!(%refusal, "not received");
            Ok(None)
        }
        Err(error) => Err(error),
    }
}
