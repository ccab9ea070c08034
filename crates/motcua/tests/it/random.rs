//! Random deeds and turns against a deliberately simple model, on every database at hand: after each command the model, the
//! row and the fold of the log say the same, a refused command changes nothing, and the invariants of domain §2.4 hold.

#![expect(clippy::indexing_slicing, reason = "a game that breaks off has failed")]

mod checks;
mod model;
mod moves;

use std::collections::BTreeMap;

use base::{
    dossier::{self, Seen},
    error::{Error, Result},
};
use casework::dossier::alarm;
use domain::{
    access::{Action, actions},
    id::DossierId,
    instant::Instant,
    people::Actor,
};
use fastrand::Rng;
use jiff::SignedDuration;
use kit::db::args;

use self::{model::Model, moves::Command};
use crate::world::{World, on_each};

/// How many dossiers are open at once.
const DOSSIERS: usize = 6;
/// How long one engine may take.
const AT_MOST: std::time::Duration = std::time::Duration::from_secs(18);

#[test]
fn random_commands_do_what_a_simple_model_says() {
    on_each(async |world: World| {
        std::thread::scope(|scope| scope.spawn(|| play(&world)).join()).unwrap();
    });
}

fn play(world: &World) {
    let begun = std::time::Instant::now();
    let mut game = Game::new(world);
    for seed in [1_267, 61, 118] {
        // What is left open goes on to be late, to be closed, and to be looked at in the end.
        (game.seed, game.rng) = (seed, Rng::with_seed(seed));
        game.open.clear();
        for _ in 0..2_500 {
            if begun.elapsed() > AT_MOST {
                break;
            }
            game.step();
        }
        game.finish();
    }
    let done = &game.done;
    assert!(begun.elapsed() < AT_MOST * 2, "{:?}", begun.elapsed());
    // What never went well has not been tried. A slow machine plays fewer rounds and is not asked.
    if begun.elapsed() < AT_MOST {
        let never: Vec<&str> = moves::NAMES.into_iter().filter(|name| !done.contains_key(*name)).collect();
        assert_eq!(never, Vec::<&str>::new(), "{done:?}");
    }
}

/// The house, the people, the open dossiers, and what the model thinks of them.
struct Game<'w> {
    world: &'w World,
    rng: Rng,
    people: Vec<Actor>,
    models: BTreeMap<DossierId, Model>,
    /// Those that are still played with.
    open: Vec<DossierId>,
    seed: u64,
    round: u32,
    /// How often each command went well, over all seeds.
    done: BTreeMap<&'static str, u32>,
}

impl<'w> Game<'w> {
    fn new(world: &'w World) -> Game<'w> {
        let people = moves::people(world);
        let (rng, models, done) = (Rng::with_seed(0), BTreeMap::new(), BTreeMap::new());
        Game { world, rng, people, models, open: vec![], seed: 0, round: 0, done }
    }

    fn now(&self) -> Instant {
        self.world.app.now()
    }

    fn told(&self) -> String {
        format!("seed {}, round {}, {}", self.seed, self.round, self.now())
    }

    fn write<T: Send + 'static>(
        &self,
        work: impl Fn(&mut kit::db::Tx) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        self.world.app.db.write_blocking(work)
    }

    fn read<T: Send + 'static>(&self, work: impl Fn(&mut kit::db::Tx) -> Result<T> + Send + 'static) -> T {
        self.world.app.db.read_blocking(work).unwrap()
    }

    fn seen(&self, id: DossierId) -> Seen {
        self.read(move |tx| dossier::load(tx, id))
    }

    /// One command, one arrival, or some time.
    fn step(&mut self) {
        self.round += 1;
        if self.open.len() < DOSSIERS && self.rng.u32(0..4) == 0 {
            return self.arrive();
        }
        if self.open.is_empty() || self.rng.u32(0..12) == 0 {
            return self.time_passes();
        }
        let id = self.open[self.rng.usize(0..self.open.len())];
        let seen = self.seen(id);
        let by = self.somebody(&seen);
        let may = actions(&by, &seen);
        // Mostly something that is allowed; sometimes anything at all.
        let usual: Vec<Action> = may.iter().copied().filter(|action| !moves::is_rare(*action)).collect();
        let action = if !usual.is_empty() && self.rng.u32(0..8) > 0 {
            usual[self.rng.usize(0..usual.len())]
        } else if !may.is_empty() && self.rng.u32(0..4) > 0 {
            may[self.rng.usize(0..may.len())]
        } else {
            Action::ALL[self.rng.usize(0..Action::ALL.len())]
        };
        let Some(command) = moves::command(self, &seen, action, by) else { return };
        self.carry_out(&seen, by, command);
        if self.models[&id].is_over() && self.rng.u32(0..3) == 0 {
            self.open.retain(|open| *open != id);
        }
    }

    /// Mostly somebody who has something to do; sometimes anybody.
    fn somebody(&mut self, seen: &Seen) -> Actor {
        let has_usual = |by: &Actor| actions(by, seen).iter().any(|action| !moves::is_rare(*action));
        let busy: Vec<Actor> = self.people.iter().copied().filter(has_usual).collect();
        let from = if busy.is_empty() || self.rng.u32(0..8) == 0 { &self.people } else { &busy };
        from[self.rng.usize(0..from.len())]
    }

    fn arrive(&mut self) {
        let arrival = moves::arrival(self);
        let (app, now, before) = (self.world.app.clone(), self.now(), self.counted());
        let (inner, id) = (arrival.clone(), arrival.intake.id);
        match self.write(move |tx| inner.carry_out(&app, tx, now)) {
            Ok(seen) => {
                let model = Model::of_arrival(&arrival);
                self.models.insert(id, model);
                self.open.push(id);
                self.count(arrival.name());
                self.compare(&seen, arrival.name());
            }
            Err(error) => {
                assert!(matches!(error, Error::Refused(_)), "{}: {error}", self.told());
                assert_eq!(self.counted(), before, "{}: refused, and changed something", self.told());
            }
        }
    }

    fn carry_out(&mut self, seen: &Seen, by: Actor, command: Command) {
        let is_stale = self.rng.u32(0..15) == 0;
        let version = if is_stale { seen.version + self.rng.i64(0..2) * 2 - 1 } else { seen.version };
        let (app, now, before) = (self.world.app.clone(), self.now(), self.counted());
        let (inner, shown) = (command.clone(), (seen.id, version));
        let outcome = self.write(move |tx| inner.carry_out(&app, tx, by, shown, now));
        let told = format!("{}: {} in {:?} by {by:?}", self.told(), command.name(), seen.state);
        match outcome {
            Ok(after) => {
                assert!(!is_stale || command.is_of_applicant(), "{told}: on an old version");
                let before = &self.models[&seen.id];
                let model = before.after(&command, by, seen, &moves::roles(&self.people), now);
                let model = model.unwrap_or_else(|| panic!("{told}: the model says no ({before:?})"));
                self.models.insert(seen.id, model);
                self.count(command.name());
                self.compare(&after, &told);
            }
            Err(error) => {
                let is_answer =
                    matches!(error, Error::Refused(_) | Error::Stale | Error::NotFound | Error::Forbidden);
                assert!(is_answer, "{told}: {error:?}");
                if is_stale && !command.is_of_applicant() {
                    assert!(matches!(error, Error::Stale), "{told}: {error:?}");
                }
                assert_eq!(self.counted(), before, "{told}: refused, and changed something");
                assert_eq!(*self.seen(seen.id), **seen, "{told}: refused, and changed the dossier");
            }
        }
    }

    /// The clock goes on, and what is due by then happens, each at its moment.
    fn time_passes(&mut self) {
        let steps = [0, 1, 3, 9, 24, 60, 500];
        let hours = steps[self.rng.usize(0..steps.len())];
        let until = self.now() + SignedDuration::from_mins(hours * 60 + self.rng.i64(0..60));
        self.ring_until(until);
        self.world.clock.set(until);
        checks::nothing_is_forgotten(self);
    }

    fn ring_until(&mut self, until: Instant) {
        loop {
            let next = self.read(move |tx| {
                let next = tx.optional(
                    "SELECT id, payload, run_at FROM job WHERE kind = 'dossier.alarm' AND run_at <= $1
                     ORDER BY run_at, id LIMIT 1",
                    args![until],
                )?;
                next.map(|row| Ok::<_, Error>((row.get(0)?, row.get(1)?, row.get(2)?))).transpose()
            });
            let Some((job, payload, run_at)) = next else { return };
            let (job, payload, run_at): (uuid::Uuid, serde_json::Value, Instant) = (job, payload, run_at);
            let at = self.now().max(run_at);
            self.world.clock.set(at);
            let (id, alarm) = alarm::of(&payload).unwrap();
            let app = self.world.app.clone();
            let rung = self
                .write(move |tx| {
                    tx.execute("DELETE FROM job WHERE id = $1", args![job])?;
                    alarm::ring(&app, tx, id, alarm, at)
                })
                .unwrap();
            if let Some(seen) = rung {
                let kind = self.read(move |tx| {
                    // A number that became no letter is entered behind what it follows from.
                    let mut kinds: Vec<_> =
                        dossier::log::of(tx, id.0)?.into_iter().map(|line| line.kind).collect();
                    kinds.retain(|kind| kind != "apology_voided");
                    Ok(kinds.pop().unwrap_or_default())
                });
                let told = format!("{}: {alarm:?} rang, {kind}", self.told());
                let model = self.models[&id].after_alarm(&kind).unwrap_or_else(|| panic!("{told}"));
                self.models.insert(id, model);
                self.count(moves::alarm_name(&kind));
                self.compare(&seen, &told);
            }
        }
    }

    fn count(&mut self, name: &'static str) {
        *self.done.entry(name).or_default() += 1;
    }

    /// Everything a command may leave behind: lines, numbers, jobs.
    fn counted(&self) -> (i64, i64, i64) {
        self.read(|tx| {
            let row = tx.one(
                "SELECT (SELECT count(*) FROM event), (SELECT CAST(coalesce(sum(value), 0) AS BIGINT) FROM counter),
                        (SELECT count(*) FROM job)",
                args![],
            )?;
            Ok((row.get(0)?, row.get(1)?, row.get(2)?))
        })
    }

    /// The model, the row and the fold of the log say the same.
    fn compare(&self, seen: &Seen, told: &str) {
        let model = &self.models[&seen.id];
        assert_eq!(*model, Model::of_row(seen, model), "{told}: model and row");
        checks::row_is_the_fold(self, seen, told);
        checks::invariants(self, seen, told);
    }

    /// At the end: numbers without gaps, nothing stuck, the log whole.
    fn finish(&self) {
        checks::numbers_have_no_gaps(self);
        checks::nothing_is_stuck(self);
        let found = self.read(base::audit::verify);
        assert_eq!(found.faults, Vec::<String>::new(), "{}", self.told());
    }
}
