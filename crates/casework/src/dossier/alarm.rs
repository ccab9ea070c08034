//! What happens to a dossier when a date comes: the job behind [`domain::dossier::alarm`].

use base::{
    app::App,
    dossier::{self, Seen},
    error::{Error, Result},
};
use domain::{
    dossier::{
        Place,
        alarm::{self, Alarm, Supply},
        filing::FiledPaper,
        part::Released,
    },
    id::DossierId,
    instant::Instant,
    people::Actor,
    rules::Form,
};
use kit::{
    db::Tx,
    queue::{Job, Outcome},
};

use super::{
    number, place,
    turn::{self, rules_of},
};

struct Draw<'a, 'c> {
    app: &'a App,
    tx: &'a mut Tx<'c>,
    seen: &'a Seen,
    now: Instant,
}

impl Draw<'_, '_> {
    fn next(&mut self, form: Form, unit: domain::id::UnitId) -> Result<u32> {
        let house = self.app.house();
        number::letter(self.tx, house.unit(unit)?, form, self.now)
    }
}

impl Supply for Draw<'_, '_> {
    type Error = Error;

    fn apology(&mut self) -> Result<u32> {
        self.next(rules_of(self.seen).forms.apology, self.seen.settling_unit)
    }

    fn stop(&mut self) -> Result<Option<u32>> {
        let form = rules_of(self.seen).forms.stop.filter(|_| self.seen.state.is_accepted());
        form.map(|form| self.next(form, self.seen.receiving_unit)).transpose()
    }

    fn released(&mut self, no: u16) -> Vec<Released> {
        turn::released(self.app, self.seen, no, self.now)
    }

    fn papers(&mut self) -> Result<Option<Place>> {
        let filing = dossier::filing(self.tx, self.seen.id)?;
        let sheets = |p: &FiledPaper| p.originals + p.certified_copies + p.copies;
        if !filing.papers.iter().any(|paper| sheets(paper) > 0) {
            return Ok(None);
        }
        place::of_papers(self.app, self.tx, self.seen, self.now).map(Some)
    }
}

/// Rings `alarm` for the dossier `id`: writes what follows, if the dossier has not moved on, and sets the next alarm. What
/// it wrote, if anything.
pub fn ring(app: &App, tx: &mut Tx, id: DossierId, alarm: Alarm, now: Instant) -> Result<Option<Seen>> {
    let seen = dossier::load(tx, id)?;
    let event = alarm::ring(&seen, alarm, &mut Draw { app, tx, seen: &seen, now })?;
    let after = event.map(|event| dossier::record(tx, &seen, &event, Actor::System, now)).transpose()?;
    if let Some((at, next)) = alarm::then(after.as_ref().unwrap_or(&seen), alarm) {
        dossier::set_alarm(tx, id, at, next);
    }
    Ok(after)
}

/// The dossier and the alarm in a job's payload.
pub fn of(payload: &serde_json::Value) -> Result<(DossierId, Alarm)> {
    let part = |name: &str| payload.get(name).cloned().unwrap_or_default();
    let id = serde_json::from_value(part("dossier")).map_err(Error::fault)?;
    Ok((id, serde_json::from_value(part("alarm")).map_err(Error::fault)?))
}

/// The job.
pub async fn job(app: App, job: Job) -> Outcome {
    let (id, alarm) = of(&job.payload)?;
    let (inner, now) = (app.clone(), app.now());
    app.write(move |tx| ring(&inner, tx, id, alarm, now).map(drop)).await.map_err(Into::into)
}
