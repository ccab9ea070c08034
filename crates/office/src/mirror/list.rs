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
    id::UnitId,
    instant::Instant,
    mirror::{Hanging, MirrorKind, MirrorPart, MirrorState, losses, may_ask, take, touches},
    people::Role,
    review::may_plan,
    sample::SampleState,
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
    /// What taking the national value would break or change beside it.
    breaks: Vec<String>,
}

impl Line {
    /// The difference as a form names it.
    fn word(&self) -> String {
        format!("{}:{}", self.code, self.part.map_or("", MirrorPart::name))
    }
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
    may_ask: bool,
    may_plan: bool,
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

/// The list: every procedure for who looks after those of all agencies, otherwise those that the own unit settles.
pub async fn list(State(app): State<App>, Staff(session): Staff, Query(asked): Query<Asked>) -> Answer {
    let (by, unit) = (session.actor(), session.unit);
    let settler = (!by.oversees_procedures()).then_some(unit);
    if settler.is_some() && !by.acts_for(unit) {
        return Err(Error::Forbidden.into());
    }
    let state = MirrorState::by_name(&asked.muc).unwrap_or(MirrorState::Open);
    let after = asked.sau.clone();
    let (lines, tabs, taken) = app
        .read(move |tx| {
            let taken = tx.one("SELECT max(taken_at) FROM national_procedure", args![])?;
            Ok((lines(tx, state, settler, &after)?, counts(tx, settler)?, taken.get::<Option<Instant>>(0)?))
        })
        .await?;
    let url = |after: &str| format!("/lam-viec/thu-tuc/doi-chieu?muc={}&sau={after}", state.name());
    let last = |line: &Line| url(&format!("{}_{}", line.code, line.part.map_or("", MirrorPart::name)));
    Ok(page(&Page {
        shell: Shell::new(&app, Some(&session), "Đối chiếu với cơ sở dữ liệu quốc gia", "vong-doi"),
        after: lines.last().filter(|_| lines.len() == PAGE).map(last),
        first: (!asked.sau.is_empty()).then(|| url("")),
        may_act: session.role == Role::Administrator && state.is_pending(),
        may_ask: may_ask(&by, settler) && matches!(state, MirrorState::Open | MirrorState::Accepted),
        may_plan: may_plan(&by),
        taken: taken.map(short),
        state,
        tabs,
        lines,
    }))
}

/// The differences in `state`, of the procedures that one unit settles where it is named.
fn wanted(state: MirrorState, settler: Option<UnitId>) -> (String, Vec<Value>) {
    let mut args: Vec<Value> = args![state.name()];
    let mut sql = "FROM mirror_difference d WHERE d.state = $1".to_owned();
    if let Some(unit) = settler {
        args.push(unit.0.into());
        sql.push_str(
            " AND EXISTS (SELECT 1 FROM procedure v
             WHERE v.code = d.procedure_code AND v.state = 'published' AND v.settling_unit_id = $2)",
        );
    }
    (sql, args)
}

fn counts(tx: &mut Tx, settler: Option<UnitId>) -> Result<Vec<(MirrorState, i64)>> {
    let mut counts = vec![];
    for state in MirrorState::ALL {
        let (sql, args) = wanted(*state, settler);
        counts.push((*state, tx.one(&format!("SELECT count(*) {sql}"), args)?.get(0)?));
    }
    Ok(counts)
}

fn lines(tx: &mut Tx, state: MirrorState, settler: Option<UnitId>, after: &str) -> Result<Vec<Line>> {
    let (code, part) = after.split_once('_').unwrap_or((after, ""));
    let (sql, mut args) = wanted(state, settler);
    let mut sql = format!(
        "SELECT d.procedure_code, d.part, d.kind, d.name, d.ours, d.theirs, d.found_at, d.note {sql}"
    );
    if !after.is_empty() {
        args.extend([Value::from(code), Value::from(part)]);
        let last = args.len();
        sql.push_str(&format!(" AND (d.procedure_code, d.part) > (${}, ${last})", last - 1));
    }
    sql.push_str(&format!(" ORDER BY d.procedure_code, d.part LIMIT {PAGE}"));
    let mut lines: Vec<Line> = tx.all(&sql, args)?.iter().map(read).collect::<Result<_>>()?;
    if state.is_pending() {
        for line in &mut lines {
            if let Some(part) = line.part {
                line.breaks = breaks(tx, &line.code, part)?;
            }
        }
    }
    Ok(lines)
}

/// What would break or change beside it if the national value of `part` were taken: the process, what is lost, what hangs on it.
fn breaks(tx: &mut Tx, code: &str, part: MirrorPart) -> Result<Vec<String>> {
    let rows = tx.all(
        "SELECT p.body, n.body FROM procedure p JOIN national_procedure n ON n.code = p.code
         WHERE p.code = $1 AND p.state = 'published'",
        args![code],
    )?;
    let Some(row) = rows.first() else { return Ok(vec![]) };
    let ours: Procedure = row.json(0)?;
    let theirs: Procedure = row.json(1)?;
    let mut told = vec![];
    if part == MirrorPart::Limit {
        let misfit = task::store::misfit_of(tx, &take(&ours, &theirs, part))?;
        told.extend(misfit.map(|how| format!("Quy trình sẽ không khớp: {how}")));
    }
    told.extend(losses(&ours, &theirs, part));
    told.extend(touches(hanging(tx, code)?, part));
    Ok(told)
}

/// What hangs on the procedure `code`. Dossiers are those that the follower knows, which is a minute behind.
fn hanging(tx: &mut Tx, code: &str) -> Result<Hanging> {
    let row = tx.one(
        "SELECT (SELECT count(DISTINCT dossier_id) FROM step_fact WHERE procedure_code = $1 AND left_at IS NULL),
             (SELECT count(*) FROM posting WHERE procedure_code = $1 AND taken_down_at IS NULL),
             (SELECT count(*) FROM sample WHERE procedure_code = $1 AND state = $2)",
        args![code, SampleState::Accepted.name()],
    )?;
    Ok(Hanging { running: row.get(0)?, posted: row.get(1)?, samples: row.get(2)? })
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
        breaks: vec![],
    })
}
