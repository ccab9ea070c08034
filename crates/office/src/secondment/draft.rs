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
    guidance::GuidanceOutcome,
    id::UnitId,
    instant::{Instant, from_local, local_date},
    org::UnitKind,
    people::Actor,
    posting::month_of,
    reaction,
    secondment::{NoteState, StaffNote, WorkDone, drafted_on},
};
use jiff::{Span, civil::Date};
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

/// How many months back the notes of a secondment that is written down late are made up.
const BACK: i64 = 24;

/// Drafts what is due already of the months since `first_day`, for a secondment that is written down late.
pub fn make_up(tx: &mut Tx, house: &House, first_day: Date, at: Instant) -> Result<()> {
    let today = local_date(at);
    let Some(centre) = house.serving(UnitKind::Centre, today).map(|unit| unit.id) else { return Ok(()) };
    let table = house.timetable(centre);
    let earliest = month_of(today).checked_sub(Span::new().months(BACK)).map_err(Error::fault)?;
    let mut month = month_of(first_day).max(earliest);
    while drafted_on(month, &table).is_some_and(|day| day <= today) {
        draft(tx, house, month, at)?;
        month = following(month);
    }
    Ok(())
}

/// Leaves the job for the notes of `month` behind, unless it is there already.
pub fn schedule(tx: &mut Tx, house: &House, month: Date) -> Result<()> {
    let Some(centre) = house.serving(UnitKind::Centre, month).map(|unit| unit.id) else { return Ok(()) };
    let day = drafted_on(month, &house.timetable(centre)).ok_or_else(|| Error::fault("no working day"))?;
    let at = from_local(day.at(HOUR, 0, 0, 0));
    let job = json!({ "month": month });
    let waiting =
        tx.all("SELECT payload FROM job WHERE kind = $1 AND state <> 'dead'", args![reaction::STAFF_NOTE])?;
    for row in waiting {
        if row.get::<serde_json::Value>(0)? == job {
            return Ok(());
        }
    }
    enqueue(tx, reaction::STAFF_NOTE, &job, at);
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
        "SELECT id, centre_id, first_day, last_day FROM secondment WHERE first_day <= $2 AND last_day >= $1 ORDER BY id",
        args![month, last],
    )?;
    let mut days = BTreeMap::new();
    for row in &seconded {
        let within = (row.get::<Date>(2)?.max(month), row.get::<Date>(3)?.min(last));
        days.insert(row.get::<Uuid>(0)?, within);
    }
    let mut known = done(tx, month, &days)?;
    for row in seconded {
        let (secondment, centre): (Uuid, Uuid) = (row.get(0)?, row.get(1)?);
        let table = house.timetable(UnitId(centre));
        let (mut work, away) = known.remove(&secondment).unwrap_or_default();
        work.days_away = days.get(&secondment).map_or(0, |days| days_away(&away, *days, &table));
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
    for day in first.series(Span::new().days(1)).take_while(|day| *day <= last) {
        if table.is_working(day) && away.iter().any(|(from, to)| *from <= day && day <= *to) {
            count += 1;
        }
    }
    count
}

type Days = (Date, Date);
type Done = BTreeMap<Uuid, (WorkDone, Vec<Days>)>;

/// Joins to what somebody did, `x`, the secondment to the unit in which it was done, if it touches the month from $1 to $2.
const TOUCHING: &str =
    "secondment s ON s.person_id = x.person_id AND s.centre_id = x.unit_id AND s.first_day <= $2
                        AND s.last_day >= $1";

/// What everybody who was seconded in `month` did at the Centre while they were, by secondment, in one question for each kind of data.
fn done(tx: &mut Tx, month: Date, days: &BTreeMap<Uuid, Days>) -> Result<Done> {
    let last = month.last_of_month();
    let (from, to) = (Timetable::midnight(month), Timetable::midnight(following(month)));
    let mut done = Done::new();
    let is_within =
        |id: Uuid, day: Date| days.get(&id).is_some_and(|(first, last)| *first <= day && day <= *last);
    tx.each(
        &format!(
            "SELECT s.id, x.at, x.kind FROM event x JOIN dossier d ON d.id = x.stream_id JOIN {TOUCHING}
             WHERE x.at >= $3 AND x.at < $4"
        ),
        args![month, last, from, to],
        |row| {
            let (id, at, kind): (Uuid, Instant, String) = (row.get(0)?, row.get(1)?, row.get(2)?);
            if is_within(id, local_date(at)) {
                let work = &mut done.entry(id).or_default().0;
                match kind.as_str() {
                    "received" => work.received += 1,
                    "returned" => work.returned += 1,
                    _ => work.steps += 1,
                }
            }
            Ok::<(), Error>(())
        },
    )?;
    tx.each(
        &format!(
            "SELECT s.id, x.at, x.outcome FROM guidance x JOIN {TOUCHING} WHERE x.month = $1 AND x.withdrawn_at IS NULL"
        ),
        args![month, last],
        |row| {
            let (id, at, outcome): (Uuid, Instant, String) = (row.get(0)?, row.get(1)?, row.get(2)?);
            if is_within(id, local_date(at)) {
                let work = &mut done.entry(id).or_default().0;
                work.guided += 1;
                work.guided_online += i64::from(outcome == GuidanceOutcome::Online.name());
            }
            Ok::<(), Error>(())
        },
    )?;
    let rows = tx.all(
        "SELECT s.id, count(*) FROM shift x JOIN desk k ON k.id = x.desk_id
         JOIN secondment s ON s.person_id = x.person_id AND s.centre_id = k.unit_id
         WHERE x.day >= $1 AND x.day <= $2 AND x.day >= s.first_day AND x.day <= s.last_day GROUP BY s.id",
        args![month, last],
    )?;
    for row in rows {
        done.entry(row.get(0)?).or_default().0.shifts = row.get(1)?;
    }
    let rows = tx.all(
        &format!(
            "SELECT s.id, x.first_day, x.last_day FROM absence x JOIN {TOUCHING}
             WHERE x.first_day <= $2 AND x.last_day >= $1"
        ),
        args![month, last],
    )?;
    for row in rows {
        done.entry(row.get(0)?).or_default().1.push((row.get(1)?, row.get(2)?));
    }
    Ok(done)
}
