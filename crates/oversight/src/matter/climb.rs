//! What is not answered climbs: the job behind [`Matter::climbs`](domain::matter::Matter::climbs).

use base::{app::App, error::Error};
use domain::{matter::MatterEvent, people::Actor};
use kit::queue::{Job, Outcome};
use uuid::Uuid;

use super::store;

/// Climbs one rung if its time has come and nobody answered; done twice, it does nothing the second time.
pub async fn job(app: App, job: Job) -> Outcome {
    let id = job.payload.get("matter").and_then(|id| id.as_str()).unwrap_or_default();
    let id: Uuid = id.parse().map_err(Error::fault)?;
    let (inner, now) = (app.clone(), app.now());
    let climbed = app.write(move |tx| {
        let seen = store::load(tx, id)?;
        let house = inner.house();
        match seen.matter.climbs(&house.timetable(seen.matter.to)) {
            Some((at, rung)) if at <= now => {
                store::record(&inner, tx, &seen, &MatterEvent::Climbed { rung }, Actor::System, now)
            }
            _ => Ok(()),
        }
    });
    Ok(climbed.await?)
}
