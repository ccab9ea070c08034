//! The page of whoever is signed in: the role to act in, one at a time (row C-01), and their own password.

use askama::Template;
use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Redirect},
};
use base::{
    app::App,
    audit,
    error::{Error, FieldError, Result},
    page::{Shell, page, with_status},
    session::{self, Session},
    visit::{Answer, Staff, must_be_own},
};
use domain::{id::AssignmentId, instant::local_date, notice::NoticeKind};
use kit::{form::Fields, password};

use super::{
    sign_in::{entering, home},
    store::{self, Assignment},
};
use crate::notice::wish::{self, Wish};

/// The shortest password that is taken.
const PASSWORD: usize = 12;

#[derive(Template)]
#[template(path = "people/account.html")]
struct Page {
    shell: Shell,
    errors: Vec<FieldError>,
    roles: Vec<Choice>,
    wish: Wish,
    /// The address that the form changes.
    was: String,
}

/// A role of today.
struct Choice {
    id: String,
    role: &'static str,
    unit: String,
    /// The absent colleague for whom this is done, and until when.
    stands_in: Option<(String, String)>,
    /// Whether it is the one acted in.
    is_here: bool,
}

/// The page.
pub async fn show(State(app): State<App>, Staff(session): Staff) -> Answer {
    Ok(page(&build(&app, &session, None, vec![]).await?))
}

/// The page; with the wish as it was `typed` and the address that was shown before, if it was refused.
async fn build(
    app: &App,
    session: &Session,
    typed: Option<(Wish, String)>,
    errors: Vec<FieldError>,
) -> Result<Page> {
    let (person, today, house) = (session.person, local_date(app.now()), app.house());
    let (roles, wish) =
        app.read(move |tx| Ok((store::assignments(tx, person, today)?, wish::of(tx, person)?))).await?;
    let line = |role: Assignment| Choice {
        id: role.id.to_string(),
        role: role.role.title(),
        unit: house.unit_name(role.unit).to_owned(),
        stands_in: role.stands_in_for.map(|(_, name)| name).zip(role.to.map(|day| crate::day(&day))),
        is_here: role.id == session.assignment,
    };
    let shell = Shell::new(app, Some(session), "Tài khoản của tôi", "");
    let roles = roles.into_iter().map(line).collect();
    let (wish, was) = typed.unwrap_or_else(|| (wish.clone(), wish.email));
    Ok(Page { shell, errors, roles, wish, was })
}

/// Acts in another role from now on, or sets another password.
pub async fn act(State(app): State<App>, Staff(session): Staff, form: Fields) -> Answer {
    must_be_own(&session, &form)?;
    match form.get("viec") {
        "vai-tro" => switch(&app, session, &form).await,
        "mat-khau" => change(&app, session, &form).await,
        "thu" => choose(&app, &session, &form).await,
        _ => Err(Error::NotFound.into()),
    }
}

/// Which letters the person wants, and where they go.
async fn choose(app: &App, session: &Session, form: &Fields) -> Answer {
    let (urging, digest) = (form.has("don-doc"), form.has("hom-nay"));
    let (person, by, now) = (session.person, session.actor(), app.now());
    match wish::typed(form) {
        Ok(email) => {
            let wish = Wish { email, urging, digest };
            let was = form.get("ban").to_owned();
            app.write(move |tx| wish::set(tx, person, (&was, &wish), by, now)).await?;
            Ok(Redirect::to("/tai-khoan").into_response())
        }
        Err(error) => {
            let typed = Wish { email: form.get("email").to_owned(), urging, digest };
            let typed = Some((typed, form.get("ban").to_owned()));
            let page = build(app, session, typed, vec![error]).await?;
            Ok(with_status(StatusCode::UNPROCESSABLE_ENTITY, &page))
        }
    }
}

/// Ends the session and begins one in the role that was chosen: nothing of the old role is left open.
async fn switch(app: &App, session: Session, form: &Fields) -> Answer {
    let wanted: AssignmentId = form.number("phan-cong").ok_or(Error::NotFound)?;
    let (sessions, now) = (app.sessions.clone(), app.now());
    let (token, role) = app
        .write(move |tx| {
            let roles = store::assignments(tx, session.person, local_date(now))?;
            let role = roles.into_iter().find(|role| role.id == wanted).ok_or(Error::NotFound)?;
            sessions.end(tx, &session)?;
            let token = session::begin(tx, session.person, role.id, now)?;
            audit::note(tx, session.person.0, "role_chosen", &role.id, session.actor(), now)?;
            Ok((token, role.role))
        })
        .await?;
    Ok(entering(&token, &home(role, "")))
}

async fn change(app: &App, session: Session, form: &Fields) -> Answer {
    let now = app.now();
    if !app.guesses.allows(format!("password {}", session.person), now) {
        return Err(Error::TooMany.into());
    }
    let person = session.person;
    let stored = app
        .read(move |tx| {
            let login = store::person(tx, person)?.login;
            Ok(store::account(tx, &login)?.map(|account| account.password_hash))
        })
        .await?;
    let new = form.get("moi").to_owned();
    let wrong = |field: &str, message: String| FieldError { field: field.into(), message };
    let mut errors = vec![];
    if !password::is_right(form.get("cu").to_owned(), stored).await {
        errors.push(wrong("cu", "Mật khẩu đang dùng không đúng.".into()));
    }
    if new.chars().count() < PASSWORD {
        errors.push(wrong("moi", format!("Mật khẩu mới có ít nhất {PASSWORD} ký tự.")));
    }
    if new != form.get("lai") {
        errors.push(wrong("lai", "Hai lần gõ mật khẩu mới không giống nhau.".into()));
    }
    if !errors.is_empty() {
        let page = build(app, &session, None, errors).await?;
        return Ok(with_status(StatusCode::UNPROCESSABLE_ENTITY, &page));
    }
    let hash = password::make(new).await.map_err(Error::fault)?;
    let sessions = app.sessions.clone();
    let (assignment, role) = (session.assignment, session.role);
    let token = app
        .write(move |tx| {
            sessions.end(tx, &session)?;
            store::set_password(tx, person, &hash, session.actor(), now)?;
            session::begin(tx, person, assignment, now)
        })
        .await?;
    Ok(entering(&token, &home(role, "")))
}
