//! The decisions that were entered, the latest first, each with how far its tasks are.

use askama::Template;
use axum::extract::{Query, State};
use base::{
    app::App,
    error::{Error, Result},
    page::{Shell, page},
    visit::{Answer, Staff},
};
use domain::id::UnitId;
use jiff::civil::Date;
use kit::db::{Row, Value, args};
use serde::Deserialize;
use uuid::Uuid;

use super::begin::owners;
use crate::day;

/// How many decisions a page shows.
const PAGE: usize = 50;

struct Line {
    id: Uuid,
    number: String,
    signed: String,
    effective: String,
    owner: String,
    procedures: i64,
    /// Tasks, of these done, and of these late.
    tasks: (i64, i64, i64),
    key: String,
}

#[derive(Template)]
#[template(path = "announcement/list.html")]
struct Page {
    shell: Shell,
    lines: Vec<Line>,
    may_enter: bool,
    first: Option<String>,
    after: Option<String>,
}

/// From where on.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    #[serde(default)]
    sau: String,
}

/// The list: of all agencies for who oversees them, otherwise of the own unit.
pub async fn list(State(app): State<App>, Staff(session): Staff, Query(asked): Query<Asked>) -> Answer {
    let (now, house, by, unit) = (app.now(), app.house(), session.actor(), session.unit);
    if !by.oversees_procedures() && !by.acts_for(unit) {
        return Err(Error::Forbidden.into());
    }
    let after: Option<(Date, Uuid)> =
        asked.sau.split_once('_').and_then(|(day, id)| Some((day.parse().ok()?, id.parse().ok()?)));
    let rows = app
        .read(move |tx| {
            let mut sql = String::from(
                "SELECT a.id, a.number, a.signed_on, a.effective_on, a.owner_unit_id,
                     (SELECT count(*) FROM announcement_item i WHERE i.announcement_id = a.id),
                     count(t.id), count(t.id) FILTER (WHERE t.state = 'done'),
                     count(t.id) FILTER (WHERE t.state = 'open' AND t.due_at < $1)
                 FROM announcement a LEFT JOIN task t ON t.announcement_id = a.id WHERE TRUE",
            );
            let mut args: Vec<Value> = args![now];
            if !by.oversees_procedures() {
                args.push(unit.0.into());
                sql.push_str(&format!(" AND a.owner_unit_id = ${}", args.len()));
            }
            if let Some((day, id)) = after {
                args.extend([Value::from(day), Value::from(id)]);
                sql.push_str(&format!(" AND (a.signed_on, a.id) < (${}, ${})", args.len() - 1, args.len()));
            }
            sql.push_str(&format!(
                " GROUP BY a.id, a.number, a.signed_on, a.effective_on, a.owner_unit_id
                  ORDER BY a.signed_on DESC, a.id DESC LIMIT {PAGE}"
            ));
            Ok(tx.all(&sql, args)?)
        })
        .await?;
    let read = |row: &Row| -> Result<Line> {
        let (id, signed): (Uuid, Date) = (row.get(0)?, row.get(2)?);
        Ok(Line {
            id,
            number: row.get(1)?,
            signed: day(&signed),
            effective: day(&row.get(3)?),
            owner: house.unit_name(UnitId(row.get(4)?)).to_owned(),
            procedures: row.get(5)?,
            tasks: (row.get(6)?, row.get(7)?, row.get(8)?),
            key: format!("{signed}_{id}"),
        })
    };
    let lines: Vec<Line> = rows.iter().map(read).collect::<Result<_>>()?;
    let url = |after: &str| format!("/lam-viec/thu-tuc/cong-bo?sau={after}");
    Ok(page(&Page {
        may_enter: !owners(&app, &session).is_empty(),
        after: lines.last().filter(|_| lines.len() == PAGE).map(|last| url(&last.key)),
        first: (!asked.sau.is_empty()).then(|| url("")),
        shell: Shell::new(&app, Some(&session), "Quyết định công bố", "vong-doi"),
        lines,
    }))
}
