//! What is not mended in time climbs: the job behind [`Corrective::climbs`](domain::corrective::Corrective::climbs).

use base::{app::App, error::Error};
use domain::{corrective::CorrectiveEvent, people::Actor};
use kit::queue::{Job, Outcome};
use uuid::Uuid;

use super::store;
use crate::matter::{self, ladder};

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
        let Some((at, rung)) = next else { return Ok(()) };
        // A new deadline and every rung have jobs of their own; if only the moment moved, this one waits for it.
        if at > now {
            if matter::store::is_for(&job.payload, seen.corrective.due_at, seen.corrective.rung) {
                store::set_alarm(&inner, tx, id, &seen.corrective)?;
            }
            return Ok(());
        }
        store::record(&inner, tx, &seen, &CorrectiveEvent::Climbed { rung }, Actor::System, now)
    });
    Ok(climbed.await?)
}
