//! A process tried before it is published: on the dossiers of its procedures that were settled in the last months.

use std::{cmp::Reverse, collections::HashMap};

use askama::Template;
use axum::extract::{Path, Query, State};
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
    instant::{Instant, from_local, local_date},
    process::{
        check::hours,
        trial::{self, Happened, Spent, Trial},
    },
};
use jiff::Span;
use kit::db::{Tx, Value, args};
use serde::Deserialize;
use uuid::Uuid;

use super::store;
use crate::day;

/// On how many dossiers a process is tried at most.
const MOST: i64 = 500;
/// How many logs are read at once.
const AT_ONCE: usize = 100;
/// Of how many months' dossiers one may ask.
const MONTHS: [u32; 4] = [1, 3, 6, 12];
/// How many procedures of a process are looked at.
const PROCEDURES: usize = 20;

/// A dossier that a process is tried on.
#[derive(Debug)]
struct Settled {
    at: Instant,
    id: Uuid,
    code: String,
}

/// What the dossiers of `procedures` took that an authority settled since `from`, with a result or a refusal, the last first.
fn past(tx: &mut Tx, procedures: &[String], from: Instant, house: &House) -> Result<Vec<(Settled, Spent)>> {
    let mut settled: Vec<Settled> = vec![];
    for code in procedures.iter().take(PROCEDURES) {
        let rows = tx.all(
            "SELECT d.settled_at, d.id, f.code FROM dossier d JOIN procedure p ON p.id = d.procedure_id
             JOIN filing f ON f.dossier_id = d.id
             WHERE p.code = $1 AND d.settled_at >= $2 AND d.state IN ('result_ready', 'returned', 'refused')
             ORDER BY d.settled_at DESC LIMIT $3",
            args![code.clone(), from, MOST],
        )?;
        for row in &rows {
            let code = row.get::<Option<String>>(2)?.unwrap_or_default();
            settled.push(Settled { at: row.get(0)?, id: row.get(1)?, code });
        }
    }
    settled.sort_unstable_by_key(|one| Reverse((one.at, one.id)));
    settled.truncate(usize::try_from(MOST).unwrap_or_default());
    let mut logged = HashMap::new();
    for some in settled.chunks(AT_ONCE) {
        logged.extend(logs(tx, some)?);
    }
    let minutes = |unit, from, to| house.timetable(unit).minutes_between(from, to);
    let spent = |one: Settled| {
        let spent = trial::spent(DossierId(one.id), logged.get(&one.id)?, minutes);
        Some((one, spent))
    };
    Ok(settled.into_iter().filter_map(spent).collect())
}

/// What happened to some dossiers, each from the first line on.
fn logs(tx: &mut Tx, some: &[Settled]) -> Result<HashMap<Uuid, Vec<Happened>>> {
    let places: Vec<String> = (1..=some.len()).map(|no| format!("${no}")).collect();
    let sql = format!(
        "SELECT {} FROM event WHERE stream_id IN ({}) ORDER BY stream_id, seq",
        log::COLUMNS,
        places.join(", ")
    );
    let ids: Vec<Value> = some.iter().map(|one| one.id.into()).collect();
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
    months: u32,
    from: String,
    to: String,
    rows: Vec<Row>,
    late: Vec<LateRow>,
}

/// A dossier that would have been late, as the page shows it. No word of who filed it: who makes processes reads no dossiers.
struct LateRow {
    code: String,
    settled: String,
    whole: String,
    step: String,
}

/// Of how many months.
#[derive(Debug, Deserialize)]
pub struct Asked {
    thang: Option<u32>,
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
    Query(asked): Query<Asked>,
) -> Answer {
    let house = app.house();
    let months = asked.thang.filter(|months| MONTHS.contains(months)).unwrap_or(MONTHS[2]);
    let since = local_date(app.now()).saturating_sub(Span::new().months(i64::from(months)));
    let (version, tried) = app
        .read(move |tx| {
            let version = store::get(tx, id)?;
            let since = from_local(since.at(0, 0, 0, 0));
            let tried = past(tx, &version.content.procedures, since, &house)?;
            Ok((version, tried))
        })
        .await?;
    let (tried, spent): (Vec<Settled>, Vec<Spent>) = tried.into_iter().unzip();
    let trial = trial::trial(&version.content, &spent);
    let settled = |one: Option<&Settled>| one.map_or_else(String::new, |one| day(&local_date(one.at)));
    let late = |late: &trial::Late| {
        let one = tried.get(late.no)?;
        Some(LateRow {
            code: one.code.clone(),
            settled: settled(Some(one)),
            whole: if late.whole > 0 { hours(late.whole) } else { "–".to_owned() },
            step: late
                .step
                .map_or_else(|| "–".to_owned(), |(kind, over)| format!("{}: {}", kind.title(), hours(over))),
        })
    };
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
        months,
        from: settled(tried.last()),
        to: settled(tried.first()),
        late: trial.late.iter().filter_map(late).collect(),
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
