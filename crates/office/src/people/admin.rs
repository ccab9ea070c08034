//! The administrator's list of people, and the form that opens an account.

use askama::Template;
use axum::{
    extract::{Query, State},
    http::StatusCode,
};
use base::{
    app::App,
    error::{Error, FieldError, Result},
    page::{Shell, page, with_status},
    session::Session,
    visit::{Administrator, Answer, must_be_own},
};
use domain::{id::UnitId, people::Role, text::fold};
use jiff::civil::Date;
use kit::{
    clock,
    db::{Tx, args},
    form::Fields,
    password,
};
use serde::Deserialize;
use uuid::Uuid;

use super::{
    person,
    store::{self, NewPerson},
};

/// How many people a page shows.
const PAGE: i64 = 50;
/// The shortest password that is taken.
pub const SHORTEST_PASSWORD: usize = 12;

struct Line {
    id: String,
    name: String,
    login: String,
    is_disabled: bool,
    roles: Vec<(&'static str, String, Date, Option<Date>)>,
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
    let lines = app.read(move |tx| lines(tx, &folded, &after, &house)).await?;
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
        "SELECT a.person_id, a.role, a.unit_id, a.valid_from, a.valid_to FROM assignment a
         JOIN person p ON p.id = a.person_id WHERE p.folded LIKE $1 AND p.login BETWEEN $2 AND $3
         ORDER BY a.valid_from, a.id",
        args![format!("%{q}%"), first.login.clone(), last.login.clone()],
    )?;
    for row in roles {
        let person = row.get::<Uuid>(0)?.to_string();
        let role: String = row.get(1)?;
        let title = Role::by_name(&role).map_or("", Role::title);
        let unit = house.unit_name(UnitId(row.get(2)?)).to_owned();
        let role = (title, unit, row.get(3)?, row.get(4)?);
        if let Some(line) = lines.iter_mut().find(|line| line.id == person) {
            line.roles.push(role);
        }
    }
    Ok(lines)
}

/// Opens an account with a first password, which the page shows once.
pub async fn open(State(app): State<App>, Administrator(session): Administrator, form: Fields) -> Answer {
    must_be_own(&session, &form)?;
    let secret = secret();
    let password_hash = password::make(secret.clone()).await.map_err(Error::fault)?;
    let new = NewPerson { login: form.get("ten").into(), name: form.get("ho-ten").into(), password_hash };
    let (by, now) = (session.actor(), app.now());
    match app.write(move |tx| store::create(tx, &new, by, now)).await {
        Ok(id) => Ok(page(&person::build(&app, &session, id, Fields::default(), Some(secret)).await?)),
        Err(Error::Refused(refusal)) => {
            let errors = vec![FieldError { field: "ten".into(), message: refusal.to_string() }];
            let page = build(&app, &session, Wanted::default(), form, errors).await?;
            Ok(with_status(StatusCode::UNPROCESSABLE_ENTITY, &page))
        }
        Err(other) => Err(other.into()),
    }
}

/// The letters of a first password: none that is taken for another.
const LETTERS: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";

/// A password that nobody can guess and everybody can type: `k7mp-x3qd-…`, eighty bits.
pub(super) fn secret() -> String {
    let mut secret = String::new();
    for (place, byte) in clock::random::<16>().into_iter().enumerate() {
        if place > 0 && place % 4 == 0 {
            secret.push('-');
        }
        secret.push(char::from(LETTERS.get(usize::from(byte % 32)).copied().unwrap_or(b'x')));
    }
    secret
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_first_password_is_long_and_never_the_same() {
        let (one, other) = (super::secret(), super::secret());
        assert_ne!(one, other);
        assert_eq!((one.len(), one.matches('-').count()), (19, 3), "{one}");
        assert!(!one.contains(['l', 'o', '0', '1']), "{one}");
    }
}
