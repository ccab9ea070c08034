//! The versions of the regulation, the one in force marked, and the form that enters one.

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
    instant::local_date,
    regulation::{RegulationVersion, in_force, may_enter, may_read, may_see_changes},
};
use jiff::civil::Date;
use kit::form::Fields;
use uuid::Uuid;

use super::store;

/// The address of the list.
const HERE: &str = "/lam-viec/quy-che";

struct Line {
    id: Uuid,
    version: RegulationVersion,
    signed: String,
    effective: String,
    /// What it is today: in force, to come, or replaced.
    state: &'static str,
    look: &'static str,
}

#[derive(Template)]
#[template(path = "regulation/list.html")]
struct Page {
    shell: Shell,
    errors: Vec<FieldError>,
    typed: Fields,
    id: Uuid,
    today: Date,
    lines: Vec<Line>,
    /// The difficulties to choose from.
    obstacles: Vec<(Uuid, String)>,
    may_enter: bool,
    sees_changes: bool,
}

/// A day as people write it.
pub fn day(day: Date) -> String {
    format!("{}/{}/{}", day.day(), day.month(), day.year())
}

/// The list.
pub async fn list(State(app): State<App>, Staff(session): Staff) -> Answer {
    answer(&app, &session, Fields::default(), vec![]).await
}

async fn answer(app: &App, session: &Session, typed: Fields, errors: Vec<FieldError>) -> Answer {
    let (by, today) = (session.actor(), local_date(app.now()));
    if !may_read(&by) {
        return Err(Error::Forbidden.into());
    }
    let may_enter = may_enter(&by);
    let (versions, obstacles) = app
        .read(move |tx| Ok((store::all(tx)?, if may_enter { store::obstacles(tx)? } else { vec![] })))
        .await?;
    let days: Vec<Date> = versions.iter().map(|(_, version)| version.effective_on).collect();
    let here = in_force(&days, today);
    let line = |(no, (id, version)): (usize, (Uuid, RegulationVersion))| {
        let (state, look) = match here {
            Some(place) if place == no => ("Đang có hiệu lực", "is-good"),
            _ if version.effective_on > today => ("Chưa có hiệu lực", "is-warn"),
            _ => ("Đã có bản sau", ""),
        };
        Line {
            id,
            signed: day(version.signed_on),
            effective: day(version.effective_on),
            version,
            state,
            look,
        }
    };
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let page = Page {
        shell: Shell::new(app, Some(session), "Quy chế", "chan-chinh"),
        errors,
        id: typed.get("ma").parse().unwrap_or_else(|_| app.id()),
        typed,
        today,
        lines: versions.into_iter().enumerate().map(line).collect(),
        obstacles,
        may_enter,
        sees_changes: may_see_changes(&by),
    };
    Ok(with_status(status, &page))
}

/// Enters a version. The same form sent twice enters it once.
pub async fn enter(State(app): State<App>, Staff(session): Staff, form: Fields) -> Answer {
    must_be_own(&session, &form)?;
    let (by, now) = (session.actor(), app.now());
    if !may_enter(&by) {
        return Err(Error::Forbidden.into());
    }
    let id: Uuid = form.get("ma").parse().map_err(|_| Error::NotFound)?;
    let version = match read(&app, &form).await {
        Ok(version) => {
            attachment::take(&app, &form, "tep").await.map(|file| RegulationVersion { file, ..version })
        }
        Err(error) => Err(error),
    };
    let entered = match version {
        Ok(version) => app.write(move |tx| store::enter(tx, id, &version, by, now)).await,
        Err(error) => Err(error),
    };
    match entered {
        Ok(()) => Ok(Redirect::to(&format!("{HERE}/{id}")).into_response()),
        // By this form, or somebody else entered the same decision.
        Err(Error::Stale) => {
            let is_there = app.read(move |tx| store::load(tx, id)).await.is_ok();
            let to = if is_there { format!("{HERE}/{id}") } else { HERE.to_owned() };
            Ok(Redirect::to(&to).into_response())
        }
        Err(Error::Invalid(errors)) => answer(&app, &session, form, errors).await,
        Err(other) => Err(other.into()),
    }
}

/// The version as it was typed; everything that is wrong with it at once.
async fn read(app: &App, form: &Fields) -> Result<RegulationVersion> {
    let today = local_date(app.now());
    let known = app.read(store::obstacles).await?;
    let mut errors = vec![];
    let mut on = |field: &str, message: &str| -> Option<Date> {
        let day = form.get(field).parse().ok();
        if day.is_none() {
            errors.push(FieldError { field: field.into(), message: message.into() });
        }
        day
    };
    let (signed, effective) = (on("ngay-ky", "Ghi ngày ký."), on("hieu-luc", "Ghi ngày có hiệu lực."));
    // One mistake is told once: without the one day the other is not compared with it.
    let signed_on = signed.or(effective).unwrap_or(today).min(today);
    let version = RegulationVersion {
        number: form.get("so").to_owned(),
        signed_on,
        effective_on: effective.unwrap_or(signed_on),
        title: form.get("tieu-de").to_owned(),
        changes: form.get("noi-dung").to_owned(),
        obstacles: known
            .iter()
            .map(|(id, _)| *id)
            .filter(|id| form.holds("vuong-mac", id.to_string()))
            .collect(),
        file: None,
    };
    let found = version.mistakes(today).into_iter();
    errors.extend(found.map(|(field, message)| FieldError { field: field.into(), message: message.into() }));
    if errors.is_empty() { Ok(version) } else { Err(Error::Invalid(errors)) }
}
