//! The administrator's page of units: names with their dates, the last day, Saturday mornings.

use askama::Template;
use axum::{
    extract::{Path, Query, State},
    http::StatusCode,
    response::{IntoResponse, Redirect},
};
use base::{
    app::App,
    error::{Error, FieldError, Result},
    page::{Shell, page, with_status},
    session::Session,
    visit::{Administrator, Answer, must_be_own},
};
use domain::{
    calendar::WorkingHours,
    id::UnitId,
    instant::local_date,
    org::{NameVersion, Unit, UnitKind},
};
use kit::form::Fields;
use serde::Deserialize;

use super::store;

#[derive(Template)]
#[template(path = "org/admin.html")]
struct Page {
    shell: Shell,
    errors: Vec<FieldError>,
    kind: &'static str,
    tabs: Vec<(&'static str, &'static str, usize)>,
    units: Vec<Unit>,
}

/// Which kind of unit.
#[derive(Debug, Default, Deserialize)]
pub struct Wanted {
    #[serde(default)]
    loai: String,
}

/// The list.
pub async fn list(
    State(app): State<App>,
    Administrator(session): Administrator,
    Query(wanted): Query<Wanted>,
) -> Answer {
    let kind = UnitKind::by_name(&wanted.loai).unwrap_or(UnitKind::Department);
    Ok(page(&build(&app, &session, kind, vec![])))
}

fn build(app: &App, session: &Session, kind: UnitKind, errors: Vec<FieldError>) -> Page {
    let house = app.house();
    let tabs = UnitKind::ALL.map(|kind| (kind.name(), kind.title(), house.of_kind(kind).len()));
    Page {
        shell: Shell::new(app, Some(session), "Đơn vị", "don-vi"),
        errors,
        kind: kind.name(),
        tabs: tabs.into_iter().filter(|(.., n)| *n > 0).collect(),
        units: house.of_kind(kind).into_iter().cloned().collect(),
    }
}

/// Saves a unit.
pub async fn save(
    State(app): State<App>,
    Administrator(session): Administrator,
    Path(id): Path<UnitId>,
    form: Fields,
) -> Answer {
    must_be_own(&session, &form)?;
    let before = app.house().unit(id)?.clone();
    let kind = before.kind;
    let now = app.now();
    match changed(before, &form, local_date(now)) {
        Ok(unit) => {
            let by = session.actor();
            app.write(move |tx| store::save(tx, &unit, by, now)).await?;
            app.refresh_house().await?;
            Ok(Redirect::to(&format!("/quan-tri/don-vi?loai={}", kind.name())).into_response())
        }
        Err(Error::Invalid(errors)) => {
            Ok(with_status(StatusCode::UNPROCESSABLE_ENTITY, &build(&app, &session, kind, errors)))
        }
        Err(other) => Err(other.into()),
    }
}

fn changed(mut unit: Unit, form: &Fields, today: jiff::civil::Date) -> Result<Unit> {
    let name = form.get("ten");
    let field = |part: &str| format!("{part}-{}", unit.id);
    if name.is_empty() {
        return Err(Error::field(&field("ten"), "Đơn vị phải có tên."));
    }
    let to = form.get("het-ngay");
    let active_to = if to.is_empty() { None } else { to.parse().ok() };
    if (!to.is_empty() && active_to.is_none()) || active_to.is_some_and(|last| last < unit.active_from) {
        return Err(Error::field(&field("het"), "Ngày cuối cùng không đúng hoặc trước ngày bắt đầu."));
    }
    if name != unit.name() {
        let from = form.get("tu-ngay").parse().unwrap_or(today);
        unit.names.retain(|version| version.from < from);
        unit.names.push(NameVersion { name: name.to_owned(), from });
    }
    unit.active_to = active_to;
    unit.hours = form.has("thu-bay").then(|| WorkingHours::usual().with_saturday_morning());
    form.get("dien-thoai").clone_into(&mut unit.phone);
    Ok(unit)
}
