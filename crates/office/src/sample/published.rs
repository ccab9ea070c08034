//! The file of an accepted sample, for everybody.

use axum::extract::{Path, State};
use base::{app::App, error::Error, visit::Answer};
use uuid::Uuid;

use super::store;
use crate::file;

/// The file; nothing for what is not, or no longer, accepted.
pub async fn file(State(app): State<App>, Path((code, id)): Path<(String, Uuid)>) -> Answer {
    let accepted = app.read(move |tx| store::accepted(tx, &code)).await?;
    let sample = accepted.into_iter().find(|sample| sample.id == id).ok_or(Error::NotFound)?;
    Ok(file::give(&app, sample.file).await?)
}
