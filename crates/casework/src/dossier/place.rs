//! Where a dossier goes: the unit, the role and the due time of a step.

use base::{app::App, dossier::Seen, error::Result, house::House};
use domain::{
    dossier::{Dossier, Place},
    id::UnitId,
    instant::Instant,
    process::{Process, StepKind},
    refusal::Refusal,
};
use kit::db::Tx;

use super::settle;

/// The place at step `step` of `process`, begun at `since`, held by nobody yet. The step's time runs in the hours of its
/// unit.
pub fn at(
    process: &Process,
    step: u16,
    (receiving, settling): (UnitId, UnitId),
    house: &House,
    since: Instant,
) -> Result<Place> {
    let kind = process.step(step).ok_or(Refusal::NoSuchStep)?.kind;
    let unit = if matches!(kind, StepKind::Receive | StepKind::Return) { receiving } else { settling };
    let minutes = process.step(step).and_then(|step| step.minutes);
    let due_at = minutes.and_then(|minutes| house.timetable(unit).after_minutes(since, minutes));
    Ok(Place { step, kind, unit, role: kind.role(), owner: None, since, due_at })
}

/// The place at step `step` for a dossier that exists.
pub fn of(dossier: &Dossier, process: &Process, step: u16, house: &House, since: Instant) -> Result<Place> {
    at(process, step, (dossier.receiving_unit, dossier.settling_unit), house, since)
}

/// Where the papers of a dossier that ends without a result wait to be given back: at its hand-over step, or, where it was never
/// accepted and has no process, with the unit that took them.
pub fn of_papers(app: &App, tx: &mut Tx, seen: &Seen, now: Instant) -> Result<Place> {
    if seen.process.is_none() {
        let (kind, unit) = (StepKind::Return, seen.receiving_unit);
        return Ok(Place { step: 0, kind, unit, role: kind.role(), owner: None, since: now, due_at: None });
    }
    let process = settle::process(app, tx, seen)?;
    let last = process.content.return_step().ok_or(Refusal::NoSuchStep)?;
    of(seen, &process.content, last, &app.house(), now)
}
