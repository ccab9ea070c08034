//! The administrator's page of processes: a list, and each as a picture and a table.

use askama::Template;
use axum::{
    extract::{Path, Query, State},
    response::{IntoResponse, Redirect},
};
use base::{
    app::App,
    error::Result,
    page::{Shell, page},
    timeleft::duration,
    visit::{Administrator, Answer, must_be_own},
};
use domain::{
    catalogue::VersionState,
    id::ProcessVersionId,
    process::{Process, check::check},
};
use kit::{
    db::{Tx, args},
    form::Fields,
};
use serde::Deserialize;
use uuid::Uuid;

use super::{picture, store};

/// How many processes a page shows.
const PAGE: i64 = 50;

type Line = (String, String, String, String, i64, bool);

#[derive(Template)]
#[template(path = "process/admin.html")]
struct Page {
    shell: Shell,
    state: &'static str,
    tabs: Vec<(&'static str, &'static str, i64)>,
    lines: Vec<Line>,
    first: Option<String>,
    after: Option<String>,
}

/// Which processes.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Wanted {
    #[serde(default)]
    trang_thai: String,
    #[serde(default)]
    sau: String,
}

/// The list.
pub async fn list(
    State(app): State<App>,
    Administrator(session): Administrator,
    Query(wanted): Query<Wanted>,
) -> Answer {
    let state = VersionState::by_name(&wanted.trang_thai).unwrap_or(VersionState::Draft);
    let after = wanted.sau.clone();
    let (lines, counts) = app.read(move |tx| Ok((lines(tx, state, &after)?, counts(tx)?))).await?;
    let tabs = [VersionState::Draft, VersionState::Published, VersionState::Retired].map(|s| {
        (s.name(), s.title(), counts.iter().find(|(name, _)| name == s.name()).map_or(0, |(_, n)| *n))
    });
    let url = |after: &str| format!("/quan-tri/quy-trinh?trang-thai={}&sau={after}", state.name());
    let is_full = i64::try_from(lines.len()).unwrap_or(0) == PAGE;
    Ok(page(&Page {
        shell: Shell::new(&app, Some(&session), "Quy trình nội bộ", "quy-trinh"),
        state: state.name(),
        tabs: tabs.to_vec(),
        after: lines.last().filter(|_| is_full).map(|line| url(&line.1)),
        first: (!wanted.sau.is_empty()).then(|| url("")),
        lines,
    }))
}

fn lines(tx: &mut Tx, state: VersionState, after: &str) -> Result<Vec<Line>> {
    let rows = tx.all(
        "SELECT id, code, name, procedure_code, version, is_generated FROM process WHERE state = $1 AND code > $2
         ORDER BY code, version LIMIT $3",
        args![state.name(), after, PAGE],
    )?;
    rows.iter()
        .map(|row| {
            let procedure = row.get::<Option<String>>(3)?.unwrap_or_default();
            Ok((
                row.get::<Uuid>(0)?.to_string(),
                row.get(1)?,
                row.get(2)?,
                procedure,
                row.get(4)?,
                row.get(5)?,
            ))
        })
        .collect()
}

fn counts(tx: &mut Tx) -> Result<Vec<(String, i64)>> {
    let rows = tx.all("SELECT state, count(*) FROM process GROUP BY state", args![])?;
    rows.iter().map(|row| Ok((row.get(0)?, row.get(1)?))).collect()
}

#[derive(Template)]
#[template(path = "process/show.html")]
struct One {
    shell: Shell,
    state: &'static str,
    process: Process,
    total: String,
    stated: Option<String>,
    findings: Vec<String>,
    picture: String,
    steps: Vec<(String, &'static str, String, String, String, bool)>,
}

/// One process.
pub async fn show(
    State(app): State<App>,
    Administrator(session): Administrator,
    Path(id): Path<ProcessVersionId>,
) -> Answer {
    let (process, state) = app.read(move |tx| store::get(tx, id)).await?;
    let findings = check(&process, None).into_iter().map(|finding| {
        let step = finding.step.map(|no| format!("Bước {no}: ")).unwrap_or_default();
        format!("{step}{}", finding.message)
    });
    let time = |minutes: Option<i64>| minutes.map_or_else(|| "không tính".to_owned(), duration);
    let step = |step: &domain::process::Step| {
        (
            step.no.clone(),
            step.kind.title(),
            step.content.clone(),
            step.owner.clone(),
            time(step.minutes),
            step.is_guess,
        )
    };
    Ok(page(&One {
        shell: Shell::new(&app, Some(&session), process.name.clone(), "quy-trinh"),
        state: state.name(),
        total: duration(process.minutes()),
        stated: process.stated_minutes.map(duration),
        findings: findings.collect(),
        picture: picture::svg(&process),
        steps: process.steps.iter().map(step).collect(),
        process,
    }))
}

/// Publishes a draft.
pub async fn publish(
    State(app): State<App>,
    Administrator(session): Administrator,
    Path(id): Path<ProcessVersionId>,
    form: Fields,
) -> Answer {
    must_be_own(&session, &form)?;
    let (by, now) = (session.actor(), app.now());
    app.write(move |tx| store::publish(tx, id, by, now)).await?;
    Ok(Redirect::to(&format!("/quan-tri/quy-trinh/{id}")).into_response())
}
