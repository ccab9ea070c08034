//! What a review asks of me, whatever its plan: for a unit what it is to evaluate, for the Centre what waits for a decision.

use askama::Template;
use axum::extract::{Query, State};
use base::{
    app::App,
    dossier::list::key,
    error::{Error, Result},
    page::{Shell, page},
    timeleft::TimeLeft,
    visit::{Answer, Staff},
};
use domain::review::{ReviewItem, ReviewState};
use kit::db::{Row, Value, args};

use super::list::{Asked, ItemLine};

/// How many items a page shows.
const PAGE: usize = 50;
const HERE: &str = "/lam-viec/thu-tuc/ra-soat/viec";

#[derive(Template)]
#[template(path = "review/mine.html")]
struct Page {
    shell: Shell,
    heading: &'static str,
    lines: Vec<ItemLine>,
    first: Option<String>,
    after: Option<String>,
}

/// The list, those due first. As long as the number of [`DigestLine::Reviews`](domain::digest::DigestLine::Reviews).
pub async fn list(State(app): State<App>, Staff(session): Staff, Query(asked): Query<Asked>) -> Answer {
    let (now, by, unit, house) = (app.now(), session.actor(), session.unit, app.house());
    let decides = by.oversees_procedures();
    if !decides && !by.acts_for(unit) {
        return Err(Error::Forbidden.into());
    }
    let after = key(&asked.sau);
    let rows = app
        .read(move |tx| {
            let (mut sql, mut args): (String, Vec<Value>) = if decides {
                ("i.state = 'proposed'".to_owned(), args![])
            } else {
                ("i.state = 'open' AND i.unit_id = $1".to_owned(), args![unit.0])
            };
            if let Some((at, id)) = after {
                args.extend([Value::from(at), Value::from(id)]);
                sql.push_str(&format!(" AND (i.due_at, i.id) > (${}, ${})", args.len() - 1, args.len()));
            }
            Ok(tx.all(
                &format!(
                    "SELECT i.id, i.body, r.opened_at FROM review_item i JOIN review r ON r.id = i.review_id
                     WHERE {sql} ORDER BY i.due_at, i.id LIMIT {PAGE}"
                ),
                args,
            )?)
        })
        .await?;
    let read = |row: &Row| -> Result<ItemLine> {
        let item: ReviewItem = row.json(1)?;
        let mut left = TimeLeft::of(row.get(2)?, item.due_at, now, &house.timetable(item.unit));
        if item.state != ReviewState::Open {
            left = TimeLeft::plain("is-rest", item.state.title().to_lowercase(), 0);
        }
        Ok(ItemLine { id: row.get(0)?, unit: house.unit_name(item.unit).to_owned(), left, item })
    };
    let lines: Vec<ItemLine> = rows.iter().map(read).collect::<Result<_>>()?;
    let next = lines.last().filter(|_| lines.len() == PAGE);
    Ok(page(&Page {
        shell: Shell::new(&app, Some(&session), "Rà soát thủ tục", "vong-doi"),
        heading: if decides {
            "Đề xuất rà soát chờ quyết định"
        } else {
            "Thủ tục đơn vị phải rà soát"
        },
        after: next.map(|last| format!("{HERE}?sau={}_{}", last.item.due_at.as_microsecond(), last.id)),
        first: (!asked.sau.is_empty()).then(|| HERE.to_owned()),
        lines,
    }))
}
