//! When an open dossier will be settled, from how long others took from the same step on.
//!
//! The interval is conformal: of `n` earlier cases that were not settled by now either, a new one like them falls between
//! the ranks 5 % and 95 % of `n + 1` with a probability of 90 %, whatever the times look like. Nothing is assumed of their
//! distribution, only that the near future is like the near past; so the history of a year is asked, not all of it.

use super::histogram::{Histogram, WHOLE};
use crate::{
    calendar::{Timetable, instant, wall},
    instant::Instant,
};

/// How many earlier cases are enough; with fewer a coarser group is asked.
pub const ENOUGH: i64 = 30;
/// The ends of the interval, in thousandths.
const LOW: i64 = 50;
const MIDDLE: i64 = 500;
const HIGH: i64 = 950;

/// What is foretold of one dossier.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Forecast {
    /// In nineteen of twenty cases it is settled after this moment.
    pub early_at: Instant,
    /// As likely before as after.
    pub likely_at: Instant,
    /// In nineteen of twenty cases it is settled by then.
    pub late_at: Instant,
    /// How many in a thousand such dossiers are settled after the due date; nothing without one.
    pub late_permille: Option<i64>,
    /// How many earlier cases say so.
    pub cases: i64,
}

/// How long it still takes, in working seconds: at least, probably, at most. `history` has how long others took from where
/// this one has already spent `spent`. Nothing if too few of them took longer than that.
pub fn remaining(history: &Histogram, spent: i64) -> Option<[i64; 3]> {
    let longer = history.above(spent);
    if longer < ENOUGH * WHOLE {
        return None;
    }
    // The rank among `n` earlier ones and this one.
    let rank = |permille: i64| (longer + WHOLE) / 1_000 * permille;
    let length = |permille: i64| history.exceeded_by(longer - rank(permille)) - spent;
    Some([LOW, MIDDLE, HIGH].map(|permille| length(permille).max(0)))
}

/// What `history` says of a dossier that has spent `spent` working seconds there up to `now` and is due at `due_at`; nothing
/// if it has too few such cases.
pub fn foretell(
    history: &Histogram,
    spent: i64,
    now: Instant,
    due_at: Option<Instant>,
    table: &Timetable,
) -> Option<Forecast> {
    let [early, likely, late] = remaining(history, spent)?;
    let at = |seconds: i64| table.after(wall(now), seconds).map(instant);
    let longer = history.above(spent);
    let late_permille = due_at.map(|due_at| {
        let room = table.between(wall(now), wall(due_at));
        history.above(spent + room) * 1_000 / longer.max(1)
    });
    Some(Forecast {
        early_at: at(early)?,
        likely_at: at(likely)?,
        late_at: at(late)?,
        late_permille,
        cases: longer / WHOLE,
    })
}

#[cfg(test)]
mod tests;
