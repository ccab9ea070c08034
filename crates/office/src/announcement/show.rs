//! One decision: its procedures, and what is done and owed for each.

use askama::Template;
use axum::extract::{Path, State};
use base::{
    app::App,
    error::Error,
    page::{Shell, page},
    visit::{Answer, Staff},
};
use domain::announcement::{Announcement, Change, Item};
use kit::db::args;
use uuid::Uuid;

use super::store;
use crate::{
    day,
    task::list::{Line, lines},
};

#[derive(Template)]
#[template(path = "announcement/show.html")]
struct Page {
    shell: Shell,
    decision: Announcement,
    owner: String,
    signed: String,
    effective: String,
    lines: Vec<Line>,
}

impl Page {
    fn of(&self, item: &Item) -> Vec<&Line> {
        self.lines.iter().filter(|line| line.task.procedure == item.code).collect()
    }
}

/// The page.
pub async fn show(State(app): State<App>, Staff(session): Staff, Path(id): Path<Uuid>) -> Answer {
    let (now, house, by) = (app.now(), app.house(), session.actor());
    let inner = house.clone();
    let (decision, lines) = app
        .read(move |tx| {
            let decision = store::load(tx, id)?;
            if !by.oversees_procedures() && !by.acts_for(decision.owner) {
                return Err(Error::NotFound);
            }
            let mut found = vec![];
            for item in &decision.items {
                let args = args![id, item.code.clone()];
                found.extend(lines(
                    tx,
                    "t.announcement_id = $1 AND t.procedure_code = $2",
                    args,
                    &inner,
                    now,
                )?);
            }
            Ok((decision, found))
        })
        .await?;
    Ok(page(&Page {
        shell: Shell::new(&app, Some(&session), format!("Quyết định {}", decision.number), "vong-doi"),
        owner: house.unit_name(decision.owner).to_owned(),
        signed: day(&decision.signed_on),
        effective: day(&decision.effective_on),
        decision,
        lines,
    }))
}
