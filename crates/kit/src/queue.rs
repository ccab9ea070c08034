//! Jobs: left behind in a transaction, done afterwards, again until they succeed or have failed too often.
//!
//! A job is leased, not held: when its worker dies, the lease runs out and another takes it. So a job may run twice
//! and must not mind.

use std::{
    collections::{HashMap, VecDeque},
    future::Future,
    pin::Pin,
    sync::Arc,
    time::Duration,
};

use jiff::{SignedDuration, Timestamp};
use sha2::{Digest, Sha256};
use tokio::sync::watch;
use uuid::Uuid;

use crate::{
    clock::{self, Clock},
    db::{Db, Dialect, Error, Tx, Value, args},
};

/// How long a worker may take over a job before another may take it.
const LEASE: SignedDuration = SignedDuration::from_secs(120);
/// How often a job is tried before a person has to look at it.
const ATTEMPTS: i64 = 8;
/// How many jobs one worker takes at once.
const AT_ONCE: i64 = 16;
/// How long at most, before each such lot, it waits for a moment at which nobody uses the database.
const GIVES_WAY: Duration = Duration::from_millis(250);

/// Leaves a job behind, in the same transaction; it is done from `run_at` on.
pub fn enqueue(tx: &mut Tx, kind: &'static str, payload: &serde_json::Value, run_at: Timestamp) {
    tx.later(
        "INSERT INTO job (id, kind, payload, state, run_at, attempts) VALUES ($1, $2, $3, 'ready', $4, 0)",
        args![clock::id(run_at), kind, payload.clone(), run_at],
    );
}

/// As [`enqueue`], but the same `kind` of job about the same thing waits once for each moment, however often it is left behind.
pub fn enqueue_once(
    tx: &mut Tx,
    (kind, about): (&'static str, Uuid),
    payload: &serde_json::Value,
    run_at: Timestamp,
) {
    // Its place is its name: what, about what, when.
    let name =
        Sha256::new_with_prefix(kind).chain_update(about).chain_update(run_at.as_microsecond().to_be_bytes());
    let bytes = name.finalize().first_chunk::<16>().copied().unwrap_or_default();
    tx.later(
        "INSERT INTO job (id, kind, payload, state, run_at, attempts) VALUES ($1, $2, $3, 'ready', $4, 0)
         ON CONFLICT (run_at, id) DO NOTHING",
        args![uuid::Builder::from_custom_bytes(bytes).into_uuid(), kind, payload.clone(), run_at],
    );
}

/// A job that was taken.
#[derive(Clone, Debug)]
pub struct Job {
    /// Its identifier.
    pub id: Uuid,
    /// What is to be done.
    pub kind: String,
    /// With what.
    pub payload: serde_json::Value,
    /// When it was due: the table is in this order.
    pub run_at: Timestamp,
    /// The number of this try, from 1.
    pub attempt: i64,
}

/// Which jobs a loop takes: those of a kind that waits for others have a loop of their own, so that the rest do not wait.
#[derive(Clone, Copy, Debug, Default)]
enum Lane {
    #[default]
    All,
    /// This kind, one at a time: each may take long.
    Only(&'static str),
    /// Every kind but this.
    Except(&'static str),
}

/// Waits until those whom people wait for leave the database alone for a moment, but not for ever.
async fn give_way(db: &Db) {
    let no_longer_than = tokio::time::Instant::now() + GIVES_WAY;
    while db.is_in_use() && tokio::time::Instant::now() < no_longer_than {
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
}

/// Takes what is due, oldest first, and leases it.
pub fn claim(tx: &mut Tx, now: Timestamp) -> Result<Vec<Job>, Error> {
    claim_in(tx, Lane::All, now)
}

fn claim_in(tx: &mut Tx, lane: Lane, now: Timestamp) -> Result<Vec<Job>, Error> {
    let lock = if tx.dialect() == Dialect::Postgres { "FOR UPDATE SKIP LOCKED" } else { "" };
    let (kinds, kind, most) = match lane {
        Lane::All => ("", None, AT_ONCE),
        Lane::Only(kind) => ("AND kind = $3", Some(kind), 1),
        Lane::Except(kind) => ("AND kind <> $3", Some(kind), AT_ONCE),
    };
    let mut args = args![now, now + LEASE];
    args.extend(kind.map(Value::from));
    let sql = format!(
        "UPDATE job SET leased_until = $2, attempts = attempts + 1
         WHERE (run_at, id) IN (SELECT run_at, id FROM job WHERE run_at <= $1 AND state <> 'dead'
                      AND (leased_until IS NULL OR leased_until < $1) {kinds} ORDER BY run_at, id LIMIT {most} {lock})
         RETURNING id, kind, payload, run_at, attempts"
    );
    let rows = tx.all(&sql, args)?;
    rows.iter()
        .map(|row| {
            Ok(Job {
                id: row.get(0)?,
                kind: row.get(1)?,
                payload: row.get(2)?,
                run_at: row.get(3)?,
                attempt: row.get(4)?,
            })
        })
        .collect()
}

/// Takes a finished job off the list, unless another worker has taken it since.
pub fn finish(tx: &mut Tx, job: &Job) -> Result<(), Error> {
    let sql = "DELETE FROM job WHERE run_at = $1 AND id = $2 AND attempts = $3";
    tx.execute(sql, args![job.run_at, job.id, job.attempt]).map(drop)
}

/// Gives back a job that was taken but not begun: another may take it at once.
pub fn release(tx: &mut Tx, job: &Job) -> Result<(), Error> {
    tx.execute(
        "UPDATE job SET leased_until = NULL, attempts = attempts - 1
         WHERE run_at = $1 AND id = $2 AND attempts = $3",
        args![job.run_at, job.id, job.attempt],
    )
    .map(drop)
}

/// Puts a failed job back for later: twice as long each time, up to an hour. After the last try it is left for a person,
/// behind all others, so that nobody who looks for something to do comes past it.
pub fn fail(tx: &mut Tx, job: &Job, why: &str, now: Timestamp) -> Result<(), Error> {
    let wait = SignedDuration::from_secs(3_600.min(5 << job.attempt.clamp(0, 12)));
    let (state, run_at) =
        if job.attempt >= ATTEMPTS { ("dead", Timestamp::MAX) } else { ("ready", now + wait) };
    tx.execute(
        "UPDATE job SET state = $4, run_at = $5, leased_until = NULL, last_error = $6
         WHERE run_at = $1 AND id = $2 AND attempts = $3",
        args![job.run_at, job.id, job.attempt, state, run_at, why],
    )
    .map(drop)
}

/// Gives every job that was left for a person all its tries again; how many.
pub fn revive(tx: &mut Tx, now: Timestamp) -> Result<u64, Error> {
    tx.execute("UPDATE job SET state = 'ready', attempts = 0, run_at = $1 WHERE state = 'dead'", args![now])
}

/// What a job's work comes to: done, or the reason why not.
pub type Outcome = Result<(), Box<dyn std::error::Error + Send + Sync>>;
type Work<T, O> = Arc<dyn Fn(T) -> Pin<Box<dyn Future<Output = O> + Send>> + Send + Sync>;

/// How the jobs of a kind are done.
#[derive(Clone)]
enum How {
    /// One after the other.
    Each(Work<Job, Outcome>),
    /// Those that were taken at once, together.
    Together(Work<Vec<Job>, Vec<Outcome>>),
}

/// Which feature does which kind of job.
#[derive(Clone, Default)]
pub struct Jobs {
    by_kind: HashMap<&'static str, How>,
    lane: Lane,
}

impl std::fmt::Debug for Jobs {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list().entries(self.by_kind.keys()).finish()
    }
}

impl Jobs {
    /// From now on `work` does the jobs of `kind`.
    #[must_use]
    pub fn with<F, W>(mut self, kind: &'static str, work: W) -> Jobs
    where
        W: Fn(Job) -> F + Send + Sync + 'static,
        F: Future<Output = Outcome> + Send + 'static,
    {
        self.by_kind.insert(kind, How::Each(Arc::new(move |job| Box::pin(work(job)))));
        self
    }

    /// From now on `work` does the jobs of `kind`, as many at once as were taken at once, where that costs less; it gives an
    /// outcome for each, in their order.
    #[must_use]
    pub fn with_together<F, W>(mut self, kind: &'static str, work: W) -> Jobs
    where
        W: Fn(Vec<Job>) -> F + Send + Sync + 'static,
        F: Future<Output = Vec<Outcome>> + Send + 'static,
    {
        self.by_kind.insert(kind, How::Together(Arc::new(move |jobs| Box::pin(work(jobs)))));
        self
    }

    /// The same, for a loop that does only the jobs of `kind`, one at a time.
    #[must_use]
    pub fn only(mut self, kind: &'static str) -> Jobs {
        self.lane = Lane::Only(kind);
        self
    }

    /// The same, for a loop that leaves the jobs of `kind` to another.
    #[must_use]
    pub fn except(mut self, kind: &'static str) -> Jobs {
        self.lane = Lane::Except(kind);
        self
    }

    /// Does jobs until `stop` says so; looks for new ones each second. The job at hand is finished, the others that were
    /// taken with it are given back.
    pub async fn work(self, db: Db, clock: Clock, mut stop: watch::Receiver<bool>) {
        while !*stop.borrow() {
            give_way(&db).await;
            match self.round_until(&db, &clock, || *stop.borrow()).await {
                Ok(0) => {}
                Ok(_) => continue,
                Err(error) => tracing::error!(%error, "jobs"),
            }
            tokio::select! {
                () = tokio::time::sleep(Duration::from_secs(1)) => {}
                _ = stop.changed() => {}
            }
        }
    }

    /// Takes what is due, does it, and says how much that was.
    pub async fn round(&self, db: &Db, clock: &Clock) -> Result<usize, Error> {
        self.round_until(db, clock, || false).await
    }

    async fn round_until(&self, db: &Db, clock: &Clock, is_over: impl Fn() -> bool) -> Result<usize, Error> {
        let (now, lane) = (clock.now(), self.lane);
        let jobs = db.write(move |tx| claim_in(tx, lane, now)).await?;
        let count = jobs.len();
        let (mut left, mut done_ones) = (VecDeque::from(jobs), vec![]);
        while let Some(first) = left.pop_front() {
            if is_over() {
                left.push_front(first);
                db.write(move |tx| left.iter().try_for_each(|job| release(tx, job))).await?;
                break;
            }
            for (job, outcome) in self.done(first, &mut left).await {
                let Err(error) = outcome else {
                    done_ones.push(job);
                    continue;
                };
                tracing::warn!(kind = job.kind, id = %job.id, %error, "a job failed");
                let (why, now) = (error.to_string(), clock.now());
                db.write(move |tx| fail(tx, &job, &why, now)).await?;
            }
        }
        // One commit for all of them. When it does not come to that, they run again: they must not mind.
        db.write(move |tx| done_ones.iter().try_for_each(|job| finish(tx, job))).await?;
        Ok(count)
    }

    /// Does `first`, and with it those of `left` that go together with it.
    async fn done(&self, first: Job, left: &mut VecDeque<Job>) -> Vec<(Job, Outcome)> {
        match self.by_kind.get(first.kind.as_str()) {
            Some(How::Each(work)) => {
                let outcome = work(first.clone()).await;
                vec![(first, outcome)]
            }
            Some(How::Together(work)) => {
                let (with_it, others): (VecDeque<Job>, _) =
                    left.drain(..).partition(|job| job.kind == first.kind);
                *left = others;
                let group: Vec<Job> = std::iter::once(first).chain(with_it).collect();
                let outcomes = work(group.clone()).await;
                group.into_iter().zip(outcomes).collect()
            }
            None => {
                let why = format!("nobody does jobs of kind {}", first.kind);
                vec![(first, Err(why.into()))]
            }
        }
    }
}

#[cfg(test)]
mod tests;
