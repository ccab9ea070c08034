//! The procedures in force that nobody has reviewed for so many months (row C-06).

use askama::Template;
use axum::extract::{Query, State};
use base::{
    app::App,
    error::{Error, Result},
    page::{Shell, page, short},
    visit::{Answer, Staff},
};
use domain::{
    calendar::Timetable,
    id::UnitId,
    instant::{Instant, local_date},
    review::{may_plan, stale_before},
};
use kit::db::{Row, Value, args};
use serde::Deserialize;
use uuid::Uuid;

/// How many procedures a page shows.
const PAGE: usize = 50;
/// After how many months a review counts as too long ago.
const MONTHS: [i64; 4] = [6, 12, 24, 36];

struct Line {
    code: String,
    name: String,
    unit: String,
    last: String,
}

#[derive(Template)]
#[template(path = "review/stale.html")]
struct Page {
    shell: Shell,
    months: i64,
    may_plan: bool,
    lines: Vec<Line>,
    first: Option<String>,
    after: Option<String>,
}

/// How many months, from where on.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    thang: Option<i64>,
    #[serde(default)]
    sau: String,
}

/// The list: of all agencies for who oversees them, otherwise of the own unit.
pub async fn list(State(app): State<App>, Staff(session): Staff, Query(asked): Query<Asked>) -> Answer {
    let (by, unit, house) = (session.actor(), session.unit, app.house());
    if !by.oversees_procedures() && !by.acts_for(unit) {
        return Err(Error::Forbidden.into());
    }
    let months = asked.thang.filter(|months| MONTHS.contains(months)).unwrap_or(12);
    let before = Timetable::midnight(stale_before(local_date(app.now()), months));
    let after = asked.sau.clone();
    let rows = app
        .read(move |tx| {
            let mut args: Vec<Value> = args![after.clone(), before];
            let mut own = "";
            if !by.oversees_procedures() {
                args.push(unit.0.into());
                own = " AND p.settling_unit_id = $3";
            }
            Ok(tx.all(
                &format!(
                    "SELECT p.code, p.name, p.settling_unit_id,
                         (SELECT max(i.decided_at) FROM review_item i WHERE i.procedure_code = p.code)
                     FROM procedure p WHERE p.state = 'published' AND p.code > $1{own}
                     AND NOT EXISTS (SELECT 1 FROM review_item i WHERE i.procedure_code = p.code AND i.decided_at >= $2)
                     ORDER BY p.code LIMIT {PAGE}"
                ),
                args,
            )?)
        })
        .await?;
    let read = |row: &Row| -> Result<Line> {
        let unit = row.get::<Option<Uuid>>(2)?.map(UnitId);
        Ok(Line {
            code: row.get(0)?,
            name: row.get(1)?,
            unit: unit.map(|unit| house.unit_name(unit).to_owned()).unwrap_or_default(),
            last: row.get::<Option<Instant>>(3)?.map_or_else(|| "chưa lần nào".into(), short),
        })
    };
    let lines: Vec<Line> = rows.iter().map(read).collect::<Result<_>>()?;
    let url = |after: &str| format!("/lam-viec/thu-tuc/ra-soat/lau?thang={months}&sau={after}");
    Ok(page(&Page {
        shell: Shell::new(&app, Some(&session), "Thủ tục lâu chưa rà soát", "vong-doi"),
        months,
        may_plan: may_plan(&by),
        after: lines.last().filter(|_| lines.len() == PAGE).map(|last| url(&last.code)),
        first: (!asked.sau.is_empty()).then(|| url("")),
        lines,
    }))
}
