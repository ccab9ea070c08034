//! One dossier: what I may do now, papers, letters, the account of its due date, its timeline.

use askama::Template;
use axum::{
    extract::{Path, State},
    http::StatusCode,
    response::Response,
};
use base::{
    app::App,
    dossier::{self, Seen},
    error::{Error, FieldError, Result},
    house::House,
    page::{Shell, moment, page, short, with_status},
    session::Session,
    timeleft::TimeLeft,
    visit::{Answer, Staff},
};
use domain::{
    access::{Action, actions, may},
    calendar::{
        deadline::{Course, due},
        trace::{self, TraceDay, Why, grounded},
    },
    catalogue::Procedure,
    dossier::{
        Dossier, Event, Filing, State as Stands,
        event::{FileRef, Outcome},
        part::PartState,
        undo,
    },
    id::DossierId,
    instant::{Instant, local_date},
    matter::{Matter, MatterKind, MatterState},
    people::Actor,
    process::{Process, Step},
    refusal::Refusal,
    rules::RuleSet,
};
use kit::{db::Tx, form::Fields};
use uuid::Uuid;

use super::{
    act,
    choices::{self, Choices},
    deeds::{self, DeedForm, Here},
    notices::{self, Notice, PartLine},
    settle,
    timeline::{self, Logged, Moment, events, timeline},
    turn,
};

struct PaperLine {
    name: String,
    counts: String,
    files: Vec<(String, String)>,
}

/// What units want of each other about it.
struct MatterLine {
    id: Uuid,
    kind: &'static str,
    state: &'static str,
    is_open: bool,
    due: String,
}

#[derive(Template)]
#[template(path = "dossier/show.html")]
struct Page {
    shell: Shell,
    errors: Vec<FieldError>,
    typed: Fields,
    /// The deed whose form was wrong; empty if none was.
    failed: String,
    id: DossierId,
    version: i64,
    code: String,
    state: &'static str,
    procedure: String,
    left: TimeLeft,
    due: Option<String>,
    /// Whether the clock stands until the applicant has done what is asked for.
    is_waiting: bool,
    deeds: Vec<DeedForm>,
    /// How many of them are on the straight way.
    usual: usize,
    choices: Choices,
    notices: Vec<Notice>,
    parts_table: Vec<PartLine>,
    filing: Filing,
    papers: Vec<PaperLine>,
    letters: Vec<(i64, String)>,
    /// Whether it was accepted: it has a code and a control slip.
    has_code: bool,
    draft: String,
    result: Option<(String, String, String, String)>,
    trace: Vec<(String, String)>,
    /// What is foretold of it.
    forecast: Option<String>,
    timeline: Vec<Moment>,
    matters: Vec<MatterLine>,
    /// What may be sent about it.
    may_send: Vec<MatterKind>,
    steps: Vec<(String, bool)>,
}

/// A form that was wrong: its deed, what was typed, and what is wrong with it.
#[derive(Clone, Debug, Default)]
pub struct Failed {
    /// The deed.
    pub deed: String,
    /// What was typed.
    pub typed: Fields,
    /// What is wrong.
    pub errors: Vec<FieldError>,
    /// Why the law or the state does not allow it.
    pub refused: Option<Refusal>,
}

impl Failed {
    /// Everything that is wrong, each beside its field if the page still has the form.
    fn errors(&self, deeds: &[DeedForm], choices: &Choices) -> Vec<FieldError> {
        let is_there = deeds.iter().any(|form| form.path == self.deed);
        let mut errors = self.errors.clone();
        errors.extend(self.refused.as_ref().map(|refusal| FieldError {
            field: act::beside::field(refusal, &self.deed, &choices.listed),
            message: refusal.to_string(),
        }));
        for error in errors.iter_mut().filter(|_| !is_there) {
            error.field = "noi-dung".into();
        }
        errors
    }
}

/// The page.
pub async fn show(State(app): State<App>, Staff(session): Staff, Path(id): Path<DossierId>) -> Answer {
    Ok(page(&build(&app, &session, id, Failed::default()).await?))
}

/// The page again, with what was wrong with a form and everything that was typed.
pub async fn again(app: &App, session: &Session, id: DossierId, failed: Failed) -> Result<Response> {
    let page = build(app, session, id, failed).await?;
    Ok(with_status(StatusCode::UNPROCESSABLE_ENTITY, &page))
}

async fn build(app: &App, session: &Session, id: DossierId, failed: Failed) -> Result<Page> {
    let (inner, session) = (app.clone(), session.clone());
    app.read(move |tx| assemble(&inner, tx, &session, id, failed.clone())).await
}

fn assemble(app: &App, tx: &mut Tx, session: &Session, id: DossierId, failed: Failed) -> Result<Page> {
    let (by, house, now) = (session.actor(), app.house(), app.now());
    let seen = dossier::load(tx, id)?;
    if !may(&by, Action::Read, &seen) {
        return Err(Error::NotFound);
    }
    let filing = dossier::filing(tx, id)?;
    let procedure = app.versions.procedure(tx, seen.procedure)?;
    let events = events(tx, id)?;
    let process = seen.process.map(|_| settle::process(app, tx, &seen)).transpose()?;
    let process = process.as_ref().map(|process| &process.content);
    let may_do = actions(&by, &seen);
    let at = choices::At {
        app,
        seen: &seen,
        filing: &filing,
        papers: procedure.content.papers(filing.case),
        process,
        unit: session.unit,
        now,
    };
    let choices = choices::of(tx, &at, &may_do)?;
    let notices = notices::notices(tx, (&seen, &events), may_do.contains(&Action::Decide), now)?;
    let paper_lines = papers(&filing, if seen.state == Stands::Submitted { &choices.listed } else { &[] });
    let here = Here { owes_letter: !choices.owed.is_empty(), ..here(&seen, process, &events, session) };
    let deeds = deeds::forms(&may_do, &seen, here);
    Ok(Page {
        shell: Shell::new(app, Some(session), seen.code.clone().unwrap_or_else(|| "Hồ sơ".into()), ""),
        errors: failed.errors(&deeds, &choices),
        typed: failed.typed,
        failed: failed.deed,
        id,
        version: seen.version,
        code: seen.code.clone().unwrap_or_else(|| "Chưa có mã".into()),
        state: seen.state.title(),
        procedure: procedure.content.name.clone(),
        left: left(&seen, &house, now),
        due: seen.due_at.filter(|_| !seen.state.is_waiting()).map(moment),
        is_waiting: seen.state.is_waiting(),
        usual: deeds.iter().filter(|deed| !deed.is_rare).count(),
        deeds,
        choices,
        notices,
        parts_table: notices::parts(&seen, &events, &house),
        trace: trace(&seen, &events, account(&seen, &procedure.content, &filing, &house, now), &house),
        papers: paper_lines,
        filing,
        letters: letters(&seen, &events),
        has_code: seen.code.is_some(),
        draft: draft(&events),
        result: result(&events),
        forecast: forecast(tx, &seen)?,
        timeline: timeline(tx, &house, &events)?,
        matters: matters(tx, id, &by)?,
        may_send: may_send(&by, &seen),
        steps: process.map_or_else(Vec::new, |process| steps(process, &seen)),
    })
}

/// When it will probably be settled, while its clock runs.
fn forecast(tx: &mut Tx, seen: &Dossier) -> Result<Option<String>> {
    if !seen.state.is_running() {
        return Ok(None);
    }
    Ok(dossier::forecast::of(tx, &[seen.id.0])?.get(&seen.id.0).map(dossier::forecast::Forecast::sentence))
}

/// What the buttons depend on besides the dossier.
fn here(seen: &Seen, process: Option<&Process>, events: &[Logged], session: &Session) -> Here {
    let at = process.zip(seen.place.as_ref().map(|place| place.step));
    let next = at.and_then(|(process, at)| {
        let next = *process.next(at).first()?;
        process.step(next).map(|step| step.kind)
    });
    let last = events.last();
    let own = seen.turns.parts.iter().find(|part| part.unit == session.unit && part.is_at_work());
    Here {
        is_last: at.is_some_and(|(process, at)| process.is_last_before_return(at)),
        next,
        may_undo: last.is_some_and(|(line, event)| {
            undo::is_undoable(event) && line.by.person() == Some(session.person)
        }),
        part_waits: own.is_some_and(|part| part.state == PartState::Sent),
        owes_letter: false,
    }
}

fn left(seen: &Dossier, house: &House, now: Instant) -> TimeLeft {
    let Some(place) = seen.place.as_ref() else { return TimeLeft::at_rest(seen.state) };
    let (step, whole) = (place.due_at.map(|due| (place.since, due)), seen.received_at.zip(seen.due_at));
    TimeLeft::of_dossier(seen.state, step, whole, now, &house.timetable(place.unit))
}

fn may_send(by: &Actor, seen: &Dossier) -> Vec<MatterKind> {
    let may = |kind: &MatterKind| Matter::may_begin_about(by, *kind, seen);
    dossier::matters::KINDS.into_iter().filter(may).collect()
}

fn matters(tx: &mut Tx, id: DossierId, by: &Actor) -> Result<Vec<MatterLine>> {
    let line = |(id, matter): (Uuid, Matter)| MatterLine {
        id,
        kind: matter.kind.title(),
        state: matter.state.title(),
        is_open: matter.state == MatterState::Open,
        due: short(matter.due_at),
    };
    Ok(dossier::matters::of(tx, id, by)?.into_iter().map(line).collect())
}

/// All steps, with the present one marked.
fn steps(process: &Process, seen: &Dossier) -> Vec<(String, bool)> {
    let here = seen.place.as_ref().map(|place| place.step);
    let name = |step: &Step| format!("{}. {}", step.no, step.kind.title());
    (0u16..).zip(&process.steps).map(|(no, step)| (name(step), Some(no) == here)).collect()
}

/// The papers handed in, and of `listed` those that the store holds and that are taken from it at acceptance.
fn papers(filing: &Filing, listed: &[choices::Listed]) -> Vec<PaperLine> {
    let line = |paper: &domain::dossier::filing::FiledPaper| {
        let counts = [
            (paper.originals, "bản chính"),
            (paper.certified_copies, "bản sao chứng thực"),
            (paper.copies, "bản chụp"),
        ];
        let mut counts: Vec<String> =
            counts.iter().filter(|(n, _)| *n > 0).map(|(n, word)| format!("{n} {word}")).collect();
        counts.extend(paper.reused_from.as_deref().map(in_store));
        let file = |file: &FileRef| (file.hash.clone(), file.name.clone());
        PaperLine {
            name: paper.name.clone(),
            counts: counts.join(", "),
            files: paper.files.iter().map(file).collect(),
        }
    };
    let is_new = |paper: &&choices::Listed| !filing.papers.iter().any(|filed| filed.item == Some(paper.item));
    let held = listed.iter().filter(is_new).filter_map(|paper| {
        let code = paper.held_in.as_deref()?;
        Some(PaperLine { name: paper.name.clone(), counts: in_store(code), files: vec![] })
    });
    filing.papers.iter().map(line).chain(held).collect()
}

fn in_store(code: &str) -> String {
    format!("đã có trong kho, tái sử dụng (hồ sơ {code})")
}

fn letters(seen: &Dossier, events: &[Logged]) -> Vec<(i64, String)> {
    let name = |(line, event): &Logged| {
        let owed = crate::letter::facts::owed(seen, event, line.at)?;
        let (form, number) = (owed.form, owed.number);
        Some((line.seq, format!("Mẫu {} – {} số {number:02} ({})", form.number, form.name(), short(line.at))))
    };
    events.iter().filter_map(name).collect()
}

/// The last draft of the result; empty if there is none.
fn draft(events: &[Logged]) -> String {
    let drafted = events.iter().rev().find_map(|(_, event)| match event {
        Event::Drafted { draft } => Some(draft.opinion.clone()),
        _ => None,
    });
    drafted.unwrap_or_default()
}

fn result(events: &[Logged]) -> Option<(String, String, String, String)> {
    let result = |outcome: &Outcome| {
        let day = outcome.dated_on;
        let date = format!("{}/{}/{}", day.day(), day.month(), day.year());
        (outcome.number.clone(), date, outcome.file.hash.clone(), outcome.file.name.clone())
    };
    events.iter().rev().find_map(|(_, event)| match event {
        Event::ResultIssued { result: outcome, .. } => Some(result(outcome)),
        _ => None,
    })
}

fn trace(seen: &Dossier, events: &[Logged], account: Vec<TraceDay>, house: &House) -> Vec<(String, String)> {
    let rules = turn::rules_of(seen);
    let mut days = grounded(&account, &house.timetable(seen.receiving_unit), rules);
    if let Some(due) = timeline::reopened_until(seen, events) {
        days.push(("Mở lại".into(), format!("hẹn trả theo quyết định mở lại hồ sơ: {}", moment(due))));
    }
    if let (true, Some(promised)) = (seen.turns.extensions > 0, seen.due_at) {
        let rule = trace::of_extension(rules);
        days.push(("Hẹn lại".into(), format!("theo phiếu xin lỗi (Mẫu 04): {} ({rule})", moment(promised))));
    }
    days
}

/// Day by day, why the result is owed when it is: what was counted, where the clock stood still and why; empty as long as it
/// is not owed.
pub fn account(
    seen: &Dossier,
    procedure: &Procedure,
    filing: &Filing,
    house: &House,
    now: Instant,
) -> Vec<TraceDay> {
    let (Some(received), Some(limit)) = (seen.received_at, procedure.limit(filing.channel)) else {
        return vec![];
    };
    let rules =
        seen.rules.as_deref().and_then(RuleSet::by_id).unwrap_or_else(|| RuleSet::at(local_date(received)));
    let table = house.timetable(seen.receiving_unit);
    let pauses = seen.turns.pauses_until(now);
    let course = Course { pauses: &pauses, extensions: &[] };
    let mut trace =
        due(received, limit, course, rules.reading.clock, &table).map_or_else(|_| vec![], |due| due.trace);
    if seen.state.is_waiting() {
        // What comes after the pause is not owed yet: nobody knows when it ends.
        let until =
            trace.iter().rposition(|day| matches!(day.why, Why::Paused(_))).map_or(0, |last| last + 1);
        trace.truncate(until);
    }
    trace
}
