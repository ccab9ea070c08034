//! Whom there is to urge now, and the letters that were written.

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
    id::UnitId,
    urge_letter::{UrgeLetterState, may_draft, until},
};
use kit::form::Fields;
use serde::Deserialize;
use uuid::Uuid;

use super::store::{self, Due, Letter};

/// How many letters a page shows.
const PAGE: usize = 50;
/// The address of the page.
const HERE: &str = "/lam-viec/don-doc";

struct Line {
    letter: Letter,
    unit: String,
    asked: String,
    answer_by: Option<String>,
}

#[derive(Template)]
#[template(path = "urge_letter/list.html")]
struct Page {
    shell: Shell,
    errors: Vec<FieldError>,
    /// The units to urge with their names, and the identifier of the draft that each would get.
    due: Vec<(Due, String, Uuid)>,
    lines: Vec<Line>,
    first: Option<&'static str>,
    after: Option<String>,
}

/// From where on.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    #[serde(default)]
    sau: String,
}

/// The page.
pub async fn list(State(app): State<App>, Staff(session): Staff, Query(asked): Query<Asked>) -> Answer {
    let page = build(&app, &session, &asked.sau, vec![]).await?;
    Ok(with_status(StatusCode::OK, &page))
}

async fn build(app: &App, session: &Session, from: &str, errors: Vec<FieldError>) -> Result<Page> {
    if !may_draft(&session.actor()) {
        return Err(Error::Forbidden);
    }
    let (now, house, centre, after) = (app.now(), app.house(), session.unit, key(from));
    let limit = until(now, &house.timetable(centre)).ok_or_else(|| Error::fault("no working day"))?;
    let is_first = after.is_none();
    let (due, letters) = app
        .read(move |tx| {
            let due = if is_first { store::due(tx, centre, now, limit)? } else { vec![] };
            Ok((due, store::page(tx, after, PAGE)?))
        })
        .await?;
    let name = |unit: UnitId| house.unit_name(unit).to_owned();
    let line = |letter: Letter| Line {
        unit: name(letter.unit),
        asked: short(letter.asked_at),
        answer_by: letter.signed.as_ref().map(|signed| short(signed.answer_by)),
        letter,
    };
    let next = letters.last().filter(|_| letters.len() == PAGE);
    Ok(Page {
        shell: Shell::new(app, Some(session), "Văn bản đôn đốc", "phoi-hop"),
        errors,
        due: due.into_iter().map(|due| (due.clone(), name(due.unit), app.id())).collect(),
        first: (!is_first).then_some(HERE),
        after: next.map(|last| format!("{HERE}?sau={}_{}", last.asked_at.as_microsecond(), last.id)),
        lines: letters.into_iter().map(line).collect(),
    })
}

/// Drafts a letter to one unit. The same form sent twice drafts one.
pub async fn draft(State(app): State<App>, Staff(session): Staff, form: Fields) -> Answer {
    must_be_own(&session, &form)?;
    let unit: UnitId = form.get("don-vi").parse().map(UnitId).map_err(|_| Error::NotFound)?;
    let id: Uuid = form.number("ma").ok_or(Error::NotFound)?;
    app.house().unit(unit)?;
    if unit == session.unit {
        return Err(Error::NotFound.into());
    }
    let (inner, by, now) = (app.clone(), session.actor(), app.now());
    match app.write(move |tx| store::draft(&inner, tx, id, unit, by, now)).await {
        Ok(id) => Ok(Redirect::to(&format!("{HERE}/{id}")).into_response()),
        Err(Error::Refused(refusal)) => {
            let errors = vec![FieldError { field: "can-don-doc".into(), message: refusal.to_string() }];
            let page = build(&app, &session, "", errors).await?;
            Ok(with_status(StatusCode::UNPROCESSABLE_ENTITY, &page))
        }
        Err(error) => Err(error.into()),
    }
}
