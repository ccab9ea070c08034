//! The administrator's page of people: accounts, roles with their dates.

use askama::Template;
use axum::{
    extract::{Query, State},
    http::StatusCode,
    response::{IntoResponse, Redirect},
};
use base::{
    app::App,
    audit,
    error::{Error, FieldError, Result},
    page::{Shell, page, with_status},
    session::Session,
    visit::{Administrator, Answer, must_be_own},
};
use domain::{
    id::{AssignmentId, PersonId, UnitId},
    instant::local_date,
    people::Role,
    text::fold,
};
use jiff::civil::Date;
use kit::{
    db::{Tx, args},
    form::Fields,
    password,
};
use serde::Deserialize;
use uuid::Uuid;

use super::store::{self, NewAssignment, NewPerson};

/// How many people a page shows.
const PAGE: i64 = 50;
/// The shortest password that is taken.
pub const SHORTEST_PASSWORD: usize = 12;

struct Line {
    id: String,
    name: String,
    login: String,
    is_disabled: bool,
    roles: Vec<(String, &'static str, String, Date, Option<Date>)>,
}

/// Who is looked for.
#[derive(Debug, Default, Deserialize)]
pub struct Wanted {
    #[serde(default)]
    q: String,
    #[serde(default)]
    sau: String,
}

#[derive(Template)]
#[template(path = "people/admin.html")]
struct Page {
    shell: Shell,
    errors: Vec<FieldError>,
    typed: Fields,
    q: String,
    lines: Vec<Line>,
    roles: [Role; 13],
    units: Vec<(String, String)>,
    first: Option<String>,
    after: Option<String>,
}

/// The list.
pub async fn list(
    State(app): State<App>,
    Administrator(session): Administrator,
    Query(wanted): Query<Wanted>,
) -> Answer {
    Ok(page(&build(&app, &session, wanted, Fields::default(), vec![]).await?))
}

async fn build(
    app: &App,
    session: &Session,
    wanted: Wanted,
    typed: Fields,
    errors: Vec<FieldError>,
) -> Result<Page> {
    let house = app.house();
    let (folded, after) = (fold(&wanted.q), wanted.sau.clone());
    let inner = std::sync::Arc::clone(&house);
    let lines = app.read(move |tx| lines(tx, &folded, &after, &inner)).await?;
    let today = local_date(app.now());
    let units = house.units().into_iter().filter(|unit| unit.is_active_on(today));
    let is_full = i64::try_from(lines.len()).unwrap_or(0) == PAGE;
    let url = |after: &str| format!("/quan-tri/nguoi-dung?q={}&sau={after}", wanted.q);
    Ok(Page {
        shell: Shell::new(app, Some(session), "Người dùng", "nguoi-dung"),
        errors,
        typed,
        after: lines.last().filter(|_| is_full).map(|line| url(&line.login)),
        first: (!wanted.sau.is_empty()).then(|| url("")),
        q: wanted.q,
        lines,
        roles: Role::ALL,
        units: units.map(|unit| (unit.id.to_string(), unit.name().to_owned())).collect(),
    })
}

fn lines(tx: &mut Tx, q: &str, after: &str, house: &base::house::House) -> Result<Vec<Line>> {
    let rows = tx.all(
        "SELECT id, name, login, disabled_at IS NOT NULL FROM person WHERE folded LIKE $1 AND login > $2
         ORDER BY login LIMIT $3",
        args![format!("%{q}%"), after, PAGE],
    )?;
    let mut lines = vec![];
    for row in rows {
        let id: Uuid = row.get(0)?;
        lines.push(Line {
            id: id.to_string(),
            name: row.get(1)?,
            login: row.get(2)?,
            is_disabled: row.get(3)?,
            roles: vec![],
        });
    }
    // The roles of all of them in one question.
    let (Some(first), Some(last)) = (lines.first(), lines.last()) else { return Ok(lines) };
    let roles = tx.all(
        "SELECT a.person_id, a.id, a.role, a.unit_id, a.valid_from, a.valid_to FROM assignment a
         JOIN person p ON p.id = a.person_id WHERE p.folded LIKE $1 AND p.login BETWEEN $2 AND $3
         ORDER BY a.valid_from, a.id",
        args![format!("%{q}%"), first.login.clone(), last.login.clone()],
    )?;
    for row in roles {
        let person = row.get::<Uuid>(0)?.to_string();
        let role: String = row.get(2)?;
        let title = Role::by_name(&role).map_or("", Role::title);
        let unit = house.unit_name(UnitId(row.get(3)?)).to_owned();
        let role = (row.get::<Uuid>(1)?.to_string(), title, unit, row.get(4)?, row.get(5)?);
        if let Some(line) = lines.iter_mut().find(|line| line.id == person) {
            line.roles.push(role);
        }
    }
    Ok(lines)
}

/// Opens an account, gives or ends a role, closes or opens an account again.
pub async fn act(State(app): State<App>, Administrator(session): Administrator, form: Fields) -> Answer {
    must_be_own(&session, &form)?;
    let done = match form.get("viec") {
        "tao" => create(&app, &session, &form).await,
        "giao" => assign(&app, &session, &form).await,
        "ket-thuc" => end(&app, &session, &form).await,
        "khoa" | "mo" => lock(&app, &session, &form).await,
        _ => Err(Error::NotFound),
    };
    let errors = match done {
        Ok(()) => {
            let target = format!("/quan-tri/nguoi-dung?q={}", form.get("ten"));
            return Ok(Redirect::to(&target).into_response());
        }
        Err(Error::Invalid(errors)) => errors,
        Err(Error::Refused(refusal)) => {
            vec![FieldError { field: "ten".into(), message: refusal.to_string() }]
        }
        Err(other) => return Err(other.into()),
    };
    let page = build(&app, &session, Wanted::default(), form, errors).await?;
    Ok(with_status(StatusCode::UNPROCESSABLE_ENTITY, &page))
}

async fn create(app: &App, session: &Session, form: &Fields) -> Result<()> {
    let secret = form.get("mat-khau").to_owned();
    if secret.chars().count() < SHORTEST_PASSWORD {
        return Err(Error::field("mat-khau", format!("Mật khẩu có ít nhất {SHORTEST_PASSWORD} ký tự.")));
    }
    let password_hash = password::make(secret).await.map_err(Error::fault)?;
    let new = NewPerson { login: form.get("ten").into(), name: form.get("ho-ten").into(), password_hash };
    let (by, now) = (session.actor(), app.now());
    app.write(move |tx| store::create(tx, &new, by, now)).await.map(drop)
}

async fn assign(app: &App, session: &Session, form: &Fields) -> Result<()> {
    let (Some(role), Some(unit)) = (Role::by_name(form.get("vai-tro")), form.number::<UnitId>("don-vi"))
    else {
        return Err(Error::field("vai-tro", "Chọn vai trò và đơn vị."));
    };
    let now = app.now();
    let from = form.get("tu-ngay").parse().unwrap_or_else(|_| local_date(now));
    let (login, decision, by) =
        (form.get("dang-nhap").to_owned(), form.get("quyet-dinh").to_owned(), session.actor());
    app.write(move |tx| {
        let account = store::account(tx, &login)?;
        let person = account
            .ok_or_else(|| Error::field("dang-nhap", "Không có tài khoản đang mở với tên này."))?
            .person;
        let new = NewAssignment { person, unit, role, from, to: None, decision: decision.clone() };
        store::assign(tx, &new, by, now).map(drop)
    })
    .await
}

async fn end(app: &App, session: &Session, form: &Fields) -> Result<()> {
    let id: AssignmentId = form.number("phan-cong").ok_or(Error::NotFound)?;
    let (by, now) = (session.actor(), app.now());
    app.write(move |tx| store::end_assignment(tx, id, by, now)).await
}

async fn lock(app: &App, session: &Session, form: &Fields) -> Result<()> {
    let id: PersonId = form.number("nguoi").ok_or(Error::NotFound)?;
    let is_closing = form.get("viec") == "khoa";
    if id == session.person {
        return Err(Error::field("ten", "Ông/bà không thể tự khóa tài khoản của mình."));
    }
    let (by, now) = (session.actor(), app.now());
    app.write(move |tx| {
        tx.execute(
            "UPDATE person SET disabled_at = $2 WHERE id = $1",
            args![id.0, is_closing.then_some(now)],
        )?;
        tx.execute("DELETE FROM session WHERE person_id = $1", args![id.0])?;
        audit::note(tx, id.0, if is_closing { "person_closed" } else { "person_opened" }, &"", by, now)
    })
    .await
}
