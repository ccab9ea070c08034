//! The board of money owed for dossiers (Quy chế 1267 Điều 4.2; row C-57): for each unit how many applicants are still to pay, late,
//! asked for no amount, or paid without proof. A number and the list behind it are the same question to the same dossiers.

use std::array;

use askama::Template;
use axum::extract::{Query, State};
use base::{
    app::App,
    dossier::list::{self, Line, PAGE},
    error::{Error, Result},
    page::{Shell, moment, page},
    recommend,
    session::Session,
    visit::{Answer, Staff},
};
use domain::{
    board::{
        duty::{DutyFigure, Owed},
        tally,
    },
    corrective::Area,
    dossier::{Event, State as Standing},
    id::UnitId,
    instant::Instant,
    people::Role,
};
use jiff::SignedDuration;
use kit::db::{Tx, args};
use serde::Deserialize;
use uuid::Uuid;

use super::count::Scope;

/// How far back what was asked for and paid is looked at.
const LOOK_BACK: SignedDuration = SignedDuration::from_hours(366 * 24);
/// How many figures there are.
const FIGURES: usize = DutyFigure::ALL.len();

/// A dossier for which money was asked for.
pub struct Owing {
    /// Its identifier.
    pub id: Uuid,
    /// The unit that settles it.
    pub unit: UnitId,
    /// What the record knows of the payment.
    pub owed: Owed,
}

/// The dossiers in `scope` that are not handed over, and wait for money however long, or for which it was asked for or paid within
/// a year; of one unit only where one is named; by identifier.
pub fn owing(tx: &mut Tx, scope: Scope, unit: Option<UnitId>, now: Instant) -> Result<Vec<Owing>> {
    let mut args = args![now - LOOK_BACK];
    let mut is_seen = String::new();
    let own = if let Scope::Unit(own) = scope { Some(own) } else { None };
    for unit in [own, unit].into_iter().flatten() {
        args.push(unit.0.into());
        is_seen.push_str(&format!(" AND d.settling_unit_id = ${}", args.len()));
    }
    let rows = tx.all(
        &format!(
            "SELECT d.id, d.settling_unit_id, d.state, e.body FROM dossier d
             JOIN event e ON e.stream_id = d.id AND e.kind IN ('duty_required', 'duty_paid')
             WHERE d.closed_at IS NULL{is_seen}
               AND d.id IN (SELECT id FROM dossier WHERE state = 'awaiting_duty'
                   UNION SELECT stream_id FROM event WHERE kind IN ('duty_required', 'duty_paid') AND at >= $1)
             ORDER BY d.id, e.seq"
        ),
        args,
    )?;
    let mut logs: Vec<(Uuid, UnitId, Standing, Vec<Event>)> = vec![];
    for row in &rows {
        let (id, state): (Uuid, String) = (row.get(0)?, row.get(2)?);
        let event: Event = serde_json::from_str(&row.get::<String>(3)?).map_err(Error::fault)?;
        match logs.last_mut() {
            Some((known, .., events)) if *known == id => events.push(event),
            _ => {
                let state = Standing::by_name(&state)
                    .ok_or_else(|| Error::fault(format!("unknown state {state}")))?;
                logs.push((id, UnitId(row.get(1)?), state, vec![event]));
            }
        }
    }
    Ok(logs
        .iter()
        .filter_map(|(id, unit, state, events)| {
            Some(Owing { id: *id, unit: *unit, owed: Owed::of(*state, events)? })
        })
        .collect())
}

struct Row {
    unit: Uuid,
    name: String,
    counts: [usize; FIGURES],
}

#[derive(Template)]
#[template(path = "board/duty.html")]
struct Page {
    shell: Shell,
    of_whom: String,
    now: String,
    figures: &'static [DutyFigure],
    rows: Vec<Row>,
    sum: [usize; FIGURES],
    /// Whether the lists behind the numbers may be opened.
    may_open: bool,
}

/// The board.
pub async fn show(State(app): State<App>, Staff(session): Staff) -> Answer {
    let scope = Scope::of(&session)?;
    let (house, now) = (app.house(), app.now());
    let found = app.read(move |tx| owing(tx, scope, None, now)).await?;
    let counts =
        |one: &Owing, no: usize| DutyFigure::ALL.get(no).is_some_and(|figure| figure.counts(&one.owed, now));
    let (rows, sum) = tally(found.iter().map(|one| (one.unit, array::from_fn(|no| counts(one, no)))));
    let named =
        |(unit, counts): (UnitId, _)| Row { unit: unit.0, name: house.unit_name(unit).to_owned(), counts };
    let mut rows: Vec<Row> = rows.into_iter().map(named).collect();
    rows.sort_by_cached_key(|row| (std::cmp::Reverse(row.counts), domain::text::fold(&row.name)));
    Ok(page(&Page {
        shell: Shell::new(&app, Some(&session), "Giám sát nghĩa vụ tài chính", "giam-sat"),
        of_whom: match scope {
            Scope::All => "toàn tỉnh".into(),
            Scope::Unit(unit) => house.unit_name(unit).to_owned(),
        },
        now: moment(now),
        figures: DutyFigure::ALL,
        rows,
        sum,
        may_open: may_open(&session),
    }))
}

/// The leadership of the province sees numbers only.
fn may_open(session: &Session) -> bool {
    session.role != Role::ProvincialLeader
}

#[derive(Template)]
#[template(path = "board/owing.html")]
struct List {
    shell: Shell,
    heading: &'static str,
    of_whom: String,
    total: usize,
    lines: Vec<Line>,
    /// Where a recommendation to the unit begins, with the list as its ground.
    recommend: Option<String>,
    first: Option<String>,
    after: Option<String>,
}

/// Which number, and from where on.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    so: String,
    dong: String,
    sau: String,
}

/// The dossiers behind a number: as many as it says.
pub async fn list(State(app): State<App>, Staff(session): Staff, Query(asked): Query<Asked>) -> Answer {
    let scope = Scope::of(&session)?;
    if !may_open(&session) {
        return Err(Error::Forbidden.into());
    }
    let figure = DutyFigure::by_name(&asked.so).ok_or(Error::NotFound)?;
    let unit: Option<UnitId> = if asked.dong.is_empty() {
        None
    } else {
        Some(UnitId(asked.dong.parse().map_err(|_| Error::NotFound)?))
    };
    let (house, now) = (app.house(), app.now());
    let (inner, from) = (app.house(), asked.sau.parse::<Uuid>().ok());
    let (total, last, lines) = app
        .read(move |tx| {
            let mut found = owing(tx, scope, unit, now)?;
            found.retain(|one| figure.counts(&one.owed, now));
            let total = found.len();
            let rest = found.iter().map(|one| one.id).filter(|id| from.is_none_or(|from| *id > from));
            let ids: Vec<Uuid> = rest.take(PAGE).collect();
            let last = ids.last().copied().filter(|last| found.iter().any(|one| one.id > *last));
            Ok((total, last, list::of(tx, &ids, &inner, now)?))
        })
        .await?;
    let url = format!("/lam-viec/giam-sat/phi/ho-so?so={}&dong={}", figure.name(), asked.dong);
    let codes: Vec<&str> = lines.iter().map(|line| line.code.as_str()).collect();
    let said = format!("{}: {total} hồ sơ", figure.title());
    let recommend = unit.filter(|_| session.role.is_centre());
    let recommend = recommend.and_then(|unit| recommend::address(unit, Area::Fees, &said, &codes, total));
    Ok(page(&List {
        shell: Shell::new(&app, Some(&session), figure.title(), "giam-sat"),
        heading: figure.title(),
        of_whom: unit.map_or_else(String::new, |unit| house.unit_name(unit).to_owned()),
        total,
        lines,
        recommend,
        first: (!asked.sau.is_empty()).then(|| url.clone()),
        after: last.map(|last| format!("{url}&sau={last}")),
    }))
}
