//! The plan of a week: who sits at which counter on which half day; made anew, or copied from the week before.

use std::collections::BTreeMap;

use askama::Template;
use axum::{
    extract::{Query, State},
    http::StatusCode,
    response::{IntoResponse, Redirect},
};
use base::{
    app::App,
    error::{Error, FieldError, Result},
    house::House,
    page::{Shell, with_status},
    session::Session,
    visit::{Answer, Staff, must_be_own},
};
use domain::{
    calendar::trace::weekday,
    desk::{Half, Shift, check, days_of, may_plan, monday_of, weeks_after},
    id::{PersonId, UnitId},
    instant::local_date,
};
use jiff::civil::Date;
use kit::{db::Tx, form::Fields};
use serde::Deserialize;

use super::{
    board::unit,
    store::{self, Away, Desk, Plan, Slot, Spells},
};

const HERE: &str = "/lam-viec/quay/tuan";

/// Everything a plan is made of and checked against.
struct Week {
    unit: UnitId,
    monday: Date,
    desks: Vec<Desk>,
    people: Vec<(PersonId, String)>,
    plan: Plan,
    away: Vec<Away>,
    elsewhere: BTreeMap<(PersonId, Date, Half), String>,
    /// From when to when people have a role here.
    spells: Spells,
    today: Date,
    /// The days that may still be planned: working days from today on.
    open: Vec<Date>,
    /// How often the plan has changed.
    seen: i64,
}

fn load(tx: &mut Tx, house: &House, unit: UnitId, (monday, today): (Date, Date)) -> Result<Week> {
    let [first, .., last] = days_of(monday);
    let table = house.timetable(unit);
    Ok(Week {
        unit,
        monday,
        today,
        open: days_of(monday).into_iter().filter(|day| *day >= today && table.is_working(*day)).collect(),
        spells: store::spells(tx, unit, (first, last))?,
        desks: store::desks(tx, unit)?,
        people: store::people(tx, unit, first)?,
        plan: store::plan(tx, unit, monday)?,
        away: store::away(tx, unit, (first, last))?,
        elsewhere: store::elsewhere(tx, unit, monday)?,
        seen: store::roster(tx, unit, monday)?.map_or(0, |(_, seen)| seen),
    })
}

impl Week {
    fn name(&self, person: PersonId) -> &str {
        self.people.iter().find(|(known, _)| *known == person).map_or("", |(_, name)| name)
    }

    /// What was planned for the days that are over: it stays.
    fn past(&self) -> Plan {
        let is_past = |((_, day, _), _): &(&Slot, &PersonId)| *day < self.today;
        self.plan.iter().filter(is_past).map(|(slot, person)| (*slot, *person)).collect()
    }

    /// Whether `person` has a role here on `day`.
    fn works_on(&self, person: PersonId, day: Date) -> bool {
        let holds = |(who, from, to): &(PersonId, Date, Option<Date>)| {
            *who == person && *from <= day && to.is_none_or(|to| day <= to)
        };
        self.spells.iter().any(holds)
    }

    /// What is wrong with `plan` from today on, by slot: somebody at two counters at once, away, or without a role that day.
    fn faults(&self, plan: &Plan) -> Vec<(Slot, String)> {
        let mut faults = vec![];
        for ((desk, day, half), person) in plan.iter().filter(|((_, day, _), _)| *day >= self.today) {
            if !self.works_on(*person, *day) {
                let message = format!("{} không có vai trò tại đơn vị trong ngày này.", self.name(*person));
                faults.push(((*desk, *day, *half), message));
                continue;
            }
            let twice = self
                .desks
                .iter()
                .find(|other| other.id != *desk && plan.get(&(other.id, *day, *half)) == Some(person));
            let elsewhere = twice
                .map(|other| other.name.as_str())
                .or_else(|| self.elsewhere.get(&(*person, *day, *half)).map(String::as_str));
            let away = store::away_on(&self.away, *person, *day).map(|away| away.last);
            let shift = Shift { person: *person, name: self.name(*person), day: *day, half: *half };
            if let Err(refusal) = check(&shift, elsewhere, away) {
                faults.push(((*desk, *day, *half), refusal.to_string()));
            }
        }
        faults
    }

    /// The plan that the form says: only counters, open days and people of this week. What is over stays.
    fn typed(&self, form: &Fields) -> Plan {
        let mut plan = self.past();
        for desk in &self.desks {
            for day in &self.open {
                for half in Half::ALL {
                    let slot = (desk.id, *day, *half);
                    let person: Option<PersonId> = form.number(&field(&slot));
                    let known = person.filter(|person| self.people.iter().any(|(known, _)| known == person));
                    plan.extend(known.map(|person| (slot, person)));
                }
            }
        }
        plan
    }
}

/// The name of the field of a half day at a counter.
fn field((desk, day, half): &Slot) -> String {
    format!("o-{desk}-{day}-{}", half.name())
}

/// A field of the form: its name, what it is about, who is chosen, and who may be.
struct Cell {
    field: String,
    about: String,
    person: Option<PersonId>,
    name: String,
    /// Whether who is chosen is away.
    is_away: bool,
    /// Whether the day may still be planned.
    is_open: bool,
}

impl Cell {
    fn is_by(&self, person: &PersonId) -> bool {
        self.person == Some(*person)
    }
}

#[derive(Template)]
#[template(path = "desk/week.html")]
struct Page {
    shell: Shell,
    errors: Vec<FieldError>,
    unit: String,
    code: String,
    monday: Date,
    weeks: (Date, Date),
    days: [Date; 6],
    last: Date,
    people: Vec<(PersonId, String)>,
    /// A counter, and its cells: for each half day of the week, the mornings first.
    rows: Vec<(Desk, [(Half, Vec<Cell>); 2])>,
    may_plan: bool,
    seen: i64,
}

/// Which week of which unit.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Asked {
    #[serde(default)]
    don_vi: String,
    #[serde(default)]
    tuan: String,
}

/// The plan.
pub async fn show(State(app): State<App>, Staff(session): Staff, Query(asked): Query<Asked>) -> Answer {
    let unit = unit(&app, &session, &asked.don_vi)?;
    let (house, today) = (app.house(), local_date(app.now()));
    let monday = monday_of(asked.tuan.parse().unwrap_or(today));
    let week = app.read(move |tx| load(tx, &house, unit, (monday, today))).await?;
    let plan = week.plan.clone();
    answer(&app, &session, week, plan, vec![])
}

fn answer(app: &App, session: &Session, week: Week, plan: Plan, errors: Vec<FieldError>) -> Answer {
    let house = app.house();
    let days = days_of(week.monday);
    let [.., last] = days;
    let cell = |desk: &Desk, day: Date, half: Half| {
        let slot = (desk.id, day, half);
        let person = plan.get(&slot).copied();
        Cell {
            field: field(&slot),
            about: format!("{}, {} {}", desk.name, half.title().to_lowercase(), weekday(day)),
            name: person.map(|person| week.name(person).to_owned()).unwrap_or_default(),
            is_away: person.is_some_and(|person| store::away_on(&week.away, person, day).is_some()),
            is_open: week.open.contains(&day),
            person,
        }
    };
    let row = |desk: &Desk| {
        let half = |half| (half, days.map(|day| cell(desk, day, half)).into_iter().collect());
        (desk.clone(), [half(Half::Morning), half(Half::Afternoon)])
    };
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let known = house.unit(week.unit)?;
    let page = Page {
        shell: Shell::new(app, Some(session), "Kế hoạch ca trực", "quay"),
        errors,
        unit: known.name().to_owned(),
        code: known.code.clone(),
        monday: week.monday,
        weeks: (weeks_after(week.monday, -1), weeks_after(week.monday, 1)),
        days,
        last,
        rows: week.desks.iter().map(row).collect(),
        // What is over stays as it was.
        may_plan: may_plan(&session.actor(), week.unit) && is_to_come(week.monday, week.today),
        seen: week.seen,
        people: week.people,
    };
    Ok(with_status(status, &page))
}

/// Whether the week of `monday` is not over `today`.
fn is_to_come(monday: Date, today: Date) -> bool {
    let [.., last] = days_of(monday);
    last >= today
}

/// Saves the plan, or fills an empty one from the week before.
pub async fn act(State(app): State<App>, Staff(session): Staff, form: Fields) -> Answer {
    must_be_own(&session, &form)?;
    let (by, now, unit) = (session.actor(), app.now(), session.unit);
    let monday = monday_of(form.get("tuan").parse().map_err(|_| Error::NotFound)?);
    let (house, today) = (app.house(), local_date(now));
    if !may_plan(&by, unit) || !is_to_come(monday, today) {
        return Err(Error::Forbidden.into());
    }
    let is_copy = form.get("viec") == "chep";
    let (typed, seen) = (form.clone(), form.number("ban").unwrap_or(0));
    let done = app
        .write(move |tx| {
            let week = load(tx, &house, unit, (monday, today))?;
            // Said before what is wrong with it: the form would come back with what it has not seen.
            if week.seen != seen {
                return Err(Error::Stale);
            }
            let plan = if is_copy { copied(tx, &week)? } else { week.typed(&typed) };
            let faults = week.faults(&plan);
            if faults.is_empty() {
                store::write(tx, (unit, monday, today), &plan, seen, (by, now))?;
            }
            Ok((week, plan, faults))
        })
        .await;
    let (week, plan, faults) = done?;
    if faults.is_empty() {
        return Ok(Redirect::to(&format!("{HERE}?tuan={monday}")).into_response());
    }
    let error = |(slot, message): (Slot, String)| FieldError { field: field(&slot), message };
    answer(&app, &session, week, plan, faults.into_iter().map(error).collect())
}

/// The plan of the week before, for this one. Who is away or sits elsewhere now, or does not work here any more, is left out; so are days
/// off. What is over stays.
fn copied(tx: &mut Tx, week: &Week) -> Result<Plan> {
    let before = store::plan(tx, week.unit, weeks_after(week.monday, -1))?;
    let mut plan: Plan = before
        .into_iter()
        .map(|((desk, day, half), person)| ((desk, weeks_after(day, 1), half), person))
        .filter(|((desk, day, _), person)| {
            week.open.contains(day)
                && week.desks.iter().any(|known| known.id == *desk)
                && week.people.iter().any(|(known, _)| known == person)
        })
        .collect();
    for (slot, _) in week.faults(&plan) {
        plan.remove(&slot);
    }
    plan.extend(week.past());
    Ok(plan)
}
