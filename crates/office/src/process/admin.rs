//! The administrator's list of processes, a new one from the usual frame, and each as a file.

use askama::Template;
use axum::{
    extract::{Path, Query, State},
    http::{StatusCode, header},
    response::{IntoResponse, Redirect},
};
use base::{
    app::App,
    error::{Error, FieldError, Result},
    page::{Shell, page, with_status},
    visit::{Administrator, Answer, must_be_own},
};
use domain::{catalogue::VersionState, dossier::Channel, id::ProcessVersionId};
use kit::{
    db::{Tx, args},
    form::Fields,
};
use serde::Deserialize;
use uuid::Uuid;

use super::{format::Format, store, write};

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
#[template(path = "process/begin.html")]
struct Begin {
    shell: Shell,
    errors: Vec<FieldError>,
    typed: String,
}

/// For which procedure.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct For {
    #[serde(default)]
    thu_tuc: String,
}

/// The form for a process from the usual frame.
pub async fn ask(
    State(app): State<App>,
    Administrator(session): Administrator,
    Query(wanted): Query<For>,
) -> Answer {
    let shell = Shell::new(&app, Some(&session), "Quy trình mới", "quy-trinh");
    Ok(page(&Begin { shell, errors: vec![], typed: wanted.thu_tuc }))
}

/// Begins a draft from the usual frame; if there is one already, that one.
pub async fn begin(State(app): State<App>, Administrator(session): Administrator, form: Fields) -> Answer {
    must_be_own(&session, &form)?;
    let (by, now, code) = (session.actor(), app.now(), form.get("thu-tuc").trim().to_owned());
    let typed = code.clone();
    let channel = Channel::by_name(form.get("kenh")).unwrap_or(Channel::Counter);
    let made = app.write(move |tx| {
        let procedure = store::published(tx, &code)?;
        let unknown = || Error::field("thu-tuc", "Không có thủ tục đã công bố nào mang mã này.");
        store::draft_usual(tx, (&procedure.ok_or_else(unknown)?, channel), by, now)
    });
    let errors = match made.await {
        Ok(id) => return Ok(Redirect::to(&format!("/quan-tri/quy-trinh/{id}")).into_response()),
        Err(Error::Invalid(errors)) => errors,
        Err(Error::Refused(refusal)) => {
            vec![FieldError { field: "thu-tuc".into(), message: refusal.to_string() }]
        }
        Err(other) => return Err(other.into()),
    };
    let shell = Shell::new(&app, Some(&session), "Quy trình mới", "quy-trinh");
    Ok(with_status(StatusCode::UNPROCESSABLE_ENTITY, &Begin { shell, errors, typed }))
}

/// In which form.
#[derive(Debug, Default, Deserialize)]
pub struct As {
    #[serde(default)]
    dang: String,
}

/// One version as a file: BPMN, YAML, or a line of JSON.
pub async fn file(
    State(app): State<App>,
    Administrator(_): Administrator,
    Path(id): Path<ProcessVersionId>,
    Query(wanted): Query<As>,
) -> Answer {
    let process = app.read(move |tx| store::get(tx, id)).await?.content;
    let (format, ending, kind) = match wanted.dang.as_str() {
        "bpmn" => (Format::Bpmn, "bpmn", "application/xml"),
        "yaml" => (Format::Yaml, "yaml", "application/yaml"),
        _ => (Format::Json, "jsonl", "application/jsonl"),
    };
    // A code of another system may hold what no name of a file may.
    let name: String =
        process.code.chars().filter(|c| c.is_ascii_alphanumeric() || ['-', '.', '_'].contains(c)).collect();
    let text = write::text(&[process], format)?;
    let headers = [
        (header::CONTENT_TYPE, kind.to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}.{ending}\"")),
    ];
    Ok((headers, text).into_response())
}
