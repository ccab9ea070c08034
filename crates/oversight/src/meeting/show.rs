//! One meeting: who took part, what was concluded, the minutes as signed.

use askama::Template;
use axum::extract::{Path, State};
use base::{
    app::App,
    attachment,
    error::Error,
    page::{Shell, page},
    visit::{Answer, Staff},
};
use domain::meeting::Meeting;
use uuid::Uuid;

use super::store;
use crate::corrective::list::scope;

#[derive(Template)]
#[template(path = "meeting/show.html")]
struct Page {
    shell: Shell,
    id: Uuid,
    meeting: Meeting,
    units: Vec<String>,
}

/// The page.
pub async fn show(State(app): State<App>, Staff(session): Staff, Path(id): Path<Uuid>) -> Answer {
    let (scope, house) = (scope(&session)?, app.house());
    let meeting = app.read(move |tx| store::load(tx, id, scope)).await?;
    Ok(page(&Page {
        shell: Shell::new(&app, Some(&session), meeting.subject.clone(), "chan-chinh"),
        id,
        units: meeting.units.iter().map(|unit| house.unit_name(*unit).to_owned()).collect(),
        meeting,
    }))
}

/// The minutes as signed.
pub async fn file(State(app): State<App>, Staff(session): Staff, Path(id): Path<Uuid>) -> Answer {
    let scope = scope(&session)?;
    let meeting = app.read(move |tx| store::load(tx, id, scope)).await?;
    Ok(attachment::give(&app, meeting.file.ok_or(Error::NotFound)?).await?)
}
