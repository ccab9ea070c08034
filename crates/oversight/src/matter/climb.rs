//! What is not answered climbs: the job behind [`Matter::climbs`](domain::matter::Matter::climbs).

use base::{app::App, error::Error};
use domain::{matter::MatterEvent, people::Actor};
use kit::queue::{Job, Outcome};
use uuid::Uuid;

use super::{ladder, store, urge};

/// Climbs one rung if its time has come and nobody answered; done twice, it does nothing the second time. What the system
/// began ends with what called for it.
pub async fn job(app: App, job: Job) -> Outcome {
    let id = job.payload.get("matter").and_then(|id| id.as_str()).unwrap_or_default();
    let id: Uuid = id.parse().map_err(Error::fault)?;
    let (inner, now) = (app.clone(), app.now());
    let climbed = app.write(move |tx| {
        let seen = store::load(tx, id)?;
        let house = inner.house();
        let ladder = ladder::of(tx, &house, seen.matter.to)?;
        let Some((at, rung)) = seen.matter.climbs(&ladder, &house.timetable(seen.matter.to)) else {
            return Ok(());
        };
        // A new deadline and every rung have jobs of their own; if only the calendar moved the moment, this one waits for it.
        if at > now {
            if store::is_for(&job.payload, seen.matter.due_at, seen.matter.rung) {
                store::set_ladder(&inner, tx, id, &seen.matter)?;
            }
            return Ok(());
        }
        if let Some(about) = seen.matter.dossier {
            let about = base::dossier::load(tx, about)?;
            if urge::end(&inner, tx, &seen, &about, now)? {
                return Ok(());
            }
        }
        store::record(&inner, tx, &seen, &MatterEvent::Climbed { rung }.into(), Actor::System, now)
    });
    Ok(climbed.await?)
}
