//! The thread of one matter, and what may be done with it.

use askama::Template;
use axum::{
    extract::{Path, State},
    response::{IntoResponse, Redirect},
};
use base::{
    app::App,
    dossier::{self, log},
    error::{Error, Result},
    house::House,
    page::{Shell, moment, page},
    visit::{Answer, Staff, must_be_own},
};
use domain::{
    access::{Action, may},
    dossier::extend::DelayCause,
    instant::Instant,
    matter::{Matter, MatterDeed, MatterEvent, MatterKind, MatterState, Rung},
    org::UnitKind,
    people::Actor,
};
use kit::{
    db::{Tx, args},
    form::Fields,
};
use uuid::Uuid;

use super::{
    begin::due,
    store::{self, Seen},
};
use crate::urge_letter;

/// How many working days an answer has that was sent back, and a decision of the province.
const AGAIN: i64 = 1;
const DECISION: i64 = 10;

struct Said {
    who: String,
    title: &'static str,
    text: String,
    cause: Option<&'static str>,
    rung: Option<&'static str>,
    at: String,
}

#[derive(Template)]
#[template(path = "matter/show.html")]
struct Page {
    shell: Shell,
    id: Uuid,
    seq: i64,
    matter: Matter,
    by: Actor,
    from: String,
    to: String,
    due: String,
    /// The dossier it is about, if the reader may open it.
    dossier: Option<(Uuid, String)>,
    /// The letter of urging that it answers.
    letter: Option<Uuid>,
    thread: Vec<Said>,
    readers: Vec<(String, String)>,
}

impl Page {
    fn may(&self, deed: &str) -> bool {
        MatterDeed::by_name(deed).is_some_and(|deed| self.matter.may(&self.by, deed))
    }

    /// How far it has climbed, while it is not over.
    fn rung(&self) -> Option<&'static str> {
        let has_climbed = self.matter.rung != Rung::Handlers && self.matter.state != MatterState::Closed;
        has_climbed.then(|| self.matter.rung.title())
    }
}

/// A matter with its thread, and who wrote and read it.
struct Thread {
    seen: Seen,
    lines: Vec<log::Line>,
    /// Person, name, and when they read it last.
    people: Vec<(Uuid, String, Option<Instant>)>,
    dossier: Option<(Uuid, String)>,
    letter: Option<Uuid>,
}

/// Reads the thread, and notes that `by` has.
fn open(tx: &mut Tx, id: Uuid, by: Actor, now: Instant) -> Result<Thread> {
    let seen = store::load(tx, id)?;
    if !seen.matter.may_read(&by) {
        return Err(Error::NotFound);
    }
    if let Some(person) = by.person() {
        store::read(tx, id, person, seen.seq, now);
    }
    let lines = log::of(tx, id)?;
    let people = tx.all(
        "SELECT p.id, p.name, r.read_at FROM person p
         LEFT JOIN matter_read r ON r.person_id = p.id AND r.matter_id = $1
         WHERE r.matter_id = $1 OR p.id IN (SELECT person_id FROM event WHERE stream_id = $1) ORDER BY r.read_at",
        args![id],
    )?;
    let people =
        people.iter().map(|row| Ok((row.get(0)?, row.get(1)?, row.get(2)?))).collect::<Result<_>>()?;
    let dossier = seen.matter.dossier.map(|id| dossier::load(tx, id)).transpose()?;
    let dossier = dossier
        .filter(|dossier| may(&by, Action::Read, dossier))
        .map(|dossier| (dossier.id.0, dossier.code.clone().unwrap_or_else(|| dossier::draft_code(&dossier))));
    let letter = if seen.matter.dossier.is_none() { urge_letter::store::of_matter(tx, id)? } else { None };
    Ok(Thread { seen, lines, people, dossier, letter })
}

/// The page. Whoever opens it has read it.
pub async fn show(State(app): State<App>, Staff(session): Staff, Path(id): Path<Uuid>) -> Answer {
    let (now, house, by) = (app.now(), app.house(), session.actor());
    let thread = app.write(move |tx| open(tx, id, by, now)).await?;
    let said: Result<Vec<Said>> =
        thread.lines.iter().rev().map(|line| said(line, &thread.people, &house)).collect();
    let matter = thread.seen.matter;
    let readers = thread.people.into_iter().filter_map(|(_, name, at)| Some((name, moment(at?))));
    Ok(page(&Page {
        shell: Shell::new(&app, Some(&session), matter.subject.clone(), "phoi-hop"),
        id,
        seq: thread.seen.seq,
        by,
        from: house.unit_name(matter.from).to_owned(),
        to: house.unit_name(matter.to).to_owned(),
        due: moment(matter.due_at),
        dossier: thread.dossier,
        letter: thread.letter,
        thread: said?,
        readers: readers.collect(),
        matter,
    }))
}

fn said(line: &log::Line, people: &[(Uuid, String, Option<Instant>)], house: &House) -> Result<Said> {
    let event: MatterEvent = serde_json::from_str(&line.body).map_err(Error::fault)?;
    let unit = line.by.unit().map(|unit| house.unit_name(unit)).unwrap_or_default();
    let name = people.iter().find(|(id, ..)| line.by.person().is_some_and(|person| person.0 == *id));
    Ok(Said {
        who: name.map_or_else(|| "Hệ thống".into(), |(_, name, _)| format!("{name}, {unit}")),
        title: event.words().1,
        cause: match &event {
            MatterEvent::Answered { cause, .. } => cause.map(DelayCause::title),
            _ => None,
        },
        rung: match &event {
            MatterEvent::Climbed { rung } => Some(rung.title()),
            _ => None,
        },
        text: event.text().to_owned(),
        at: moment(line.at),
    })
}

/// Does what the form says.
pub async fn act(
    State(app): State<App>,
    Staff(session): Staff,
    Path((id, deed)): Path<(Uuid, String)>,
    form: Fields,
) -> Answer {
    must_be_own(&session, &form)?;
    let deed = MatterDeed::by_name(&deed).ok_or(Error::NotFound)?;
    let (inner, by, now) = (app.clone(), session.actor(), app.now());
    app.write(move |tx| {
        let seen = store::load(tx, id)?;
        if !seen.matter.may_read(&by) {
            return Err(Error::NotFound);
        }
        let text = form.get("noi-dung").to_owned();
        let event = match deed {
            MatterDeed::Say => MatterEvent::Said { text },
            MatterDeed::Answer => {
                MatterEvent::Answered { text, cause: DelayCause::by_name(form.get("nguyen-nhan")) }
            }
            MatterDeed::SendBack => {
                MatterEvent::SentBack { text, due_at: due(&inner, seen.matter.to, AGAIN, now)? }
            }
            MatterDeed::Lift => {
                let house = inner.house();
                let to =
                    house.of_kind(UnitKind::Province).first().map(|unit| unit.id).ok_or(Error::NotFound)?;
                MatterEvent::Lifted { text, due_at: due(&inner, to, DECISION, now)?, to }
            }
            MatterDeed::Close => MatterEvent::Closed { text },
        };
        // What is only said disturbs nobody; everything else answers to what was on the screen.
        if deed != MatterDeed::Say && form.get("ban") != seen.seq.to_string() {
            return Err(Error::Stale);
        }
        store::record(&inner, tx, &seen, &event, by, now)
    })
    .await?;
    Ok(Redirect::to(&format!("/lam-viec/phoi-hop/{id}")).into_response())
}
