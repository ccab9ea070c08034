//! The table `checklist_round`, and what the data count for the items they tell of.

use std::collections::HashMap;

use base::{
    app::App,
    dossier::log::{self, Head},
    error::{Error, Result},
};
use domain::{
    checklist::{Answer, Item, Round, RoundEvent, may_inspect},
    corrective::{Corrective, Origin, State as Standing},
    dossier::State,
    id::UnitId,
    instant::{Instant, local_date},
    matter::Rung,
    people::Actor,
    posting::{month_before, month_of},
    refusal::Refusal,
    task::TaskKind,
};
use kit::db::{Tx, Value, args};
use uuid::Uuid;

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
    let due_at = due(app, round.unit, MEND_DAYS, at)?;
    for fault in round.faults() {
        let corrective = Corrective {
            origin: Origin::Finding,
            area: fault.item.area(),
            unit: round.unit,
            subject: format!("Chưa đạt: {}", fault.item.title().to_lowercase()),
            finding: fault.note.clone(),
            action: "Khắc phục và báo kết quả kèm minh chứng.".into(),
            clause: fault.item.clause().into(),
            duty: None,
            source: Some(id),
            state: Standing::Open,
            due_at,
            rung: Rung::Handlers,
        };
        corrective::store::begin(app, tx, kit::clock::id(at), (corrective, fault.file.clone()), by, at)?;
    }
    Ok(())
}

/// What the data count of the faults of `unit` now, for the items they tell of.
pub fn counts(tx: &mut Tx, unit: UnitId, now: Instant) -> Result<HashMap<Item, i64>> {
    let mut counts = HashMap::new();
    let mut count = |item: Item, sql: String, args: Vec<Value>| -> Result<()> {
        counts.insert(item, tx.one(&sql, args)?.get(0)?);
        Ok(())
    };
    let late = |kinds: &[TaskKind]| {
        format!(
            "SELECT count(*) FROM task WHERE owner_unit_id = $1 AND state = 'open' AND due_at < $2 AND kind IN ({})",
            listed(kinds.iter().map(|kind| kind.name()))
        )
    };
    let of_unit = || args![unit.0, now];
    count(Item::Process, late(&[TaskKind::Build, TaskKind::Mend]), of_unit())?;
    count(Item::Removed, late(&[TaskKind::TakeDown, TaskKind::Erase, TaskKind::Retire]), of_unit())?;
    let today = local_date(now);
    count(
        Item::Posted,
        "SELECT (SELECT count(*) FROM posting g JOIN posting_place p ON p.id = g.place_id
                     JOIN procedure v ON v.id = g.procedure_id
                 WHERE p.unit_id = $1 AND g.taken_down_at IS NULL AND v.state <> 'published')
             + (SELECT count(*) FROM posting_place p
                WHERE p.unit_id = $1 AND p.closed_on IS NULL AND p.opened_on < $3
                    AND NOT EXISTS (SELECT 1 FROM inspection i WHERE i.place_id = p.id AND i.month = $2))"
            .into(),
        args![unit.0, month_before(today), month_of(today)],
    )?;
    count(
        Item::Records,
        "SELECT count(DISTINCT dossier_id) FROM finding WHERE unit_id = $1 AND is_sure".into(),
        args![unit.0],
    )?;
    let running = State::ALL.iter().filter(|state| state.is_running());
    count(
        Item::Progress,
        format!(
            "SELECT count(*) FROM dossier WHERE settling_unit_id = $1 AND settled_at IS NULL AND due_at < $2 AND state IN ({})",
            listed(running.map(|state| state.name()))
        ),
        of_unit(),
    )?;
    count(
        Item::Review,
        "SELECT count(*) FROM review_item WHERE unit_id = $1 AND state = 'open' AND due_at < $2".into(),
        of_unit(),
    )?;
    Ok(counts)
}

/// Words of ours as SQL lists them.
fn listed<'a>(words: impl Iterator<Item = &'a str>) -> String {
    words.map(|word| format!("'{word}'")).collect::<Vec<_>>().join(", ")
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
