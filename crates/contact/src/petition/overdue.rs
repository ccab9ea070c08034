//! What was not done in time is noted when the time is over.

use base::{app::App, error::Error};
use domain::{id::PetitionId, people::Actor, petition::PetitionEvent};
use kit::queue::{Job, Outcome};

use super::store;

/// Notes that the limit ended, if the clock of the petition still runs and it was not noted; done twice, it does nothing the
/// second time.
pub async fn job(app: App, job: Job) -> Outcome {
    let id = job.payload.get("petition").and_then(|id| id.as_str()).unwrap_or_default();
    let id: PetitionId = id.parse().map_err(Error::fault)?;
    let (inner, now) = (app.clone(), app.now());
    let noted = app.write(move |tx| {
        let seen = store::load(tx, id)?;
        match seen.petition.clock {
            Some(running) if running.due_at < now && !seen.petition.late.contains(&running.clock) => {
                store::record(&inner, tx, &seen, PetitionEvent::Overdue, Actor::System, now)
            }
            _ => Ok(()),
        }
    });
    Ok(noted.await?)
}
