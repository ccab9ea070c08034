//! The page of a unit's absences: who is away, who stands in; new ones, and the end before time.

use askama::Template;
use axum::{
    extract::{Query, State},
    http::StatusCode,
    response::{IntoResponse, Redirect},
};
use base::{
    app::App,
    error::{Error, FieldError, Result},
    page::{Shell, page, with_status},
    session::Session,
    visit::{Answer, Staff, must_be_own},
};
use domain::{
    id::{PersonId, UnitId},
    instant::local_date,
    people::{
        Role,
        absence::{Absence, may_arrange},
    },
    refusal::Refusal,
};
use jiff::civil::Date;
use kit::form::Fields;
use serde::Deserialize;
use uuid::Uuid;

use super::absence::{self, Line, Post};

/// Which unit; the administrator chooses.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Asked {
    #[serde(default)]
    don_vi: String,
}

#[derive(Template)]
#[template(path = "people/stand_in.html")]
struct Page {
    shell: Shell,
    errors: Vec<FieldError>,
    typed: Fields,
    /// The unit: code and name.
    unit: (String, String),
    /// The units to choose from; none for heads.
    units: Vec<(String, String)>,
    lines: Vec<Line>,
    /// Who may be said to be away: assignment, name and role.
    posts: Vec<(String, String)>,
    /// Who may stand in.
    people: Vec<(String, String)>,
    today: Date,
}

/// The page.
pub async fn show(State(app): State<App>, Staff(session): Staff, Query(asked): Query<Asked>) -> Answer {
    let unit = unit(&app, &session, &asked.don_vi)?;
    Ok(page(&build(&app, &session, unit, Fields::default(), vec![]).await?))
}

/// The unit that is meant: any for the administrator, their own for heads; others are refused.
fn unit(app: &App, session: &Session, code: &str) -> Result<UnitId> {
    match session.role {
        Role::Administrator => Ok(app.house().by_code(code).map_or(session.unit, |unit| unit.id)),
        Role::Leader | Role::DivisionHead | Role::CentreDirector if session.stands_in_for.is_none() => {
            Ok(session.unit)
        }
        _ => Err(Error::Forbidden),
    }
}

async fn build(
    app: &App,
    session: &Session,
    unit: UnitId,
    typed: Fields,
    errors: Vec<FieldError>,
) -> Result<Page> {
    let (house, today, by) = (app.house(), local_date(app.now()), session.actor());
    let (lines, posts) = app
        .read(move |tx| Ok((absence::of_unit(tx, unit, today)?, absence::posts(tx, unit, today)?)))
        .await?;
    let mut people: Vec<(String, String)> =
        posts.iter().map(|post| (post.person.to_string(), post.name.clone())).collect();
    people.dedup();
    let may_be_away = posts.iter().filter(|post| may_arrange(&by, unit, post.role));
    let name = |post: &Post| (post.id.to_string(), format!("{} – {}", post.name, post.role.title()));
    let units = house.units().into_iter().filter(|unit| unit.is_active_on(today));
    let units = units.map(|unit| (unit.code.clone(), unit.name().to_owned()));
    let known = house.unit(unit)?;
    Ok(Page {
        shell: Shell::new(app, Some(session), "Vắng mặt, làm thay", "don-vi"),
        errors,
        typed,
        unit: (known.code.clone(), known.name().to_owned()),
        units: if session.role == Role::Administrator { units.collect() } else { vec![] },
        lines,
        posts: may_be_away.map(name).collect(),
        people,
        today,
    })
}

/// Writes an absence down, or ends one.
pub async fn act(State(app): State<App>, Staff(session): Staff, form: Fields) -> Answer {
    must_be_own(&session, &form)?;
    let unit = unit(&app, &session, form.get("don-vi"))?;
    let (by, now) = (session.actor(), app.now());
    let done = match form.get("viec") {
        "ghi" => arrange(&app, &session, unit, &form).await,
        "ket-thuc" => {
            let id: Uuid = form.number("vang").ok_or(Error::NotFound)?;
            app.write(move |tx| absence::end(tx, id, by, now)).await
        }
        _ => Err(Error::NotFound),
    };
    let errors = match done {
        Ok(()) => {
            let code = app.house().unit(unit)?.code.clone();
            return Ok(Redirect::to(&format!("/lam-viec/don-vi/thay?don-vi={code}")).into_response());
        }
        Err(Error::Invalid(errors)) => errors,
        Err(Error::Refused(refusal)) => {
            vec![FieldError { field: field(&refusal).into(), message: refusal.to_string() }]
        }
        Err(other) => return Err(other.into()),
    };
    Ok(with_status(StatusCode::UNPROCESSABLE_ENTITY, &build(&app, &session, unit, form, errors).await?))
}

/// The field beside which a refusal is said.
fn field(refusal: &Refusal) -> &'static str {
    match refusal {
        Refusal::AbsenceDates => "den-ngay",
        Refusal::DecisionMissing => "quyet-dinh",
        Refusal::OwnSubstitute
        | Refusal::SubstituteElsewhere
        | Refusal::SubstituteAway
        | Refusal::DutiesMixed => "nguoi-thay",
        _ => "nguoi-vang",
    }
}

async fn arrange(app: &App, session: &Session, unit: UnitId, form: &Fields) -> Result<()> {
    let now = app.now();
    let today = local_date(now);
    let day = |name: &str| {
        form.get(name).parse::<Date>().map_err(|_| Error::field(name, "Ghi ngày, ví dụ 2023-08-29."))
    };
    let (from, to) = (day("tu-ngay")?, day("den-ngay")?);
    let post: Uuid =
        form.number("nguoi-vang").ok_or_else(|| Error::field("nguoi-vang", "Chọn người vắng."))?;
    let substitute: Option<PersonId> = form.number("nguoi-thay");
    let (decision, by) = (form.get("quyet-dinh").to_owned(), session.actor());
    app.write(move |tx| {
        let posts = absence::posts(tx, unit, today)?;
        let post = posts.into_iter().find(|known| known.id == post).ok_or(Error::NotFound)?;
        let absence = Absence {
            person: post.person,
            unit,
            role: post.role,
            from,
            to,
            substitute,
            decision: decision.clone(),
        };
        absence::arrange(tx, &absence, by, now)
    })
    .await
}
