//! A task that is not done rings: before its deadline, on it and after it. The job behind [`Task::next_alarm`](domain::task::Task::next_alarm).

use base::{app::App, error::Error};
use domain::{people::Actor, task::TaskEvent};
use kit::queue::{Job, Outcome};
use uuid::Uuid;

use super::{
    store,
    tell::{Due, tell},
};

/// Notes what has come, tells whose it is, and waits for what comes next; done twice, it does nothing the second time.
pub async fn job(app: App, job: Job) -> Outcome {
    let id = job.payload.get("task").and_then(|id| id.as_str()).unwrap_or_default();
    let id: Uuid = id.parse().map_err(Error::fault)?;
    let (inner, now) = (app.clone(), app.now());
    let rung = app.write(move |tx| {
        let seen = store::load(tx, id)?;
        let task = &seen.task;
        let house = inner.house();
        let Some((when, alarm)) = task.next_alarm(now, &house.timetable(task.owner)) else { return Ok(()) };
        if when > now {
            store::ring_at(tx, id, when);
            return Ok(());
        }
        store::record(tx, &seen, &TaskEvent::from(alarm), Actor::System, now)?;
        store::ring_at(tx, id, now);
        let due = Due {
            title: task.kind.title(),
            procedure: &task.procedure,
            doer: task.kind.doer(),
            owner: task.owner,
            due_at: task.due_at,
            url: format!("/lam-viec/thu-tuc/viec/{id}"),
        };
        tell(&inner, tx, alarm, &due, now)
    });
    Ok(rung.await?)
}
