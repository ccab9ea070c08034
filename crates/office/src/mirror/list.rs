//! The differences, with both values, and what taking the national one would break.

use askama::Template;
use axum::extract::{Query, State};
use base::{
    app::App,
    error::{Error, Result},
    page::{Shell, page, short},
    visit::{Answer, Staff},
};
use domain::{
    catalogue::Procedure,
    instant::Instant,
    mirror::{MirrorKind, MirrorPart, MirrorState, take},
};
use kit::db::{Row, Tx, Value, args};
use serde::Deserialize;

use crate::task;

/// How many differences a page shows.
const PAGE: usize = 50;

struct Line {
    code: String,
    name: String,
    kind: MirrorKind,
    part: Option<MirrorPart>,
    ours: Vec<String>,
    theirs: Vec<String>,
    found: String,
    note: String,
    /// How the process in force would miss the national limit.
    breaks: Option<String>,
}

#[derive(Template)]
#[template(path = "mirror/list.html")]
struct Page {
    shell: Shell,
    state: MirrorState,
    tabs: Vec<(MirrorState, i64)>,
    /// When the copy was taken last.
    taken: Option<String>,
    lines: Vec<Line>,
    may_act: bool,
    first: Option<String>,
    after: Option<String>,
}

/// Which differences.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    #[serde(default)]
    muc: String,
    #[serde(default)]
    sau: String,
}

/// The list: for who looks after the procedures of every agency.
pub async fn list(State(app): State<App>, Staff(session): Staff, Query(asked): Query<Asked>) -> Answer {
    let by = session.actor();
    if !by.oversees_procedures() {
        return Err(Error::Forbidden.into());
    }
    let state = MirrorState::by_name(&asked.muc).unwrap_or(MirrorState::Open);
    let after = asked.sau.clone();
    let (lines, tabs, taken) = app
        .read(move |tx| {
            let taken = tx.one("SELECT max(taken_at) FROM national_procedure", args![])?;
            Ok((lines(tx, state, &after)?, counts(tx)?, taken.get::<Option<Instant>>(0)?))
        })
        .await?;
    let url = |after: &str| format!("/lam-viec/thu-tuc/doi-chieu?muc={}&sau={after}", state.name());
    let last = |line: &Line| url(&format!("{}_{}", line.code, line.part.map_or("", MirrorPart::name)));
    Ok(page(&Page {
        shell: Shell::new(&app, Some(&session), "Đối chiếu với cơ sở dữ liệu quốc gia", "vong-doi"),
        after: lines.last().filter(|_| lines.len() == PAGE).map(last),
        first: (!asked.sau.is_empty()).then(|| url("")),
        may_act: session.role == domain::people::Role::Administrator
            && matches!(state, MirrorState::Open | MirrorState::Accepted),
        taken: taken.map(short),
        state,
        tabs,
        lines,
    }))
}

fn counts(tx: &mut Tx) -> Result<Vec<(MirrorState, i64)>> {
    let rows = tx.all("SELECT state, count(*) FROM mirror_difference GROUP BY state", args![])?;
    let mut counts: Vec<(MirrorState, i64)> = MirrorState::ALL.iter().map(|state| (*state, 0)).collect();
    for row in rows {
        let word: String = row.get(0)?;
        if let Some(known) = counts.iter_mut().find(|(state, _)| state.name() == word) {
            known.1 = row.get(1)?;
        }
    }
    Ok(counts)
}

fn lines(tx: &mut Tx, state: MirrorState, after: &str) -> Result<Vec<Line>> {
    let (code, part) = after.split_once('_').unwrap_or((after, ""));
    let mut sql = String::from(
        "SELECT procedure_code, part, kind, name, ours, theirs, found_at, note FROM mirror_difference WHERE state = $1",
    );
    let mut args: Vec<Value> = args![state.name()];
    if !after.is_empty() {
        args.extend([Value::from(code), Value::from(part)]);
        sql.push_str(" AND (procedure_code, part) > ($2, $3)");
    }
    sql.push_str(&format!(" ORDER BY procedure_code, part LIMIT {PAGE}"));
    let mut lines: Vec<Line> = tx.all(&sql, args)?.iter().map(read).collect::<Result<_>>()?;
    for line in lines.iter_mut().filter(|line| line.part == Some(MirrorPart::Limit)) {
        line.breaks = breaks(tx, &line.code)?;
    }
    Ok(lines)
}

/// How the process in force of the procedure would miss the national limit, if it were taken.
fn breaks(tx: &mut Tx, code: &str) -> Result<Option<String>> {
    let rows = tx.all(
        "SELECT p.body, n.body FROM procedure p JOIN national_procedure n ON n.code = p.code
         WHERE p.code = $1 AND p.state = 'published'",
        args![code],
    )?;
    let Some(row) = rows.first() else { return Ok(None) };
    let ours: Procedure = row.json(0)?;
    let theirs: Procedure = row.json(1)?;
    task::store::misfit_of(tx, &take(&ours, &theirs, MirrorPart::Limit))
}

fn read(row: &Row) -> Result<Line> {
    let (part, kind): (String, String) = (row.get(1)?, row.get(2)?);
    let lines = |text: String| text.lines().map(str::to_owned).collect();
    Ok(Line {
        code: row.get(0)?,
        part: MirrorPart::by_name(&part),
        kind: MirrorKind::by_name(&kind).ok_or_else(|| Error::fault("unknown kind of difference"))?,
        name: row.get(3)?,
        ours: lines(row.get(4)?),
        theirs: lines(row.get(5)?),
        found: short(row.get(6)?),
        note: row.get(7)?,
        breaks: None,
    })
}
