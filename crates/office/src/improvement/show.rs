//! One idea: what it would save, what was decided, and how long dossiers took before and after.

use askama::Template;
use axum::{
    extract::{Path, State},
    response::{IntoResponse, Redirect},
};
use base::{
    app::App,
    error::{Error, Result},
    page::{Shell, page},
    timeleft::duration,
    visit::{Answer, Staff, must_be_own},
};
use domain::improvement::{Improvement, ImprovementState};
use kit::form::Fields;
use uuid::Uuid;

use super::{list::told, store};
use crate::{day, process::decision::day_of};

#[derive(Template)]
#[template(path = "improvement/show.html")]
struct Page {
    shell: Shell,
    id: Uuid,
    seq: i64,
    idea: Improvement,
    unit: String,
    saving: String,
    from: Option<String>,
    /// Dossiers and their average time, before and after.
    effect: Option<[(usize, String); 2]>,
    may_decide: bool,
}

/// The page.
pub async fn show(State(app): State<App>, Staff(session): Staff, Path(id): Path<Uuid>) -> Answer {
    let house = app.house();
    let inner = house.clone();
    let (seen, effect) = app
        .read(move |tx| {
            let seen = store::load(tx, id)?;
            let from = seen.idea.effective_on;
            let effect =
                from.map(|from| store::effect(tx, &inner, &seen.idea.procedure, from)).transpose()?;
            Ok((seen, effect))
        })
        .await?;
    let idea = seen.idea;
    let shown = |(count, minutes): store::Measured| {
        (count, minutes.map_or_else(|| "chưa có hồ sơ".to_owned(), duration))
    };
    Ok(page(&Page {
        shell: Shell::new(&app, Some(&session), idea.title.clone(), "vong-doi"),
        id,
        seq: seen.seq,
        unit: house.unit_name(idea.unit).to_owned(),
        saving: told(&idea.saving),
        from: idea.effective_on.map(|from| day(&from)),
        effect: effect.map(|(before, after)| [shown(before), shown(after)]),
        may_decide: idea.may_decide(&session.actor()),
        idea,
    }))
}

/// Decides, as the form says.
pub async fn decide(
    State(app): State<App>,
    Staff(session): Staff,
    Path(id): Path<Uuid>,
    form: Fields,
) -> Answer {
    must_be_own(&session, &form)?;
    let (by, now) = (session.actor(), app.now());
    let state = ImprovementState::by_name(form.get("quyet-dinh")).ok_or(Error::NotFound)?;
    app.write(move |tx| -> Result<()> {
        let seen = store::load(tx, id)?;
        if form.get("ban") != seen.seq.to_string() {
            return Err(Error::Stale);
        }
        let told = (form.get("noi-dung"), day_of(form.get("ngay")));
        let idea = seen.idea.decided(state, told, &by)?;
        store::record(tx, &seen, &idea, by, now)
    })
    .await?;
    Ok(Redirect::to(&format!("/lam-viec/thu-tuc/sang-kien/{id}")).into_response())
}
