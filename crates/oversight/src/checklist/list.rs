//! The rounds of the last months, and the form that plans one.

use askama::Template;
use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Redirect},
};
use base::{
    app::App,
    error::{Error, FieldError, Result},
    page::{Shell, with_status},
    session::Session,
    visit::{Answer, Staff, must_be_own},
};
use domain::{
    checklist::{Item, Round, may_inspect},
    id::UnitId,
    instant::local_date,
};
use jiff::{Span, civil::Date};
use kit::form::Fields;
use uuid::Uuid;

use super::store;
use crate::corrective::{begin::agencies, list::scope};

/// How many months of rounds are shown.
const MONTHS: i64 = 6;

struct Line {
    id: Uuid,
    unit: String,
    month: String,
    planned: String,
    state: &'static str,
    look: &'static str,
    /// How many items are not met, once it is held.
    faults: Option<usize>,
}

#[derive(Template)]
#[template(path = "checklist/list.html")]
struct Page {
    shell: Shell,
    errors: Vec<FieldError>,
    typed: Fields,
    id: Uuid,
    today: Date,
    lines: Vec<Line>,
    /// The units to choose from; empty for who plans nothing.
    units: Vec<(Uuid, String)>,
    items: usize,
}

/// The list.
pub async fn list(State(app): State<App>, Staff(session): Staff) -> Answer {
    answer(&app, &session, Fields::default(), vec![]).await
}

async fn answer(app: &App, session: &Session, typed: Fields, errors: Vec<FieldError>) -> Answer {
    let (scope, today, house) = (scope(session)?, local_date(app.now()), app.house());
    let from = today.first_of_month().saturating_sub(Span::new().months(MONTHS - 1));
    let rounds = app.read(move |tx| store::since(tx, from, scope)).await?;
    let line = |(id, round, done_at): (Uuid, Round, Option<_>)| {
        let (state, look) = match done_at {
            Some(_) => ("Đã thực hiện", "is-good"),
            None if !round.called_off.is_empty() => ("Đã hủy", ""),
            None if round.planned_on < today => ("Quá ngày, chưa thực hiện", "is-bad"),
            None => ("Theo kế hoạch", ""),
        };
        Line {
            id,
            unit: house.unit_name(round.unit).to_owned(),
            month: format!("{}/{}", round.month.month(), round.month.year()),
            planned: round.planned_on.strftime("%-d/%-m/%Y").to_string(),
            state,
            look,
            faults: done_at.map(|_| round.not_met()),
        }
    };
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let page = Page {
        shell: Shell::new(app, Some(session), "Phiếu giám sát", "chan-chinh"),
        errors,
        id: typed.get("ma").parse().unwrap_or_else(|_| app.id()),
        typed,
        today,
        lines: rounds.into_iter().map(line).collect(),
        units: if may_inspect(&session.actor()) { agencies(app) } else { vec![] },
        items: Item::ALL.len(),
    };
    Ok(with_status(status, &page))
}

/// Plans a round. The same form sent twice plans nothing the second time.
pub async fn plan(State(app): State<App>, Staff(session): Staff, form: Fields) -> Answer {
    must_be_own(&session, &form)?;
    let id: Uuid = form.get("ma").parse().map_err(|_| Error::NotFound)?;
    let (by, now) = (session.actor(), app.now());
    let planned = match read(&app, &form) {
        Ok(round) => app.write(move |tx| store::plan(tx, id, &round, by, now)).await,
        Err(error) => Err(error),
    };
    // Of two who plan the same at once the slower has no round of their own.
    let planned = match planned {
        Err(Error::Stale) => match app.read(move |tx| store::load(tx, id, &by)).await {
            Err(Error::NotFound) => Err(store::is_planned()),
            known => known.map(|_| ()),
        },
        planned => planned,
    };
    match planned {
        Ok(()) => Ok(Redirect::to(&format!("/lam-viec/phieu-giam-sat/{id}")).into_response()),
        Err(Error::Invalid(errors)) => answer(&app, &session, form, errors).await,
        Err(other) => Err(other.into()),
    }
}

/// The round that the form plans, or what is wrong with it.
fn read(app: &App, form: &Fields) -> Result<Round> {
    let mut errors = vec![];
    let mut wrong = |field: &str, message: &str| {
        errors.push(FieldError { field: field.into(), message: message.into() });
    };
    let unit: Option<Uuid> = form.get("don-vi").parse().ok();
    let unit = unit.filter(|unit| agencies(app).iter().any(|(known, _)| known == unit));
    let day: Option<Date> = form.get("ngay").parse().ok();
    if unit.is_none() {
        wrong("don-vi", "Chọn đơn vị được giám sát.");
    }
    let today = local_date(app.now());
    match day {
        None => wrong("ngay", "Ghi ngày giám sát."),
        Some(day) if day < today => wrong("ngay", "Ngày giám sát không được trước hôm nay."),
        Some(_) => {}
    }
    match (unit, day) {
        (Some(unit), Some(day)) if errors.is_empty() => {
            let (unit, month) = (UnitId(unit), day.first_of_month());
            Ok(Round {
                unit,
                month,
                planned_on: day,
                answers: vec![],
                entries: vec![],
                called_off: String::new(),
            })
        }
        _ => Err(Error::Invalid(errors)),
    }
}
