//! Where people are guided, and by whom, as everybody reads it: only what is in force today (NĐ 61/2018 Điều 9.7).

use askama::Template;
use axum::extract::{Query, State};
use base::{
    app::App,
    page::{Shell, public},
    visit::{Answer, Reader},
};
use domain::instant::local_date;

use super::post::{Asked, Posted, Scope, next, present};

const HERE: &str = "/noi-huong-dan";

#[derive(Template)]
#[template(path = "guidance/contact.html")]
struct Page {
    shell: Shell,
    /// A post and its unit.
    lines: Vec<(Posted, String)>,
    first: Option<String>,
    after: Option<String>,
}

/// The page.
pub async fn show(State(app): State<App>, reader: Reader, Query(asked): Query<Asked>) -> Answer {
    let (house, today, after) = (app.house(), local_date(app.now()), asked.after());
    let found = app.read(move |tx| present(tx, today, Scope::Public, after)).await?;
    let title = reader.lang.say("guidance-title");
    let key = next(&found);
    let named = |one: Posted| {
        let unit = house.unit_name(one.unit).to_owned();
        (one, unit)
    };
    Ok(public(&Page {
        shell: Shell::new(&app, None, title, "").read_by(&reader),
        lines: found.into_iter().map(named).collect(),
        first: after.map(|_| HERE.to_owned()),
        after: key.map(|key| format!("{HERE}?sau={key}")),
    }))
}
