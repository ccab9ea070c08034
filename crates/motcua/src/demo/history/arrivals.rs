//! Who comes when, and with what.

use base::{app::App, dossier::Seen, error::Result};
use casework::dossier::receive::{self, Decision, Intake};
use domain::{
    catalogue::Procedure,
    dossier::{Channel, Filing, Priority, ReturnWay, filing::FiledPaper},
    id::DossierId,
    instant::{Instant, from_local, local_date},
    people::{Actor, Role},
};
use jiff::{SignedDuration, civil::Date};
use kit::db::Tx;

use super::{DAYS, Turn, World, received};

/// How many of ten come on a day of this month: many before Tết, few around it, many again before school begins.
fn season(day: Date) -> u32 {
    match day.month() {
        1 => 10,
        2 => 4,
        7 | 8 => 9,
        12 => 8,
        _ => 7,
    }
}

impl World {
    /// More come at the beginning of the week and in the morning than on Friday afternoon, and with the season.
    pub(super) fn plan_arrivals(&mut self, app: &App, dossiers: u32) {
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
            if self.rng.u32(0..10) >= weight.copied().unwrap_or(0) || self.rng.u32(0..10) >= season(day) {
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

    pub(super) fn arrive(&mut self, app: &App, tx: &mut Tx, no: u32, at: Instant) -> Result<Option<Seen>> {
        if self.procedures.is_empty() || self.communes.is_empty() {
            return Ok(None);
        }
        // A few procedures make most of the work.
        let spread = self.procedures.len();
        let pick = self.rng.usize(0..spread).min(self.rng.usize(0..spread)).min(self.rng.usize(0..spread));
        let Some(version) = self.procedures.get(pick).cloned() else { return Ok(None) };
        let (procedure, unit) = (&version.content, version.settling_unit);
        let home = self.rng.usize(0..self.communes.len());
        let Some((commune, place)) = self.communes.get(home).cloned() else { return Ok(None) };
        let is_online = procedure.is_online() && self.rng.u32(0..10) < 4;
        let intake = Intake {
            id: DossierId(kit::clock::id(at)),
            procedure: procedure.code.clone(),
            version: version.id,
            settling_unit: unit.or(Some(commune)),
            filing: self.filing(procedure, &place, is_online),
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
            copies: paper.copies.unwrap_or(0),
            ..FiledPaper::default()
        };
        let mut papers: Vec<FiledPaper> = (0..).zip(procedure.papers(0)).map(paper).collect();
        if is_online {
            for paper in &mut papers {
                paper.files.push(self.scan.clone());
            }
            // Now and then a paper comes without its scan.
            if self.rng.u32(0..40) == 0 {
                papers.iter_mut().take(1).for_each(|paper| paper.files.clear());
            }
        }
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
            stated: vec![],
            papers,
            sets: procedure.sets.unwrap_or(1),
            return_way,
            priority,
        }
    }
}
