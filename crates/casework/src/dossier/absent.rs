//! Dossiers that wait for somebody who is away or has left, with nobody to stand in: no dossier waits for an absent person.

use std::collections::{HashMap, hash_map::Entry};

use askama::Template;
use axum::extract::{Query, State};
use base::{
    app::App,
    dossier,
    error::Result,
    house::House,
    page::{Shell, page},
    visit::{Answer, Staff},
};
use domain::{
    access::{AGENCY, Action, may},
    id::{DossierId, UnitId},
    instant::{Instant, local_date},
    people::{Actor, Role},
};
use kit::db::Tx;
use serde::Deserialize;

use super::{
    colleagues,
    list::{self, Line, PAGE, Part, Wanted},
    period::may_see,
};

/// Who may be given a dossier: identifier and words.
type Choice = (String, String);

/// A dossier that waits, and who may be given what of it.
struct Waiting {
    line: Line,
    version: i64,
    desks: Vec<Desk>,
}

/// A step, or a part of another unit, that waits for an absent person.
struct Desk {
    /// The number of the part; nothing for the step.
    part: Option<i64>,
    /// The unit of the part, or the step.
    what: String,
    holder: String,
    /// Who may be given it; empty for who only watches.
    people: Vec<Choice>,
}

/// Who may be given something, asked for once for each unit and its roles.
struct Known<'a, 'c> {
    tx: &'a mut Tx<'c>,
    found: HashMap<(UnitId, Vec<Role>), Vec<Choice>>,
    now: Instant,
}

impl Known<'_, '_> {
    fn people(&mut self, unit: UnitId, roles: &[Role]) -> Result<Vec<Choice>> {
        Ok(match self.found.entry((unit, roles.to_vec())) {
            Entry::Occupied(found) => found.get().clone(),
            Entry::Vacant(new) => new.insert(colleagues::of(self.tx, unit, roles, self.now)?).clone(),
        })
    }

    /// What of the dossier in `line` waits for somebody absent, of `unit` or of any; and its version.
    fn waiting(&mut self, line: Line, by: &Actor, unit: Option<UnitId>, house: &House) -> Result<Waiting> {
        let (seen, day) = (dossier::load(self.tx, DossierId(line.id))?, local_date(self.now));
        let mut desks = vec![];
        let is_ours = unit.is_none_or(|unit| unit == seen.settling_unit);
        if let (true, Some(place)) = (is_ours && list::is_deserted(self.tx, line.id, day)?, &seen.place) {
            let may = may(by, Action::Reassign, &seen);
            let mut people = if may { self.people(place.unit, &[place.role])? } else { vec![] };
            let holder = place.owner.map(|owner| owner.to_string());
            people.retain(|(id, _)| Some(id) != holder.as_ref());
            let (what, holder) = (line.step.to_owned(), line.holder.clone());
            desks.push(Desk { part: None, what, holder, people });
        }
        for (no, of, holder) in list::deserted_parts(self.tx, line.id, day)? {
            if unit.is_some_and(|unit| unit != of) {
                continue;
            }
            let part = seen.turns.parts.iter().find(|part| i64::from(part.no) == no);
            let owner = part.and_then(|part| part.owner).map(|owner| owner.to_string());
            let may = Some(of) == by.unit() && may(by, Action::ReassignPart, &seen);
            let mut people = if may { self.people(of, AGENCY)? } else { vec![] };
            people.retain(|(id, _)| Some(id) != owner.as_ref());
            let what = format!("Phần {no}: {}", house.unit_name(of));
            desks.push(Desk { part: Some(no), what, holder, people });
        }
        Ok(Waiting { line, version: seen.version, desks })
    }
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
            let lines = list::page(tx, &wanted, part, &house, now)?;
            let mut known = Known { tx, found: HashMap::new(), now };
            lines.into_iter().map(|line| known.waiting(line, &by, unit, &house)).collect::<Result<Vec<_>>>()
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
