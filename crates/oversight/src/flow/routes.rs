//! The whole routes that the dossiers of one procedure took, those that most took first, and the dossiers of each route.

use std::collections::HashMap;

use askama::Template;
use axum::extract::{Query, State};
use base::{
    app::App,
    dossier::list::{self, PAGE},
    error::{Error, Result},
    page::{Shell, page, thousands},
    visit::{Answer, Staff},
};
use domain::{
    flow::{histogram::Histogram, route::Route},
    people::Role,
    process::StepKind,
};
use kit::db::{Tx, Value, args};
use serde::Deserialize;
use uuid::Uuid;

use super::{
    bottleneck::names,
    map::tenths,
    period::{Month, Period, span},
    store::month,
};
use crate::{board::count::Scope, follow::Dossier};

/// Where the dossiers of one route are listed.
const LIST: &str = "/lam-viec/diem-nghen/duong-di/ho-so";
/// How many routes are shown.
const SHOWN: usize = 20;

/// Notes the route of `dossier` if it is over. One that was opened again has none until it ends again.
pub fn take(tx: &mut Tx, dossier: &Dossier) {
    let course = &dossier.course;
    let id = dossier.id();
    let ended_at = course.stays.last().and_then(|stay| stay.left_at);
    let Some((route, ended_at)) = Route::of(course).zip(ended_at) else {
        if course.stays.iter().any(|stay| stay.ended.is_some()) {
            tx.later("DELETE FROM route_fact WHERE dossier_id = $1", args![id]);
        }
        return;
    };
    let stands = &course.dossier;
    let is_late = stands.settled_at.zip(stands.due_at).is_some_and(|(settled, due)| settled > due);
    let seconds: i64 = course.stays.iter().map(domain::flow::course::Stay::length).sum();
    tx.later(
        "INSERT INTO route_fact (dossier_id, procedure_code, month, settling_unit_id, route, seconds, is_late)
         VALUES ($1, $2, $3, $4, $5, $6, $7)
         ON CONFLICT (dossier_id) DO UPDATE SET month = excluded.month, route = excluded.route, seconds = excluded.seconds,
             is_late = excluded.is_late",
        args![
            id,
            dossier.procedure.clone(),
            month(ended_at),
            stands.settling_unit.0,
            route.to_string(),
            seconds,
            is_late
        ],
    );
}

/// The routes of one procedure.
#[derive(Debug, Default)]
pub struct Routes {
    /// Those that most took, first.
    pub lines: Vec<Line>,
    /// How many dossiers ended.
    pub all: String,
    /// What the other routes come to, in a sentence, if there are others.
    pub rest: Option<String>,
}

/// One route, as a row of the table.
#[derive(Debug)]
pub struct Line {
    /// Its steps and its end, each with whether it was sent back there.
    pub steps: Vec<(String, bool)>,
    /// Its dossiers.
    pub url: String,
    /// How many took it.
    pub count: String,
    /// Their share of all.
    pub share: String,
    /// How long the house had them.
    pub median: String,
    /// What nine in ten did not exceed.
    pub ninth: String,
    /// How many were late.
    pub late: String,
}

#[derive(Default)]
struct Group {
    lengths: Histogram,
    late: i64,
}

fn condition(code: &str, period: Period, unit: Option<Uuid>) -> (String, Vec<Value>) {
    let mut args = args![code, period.first, period.last];
    let mut sql = "procedure_code = $1 AND month >= $2 AND month <= $3".to_owned();
    if let Some(unit) = unit {
        args.push(unit.into());
        sql.push_str(" AND settling_unit_id = $4");
    }
    (sql, args)
}

/// The routes of the dossiers of procedure `code` that ended in `period`; for a head those that its unit settled.
pub fn of(tx: &mut Tx, code: &str, period: Period, unit: Option<Uuid>) -> Result<Routes> {
    let (condition, args) = condition(code, period, unit);
    let mut groups: HashMap<String, Group> = HashMap::new();
    tx.each(&format!("SELECT route, seconds, is_late FROM route_fact WHERE {condition}"), args, |row| {
        let group = groups.entry(row.get(0)?).or_default();
        group.lengths.add(row.get(1)?);
        group.late += i64::from(row.get::<bool>(2)?);
        Ok::<_, Error>(())
    })?;
    let all: i64 = groups.values().map(|group| group.lengths.count()).sum();
    let mut groups: Vec<(String, Group)> = groups.into_iter().collect();
    groups.sort_by(|(route, group), (other, others)| {
        others.lengths.count().cmp(&group.lengths.count()).then_with(|| route.cmp(other))
    });
    let rest: i64 = groups.iter().skip(SHOWN).map(|(_, group)| group.lengths.count()).sum();
    let others = groups.len().saturating_sub(SHOWN);
    let address = format!("{LIST}?{}", address(code, period));
    let lines = groups.iter().take(SHOWN).map(|(route, group)| one(route, group, all, &address)).collect();
    Ok(Routes {
        lines,
        all: thousands(all),
        rest: (others > 0)
            .then(|| format!("{} đường khác: {} hồ sơ.", thousands(count(others)), thousands(rest))),
    })
}

/// The procedure and the months, as they stand in an address.
fn address(code: &str, period: Period) -> String {
    let month = |first| Month::of(first).word;
    format!("thu-tuc={}&tu={}&den={}", kit::encoded(code), month(period.first), month(period.last))
}

fn count(n: usize) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}

fn one(route: &str, group: &Group, all: i64, address: &str) -> Line {
    let count = group.lengths.count();
    let length = |permille| group.lengths.quantile(permille).map_or_else(|| "–".to_owned(), span);
    Line {
        steps: steps(route),
        url: format!("{address}&duong={}", kit::encoded(route)),
        count: thousands(count),
        share: tenths(count * 1_000 / all.max(1)),
        median: length(500),
        ninth: length(900),
        late: thousands(group.late),
    }
}

/// The steps of a route in words, each with whether it was sent back there; at last how it ended.
fn steps(route: &str) -> Vec<(String, bool)> {
    let Some(route) = Route::read(route) else { return vec![(route.to_owned(), false)] };
    let title = |(_, kind): &(u16, StepKind)| kind.title().to_owned();
    let mut steps: Vec<(String, bool)> =
        route.steps.iter().enumerate().map(|(place, step)| (title(step), route.is_back(place))).collect();
    steps.extend(route.is_cut.then(|| ("…".to_owned(), false)));
    steps.push((route.ended.title().to_owned(), false));
    steps
}

#[derive(Template)]
#[template(path = "flow/routes.html")]
struct Page {
    shell: Shell,
    name: String,
    map: String,
    total: String,
    words: String,
    steps: Vec<(String, bool)>,
    lines: Vec<list::Line>,
    first: Option<String>,
    after: Option<String>,
}

/// Which route of which procedure, in which months.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    #[serde(default)]
    tu: String,
    #[serde(default)]
    den: String,
    #[serde(default, rename = "thu-tuc")]
    procedure: String,
    #[serde(default, rename = "duong")]
    route: String,
    #[serde(default)]
    sau: String,
}

/// The dossiers that took one route, in the order of their identifiers.
pub async fn list(State(app): State<App>, Staff(session): Staff, Query(asked): Query<Asked>) -> Answer {
    let unit = Scope::of(&session)?.unit();
    if session.role == Role::ProvincialLeader {
        return Err(Error::Forbidden.into());
    }
    let (now, house) = (app.now(), app.house());
    let period = Period::of(&asked.tu, &asked.den, now);
    let (code, route, after) = (asked.procedure.clone(), asked.route.clone(), asked.sau.parse::<Uuid>().ok());
    let (name, total, lines, last) = app
        .read(move |tx| {
            let name = names(tx, vec![code.clone()])?.remove(&code).unwrap_or_else(|| code.clone());
            let (mut condition, mut args) = condition(&code, period, unit);
            args.push(route.clone().into());
            condition.push_str(&format!(" AND route = ${}", args.len()));
            let total = tx.one(&format!("SELECT count(*) FROM route_fact WHERE {condition}"), args.clone())?;
            args.push(after.unwrap_or_default().into());
            let sql = format!(
                "SELECT dossier_id FROM route_fact WHERE {condition} AND dossier_id > ${} ORDER BY dossier_id LIMIT {PAGE}",
                args.len()
            );
            let ids: Vec<Uuid> =
                tx.all(&sql, args)?.iter().map(|row| Ok(row.get(0)?)).collect::<Result<_>>()?;
            let last = ids.last().copied().filter(|_| ids.len() == PAGE);
            Ok((name, total.get::<i64>(0)?, list::of(tx, &ids, &house, now)?, last))
        })
        .await?;
    let address = address(&asked.procedure, period);
    let url = format!("{LIST}?{address}&duong={}", kit::encoded(&asked.route));
    Ok(page(&Page {
        shell: Shell::new(&app, Some(&session), "Hồ sơ đi một đường", "giam-sat"),
        name,
        map: format!("/lam-viec/diem-nghen/duong-di?{address}"),
        total: thousands(total),
        words: period.words(),
        steps: steps(&asked.route),
        lines,
        first: (!asked.sau.is_empty()).then(|| url.clone()),
        after: last.map(|id| format!("{url}&sau={id}")),
    }))
}
