//! The table `checklist_round`, and what the data count for the items they tell of.

use std::collections::HashMap;

use base::{
    app::App,
    dossier::log::{self, Head},
    error::{Error, Result},
};
use domain::{
    checklist::{Answer, Item, Round, RoundEvent, Verdict, may_inspect},
    corrective::{Corrective, Origin, State as Standing},
    dossier::event::FileRef,
    id::UnitId,
    instant::Instant,
    matter::Rung,
    people::Actor,
    refusal::Refusal,
};
use kit::db::{Tx, Value, args};
use uuid::Uuid;

use super::behind;
use crate::{corrective, matter::begin::due};

/// How many working days there are to mend what a round found.
pub const MEND_DAYS: i64 = 5;

/// The round `id`, for `by`; [`Error::NotFound`] if there is none that they may read.
pub fn load(tx: &mut Tx, id: Uuid, by: &Actor) -> Result<(Round, Option<Instant>)> {
    let row = tx.optional("SELECT body, done_at FROM checklist_round WHERE id = $1", args![id])?;
    let row = row.ok_or(Error::NotFound)?;
    let round: Round = row.json(0)?;
    if round.may_read(by) { Ok((round, row.get(1)?)) } else { Err(Error::NotFound) }
}

/// What is said where the unit has a round of that month.
pub fn is_planned() -> Error {
    Error::field("ngay", "Đơn vị này đã có phiếu giám sát của tháng đó.")
}

/// Whether `by` held the round `id`.
pub fn is_held_by(tx: &mut Tx, id: Uuid, by: &Actor) -> Result<bool> {
    let row = tx.optional("SELECT done_by FROM checklist_round WHERE id = $1", args![id])?;
    let person = row.map(|row| row.get::<Option<Uuid>>(0)).transpose()?.flatten();
    Ok(person.is_some() && person == by.person().map(|person| person.0))
}

/// Plans `round` under `id`. The same form sent twice is [`Error::Stale`]; another round of that unit and month is refused.
pub fn plan(tx: &mut Tx, id: Uuid, round: &Round, by: Actor, at: Instant) -> Result<()> {
    if !may_inspect(&by) {
        return Err(Refusal::SupervisionNotYours.into());
    }
    let known = tx.optional(
        "SELECT id FROM checklist_round WHERE unit_id = $1 AND month = $2",
        args![round.unit.0, round.month],
    )?;
    match known.map(|row| row.get::<Uuid>(0)).transpose()? {
        Some(known) if known == id => return Err(Error::Stale),
        Some(_) => return Err(is_planned()),
        None => {}
    }
    let event = RoundEvent::Planned { round: round.clone() };
    log::append(tx, &Head::new(id).next(event.word(), &event, by, at)?);
    tx.later(
        "INSERT INTO checklist_round (id, unit_id, month, planned_on, body) VALUES ($1, $2, $3, $4, $5)",
        args![
            id,
            round.unit.0,
            round.month,
            round.planned_on,
            serde_json::to_value(round).map_err(Error::fault)?
        ],
    );
    Ok(())
}

/// Writes what the round `id` found. Each item that is not met becomes a corrective action of the unit. Held twice, it is
/// [`Error::Stale`].
pub fn hold(
    app: &App,
    tx: &mut Tx,
    id: Uuid,
    mut answers: Vec<Answer>,
    by: Actor,
    at: Instant,
) -> Result<()> {
    let (round, done_at) = load(tx, id, &by)?;
    if done_at.is_some() {
        return Err(Error::Stale);
    }
    let counted = counts(tx, round.unit, at)?;
    for answer in &mut answers {
        answer.counted = counted.get(&answer.item).copied();
    }
    let round = round.done(answers, &by)?;
    let person = by.person().ok_or(Refusal::SupervisionNotYours)?;
    let event = RoundEvent::Done { answers: round.answers.clone() };
    let head = log::head(tx, id)?;
    log::append(tx, &head.next(event.word(), &event, by, at)?);
    tx.later(
        "UPDATE checklist_round SET done_at = $2, done_by = $3, body = $4 WHERE id = $1",
        args![id, at, person.0, serde_json::to_value(&round).map_err(Error::fault)?],
    );
    for fault in round.faults() {
        let found = (fault.item, fault.note.as_str(), fault.file.clone());
        mend(app, tx, (id, round.unit), found, by, at)?;
    }
    Ok(())
}

/// What the data count of the faults of `unit` now, for the items they tell of.
pub fn counts(tx: &mut Tx, unit: UnitId, now: Instant) -> Result<HashMap<Item, i64>> {
    let mut counts = HashMap::new();
    for item in Item::ALL {
        if let Some(count) = behind::count(tx, unit, *item, now)? {
            counts.insert(*item, count);
        }
    }
    Ok(counts)
}

/// Writes that a planned round was moved or called off, or a held one corrected: as `event` says, it is `round` now. Where a
/// correction finds a fault, it is to be mended.
pub fn change(
    app: &App,
    tx: &mut Tx,
    id: Uuid,
    (round, event): (&Round, &RoundEvent),
    by: Actor,
    at: Instant,
) -> Result<()> {
    let known = tx.optional(
        "SELECT 1 FROM checklist_round WHERE unit_id = $1 AND month = $2 AND id <> $3",
        args![round.unit.0, round.month, id],
    )?;
    if known.is_some() {
        return Err(is_planned());
    }
    let head = log::head(tx, id)?;
    log::append(tx, &head.next(event.word(), event, by, at)?);
    tx.later(
        "UPDATE checklist_round SET month = $2, planned_on = $3, body = $4 WHERE id = $1",
        args![id, round.month, round.planned_on, serde_json::to_value(round).map_err(Error::fault)?],
    );
    match event {
        RoundEvent::Corrected { entry } if entry.verdict == Verdict::NotMet => {
            mend(app, tx, (id, round.unit), (entry.item, &entry.note, None), by, at)
        }
        _ => Ok(()),
    }
}

/// What is not met becomes a corrective action of the unit.
fn mend(
    app: &App,
    tx: &mut Tx,
    (id, unit): (Uuid, UnitId),
    (item, note, file): (Item, &str, Option<FileRef>),
    by: Actor,
    at: Instant,
) -> Result<()> {
    let corrective = Corrective {
        origin: Origin::Finding,
        area: item.area(),
        unit,
        subject: format!("Chưa đạt: {}", item.title().to_lowercase()),
        finding: note.to_owned(),
        action: "Khắc phục và báo kết quả kèm minh chứng.".into(),
        clause: item.clause().into(),
        duty: None,
        source: Some(id),
        state: Standing::Open,
        due_at: due(app, unit, MEND_DAYS, at)?,
        rung: Rung::Handlers,
    };
    corrective::store::begin(app, tx, kit::clock::id(at), (corrective, file), by, at)
}

/// The rounds of the months from `from` on that `scope` sees, those of the latest months first: identifier, round, when held.
pub fn since(
    tx: &mut Tx,
    from: jiff::civil::Date,
    scope: Option<UnitId>,
) -> Result<Vec<(Uuid, Round, Option<Instant>)>> {
    let (own, mut args) = (if scope.is_some() { " AND unit_id = $2" } else { "" }, args![from]);
    args.extend(scope.map(|unit| Value::from(unit.0)));
    let sql = format!(
        "SELECT id, body, done_at FROM checklist_round WHERE month >= $1{own} ORDER BY month DESC, planned_on, id LIMIT 2000"
    );
    let rows = tx.all(&sql, args)?;
    rows.iter().map(|row| Ok((row.get(0)?, row.json(1)?, row.get(2)?))).collect()
}
