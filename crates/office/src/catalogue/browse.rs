//! The public front and the search of procedures, without accents.

use askama::Template;
use axum::extract::{Query, State};
use base::{
    app::App,
    error::Result,
    page::{Shell, public, thousands},
    session::Session,
    visit::{Answer, Reader},
};
use domain::{
    instant::{Instant, local_date},
    text::fold,
};
use jiff::{SignedDuration, civil::Date};
use kit::{
    db::{Row, Tx, Value, args},
    encoded,
};
use serde::Deserialize;

/// How many procedures a page shows.
const PAGE: i64 = 25;

/// One procedure in a list.
#[derive(Clone, Debug)]
pub struct Line {
    /// Its national code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Its field.
    pub field: String,
    /// Whether it may be filed online.
    pub is_online: bool,
}

fn read(row: &Row) -> Result<Line> {
    Ok(Line { code: row.get(0)?, name: row.get(1)?, field: row.get(2)?, is_online: row.get(3)? })
}

/// The published procedures in which every word of `q` occurs, by name, after the one named `after`.
///
/// What has ended before `today` is not among them (row C-43).
pub fn find(tx: &mut Tx, q: &str, after: &str, today: Date) -> Result<Vec<Line>> {
    let folded = fold(q);
    let words: Vec<&str> = folded.split_whitespace().take(8).collect();
    let mut sql = String::from(
        "SELECT code, name, field, is_online FROM procedure WHERE state = 'published' AND (name, code) > ($1, $2)
         AND (ends_on IS NULL OR ends_on >= $3)",
    );
    let (name, code) = after.split_once('\u{1f}').unwrap_or((after, ""));
    let mut args: Vec<Value> = args![name, code, today];
    for word in words {
        args.push(format!("%{word}%").into());
        sql.push_str(&format!(" AND folded LIKE ${}", args.len()));
    }
    args.push(PAGE.into());
    sql.push_str(&format!(" ORDER BY name, code LIMIT ${}", args.len()));
    tx.all(&sql, args)?.iter().map(read).collect()
}

/// The procedures filed most in the last weeks.
fn frequent(tx: &mut Tx, since: Instant, today: Date) -> Result<Vec<Line>> {
    let rows = tx.all(
        "SELECT p.code, p.name, p.field, p.is_online FROM procedure p JOIN
             (SELECT v.code AS code, sum(d.n) AS n FROM
                  (SELECT procedure_id, count(*) AS n FROM dossier WHERE received_at >= $1 GROUP BY procedure_id) d
              JOIN procedure v ON v.id = d.procedure_id GROUP BY v.code) f ON f.code = p.code
         WHERE p.state = 'published' AND (p.ends_on IS NULL OR p.ends_on >= $2)
         ORDER BY f.n DESC, p.code LIMIT 12",
        args![since, today],
    )?;
    rows.iter().map(read).collect()
}

/// Received, settled, and of these within their time, since `since`.
fn figures(tx: &mut Tx, since: Instant) -> Result<(i64, i64, i64)> {
    let row = tx.one(
        "SELECT (SELECT count(*) FROM dossier WHERE received_at >= $1),
                (SELECT count(*) FROM dossier WHERE settled_at >= $1 AND received_at IS NOT NULL),
                (SELECT count(*) FROM dossier WHERE settled_at >= $1 AND received_at IS NOT NULL
                    AND (due_at IS NULL OR settled_at <= due_at))",
        args![since],
    )?;
    Ok((row.get(0)?, row.get(1)?, row.get(2)?))
}

#[derive(Template)]
#[template(path = "catalogue/home.html")]
struct Home {
    shell: Shell,
    frequent: Vec<Line>,
    figures: (String, String, String),
}

/// The public front.
pub async fn home(State(app): State<App>, session: Option<Session>, reader: Reader) -> Answer {
    let (since, today) = (app.now() - SignedDuration::from_hours(30 * 24), local_date(app.now()));
    let (frequent, (received, settled, on_time)) =
        app.read(move |tx| Ok((frequent(tx, since, today)?, figures(tx, since)?))).await?;
    let share = if settled == 0 { "–".to_owned() } else { format!("{} %", on_time * 100 / settled) };
    let figures = (thousands(received), thousands(settled), share);
    let shell = Shell::new(&app, session.as_ref(), reader.lang.say("home-title"), "trang-chu");
    let shell = shell.read_by(&reader);
    Ok(base::page::page(&Home { shell, frequent, figures }))
}

/// What is looked for.
#[derive(Debug, Deserialize)]
pub struct Wanted {
    #[serde(default)]
    q: String,
    #[serde(default)]
    sau: String,
}

#[derive(Template)]
#[template(path = "catalogue/browse.html")]
struct Browse {
    shell: Shell,
    q: String,
    lines: Vec<Line>,
    first: Option<String>,
    after: Option<String>,
}

/// The list of procedures, or those that match.
pub async fn browse(State(app): State<App>, reader: Reader, Query(wanted): Query<Wanted>) -> Answer {
    let (q, after, today) = (wanted.q.clone(), wanted.sau.clone(), local_date(app.now()));
    let lines = app.read(move |tx| find(tx, &q, &after, today)).await?;
    let url = |after: &str| format!("/thu-tuc?q={}&sau={}", encoded(&wanted.q), encoded(after));
    let is_full = i64::try_from(lines.len()).unwrap_or(0) == PAGE;
    let after =
        lines.last().filter(|_| is_full).map(|line| url(&format!("{}\u{1f}{}", line.name, line.code)));
    let first = (!wanted.sau.is_empty()).then(|| format!("/thu-tuc?q={}", encoded(&wanted.q)));
    let shell = Shell::new(&app, None, reader.lang.say("browse-title"), "thu-tuc").read_by(&reader);
    Ok(public(&Browse { shell, q: wanted.q, lines, first, after }))
}
