//! Dossiers that wait for somebody who is away or has left, with nobody to stand in: no dossier waits for an absent person.

use std::collections::{HashMap, hash_map::Entry};

use askama::Template;
use axum::extract::{Query, State};
use base::{
    app::App,
    dossier,
    error::Result,
    page::{Shell, page},
    visit::{Answer, Staff},
};
use domain::{
    access::{Action, may},
    id::{DossierId, UnitId},
    instant::local_date,
    people::Role,
};
use serde::Deserialize;

use super::{
    colleagues,
    list::{self, Line, PAGE, Part, Wanted},
    period::may_see,
};

/// Who may be given a dossier: identifier and words.
type Choice = (String, String);

/// A dossier that waits, and who may be given it.
struct Waiting {
    line: Line,
    version: i64,
    /// Empty for who only watches.
    people: Vec<Choice>,
}

#[derive(Template)]
#[template(path = "dossier/absent.html")]
struct Page {
    shell: Shell,
    waiting: Vec<Waiting>,
    /// Whether the reader arranges who stands in.
    may_arrange: bool,
    first: Option<String>,
    after: Option<String>,
}

/// Which part of the list.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    #[serde(default)]
    sau: String,
}

/// The list: of their own unit for its heads, who give each to somebody else; of all units for the Centre, which watches.
pub async fn show(State(app): State<App>, Staff(session): Staff, Query(asked): Query<Asked>) -> Answer {
    let unit = if may_see(&session)? { None } else { Some(session.unit) };
    let (house, now, by) = (app.house(), app.now(), session.actor());
    let wanted = Wanted::Deserted(unit, local_date(now));
    let part = Part { after: list::key(&asked.sau), ..Part::default() };
    let waiting = app
        .read(move |tx| {
            let mut known: HashMap<(UnitId, Role), Vec<Choice>> = HashMap::new();
            let mut waiting = vec![];
            for line in list::page(tx, &wanted, part, &house, now)? {
                let seen = dossier::load(tx, DossierId(line.id))?;
                let mut people = vec![];
                if let (true, Some(place)) = (may(&by, Action::Reassign, &seen), &seen.place) {
                    let key = (place.unit, place.role);
                    people = match known.entry(key) {
                        Entry::Occupied(found) => found.get().clone(),
                        Entry::Vacant(new) => {
                            new.insert(colleagues::of(tx, place.unit, place.role, now)?).clone()
                        }
                    };
                    let holder = place.owner.map(|owner| owner.to_string());
                    people.retain(|(id, _)| Some(id) != holder.as_ref());
                }
                waiting.push(Waiting { line, version: seen.version, people });
            }
            Ok::<_, base::error::Error>(waiting)
        })
        .await?;
    let url = "/lam-viec/don-vi/vang";
    let after = waiting.last().filter(|_| waiting.len() == PAGE);
    let after = after.map(|last| format!("{url}?sau={}", last.line.key));
    let first = (!asked.sau.is_empty()).then(|| url.to_owned());
    let may_arrange = may_arrange(&session)?;
    let shell = Shell::new(&app, Some(&session), "Hồ sơ nằm ở người vắng", "don-vi");
    Ok(page(&Page { shell, waiting, may_arrange, first, after }))
}

/// Whether the reader arranges who stands in, at `/lam-viec/don-vi/thay`.
pub fn may_arrange(session: &base::session::Session) -> Result<bool> {
    may_see(session)?;
    Ok(session.role != Role::CentreSupervisor && session.stands_in_for.is_none())
}
