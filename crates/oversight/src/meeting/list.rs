//! The register, the quarters without a meeting, and the form that enters one.

use askama::Template;
use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Redirect},
};
use base::{
    app::App,
    attachment,
    error::{Error, FieldError, Result},
    page::{Shell, with_status},
    session::Session,
    visit::{Answer, Staff, must_be_own},
};
use domain::{
    id::UnitId,
    instant::local_date,
    meeting::{Meeting, quarter, without_meeting},
};
use jiff::{ToSpan, civil::Date};
use kit::form::Fields;
use uuid::Uuid;

use super::store;
use crate::corrective::{begin::agencies, list::scope};

struct Line {
    id: Uuid,
    day: String,
    subject: String,
    units: usize,
    file: Option<String>,
}

#[derive(Template)]
#[template(path = "meeting/list.html")]
struct Page {
    shell: Shell,
    errors: Vec<FieldError>,
    typed: Fields,
    id: Uuid,
    today: Date,
    lines: Vec<Line>,
    /// The quarters of the last year without a meeting, as people read them.
    missing: Vec<String>,
    may_enter: bool,
    units: Vec<(Uuid, String)>,
}

/// The register.
pub async fn list(State(app): State<App>, Staff(session): Staff) -> Answer {
    answer(&app, &session, Fields::default(), vec![]).await
}

async fn answer(app: &App, session: &Session, typed: Fields, errors: Vec<FieldError>) -> Answer {
    let (scope, today) = (scope(session)?, local_date(app.now()));
    let from = quarter(today.saturating_sub(1.year()));
    let (meetings, held) = app.read(move |tx| Ok((store::all(tx, scope)?, store::days(tx, from)?))).await?;
    let line = |(id, meeting): (Uuid, Meeting)| Line {
        id,
        day: meeting.held_on.strftime("%-d/%-m/%Y").to_string(),
        subject: meeting.subject,
        units: meeting.units.len(),
        file: meeting.file.map(|file| file.name),
    };
    let quarter_name = |day: &Date| format!("quý {}/{}", (day.month() + 2) / 3, day.year());
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let missing = if scope.is_none() { without_meeting(&held, from, today) } else { vec![] };
    let page = Page {
        shell: Shell::new(app, Some(session), "Giao ban", "chan-chinh"),
        errors,
        id: typed.get("ma").parse().unwrap_or_else(|_| app.id()),
        typed,
        today,
        lines: meetings.into_iter().map(line).collect(),
        missing: missing.iter().map(quarter_name).collect(),
        may_enter: session.role.is_centre(),
        units: agencies(app),
    };
    Ok(with_status(status, &page))
}

/// Enters a meeting. The same form sent twice enters it once.
pub async fn enter(State(app): State<App>, Staff(session): Staff, form: Fields) -> Answer {
    must_be_own(&session, &form)?;
    if !session.role.is_centre() {
        return Err(Error::Forbidden.into());
    }
    let id: Uuid = form.get("ma").parse().map_err(|_| Error::NotFound)?;
    let (by, now) = (session.actor(), app.now());
    let meeting = match read(&app, &form) {
        Ok(meeting) => attachment::take(&app, &form, "tep").await.map(|file| Meeting { file, ..meeting }),
        Err(error) => Err(error),
    };
    let entered = match meeting {
        Ok(meeting) => app.write(move |tx| store::enter(tx, id, &meeting, by, now)).await,
        Err(error) => Err(error),
    };
    match entered {
        Ok(()) | Err(Error::Stale) => Ok(Redirect::to(&format!("/lam-viec/giao-ban/{id}")).into_response()),
        Err(Error::Invalid(errors)) => answer(&app, &session, form, errors).await,
        Err(other) => Err(other.into()),
    }
}

fn read(app: &App, form: &Fields) -> Result<Meeting> {
    let day: Option<Date> = form.get("ngay").parse().ok();
    let mut units: Vec<UnitId> =
        form.all("don-vi").filter_map(|unit| unit.parse().ok().map(UnitId)).collect();
    let known = agencies(app);
    units.retain(|unit| known.iter().any(|(id, _)| *id == unit.0));
    units.sort();
    units.dedup();
    let wanted = [
        (day.is_some_and(|day| day <= local_date(app.now())), "ngay", "Ghi ngày họp, không sau hôm nay."),
        (!form.get("tieu-de").is_empty(), "tieu-de", "Ghi nội dung họp."),
        (!units.is_empty(), "don-vi", "Chọn ít nhất một đơn vị dự họp."),
        (!form.get("bien-ban").is_empty(), "bien-ban", "Ghi kết luận."),
    ];
    let missing = wanted.into_iter().filter(|(is_there, ..)| !is_there);
    let errors: Vec<FieldError> = missing
        .map(|(_, field, message)| FieldError { field: field.into(), message: message.into() })
        .collect();
    match day {
        Some(held_on) if errors.is_empty() => Ok(Meeting {
            held_on,
            subject: form.get("tieu-de").to_owned(),
            units,
            minutes: form.get("bien-ban").to_owned(),
            file: None,
        }),
        _ => Err(Error::Invalid(errors)),
    }
}
