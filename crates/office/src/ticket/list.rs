//! The tickets by state, each with how long it has been there.

use askama::Template;
use axum::extract::{Query, State};
use base::{
    app::App,
    error::{Error, Result},
    page::{Shell, page},
    timeleft::duration,
    visit::{Answer, Staff},
};
use domain::{
    instant::Instant,
    ticket::{Ticket, TicketState},
};
use kit::db::{Row, Tx, Value, args};
use serde::Deserialize;
use uuid::Uuid;

/// How many tickets a page shows.
const PAGE: usize = 50;

struct Line {
    id: Uuid,
    ticket: Ticket,
    unit: String,
    /// How long it has been in its state, in working time.
    age: String,
    key: String,
}

#[derive(Template)]
#[template(path = "ticket/list.html")]
struct Page {
    shell: Shell,
    state: Option<TicketState>,
    tabs: Vec<(TicketState, i64)>,
    code: String,
    lines: Vec<Line>,
    first: Option<String>,
    after: Option<String>,
}

/// Which tickets, from where on.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Asked {
    #[serde(default)]
    muc: String,
    #[serde(default)]
    thu_tuc: String,
    #[serde(default)]
    sau: String,
}

/// The list: of all agencies for who oversees them, otherwise of the own unit.
pub async fn list(State(app): State<App>, Staff(session): Staff, Query(asked): Query<Asked>) -> Answer {
    let (now, house, by, unit) = (app.now(), app.house(), session.actor(), session.unit);
    if !by.oversees_procedures() && !by.acts_for(unit) {
        return Err(Error::Forbidden.into());
    }
    let scope = (!by.oversees_procedures()).then_some(unit.0);
    let code = asked.thu_tuc.trim().to_owned();
    let state = TicketState::by_name(&asked.muc);
    let (wanted, after) = (code.clone(), base::dossier::list::key(&asked.sau));
    let (rows, tabs) =
        app.read(move |tx| Ok((rows(tx, scope, state, &wanted, after)?, counts(tx, scope)?))).await?;
    let read = |row: &Row| -> Result<Line> {
        let (id, since): (Uuid, Instant) = (row.get(0)?, row.get(2)?);
        let ticket: Ticket = row.json(1)?;
        Ok(Line {
            id,
            unit: house.unit_name(ticket.unit).to_owned(),
            age: duration(house.timetable(ticket.unit).minutes_between(since, now)),
            key: format!("{}_{id}", since.as_microsecond()),
            ticket,
        })
    };
    let lines: Vec<Line> = rows.iter().map(read).collect::<Result<_>>()?;
    let word = state.map_or("", TicketState::name);
    let url = |after: &str| format!("/lam-viec/thu-tuc/cau-hinh?muc={word}&thu-tuc={code}&sau={after}");
    Ok(page(&Page {
        after: lines.last().filter(|_| lines.len() == PAGE).map(|last| url(&last.key)),
        first: (!asked.sau.is_empty()).then(|| url("")),
        shell: Shell::new(&app, Some(&session), "Cấu hình quy trình điện tử", "vong-doi"),
        state,
        tabs,
        code,
        lines,
    }))
}

/// The tickets wanted, those that have waited longest first.
fn rows(
    tx: &mut Tx,
    scope: Option<Uuid>,
    state: Option<TicketState>,
    code: &str,
    after: Option<(Instant, Uuid)>,
) -> Result<Vec<Row>> {
    let mut sql = String::from("SELECT id, body, since FROM ticket WHERE TRUE");
    let mut args: Vec<Value> = vec![];
    let mut and = |condition: &str, value: Value| {
        args.push(value);
        sql.push_str(&format!(" AND {condition} = ${}", args.len()));
    };
    if let Some(unit) = scope {
        and("unit_id", unit.into());
    }
    if let Some(state) = state {
        and("state", state.name().into());
    }
    if !code.is_empty() {
        and("procedure_code", code.into());
    }
    if state.is_none() && code.is_empty() {
        sql.push_str(" AND state <> 'live'");
    }
    if let Some((at, id)) = after {
        args.extend([Value::from(at), Value::from(id)]);
        sql.push_str(&format!(" AND (since, id) > (${}, ${})", args.len() - 1, args.len()));
    }
    sql.push_str(&format!(" ORDER BY since, id LIMIT {PAGE}"));
    Ok(tx.all(&sql, args)?)
}

fn counts(tx: &mut Tx, scope: Option<Uuid>) -> Result<Vec<(TicketState, i64)>> {
    let rows = match scope {
        Some(unit) => {
            tx.all("SELECT state, count(*) FROM ticket WHERE unit_id = $1 GROUP BY state", args![unit])?
        }
        None => tx.all("SELECT state, count(*) FROM ticket GROUP BY state", args![])?,
    };
    let mut counts = vec![];
    for state in TicketState::ALL {
        let mut count = 0;
        for row in &rows {
            if row.get::<String>(0)? == state.name() {
                count = row.get(1)?;
            }
        }
        counts.push((*state, count));
    }
    Ok(counts)
}
