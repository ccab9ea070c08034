//! Papers drawn anew from the log each time: the control slip of a dossier, the register book of a unit.

use axum::{
    extract::{Path, Query, State},
    http::header,
    response::{IntoResponse, Response},
};
use base::{
    app::App,
    dossier,
    error::{Error, Result},
    letter::made_at,
    visit::{Answer, Staff},
};
use domain::{
    access::{Action, may},
    id::DossierId,
    instant::Instant,
    people::Role,
};
use pdf::{Meta, Template};
use serde::Deserialize;
use serde_json::Value;

use super::{
    facts::{control, register},
    file::{CONTROL, REGISTER},
};
use crate::dossier::{period, timeline};

/// The control slip of a dossier (Mẫu 05; 06 in the newer set).
pub async fn control_slip(
    State(app): State<App>,
    Staff(session): Staff,
    Path(id): Path<DossierId>,
) -> Answer {
    let (inner, by, now) = (app.clone(), session.actor(), app.now());
    let facts = app
        .read(move |tx| {
            let seen = dossier::load(tx, id)?;
            if !may(&by, Action::Read, &seen) {
                return Err(Error::NotFound);
            }
            let events = timeline::events(tx, id)?;
            control::of(&inner, tx, &seen, &events, now)
        })
        .await?;
    Ok(set(CONTROL, facts, format!("phieu-kiem-soat-{id}"), now).await?)
}

/// Which field of the book is wanted.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Field {
    #[serde(default)]
    linh_vuc: String,
}

/// The register book of a receiving unit over some days (Mẫu 06; 07 in the newer set).
pub async fn register_book(
    State(app): State<App>,
    Staff(session): Staff,
    Query(asked): Query<period::Asked>,
    Query(field): Query<Field>,
) -> Answer {
    let sees_all = match session.role {
        Role::Receptionist | Role::DivisionHead | Role::Leader => false,
        Role::CentreSupervisor | Role::CentreDirector => true,
        _ => return Err(Error::Forbidden.into()),
    };
    let period = period::of(&app, &session, &asked, sees_all)?;
    if !asked.wants("pdf") {
        return Ok(period::ask_register(&app, &session, &period, sees_all, &field.linh_vuc)?);
    }
    let (inner, wanted, name) = (app.clone(), period.clone(), field.linh_vuc.clone());
    let facts = app
        .read(move |tx| register::of(&inner, tx, wanted.unit, (wanted.from, wanted.to), wanted.days, &name))
        .await?;
    let name = format!("so-theo-doi_{}_{}", period.days.0, period.days.1);
    Ok(set(REGISTER, facts, name, app.now()).await?)
}

async fn set(template: Template, facts: Value, name: String, now: Instant) -> Result<Response> {
    let meta = Meta { ident: name.clone(), made_at: made_at(now), qr: String::new() };
    let made = tokio::task::spawn_blocking(move || pdf::render(template, &facts.to_string(), &meta)).await;
    let made = made.map_err(Error::fault)?.map_err(Error::fault)?;
    let headers = [
        (header::CONTENT_TYPE, "application/pdf".to_owned()),
        (header::CONTENT_DISPOSITION, format!("inline; filename=\"{name}.pdf\"")),
    ];
    Ok((headers, made.bytes).into_response())
}
