//! What is not answered climbs: the job behind [`Matter::climbs`](domain::matter::Matter::climbs).

use base::{app::App, error::Error};
use domain::{matter::MatterEvent, people::Actor, reaction};
use kit::queue::{Job, Outcome};
use uuid::Uuid;

use super::{ladder, store};

/// Climbs one rung if its time has come and nobody answered; done twice, it does nothing the second time. What the system
/// began is over once the dossier is settled.
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
        if at > now {
            // The ladder was set anew since.
            kit::queue::enqueue(tx, reaction::MATTER, &job.payload, at);
            return Ok(());
        }
        let dossier = seen.matter.dossier.map(|dossier| base::dossier::load(tx, dossier)).transpose()?;
        let is_settled = dossier.is_some_and(|dossier| dossier.settled_at.is_some());
        let event = if is_settled && store::is_by_system(tx, id)? {
            MatterEvent::Closed { text: "Hồ sơ đã có kết quả.".into() }
        } else {
            MatterEvent::Climbed { rung }
        };
        store::record(&inner, tx, &seen, &event, Actor::System, now)
    });
    Ok(climbed.await?)
}
