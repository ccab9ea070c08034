//! One sample: its file, its versions, and what the Centre does with it.

use askama::Template;
use axum::{
    extract::{Path, State},
    http::StatusCode,
    response::{IntoResponse, Redirect},
};
use base::{
    app::App,
    error::{Error, FieldError},
    page::{Shell, with_status},
    session::Session,
    visit::{Answer, Staff, must_be_own},
};
use domain::{
    people::Actor,
    refusal::Refusal,
    sample::{SampleDeed, SampleState, decide},
};
use kit::{db::args, form::Fields};
use uuid::Uuid;

use super::store::{self, Sample};
use crate::file;

#[derive(Template)]
#[template(path = "sample/show.html")]
struct Page {
    shell: Shell,
    errors: Vec<FieldError>,
    by: Actor,
    sample: Sample,
    unit: String,
    procedure: String,
    versions: Vec<Sample>,
}

impl Page {
    fn may_accept(&self) -> bool {
        decide(self.sample.state, SampleDeed::Accept, &self.by, "").is_ok()
    }

    fn may_return(&self) -> bool {
        decide(self.sample.state, SampleDeed::Return, &self.by, "…").is_ok()
    }
}

/// The page.
pub async fn show(State(app): State<App>, Staff(session): Staff, Path(id): Path<Uuid>) -> Answer {
    answer(&app, &session, id, vec![]).await
}

async fn answer(app: &App, session: &Session, id: Uuid, errors: Vec<FieldError>) -> Answer {
    let by = session.actor();
    let (sample, procedure, versions) = app
        .read(move |tx| {
            let sample = store::visible(tx, id, &by)?;
            let row = tx.optional(
                "SELECT name FROM procedure WHERE code = $1 AND state = 'published'",
                args![sample.procedure.clone()],
            )?;
            let name: String = row.map(|row| row.get(0)).transpose()?.unwrap_or_default();
            let versions = store::versions(tx, &sample)?;
            Ok((sample, name, versions))
        })
        .await?;
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let page = Page {
        shell: Shell::new(app, Some(session), sample.title.clone(), "vong-doi"),
        errors,
        by,
        unit: app.house().unit_name(sample.unit).to_owned(),
        sample,
        procedure,
        versions,
    };
    Ok(with_status(status, &page))
}

/// Accepts or returns it.
pub async fn act(
    State(app): State<App>,
    Staff(session): Staff,
    Path((id, deed)): Path<(Uuid, String)>,
    form: Fields,
) -> Answer {
    must_be_own(&session, &form)?;
    let deed = SampleDeed::by_name(&deed).ok_or(Error::NotFound)?;
    let (by, now, reason) = (session.actor(), app.now(), form.get("ly-do").to_owned());
    let seen = form.get("ban").to_owned();
    let done = app
        .write(move |tx| {
            let sample = store::visible(tx, id, &by)?;
            if sample.state.name() != seen {
                return Err(Error::Stale);
            }
            store::take(tx, &sample, deed, &reason, (by, now))
        })
        .await;
    match done {
        Ok(()) => Ok(Redirect::to(&format!("/lam-viec/thu-tuc/bieu-mau/{id}")).into_response()),
        Err(Error::Refused(Refusal::ReasonMissing)) => {
            let errors =
                vec![FieldError { field: "ly-do".into(), message: Refusal::ReasonMissing.to_string() }];
            answer(&app, &session, id, errors).await
        }
        Err(other) => Err(other.into()),
    }
}

/// The file.
pub async fn file(State(app): State<App>, Staff(session): Staff, Path(id): Path<Uuid>) -> Answer {
    let by = session.actor();
    let sample = app.read(move |tx| store::visible(tx, id, &by)).await?;
    Ok(file::give(&app, sample.file).await?)
}
