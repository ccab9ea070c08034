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
use jiff::civil::{Date, Weekday};
use kit::form::Fields;
use serde::Deserialize;

/// The kinds of days: how the form names them, and what people read.
const KINDS: [(&str, &str, DayKind); 4] = [
    ("off", "Nghỉ", DayKind::Off),
    ("make_up", "Làm bù", DayKind::MakeUp),
    ("half_day", "Chỉ làm buổi sáng", DayKind::HalfDay),
    ("afternoon", "Chỉ làm buổi chiều", DayKind::Afternoon),
];

#[derive(Template)]
#[template(path = "calendar/admin.html")]
struct Page {
    shell: Shell,
    errors: Vec<FieldError>,
    typed: Fields,
    year: i16,
    years: Vec<i16>,
    days: Vec<Line>,
}

struct Line {
    day: Date,
    text: String,
    kind: &'static str,
    name: String,
    basis: String,
}

/// Which year, and which of its days is to be mended.
#[derive(Debug, Default, Deserialize)]
pub struct Wanted {
    nam: Option<i16>,
    sua: Option<Date>,
}

/// The days of a year.
pub async fn show(
    State(app): State<App>,
    Administrator(session): Administrator,
    Query(wanted): Query<Wanted>,
) -> Answer {
    let house = app.house();
    let mut typed = Fields::default();
    if let Some(special) = wanted.sua.and_then(|day| house.calendar.special(day)) {
        let kind = KINDS.iter().find(|kind| kind.2 == special.kind).map_or("", |kind| kind.0);
        let day = special.day.to_string();
        for (field, value) in [
            ("ngay", &*day),
            ("ngay-cu", &day),
            ("loai", kind),
            ("ten", &special.name),
            ("van-ban", &special.basis),
        ] {
            typed.set(field, value);
        }
    }
    let year = wanted.sua.map(Date::year).or(wanted.nam).unwrap_or_else(|| local_date(app.now()).year());
    Ok(page(&build(&app, &session, year, typed, vec![])))
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
        Line {
            day,
            text: format!("{}, {}/{}/{}", weekday(day), day.day(), day.month(), day.year()),
            kind: KINDS.iter().find(|kind| kind.2 == special.kind).map_or("", |kind| kind.1),
            name: special.name.clone(),
            basis: special.basis.clone(),
        }
    };
    let days = known.iter().filter(|special| special.day.year() == year).map(line).collect();
    Page {
        shell: Shell::new(app, Some(session), "Lịch làm việc", "lich"), errors, typed, year, years, days
    }
}

/// Saves a day, in place of the one it was entered as, or takes one out.
pub async fn save(State(app): State<App>, Administrator(session): Administrator, form: Fields) -> Answer {
    must_be_own(&session, &form)?;
    let (by, now) = (session.actor(), app.now());
    app.refresh_house().await?;
    let before: Option<Date> = form.get("ngay-cu").parse().ok();
    let before = before.and_then(|day| app.house().calendar.special(day).cloned());
    let day = if form.get("viec") == "bo" {
        let special = before.ok_or(Error::Stale)?;
        let day = special.day;
        app.write(move |tx| super::remove(tx, &special, by, now)).await?;
        day
    } else {
        let special = match read(&form) {
            Ok(special) => special,
            Err(errors) => {
                let year = form.get("ngay").parse::<Date>().map_or(local_date(now).year(), Date::year);
                let page = build(&app, &session, year, form, errors);
                return Ok(with_status(StatusCode::UNPROCESSABLE_ENTITY, &page));
            }
        };
        let day = special.day;
        app.write(move |tx| {
            if let Some(wrong) = before.as_ref().filter(|before| before.day != special.day) {
                super::remove(tx, wrong, by, now)?;
            }
            super::put(tx, &special, by, now).map(drop)
        })
        .await?;
        day
    };
    app.refresh_house().await?;
    Ok(Redirect::to(&format!("/quan-tri/lich?nam={}", day.year())).into_response())
}

/// The day that the form gives; everything that is wrong with it is said at once.
fn read(form: &Fields) -> std::result::Result<SpecialDay, Vec<FieldError>> {
    let mut errors = vec![];
    let mut wrong =
        |field: &str, message: &str| errors.push(FieldError { field: field.into(), message: message.into() });
    let day: Option<Date> = form.get("ngay").parse().ok();
    let kind = KINDS.iter().find(|kind| kind.0 == form.get("loai")).map(|kind| kind.2);
    if day.is_none() {
        wrong("ngay", "Chọn ngày.");
    }
    if kind.is_none() {
        wrong("loai", "Chọn loại ngày.");
    }
    let is_weekend = day.map(|day| matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday));
    if kind == Some(DayKind::MakeUp) && is_weekend == Some(false) {
        wrong("loai", "Ngày này là ngày làm việc của tuần, không phải ngày làm bù.");
    }
    if !form.has("ten") {
        wrong("ten", "Ghi tên ngày, ví dụ: Tết Nguyên đán.");
    }
    match (day, kind) {
        (Some(day), Some(kind)) if errors.is_empty() => {
            Ok(SpecialDay { day, kind, name: form.get("ten").into(), basis: form.get("van-ban").into() })
        }
        _ => Err(errors),
    }
}
