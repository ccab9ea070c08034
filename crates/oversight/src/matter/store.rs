//! The table `matter`, the fold of its threads in the log, and who has read them.

use base::{
    app::App,
    dossier::log::{self, Head},
    error::{Error, Result},
};
use domain::{
    calendar::deadline::working_days_after,
    dossier::{event::FileRef, extend::DelayCause},
    id::PersonId,
    instant::Instant,
    matter::{Entry, Matter, MatterEvent, MatterState, Rung, effect::SOON_DAYS},
    people::Actor,
    reaction,
    refusal::Refusal,
    text::fold,
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
    let matter = row.json(0)?;
    Ok(Seen { id, seq: log::head(tx, id)?.seq, matter })
}

/// Begins a matter under `id`. The same identifier twice is [`Error::Stale`] the second time.
pub fn begin(
    app: &App,
    tx: &mut Tx,
    id: Uuid,
    (matter, text, file): (&Matter, &str, Option<FileRef>),
    by: Actor,
    at: Instant,
) -> Result<()> {
    let event = MatterEvent::Opened { matter: matter.clone(), text: text.trim().to_owned() };
    let matter = Matter::after(None, &event, &by)?;
    let entry = Entry { event, file };
    // The log first: a form sent twice meets its key, and is stale.
    log::append(tx, &Head::new(id).next(entry.event.words().0, &entry, by, at)?);
    let soon_at = working_days_after(at, SOON_DAYS, &app.house().timetable(matter.to));
    tx.later(
        "INSERT INTO matter (id, kind, state, from_unit_id, to_unit_id, dossier_id, due_at, rung, opened_at, first_due_at, body,
             person_id, folded, soon_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $7, $10, $11, $12, $13)",
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
            matter.person.map(|person| person.0),
            fold(&format!("{} {}", matter.subject, entry.event.text())),
            soon_at.unwrap_or(matter.due_at)
        ],
    );
    if let Some(person) = by.person() {
        read(tx, id, person, 1, at);
    }
    tell::tell(app, tx, (id, 1), &entry.event, &matter, at)?;
    set_ladder(app, tx, id, &matter)
}

/// Writes that `event` happened to the matter `seen`. Fails with [`Error::Stale`] if something happened since it was read.
pub fn record(app: &App, tx: &mut Tx, seen: &Seen, entry: &Entry, by: Actor, at: Instant) -> Result<()> {
    let matter = Matter::after(Some(&seen.matter), &entry.event, &by)?;
    let head = log::head(tx, seen.id)?;
    if head.seq != seen.seq {
        return Err(Error::Stale);
    }
    let answered_at = (matter.state == MatterState::Answered).then_some(at);
    let cause = match &entry.event {
        MatterEvent::Answered { cause, .. } => *cause,
        _ => None,
    };
    tx.later(
        "UPDATE matter SET state = $2, to_unit_id = $3, due_at = $4, rung = $5, body = $6,
             answered_at = coalesce(answered_at, $7), lead_id = $8, cause = coalesce($9, cause) WHERE id = $1",
        args![
            seen.id,
            matter.state.name(),
            matter.to.0,
            matter.due_at,
            matter.rung.name(),
            serde_json::to_value(&matter).map_err(Error::fault)?,
            answered_at,
            matter.lead,
            cause.map(DelayCause::name)
        ],
    );
    log::append(tx, &head.next(entry.event.words().0, entry, by, at)?);
    if matter.shown != seen.matter.shown {
        show(tx, seen.id, &matter, at);
    }
    tell::tell(app, tx, (seen.id, seen.seq + 1), &entry.event, &matter, at)?;
    if let MatterEvent::Answered { text, .. } = &entry.event {
        answer_joined(app, tx, seen.id, (text, entry.file.as_ref()), (by, at))?;
    }
    let is_apart = matches!(entry.event, MatterEvent::Parted { .. });
    if matter.due_at != seen.matter.due_at || matter.rung != seen.matter.rung || is_apart {
        set_ladder(app, tx, seen.id, &matter)?;
    }
    Ok(())
}

/// Writes what the applicant of the dossier reads of the matter, for the page on which they track it (row C-47).
fn show(tx: &mut Tx, id: Uuid, matter: &Matter, at: Instant) {
    tx.later("DELETE FROM matter_shown WHERE matter_id = $1", args![id]);
    if let (Some(words), Some(dossier)) = (&matter.shown, matter.dossier) {
        tx.later(
            "INSERT INTO matter_shown (matter_id, dossier_id, unit_id, shown_at, words) VALUES ($1, $2, $3, $4, $5)",
            args![id, dossier.0, matter.to.0, at, words.clone()],
        );
    }
}

/// The names of the officers who had to do with the matter or with its dossier; who applied is none.
pub fn officers(tx: &mut Tx, seen: &Seen) -> Result<Vec<String>> {
    let dossier = seen.matter.dossier.map(|dossier| dossier.0);
    let rows = tx.all(
        "SELECT name FROM person WHERE id IN (SELECT person_id FROM event
                 WHERE (stream_id = $1 OR stream_id = $2) AND role NOT IN ('citizen', 'business'))
             OR id IN (SELECT step_owner_id FROM dossier WHERE id = $2)",
        args![seen.id, dossier],
    )?;
    rows.iter().map(|row| Ok(row.get(0)?)).collect()
}

/// All that is joined to `lead` is answered with it, and gets its document (row C-65).
fn answer_joined(
    app: &App,
    tx: &mut Tx,
    lead: Uuid,
    (text, file): (&str, Option<&FileRef>),
    (by, at): (Actor, Instant),
) -> Result<()> {
    for (id, _) in read_all(tx, "lead_id = $1 AND state = 'joined' ORDER BY opened_at, id", args![lead])? {
        let seen = load(tx, id)?;
        let event = MatterEvent::AnsweredWith { text: text.to_owned() };
        record(app, tx, &seen, &Entry { event, file: file.cloned() }, by, at)?;
    }
    Ok(())
}

/// The obstacles that are joined to `lead`, or were until they were answered with it; the oldest first.
pub fn joined(tx: &mut Tx, lead: Uuid) -> Result<Vec<(Uuid, Matter)>> {
    read_all(tx, "lead_id = $1 ORDER BY opened_at, id LIMIT 500", args![lead])
}

/// The obstacles to which `seen` may be joined: the latest of those that [`Matter::may_take`] it.
pub fn leads(tx: &mut Tx, seen: &Seen) -> Result<Vec<(Uuid, Matter)>> {
    let rest = "kind = 'vuong-mac' AND (state = 'lifted' OR (state = 'open' AND due_at <= $2)) AND id <> $1
         ORDER BY opened_at DESC, id LIMIT 100";
    read_all(tx, rest, args![seen.id, seen.matter.due_at])
}

fn read_all(tx: &mut Tx, rest: &str, args: Vec<kit::db::Value>) -> Result<Vec<(Uuid, Matter)>> {
    let rows = tx.all(&format!("SELECT id, body FROM matter WHERE {rest}"), args)?;
    rows.iter().map(|row| Ok((row.get(0)?, row.json(1)?))).collect()
}

/// Refuses to join `seen` to `lead`, unless that may take it and nothing is joined to `seen` itself.
pub fn must_lead(tx: &mut Tx, seen: &Seen, lead: Uuid) -> Result<()> {
    let is_fit =
        seen.id != lead && load(tx, lead)?.matter.may_take(&seen.matter) && joined(tx, seen.id)?.is_empty();
    if is_fit { Ok(()) } else { Err(Refusal::NotALead.into()) }
}

/// Leaves a job behind for the next rung.
pub fn set_ladder(app: &App, tx: &mut Tx, id: Uuid, matter: &Matter) -> Result<()> {
    let house = app.house();
    let ladder = ladder::of(tx, &house, matter.to)?;
    if let Some((at, _)) = matter.climbs(&ladder, &house.timetable(matter.to)) {
        let (due, rung) = (matter.due_at.as_microsecond(), matter.rung.name());
        let payload = serde_json::json!({ "matter": id, "due": due, "rung": rung });
        kit::queue::enqueue(tx, reaction::MATTER, &payload, at);
    }
    Ok(())
}

/// Whether the job with `payload` was left for this deadline and this rung.
pub fn is_for(payload: &serde_json::Value, due_at: Instant, rung: Rung) -> bool {
    let is = |key: &str, value: serde_json::Value| payload.get(key) == Some(&value);
    is("due", due_at.as_microsecond().into()) && is("rung", rung.name().into())
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
