//! One dossier: what I may do now, papers, letters, the account of its due date, its timeline.

use askama::Template;
use axum::{
    extract::{Path, State},
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use base::{
    app::App,
    dossier::{self, Seen, log},
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
        trace::summary,
    },
    dossier::{
        Dossier, Event, Filing, Party, ReturnWay,
        event::{FileRef, Outcome},
    },
    id::DossierId,
    instant::{Instant, local_date},
    people::Role,
    process::StepKind,
    rules::RuleSet,
};
use kit::db::{Tx, args};

use super::{receive, settle};
use crate::letter::file;

/// A button: its word, where it goes, and what it will cause.
struct DeedForm {
    name: &'static str,
    path: String,
    effect: &'static str,
    has_file: bool,
}

struct Moment {
    what: String,
    who: String,
    at: String,
    note: String,
}

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
    let back = process.as_ref().zip(here).map_or_else(Vec::new, |(p, at)| {
        let name =
            |no: u16| p.content.step(no).map(|step| (no, format!("{}. {}", step.no, step.kind.title())));
        p.content.earlier(at).into_iter().filter(|no| *no > 0).filter_map(name).collect()
    });
    let steps = process.as_ref().map_or_else(Vec::new, |p| {
        let all = (0u16..).zip(&p.content.steps);
        all.map(|(no, step)| (format!("{}. {}", step.no, step.kind.title()), Some(no) == here)).collect()
    });
    let draft = events.iter().rev().find_map(|(_, event)| match event {
        Event::Drafted { draft } => Some(draft.opinion.clone()),
        _ => None,
    });
    let letters = letters(tx, id, &events)?;
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
        deeds: forms(&may_do, &seen, is_last, next),
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

type Logged = (log::Line, Event);

/// What happened to the dossier, the oldest first.
pub fn events(tx: &mut Tx, id: DossierId) -> Result<Vec<Logged>> {
    let lines = log::of(tx, id.0)?.into_iter();
    lines.map(|line| Ok((line.clone(), serde_json::from_str(&line.body).map_err(Error::fault)?))).collect()
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

/// The forms for what the officer may do, the usual thing first.
fn forms(may_do: &[Action], seen: &Dossier, is_last: bool, next: Option<StepKind>) -> Vec<DeedForm> {
    let deed = |name, path: &str, effect| DeedForm { name, path: path.into(), effect, has_file: false };
    let file = |name, path: &str, effect| DeedForm { name, path: path.into(), effect, has_file: true };
    let goes_to_handler = next.is_some_and(|kind| kind.role() == Role::Handler);
    let mut forms = vec![];
    for action in may_do {
        match action {
            Action::Read => {}
            Action::Examine => {
                forms.push(deed(
                    "Tiếp nhận",
                    "tiep-nhan",
                    "Cấp mã hồ sơ và giấy hẹn; thời hạn bắt đầu tính.",
                ));
                forms.push(deed(
                    "Yêu cầu bổ sung",
                    "bo-sung",
                    "Công dân nhận một phiếu ghi đủ các giấy tờ còn thiếu.",
                ));
                forms.push(deed(
                    "Từ chối tiếp nhận",
                    "tu-choi",
                    "Công dân nhận phiếu từ chối ghi lý do và căn cứ.",
                ));
            }
            Action::Transfer => {
                forms.push(deed("Chuyển xử lý", "chuyen", "Hồ sơ đến cơ quan giải quyết ngay."))
            }
            Action::Take => {
                forms.push(deed("Nhận xử lý", "nhan-xu-ly", "Từ lúc này ông/bà chịu trách nhiệm bước này."))
            }
            Action::Assign if goes_to_handler => {
                forms.push(deed(
                    "Phân công",
                    "phan-cong",
                    "Người được giao thấy hồ sơ trong “Việc của tôi”.",
                ));
            }
            Action::Assign => forms.push(deed("Chuyển bước", "chuyen-buoc", "Hồ sơ sang bước tiếp theo.")),
            Action::Draft => {
                forms.push(file("Soạn dự thảo", "du-thao", "Lãnh đạo đọc ý kiến này khi duyệt."))
            }
            Action::Advance if !is_last => {
                let (name, effect) = match next {
                    Some(StepKind::Review | StepKind::Sign) => {
                        ("Trình duyệt", "Hồ sơ và dự thảo sang người duyệt.")
                    }
                    Some(StepKind::Number) => ("Phê duyệt", "Hồ sơ sang văn thư để lấy số."),
                    _ => ("Chuyển bước", "Hồ sơ sang bước tiếp theo."),
                };
                forms.push(deed(name, "chuyen-buoc", effect));
            }
            Action::Issue if is_last => {
                forms.push(file("Ban hành kết quả", "ban-hanh", "Kết quả về quầy; đồng hồ của hồ sơ dừng."));
            }
            Action::Advance | Action::Issue => {}
            Action::SendBack => forms.push(deed(
                "Trả lại bước trước",
                "tra-lai",
                "Người làm bước đó nhận lại hồ sơ và lý do.",
            )),
            Action::HandOver => {
                forms.push(deed("Trả kết quả", "tra-ket-qua", "Hồ sơ kết thúc; ghi ai đã nhận."))
            }
        }
    }
    if seen.has_draft {
        // With a draft in hand the usual thing is to go on, not to write it again.
        forms.sort_by_key(|form| form.path == "du-thao");
    }
    forms
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

fn letters(tx: &mut Tx, id: DossierId, events: &[Logged]) -> Result<Vec<(i64, String)>> {
    let known = file::of(tx, id)?;
    let name = |(line, event): &Logged| {
        let owed = crate::letter::facts::owed(event, line.at)?;
        let when =
            known.iter().find(|letter| letter.seq == line.seq).map_or(line.at, |letter| letter.made_at);
        Some((
            line.seq,
            format!("Mẫu {} – {} số {:02} ({})", owed.form.number, owed.form.title, owed.number, short(when)),
        ))
    };
    Ok(events.iter().filter_map(name).collect())
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

/// Day by day, why the result is owed when it is.
pub fn trace(
    seen: &Dossier,
    procedure: &domain::catalogue::Procedure,
    filing: &Filing,
    house: &House,
) -> Vec<(String, String)> {
    let (Some(received), Some(limit)) = (seen.received_at, procedure.limit(filing.channel)) else {
        return vec![];
    };
    let rules =
        seen.rules.as_deref().and_then(RuleSet::by_id).unwrap_or_else(|| RuleSet::at(local_date(received)));
    let table = house.timetable(seen.receiving_unit);
    due(received, limit, Course::default(), rules.clock, &table)
        .map_or_else(|_| vec![], |due| summary(&due.trace, &table))
}

fn timeline(tx: &mut Tx, events: &[Logged]) -> Result<Vec<Moment>> {
    let mut moments = vec![];
    for (line, event) in events.iter().rev() {
        let name: Option<String> = match line.by.person() {
            None => None,
            Some(person) => tx
                .optional("SELECT name FROM person WHERE id = $1", args![person.0])?
                .map(|row| row.get(0))
                .transpose()?,
        };
        let who = match (name, line.by.role()) {
            (Some(name), Some(role)) => format!("{name}, {}", role.title()),
            _ => "Người nộp".into(),
        };
        moments.push(Moment { what: event.title().into(), who, at: moment(line.at), note: note(event) });
    }
    Ok(moments)
}

fn note(event: &Event) -> String {
    match event {
        Event::Taken { out_of_order: Some(reason) } => format!("Nhận trước: {reason}"),
        Event::Assigned { note, .. } | Event::Advanced { note, .. } => note.clone(),
        Event::Drafted { draft } => draft.opinion.clone(),
        Event::SentBack { reason, .. } => reason.clone(),
        Event::CompletionRequested { request, .. } => {
            let lines: Vec<&str> = request.lines.iter().map(|line| line.text.as_str()).collect();
            format!("{}: {}", request.reason, lines.join("; "))
        }
        Event::Declined { ground, .. } => format!("{} ({})", ground.reason, ground.basis),
        Event::ResultIssued { result, .. } => format!("Số {}", result.number),
        Event::Returned { handover } => format!("Người nhận: {}", handover.collector),
        _ => String::new(),
    }
}

/// A letter of the dossier, as PDF.
pub async fn letter(
    State(app): State<App>,
    Staff(session): Staff,
    Path((id, seq)): Path<(DossierId, i64)>,
) -> Answer {
    must_read(&app, &session, id).await?;
    let bytes = file::document(&app, id, seq).await?;
    let name = format!("inline; filename=\"phieu-{seq}.pdf\"");
    Ok(([(header::CONTENT_TYPE, "application/pdf".to_owned()), (header::CONTENT_DISPOSITION, name)], bytes)
        .into_response())
}

/// A file of the dossier. Only one that its log names: a hash alone opens nothing.
pub async fn attachment(
    State(app): State<App>,
    Staff(session): Staff,
    Path((id, hash)): Path<(DossierId, String)>,
) -> Answer {
    must_read(&app, &session, id).await?;
    let wanted = hash.clone();
    let found = app.read(move |tx| Ok(files(tx, id)?.into_iter().find(|file| file.hash == wanted))).await?;
    let found = found.ok_or(Error::NotFound)?;
    let bytes = app.files(move |blobs| blobs.get(&hash)).await?;
    // Never shown inside our pages: what somebody sent is only ever downloaded.
    let name = format!("attachment; filename*=UTF-8''{}", percent(&found.name));
    Ok(([(header::CONTENT_TYPE, found.mime), (header::CONTENT_DISPOSITION, name)], bytes).into_response())
}

async fn must_read(app: &App, session: &Session, id: DossierId) -> Result<()> {
    let by = session.actor();
    let seen = app.read(move |tx| dossier::load(tx, id)).await?;
    if may(&by, Action::Read, &seen) { Ok(()) } else { Err(Error::NotFound) }
}

fn files(tx: &mut Tx, id: DossierId) -> Result<Vec<FileRef>> {
    let mut files: Vec<FileRef> =
        dossier::filing(tx, id)?.papers.into_iter().flat_map(|paper| paper.files).collect();
    for (_, event) in events(tx, id)? {
        match event {
            Event::Drafted { draft } => files.extend(draft.file),
            Event::ResultIssued { result, .. } => files.push(result.file),
            _ => {}
        }
    }
    Ok(files)
}

fn percent(name: &str) -> String {
    name.bytes().fold(String::new(), |mut out, byte| {
        if byte.is_ascii_alphanumeric() || b"-_.".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
        out
    })
}
