//! The administrator's page of the calendar.

use askama::Template;
use axum::{
    extract::{Query, State},
    http::StatusCode,
    response::{IntoResponse, Redirect},
};
use base::{
    app::App,
    error::{Error, FieldError},
    page::{Shell, page, with_status},
    session::Session,
    visit::{Administrator, Answer, must_be_own},
};
use domain::{
    calendar::{DayKind, SpecialDay, trace::weekday},
    instant::local_date,
};
use jiff::civil::Date;
use kit::form::Fields;
use serde::Deserialize;

#[derive(Template)]
#[template(path = "calendar/admin.html")]
struct Page {
    shell: Shell,
    errors: Vec<FieldError>,
    typed: Fields,
    year: i16,
    years: Vec<i16>,
    days: Vec<(String, &'static str, String, String)>,
}

/// Which year.
#[derive(Debug, Default, Deserialize)]
pub struct Wanted {
    nam: Option<i16>,
}

/// The days of a year.
pub async fn show(
    State(app): State<App>,
    Administrator(session): Administrator,
    Query(wanted): Query<Wanted>,
) -> Answer {
    let year = wanted.nam.unwrap_or_else(|| local_date(app.now()).year());
    Ok(page(&build(&app, &session, year, Fields::default(), vec![])))
}

fn build(app: &App, session: &Session, year: i16, typed: Fields, errors: Vec<FieldError>) -> Page {
    let house = app.house();
    let known = house.calendar.days();
    let mut years: Vec<i16> = known.iter().map(|special| special.day.year()).collect();
    years.extend([year, local_date(app.now()).year() + 1]);
    years.sort_unstable();
    years.dedup();
    let line = |special: &SpecialDay| {
        let day = special.day;
        let kind = match special.kind {
            DayKind::Off => "Nghỉ",
            DayKind::MakeUp => "Làm bù",
            DayKind::HalfDay => "Làm buổi sáng",
            DayKind::Afternoon => "Làm buổi chiều",
        };
        let text = format!("{}, {}/{}/{}", weekday(day), day.day(), day.month(), day.year());
        (text, kind, special.name.clone(), special.basis.clone())
    };
    let days = known.iter().filter(|special| special.day.year() == year).map(line).collect();
    Page {
        shell: Shell::new(app, Some(session), "Lịch làm việc", "lich"), errors, typed, year, years, days
    }
}

/// Saves a day.
pub async fn save(State(app): State<App>, Administrator(session): Administrator, form: Fields) -> Answer {
    must_be_own(&session, &form)?;
    let Ok(day) = form.get("ngay").parse::<Date>() else {
        let errors = vec![FieldError { field: "ngay".into(), message: "Chọn ngày.".into() }];
        let year = local_date(app.now()).year();
        return Ok(with_status(StatusCode::UNPROCESSABLE_ENTITY, &build(&app, &session, year, form, errors)));
    };
    let kind = match form.get("loai") {
        "off" => DayKind::Off,
        "make_up" => DayKind::MakeUp,
        "half_day" => DayKind::HalfDay,
        "afternoon" => DayKind::Afternoon,
        _ => return Err(Error::NotFound.into()),
    };
    let special = SpecialDay { day, kind, name: form.get("ten").into(), basis: form.get("van-ban").into() };
    let (by, now) = (session.actor(), app.now());
    app.write(move |tx| super::put(tx, &special, by, now)).await?;
    app.refresh_house().await?;
    Ok(Redirect::to(&format!("/quan-tri/lich?nam={}", day.year())).into_response())
}
