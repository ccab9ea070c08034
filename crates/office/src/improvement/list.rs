//! The register, the latest first, and the form for another idea.

use askama::Template;
use axum::{
    extract::{Query, State},
    http::StatusCode,
    response::{IntoResponse, Redirect},
};
use base::{
    app::App,
    dossier::list::key,
    error::{Error, FieldError, Result},
    page::{Shell, short, with_status},
    session::Session,
    visit::{Answer, Staff, must_be_own},
};
use domain::{
    improvement::{Improvement, ImprovementState},
    instant::Instant,
    review::Saving,
};
use kit::{
    db::{Row, Tx, Value, args},
    form::Fields,
};
use serde::Deserialize;
use uuid::Uuid;

use super::store;
use crate::review::show::saving;

/// How many ideas a page shows.
const PAGE: usize = 50;

struct Line {
    id: Uuid,
    idea: Improvement,
    unit: String,
    told: String,
    key: String,
}

#[derive(Template)]
#[template(path = "improvement/list.html")]
struct Page {
    shell: Shell,
    errors: Vec<FieldError>,
    typed: Fields,
    id: Uuid,
    lines: Vec<Line>,
    may_tell: bool,
    first: Option<String>,
    after: Option<String>,
}

/// From where on.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    #[serde(default)]
    sau: String,
}

/// The list: everybody on the staff may learn from it.
pub async fn list(State(app): State<App>, Staff(session): Staff, Query(asked): Query<Asked>) -> Answer {
    Ok(with_status(StatusCode::OK, &build(&app, &session, &asked.sau, Fields::default(), vec![]).await?))
}

async fn build(
    app: &App,
    session: &Session,
    from: &str,
    typed: Fields,
    errors: Vec<FieldError>,
) -> Result<Page> {
    let (house, after) = (app.house(), key(from));
    let rows = app
        .read(move |tx| {
            let mut sql = String::from("SELECT id, body, opened_at FROM improvement");
            let mut args: Vec<Value> = vec![];
            if let Some((at, id)) = after {
                args.extend([Value::from(at), Value::from(id)]);
                sql.push_str(" WHERE (opened_at, id) < ($1, $2)");
            }
            sql.push_str(&format!(" ORDER BY opened_at DESC, id DESC LIMIT {PAGE}"));
            Ok(tx.all(&sql, args)?)
        })
        .await?;
    let read = |row: &Row| -> Result<Line> {
        let (id, at): (Uuid, Instant) = (row.get(0)?, row.get(2)?);
        let idea: Improvement = row.json(1)?;
        let unit = house.unit_name(idea.unit).to_owned();
        Ok(Line { id, unit, told: short(at), key: format!("{}_{id}", at.as_microsecond()), idea })
    };
    let lines: Vec<Line> = rows.iter().map(read).collect::<Result<_>>()?;
    let url = |after: &str| format!("/lam-viec/thu-tuc/sang-kien?sau={after}");
    Ok(Page {
        shell: Shell::new(app, Some(session), "Giải pháp, sáng kiến", "vong-doi"),
        id: typed.get("ma").parse().unwrap_or_else(|_| app.id()),
        errors,
        typed,
        may_tell: Improvement::may_tell(&session.actor()),
        after: lines.last().filter(|_| lines.len() == PAGE).map(|last| url(&last.key)),
        first: (!from.is_empty()).then(|| url("")),
        lines,
    })
}

/// Tells an idea.
pub async fn tell(State(app): State<App>, Staff(session): Staff, form: Fields) -> Answer {
    must_be_own(&session, &form)?;
    let id: Uuid = form.get("ma").parse().map_err(|_| Error::NotFound)?;
    let (by, now, unit, typed) = (session.actor(), app.now(), session.unit, form.clone());
    let done = app
        .write(move |tx| {
            let mut errors = vec![];
            let mut wrong = |field: &str, message: &str| {
                errors.push(FieldError { field: field.into(), message: message.into() });
            };
            let name = name_of(tx, typed.get("thu-tuc"))?;
            if name.is_none() {
                wrong("thu-tuc", "Ghi mã của một thủ tục đang công bố.");
            }
            if typed.get("tieu-de").is_empty() {
                wrong("tieu-de", "Ghi tên giải pháp.");
            }
            if typed.get("noi-dung").is_empty() {
                wrong("noi-dung", "Ghi nội dung: hiện làm thế nào, nên làm thế nào.");
            }
            if !errors.is_empty() {
                return Err(Error::Invalid(errors));
            }
            let idea = Improvement {
                title: typed.get("tieu-de").to_owned(),
                text: typed.get("noi-dung").to_owned(),
                procedure: typed.get("thu-tuc").to_owned(),
                name: name.unwrap_or_default(),
                unit,
                saving: saving(&typed)?,
                state: ImprovementState::Open,
                decision: String::new(),
                effective_on: None,
            };
            store::tell(tx, id, &idea, by, now)
        })
        .await;
    match done {
        Ok(()) => Ok(Redirect::to(&format!("/lam-viec/thu-tuc/sang-kien/{id}")).into_response()),
        Err(Error::Invalid(errors)) => {
            let page = build(&app, &session, "", form, errors).await?;
            Ok(with_status(StatusCode::UNPROCESSABLE_ENTITY, &page))
        }
        Err(other) => Err(other.into()),
    }
}

fn name_of(tx: &mut Tx, code: &str) -> Result<Option<String>> {
    let row =
        tx.optional("SELECT name FROM procedure WHERE code = $1 AND state = 'published'", args![code])?;
    Ok(row.map(|row| row.get(0)).transpose()?)
}

/// A saving in words; empty if there is none.
pub fn told(saving: &Saving) -> String {
    let parts = [
        (saving.days, format!("{} ngày làm việc", saving.days)),
        (saving.papers, format!("{} giấy tờ", saving.papers)),
        (saving.fee, base::page::dong(i64::from(saving.fee))),
    ];
    parts.into_iter().filter(|(n, _)| *n > 0).map(|(_, words)| words).collect::<Vec<_>>().join(", ")
}
