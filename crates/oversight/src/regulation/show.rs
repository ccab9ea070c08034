//! One version of the regulation: what it changed, from when, and which difficulties led to it.

use askama::Template;
use axum::extract::{Path, State};
use base::{
    app::App,
    attachment,
    error::Error,
    page::{Shell, page},
    visit::{Answer, Staff},
};
use domain::regulation::{RegulationVersion, may_read};
use uuid::Uuid;

use super::{list::day, store};

#[derive(Template)]
#[template(path = "regulation/show.html")]
struct Page {
    shell: Shell,
    id: Uuid,
    version: RegulationVersion,
    signed: String,
    effective: String,
    /// The difficulties that led to it, as far as the reader may open them, and how many they are in all.
    obstacles: Vec<(Uuid, String)>,
    others: usize,
}

/// The page.
pub async fn show(State(app): State<App>, Staff(session): Staff, Path(id): Path<Uuid>) -> Answer {
    let by = session.actor();
    if !may_read(&by) {
        return Err(Error::Forbidden.into());
    }
    let (version, obstacles) = app
        .read(move |tx| {
            let version = store::load(tx, id)?;
            let obstacles = store::named(tx, &version.obstacles, &by)?;
            Ok((version, obstacles))
        })
        .await?;
    Ok(page(&Page {
        shell: Shell::new(&app, Some(&session), version.number.clone(), "chan-chinh"),
        id,
        signed: day(version.signed_on),
        effective: day(version.effective_on),
        others: version.obstacles.len() - obstacles.len(),
        obstacles,
        version,
    }))
}

/// The decision as signed.
pub async fn file(State(app): State<App>, Staff(session): Staff, Path(id): Path<Uuid>) -> Answer {
    if !may_read(&session.actor()) {
        return Err(Error::Forbidden.into());
    }
    let version = app.read(move |tx| store::load(tx, id)).await?;
    Ok(attachment::give(&app, version.file.ok_or(Error::NotFound)?).await?)
}
