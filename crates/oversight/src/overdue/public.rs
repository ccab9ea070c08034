//! The list as everybody reads it.

use askama::Template;
use axum::extract::State;
use base::{
    app::App,
    page::{Shell, public},
    visit::{Answer, Reader},
};

use super::{
    manage::{Line, shown},
    store,
};

#[derive(Template)]
#[template(path = "overdue/everybody.html")]
struct Page {
    shell: Shell,
    /// When it was published; nothing if none was.
    as_of: Option<String>,
    lines: Vec<Line>,
    is_withdrawn: bool,
}

/// The page.
pub async fn show(State(app): State<App>, reader: Reader) -> Answer {
    let list = app.read(store::latest).await?;
    let house = app.house();
    Ok(public(&Page {
        shell: Shell::new(&app, None, reader.lang.say("late-title"), "").read_by(&reader),
        is_withdrawn: list.as_ref().is_some_and(|list| list.withdrawn.is_some()),
        as_of: list.as_ref().map(|list| reader.lang.moment(list.as_of)),
        lines: list.map_or_else(Vec::new, |list| shown(list.overdue, list.as_of, &house)),
    }))
}
