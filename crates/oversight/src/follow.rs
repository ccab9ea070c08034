//! The follower: reads what the log has new, dossier by dossier, and keeps up what is asked of many dossiers at once: stays,
//! paths, forecasts, findings, what units ask of each other, the work of officers. In steps of few, from where it stopped; never
//! while a page waits.
//!
//! A dossier that has something new is read whole and its course reckoned anew; what was over stays as it was, so that only
//! what is new is added to the months. A rebuild takes every dossier once, in the order of its identifier, and comes to the
//! same.

mod read;

use std::{sync::Arc, time::Duration};

use base::{
    app::App,
    error::{Error, Result},
};
use domain::quality::{Found, look_at};
use kit::db::{Tx, args};
pub use read::{Dossier, of_these, read, values};
use tokio::sync::watch;
use uuid::Uuid;

use crate::{
    coordination,
    flow::{self, foretell::Sweep},
    quality, workload,
};

/// How many times as long as a step took the follower rests after it.
const RESTS: u32 = 4;
/// How often it looks whether there is something new.
const IDLE: Duration = Duration::from_secs(2);

/// Follows until `stop` says so: while there is something new it rests after each step so much longer than the step took
/// that people hardly wait for it, otherwise it looks every other second.
pub async fn keep_up(app: App, mut stop: watch::Receiver<bool>) {
    let mut sweep = Sweep::default();
    while !*stop.borrow() {
        let began = std::time::Instant::now();
        let rest = match turn(&app, &mut sweep).await {
            Ok(true) => began.elapsed() * RESTS,
            Ok(false) | Err(Error::Stale) => IDLE,
            Err(error) => {
                tracing::error!(%error, "the follower could not follow");
                IDLE
            }
        };
        tokio::select! {
            () = tokio::time::sleep(rest.min(IDLE)) => {}
            _ = stop.changed() => {}
        }
    }
}

/// Does everything that there is to do now.
pub async fn catch_up(app: &App) -> Result<()> {
    let mut sweep = Sweep::default();
    loop {
        match turn(app, &mut sweep).await {
            Ok(true) => {}
            Ok(false) => return Ok(()),
            // Another server moves on, too.
            Err(Error::Stale) => tokio::time::sleep(Duration::from_millis(200)).await,
            Err(error) => return Err(error),
        }
    }
}

/// The tables that can be made again.
const KEPT: [&str; 10] = [
    "step_fact",
    "step_month",
    "passage_month",
    "forecast",
    "asked",
    "finding",
    "work_month",
    "filed_week",
    "work_taken",
    "route_fact",
];

/// Forgets everything, so that it is made again from the whole log.
pub fn forget(tx: &mut Tx) {
    // The follower first, as every step does: one that is under way ends before, and its rows are seen.
    tx.later(
        "UPDATE follower SET log_at = NULL, log_stream = NULL, rebuilt_to = NULL, is_rebuilding = TRUE, turn = turn + 1
         WHERE one = 1",
        args![],
    );
    for table in KEPT {
        tx.later(format!("DELETE FROM {table}"), args![]);
    }
}

/// One step of what is most urgent; whether there may be more.
async fn turn(app: &App, sweep: &mut Sweep) -> Result<bool> {
    Ok(step(app).await? || sweep.step(app).await? || quality::store::look_again(app).await?)
}

/// Takes in some dossiers that have something new; whether there may be more.
async fn step(app: &App) -> Result<bool> {
    let (inner, now) = (app.clone(), app.now());
    let Some(batch) = app.read(move |tx| read::batch(tx, &inner.house(), now)).await? else {
        return Ok(false);
    };
    let ids: Vec<Uuid> = batch.dossiers.iter().map(Dossier::id).collect();
    let is_rebuilding = batch.next.is_rebuilding;
    let found = look_at_results(app, &batch.dossiers).await?;
    let batch = Arc::new(batch);
    app.write(move |tx| {
        read::move_on(tx, &batch)?;
        flow::store::take(tx, &batch.dossiers)?;
        batch.dossiers.iter().for_each(|dossier| flow::routes::take(tx, dossier));
        workload::store::take(tx, &batch.dossiers);
        for (dossier, result) in batch.dossiers.iter().zip(&found) {
            coordination::store::take(tx, dossier);
            quality::store::take(tx, dossier, *result, now);
        }
        Ok(())
    })
    .await?;
    if !is_rebuilding {
        flow::foretell::renew(app, ids).await?;
    }
    Ok(true)
}

/// How the files of the results are found, in the order of the dossiers.
pub async fn look_at_results(app: &App, dossiers: &[Dossier]) -> Result<Vec<Option<(i64, Found)>>> {
    let files: Vec<_> = dossiers.iter().map(Dossier::result).collect();
    app.files(move |blobs| {
        let look = |(seq, file): (i64, domain::dossier::event::FileRef)| match blobs.get(&file.hash) {
            Ok(bytes) => (seq, look_at(&file, &bytes)),
            Err(kit::blob::Error::Missing) => (seq, Found::Missing),
            Err(kit::blob::Error::Damaged(_)) => (seq, Found::Unreadable),
            // The store is away: nothing is known of the file, and the rest goes on.
            Err(error) => {
                tracing::warn!(%error, "the file of a result could not be looked at");
                (seq, Found::Unknown)
            }
        };
        Ok(files.into_iter().map(|file| file.map(look)).collect())
    })
    .await
}
