//! The administrator's page of one version of a process: a draft is edited right there, what was published is read.

use askama::Template;
use axum::{
    extract::{Path, Query, State},
    http::StatusCode,
    response::{IntoResponse, Redirect},
};
use base::{
    app::App,
    error::{Error, FieldError, Result},
    page::{Shell, page, with_status},
    session::Session,
    version::ProcessVersion,
    visit::{Administrator, Answer, must_be_own},
};
use domain::{
    calendar::deadline::DAY_MINUTES,
    catalogue::VersionState,
    id::ProcessVersionId,
    instant::local_date,
    process::{
        Process, Step, StepKind,
        check::{check, hours},
    },
    refusal::Refusal,
};
use kit::form::Fields;
use serde::Deserialize;

use super::{
    compare, decision,
    draft::{self, Side},
    picture, store,
    typed::Typed,
};
use crate::{
    catalogue::{edit::lines, parts::Difference},
    change,
};

#[derive(Template)]
#[template(path = "process/draft.html")]
struct Draft {
    shell: Shell,
    errors: Vec<FieldError>,
    side: Side,
    seen: i64,
    typed: Typed,
    focus: String,
    /// What stands against publishing: the field to go to, and the sentence.
    findings: Vec<(String, String)>,
    sums: Sums,
    picture: String,
    clash: Option<Clash>,
    done: &'static str,
}

/// The whole time beside the limit.
struct Sums {
    total: String,
    limit: Option<String>,
    /// Where the limit comes from.
    source: &'static str,
    is_even: bool,
}

/// Somebody was faster.
struct Clash {
    who: String,
    is_draft: bool,
    differences: Vec<Difference>,
}

#[derive(Template)]
#[template(path = "process/version.html")]
struct ReadOnly {
    shell: Shell,
    side: Side,
    state: &'static str,
    process: Process,
    findings: Vec<(String, String)>,
    sums: Sums,
    picture: String,
    rows: Vec<Row>,
    done: &'static str,
}

/// A step as it is read.
struct Row {
    step: Step,
    time: String,
    next: String,
}

/// What was done just now.
#[derive(Debug, Default, Deserialize)]
pub struct Done {
    #[serde(default)]
    xong: String,
}

/// The page.
pub async fn show(
    State(app): State<App>,
    Administrator(session): Administrator,
    Path(id): Path<ProcessVersionId>,
    Query(done): Query<Done>,
) -> Answer {
    let now = Now::read(&app, id).await?;
    let done = match done.xong.as_str() {
        "luu" => "Đã lưu bản nháp.",
        "cong-bo" => "Đã công bố. Hồ sơ tiếp nhận từ bây giờ giải quyết theo quy trình này.",
        "bai-bo" => "Đã hết hiệu lực. Hồ sơ tiếp nhận trước đây vẫn giải quyết theo bản này.",
        _ => "",
    };
    if now.version.state == VersionState::Draft {
        let typed = Typed::of(&now.version.content);
        return Ok(page(&Draft { done, ..now.draft(&app, &session, typed, vec![]) }));
    }
    Ok(page(&ReadOnly { done, ..now.read_only(&app, &session) }))
}

/// A version as it stands, and what stands beside it.
struct Now {
    version: ProcessVersion,
    side: Side,
    seen: i64,
}

impl Now {
    async fn read(app: &App, id: ProcessVersionId) -> Result<Now> {
        app.read(move |tx| {
            let version = store::get(tx, id)?;
            Ok(Now { side: draft::side(tx, &version)?, seen: change::seen(tx, id.0)?, version })
        })
        .await
    }

    fn draft(self, app: &App, session: &Session, typed: Typed, errors: Vec<FieldError>) -> Draft {
        let (process, _) = typed.as_far_as_it_goes(&self.version.content);
        let (findings, faulty) = findings(&process, self.side.limit, true);
        Draft {
            shell: Shell::new(app, Some(session), self.version.content.name.clone(), "quy-trinh"),
            errors,
            seen: self.seen,
            findings,
            sums: sums(&process, self.side.limit),
            picture: picture::svg(&process, "so-do", &faulty),
            side: self.side,
            focus: String::new(),
            typed,
            clash: None,
            done: "",
        }
    }

    fn read_only(self, app: &App, session: &Session) -> ReadOnly {
        let process = self.version.content;
        let (findings, faulty) = findings(&process, self.side.limit, false);
        let no = |place: &u16| process.step(*place).map_or_else(String::new, |step| step.no.clone());
        let row = |step: &Step| Row {
            time: step.minutes.map_or_else(|| "không tính".to_owned(), hours),
            next: step.next.iter().map(no).collect::<Vec<_>>().join(", "),
            step: step.clone(),
        };
        ReadOnly {
            shell: Shell::new(app, Some(session), process.name.clone(), "quy-trinh"),
            state: self.version.state.name(),
            findings,
            sums: sums(&process, self.side.limit),
            picture: picture::svg(&process, "so-do", &faulty),
            rows: process.steps.iter().map(row).collect(),
            side: self.side,
            process,
            done: "",
        }
    }
}

/// What is wrong with `process`, each with the field or row to go to, and the places of the steps concerned.
fn findings(process: &Process, limit: Option<i64>, in_form: bool) -> (Vec<(String, String)>, Vec<u16>) {
    let found = check(process, limit);
    let faulty = found.iter().filter_map(|finding| finding.place).collect();
    let target = |code: &str, place: Option<u16>| {
        let Some(place) = place else { return "cac-buoc".to_owned() };
        let end = match code {
            "no_owner" => "ai",
            "no_time" | "return_counted" => "gio",
            _ => "tiep",
        };
        if in_form { format!("b{place}-{end}") } else { format!("buoc-{place}") }
    };
    let told = found.into_iter().map(|finding| {
        let step = finding.step.map(|no| format!("Bước {no}: ")).unwrap_or_default();
        (target(finding.code, finding.place), format!("{step}{}", finding.message))
    });
    (told.collect(), faulty)
}

fn sums(process: &Process, limit: Option<i64>) -> Sums {
    let known = limit.or(process.stated_minutes);
    Sums {
        total: told(process.minutes()),
        limit: known.map(told),
        source: if limit.is_some() {
            "thời hạn của thủ tục đã công bố"
        } else {
            "thời gian văn bản ghi"
        },
        is_even: known.is_none_or(|known| known == process.minutes()),
    }
}

/// A whole time to the minute, and in days where they are whole.
fn told(minutes: i64) -> String {
    let exact = hours(minutes);
    if minutes > 0 && minutes % DAY_MINUTES == 0 {
        format!("{exact} ({} ngày)", minutes / DAY_MINUTES)
    } else {
        exact
    }
}

/// What a button of the page asks for.
pub async fn act(
    State(app): State<App>,
    Administrator(session): Administrator,
    Path(id): Path<ProcessVersionId>,
    form: Fields,
) -> Answer {
    must_be_own(&session, &form)?;
    let (by, now) = (session.actor(), app.now());
    match form.get("viec") {
        "bai-bo" => {
            app.write(move |tx| store::retire(tx, id, by, now)).await?;
            Ok(Redirect::to(&format!("/quan-tri/quy-trinh/{id}?xong=bai-bo")).into_response())
        }
        "ban-moi" => {
            let next = next(&app, &session, id).await?;
            Ok(Redirect::to(&format!("/quan-tri/quy-trinh/{next}")).into_response())
        }
        "bo-ban-nhap" => {
            let seen = form.number("ban").unwrap_or_default();
            app.write(move |tx| draft::discard(tx, id, seen, by, now)).await?;
            Ok(Redirect::to("/quan-tri/quy-trinh?trang-thai=draft").into_response())
        }
        deed => write(&app, &session, id, deed, &form).await,
    }
}

/// Makes the next draft of a process from the version `id`, or finds the one that is there. Of two who do so at once the
/// slower one finds the draft of the faster.
async fn next(app: &App, session: &Session, id: ProcessVersionId) -> Result<ProcessVersionId> {
    let (by, now) = (session.actor(), app.now());
    let made = app.write(move |tx| draft::revise(tx, id, by, now)).await;
    if let Ok(made) = made {
        return Ok(made);
    }
    let there = app.read(move |tx| {
        let code = store::get(tx, id)?.content.code;
        Ok(draft::history(tx, &code)?.into_iter().find(|past| past.state == VersionState::Draft))
    });
    match there.await? {
        Some(draft) => Ok(draft.id),
        None => made,
    }
}

/// The buttons that send the whole form: save, save and publish, save as a new version, change rows, draw again.
async fn write(app: &App, session: &Session, id: ProcessVersionId, deed: &str, form: &Fields) -> Answer {
    let mut typed = Typed::sent(form);
    let now = Now::read(app, id).await?;
    let seen = form.number("ban").unwrap_or_default();
    if let Some(focus) = typed.reshape(deed) {
        let (_, errors) = typed.as_far_as_it_goes(&now.version.content);
        // While rows are made they are not yet filled in: only asked to draw does the page say what cannot be read.
        let errors = if deed == "ve-lai" { errors } else { vec![] };
        return Ok(page(&Draft { focus, seen, ..now.draft(app, session, typed, errors) }));
    }
    let publishes = deed == "luu-cong-bo";
    let target = match deed {
        "luu" | "luu-cong-bo" => id,
        "luu-ban-moi" => next(app, session, id).await?,
        _ => return Err(Error::NotFound.into()),
    };
    let saved = match read(app, &typed, &now.version.content, publishes) {
        Ok(content) => {
            // A new version is written only where it is fresh: one line of its log, that it was begun.
            let seen = if target == id { seen } else { 1 };
            save(app, session, target, (seen, content), publishes).await
        }
        Err(error) => Err(error),
    };
    let errors = match saved {
        Ok(()) => {
            let what = if publishes { "cong-bo" } else { "luu" };
            return Ok(Redirect::to(&format!("/quan-tri/quy-trinh/{target}?xong={what}")).into_response());
        }
        Err(Error::Stale | Error::Refused(Refusal::NotADraft)) => {
            let now = Now::read(app, target).await?;
            return Ok(with_status(StatusCode::CONFLICT, &clash(now, app, session, typed)));
        }
        Err(Error::Invalid(errors)) => errors,
        Err(Error::Refused(Refusal::ProcessUnsound(_))) => {
            let page = now.draft(app, session, typed, vec![]);
            let error = |(field, message): &(String, String)| FieldError {
                field: field.clone(),
                message: message.clone(),
            };
            let errors = page.findings.iter().map(error).collect();
            let page = Draft { errors, findings: vec![], seen, ..page };
            return Ok(with_status(StatusCode::UNPROCESSABLE_ENTITY, &page));
        }
        Err(other) => return Err(other.into()),
    };
    let page = Draft { seen, ..now.draft(app, session, typed, errors) };
    Ok(with_status(StatusCode::UNPROCESSABLE_ENTITY, &page))
}

/// The process that the form makes; to be published it needs the decision that approves it, and that decision has been
/// taken (TT 01/2018 Điều 8.3).
fn read(app: &App, typed: &Typed, before: &Process, publishes: bool) -> Result<Process> {
    let process = typed.process(before)?;
    let (number, day) = decision::parts(&process.decision);
    let mut errors = vec![];
    let mut wrong = |field: &str, message: &str| {
        errors.push(FieldError { field: field.into(), message: message.into() });
    };
    if publishes && number.is_empty() {
        wrong("so-quyet-dinh", "Ghi số quyết định của Chủ tịch UBND phê duyệt quy trình.");
    }
    match day {
        None if publishes => wrong("ngay-quyet-dinh", "Ghi ngày của quyết định phê duyệt quy trình."),
        Some(day) if day > local_date(app.now()) => {
            wrong("ngay-quyet-dinh", "Ngày của quyết định không thể ở sau hôm nay.");
        }
        _ => {}
    }
    if errors.is_empty() { Ok(process) } else { Err(Error::Invalid(errors)) }
}

/// Saves, and publishes in the same transaction if asked to: what is unsound is not half done.
async fn save(
    app: &App,
    session: &Session,
    id: ProcessVersionId,
    (seen, content): (i64, Process),
    publishes: bool,
) -> Result<()> {
    let (by, now) = (session.actor(), app.now());
    app.write(move |tx| {
        let edited = draft::edit(tx, id, (seen, &content), by, now)?;
        if publishes {
            store::publish(tx, id, seen + i64::from(edited), by, now)?;
        }
        Ok(())
    })
    .await
}

/// The page for the slower of two: the new state, and everything typed.
fn clash(now: Now, app: &App, session: &Session, typed: Typed) -> Draft {
    let who = now.side.log.first().map_or(String::new(), |(at, who, _)| format!("{who}, {at}"));
    let is_draft = now.version.state == VersionState::Draft;
    let (process, _) = typed.as_far_as_it_goes(&now.version.content);
    let differences = compare::differences(&now.version.content, &process);
    Draft { clash: Some(Clash { who, is_draft, differences }), ..now.draft(app, session, typed, vec![]) }
}
