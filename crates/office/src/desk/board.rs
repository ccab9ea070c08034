//! Today's counters of a unit: who sits there, and who stands in for who is away. Heads open and close counters here.

use std::collections::BTreeMap;

use askama::Template;
use axum::{
    extract::{Query, State},
    http::StatusCode,
    response::{IntoResponse, Redirect},
};
use base::{
    app::App,
    audit,
    error::{Error, FieldError, Result},
    page::{Shell, with_status},
    session::Session,
    visit::{Answer, Staff, must_be_own},
};
use domain::{
    desk::{Half, half_at, may_plan, monday_of},
    id::{PersonId, UnitId},
    instant::{local, local_date},
};
use jiff::civil::Date;
use kit::form::Fields;
use serde::Deserialize;
use uuid::Uuid;

use super::store::{self, Desk};

const HERE: &str = "/lam-viec/quay";
/// The longest line taken, in characters.
const LONGEST: usize = 200;

/// Who sits at a counter for half a day.
struct Seat {
    /// Whether that is now.
    is_now: bool,
    /// Who was planned.
    name: Option<String>,
    /// Whether they are away.
    is_away: bool,
    /// Who stands in then.
    substitute: Option<String>,
}

#[derive(Template)]
#[template(path = "desk/board.html")]
struct Page {
    shell: Shell,
    errors: Vec<FieldError>,
    typed: Fields,
    id: Uuid,
    unit: String,
    today: Date,
    lines: Vec<(Desk, [Seat; 2])>,
    may_plan: bool,
}

/// Which unit; of any for the Centre, otherwise the own.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Asked {
    #[serde(default)]
    don_vi: String,
}

/// The unit that is meant.
pub fn unit(app: &App, session: &Session, code: &str) -> Result<UnitId> {
    let role = session.role;
    if !role.works_for_agency() && !role.is_centre() {
        return Err(Error::Forbidden);
    }
    let meant = app.house().by_code(code).map(|unit| unit.id).filter(|_| role.is_centre());
    Ok(meant.unwrap_or(session.unit))
}

/// The board.
pub async fn show(State(app): State<App>, Staff(session): Staff, Query(asked): Query<Asked>) -> Answer {
    let unit = unit(&app, &session, &asked.don_vi)?;
    answer(&app, &session, unit, Fields::default(), vec![]).await
}

async fn answer(
    app: &App,
    session: &Session,
    unit: UnitId,
    typed: Fields,
    errors: Vec<FieldError>,
) -> Answer {
    let now = app.now();
    let (today, half) = (local_date(now), half_at(local(now).hour()));
    let (desks, plan, people, away) = app
        .read(move |tx| {
            let people: BTreeMap<PersonId, String> = store::people(tx, unit, today)?.into_iter().collect();
            let plan = store::plan(tx, unit, monday_of(today))?;
            Ok((store::desks(tx, unit)?, plan, people, store::away(tx, unit, (today, today))?))
        })
        .await?;
    let seat = |desk: &Desk, of: Half| {
        // Who has no role here any more sits nowhere.
        let person = plan.get(&(desk.id, today, of)).filter(|person| people.contains_key(*person));
        let away = person.and_then(|person| store::away_on(&away, *person, today));
        Seat {
            is_now: of == half,
            name: person.and_then(|person| people.get(person).cloned()),
            is_away: away.is_some(),
            substitute: away.and_then(|away| away.substitute.clone()),
        }
    };
    let line = |desk: Desk| {
        let seats = [seat(&desk, Half::Morning), seat(&desk, Half::Afternoon)];
        (desk, seats)
    };
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let page = Page {
        shell: Shell::new(app, Some(session), "Quầy hôm nay", "quay"),
        id: typed.get("ma").parse().unwrap_or_else(|_| app.id()),
        errors,
        typed,
        unit: app.house().unit_name(unit).to_owned(),
        today,
        lines: desks.into_iter().map(line).collect(),
        may_plan: may_plan(&session.actor(), unit),
    };
    Ok(with_status(status, &page))
}

/// Opens a counter of the own unit, or closes one.
pub async fn act(State(app): State<App>, Staff(session): Staff, form: Fields) -> Answer {
    must_be_own(&session, &form)?;
    let (by, now, unit) = (session.actor(), app.now(), session.unit);
    if !may_plan(&by, unit) {
        return Err(Error::Forbidden.into());
    }
    let today = local_date(now);
    if let Some(desk) = form.number::<Uuid>("dong") {
        app.write(move |tx| {
            store::close(tx, desk, unit, today)?;
            audit::note(tx, desk, "desk_closed", &"", by, now)
        })
        .await?;
        return Ok(Redirect::to(HERE).into_response());
    }
    let id: Uuid = form.get("ma").parse().map_err(|_| Error::NotFound)?;
    let desk = Desk { id, name: form.get("ten").to_owned(), fields: form.get("linh-vuc").to_owned() };
    let mut errors = vec![];
    for (field, text, message) in [
        ("ten", &desk.name, "Ghi tên quầy, ví dụ: Quầy 3."),
        ("linh-vuc", &desk.fields, "Ghi lĩnh vực quầy phục vụ, ví dụ: Hộ tịch, chứng thực."),
    ] {
        if text.is_empty() || text.chars().count() > LONGEST {
            errors.push(FieldError { field: field.into(), message: message.into() });
        }
    }
    if !errors.is_empty() {
        return answer(&app, &session, unit, form, errors).await;
    }
    app.write(move |tx| {
        let is_new = store::open(tx, &desk, unit, today)?;
        if is_new {
            audit::begin(tx, desk.id, "desk_opened", &(&desk.name, &desk.fields), by, now)
        } else {
            Ok(())
        }
    })
    .await?;
    Ok(Redirect::to(HERE).into_response())
}
