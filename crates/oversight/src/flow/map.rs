//! The paths that the dossiers of one procedure really took in some months: a picture, and the same as a table.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::{Query, State};
use base::{
    app::App,
    error::Result,
    page::{Shell, page, thousands},
    visit::{Answer, Staff},
};
use domain::{dossier::State as DossierState, flow::histogram::Histogram, people::Role};
use kit::db::{Tx, Value, args};
use serde::Deserialize;
use uuid::Uuid;

use super::{
    bottleneck::{names, step_name},
    period::{Month, Period, span},
    picture,
    routes::{self, Routes},
    store::histogram,
};
use crate::board::count::Scope;

/// A step of the map: its number and kind.
pub type Node = (i64, String);

/// What the picture and the table show.
#[derive(Debug, Default)]
pub struct Paths {
    /// The steps, in order, each with how long stays were and how many there were.
    pub nodes: BTreeMap<Node, Histogram>,
    /// How many began at each step.
    pub begins: BTreeMap<Node, i64>,
    /// How many went from one step to another.
    pub ways: BTreeMap<(Node, Node), i64>,
    /// How many ended at a step, by the state in which they did.
    pub ends: BTreeMap<(Node, String), i64>,
}

impl Paths {
    /// How many left a step.
    pub fn left(&self, node: &Node) -> i64 {
        let on: i64 = self.ways.iter().filter(|((from, _), _)| from == node).map(|(_, count)| count).sum();
        let out: i64 = self.ends.iter().filter(|((from, _), _)| from == node).map(|(_, count)| count).sum();
        on + out
    }

    /// The share of `count` among those that left `node`, in tenths of a per cent.
    pub fn share(&self, node: &Node, count: i64) -> i64 {
        count * 1_000 / self.left(node).max(1)
    }
}

/// A row of the table.
struct Line {
    from: String,
    to: String,
    is_back: bool,
    count: String,
    share: String,
}

struct Step {
    name: String,
    stays: String,
    median: String,
    ninth: String,
}

#[derive(Template)]
#[template(path = "flow/map.html")]
struct Page {
    shell: Shell,
    name: String,
    code: String,
    period: Period,
    months: Vec<Month>,
    from: String,
    to: String,
    picture: String,
    steps: Vec<Step>,
    lines: Vec<Line>,
    routes: Routes,
    /// Whether the reader may open dossiers.
    may_open: bool,
}

/// Which procedure, in which months.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    #[serde(default)]
    tu: String,
    #[serde(default)]
    den: String,
    #[serde(default, rename = "thu-tuc")]
    procedure: String,
}

/// The page.
pub async fn show(State(app): State<App>, Staff(session): Staff, Query(asked): Query<Asked>) -> Answer {
    let unit = Scope::of(&session)?.unit();
    let now = app.now();
    let period = Period::of(&asked.tu, &asked.den, now);
    let code = asked.procedure.clone();
    let (paths, routes, name) = app
        .read(move |tx| {
            let name = names(tx, vec![code.clone()])?.remove(&code);
            Ok((read(tx, &code, period, unit)?, routes::of(tx, &code, period, unit)?, name))
        })
        .await?;
    Ok(page(&Page {
        shell: Shell::new(&app, Some(&session), "Đường đi của hồ sơ", "giam-sat"),
        name: name.unwrap_or_else(|| asked.procedure.clone()),
        code: asked.procedure,
        months: Period::choices(now),
        from: Month::of(period.first).word,
        to: Month::of(period.last).word,
        period,
        picture: picture::svg(&paths, "duong-di"),
        steps: paths.nodes.iter().map(step).collect(),
        lines: lines(&paths),
        routes,
        may_open: session.role != Role::ProvincialLeader,
    }))
}

fn step(((no, kind), lengths): (&Node, &Histogram)) -> Step {
    let length = |permille| lengths.quantile(permille).map_or_else(|| "–".to_owned(), span);
    Step {
        name: step_name(*no, kind),
        stays: thousands(lengths.count()),
        median: length(500),
        ninth: length(900),
    }
}

/// A share in tenths of a per cent, as people read it.
pub fn tenths(share: i64) -> String {
    format!("{},{} %", share / 10, share % 10)
}

fn lines(paths: &Paths) -> Vec<Line> {
    let name = |(no, kind): &Node| step_name(*no, kind);
    let begun: i64 = paths.begins.values().sum();
    let begins = paths.begins.iter().map(|(to, count)| Line {
        from: "Bắt đầu".into(),
        to: name(to),
        is_back: false,
        count: thousands(*count),
        share: tenths(count * 1_000 / begun.max(1)),
    });
    let ways = paths.ways.iter().map(|((from, to), count)| Line {
        from: name(from),
        to: name(to),
        is_back: to.0 < from.0,
        count: thousands(*count),
        share: tenths(paths.share(from, *count)),
    });
    let ends = paths.ends.iter().map(|((from, state), count)| Line {
        from: name(from),
        to: ending(state).to_owned(),
        is_back: false,
        count: thousands(*count),
        share: tenths(paths.share(from, *count)),
    });
    begins.chain(ways).chain(ends).collect()
}

/// What the state in which a dossier ended is called.
pub fn ending(state: &str) -> &'static str {
    DossierState::by_name(state).map_or("Kết thúc", DossierState::title)
}

/// The paths of the procedure `code`; for a head those that touch its unit.
fn read(tx: &mut Tx, code: &str, period: Period, unit: Option<Uuid>) -> Result<Paths> {
    let mut paths = Paths::default();
    let with = |condition: &str| -> (String, Vec<Value>) {
        let mut args = args![code, period.first, period.last];
        match unit {
            None => (String::new(), args),
            Some(unit) => {
                args.push(unit.into());
                (condition.to_owned(), args)
            }
        }
    };
    let (own, args) = with(" AND (from_unit_id = $4 OR to_unit_id = $4)");
    let rows = tx.all(
        &format!(
            "SELECT from_step, from_kind, to_step, to_kind, CAST(sum(passages) AS BIGINT) FROM passage_month
             WHERE procedure_code = $1 AND month >= $2 AND month <= $3{own}
             GROUP BY from_step, from_kind, to_step, to_kind"
        ),
        args,
    )?;
    for row in &rows {
        let (from, to): (Node, Node) = ((row.get(0)?, row.get(1)?), (row.get(2)?, row.get(3)?));
        let count: i64 = row.get(4)?;
        for node in [&from, &to].into_iter().filter(|node| node.0 >= 0) {
            paths.nodes.entry(node.clone()).or_default();
        }
        match (from.0, to.0) {
            (..0, _) => *paths.begins.entry(to).or_default() += count,
            (_, ..0) => *paths.ends.entry((from, to.1)).or_default() += count,
            _ => *paths.ways.entry((from, to)).or_default() += count,
        }
    }
    let (own, args) = with(" AND unit_id = $4");
    let sql = format!(
        "SELECT step, kind, lengths FROM step_month
         WHERE procedure_code = $1 AND month >= $2 AND month <= $3{own}"
    );
    for row in tx.all(&sql, args)? {
        paths.nodes.entry((row.get(0)?, row.get(1)?)).or_default().merge(&histogram(&row, 2)?);
    }
    Ok(paths)
}
