//! The drafts of the notes of a month, made from the data on the first working day after it, each once; the next month's job is
//! left behind.

use std::collections::BTreeMap;

use base::{
    app::App,
    audit,
    error::{Error, Result},
    house::House,
};
use domain::{
    calendar::Timetable,
    instant::{Instant, from_local},
    org::UnitKind,
    people::Actor,
    reaction,
    secondment::{NoteState, StaffNote, WorkDone, drafted_on},
};
use jiff::civil::Date;
use kit::{
    clock,
    db::{Tx, args},
    queue::{Job, Outcome, enqueue},
};
use serde_json::json;
use uuid::Uuid;

use crate::guidance::report::following;

/// At which hour of the day they are drafted.
const HOUR: i8 = 6;

/// Leaves the job for the notes of `month` behind, unless it is there already.
pub fn schedule(tx: &mut Tx, house: &House, month: Date) -> Result<()> {
    let Some(centre) = house.of_kind(UnitKind::Centre).first().map(|unit| unit.id) else { return Ok(()) };
    let day = drafted_on(month, &house.timetable(centre)).ok_or_else(|| Error::fault("no working day"))?;
    let at = from_local(day.at(HOUR, 0, 0, 0));
    let sql = "SELECT 1 FROM job WHERE kind = $1 AND run_at >= $2";
    if tx.optional(sql, args![reaction::STAFF_NOTE, at])?.is_none() {
        enqueue(tx, reaction::STAFF_NOTE, &json!({ "month": month }), at);
    }
    Ok(())
}

/// Drafts the notes of the month that the job names.
pub async fn job(app: App, job: Job) -> Outcome {
    let month: Date = serde_json::from_value(job.payload.get("month").cloned().unwrap_or_default())?;
    let (house, now) = (app.house(), app.now());
    Ok(app
        .write(move |tx| {
            draft(tx, &house, month, now)?;
            schedule(tx, &house, following(month))
        })
        .await?)
}

/// Drafts the notes of `month` that are not there yet.
pub fn draft(tx: &mut Tx, house: &House, month: Date, at: Instant) -> Result<()> {
    let last = month.last_of_month();
    let seconded = tx.all(
        "SELECT id, person_id, centre_id, first_day, last_day FROM secondment WHERE first_day <= $2 AND last_day >= $1
         ORDER BY id",
        args![month, last],
    )?;
    let known = done(tx, month)?;
    for row in seconded {
        let (secondment, person, centre): (Uuid, Uuid, Uuid) = (row.get(0)?, row.get(1)?, row.get(2)?);
        let days = (row.get::<Date>(3)?.max(month), row.get::<Date>(4)?.min(last));
        let table = house.timetable(domain::id::UnitId(centre));
        let (mut work, away) = known.get(&person).cloned().unwrap_or_default();
        work.days_away = days_away(&away, days, &table);
        let note = StaffNote { work, ..StaffNote::default() };
        let id = clock::id(at);
        let count = tx.execute(
            "INSERT INTO staff_note (id, secondment_id, month, state, body) VALUES ($1, $2, $3, $4, $5)
             ON CONFLICT (secondment_id, month) DO NOTHING",
            args![
                id,
                secondment,
                month,
                NoteState::Draft.name(),
                serde_json::to_value(&note).map_err(Error::fault)?
            ],
        )?;
        if count > 0 {
            audit::note(tx, id, "staff_note_drafted", &(secondment, month, &note), Actor::System, at)?;
        }
    }
    Ok(())
}

/// Working days within `days` that one of the absences takes in.
fn days_away(away: &[(Date, Date)], (first, last): (Date, Date), table: &Timetable) -> i64 {
    let mut count = 0;
    for day in first.series(jiff::Span::new().days(1)).take_while(|day| *day <= last) {
        if table.is_working(day) && away.iter().any(|(from, to)| *from <= day && day <= *to) {
            count += 1;
        }
    }
    count
}

type Done = BTreeMap<Uuid, (WorkDone, Vec<(Date, Date)>)>;

/// What everybody who was seconded in `month` did in it, by person, in one question for each kind of data.
fn done(tx: &mut Tx, month: Date) -> Result<Done> {
    let last = month.last_of_month();
    let mut done = Done::new();
    let who = "(SELECT person_id FROM secondment WHERE first_day <= $2 AND last_day >= $1)";
    let rows = tx.all(
        &format!(
            "SELECT e.person_id, count(*) FILTER (WHERE e.kind = 'received'), count(*) FILTER (WHERE e.kind = 'returned'), count(*)
             FROM event e JOIN dossier d ON d.id = e.stream_id
             WHERE e.at >= $3 AND e.at < $4 AND e.person_id IN {who} GROUP BY e.person_id"
        ),
        args![month, last, Timetable::midnight(month), Timetable::midnight(following(month))],
    )?;
    for row in rows {
        let (received, returned, all): (i64, i64, i64) = (row.get(1)?, row.get(2)?, row.get(3)?);
        let work = &mut done.entry(row.get(0)?).or_default().0;
        (work.received, work.returned, work.steps) = (received, returned, all - received - returned);
    }
    let rows = tx.all(
        &format!(
            "SELECT person_id, count(*), count(*) FILTER (WHERE outcome = 'online') FROM guidance
             WHERE month = $1 AND withdrawn_at IS NULL AND person_id IN {who} GROUP BY person_id"
        ),
        args![month, last],
    )?;
    for row in rows {
        let work = &mut done.entry(row.get(0)?).or_default().0;
        (work.guided, work.guided_online) = (row.get(1)?, row.get(2)?);
    }
    let rows = tx.all(
        &format!(
            "SELECT person_id, count(*) FROM shift WHERE day >= $1 AND day <= $2 AND person_id IN {who} GROUP BY person_id"
        ),
        args![month, last],
    )?;
    for row in rows {
        done.entry(row.get(0)?).or_default().0.shifts = row.get(1)?;
    }
    let rows = tx.all(
        &format!(
            "SELECT person_id, first_day, last_day FROM absence
             WHERE first_day <= $2 AND last_day >= $1 AND person_id IN {who}"
        ),
        args![month, last],
    )?;
    for row in rows {
        done.entry(row.get(0)?).or_default().1.push((row.get(1)?, row.get(2)?));
    }
    Ok(done)
}
