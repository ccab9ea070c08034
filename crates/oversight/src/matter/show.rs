//! The thread of one matter, and what may be done with it.

pub mod act;
mod task;

use askama::Template;
use axum::{
    extract::{Path, State},
    http::StatusCode,
};
use base::{
    app::App,
    attachment,
    dossier::{self, log},
    error::{Error, FieldError, Result},
    house::House,
    page::{Shell, moment, with_status},
    session::Session,
    visit::{Answer, Staff},
};
use domain::{
    access::{Action, may},
    corrective::Corrective,
    dossier::{extend::DelayCause, proposal::Proposal},
    instant::{Instant, local_date},
    matter::{AskFor, Entry, Facts, Matter, MatterDeed, MatterEvent, MatterKind, MatterState, Rung},
    org::UnitKind,
    people::Actor,
};
use kit::{
    db::{Tx, args},
    form::Fields,
};
use uuid::Uuid;

use super::{
    begin::addressees,
    store::{self, Seen},
};
use crate::{regulation, urge_letter};

struct Said {
    who: String,
    title: &'static str,
    text: String,
    cause: Option<&'static str>,
    facts: Facts,
    rung: Option<&'static str>,
    /// The line and the name of the file that came with it.
    file: Option<(i64, String)>,
    at: String,
}

#[derive(Template)]
#[template(path = "matter/show.html")]
struct Page {
    shell: Shell,
    errors: Vec<FieldError>,
    /// The form that was sent and is wrong: which, and what was typed.
    failed: Option<MatterDeed>,
    typed: Fields,
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
    /// What was answered last.
    answered: String,
    readers: Vec<(String, String)>,
    /// The obstacle it is joined to, if the reader may open it.
    lead: Option<(Uuid, String)>,
    /// The obstacles that are joined to it: identifier, unit and subject.
    joined: Vec<(Uuid, String, String)>,
    /// The obstacles it may be joined to.
    leads: Vec<(Uuid, String, String)>,
    /// The versions of the regulation to which the obstacle led.
    versions: Vec<(Uuid, String)>,
    /// The tasks that were given with the decision: identifier, unit, and the task.
    tasks: Vec<(Uuid, String, Corrective)>,
    /// The units that may be given one.
    takers: Vec<(Uuid, String)>,
    /// The day of return that is proposed to the leader about the dossier, while that waits.
    proposed: Option<String>,
    /// Who took over from the unit that owes the answer, where that is no more.
    heirs: Vec<(Uuid, String)>,
}

impl Page {
    fn may(&self, deed: &str) -> bool {
        MatterDeed::by_name(deed).is_some_and(|deed| self.matter.may(&self.by, deed))
    }

    /// Whether the form of `deed` asks for the cause of a delay.
    fn asks_cause(&self, deed: &str) -> bool {
        deed == MatterDeed::Answer.name() && self.matter.wants_cause()
    }

    /// Whether the form of `deed` asks for that beside words.
    fn asks_for(&self, deed: &str, what: AskFor) -> bool {
        deed == MatterDeed::Answer.name() && self.matter.brief.asks_for(what)
    }

    /// Whether a task may be given with the form of `deed`.
    fn gives_task(&self, deed: &str) -> bool {
        deed == MatterDeed::Answer.name() && task::may_give(&self.matter, &self.by)
    }

    /// Whether the form of `deed` asks for another obstacle.
    fn asks_lead(&self, deed: &str) -> bool {
        deed == MatterDeed::Join.name() && !self.leads.is_empty()
    }

    /// Whether the form of `deed` asks for a unit that took over.
    fn asks_heir(&self, deed: &str) -> bool {
        deed == MatterDeed::Pass.name() && !self.heirs.is_empty()
    }

    /// What was typed in the form of `deed`.
    fn typed_in(&self, deed: &str) -> &str {
        if self.failed.is_some_and(|failed| failed.name() == deed) {
            self.typed.get("noi-dung")
        } else if deed == MatterDeed::Show.name() {
            // What was answered, to be put in words for the applicant.
            &self.answered
        } else {
            ""
        }
    }

    /// How far it has climbed, while it is not over.
    fn rung(&self) -> Option<&'static str> {
        let has_climbed = self.matter.rung != Rung::Handlers && self.matter.state != MatterState::Closed;
        has_climbed.then(|| self.matter.rung.inside())
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
    lead: Option<(Uuid, Matter)>,
    joined: Vec<(Uuid, Matter)>,
    leads: Vec<(Uuid, Matter)>,
    versions: Vec<(Uuid, String)>,
    tasks: Vec<(Uuid, Corrective)>,
    proposed: Option<Instant>,
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
    let proposed =
        dossier.as_ref().filter(|dossier| may(&by, Action::Read, dossier)).and_then(|dossier| match dossier
            .turns
            .proposal
        {
            Some(Proposal::Extend { new_due_at, .. }) => Some(new_due_at),
            _ => None,
        });
    let dossier = dossier
        .filter(|dossier| may(&by, Action::Read, dossier))
        .map(|dossier| (dossier.id.0, dossier.code.clone().unwrap_or_else(|| dossier::draft_code(&dossier))));
    let letter = if seen.matter.dossier.is_none() { urge_letter::store::of_matter(tx, id)? } else { None };
    // Whoever it climbed to reads the thread, not every one of them the letter.
    let letter = letter.filter(|_| domain::urge_letter::may_read(&by, seen.matter.to, true));
    let lead =
        seen.matter.lead.map(|lead| Ok::<_, Error>((lead, store::load(tx, lead)?.matter))).transpose()?;
    let lead = lead.filter(|(_, matter)| matter.may_read(&by));
    let mut joined = if seen.matter.kind == MatterKind::Obstacle { store::joined(tx, id)? } else { vec![] };
    joined.retain(|(_, matter)| matter.may_read(&by));
    let may_join = seen.matter.may(&by, MatterDeed::Join) && joined.is_empty();
    let leads = if may_join { store::leads(tx, &seen)? } else { vec![] };
    let is_obstacle = seen.matter.kind == MatterKind::Obstacle;
    let tasks = if is_obstacle { task::given(tx, id, &by)? } else { vec![] };
    let versions = if is_obstacle { regulation::store::answering(tx, id)? } else { vec![] };
    Ok(Thread { seen, lines, people, dossier, letter, lead, joined, leads, versions, tasks, proposed })
}

/// The page. Whoever opens it has read it.
pub async fn show(State(app): State<App>, Staff(session): Staff, Path(id): Path<Uuid>) -> Answer {
    answer(&app, &session, id, None, (Fields::default(), vec![])).await
}

/// The page, with what was typed in the form that `failed`, and what is wrong with it.
async fn answer(
    app: &App,
    session: &Session,
    id: Uuid,
    failed: Option<MatterDeed>,
    (typed, errors): (Fields, Vec<FieldError>),
) -> Answer {
    let (now, house, by) = (app.now(), app.house(), session.actor());
    let thread = app.write(move |tx| open(tx, id, by, now)).await?;
    let said: Result<Vec<Said>> =
        thread.lines.iter().rev().map(|line| said(line, &thread.people, &house)).collect();
    let answered = answered(&thread.lines)?;
    let matter = thread.seen.matter;
    let readers = thread.people.into_iter().filter_map(|(_, name, at)| Some((name, moment(at?))));
    let named = |(id, matter): (Uuid, Matter)| (id, house.unit_name(matter.from).to_owned(), matter.subject);
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let page = Page {
        shell: Shell::new(app, Some(session), matter.subject.clone(), "phoi-hop"),
        errors,
        failed,
        typed,
        id,
        seq: thread.seen.seq,
        by,
        from: house.unit_name(matter.from).to_owned(),
        to: house.unit_name(matter.to).to_owned(),
        due: moment(matter.due_at),
        dossier: thread.dossier,
        letter: thread.letter,
        thread: said?,
        answered,
        readers: readers.collect(),
        lead: thread.lead.map(|(id, matter)| (id, matter.subject)),
        joined: thread.joined.into_iter().map(named).collect(),
        leads: thread.leads.into_iter().map(named).collect(),
        versions: thread.versions,
        tasks: thread
            .tasks
            .into_iter()
            .map(|(id, task)| (id, house.unit_name(task.unit).to_owned(), task))
            .collect(),
        takers: if task::may_give(&matter, &by) { takers(&house, now) } else { vec![] },
        proposed: thread.proposed.map(moment),
        heirs: if matter.may(&by, MatterDeed::Pass) { heirs(&house, &matter, now) } else { vec![] },
        matter,
    };
    Ok(with_status(status, &page))
}

/// Who took over from the unit that owes the answer: identifier and name; nobody as long as that exists. Where it left nobody, the
/// Centre chooses among all who may be asked; there is one province and one Centre.
fn heirs(house: &House, matter: &Matter, now: Instant) -> Vec<(Uuid, String)> {
    let today = local_date(now);
    let Some(gone) = house.unit(matter.to).ok().filter(|unit| !unit.is_active_on(today)) else {
        return vec![];
    };
    let mut heirs = house.inheritors(gone.id, today);
    heirs.retain(|heir| heir.id != gone.id);
    if heirs.is_empty() {
        heirs = match gone.kind {
            UnitKind::Province | UnitKind::Centre => house.serving(gone.kind, today).into_iter().collect(),
            _ => addressees(house, today),
        };
    }
    heirs.into_iter().map(|heir| (heir.id.0, heir.name().to_owned())).collect()
}

/// The units that may be given a task.
fn takers(house: &House, now: Instant) -> Vec<(Uuid, String)> {
    let units = addressees(house, local_date(now)).into_iter();
    units.map(|unit| (unit.id.0, unit.name().to_owned())).collect()
}

/// The file that came with a line of the thread, for those who may read the thread.
pub async fn file(
    State(app): State<App>,
    Staff(session): Staff,
    Path((id, seq)): Path<(Uuid, i64)>,
) -> Answer {
    let by = session.actor();
    let line = app
        .read(move |tx| {
            if store::load(tx, id)?.matter.may_read(&by) {
                log::line(tx, id, seq)
            } else {
                Err(Error::NotFound)
            }
        })
        .await?;
    let entry: Entry = serde_json::from_str(&line.body).map_err(Error::fault)?;
    Ok(attachment::give(&app, entry.file.ok_or(Error::NotFound)?).await?)
}

/// What was answered last; empty if nothing was.
fn answered(lines: &[log::Line]) -> Result<String> {
    let Some(line) = lines.iter().rev().find(|line| line.kind == "matter_answered") else {
        return Ok(String::new());
    };
    let entry: Entry = serde_json::from_str(&line.body).map_err(Error::fault)?;
    Ok(entry.event.text().to_owned())
}

fn said(line: &log::Line, people: &[(Uuid, String, Option<Instant>)], house: &House) -> Result<Said> {
    let Entry { event, file } = serde_json::from_str(&line.body).map_err(Error::fault)?;
    let unit = line.by.unit().map(|unit| house.unit_name(unit)).unwrap_or_default();
    let name = people.iter().find(|(id, ..)| line.by.person().is_some_and(|person| person.0 == *id));
    Ok(Said {
        who: name.map_or_else(|| "Hệ thống".into(), |(_, name, _)| format!("{name}, {unit}")),
        title: event.words().1,
        cause: match &event {
            MatterEvent::Answered { cause, .. } => cause.map(DelayCause::title),
            _ => None,
        },
        facts: match &event {
            MatterEvent::Answered { facts, .. } => facts.clone(),
            _ => Facts::default(),
        },
        rung: match &event {
            MatterEvent::Climbed { rung } => Some(rung.inside()),
            _ => None,
        },
        text: event.text().to_owned(),
        file: file.map(|file| (line.seq, file.name)),
        at: moment(line.at),
    })
}
