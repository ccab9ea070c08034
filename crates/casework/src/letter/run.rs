//! Files every letter that events owe and that is not filed yet: the log is the truth. What is done is found done, so a run
//! that was broken off goes on where it stopped, and several may run at once.

use std::{
    sync::{
        Mutex, PoisonError,
        mpsc::{Receiver, SyncSender, sync_channel},
    },
    thread,
};

use base::{
    app::App,
    error::{Error, Result},
};
use domain::id::{DossierId, UnitId};
use kit::db::{Row, Tx, Value, args};
use serde::Serialize;
use uuid::Uuid;

use super::file::{self, Key};

/// The events that may owe a letter; whether one does, [`super::facts::owed`] says.
pub const KINDS: [&str; 11] = [
    "received",
    "completion_requested",
    "declined",
    "supplement_requested",
    "supplemented",
    "duty_paid",
    "refused",
    "apologised",
    "stopped",
    "withdrawn",
    "expired",
];

/// How many letters one thread reads, sets and enters together: in one transaction each way. A run that is killed sets at
/// most so many again for each thread.
const TOGETHER: usize = 16;
/// How many are looked up in the log at once.
const PAGE: i64 = 512;

/// What a run came to so far.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Run {
    /// How many events may owe a letter that is not filed, counted at the start.
    pub found: u64,
    /// How many of them were looked at.
    pub seen: u64,
    /// How many letters were set and filed.
    pub filed: u64,
    /// How many of these are not PDF/A, for a character that no font has.
    pub not_archivable: u64,
    /// The letters that could not be set, each with the reason: the first hundred.
    pub failures: Vec<String>,
    /// How many could not be set.
    pub failed: u64,
}

/// Files what is owed, of one unit's dossiers or of all, on `threads` threads; `tell` hears how far it is. What cannot be
/// set is counted and left; fails only if the database or the store of files does.
pub fn file_all(
    app: &App,
    unit: Option<UnitId>,
    threads: usize,
    tell: &(dyn Fn(&Run) + Sync),
) -> Result<Run> {
    let found = app.db.read_blocking(move |tx| count(tx, unit))?;
    let shared = Shared { run: Mutex::new(Run { found, ..Run::default() }), fault: Mutex::default(), tell };
    let (give, take) = sync_channel(threads.max(1));
    let take = Mutex::new(take);
    let handed_out = thread::scope(|scope| {
        for _ in 0..threads.max(1) {
            scope.spawn(|| shared.work(app, &take));
        }
        // The channel ends with the scope of `give`: then the threads end too.
        hand_out(app, unit, give, &shared)
    });
    handed_out?;
    match shared.fault.into_inner().unwrap_or_else(PoisonError::into_inner) {
        Some(fault) => Err(fault),
        None => Ok(shared.run.into_inner().unwrap_or_else(PoisonError::into_inner)),
    }
}

/// Finds what is owed page by page, each from the key after the last, and hands it out.
fn hand_out(app: &App, unit: Option<UnitId>, give: SyncSender<Vec<Key>>, shared: &Shared) -> Result<()> {
    let mut after = (DossierId(Uuid::nil()), 0);
    while !shared.has_failed() {
        let page = app.db.read_blocking(move |tx| page(tx, unit, after))?;
        let Some(last) = page.last() else { break };
        after = *last;
        for keys in page.chunks(TOGETHER) {
            // Nobody takes any more only if every thread fell, and then that is what is said.
            give.send(keys.to_vec()).map_err(Error::fault)?;
        }
    }
    Ok(())
}

fn owed(unit: Option<UnitId>) -> String {
    let kinds = KINDS.map(|kind| format!("'{kind}'")).join(", ");
    let of_unit = match unit {
        None => "",
        Some(_) => {
            "AND EXISTS (SELECT 1 FROM dossier d WHERE d.id = e.stream_id
                        AND (d.receiving_unit_id = $3 OR d.settling_unit_id = $3))"
        }
    };
    format!(
        "FROM event e WHERE (e.stream_id, e.seq) > ($1, $2) AND e.kind IN ({kinds}) {of_unit}
         AND NOT EXISTS (SELECT 1 FROM letter l WHERE l.dossier_id = e.stream_id AND l.seq = e.seq)"
    )
}

fn with(unit: Option<UnitId>, after: Key) -> Vec<Value> {
    let mut values = args![after.0.0, after.1];
    values.extend(unit.map(|unit| Value::from(unit.0)));
    values
}

fn count(tx: &mut Tx, unit: Option<UnitId>) -> Result<u64> {
    let sql = format!("SELECT count(*) {}", owed(unit));
    let count: i64 = tx.one(&sql, with(unit, (DossierId(Uuid::nil()), 0)))?.get(0)?;
    Ok(u64::try_from(count).unwrap_or_default())
}

fn page(tx: &mut Tx, unit: Option<UnitId>, after: Key) -> Result<Vec<Key>> {
    let sql = format!("SELECT e.stream_id, e.seq {} ORDER BY e.stream_id, e.seq LIMIT {PAGE}", owed(unit));
    let key = |row: &Row| Ok((DossierId(row.get(0)?), row.get(1)?));
    tx.all(&sql, with(unit, after))?.iter().map(key).collect()
}

/// What the threads of a run share.
struct Shared<'a> {
    run: Mutex<Run>,
    /// Why the run cannot go on.
    fault: Mutex<Option<Error>>,
    tell: &'a (dyn Fn(&Run) + Sync),
}

impl Shared<'_> {
    fn has_failed(&self) -> bool {
        self.fault.lock().unwrap_or_else(PoisonError::into_inner).is_some()
    }

    /// Takes keys and files their letters until there are no more; after a fault it only takes, so that nobody waits.
    fn work(&self, app: &App, take: &Mutex<Receiver<Vec<Key>>>) {
        loop {
            let keys = take.lock().unwrap_or_else(PoisonError::into_inner).recv();
            let Ok(keys) = keys else { return };
            if self.has_failed() {
                continue;
            }
            if let Err(fault) = self.file(app, &keys) {
                self.fault.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(fault);
            }
        }
    }

    fn file(&self, app: &App, keys: &[Key]) -> Result<()> {
        let results = file::together(app, keys)?;
        let mut run = self.run.lock().unwrap_or_else(PoisonError::into_inner);
        run.seen += keys.len() as u64;
        for ((id, seq), result) in keys.iter().zip(results) {
            match result {
                Ok(None) => {}
                Ok(Some(filed)) => {
                    run.filed += u64::from(filed.is_new);
                    run.not_archivable += u64::from(!filed.is_archivable);
                }
                Err(error) => {
                    run.failed += 1;
                    if run.failures.len() < 100 {
                        run.failures.push(format!("{} {seq}: {error}", id.0));
                    }
                }
            }
        }
        (self.tell)(&run);
        Ok(())
    }
}
