//! A question that nobody answered in time is noted when the time is over.

use base::{app::App, error::Error};
use domain::{id::QuestionId, people::Actor, question::QuestionEvent};
use kit::queue::{Job, Outcome};

use super::store;

/// Notes that the limit ended, if it is not answered; done twice, it does nothing the second time.
pub async fn job(app: App, job: Job) -> Outcome {
    let id = job.payload.get("question").and_then(|id| id.as_str()).unwrap_or_default();
    let id: QuestionId = id.parse().map_err(Error::fault)?;
    let now = app.now();
    let noted = app.write(move |tx| {
        let seen = store::load(tx, id)?;
        match seen.question.clock {
            Some(running) if running.due_at < now && !seen.question.is_late => {
                store::record(tx, &seen, &QuestionEvent::Overdue, Actor::System, now)
            }
            _ => Ok(()),
        }
    });
    Ok(noted.await?)
}
