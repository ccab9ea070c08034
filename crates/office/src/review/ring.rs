//! An item of a review that nobody works on rings: before its day, on it and after it. The job behind
//! [`ReviewItem::next_alarm`](domain::review::ReviewItem::next_alarm).

use base::{app::App, error::Error};
use domain::{people::Actor, review::ReviewEvent, task::Doer};
use kit::{
    db::args,
    queue::{Job, Outcome},
};
use uuid::Uuid;

use super::store;
use crate::task::tell::{Due, tell};

/// Notes what has come, tells whose it is, and waits for what comes next; done twice, it does nothing the second time.
pub async fn job(app: App, job: Job) -> Outcome {
    let id = job.payload.get("item").and_then(|id| id.as_str()).unwrap_or_default();
    let id: Uuid = id.parse().map_err(Error::fault)?;
    let (inner, now) = (app.clone(), app.now());
    let rung = app.write(move |tx| {
        let seen = store::load(tx, id)?;
        let item = &seen.item;
        let since = tx.one("SELECT opened_at FROM review WHERE id = $1", args![item.review])?.get(0)?;
        let house = inner.house();
        let Some((when, alarm)) = item.next_alarm(since, now, &house.timetable(item.unit)) else {
            return Ok(());
        };
        if when > now {
            store::ring_at(tx, id, when);
            return Ok(());
        }
        store::record(tx, &house, &seen, &ReviewEvent::Rang { alarm }, Actor::System, now)?;
        store::ring_at(tx, id, now);
        let due = Due {
            title: "Rà soát thủ tục",
            procedure: &item.procedure,
            doer: Doer::Agency,
            owner: item.unit,
            due_at: item.due_at,
            url: format!("/lam-viec/thu-tuc/ra-soat/viec/{id}"),
        };
        tell(&inner, tx, alarm, &due, now)
    });
    Ok(rung.await?)
}
