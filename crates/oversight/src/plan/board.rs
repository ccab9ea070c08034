//! The board: for each duty how many tasks stand where, and the tasks themselves, those due first.

use askama::Template;
use axum::extract::{Query, State};
use base::{
    app::App,
    dossier::list::key,
    error::Result,
    page::{Shell, page},
    visit::{Answer, Staff},
};
use domain::{
    id::UnitId,
    instant::Instant,
    plan::{Duty, may_plan},
};
use kit::db::{Tx, Value, args};
use serde::Deserialize;
use uuid::Uuid;

use crate::corrective::list::{Line, lines, scope};

/// How many tasks a page shows.
const PAGE: usize = 50;
/// The address of the board.
pub const HERE: &str = "/lam-viec/ke-hoach";
/// Within how many working days the tasks of the first plan may be wanted.
pub const DAYS: [i64; 4] = [15, 30, 60, 90];

/// How many are usual.
const USUAL: i64 = 30;

/// The lists: name, word in the address, condition.
const TABS: [(&str, &str, &str); 4] = [
    ("Đang làm", "", "c.state = 'open'"),
    ("Quá hạn", "qua-han", "c.state = 'open' AND c.due_at < $1"),
    ("Chờ Trung tâm kiểm tra", "cho-kiem-tra", "c.state = 'reported'"),
    ("Đã xong", "da-xong", "c.state = 'closed'"),
];

/// A duty on the board; tasks that follow from none stand together.
struct Row {
    duty: Option<Duty>,
    /// At work, of these late; to be checked; done.
    counts: (i64, i64, i64, i64),
}

#[derive(Template)]
#[template(path = "plan/board.html")]
struct Page {
    shell: Shell,
    id: Uuid,
    rows: Vec<Row>,
    sum: (i64, i64, i64, i64),
    tabs: Vec<(&'static str, String, bool)>,
    /// The duty whose tasks are listed, if of one only.
    duty: Option<Duty>,
    lines: Vec<Line>,
    /// The deadlines, and whether one is usual.
    days: [(i64, bool); 4],
    may_plan: bool,
    /// Whether one unit looks at its own.
    is_own: bool,
    first: Option<String>,
    after: Option<String>,
}

/// Which list, from where on.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    #[serde(default)]
    muc: String,
    #[serde(default, rename = "nhiem-vu")]
    duty: String,
    #[serde(default)]
    sau: String,
}

/// The board.
pub async fn show(State(app): State<App>, Staff(session): Staff, Query(asked): Query<Asked>) -> Answer {
    let scope = scope(&session)?;
    let (now, house, after, duty) = (app.now(), app.house(), key(&asked.sau), Duty::by_name(&asked.duty));
    let known = TABS.iter().find(|(_, word, _)| *word == asked.muc);
    let (_, word, condition) = *known.unwrap_or(&("Đang làm", "", "c.state = 'open'"));
    let (rows, lines) = app
        .read(move |tx| {
            // Both databases want every argument used.
            let mut sql = format!("c.origin = 'ke-hoach' AND c.opened_at <= $1 AND {condition}");
            let mut args: Vec<Value> = args![now];
            let mut and = |words: &str, values: Vec<Value>| {
                let first = args.len() + 1;
                sql.push_str(
                    &words.replace("$a", &format!("${first}")).replace("$b", &format!("${}", first + 1)),
                );
                args.extend(values);
            };
            if let Some(unit) = scope {
                and(" AND c.unit_id = $a", args![unit.0]);
            }
            if let Some(duty) = duty {
                and(" AND c.duty = $a", args![duty.name()]);
            }
            if let Some((at, id)) = after {
                and(" AND (c.due_at, c.id) > ($a, $b)", args![at, id]);
            }
            sql.push_str(&format!(" ORDER BY c.due_at, c.id LIMIT {PAGE}"));
            Ok((rows(tx, scope, now)?, lines(tx, &sql, args, &house, now)?))
        })
        .await?;
    let of_duty = duty.map_or_else(String::new, |duty| format!("&nhiem-vu={}", duty.name()));
    let url = |word: &str| format!("{HERE}?muc={word}{of_duty}");
    let next =
        lines.last().filter(|_| lines.len() == PAGE).map(|last| format!("{}&sau={}", url(word), last.key));
    let sum = rows.iter().fold((0, 0, 0, 0), |sum, row| {
        let (open, late, reported, closed) = row.counts;
        (sum.0 + open, sum.1 + late, sum.2 + reported, sum.3 + closed)
    });
    Ok(page(&Page {
        shell: Shell::new(&app, Some(&session), "Kế hoạch thi hành Quy chế", "chan-chinh"),
        id: app.id(),
        rows,
        sum,
        tabs: TABS.iter().map(|tab| (tab.0, url(tab.1), tab.1 == word)).collect(),
        duty,
        lines,
        days: DAYS.map(|days| (days, days == USUAL)),
        may_plan: may_plan(&session.actor()),
        is_own: scope.is_some(),
        first: (!asked.sau.is_empty()).then(|| url(word)),
        after: next,
    }))
}

/// How many tasks of each duty stand where, in the order of the regulation.
fn rows(tx: &mut Tx, scope: Option<UnitId>, now: Instant) -> Result<Vec<Row>> {
    let mut args = args![now];
    let own = scope.map_or("", |unit| {
        args.push(unit.0.into());
        " AND unit_id = $2"
    });
    let sql = format!(
        "SELECT duty, count(*) FILTER (WHERE state = 'open'), count(*) FILTER (WHERE state = 'open' AND due_at < $1),
             count(*) FILTER (WHERE state = 'reported'), count(*) FILTER (WHERE state = 'closed')
         FROM corrective WHERE origin = 'ke-hoach'{own} GROUP BY duty"
    );
    let row = |row: &kit::db::Row| {
        let duty: Option<String> = row.get(0)?;
        let counts = (row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?);
        Ok(Row { duty: duty.and_then(|duty| Duty::by_name(&duty)), counts })
    };
    let mut rows: Vec<Row> = tx.all(&sql, args)?.iter().map(row).collect::<Result<_>>()?;
    // What follows from no duty stands last.
    rows.sort_by_key(|row| (row.duty.is_none(), row.duty));
    Ok(rows)
}
