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
        trace::{TraceDay, summary},
    },
    catalogue::Procedure,
    dossier::{
        Dossier, Event, Filing, Party, ReturnWay,
        event::{FileRef, Outcome},
    },
    id::DossierId,
    instant::{Instant, local_date},
    people::Role,
    process::{Process, Step},
    rules::RuleSet,
};
use kit::db::{Tx, args};

use super::{
    deeds::{self, DeedForm},
    receive, settle,
    timeline::{Logged, Moment, events, timeline},
};

struct PaperLine {
    name: String,
    counts: String,
    files: Vec<(String, String)>,
}

#[derive(Template)]
#[template(path = "dossier/show.html")]
struct Page {
    shell: Shell,
    errors: Vec<FieldError>,
    id: DossierId,
    version: i64,
    code: String,
    state: &'static str,
    priority: Option<&'static str>,
    procedure: String,
    left: TimeLeft,
    due: Option<String>,
    deeds: Vec<DeedForm>,
    people: Vec<(String, String)>,
    back: Vec<(u16, String)>,
    listed: Vec<(u16, String)>,
    earlier: bool,
    ways: &'static [ReturnWay],
    accept: &'static str,
    today: String,
    owner: Party,
    proxy: Option<Party>,
    channel: &'static str,
    return_way: ReturnWay,
    papers: Vec<PaperLine>,
    letters: Vec<(i64, String)>,
    draft: String,
    result: Option<(String, String, String, String)>,
    trace: Vec<(String, String)>,
    timeline: Vec<Moment>,
    steps: Vec<(String, bool)>,
}

/// The page.
pub async fn show(State(app): State<App>, Staff(session): Staff, Path(id): Path<DossierId>) -> Answer {
    Ok(page(&build(&app, &session, id, vec![]).await?))
}

/// The page again, with what was wrong with the form.
pub async fn again(app: &App, session: &Session, id: DossierId, errors: Vec<FieldError>) -> Result<Response> {
    let page = build(app, session, id, errors).await?;
    Ok(with_status(StatusCode::UNPROCESSABLE_ENTITY, &page))
}

async fn build(app: &App, session: &Session, id: DossierId, errors: Vec<FieldError>) -> Result<Page> {
    let (inner, session) = (app.clone(), session.clone());
    app.read(move |tx| assemble(&inner, tx, &session, id, errors.clone())).await
}

fn assemble(
    app: &App,
    tx: &mut Tx,
    session: &Session,
    id: DossierId,
    errors: Vec<FieldError>,
) -> Result<Page> {
    let seen = dossier::load(tx, id)?;
    let by = session.actor();
    if !may(&by, Action::Read, &seen) {
        return Err(Error::NotFound);
    }
    let (house, now) = (app.house(), app.now());
    let filing = dossier::filing(tx, id)?;
    let procedure = app.versions.procedure(tx, seen.procedure)?;
    let events = events(tx, id)?;
    let process = seen.process.map(|_| settle::process(app, tx, &seen)).transpose()?;
    let here = seen.place.as_ref().map(|place| place.step);
    let is_last = process.as_ref().zip(here).is_some_and(|(p, at)| p.content.is_last_before_return(at));
    let next = process.as_ref().zip(here).and_then(|(p, at)| {
        let next = *p.content.next(at).first()?;
        p.content.step(next).map(|step| step.kind)
    });
    let may_do = actions(&by, &seen);
    let people = if may_do.contains(&Action::Assign) { colleagues(tx, &seen, now)? } else { vec![] };
    let (back, steps) = process.as_ref().map_or_else(Default::default, |p| steps(&p.content, here));
    let draft = events.iter().rev().find_map(|(_, event)| match event {
        Event::Drafted { draft } => Some(draft.opinion.clone()),
        _ => None,
    });
    let letters = letters(&events);
    Ok(Page {
        shell: Shell::new(app, Some(session), seen.code.clone().unwrap_or_else(|| "Hồ sơ".into()), ""),
        errors,
        id,
        version: seen.version,
        code: seen.code.clone().unwrap_or_else(|| "Chưa có mã".into()),
        state: seen.state.title(),
        priority: filing.priority.map(domain::dossier::Priority::title),
        procedure: procedure.content.name.clone(),
        left: left(&seen, &house, now),
        due: seen.due_at.map(moment),
        earlier: may_do.contains(&Action::Take) && settle::earlier_waits(tx, &seen)?,
        deeds: deeds::forms(&may_do, &seen, is_last, next),
        people,
        back,
        listed: receive::required(&procedure, filing.case)
            .into_iter()
            .map(|p| (p.item, p.name.to_owned()))
            .collect(),
        ways: ReturnWay::ALL,
        accept: kit::upload::ENDINGS,
        today: local_date(now).to_string(),
        trace: trace(&seen, &procedure.content, &filing, &house),
        papers: papers(&filing),
        owner: filing.owner,
        proxy: filing.proxy,
        channel: filing.channel.title(),
        return_way: filing.return_way,
        letters,
        draft: draft.unwrap_or_default(),
        result: result(&events),
        timeline: timeline(tx, &events)?,
        steps,
    })
}

fn left(seen: &Dossier, house: &House, now: Instant) -> TimeLeft {
    let Some(place) = &seen.place else { return TimeLeft::at_rest(seen.state) };
    let whole = seen.due_at.filter(|_| seen.state.is_running());
    let table = house.timetable(place.unit);
    match (place.due_at, whole, seen.received_at) {
        (Some(step), Some(whole), _) if step <= whole => TimeLeft::of(place.since, step, now, &table),
        (_, Some(whole), Some(received)) => TimeLeft::of(received, whole, now, &table),
        (Some(step), ..) => TimeLeft::of(place.since, step, now, &table),
        _ => TimeLeft::at_rest(seen.state),
    }
}

type Steps = (Vec<(u16, String)>, Vec<(String, bool)>);

/// The steps to which the dossier may be sent back, and all steps with the present one marked.
fn steps(process: &Process, here: Option<u16>) -> Steps {
    let name = |step: &Step| format!("{}. {}", step.no, step.kind.title());
    let back = here.map_or_else(Vec::new, |at| process.earlier(at)).into_iter().filter(|no| *no > 0);
    let back = back.filter_map(|no| process.step(no).map(|step| (no, name(step)))).collect();
    let all = (0u16..).zip(&process.steps).map(|(no, step)| (name(step), Some(no) == here)).collect();
    (back, all)
}

/// Who may be given the next step.
fn colleagues(tx: &mut Tx, seen: &Seen, now: Instant) -> Result<Vec<(String, String)>> {
    let rows = tx.all(
        "SELECT p.id, p.name, (SELECT count(*) FROM dossier d WHERE d.step_owner_id = p.id)
         FROM assignment a JOIN person p ON p.id = a.person_id
         WHERE a.unit_id = $1 AND a.role = $2 AND p.disabled_at IS NULL AND a.valid_from <= $3
           AND (a.valid_to IS NULL OR a.valid_to >= $3) ORDER BY 3, p.folded",
        args![seen.settling_unit.0, Role::Handler.name(), local_date(now)],
    )?;
    rows.iter()
        .map(|row| {
            let (id, name, load): (uuid::Uuid, String, i64) = (row.get(0)?, row.get(1)?, row.get(2)?);
            Ok((id.to_string(), format!("{name} (đang giữ {load})")))
        })
        .collect()
}

fn papers(filing: &Filing) -> Vec<PaperLine> {
    let line = |paper: &domain::dossier::filing::FiledPaper| {
        let counts = [
            (paper.originals, "bản chính"),
            (paper.certified_copies, "bản sao chứng thực"),
            (paper.copies, "bản chụp"),
        ];
        let counts: Vec<String> =
            counts.iter().filter(|(n, _)| *n > 0).map(|(n, word)| format!("{n} {word}")).collect();
        let file = |file: &FileRef| (file.hash.clone(), file.name.clone());
        PaperLine {
            name: paper.name.clone(),
            counts: counts.join(", "),
            files: paper.files.iter().map(file).collect(),
        }
    };
    filing.papers.iter().map(line).collect()
}

fn letters(events: &[Logged]) -> Vec<(i64, String)> {
    let name = |(line, event): &Logged| {
        let owed = crate::letter::facts::owed(event, line.at)?;
        let (form, number) = (owed.form, owed.number);
        Some((line.seq, format!("Mẫu {} – {} số {number:02} ({})", form.number, form.title, short(line.at))))
    };
    events.iter().filter_map(name).collect()
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

fn trace(seen: &Dossier, procedure: &Procedure, filing: &Filing, house: &House) -> Vec<(String, String)> {
    summary(&account(seen, procedure, filing, house), &house.timetable(seen.receiving_unit))
}

/// Day by day, why the result is owed when it is; empty as long as it is not owed.
pub fn account(seen: &Dossier, procedure: &Procedure, filing: &Filing, house: &House) -> Vec<TraceDay> {
    let (Some(received), Some(limit)) = (seen.received_at, procedure.limit(filing.channel)) else {
        return vec![];
    };
    let rules =
        seen.rules.as_deref().and_then(RuleSet::by_id).unwrap_or_else(|| RuleSet::at(local_date(received)));
    let table = house.timetable(seen.receiving_unit);
    due(received, limit, Course::default(), rules.clock, &table).map_or_else(|_| vec![], |due| due.trace)
}
