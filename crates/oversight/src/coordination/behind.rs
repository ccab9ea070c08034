//! The list behind a number of the statistics of coordination: what was asked of whom, dossier by dossier, and the urging. The same
//! question as the number, so that they cannot differ. What is counted by whole months (hand-overs, returns) has no list.

use askama::Template;
use axum::extract::{Query, State};
use base::{
    app::App,
    error::{Error, Result},
    page::{Shell, page, short},
    visit::{Answer, Staff},
};
use domain::{
    dossier::part::PartKind,
    id::UnitId,
    instant::Instant,
    matter::{Matter, MatterKind},
    people::{Actor, Role},
};
use jiff::civil::Date;
use kit::db::{Row, Tx, Value, args};
use serde::Deserialize;
use uuid::Uuid;

use super::show::{COLUMNS, Days, OPINIONS, PARTS, PASSAGES, STANDS, URGES, days, scoped};
use crate::board::count::Scope;

/// How many a list shows.
const SHOWN: i64 = 500;

/// What a column counts, as people read it.
const TITLES: [&str; COLUMNS] = [
    "Ý kiến đã hỏi",
    "Ý kiến trả lời đúng hạn",
    "Ý kiến muộn",
    "Ý kiến im lặng",
    "Phần việc đã giao",
    "Phần việc xong đúng hạn",
    "Phần việc muộn",
    "Hồ sơ chuyển",
    "Hồ sơ trả lại",
    "Đôn đốc",
];

/// Whether a column has a list.
pub fn has_list(column: usize) -> bool {
    column < PASSAGES || column == URGES
}

struct Line {
    /// Its page; empty where the reader may not open it.
    url: String,
    title: String,
    asked: String,
    due: String,
}

#[derive(Template)]
#[template(path = "coordination/behind.html")]
struct Page {
    shell: Shell,
    back: String,
    heading: &'static str,
    of_whom: String,
    total: i64,
    lines: Vec<Line>,
}

/// Which number: the days, the two units (none: the sum), the column.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "kebab-case", default)]
pub struct Asked {
    tu: String,
    den: String,
    hoi: String,
    tra_loi: String,
    cot: usize,
}

/// The list. The leadership of the province sees numbers only.
pub async fn list(State(app): State<App>, Staff(session): Staff, Query(asked): Query<Asked>) -> Answer {
    let scope = Scope::of(&session)?;
    if session.role == Role::ProvincialLeader {
        return Err(Error::Forbidden.into());
    }
    let heading = TITLES.get(asked.cot).copied().filter(|_| has_list(asked.cot)).ok_or(Error::NotFound)?;
    let dates: (Date, Date) = match (asked.tu.parse(), asked.den.parse()) {
        (Ok(from), Ok(to)) => (from, to),
        _ => return Err(Error::NotFound.into()),
    };
    let unit = |word: &str| match word {
        "" => Ok(None),
        word => word.parse::<Uuid>().map(Some).map_err(|_| Error::NotFound),
    };
    let units = (unit(&asked.hoi)?, unit(&asked.tra_loi)?);
    let (by, now, house, column) = (session.actor(), app.now(), app.house(), asked.cot);
    let (total, lines) =
        app.read(move |tx| behind(tx, &by, (scope, units), column, days(dates), now)).await?;
    let name = |unit: Option<Uuid>| unit.map(|unit| house.unit_name(UnitId(unit)).to_owned());
    Ok(page(&Page {
        shell: Shell::new(&app, Some(&session), heading, "phoi-hop"),
        back: format!("/lam-viec/phoi-hop/thong-ke?tu={}&den={}", dates.0, dates.1),
        heading,
        of_whom: match (name(units.0), name(units.1)) {
            (Some(from), Some(to)) => format!("{from} → {to}"),
            _ => String::new(),
        },
        total,
        lines,
    }))
}

type Units = (Option<Uuid>, Option<Uuid>);

fn behind(
    tx: &mut Tx,
    by: &Actor,
    (scope, units): (Scope, Units),
    column: usize,
    days: Days,
    now: Instant,
) -> Result<(i64, Vec<Line>)> {
    if column == URGES {
        return urges(tx, by, (scope, units), days);
    }
    let (kind, place) = if column < PARTS { (PartKind::Opinion, OPINIONS) } else { (PartKind::Leg, PARTS) };
    let stand = STANDS.get(column - place).copied().ok_or(Error::NotFound)?;
    let (own, args) =
        scoped(scope, "a.from_unit_id", "a.to_unit_id", args![kind.name(), days.0, days.1, now]);
    let (pair, args) = between("a", units, args);
    let sql = format!(
        "FROM asked a JOIN filing f ON f.dossier_id = a.dossier_id
         WHERE a.kind = $1 AND a.asked_at >= $2 AND a.asked_at < $3 AND (a.asked_at <= $4 OR 1 = 1){own}{pair} AND ({stand})"
    );
    let total = tx.one(&format!("SELECT count(*) {sql}"), args.clone())?.get(0)?;
    let rows = tx.all(
        &format!(
            "SELECT a.dossier_id, coalesce(f.code, ''), a.asked_at, a.due_at {sql} ORDER BY a.asked_at, a.dossier_id, a.no LIMIT {SHOWN}"
        ),
        args,
    )?;
    let read = |row: &Row| -> Result<Line> {
        Ok(Line {
            url: format!("/lam-viec/ho-so/{}", row.get::<Uuid>(0)?),
            title: row.get(1)?,
            asked: short(row.get(2)?),
            due: row.get::<Option<Instant>>(3)?.map(short).unwrap_or_default(),
        })
    };
    Ok((total, rows.iter().map(read).collect::<Result<_>>()?))
}

fn urges(tx: &mut Tx, by: &Actor, (scope, units): (Scope, Units), days: Days) -> Result<(i64, Vec<Line>)> {
    let (own, args) =
        scoped(scope, "m.from_unit_id", "m.to_unit_id", args![MatterKind::Urge.name(), days.0, days.1]);
    let (pair, args) = between("m", units, args);
    let sql =
        format!("FROM matter m WHERE m.kind = $1 AND m.opened_at >= $2 AND m.opened_at < $3{own}{pair}");
    let total = tx.one(&format!("SELECT count(*) {sql}"), args.clone())?.get(0)?;
    let rows = tx.all(
        &format!("SELECT m.id, m.body, m.opened_at {sql} ORDER BY m.opened_at, m.id LIMIT {SHOWN}"),
        args,
    )?;
    let read = |row: &Row| -> Result<Line> {
        let (id, matter): (Uuid, Matter) = (row.get(0)?, row.json(1)?);
        Ok(Line {
            url: if matter.may_read(by) { format!("/lam-viec/phoi-hop/{id}") } else { String::new() },
            asked: short(row.get(2)?),
            due: short(matter.due_at),
            title: matter.subject,
        })
    };
    Ok((total, rows.iter().map(read).collect::<Result<_>>()?))
}

/// The condition that it went from the one unit to the other, where they are named.
fn between(table: &str, (from, to): Units, mut args: Vec<Value>) -> (String, Vec<Value>) {
    let mut sql = String::new();
    for (column, unit) in [("from_unit_id", from), ("to_unit_id", to)] {
        if let Some(unit) = unit {
            args.push(unit.into());
            sql.push_str(&format!(" AND {table}.{column} = ${}", args.len()));
        }
    }
    (sql, args)
}
