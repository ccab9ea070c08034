//! The history: dossiers come in by the hour and the season, officers work at their own pace, some are late. Every step
//! is the command that an officer would give, at the moment the clock then shows.

use std::{cmp::Reverse, collections::BinaryHeap};

use base::{
    app::App,
    dossier::Seen,
    error::{Error, Result},
};
use casework::dossier::{
    receive::{self, Decision, Intake},
    settle::{self, Deed},
};
use domain::{
    catalogue::Procedure,
    dossier::{
        Channel, Filing, Priority, ReturnWay, State,
        event::{Draft, FileRef, Handover, Outcome},
        filing::FiledPaper,
    },
    id::{DossierId, UnitId},
    instant::{Instant, from_local, local, local_date},
    org::UnitKind,
    people::{Actor, Role},
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
    Ok(())
}

/// What happens next to one dossier.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Turn {
    /// Somebody comes with number so and so.
    Arrive(u32),
    /// The dossier moves, if it still has this version.
    Move(DossierId, i64),
}

#[derive(Clone)]
struct World {
    rng: Rng,
    names: Names,
    cast: Cast,
    procedures: Vec<(Procedure, Option<UnitId>)>,
    communes: Vec<(UnitId, String)>,
    queue: BinaryHeap<Reverse<(Instant, u64, Turn)>>,
    turns: u64,
    result_file: FileRef,
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
            Ok::<_, Error>(tx.all(
                "SELECT p.body, p.settling_unit_id, p.settling_kind FROM procedure p WHERE p.state = 'published'
                 AND (p.settling_unit_id IS NOT NULL OR p.settling_kind = 'commune')
                 AND EXISTS (SELECT 1 FROM process q WHERE q.procedure_code = p.code AND q.state = 'published')
                 ORDER BY p.code",
                args![],
            )?)
        })?;
        let mut procedures = vec![];
        for row in rows {
            let content: Procedure = serde_json::from_value(row.get(0)?).map_err(Error::fault)?;
            let unit = row.get::<Option<uuid::Uuid>>(1)?.map(UnitId);
            if unit.is_none_or(|unit| cast.settles(unit)) {
                procedures.push((content, unit));
            }
        }
        let pdf = b"%PDF-1.4\n% k\xe1\xba\xbft qu\xe1\xba\xa3 m\xe1\xba\xabu c\xe1\xbb\xa7a b\xe1\xba\xa3n th\xe1\xbb\xad nghi\xe1\xbb\x87m\n%%EOF\n";
        let hash = app.blobs.put(pdf).map_err(Error::fault)?;
        let size = pdf.len() as u64;
        let result_file = FileRef { hash, name: "ket-qua.pdf".into(), mime: "application/pdf".into(), size };
        let rng = Rng::with_seed(seed);
        let names = Names::shipped();
        let cast = cast.clone();
        let mut world =
            World { rng, names, cast, procedures, communes, queue: BinaryHeap::new(), turns: 0, result_file };
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

    /// More come at the beginning of the week and in the morning than on Friday afternoon.
    fn plan_arrivals(&mut self, app: &App, dossiers: u32) {
        let house = app.house();
        let (now, Some(centre)) = (app.now(), self.cast.centre) else { return };
        let table = house.timetable(centre);
        let mut planned = 0;
        let mut tries = 0;
        while planned < dossiers && tries < dossiers * 40 {
            tries += 1;
            let day = local_date(now - SignedDuration::from_hours(self.rng.i64(0..DAYS) * 24));
            let weight = [10, 9, 8, 8, 6, 0, 0]
                .get(usize::try_from(day.weekday().to_monday_zero_offset()).unwrap_or(6));
            if self.rng.u32(0..10) >= weight.copied().unwrap_or(0) {
                continue;
            }
            let hour = if self.rng.u32(0..10) < 6 { self.rng.i8(7..11) } else { self.rng.i8(13..17) };
            let at = from_local(day.at(hour, self.rng.i8(0..60), self.rng.i8(0..60), 0));
            if table.is_open(at) && at < now {
                self.plan(at, Turn::Arrive(planned));
                planned += 1;
            }
        }
    }

    fn run(&mut self, app: &App, tx: &mut Tx, until: Instant) -> Result<()> {
        while let Some(at) = self.next_at().filter(|at| *at < until) {
            let Some(Reverse((_, _, turn))) = self.queue.pop() else { return Ok(()) };
            let moved = match turn {
                Turn::Arrive(no) => self.arrive(app, tx, no, at)?,
                Turn::Move(id, version) => self.move_on(app, tx, (id, version), at)?,
            };
            if let Some(seen) = moved {
                self.plan_next(app, &seen, at);
            }
        }
        Ok(())
    }

    fn arrive(&mut self, app: &App, tx: &mut Tx, no: u32, at: Instant) -> Result<Option<Seen>> {
        if self.procedures.is_empty() || self.communes.is_empty() {
            return Ok(None);
        }
        // A few procedures make most of the work.
        let spread = self.procedures.len();
        let pick = self.rng.usize(0..spread).min(self.rng.usize(0..spread)).min(self.rng.usize(0..spread));
        let Some((procedure, unit)) = self.procedures.get(pick).cloned() else { return Ok(None) };
        let home = self.rng.usize(0..self.communes.len());
        let Some((commune, place)) = self.communes.get(home).cloned() else { return Ok(None) };
        let is_online = procedure.is_online() && self.rng.u32(0..10) < 4;
        let intake = Intake {
            id: DossierId(kit::clock::id(at)),
            procedure: procedure.code.clone(),
            settling_unit: unit.or(Some(commune)),
            filing: self.filing(&procedure, &place, is_online),
            received_at: at,
        };
        let at_commune = unit.is_none() && self.rng.u32(0..10) < 8;
        let desk = if at_commune { Some(commune) } else { self.cast.centre };
        let Some(desk) = desk else { return Ok(None) };
        if is_online {
            return receive::file_online(app, tx, desk, &intake, Actor::Public, at).map(Some);
        }
        let Some(officer) = self.one_of(desk, Role::Receptionist) else { return Ok(None) };
        let decision = self.decision(no);
        received(receive::at_counter(app, tx, officer.actor, &intake, &decision, at))
    }

    fn decision(&mut self, no: u32) -> Decision {
        match (no % 40, self.rng.u32(0..2)) {
            (7, _) => Decision::Decline(domain::dossier::event::Ground {
                reason: "Yêu cầu không thuộc thẩm quyền giải quyết của cơ quan.".into(),
                basis: "Điều 17 khoản 1 điểm b Nghị định 61/2018/NĐ-CP".into(),
            }),
            _ => Decision::Accept,
        }
    }

    fn filing(&mut self, procedure: &Procedure, place: &str, is_online: bool) -> Filing {
        let paper = |(item, paper): (u16, &domain::catalogue::Paper)| FiledPaper {
            item: Some(item),
            name: paper.name.clone(),
            originals: paper.originals.unwrap_or(1).max(1),
            certified_copies: 0,
            copies: paper.copies.unwrap_or(0),
            files: vec![],
        };
        let papers = (0..).zip(procedure.papers(0)).map(paper).collect();
        let is_post = !is_online && self.rng.u32(0..12) == 0;
        let channel = match (is_online, is_post) {
            (true, _) => Channel::Online,
            (_, true) => Channel::Post,
            _ => Channel::Counter,
        };
        let has_priority = self.rng.u32(0..25) == 0;
        let province = if self.rng.u32(0..5) == 0 { "086" } else { "084" };
        let owner = self.names.person(&mut self.rng, place, province);
        let ways = [ReturnWay::Counter, ReturnWay::Counter, ReturnWay::Post, ReturnWay::Online];
        let return_way = ways.get(self.rng.usize(0..ways.len())).copied().unwrap_or(ReturnWay::Counter);
        let groups = Priority::ALL;
        let priority = groups.get(self.rng.usize(0..groups.len())).copied().filter(|_| has_priority);
        Filing {
            channel,
            case: 0,
            owner,
            proxy: None,
            summary: String::new(),
            papers,
            sets: procedure.sets.unwrap_or(1),
            return_way,
            priority,
        }
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
            StepKind::Return => Deed::HandOver(Self::handover(tx, seen)?),
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
        Outcome { number, dated_on: local(at).date(), file: self.result_file.clone() }
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
