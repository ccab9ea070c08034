//! One letter of urging: what it lists, what became of each dossier since, and what may be done with it.

use askama::Template;
use axum::{
    extract::{Path, State},
    response::{IntoResponse, Redirect},
};
use base::{
    app::App,
    error::{Error, Result},
    page::{Shell, moment, page, short},
    visit::{Answer, Staff, must_be_own},
};
use domain::{
    people::Actor,
    urge_letter::{UrgeItemState, may_draft, may_read, may_sign},
};
use kit::{db::Tx, form::Fields};
use uuid::Uuid;

use super::{
    file,
    store::{self, Item, Letter},
};

/// How many dossiers the page lists; the document lists all.
const MOST: usize = 500;

struct Line {
    item: Item,
    due: String,
    settled: String,
}

#[derive(Template)]
#[template(path = "urge_letter/show.html")]
struct Page {
    shell: Shell,
    letter: Letter,
    unit: String,
    asked: String,
    /// When it was signed, and by when the agency is to answer.
    signed: Option<(String, String)>,
    /// The first of them, and how many they are in all.
    lines: Vec<Line>,
    count: usize,
    /// How many stand in each state now.
    sums: Vec<(UrgeItemState, usize)>,
    is_centre: bool,
    may_sign: bool,
}

/// The letter `id`, if `by` may read it.
fn open(tx: &mut Tx, id: Uuid, by: &Actor) -> Result<Letter> {
    let letter = store::load(tx, id)?;
    if may_read(by, letter.unit, letter.signed.is_some()) { Ok(letter) } else { Err(Error::NotFound) }
}

/// The page.
pub async fn show(State(app): State<App>, Staff(session): Staff, Path(id): Path<Uuid>) -> Answer {
    let (by, now) = (session.actor(), app.now());
    let (letter, items) = app.read(move |tx| Ok((open(tx, id, &by)?, store::items(tx, id, now)?))).await?;
    let count = |state: UrgeItemState| items.iter().filter(|item| item.state == state).count();
    let sums = UrgeItemState::ALL.iter().map(|state| (*state, count(*state))).collect();
    let line = |item: Item| Line {
        due: short(item.due_at),
        settled: item.settled_at.map_or_else(String::new, short),
        item,
    };
    Ok(page(&Page {
        shell: Shell::new(&app, Some(&session), "Văn bản đôn đốc", "phoi-hop"),
        unit: app.house().unit_name(letter.unit).to_owned(),
        asked: moment(letter.asked_at),
        signed: letter.signed.as_ref().map(|signed| (moment(signed.at), moment(signed.answer_by))),
        count: items.len(),
        lines: items.into_iter().take(MOST).map(line).collect(),
        sums,
        is_centre: may_draft(&by),
        may_sign: may_sign(&by),
        letter,
    }))
}

/// The letter as PDF.
pub async fn document(State(app): State<App>, Staff(session): Staff, Path(id): Path<Uuid>) -> Answer {
    let by = session.actor();
    app.read(move |tx| open(tx, id, &by).map(drop)).await?;
    let bytes = file::document(&app, id).await?;
    Ok(base::letter::answer(bytes, &format!("don-doc-{id}"), true))
}

/// Signs it or throws the draft away. Who clicks twice signs once.
pub async fn act(
    State(app): State<App>,
    Staff(session): Staff,
    Path((id, deed)): Path<(Uuid, String)>,
    form: Fields,
) -> Answer {
    must_be_own(&session, &form)?;
    let (inner, by, now, matter) = (app.clone(), session.actor(), app.now(), app.id());
    // What was looked at: a draft thrown away and made anew is another.
    let seen: i64 = form.number("ban").ok_or(Error::Stale)?;
    match deed.as_str() {
        "ky" => {
            app.write(move |tx| store::sign(&inner, tx, (id, seen), matter, by, now)).await?;
            Ok(Redirect::to(&format!("/lam-viec/don-doc/{id}")).into_response())
        }
        "bo" => {
            app.write(move |tx| store::discard(tx, (id, seen), by, now)).await?;
            Ok(Redirect::to("/lam-viec/don-doc").into_response())
        }
        _ => Err(Error::NotFound.into()),
    }
}
