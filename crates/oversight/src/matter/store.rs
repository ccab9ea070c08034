//! The table `matter`, the fold of its threads in the log, and who has read them.

use base::{
    app::App,
    dossier::log::{self, Head},
    error::{Error, Result},
};
use domain::{
    id::PersonId,
    instant::Instant,
    matter::{Matter, MatterEvent, MatterState},
    people::Actor,
    reaction,
};
use kit::db::{Tx, args};
use uuid::Uuid;

use super::{ladder, tell};

/// A matter as it was read.
#[derive(Clone, Debug)]
pub struct Seen {
    /// Its identifier.
    pub id: Uuid,
    /// The number of its last line in the log.
    pub seq: i64,
    /// How it stands.
    pub matter: Matter,
}

/// The matter `id`; [`Error::NotFound`] if there is none.
pub fn load(tx: &mut Tx, id: Uuid) -> Result<Seen> {
    let row = tx.optional("SELECT body FROM matter WHERE id = $1", args![id])?.ok_or(Error::NotFound)?;
    let matter = serde_json::from_value(row.get(0)?).map_err(Error::fault)?;
    Ok(Seen { id, seq: log::head(tx, id)?.seq, matter })
}

/// Begins a matter under `id`. The same identifier twice is [`Error::Stale`] the second time.
pub fn begin(
    app: &App,
    tx: &mut Tx,
    id: Uuid,
    (matter, text): (&Matter, &str),
    by: Actor,
    at: Instant,
) -> Result<()> {
    let event = MatterEvent::Opened { matter: matter.clone(), text: text.trim().to_owned() };
    let matter = Matter::after(None, &event, &by)?;
    // The log first: a form sent twice meets its key, and is stale.
    log::append(tx, &Head::new(id).next(event.words().0, &event, by, at)?);
    tx.later(
        "INSERT INTO matter (id, kind, state, from_unit_id, to_unit_id, dossier_id, due_at, rung, opened_at, first_due_at, body,
             person_id)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $7, $10, $11)",
        args![
            id,
            matter.kind.name(),
            matter.state.name(),
            matter.from.0,
            matter.to.0,
            matter.dossier.map(|dossier| dossier.0),
            matter.due_at,
            matter.rung.name(),
            at,
            serde_json::to_value(&matter).map_err(Error::fault)?,
            matter.person.map(|person| person.0)
        ],
    );
    if let Some(person) = by.person() {
        read(tx, id, person, 1, at);
    }
    tell::tell(app, tx, (id, 1), &event, &matter, at)?;
    set_ladder(app, tx, id, &matter)
}

/// Writes that `event` happened to the matter `seen`. Fails with [`Error::Stale`] if something happened since it was read.
pub fn record(
    app: &App,
    tx: &mut Tx,
    seen: &Seen,
    event: &MatterEvent,
    by: Actor,
    at: Instant,
) -> Result<()> {
    let matter = Matter::after(Some(&seen.matter), event, &by)?;
    let head = log::head(tx, seen.id)?;
    if head.seq != seen.seq {
        return Err(Error::Stale);
    }
    let answered_at = (matter.state == MatterState::Answered).then_some(at);
    tx.later(
        "UPDATE matter SET state = $2, to_unit_id = $3, due_at = $4, rung = $5, body = $6,
             answered_at = coalesce(answered_at, $7) WHERE id = $1",
        args![
            seen.id,
            matter.state.name(),
            matter.to.0,
            matter.due_at,
            matter.rung.name(),
            serde_json::to_value(&matter).map_err(Error::fault)?,
            answered_at
        ],
    );
    log::append(tx, &head.next(event.words().0, event, by, at)?);
    tell::tell(app, tx, (seen.id, seen.seq + 1), event, &matter, at)?;
    if matter.due_at != seen.matter.due_at || matter.rung != seen.matter.rung {
        set_ladder(app, tx, seen.id, &matter)?;
    }
    Ok(())
}

/// Leaves a job behind for the next rung.
pub fn set_ladder(app: &App, tx: &mut Tx, id: Uuid, matter: &Matter) -> Result<()> {
    let house = app.house();
    let ladder = ladder::of(tx, &house, matter.to)?;
    if let Some((at, _)) = matter.climbs(&ladder, &house.timetable(matter.to)) {
        kit::queue::enqueue(tx, reaction::MATTER, &serde_json::json!({ "matter": id }), at);
    }
    Ok(())
}

/// Whether the system began it by itself.
pub fn is_by_system(tx: &mut Tx, id: Uuid) -> Result<bool> {
    Ok(log::line(tx, id, 1)?.by == Actor::System)
}

/// Notes that `person` has read the thread up to `seq`.
pub fn read(tx: &mut Tx, id: Uuid, person: PersonId, seq: i64, at: Instant) {
    tx.later(
        "INSERT INTO matter_read (matter_id, person_id, seq, read_at) VALUES ($1, $2, $3, $4)
         ON CONFLICT (matter_id, person_id) DO UPDATE SET seq = excluded.seq, read_at = excluded.read_at",
        args![id, person.0, seq, at],
    );
}
