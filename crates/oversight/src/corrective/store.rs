//! The table `corrective`, the fold of what the log says of each.

use base::{
    app::App,
    dossier::log::{self, Head},
    error::{Error, Result},
};
use domain::{
    corrective::{Corrective, CorrectiveEvent, State},
    dossier::event::FileRef,
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
    let corrective: Corrective = serde_json::from_value(row.get(0)?).map_err(Error::fault)?;
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
        "INSERT INTO corrective (id, origin, area, state, unit_id, source_id, due_at, rung, opened_at, body)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
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
            serde_json::to_value(&corrective).map_err(Error::fault)?
        ],
    );
    set_alarm(app, tx, id, &corrective)
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
        "UPDATE corrective SET state = $2, due_at = $3, rung = $4, body = $5, closed_at = coalesce(closed_at, $6),
             reported_at = CASE WHEN $2 = 'open' THEN NULL ELSE coalesce($7, reported_at) END
         WHERE id = $1",
        args![
            seen.id,
            corrective.state.name(),
            corrective.due_at,
            corrective.rung.name(),
            serde_json::to_value(&corrective).map_err(Error::fault)?,
            (corrective.state == State::Closed).then_some(at),
            (corrective.state == State::Reported).then_some(at)
        ],
    );
    log::append(tx, &head.next(event.words().0, event, by, at)?);
    if corrective.due_at != seen.corrective.due_at || corrective.rung != seen.corrective.rung {
        set_alarm(app, tx, seen.id, &corrective)?;
    }
    Ok(())
}

/// Leaves a job behind for the next rung.
fn set_alarm(app: &App, tx: &mut Tx, id: Uuid, corrective: &Corrective) -> Result<()> {
    let house = app.house();
    let ladder = ladder::of(tx, &house, corrective.unit)?;
    if let Some((at, _)) = corrective.climbs(&ladder, &house.timetable(corrective.unit)) {
        kit::queue::enqueue(tx, reaction::CORRECTIVE, &serde_json::json!({ "corrective": id }), at);
    }
    Ok(())
}
