//! A plan of review begins: its name, decision and day, and the procedures, by code.

use askama::Template;
use axum::{
    extract::{RawQuery, State},
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
    catalogue::code,
    id::UnitId,
    instant::local_date,
    org::UnitKind,
    review::{ReviewItem, ReviewState, may_plan},
    task::alarm::Alarms,
};
use jiff::civil::Date;
use kit::{
    db::{Tx, args},
    form::Fields,
};
use uuid::Uuid;

use super::store::{self, Plan};
use crate::process::decision::day_of;

#[derive(Template)]
#[template(path = "review/plan.html")]
struct Page {
    shell: Shell,
    errors: Vec<FieldError>,
    typed: Fields,
    id: Uuid,
}

/// The form, with the procedures that were ticked elsewhere (`?thu-tuc=…&thu-tuc=…`).
pub async fn form(State(app): State<App>, Staff(session): Staff, RawQuery(query): RawQuery) -> Answer {
    let query = query.unwrap_or_default();
    let ticked = query.split('&').filter_map(|pair| pair.strip_prefix("thu-tuc="));
    let ticked: Vec<&str> = ticked.filter(|code| code::is_valid(code)).collect();
    let typed = Fields::of(&[("thu-tuc", &ticked.join("\n"))]);
    answer(&app, &session, StatusCode::OK, typed, vec![])
}

fn answer(
    app: &App,
    session: &Session,
    status: StatusCode,
    typed: Fields,
    errors: Vec<FieldError>,
) -> Answer {
    if !may_plan(&session.actor()) {
        return Err(Error::Forbidden.into());
    }
    let id = typed.get("ma").parse().unwrap_or_else(|_| app.id());
    let shell = Shell::new(app, Some(session), "Kế hoạch rà soát", "vong-doi");
    Ok(with_status(status, &Page { shell, errors, typed, id }))
}

/// Begins it.
pub async fn begin(State(app): State<App>, Staff(session): Staff, form: Fields) -> Answer {
    must_be_own(&session, &form)?;
    let id: Uuid = form.get("ma").parse().map_err(|_| Error::NotFound)?;
    let (inner, by, now, typed) = (app.clone(), session.actor(), app.now(), form.clone());
    let done = app
        .write(move |tx| {
            let (plan, items) = read(tx, &inner.house(), id, &typed, local_date(now))?;
            store::begin(tx, &plan, &items, by, now)
        })
        .await;
    match done {
        Ok(()) => Ok(Redirect::to(&format!("/lam-viec/thu-tuc/ra-soat/{id}")).into_response()),
        Err(Error::Invalid(errors)) => answer(&app, &session, StatusCode::UNPROCESSABLE_ENTITY, form, errors),
        Err(other) => Err(other.into()),
    }
}

/// The plan as it was typed; everything that is wrong with it at once.
fn read(tx: &mut Tx, house: &House, id: Uuid, form: &Fields, today: Date) -> Result<(Plan, Vec<ReviewItem>)> {
    let mut errors = vec![];
    let mut wrong = |field: &str, message: String| errors.push(FieldError { field: field.into(), message });
    let due_on = day_of(form.get("han")).filter(|day| *day >= today);
    if form.get("ten").is_empty() {
        wrong("ten", "Ghi tên kế hoạch.".into());
    }
    if due_on.is_none() {
        wrong("han", "Ghi ngày phải xong, từ hôm nay trở đi, ví dụ 30/9/2023.".into());
    }
    let due_on = due_on.unwrap_or(today);
    let centre = house.serving(UnitKind::Centre, today).map(|unit| unit.id);
    let codes = form.get("thu-tuc").split([' ', ',', ';', '\n', '\r', '\t']).filter(|code| !code.is_empty());
    let mut items: Vec<ReviewItem> = vec![];
    for code in codes {
        if items.iter().any(|item| item.procedure == code) {
            continue;
        }
        let row = tx.optional(
            "SELECT name, settling_unit_id FROM procedure WHERE code = $1 AND state = 'published'",
            args![code],
        )?;
        let Some(row) = row else {
            wrong("thu-tuc", format!("{code} không phải là thủ tục đang công bố."));
            continue;
        };
        let Some(unit) = row.get::<Option<Uuid>>(1)?.map(UnitId).or(centre) else { continue };
        let due_at = house.timetable(unit).closing_of(due_on);
        items.push(ReviewItem {
            review: id,
            procedure: code.to_owned(),
            name: row.get(0)?,
            unit,
            due_at: due_at.ok_or_else(|| Error::fault("no working day"))?,
            state: ReviewState::Open,
            finding: None,
            decision: None,
            alarms: Alarms::default(),
        });
    }
    if items.is_empty() && errors.iter().all(|error| error.field != "thu-tuc") {
        errors.push(FieldError {
            field: "thu-tuc".into(), message: "Ghi ít nhất một mã thủ tục.".into()
        });
    }
    if !errors.is_empty() {
        return Err(Error::Invalid(errors));
    }
    let (name, decision) = (form.get("ten").to_owned(), form.get("quyet-dinh").to_owned());
    Ok((Plan { id, name, decision, due_on }, items))
}
