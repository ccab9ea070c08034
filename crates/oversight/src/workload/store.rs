//! The tables `work_month`, `filed_week` and `work_taken`, to which the follower adds what is new, and `work_weights`.

use std::collections::BTreeMap;

use base::{
    audit,
    error::{Error, Result},
};
use domain::{
    desk::monday_of,
    dossier::{Channel, Event},
    instant::{Instant, local_date},
    people::Actor,
    workload::{Weights, deed::Deed},
};
use jiff::civil::Date;
use kit::db::{Row, Tx, args};
use uuid::Uuid;

use crate::{flow::store::month, follow::Dossier};

/// A row of `work_month`: month, unit, officer, kind, complexity, procedure.
type Key = (Date, Uuid, Uuid, &'static str, &'static str, String);

/// Takes in what is new of these dossiers.
pub fn take(tx: &mut Tx, dossiers: &[Dossier]) {
    let mut work: BTreeMap<Key, [i64; 3]> = BTreeMap::new();
    let mut filed: BTreeMap<(Date, Uuid), [i64; 2]> = BTreeMap::new();
    for dossier in dossiers {
        let seq = i64::try_from(dossier.events.len()).unwrap_or(i64::MAX);
        if seq == dossier.counted_to {
            continue;
        }
        for deed in dossier.deeds.iter().filter(|deed| deed.no > dossier.counted_to) {
            let key = key(deed, &dossier.procedure);
            work.entry(key).or_default().iter_mut().zip(counts(deed)).for_each(|(sum, one)| *sum += one);
        }
        if let Some((unit, is_online)) = first(&dossier.events).filter(|_| dossier.counted_to == 0) {
            let [all, online] = filed.entry((monday_of(local_date(dossier.filed_at)), unit)).or_default();
            (*all, *online) = (*all + 1, *online + i64::from(is_online));
        }
        tx.later(
            "INSERT INTO work_taken (dossier_id, seq) VALUES ($1, $2) ON CONFLICT (dossier_id) DO UPDATE SET seq = excluded.seq",
            args![dossier.id(), seq],
        );
    }
    for ((month, unit, person, kind, complexity, procedure), [deeds, timed, in_time]) in work {
        tx.later(
            "INSERT INTO work_month (month, unit_id, person_id, kind, complexity, procedure_code, deeds, timed, in_time)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
             ON CONFLICT (month, unit_id, person_id, kind, complexity, procedure_code) DO UPDATE SET
                 deeds = work_month.deeds + excluded.deeds, timed = work_month.timed + excluded.timed,
                 in_time = work_month.in_time + excluded.in_time",
            args![month, unit, person, kind, complexity, procedure, deeds, timed, in_time],
        );
    }
    for ((week, unit), [dossiers, online]) in filed {
        tx.later(
            "INSERT INTO filed_week (week, unit_id, dossiers, online) VALUES ($1, $2, $3, $4)
             ON CONFLICT (week, unit_id) DO UPDATE SET dossiers = filed_week.dossiers + excluded.dossiers,
                 online = filed_week.online + excluded.online",
            args![week, unit, dossiers, online],
        );
    }
}

fn key(deed: &Deed, procedure: &str) -> Key {
    let (kind, complexity) = (deed.kind.name(), deed.complexity.name());
    (month(deed.at), deed.unit.0, deed.person.0, kind, complexity, procedure.to_owned())
}

fn counts(deed: &Deed) -> [i64; 3] {
    let is = |timed: bool| if timed { deed.counts } else { 0 };
    [deed.counts, is(deed.is_in_time.is_some()), is(deed.is_in_time == Some(true))]
}

/// Where a dossier was filed, and whether it was online.
fn first(events: &[Event]) -> Option<(Uuid, bool)> {
    match events.first() {
        Some(
            Event::Submitted { target, filing, .. }
            | Event::Received { target, filing, .. }
            | Event::CompletionRequested { target, filing, .. }
            | Event::Declined { target, filing, .. },
        ) => Some((target.receiving_unit.0, filing.channel == Channel::Online)),
        _ => None,
    }
}

/// Weights as somebody set them.
#[derive(Clone, Debug)]
pub struct Set {
    /// The first day of the month from which on they count.
    pub from: Date,
    /// When they were entered.
    pub at: Instant,
    /// By whom.
    pub by: String,
    /// The weights.
    pub weights: Weights,
}

/// Every set of weights, in the order in which they were entered. They are few: each is somebody's decision.
pub fn sets(tx: &mut Tx) -> Result<Vec<Set>> {
    let rows = tx.all(
        "SELECT w.from_month, w.entered_at, p.name, w.body FROM work_weights w JOIN person p ON p.id = w.person_id
         ORDER BY w.no",
        args![],
    )?;
    let read = |row: &Row| {
        let weights = row.json(3)?;
        Ok(Set { from: row.get(0)?, at: row.get(1)?, by: row.get(2)?, weights })
    };
    rows.iter().map(read).collect()
}

/// The weights that a month is reckoned with.
pub fn weights_of(tx: &mut Tx, month: Date) -> Result<Weights> {
    let sets: Vec<(Date, Weights)> = sets(tx)?.into_iter().map(|set| (set.from, set.weights)).collect();
    Ok(domain::workload::weights_of(&sets, month))
}

/// Sets weights from a month on, by somebody who knew of `known` sets. [`Error::Stale`] if another was entered since, or the same
/// form was sent already.
pub fn set(
    tx: &mut Tx,
    (id, known): (Uuid, i64),
    (from, weights): (Date, &Weights),
    by: Actor,
    at: Instant,
) -> Result<()> {
    let person = by.person().ok_or(Error::Forbidden)?;
    if tx.one("SELECT count(*) FROM work_weights", args![])?.get::<i64>(0)? != known {
        return Err(Error::Stale);
    }
    audit::begin(tx, id, "work_weights_set", &(from, weights), by, at)?;
    tx.later(
        "INSERT INTO work_weights (id, no, from_month, entered_at, person_id, body) VALUES ($1, $2, $3, $4, $5, $6)",
        args![id, known + 1, from, at, person.0, serde_json::to_value(weights).map_err(Error::fault)?],
    );
    Ok(())
}
