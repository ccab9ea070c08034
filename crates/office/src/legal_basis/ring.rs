//! The alarm before a document ends: the job that [`super::store::record`] leaves behind.

use base::{app::App, error::Error};
use domain::people::Actor;
use kit::queue::{Job, Outcome};
use uuid::Uuid;

use super::store;

/// Rings if the end is still as near as it was said to be; done twice, it does nothing the second time.
pub async fn job(app: App, job: Job) -> Outcome {
    let id = job.payload.get("document").and_then(|id| id.as_str()).unwrap_or_default();
    let id: Uuid = id.parse().map_err(Error::fault)?;
    let now = app.now();
    Ok(app.write(move |tx| store::ring(tx, id, Actor::System, now)).await?)
}
