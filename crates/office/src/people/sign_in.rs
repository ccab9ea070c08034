//! Sign in, choose the role to act in, sign out.

use askama::Template;
use axum::{
    extract::{Query, State},
    http::{StatusCode, header},
    response::{IntoResponse, Redirect, Response},
};
use base::{
    app::App,
    audit,
    error::FieldError,
    page::{Shell, page, with_status},
    session::{self, COOKIE_NAME, Session},
    visit::{Answer, Caller, Reader, is_own_path, must_be_own, must_not_guess},
};
use domain::{instant::local_date, people::Role};
use kit::{form::Fields, password};
use serde::Deserialize;

use super::store;

#[derive(Template)]
#[template(path = "people/sign_in.html")]
struct Page {
    shell: Shell,
    errors: Vec<FieldError>,
    login: String,
    next: String,
}

/// Where to go after signing in.
#[derive(Debug, Deserialize)]
pub struct Next {
    #[serde(default)]
    tiep: String,
}

/// The form.
pub async fn ask(State(app): State<App>, reader: Reader, Query(next): Query<Next>) -> Answer {
    let shell = Shell::new(&app, None, reader.lang.say("sign-in-title"), "").read_by(&reader);
    Ok(page(&Page { shell, errors: vec![], login: String::new(), next: next.tiep }))
}

/// Checks name and password and begins a session in the first role that the person has today; who has several is asked
/// in which to act (row C-01).
pub async fn sign_in(State(app): State<App>, caller: Caller, reader: Reader, form: Fields) -> Answer {
    let (login, now) = (form.get("ten").to_lowercase(), app.now());
    must_not_guess(&app, caller, &format!("sign-in {login}"))?;
    let wanted = login.clone();
    let account = app.read(move |tx| store::account(tx, &wanted)).await?;
    let stored = account.as_ref().map(|account| account.password_hash.clone());
    let is_right = password::is_right(form.get("mat-khau").to_owned(), stored).await;
    let Some(account) = account.filter(|_| is_right) else {
        return Ok(again(&app, &reader, &form, "sign-in-wrong"));
    };
    let begun = app
        .write(move |tx| {
            let roles = store::assignments(tx, account.person, local_date(now))?;
            let Some(role) = roles.first() else { return Ok(None) };
            let token = session::begin(tx, account.person, role.id, now)?;
            audit::note(tx, account.person.0, "signed_in", &role.id, role.actor(), now)?;
            Ok(Some((token, role.role, roles.len())))
        })
        .await?;
    let Some((token, role, count)) = begun else {
        return Ok(again(&app, &reader, &form, "sign-in-no-role"));
    };
    let to = if count > 1 { "/tai-khoan".to_owned() } else { home(role, form.get("tiep")) };
    Ok(entering(&token, &to))
}

/// To the page `to` with the session of `token`.
pub(super) fn entering(token: &str, to: &str) -> Response {
    let cookie = format!("{COOKIE_NAME}={token}; Path=/; HttpOnly; SameSite=Lax; Max-Age=43200");
    ([(header::SET_COOKIE, cookie)], Redirect::to(to)).into_response()
}

/// Where the person wanted to go, else where the role begins.
pub(super) fn home(role: Role, wanted: &str) -> String {
    if is_own_path(wanted) {
        return wanted.to_owned();
    }
    match role {
        Role::Administrator => "/quan-tri/thu-tuc".into(),
        role if role.is_staff() => "/lam-viec".into(),
        _ => "/".into(),
    }
}

fn again(app: &App, reader: &Reader, form: &Fields, why: &str) -> Response {
    let shell = Shell::new(app, None, reader.lang.say("sign-in-title"), "").read_by(reader);
    let errors = vec![FieldError { field: "ten".into(), message: reader.lang.say(why) }];
    let page = Page { shell, errors, login: form.get("ten").into(), next: form.get("tiep").into() };
    with_status(StatusCode::UNPROCESSABLE_ENTITY, &page)
}

/// Ends the session.
pub async fn sign_out(State(app): State<App>, session: Session, form: Fields) -> Answer {
    must_be_own(&session, &form)?;
    let sessions = app.sessions.clone();
    app.write(move |tx| sessions.end(tx, &session)).await?;
    let cookie = format!("{COOKIE_NAME}=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0");
    Ok(([(header::SET_COOKIE, cookie)], Redirect::to("/dang-nhap")).into_response())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_is_sent_to_another_site() {
        assert_eq!(home(Role::Handler, "/lam-viec/don-vi"), "/lam-viec/don-vi");
        for wanted in ["", "//evil.example", "https://evil.example", "/\\evil.example"] {
            assert_eq!(home(Role::Handler, wanted), "/lam-viec", "{wanted}");
        }
    }
}
