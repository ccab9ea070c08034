//! The file of an accepted sample, for everybody.

use axum::extract::{Path, State};
use base::{app::App, error::Error, version::must_not_have_ended, visit::Answer};
use domain::instant::local_date;
use uuid::Uuid;

use super::store;
use crate::file;

/// The file; nothing for what is not, or no longer, accepted, or belongs to a procedure that has ended.
pub async fn file(State(app): State<App>, Path((code, id)): Path<(String, Uuid)>) -> Answer {
    let (versions, today) = (app.versions.clone(), local_date(app.now()));
    let sample = app
        .read(move |tx| {
            // As on the page of the procedure: what has ended is gone (row C-43).
            let version = versions.published(tx, &code)?;
            must_not_have_ended(tx, version.id, today).map_err(|_| Error::NotFound)?;
            store::shown(tx, &code, id)
        })
        .await?;
    Ok(file::give(&app, sample.file).await?)
}
