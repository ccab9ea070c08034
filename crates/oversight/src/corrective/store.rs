//! The table `corrective`, the fold of what the log says of each.

use base::{
    app::App,
    dossier::log::{self, Head},
    error::{Error, Result},
};
use domain::{
    corrective::{Corrective, CorrectiveEvent, State},
    dossier::event::FileRef,
    id::UnitId,
    instant::Instant,
    people::Actor,
    reaction,
};
use kit::db::{Tx, args};
use uuid::Uuid;

use crate::matter::ladder;

/// A corrective action as it was read.
#[derive(Clone, Debug)]
pub struct Seen {
    /// Its identifier.
    pub id: Uuid,
    /// The number of its last line in the log.
    pub seq: i64,
    /// How it stands.
    pub corrective: Corrective,
}

/// The corrective action `id`, for `by`; [`Error::NotFound`] if there is none that they may read.
pub fn load(tx: &mut Tx, id: Uuid, by: &Actor) -> Result<Seen> {
    let row = tx.optional("SELECT body FROM corrective WHERE id = $1", args![id])?.ok_or(Error::NotFound)?;
    let corrective: Corrective = row.json(0)?;
    if *by != Actor::System && !corrective.may_read(by) {
        return Err(Error::NotFound);
    }
    Ok(Seen { id, seq: log::head(tx, id)?.seq, corrective })
}

/// Begins one under `id`. The same identifier twice is [`Error::Stale`] the second time.
pub fn begin(
    app: &App,
    tx: &mut Tx,
    id: Uuid,
    (corrective, file): (Corrective, Option<FileRef>),
    by: Actor,
    at: Instant,
) -> Result<()> {
    let event = CorrectiveEvent::Opened { corrective, file };
    let corrective = Corrective::after(None, &event, &by)?;
    // The log first: a form sent twice meets its key, and is stale.
    log::append(tx, &Head::new(id).next(event.words().0, &event, by, at)?);
    tx.later(
        "INSERT INTO corrective (id, origin, area, state, unit_id, source_id, due_at, rung, opened_at, body, duty)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        args![
            id,
            corrective.origin.name(),
            corrective.area.name(),
            corrective.state.name(),
            corrective.unit.0,
            corrective.source,
            corrective.due_at,
            corrective.rung.name(),
            at,
            serde_json::to_value(&corrective).map_err(Error::fault)?,
            corrective.duty.map(domain::plan::Duty::name)
        ],
    );
    set_deadline(tx, id, corrective.due_at, at);
    set_alarm(app, tx, id, &corrective)
}

/// Keeps the deadline that was set at `at`: the weekly lists of before stay as they were.
fn set_deadline(tx: &mut Tx, id: Uuid, due_at: Instant, at: Instant) {
    tx.later(
        "INSERT INTO corrective_deadline (corrective_id, due_at, set_at) VALUES ($1, $2, $3)
         ON CONFLICT (corrective_id, due_at) DO UPDATE SET reported_at = NULL",
        args![id, due_at, at],
    );
}

/// Writes that `event` happened to what was `seen`. Fails with [`Error::Stale`] if something happened since it was read.
pub fn record(
    app: &App,
    tx: &mut Tx,
    seen: &Seen,
    event: &CorrectiveEvent,
    by: Actor,
    at: Instant,
) -> Result<()> {
    let corrective = Corrective::after(Some(&seen.corrective), event, &by)?;
    let head = log::head(tx, seen.id)?;
    if head.seq != seen.seq {
        return Err(Error::Stale);
    }
    tx.later(
        "UPDATE corrective SET state = $2, due_at = $3, rung = $4, body = $5, closed_at = coalesce(closed_at, $6) WHERE id = $1",
        args![
            seen.id,
            corrective.state.name(),
            corrective.due_at,
            corrective.rung.name(),
            serde_json::to_value(&corrective).map_err(Error::fault)?,
            (corrective.state == State::Closed).then_some(at)
        ],
    );
    match event {
        CorrectiveEvent::Reported { .. } => tx.later(
            "UPDATE corrective_deadline SET reported_at = $3 WHERE corrective_id = $1 AND due_at = $2",
            args![seen.id, corrective.due_at, at],
        ),
        CorrectiveEvent::SentBack { .. } => set_deadline(tx, seen.id, corrective.due_at, at),
        _ => {}
    }
    log::append(tx, &head.next(event.words().0, event, by, at)?);
    if corrective.due_at != seen.corrective.due_at || corrective.rung != seen.corrective.rung {
        set_alarm(app, tx, seen.id, &corrective)?;
    }
    Ok(())
}

/// What `unit` is to mend, or any unit without a ladder of its own if the rule is for all, climbs by the ladder as it is now.
pub fn climb_anew(app: &App, tx: &mut Tx, unit: UnitId, is_for_all: bool) -> Result<()> {
    let rows = tx.all(
        "SELECT c.id FROM corrective c WHERE c.state = 'open' AND (c.unit_id = $1
             OR ($2 AND NOT EXISTS (SELECT 1 FROM ladder l WHERE l.unit_id = c.unit_id)))",
        args![unit.0, is_for_all],
    )?;
    for row in rows {
        let seen = load(tx, row.get(0)?, &Actor::System)?;
        set_alarm(app, tx, seen.id, &seen.corrective)?;
    }
    Ok(())
}

/// Leaves a job behind for the next rung.
pub fn set_alarm(app: &App, tx: &mut Tx, id: Uuid, corrective: &Corrective) -> Result<()> {
    let house = app.house();
    let ladder = ladder::of(tx, &house, corrective.unit)?;
    if let Some((at, _)) = corrective.climbs(&ladder, &house.timetable(corrective.unit)) {
        let (due, rung) = (corrective.due_at.as_microsecond(), corrective.rung.name());
        let payload = serde_json::json!({ "corrective": id, "due": due, "rung": rung });
        kit::queue::enqueue(tx, reaction::CORRECTIVE, &payload, at);
    }
    Ok(())
}
