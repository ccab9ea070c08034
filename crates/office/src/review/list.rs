//! The plans of review, and the items of one.

use askama::Template;
use axum::extract::{Path, Query, State};
use base::{
    app::App,
    error::{Error, Result},
    page::{Shell, page},
    timeleft::TimeLeft,
    visit::{Answer, Staff},
};
use domain::{
    instant::{Instant, local_date},
    review::{Proposal, ReviewItem, ReviewState, may_plan},
};
use jiff::civil::Date;
use kit::db::{Row, Value, args};
use serde::Deserialize;
use uuid::Uuid;

use super::store::{self, Plan};
use crate::day;

/// How many items a page shows, and how many plans.
const PAGE: usize = 50;

struct Line {
    id: Uuid,
    name: String,
    decision: String,
    due: String,
    /// Items, of these proposed, decided, and late.
    counts: (i64, i64, i64, i64),
}

#[derive(Template)]
#[template(path = "review/list.html")]
struct Page {
    shell: Shell,
    lines: Vec<Line>,
    may_plan: bool,
    oversees: bool,
}

/// The plans, the latest first: all for who oversees them, otherwise those that the own unit has a part in.
pub async fn list(State(app): State<App>, Staff(session): Staff) -> Answer {
    let (now, by, unit) = (app.now(), session.actor(), session.unit);
    if !by.oversees_procedures() && !by.acts_for(unit) {
        return Err(Error::Forbidden.into());
    }
    let rows = app
        .read(move |tx| {
            let mut args: Vec<Value> = args![now];
            let mut join = "";
            if !by.oversees_procedures() {
                args.push(unit.0.into());
                join = " AND i.unit_id = $2";
            }
            Ok(tx.all(
                &format!(
                    "SELECT r.id, r.name, r.decision, r.due_on, count(i.id),
                         count(i.id) FILTER (WHERE i.state = 'proposed'),
                         count(i.id) FILTER (WHERE i.state = 'decided'),
                         count(i.id) FILTER (WHERE i.state = 'open' AND i.due_at < $1)
                     FROM review r JOIN review_item i ON i.review_id = r.id{join}
                     GROUP BY r.id, r.name, r.decision, r.due_on, r.opened_at ORDER BY r.opened_at DESC LIMIT {PAGE}"
                ),
                args,
            )?)
        })
        .await?;
    let read = |row: &Row| -> Result<Line> {
        Ok(Line {
            id: row.get(0)?,
            name: row.get(1)?,
            decision: row.get(2)?,
            due: day(&row.get::<Date>(3)?),
            counts: (row.get(4)?, row.get(5)?, row.get(6)?, row.get(7)?),
        })
    };
    Ok(page(&Page {
        shell: Shell::new(&app, Some(&session), "Rà soát thủ tục", "vong-doi"),
        lines: rows.iter().map(read).collect::<Result<_>>()?,
        may_plan: may_plan(&by),
        oversees: by.oversees_procedures(),
    }))
}

/// An item in a list.
pub struct ItemLine {
    /// Its identifier.
    pub id: Uuid,
    /// The item.
    pub item: ReviewItem,
    /// Who reviews it.
    pub unit: String,
    /// How much time is left.
    pub left: TimeLeft,
}

#[derive(Template)]
#[template(path = "review/items.html")]
struct Items {
    shell: Shell,
    plan: Plan,
    due: String,
    /// What the plan saves in a year, in words; empty where that is nothing or not known.
    saved: String,
    lines: Vec<ItemLine>,
    after: Option<String>,
    first: Option<String>,
}

/// From where on.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    /// From where on.
    #[serde(default)]
    pub sau: String,
}

/// The items of the plan `id`, by procedure; for an agency, its own.
pub async fn items(
    State(app): State<App>,
    Staff(session): Staff,
    Path(id): Path<Uuid>,
    Query(asked): Query<Asked>,
) -> Answer {
    let (now, by, unit, house) = (app.now(), session.actor(), session.unit, app.house());
    if !by.oversees_procedures() && !by.acts_for(unit) {
        return Err(Error::NotFound.into());
    }
    let after = asked.sau.clone();
    let today = local_date(now);
    let (plan, opened, rows, saved) = app
        .read(move |tx| {
            let plan = store::plan(tx, id)?;
            let opened: Instant = tx.one("SELECT opened_at FROM review WHERE id = $1", args![id])?.get(0)?;
            let mut args: Vec<Value> = args![id, after.clone()];
            let mut own = "";
            if !by.oversees_procedures() {
                args.push(unit.0.into());
                own = " AND unit_id = $3";
            }
            let sql = format!(
                "SELECT id, body FROM review_item WHERE review_id = $1 AND procedure_code > $2{own}
                 ORDER BY procedure_code LIMIT {PAGE}"
            );
            let rows = tx.all(&sql, args)?;
            let within = (!by.oversees_procedures()).then_some(unit);
            Ok((plan, opened, rows, store::saved(tx, id, within, today)?))
        })
        .await?;
    let read = |row: &Row| -> Result<ItemLine> {
        let item: ReviewItem = row.json(1)?;
        let mut left = TimeLeft::of(opened, item.due_at, now, &house.timetable(item.unit));
        if item.state != ReviewState::Open {
            left = TimeLeft::rest(item.state.title().to_lowercase());
        }
        Ok(ItemLine { id: row.get(0)?, unit: house.unit_name(item.unit).to_owned(), left, item })
    };
    let lines: Vec<ItemLine> = rows.iter().map(read).collect::<Result<_>>()?;
    let url = |after: &str| format!("/lam-viec/thu-tuc/ra-soat/{id}?sau={after}");
    Ok(page(&Items {
        shell: Shell::new(&app, Some(&session), plan.name.clone(), "vong-doi"),
        due: day(&plan.due_on),
        saved: super::show::told(saved),
        plan,
        after: lines.last().filter(|_| lines.len() == PAGE).map(|last| url(&last.item.procedure)),
        first: (!asked.sau.is_empty()).then(|| url("")),
        lines,
    }))
}

/// What an item proposes or what was decided about it.
pub fn outcome(item: &ReviewItem) -> &'static str {
    let decided = item.decision.as_ref().map(|(proposal, _)| *proposal);
    decided.or(item.finding.as_ref().map(|finding| finding.proposal)).map_or("", Proposal::title)
}
