//! What is not mended in time climbs: the job behind [`Corrective::climbs`](domain::corrective::Corrective::climbs).

use base::{app::App, error::Error};
use domain::{corrective::CorrectiveEvent, people::Actor};
use kit::queue::{Job, Outcome};
use uuid::Uuid;

use super::store;
use crate::matter::ladder;

/// Climbs one rung if its time has come and nothing was reported; done twice, it does nothing the second time.
pub async fn job(app: App, job: Job) -> Outcome {
    let id = job.payload.get("corrective").and_then(|id| id.as_str()).unwrap_or_default();
    let id: Uuid = id.parse().map_err(Error::fault)?;
    let (inner, now) = (app.clone(), app.now());
    let climbed = app.write(move |tx| {
        let seen = store::load(tx, id, &Actor::System)?;
        let house = inner.house();
        let ladder = ladder::of(tx, &house, seen.corrective.unit)?;
        let next = seen.corrective.climbs(&ladder, &house.timetable(seen.corrective.unit));
        // A new deadline or a ladder that was set anew has jobs of its own.
        let Some((_, rung)) = next.filter(|(at, _)| *at <= now) else { return Ok(()) };
        store::record(&inner, tx, &seen, &CorrectiveEvent::Climbed { rung }, Actor::System, now)
    });
    Ok(climbed.await?)
}
