//! The administrator's pages of units: the list, one unit with its names and its end, a new one.

use std::sync::Arc;

use askama::Template;
use axum::{
    extract::{Path, Query, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use base::{
    app::App,
    error::{Error, FieldError, Result},
    house::House,
    page::{Shell, page, with_status},
    session::Session,
    visit::{Administrator, Answer, must_be_own},
};
use domain::{
    id::UnitId,
    instant::local_date,
    number::AgencyCode,
    org::{NameVersion, Unit, UnitKind, tree},
    refusal::Refusal,
};
use jiff::civil::Date;
use kit::form::Fields;
use serde::Deserialize;

use super::{hours, read::UnitRow, store};
use crate::change;

#[derive(Template)]
#[template(path = "org/admin.html")]
struct Page {
    shell: Shell,
    kind: &'static str,
    tabs: Vec<(&'static str, &'static str, usize)>,
    units: Vec<Unit>,
    today: Date,
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
    let house = app.house();
    let tabs = UnitKind::ALL.map(|kind| (kind.name(), kind.title(), house.of_kind(kind).len()));
    Ok(page(&Page {
        shell: Shell::new(&app, Some(&session), "Đơn vị", "don-vi"),
        kind: kind.name(),
        tabs: tabs.into_iter().filter(|(.., n)| *n > 0).collect(),
        units: house.of_kind(kind).into_iter().cloned().collect(),
        today: local_date(app.now()),
    }))
}

#[derive(Template)]
#[template(path = "org/unit.html")]
struct One {
    shell: Shell,
    errors: Vec<FieldError>,
    typed: Fields,
    /// The unit as it stands; nothing for a new one.
    unit: Option<Unit>,
    seen: i64,
    clash: bool,
    kinds: [UnitKind; 6],
    /// Codes and names, to choose from while typing.
    known: Vec<(String, String)>,
    done: bool,
}

/// What was done just now.
#[derive(Debug, Default, Deserialize)]
pub struct Done {
    #[serde(default)]
    xong: String,
}

/// One unit.
pub async fn show(
    State(app): State<App>,
    Administrator(session): Administrator,
    Path(id): Path<UnitId>,
    Query(done): Query<Done>,
) -> Answer {
    app.refresh_house().await?;
    let unit = app.house().unit(id)?.clone();
    let typed = typed(&unit, &app.house());
    let one = one(&app, &session, Some(unit), typed).await?;
    Ok(page(&One { done: !done.xong.is_empty(), ..one }))
}

/// The form for a new unit.
pub async fn ask(
    State(app): State<App>,
    Administrator(session): Administrator,
    Query(wanted): Query<Wanted>,
) -> Answer {
    let mut typed = Fields::of(&[("loai", &wanted.loai), ("bat-dau", &local_date(app.now()).to_string())]);
    hours::show(&mut typed, None);
    Ok(page(&one(&app, &session, None, typed).await?))
}

async fn one(app: &App, session: &Session, unit: Option<Unit>, typed: Fields) -> Result<One> {
    let id = unit.as_ref().map(|unit| unit.id.0);
    let seen = match id {
        None => 0,
        Some(id) => app.read(move |tx| change::seen(tx, id)).await?,
    };
    let title = unit.as_ref().map_or("Đơn vị mới", Unit::name).to_owned();
    let known = app.house().units().iter().map(|u| (u.code.clone(), u.name().to_owned())).collect();
    Ok(One {
        shell: Shell::new(app, Some(session), title, "don-vi"),
        errors: vec![],
        typed,
        unit,
        seen,
        clash: false,
        kinds: UnitKind::ALL,
        known,
        done: false,
    })
}

/// The form's fields for `unit` as it stands.
fn typed(unit: &Unit, house: &House) -> Fields {
    let day = |day: Option<Date>| day.map(|day| day.to_string()).unwrap_or_default();
    let superior = unit.parent.and_then(|id| house.unit(id).ok()).map_or("", |unit| unit.code.as_str());
    let mut fields = Fields::of(&[
        ("ten", unit.name()),
        ("cap-tren", superior),
        ("het-ngay", &day(unit.active_to)),
        ("ke-thua", &unit.successors.join("\n")),
        ("dia-chi", &unit.address),
        ("dien-thoai", &unit.phone),
    ]);
    hours::show(&mut fields, unit.hours.as_ref());
    fields
}

/// Opens a unit.
pub async fn open(State(app): State<App>, Administrator(session): Administrator, form: Fields) -> Answer {
    must_be_own(&session, &form)?;
    app.refresh_house().await?;
    let done = match new(&app, &form) {
        Ok(unit) => {
            let (id, by, now) = (unit.id, session.actor(), app.now());
            app.write(move |tx| store::open(tx, &unit, by, now)).await.map(|()| id)
        }
        Err(error) => Err(error),
    };
    answer(&app, &session, (None, form), done).await
}

/// Saves a unit.
pub async fn save(
    State(app): State<App>,
    Administrator(session): Administrator,
    Path(id): Path<UnitId>,
    form: Fields,
) -> Answer {
    must_be_own(&session, &form)?;
    app.refresh_house().await?;
    let house = app.house();
    let before = house.unit(id)?.clone();
    let seen = form.number("ban").unwrap_or_default();
    let done = match changed(before.clone(), &form, &house, local_date(app.now())) {
        Ok(unit) => {
            let (by, now) = (session.actor(), app.now());
            app.write(move |tx| store::change(tx, &unit, seen, (by, now))).await.map(|()| id)
        }
        Err(error) => Err(error),
    };
    answer(&app, &session, (Some(before), form), done).await
}

/// To the unit's page, or back to the form with everything typed.
async fn answer(
    app: &App,
    session: &Session,
    (unit, form): (Option<Unit>, Fields),
    done: Result<UnitId>,
) -> std::result::Result<Response, base::visit::Trouble> {
    let wrong = |field: &str, refusal: &Refusal| {
        vec![FieldError { field: field.into(), message: refusal.to_string() }]
    };
    let errors = match done {
        Ok(id) => {
            app.refresh_house().await?;
            return Ok(Redirect::to(&format!("/quan-tri/don-vi/{id}?xong=1")).into_response());
        }
        Err(Error::Stale) => {
            // The form was made from an older state: what was typed stays, beside the new one.
            app.refresh_house().await?;
            let unit = unit.and_then(|unit| app.house().unit(unit.id).ok().cloned());
            let page = One { clash: true, ..one(app, session, unit, form).await? };
            return Ok(with_status(StatusCode::CONFLICT, &page));
        }
        Err(Error::Invalid(errors)) => errors,
        Err(Error::Refused(refusal)) => match refusal {
            Refusal::UnitName => wrong("ten", &refusal),
            Refusal::UnitSuccessors => wrong("ke-thua", &refusal),
            Refusal::UnitDates => wrong("het-ngay", &refusal),
            other => wrong("ma", &other),
        },
        Err(other) => return Err(other.into()),
    };
    let seen = form.number("ban").unwrap_or_default();
    let page = One { errors, seen, ..one(app, session, unit, form).await? };
    Ok(with_status(StatusCode::UNPROCESSABLE_ENTITY, &page))
}

fn new(app: &App, form: &Fields) -> Result<Unit> {
    let house = app.house();
    let kind =
        UnitKind::by_name(form.get("loai")).ok_or_else(|| Error::field("loai", "Chọn loại đơn vị."))?;
    let code = form.get("ma");
    code.parse::<AgencyCode>().map_err(|bad| Error::field("ma", bad.to_string()))?;
    let Ok(from) = form.get("bat-dau").parse::<Date>() else {
        return Err(Error::field("bat-dau", "Chọn ngày bắt đầu hoạt động."));
    };
    let unit = Unit {
        id: UnitId(app.id()),
        code: code.to_owned(),
        kind,
        parent: None,
        names: vec![NameVersion { name: form.get("ten").to_owned(), from }],
        active_from: from,
        active_to: None,
        successors: vec![],
        hours: None,
        address: String::new(),
        phone: String::new(),
        source: String::new(),
    };
    if form.get("ten").is_empty() {
        return Err(Error::field("ten", "Đơn vị phải có tên."));
    }
    changed(unit, form, &house, from)
}

/// `unit` as the form wants it. Refuses what does not fit the unit itself or the units around it (row C-01).
fn changed(mut unit: Unit, form: &Fields, house: &Arc<House>, today: Date) -> Result<Unit> {
    let name = form.get("ten");
    if name != unit.name() {
        let latest = unit.names.last().map_or(unit.active_from, |version| version.from);
        let from = if form.has("chua-loi") { Ok(latest) } else { day(form, "tu-ngay", today) }?;
        unit.rename(name, from, today)?;
    }
    let last = if form.has("het-ngay") { Some(day(form, "het-ngay", today)?) } else { None };
    let successors: Vec<String> =
        form.get("ke-thua").split([',', ';', '\n', ' ']).map(str::trim).map(str::to_owned).collect();
    let successors: Vec<String> = successors.into_iter().filter(|code| !code.is_empty()).collect();
    if let Some(unknown) = successors.iter().find(|code| house.by_code(code).is_none()) {
        return Err(Error::field("ke-thua", Refusal::UnknownUnit(unknown.clone()).to_string()));
    }
    unit.end(last, successors)?;
    unit.parent =
        match form.get("cap-tren") {
            "" => None,
            code => {
                let superior = house.by_code(code).map(|unit| unit.id);
                Some(superior.ok_or_else(|| {
                    Error::field("cap-tren", Refusal::UnknownUnit(code.to_owned()).to_string())
                })?)
            }
        };
    unit.hours = hours::read(form, unit.hours)?;
    form.get("dia-chi").clone_into(&mut unit.address);
    form.get("dien-thoai").clone_into(&mut unit.phone);
    must_fit(&unit, house)?;
    Ok(unit)
}

fn day(form: &Fields, field: &str, otherwise: Date) -> Result<Date> {
    match form.get(field) {
        "" => Ok(otherwise),
        text => text.parse().map_err(|_| Error::field(field, "Ngày không đúng.")),
    }
}

/// The same check of the whole as an import makes.
fn must_fit(unit: &Unit, house: &House) -> Result<()> {
    let code = |unit: &Unit| unit.parent.and_then(|id| house.unit(id).ok()).map(|unit| unit.code.clone());
    let others = house.units().into_iter().filter(|other| other.id != unit.id);
    let rows: Vec<UnitRow> =
        std::iter::once(unit).chain(others).map(|unit| UnitRow::of(unit, code(unit).as_deref())).collect();
    let nodes: Vec<tree::Node> = rows.iter().map(UnitRow::node).collect();
    let faults = tree::check(&nodes, &|_| false);
    match faults.into_iter().find(|(place, _)| *place == 0) {
        Some((_, tree::Fault::Double)) => Err(Refusal::UnitCodeTaken(unit.code.clone()).into()),
        Some((_, fault)) => Err(Refusal::UnitUnsound(fault.to_string()).into()),
        None if nodes.iter().skip(1).any(|other| other.code == unit.code) => {
            Err(Refusal::UnitCodeTaken(unit.code.clone()).into())
        }
        None => Ok(()),
    }
}
