//! A new corrective action: the Centre recommends one to an agency, or the leader of an agency resolves one.

use askama::Template;
use axum::{
    extract::{Query, State},
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
    corrective::{Area, Corrective, Origin, State as Standing},
    id::UnitId,
    instant::local_date,
    matter::Rung,
    refusal::Refusal,
};
use kit::form::Fields;
use serde::Deserialize;
use uuid::Uuid;

use super::store;
use crate::matter::begin::{addressees, due};

/// Within how many working days it may be wanted.
const DAYS: [i64; 6] = [1, 3, 5, 10, 15, 30];
/// How many are usual.
const USUAL: i64 = 5;

#[derive(Template)]
#[template(path = "corrective/begin.html")]
struct Page {
    shell: Shell,
    errors: Vec<FieldError>,
    typed: Fields,
    id: Uuid,
    origin: Origin,
    areas: &'static [Area],
    /// The units to choose from; empty where one's own is meant.
    units: Vec<(Uuid, String)>,
    /// The deadlines, and whether one is chosen.
    days: Vec<(i64, bool)>,
}

/// The agencies that the Centre supervises: identifier and name.
pub fn agencies(app: &App) -> Vec<(Uuid, String)> {
    let house = app.house();
    let units = addressees(&house, local_date(app.now())).into_iter();
    units.map(|unit| (unit.id.0, unit.name().to_owned())).collect()
}

/// What the person signed in may begin, if anything.
pub fn origin(session: &Session) -> Option<Origin> {
    let by = session.actor();
    if Corrective::may_begin(&by, Origin::Own, session.unit) {
        return Some(Origin::Own);
    }
    session.role.is_centre().then_some(Origin::Recommendation)
}

/// What a list fills in: it is the ground.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "kebab-case", default)]
pub struct Asked {
    don_vi: String,
    linh_vuc: String,
    tieu_de: String,
    phat_hien: String,
}

/// The form.
pub async fn form(State(app): State<App>, Staff(session): Staff, Query(asked): Query<Asked>) -> Answer {
    let typed = Fields::of(&[
        ("don-vi", &asked.don_vi),
        ("linh-vuc", &asked.linh_vuc),
        ("tieu-de", &asked.tieu_de),
        ("phat-hien", &asked.phat_hien),
    ]);
    answer(&app, &session, StatusCode::OK, typed, vec![])
}

fn answer(
    app: &App,
    session: &Session,
    status: StatusCode,
    typed: Fields,
    errors: Vec<FieldError>,
) -> Answer {
    let origin = origin(session).ok_or(Error::Forbidden)?;
    let page = Page {
        shell: Shell::new(app, Some(session), "Chấn chỉnh, khắc phục", "chan-chinh"),
        errors,
        id: typed.get("ma").parse().unwrap_or_else(|_| app.id()),
        days: DAYS.map(|days| (days, typed.number("ngay").unwrap_or(USUAL) == days)).to_vec(),
        typed,
        origin,
        areas: Area::ALL,
        units: if origin == Origin::Own { vec![] } else { agencies(app) },
    };
    Ok(with_status(status, &page))
}

/// Begins it. The same form sent twice begins nothing the second time.
pub async fn send(State(app): State<App>, Staff(session): Staff, form: Fields) -> Answer {
    must_be_own(&session, &form)?;
    let id: Uuid = form.get("ma").parse().map_err(|_| Error::NotFound)?;
    let begun = read(&app, &session, &form);
    let kept = match begun {
        Ok(corrective) if !Corrective::may_begin(&session.actor(), corrective.origin, corrective.unit) => {
            return Err(Error::from(Refusal::SupervisionNotYours).into());
        }
        // Nothing is kept of a file before it is known that this person may begin here.
        Ok(corrective) => attachment::take(&app, &form, "tep").await.map(|file| (corrective, file)),
        Err(error) => Err(error),
    };
    let begun = match kept {
        Ok(begun) => begun,
        Err(Error::Invalid(errors)) => {
            return answer(&app, &session, StatusCode::UNPROCESSABLE_ENTITY, form, errors);
        }
        Err(other) => return Err(other.into()),
    };
    let (inner, by, now) = (app.clone(), session.actor(), app.now());
    match app.write(move |tx| store::begin(&inner, tx, id, begun.clone(), by, now)).await {
        // Begun already.
        Ok(()) | Err(Error::Stale) => Ok(Redirect::to(&format!("/lam-viec/chan-chinh/{id}")).into_response()),
        Err(error) => Err(error.into()),
    }
}

/// What the form says, or what is missing in it.
fn read(app: &App, session: &Session, form: &Fields) -> Result<Corrective> {
    let origin = origin(session).ok_or(Error::Forbidden)?;
    let chosen: Option<Uuid> = form.get("don-vi").parse().ok();
    let chosen = chosen.filter(|unit| agencies(app).iter().any(|(known, _)| known == unit)).map(UnitId);
    let unit = if origin == Origin::Own { Some(session.unit) } else { chosen };
    let area = Area::by_name(form.get("linh-vuc"));
    let days = DAYS.into_iter().find(|days| days.to_string() == form.get("ngay"));
    let wanted = [
        (unit.is_some(), "don-vi", "Chọn đơn vị phải khắc phục."),
        (area.is_some(), "linh-vuc", "Chọn nội dung giám sát."),
        (!form.get("tieu-de").is_empty(), "tieu-de", "Ghi tiêu đề."),
        (!form.get("phat-hien").is_empty(), "phat-hien", "Ghi rõ sai hoặc chậm ở đâu."),
        (!form.get("bien-phap").is_empty(), "bien-phap", "Ghi việc phải làm."),
        (days.is_some(), "ngay", "Chọn thời hạn."),
    ];
    let missing = wanted.into_iter().filter(|(is_there, ..)| !is_there);
    let errors: Vec<FieldError> = missing
        .map(|(_, field, message)| FieldError { field: field.into(), message: message.into() })
        .collect();
    let (Some(unit), Some(area), Some(days), true) = (unit, area, days, errors.is_empty()) else {
        return Err(Error::Invalid(errors));
    };
    Ok(Corrective {
        origin,
        area,
        unit,
        subject: form.get("tieu-de").to_owned(),
        finding: form.get("phat-hien").to_owned(),
        action: form.get("bien-phap").to_owned(),
        clause: form.get("dieu-khoan").to_owned(),
        duty: None,
        source: None,
        state: Standing::Open,
        due_at: due(app, unit, days, app.now())?,
        rung: Rung::Handlers,
    })
}
