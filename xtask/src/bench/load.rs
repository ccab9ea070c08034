//! Several at once, for a while: how many a second, and how long each had to wait.

use std::{
    thread,
    time::{Duration, Instant},
};

use super::Outcome;

/// What a while of load came to.
#[derive(Clone, Copy, Debug, Default)]
pub struct Measured {
    /// How many a second.
    pub rate: f64,
    /// One in a hundred waited longer, in milliseconds.
    pub p99: f64,
}

impl Measured {
    /// What so many deeds came to that lasted `waits`, in milliseconds, and `took` so long together.
    pub fn of(mut waits: Vec<f64>, took: Duration) -> Measured {
        waits.sort_by(f64::total_cmp);
        Measured { rate: count(waits.len()) / took.as_secs_f64(), p99: part(&waits, 0.99) }
    }
}

/// Lets every worker do its deed again and again for `seconds`, all at once. One error ends it and voids the figures.
/// A deed that says `false` had nothing left to do; its worker rests.
pub fn run<W: Send>(
    workers: &mut [W],
    seconds: f64,
    deed: impl Fn(&mut W) -> Outcome<bool> + Sync,
) -> Outcome<Measured> {
    let began = Instant::now();
    let end = began + Duration::from_secs_f64(seconds);
    let work = |worker: &mut W| -> Result<Vec<f64>, String> {
        let mut waits = vec![];
        while Instant::now() < end {
            let start = Instant::now();
            if !deed(worker).map_err(|error| error.to_string())? {
                break;
            }
            waits.push(start.elapsed().as_secs_f64() * 1e3);
        }
        Ok(waits)
    };
    let done: Vec<Result<Vec<f64>, String>> = thread::scope(|scope| {
        let threads: Vec<_> = workers.iter_mut().map(|worker| scope.spawn(|| work(worker))).collect();
        threads
            .into_iter()
            .map(|thread| thread.join().unwrap_or_else(|_| Err("a worker fell".into())))
            .collect()
    });
    let took = began.elapsed();
    let mut waits = vec![];
    for one in done {
        waits.extend(one?);
    }
    Ok(Measured::of(waits, took))
}

/// The middle one.
pub fn median(values: &[f64]) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    part(&sorted, 0.5)
}

fn part(sorted: &[f64], share: f64) -> f64 {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a place in a list")]
    let place = (count(sorted.len()) * share) as usize;
    sorted.get(place.min(sorted.len().saturating_sub(1))).copied().unwrap_or(f64::NAN)
}

/// A count as a number to reckon with.
#[expect(clippy::cast_precision_loss, reason = "counts here are far below what a float holds exactly")]
pub fn count(n: usize) -> f64 {
    n as f64
}
