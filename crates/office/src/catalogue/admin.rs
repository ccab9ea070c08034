//! The administrator's list of procedures: what each lacks; publish, retire.

use askama::Template;
use axum::extract::{Query, State};
use base::{
    app::App,
    error::Result,
    page::{Shell, page},
    version::{PROCEDURE, read_procedure},
    visit::{Administrator, Answer},
};
use domain::{
    catalogue::{VersionState, complete},
    text::fold,
};
use kit::db::{Tx, args};
use serde::Deserialize;

/// How many procedures a page shows.
const PAGE: i64 = 50;

struct Line {
    id: String,
    code: String,
    name: String,
    version: i64,
    state: &'static str,
    missing: String,
}

/// Which procedures are wanted.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Wanted {
    #[serde(default)]
    trang_thai: String,
    #[serde(default)]
    q: String,
    #[serde(default)]
    sau: String,
}

#[derive(Template)]
#[template(path = "catalogue/admin.html")]
struct Page {
    shell: Shell,
    state: &'static str,
    tabs: Vec<(&'static str, &'static str, i64)>,
    q: String,
    lines: Vec<Line>,
    first: Option<String>,
    after: Option<String>,
}

/// The list.
pub async fn list(
    State(app): State<App>,
    Administrator(session): Administrator,
    Query(wanted): Query<Wanted>,
) -> Answer {
    let state = VersionState::by_name(&wanted.trang_thai).unwrap_or(VersionState::Draft);
    let (q, after) = (fold(&wanted.q), wanted.sau.clone());
    let (lines, counts) = app.read(move |tx| Ok((lines(tx, state, &q, &after)?, counts(tx)?))).await?;
    let url =
        |after: &str| format!("/quan-tri/thu-tuc?trang-thai={}&q={}&sau={after}", state.name(), wanted.q);
    let is_full = i64::try_from(lines.len()).unwrap_or(0) == PAGE;
    let after = lines.last().filter(|_| is_full).map(|line| url(&line.code));
    let first = (!wanted.sau.is_empty()).then(|| url(""));
    let tabs = [VersionState::Draft, VersionState::Published, VersionState::Retired]
        .map(|s| {
            (s.name(), s.title(), counts.iter().find(|(name, _)| name == s.name()).map_or(0, |(_, n)| *n))
        })
        .to_vec();
    let shell = Shell::new(&app, Some(&session), "Thủ tục hành chính", "thu-tuc");
    Ok(page(&Page { shell, state: state.name(), tabs, q: wanted.q, lines, first, after }))
}

fn counts(tx: &mut Tx) -> Result<Vec<(String, i64)>> {
    let rows = tx.all("SELECT state, count(*) FROM procedure GROUP BY state", args![])?;
    rows.iter().map(|row| Ok((row.get(0)?, row.get(1)?))).collect()
}

fn lines(tx: &mut Tx, state: VersionState, q: &str, after: &str) -> Result<Vec<Line>> {
    let sql = format!(
        "SELECT {PROCEDURE} FROM procedure WHERE state = $1 AND code > $2 AND folded LIKE $3 ORDER BY code, version LIMIT $4"
    );
    let rows = tx.all(&sql, args![state.name(), after, format!("%{q}%"), PAGE])?;
    rows.iter()
        .map(|row| {
            let version = read_procedure(row)?;
            let missing: Vec<&str> = match state {
                VersionState::Draft => {
                    complete::missing(&version.content).iter().map(|m| m.message).collect()
                }
                _ => vec![],
            };
            Ok(Line {
                id: version.id.to_string(),
                code: version.content.code,
                name: version.content.name,
                version: version.number,
                state: state.name(),
                missing: missing.join(" "),
            })
        })
        .collect()
}
