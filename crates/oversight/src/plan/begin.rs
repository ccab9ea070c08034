//! Another task of the plan, for one unit: what the regulation does not say, or what is planned for one of them only.

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
    corrective::{Area, Corrective, Origin, State as Standing},
    id::UnitId,
    instant::{Instant, local_date},
    matter::Rung,
    org::UnitKind,
    plan::may_plan,
};
use jiff::civil::Date;
use kit::form::Fields;
use uuid::Uuid;

use crate::corrective::{begin::agencies, store};

#[derive(Template)]
#[template(path = "plan/begin.html")]
struct Page {
    shell: Shell,
    errors: Vec<FieldError>,
    typed: Fields,
    id: Uuid,
    today: Date,
    units: Vec<(Uuid, String)>,
}

/// Whom a task may be given: the agencies, and the Centre itself.
fn units(app: &App) -> Vec<(Uuid, String)> {
    let (house, today) = (app.house(), local_date(app.now()));
    let centre = house.serving(UnitKind::Centre, today).map(|unit| (unit.id.0, unit.name().to_owned()));
    centre.into_iter().chain(agencies(app)).collect()
}

/// The form.
pub async fn form(State(app): State<App>, Staff(session): Staff) -> Answer {
    answer(&app, &session, StatusCode::OK, Fields::default(), vec![])
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
    let page = Page {
        shell: Shell::new(app, Some(session), "Giao nhiệm vụ", "chan-chinh"),
        errors,
        id: typed.get("ma").parse().unwrap_or_else(|_| app.id()),
        typed,
        today: local_date(app.now()),
        units: units(app),
    };
    Ok(with_status(status, &page))
}

/// Gives it. The same form sent twice gives it once.
pub async fn send(State(app): State<App>, Staff(session): Staff, form: Fields) -> Answer {
    must_be_own(&session, &form)?;
    let by = session.actor();
    if !may_plan(&by) {
        return Err(Error::Forbidden.into());
    }
    let id: Uuid = form.get("ma").parse().map_err(|_| Error::NotFound)?;
    let task = match read(&app, &form) {
        Ok(task) => task,
        Err(Error::Invalid(errors)) => {
            return answer(&app, &session, StatusCode::UNPROCESSABLE_ENTITY, form, errors);
        }
        Err(other) => return Err(other.into()),
    };
    let (inner, now) = (app.clone(), app.now());
    match app.write(move |tx| store::begin(&inner, tx, id, (task.clone(), None), by, now)).await {
        // Given already.
        Ok(()) | Err(Error::Stale) => Ok(Redirect::to(&format!("/lam-viec/chan-chinh/{id}")).into_response()),
        Err(error) => Err(error.into()),
    }
}

/// What the form says; everything that is missing in it at once.
fn read(app: &App, form: &Fields) -> Result<Corrective> {
    let chosen: Option<Uuid> = form.get("don-vi").parse().ok();
    let unit = chosen.filter(|unit| units(app).iter().any(|(known, _)| known == unit)).map(UnitId);
    let due_at = unit.zip(form.get("han").parse().ok()).and_then(|(unit, day)| end_of(app, unit, day));
    let wanted = [
        (unit.is_some(), "don-vi", "Chọn đơn vị."),
        (!form.get("tieu-de").is_empty(), "tieu-de", "Ghi nhiệm vụ."),
        (!form.get("can-cu").is_empty(), "can-cu", "Ghi căn cứ, mục đích."),
        (!form.get("yeu-cau").is_empty(), "yeu-cau", "Ghi kết quả phải có."),
        (due_at.is_some() || unit.is_none(), "han", "Ghi thời hạn, sau hôm nay."),
    ];
    let missing = wanted.into_iter().filter(|(is_there, ..)| !is_there);
    let errors: Vec<FieldError> = missing
        .map(|(_, field, message)| FieldError { field: field.into(), message: message.into() })
        .collect();
    let (Some(unit), Some(due_at), true) = (unit, due_at, errors.is_empty()) else {
        return Err(Error::Invalid(errors));
    };
    Ok(Corrective {
        origin: Origin::Plan,
        area: Area::Progress,
        unit,
        subject: form.get("tieu-de").to_owned(),
        finding: form.get("can-cu").to_owned(),
        action: form.get("yeu-cau").to_owned(),
        clause: form.get("dieu-khoan").to_owned(),
        duty: None,
        source: None,
        state: Standing::Open,
        due_at,
        rung: Rung::Handlers,
    })
}

/// The end of the working day `day`, or of the next one, of `unit`; nothing where it is over.
pub fn end_of(app: &App, unit: UnitId, day: Date) -> Option<Instant> {
    let house = app.house();
    house.timetable(unit).closing_of(day).filter(|end| *end > app.now())
}
