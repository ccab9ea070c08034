//! The notes of the months: those to be completed, those that wait for the agency, those that are confirmed.

use askama::Template;
use axum::extract::{Query, State};
use base::{
    app::App,
    page::{Shell, page},
    visit::{Answer, Staff},
};
use domain::secondment::NoteState;
use serde::Deserialize;

use super::{
    list::key,
    store::{self, Noted, PAGE},
};

const HERE: &str = "/lam-viec/can-bo-cu-den/phieu";

#[derive(Template)]
#[template(path = "secondment/notes.html")]
struct Page {
    shell: Shell,
    here: NoteState,
    states: &'static [NoteState],
    /// A note and the agency.
    lines: Vec<(Noted, String)>,
    first: Option<String>,
    after: Option<String>,
}

/// Which notes, from where on.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    #[serde(default)]
    muc: String,
    #[serde(default)]
    sau: String,
}

/// The list.
pub async fn list(State(app): State<App>, Staff(session): Staff, Query(asked): Query<Asked>) -> Answer {
    let (by, house, after) = (session.actor(), app.house(), key(&asked.sau));
    // Drafts are the Centre's.
    let states =
        if session.role.is_centre() { NoteState::ALL } else { NoteState::ALL.get(1..).unwrap_or_default() };
    let meant = NoteState::by_name(&asked.muc).filter(|state| states.contains(state));
    let here = meant.or(states.first().copied()).unwrap_or(NoteState::Sent);
    let found = app.read(move |tx| store::notes(tx, &by, here, after)).await?;
    let url = |rest: &str| format!("{HERE}?muc={}{rest}", here.name());
    let next = found.last().filter(|_| found.len() == PAGE);
    let named = |noted: Noted| {
        let sender = house.unit_name(noted.seconded.secondment.sender).to_owned();
        (noted, sender)
    };
    Ok(page(&Page {
        shell: Shell::new(&app, Some(&session), "Phiếu nhận xét tháng", "quay"),
        here,
        states,
        first: after.map(|_| url("")),
        after: next.map(|last| url(&format!("&sau={}_{}", last.month, last.id))),
        lines: found.into_iter().map(named).collect(),
    }))
}
