//! The administrator's page of one person: roles with their dates, another password, closing the account.

use askama::Template;
use axum::{
    extract::{Path, State},
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
    id::{AssignmentId, PersonId, UnitId},
    instant::local_date,
    people::Role,
};
use jiff::civil::Date;
use kit::{form::Fields, password};

use super::{
    admin::secret,
    store::{self, Held, NewAssignment, Person},
};
use crate::notice::wish::{self, Wish};

#[derive(Template)]
#[template(path = "people/person.html")]
pub(super) struct Page {
    shell: Shell,
    errors: Vec<FieldError>,
    typed: Fields,
    person: Person,
    email: String,
    /// The address that the form changes.
    was: String,
    held: Vec<(Held, String)>,
    roles: [Role; 13],
    units: Vec<(String, String)>,
    today: Date,
    is_self: bool,
    /// A password that was made just now: shown this once.
    secret: Option<String>,
}

/// The page.
pub async fn show(
    State(app): State<App>,
    Administrator(session): Administrator,
    Path(id): Path<PersonId>,
) -> Answer {
    Ok(page(&build(&app, &session, id, Fields::default(), None).await?))
}

pub(super) async fn build(
    app: &App,
    session: &Session,
    id: PersonId,
    typed: Fields,
    secret: Option<String>,
) -> Result<Page> {
    let (person, held, wish) =
        app.read(move |tx| Ok((store::person(tx, id)?, store::held(tx, id)?, wish::of(tx, id)?))).await?;
    let (house, today) = (app.house(), local_date(app.now()));
    let units = house.units().into_iter().filter(|unit| unit.is_active_on(today));
    Ok(Page {
        shell: Shell::new(app, Some(session), person.name.clone(), "nguoi-dung"),
        errors: vec![],
        was: if typed.get("viec") == "thu" { typed.get("ban").to_owned() } else { wish.email.clone() },
        email: if typed.get("viec") == "thu" { typed.get("email").to_owned() } else { wish.email },
        typed,
        held: held.into_iter().map(|held| (held.clone(), house.unit_name(held.unit).to_owned())).collect(),
        roles: Role::ALL,
        units: units.map(|unit| (unit.id.to_string(), unit.name().to_owned())).collect(),
        today,
        is_self: person.id == session.person,
        person,
        secret,
    })
}

/// Gives or ends a role, sets another password, closes or opens the account.
pub async fn act(
    State(app): State<App>,
    Administrator(session): Administrator,
    Path(id): Path<PersonId>,
    form: Fields,
) -> Answer {
    must_be_own(&session, &form)?;
    let (by, now) = (session.actor(), app.now());
    let done = match form.get("viec") {
        "giao" => assign(&app, &session, id, &form).await,
        "ket-thuc" => {
            let held: AssignmentId = form.number("phan-cong").ok_or(Error::NotFound)?;
            app.write(move |tx| store::end_assignment(tx, held, by, now)).await
        }
        "mat-khau" => {
            let secret = secret();
            let hash = password::make(secret.clone()).await.map_err(Error::fault)?;
            app.write(move |tx| store::set_password(tx, id, &hash, by, now)).await?;
            return Ok(page(&build(&app, &session, id, Fields::default(), Some(secret)).await?));
        }
        "khoa" if id == session.person => {
            Err(Error::field("khoa", "Ông/bà không thể tự khóa tài khoản của mình."))
        }
        "thu" => match wish::typed(&form) {
            Err(error) => Err(Error::Invalid(vec![error])),
            Ok(email) => {
                let was = form.get("ban").to_owned();
                app.write(move |tx| {
                    let wish = Wish { email: email.clone(), ..wish::of(tx, id)? };
                    wish::set(tx, id, (&was, &wish), by, now)
                })
                .await
            }
        },
        deed @ ("khoa" | "mo") => {
            let is_closing = deed == "khoa";
            app.write(move |tx| store::close(tx, id, is_closing, by, now)).await
        }
        _ => Err(Error::NotFound),
    };
    let errors = match done {
        Ok(()) => return Ok(Redirect::to(&format!("/quan-tri/nguoi-dung/{id}")).into_response()),
        Err(Error::Invalid(errors)) => errors,
        Err(Error::Refused(refusal)) => {
            vec![FieldError { field: "vai-tro".into(), message: refusal.to_string() }]
        }
        Err(other) => return Err(other.into()),
    };
    let page = Page { errors, ..build(&app, &session, id, form, None).await? };
    Ok(with_status(StatusCode::UNPROCESSABLE_ENTITY, &page))
}

async fn assign(app: &App, session: &Session, person: PersonId, form: &Fields) -> Result<()> {
    let Some(role) = Role::by_name(form.get("vai-tro")) else {
        return Err(Error::field("vai-tro", "Chọn vai trò."));
    };
    let Some(unit) = form.number::<UnitId>("don-vi") else {
        return Err(Error::field("don-vi", "Chọn đơn vị."));
    };
    app.house().unit(unit)?;
    let now = app.now();
    let day = |field: &str| match form.get(field) {
        "" => Ok(None),
        text => text.parse::<Date>().map(Some).map_err(|_| Error::field(field, "Ngày không đúng.")),
    };
    let (from, to) = (day("tu-ngay")?.unwrap_or_else(|| local_date(now)), day("den-ngay")?);
    let new = NewAssignment { person, unit, role, from, to, decision: form.get("quyet-dinh").to_owned() };
    let by = session.actor();
    app.write(move |tx| store::assign(tx, &new, by, now).map(drop)).await
}
