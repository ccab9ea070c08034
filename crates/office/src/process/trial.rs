//! A process tried before it is published: on the dossiers of its procedures that were settled last.

use std::collections::HashMap;

use askama::Template;
use axum::extract::{Path, State};
use base::{
    app::App,
    dossier::log,
    error::{Error, Result},
    house::House,
    page::{Shell, page},
    visit::{Administrator, Answer},
};
use domain::{
    id::{DossierId, ProcessVersionId},
    instant::{Instant, local_date},
    process::{
        check::hours,
        trial::{self, Happened, Spent, Trial},
    },
};
use kit::db::{Tx, Value, args};
use uuid::Uuid;

use super::store;
use crate::day;

/// On how many dossiers a process is tried at most.
const MOST: i64 = 500;
/// How many logs are read at once.
const AT_ONCE: usize = 100;
/// How many procedures of a process are looked at.
const PROCEDURES: usize = 20;

/// The dossiers that a process is tried on: what each took, and when the first and the last of them was settled.
#[derive(Debug, Default)]
pub struct Tried {
    /// What each took.
    pub spent: Vec<Spent>,
    /// The first and the last day.
    pub between: Option<(Instant, Instant)>,
}

/// What the dossiers of `procedures` took that were settled last.
pub fn past(tx: &mut Tx, procedures: &[String], house: &House) -> Result<Tried> {
    let mut settled: Vec<(Instant, Uuid)> = vec![];
    for code in procedures.iter().take(PROCEDURES) {
        let rows = tx.all(
            "SELECT d.settled_at, d.id FROM dossier d JOIN procedure p ON p.id = d.procedure_id
             WHERE p.code = $1 AND d.settled_at IS NOT NULL AND d.state IN ('result_ready', 'returned')
             ORDER BY d.settled_at DESC LIMIT $2",
            args![code.clone(), MOST],
        )?;
        for row in &rows {
            settled.push((row.get(0)?, row.get(1)?));
        }
    }
    settled.sort_unstable_by(|a, b| b.cmp(a));
    settled.truncate(usize::try_from(MOST).unwrap_or_default());
    let between = settled.last().zip(settled.first()).map(|(first, last)| (first.0, last.0));
    let mut spent = vec![];
    for some in settled.chunks(AT_ONCE) {
        for (id, events) in logs(tx, some)? {
            let minutes = |unit, from, to| house.timetable(unit).minutes_between(from, to);
            spent.push(trial::spent(DossierId(id), &events, minutes));
        }
    }
    Ok(Tried { spent, between })
}

/// What happened to some dossiers, each from the first line on.
fn logs(tx: &mut Tx, some: &[(Instant, Uuid)]) -> Result<HashMap<Uuid, Vec<Happened>>> {
    let places: Vec<String> = (1..=some.len()).map(|no| format!("${no}")).collect();
    let sql = format!(
        "SELECT {} FROM event WHERE stream_id IN ({}) ORDER BY stream_id, seq",
        log::COLUMNS,
        places.join(", ")
    );
    let ids: Vec<Value> = some.iter().map(|(_, id)| (*id).into()).collect();
    let mut found: HashMap<Uuid, Vec<Happened>> = HashMap::new();
    for row in tx.all(&sql, ids)? {
        let line = log::read(&row)?;
        let event = serde_json::from_str(&line.body).map_err(Error::fault)?;
        found.entry(line.stream).or_default().push((event, line.by, line.at));
    }
    Ok(found)
}

#[derive(Template)]
#[template(path = "process/trial.html")]
struct Page {
    shell: Shell,
    id: String,
    number: i64,
    name: String,
    trial: Trial,
    /// Those late on a step and those late on the whole, in percent.
    percents: (usize, usize),
    limit: String,
    longest: Option<&'static str>,
    from: String,
    to: String,
    rows: Vec<Row>,
}

/// A kind of step as the page shows it.
struct Row {
    title: &'static str,
    steps: String,
    limit: String,
    median: String,
    ninetieth: String,
    late: usize,
    passed: usize,
    is_longest: bool,
    bar: String,
}

/// A part of a whole, in percent.
fn percent(part: usize, whole: usize) -> usize {
    (part * 100 + whole / 2) / whole.max(1)
}

/// The page.
pub async fn show(
    State(app): State<App>,
    Administrator(session): Administrator,
    Path(id): Path<ProcessVersionId>,
) -> Answer {
    let house = app.house();
    let (version, tried) = app
        .read(move |tx| {
            let version = store::get(tx, id)?;
            let tried = past(tx, &version.content.procedures, &house)?;
            Ok((version, tried))
        })
        .await?;
    let trial = trial::trial(&version.content, &tried.spent);
    let between = tried.between.map(|(from, to)| (day(&local_date(from)), day(&local_date(to))));
    let (from, to) = between.unwrap_or_default();
    let widest = trial.rows.iter().map(|row| row.ninetieth.max(row.limit.unwrap_or_default())).max();
    let row = |row: &trial::Row| Row {
        title: row.kind.title(),
        steps: row.steps.join(", "),
        limit: row.limit.map_or_else(|| "không tính".to_owned(), hours),
        median: told(row, row.median),
        ninetieth: told(row, row.ninetieth),
        late: row.late,
        passed: row.passed,
        is_longest: trial.longest == Some(row.kind),
        bar: bar(row, widest.unwrap_or_default()),
    };
    Ok(page(&Page {
        shell: Shell::new(&app, Some(&session), "Chạy thử quy trình", "quy-trinh"),
        id: id.to_string(),
        number: version.number,
        name: version.content.name.clone(),
        limit: hours(trial.limit),
        longest: trial.longest.map(domain::process::StepKind::title),
        rows: trial.rows.iter().map(row).collect(),
        from,
        to,
        percents: (
            percent(trial.late_on_a_step, trial.dossiers),
            percent(trial.late_on_the_whole, trial.dossiers),
        ),
        trial,
    }))
}

fn told(row: &trial::Row, minutes: i64) -> String {
    if row.passed == 0 { "–".to_owned() } else { hours(minutes) }
}

/// What a kind of step took against its limit, where the longest of all is `widest`. The figures stand beside it.
fn bar(row: &trial::Row, widest: i64) -> String {
    let x = |minutes: i64| minutes * 196 / widest.max(1) + 2;
    let is_over = |minutes: i64| row.limit.is_some_and(|limit| minutes > limit);
    let colour = |minutes| if is_over(minutes) { "#b42318" } else { "#1f7a4d" };
    let limit = row
        .limit
        .map(|limit| format!("<path d=\"M{x} 0V22\" stroke=\"#1b1f24\" stroke-width=\"2\"/>", x = x(limit)));
    format!(
        "<svg width=\"200\" height=\"22\" viewBox=\"0 0 200 22\" aria-hidden=\"true\">\
         <rect x=\"2\" y=\"9\" width=\"{nine}\" height=\"4\" fill=\"{pale}\"/>\
         <rect x=\"2\" y=\"6\" width=\"{half}\" height=\"10\" fill=\"{full}\"/>{limit}</svg>",
        nine = x(row.ninetieth) - 2,
        half = x(row.median) - 2,
        pale = colour(row.ninetieth),
        full = colour(row.median),
        limit = limit.unwrap_or_default(),
    )
}
