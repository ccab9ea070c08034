//! The petitions behind a number of the summary: as many as it says, for who may read them.

use askama::Template;
use axum::extract::{Query, State};
use base::{
    app::App,
    dossier::list::key,
    error::{Error, Result},
    house::House,
    page::{Shell, page},
    timeleft::TimeLeft,
    visit::{Answer, Staff},
};
use domain::{
    id::UnitId,
    instant::Instant,
    petition::{
        Petition, PetitionChannel, PetitionClass,
        right::{Right, of},
    },
};
use kit::db::{Row, Tx, Value, args};
use serde::Deserialize;
use uuid::Uuid;

use super::{list::left, report};

/// How many petitions a page shows.
const PAGE: usize = 50;

/// Which number: the days, the table (a column), the line of it, the column of it; and from where on.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    tu: String,
    den: String,
    theo: String,
    dong: String,
    so: usize,
    sau: String,
}

struct Line {
    id: Uuid,
    petition: Petition,
    holder: String,
    left: TimeLeft,
}

#[derive(Template)]
#[template(path = "petition/report_list.html")]
struct Page {
    shell: Shell,
    back: String,
    heading: String,
    of_whom: String,
    total: i64,
    lines: Vec<Line>,
    first: Option<String>,
    after: Option<String>,
}

/// The list, in the order in which they were received.
pub async fn list(State(app): State<App>, Staff(session): Staff, Query(asked): Query<Asked>) -> Answer {
    if !of(&session.actor(), Right::Desk) {
        return Err(Error::Forbidden.into());
    }
    let (now, house) = (app.now(), app.house());
    let (table, column) =
        report::TABLES.into_iter().find(|(_, column)| *column == asked.theo).ok_or(Error::NotFound)?;
    let (heading, condition) = report::FIGURES.get(asked.so).copied().ok_or(Error::NotFound)?;
    let (Ok(from), Ok(to)) = (asked.tu.parse(), asked.den.parse()) else {
        return Err(Error::NotFound.into());
    };
    let line = line_of(column, &asked.dong)?;
    let (days, after) = (report::moments(from, to), key(&asked.sau));
    let (total, rows) = app
        .read(move |tx| {
            // The moment stands among the arguments whether the figure asks for it or not: as it does in the summary.
            let mut args: Vec<Value> = args![days.0, days.1, now];
            let mut sql = format!(
                "FROM petition WHERE received_at >= $1 AND received_at < $2 AND (received_at <= $3 OR TRUE) AND ({condition})"
            );
            match line.clone() {
                Some(value) => {
                    args.push(value);
                    sql.push_str(&format!(" AND {column} = $4"));
                }
                None => sql.push_str(&format!(" AND {column} IS NULL")),
            }
            Ok((tx.one(&format!("SELECT count(*) {sql}"), args.clone())?.get(0)?, rows(tx, sql, args, after)?))
        })
        .await?;
    let lines: Vec<Line> = rows.iter().map(|row| read(row, &house, now)).collect::<Result<_>>()?;
    let url = format!(
        "/lam-viec/phan-anh/tong-hop/danh-sach?tu={from}&den={to}&theo={column}&dong={}&so={}",
        kit::encoded(&asked.dong),
        asked.so
    );
    let next = lines.last().filter(|_| lines.len() == PAGE);
    let next =
        next.map(|last| format!("{url}&sau={}_{}", last.petition.received_at.as_microsecond(), last.id));
    Ok(page(&Page {
        shell: Shell::new(&app, Some(&session), "Tổng hợp phản ánh, kiến nghị", "phan-anh"),
        back: format!("/lam-viec/phan-anh/tong-hop?tu={from}&den={to}"),
        heading: format!("{table}: {}", heading.to_lowercase()),
        of_whom: report::name_of(column, Some(asked.dong.as_str()).filter(|word| !word.is_empty()), &house),
        total,
        lines,
        first: (!asked.sau.is_empty()).then_some(url),
        after: next,
    }))
}

fn rows(
    tx: &mut Tx,
    mut sql: String,
    mut args: Vec<Value>,
    after: Option<(Instant, Uuid)>,
) -> Result<Vec<Row>> {
    if let Some((at, id)) = after {
        args.extend([Value::from(at), Value::from(id)]);
        sql.push_str(&format!(" AND (received_at, id) > (${}, ${})", args.len() - 1, args.len()));
    }
    Ok(tx.all(&format!("SELECT id, body {sql} ORDER BY received_at, id LIMIT {PAGE}"), args)?)
}

/// What the line stands for in its column; nothing where nothing stands there.
fn line_of(column: &str, word: &str) -> Result<Option<Value>> {
    let is_known = match column {
        _ if word.is_empty() => return Ok(None),
        "unit_id" => return Ok(Some(word.parse::<Uuid>().map_err(|_| Error::NotFound)?.into())),
        "class" => PetitionClass::by_name(word).is_some(),
        _ => PetitionChannel::by_name(word).is_some(),
    };
    if is_known { Ok(Some(word.into())) } else { Err(Error::NotFound) }
}

fn read(row: &Row, house: &House, now: Instant) -> Result<Line> {
    let petition: Petition = row.json(1)?;
    let unit = petition.unit.map(|unit: UnitId| house.unit_name(unit).to_owned());
    Ok(Line {
        id: row.get(0)?,
        left: left(&petition, house, now),
        holder: unit.unwrap_or_else(|| petition.outside.clone()),
        petition,
    })
}
