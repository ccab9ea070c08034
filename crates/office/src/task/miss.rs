//! A task that is due and not done is noted: the job behind [`Task::is_to_be_missed`](domain::task::Task::is_to_be_missed).

use base::{app::App, error::Error};
use domain::{people::Actor, task::TaskEvent};
use kit::queue::{Job, Outcome};
use uuid::Uuid;

use super::store;

/// Notes it; done twice, it does nothing the second time.
pub async fn job(app: App, job: Job) -> Outcome {
    let id = job.payload.get("task").and_then(|id| id.as_str()).unwrap_or_default();
    let id: Uuid = id.parse().map_err(Error::fault)?;
    let now = app.now();
    let noted = app.write(move |tx| {
        let seen = store::load(tx, id)?;
        if seen.task.is_to_be_missed(now) {
            store::record(tx, &seen, &TaskEvent::Missed, Actor::System, now)?;
        }
        Ok(())
    });
    Ok(noted.await?)
}
