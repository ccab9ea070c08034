//! The administrator's page of one version of a procedure: a draft is edited right there, what was published is read.

mod gaps;

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
    version::ProcedureVersion,
    visit::{Administrator, Answer, must_be_own},
};
use domain::{
    catalogue::{VersionState, complete},
    dossier::Channel,
    id::ProcedureVersionId,
    instant::local_date,
    refusal::Refusal,
};
use kit::form::Fields;
use serde::Deserialize;

use super::{
    draft::{self, Edit, settler_of},
    parts::{self, Difference, Part},
    store,
    typed::Typed,
    versions::{self, Side, settler, settler_name, settler_word, settlers},
    words::{CHANNELS, FIELDS, LEVELS, ONLINE, UNITS},
};
use crate::{change, process, task};

#[derive(Template)]
#[template(path = "catalogue/draft.html")]
struct Draft {
    shell: Shell,
    errors: Vec<FieldError>,
    side: Side,
    seen: i64,
    typed: Typed,
    focus: String,
    gaps: Vec<(String, String)>,
    settlers: Vec<(String, String)>,
    /// How the process in force will miss the limit, if this is published.
    misfit: Option<String>,
    /// What somebody else made of it meanwhile, against what was typed here, and who.
    clash: Option<Clash>,
    done: &'static str,
}

/// Somebody was faster.
struct Clash {
    who: String,
    is_draft: bool,
    differences: Vec<Difference>,
}

#[derive(Template)]
#[template(path = "catalogue/version.html")]
struct Version {
    shell: Shell,
    errors: Vec<FieldError>,
    side: Side,
    name: String,
    state: &'static str,
    parts: Vec<Part>,
    settler: String,
    done: &'static str,
}

/// What was done just now.
#[derive(Debug, Default, Deserialize)]
pub struct Done {
    #[serde(default)]
    xong: String,
}

/// How many lines a box needs for `text` where some `wide` letters fit on one.
pub fn lines(text: &str, wide: usize) -> usize {
    text.lines().map(|line| line.chars().count() / wide + 1).sum::<usize>().clamp(1, 14)
}

/// Whether `id` is the field to go on with.
pub fn is_it(focus: &str, id: &str) -> bool {
    focus == id
}

/// The page.
pub async fn show(
    State(app): State<App>,
    Administrator(session): Administrator,
    Path(id): Path<ProcedureVersionId>,
    Query(done): Query<Done>,
) -> Answer {
    let now = Now::read(&app, id).await?;
    let done = match done.xong.as_str() {
        "luu" => "Đã lưu bản nháp.",
        "cong-bo" => "Đã công bố. Bản này có hiệu lực từ bây giờ và không thay đổi nữa.",
        "bai-bo" => "Đã hết hiệu lực. Hồ sơ tiếp nhận trước đây vẫn giải quyết theo bản này.",
        _ => "",
    };
    if now.version.state == VersionState::Draft {
        let typed = Typed::of(&now.version.content, settler_word(&settler_of(&now.version)));
        return Ok(page(&Draft { done, ..now.draft(&app, &session, typed, vec![]) }));
    }
    Ok(page(&Version { done, ..now.read_only(&app, &session) }))
}

/// A version as it stands, and what stands beside it.
struct Now {
    version: ProcedureVersion,
    side: Side,
    seen: i64,
    /// How the process in force misses its limit.
    misfit: Option<String>,
}

impl Now {
    async fn read(app: &App, id: ProcedureVersionId) -> Result<Now> {
        app.read(move |tx| {
            let version = store::get(tx, id)?;
            let misfit = task::store::misfit_of(tx, &version.content)?;
            Ok(Now { side: versions::side(tx, &version)?, seen: change::seen(tx, id.0)?, version, misfit })
        })
        .await
    }

    fn draft(self, app: &App, session: &Session, typed: Typed, errors: Vec<FieldError>) -> Draft {
        let content = typed.procedure(&self.version.content).unwrap_or_else(|_| self.version.content.clone());
        let today = local_date(app.now());
        Draft {
            shell: Shell::new(app, Some(session), self.version.content.name.clone(), "thu-tuc"),
            errors,
            seen: self.seen,
            gaps: gaps::of(&complete::missing(&content), &typed),
            settlers: settlers(&app.house(), today, &settler_of(&self.version)),
            side: self.side,
            misfit: self.misfit,
            focus: String::new(),
            typed,
            clash: None,
            done: "",
        }
    }

    fn read_only(self, app: &App, session: &Session) -> Version {
        Version {
            shell: Shell::new(app, Some(session), self.version.content.name.clone(), "thu-tuc"),
            errors: vec![],
            name: self.version.content.name.clone(),
            state: self.version.state.name(),
            parts: parts::of(&self.version.content),
            settler: settler_name(&self.version, &app.house()),
            side: self.side,
            done: "",
        }
    }
}

/// What a button of the page or of the list asks for.
pub async fn act(
    State(app): State<App>,
    Administrator(session): Administrator,
    Path(id): Path<ProcedureVersionId>,
    form: Fields,
) -> Answer {
    must_be_own(&session, &form)?;
    let (by, now) = (session.actor(), app.now());
    let here = |what: &str| Redirect::to(&format!("/quan-tri/thu-tuc/{id}?xong={what}")).into_response();
    match form.get("viec") {
        "cong-bo" => {
            app.write(move |tx| store::publish(tx, id, by, now)).await?;
            Ok(here("cong-bo"))
        }
        "bai-bo" => {
            app.write(move |tx| store::retire(tx, id, by, now)).await?;
            Ok(here("bai-bo"))
        }
        "ban-moi" => {
            let next = versions::next(&app, &session, id).await?;
            Ok(Redirect::to(&format!("/quan-tri/thu-tuc/{next}")).into_response())
        }
        "bo-ban-nhap" => {
            let seen = form.number("ban").unwrap_or_default();
            app.write(move |tx| draft::discard(tx, id, seen, by, now)).await?;
            Ok(Redirect::to("/quan-tri/thu-tuc?trang-thai=draft").into_response())
        }
        "lap-quy-trinh" => {
            let made = app.write(move |tx| {
                let content = store::get(tx, id)?.content;
                process::store::draft_usual(tx, (&content, Channel::Counter), by, now)
            });
            Ok(Redirect::to(&format!("/quan-tri/quy-trinh/{}", made.await?)).into_response())
        }
        deed => write(&app, &session, id, deed, &form).await,
    }
}

/// The buttons that send the whole form: save, save and publish, save as a new version, add or remove a row.
async fn write(app: &App, session: &Session, id: ProcedureVersionId, deed: &str, form: &Fields) -> Answer {
    let mut typed = Typed::sent(form);
    let now = Now::read(app, id).await?;
    if let Some(focus) = typed.reshape(deed) {
        let seen = form.number("ban").unwrap_or_default();
        return Ok(page(&Draft { focus, seen, ..now.draft(app, session, typed, vec![]) }));
    }
    let target = match deed {
        "luu" | "luu-cong-bo" => id,
        "luu-ban-moi" => versions::next(app, session, id).await?,
        _ => return Err(Error::NotFound.into()),
    };
    let saved = match typed.procedure(&now.version.content) {
        Ok(content) => {
            let settler = settler(typed.get("giai-quyet"), &app.house());
            // A new version is written only where it is fresh: one line of its log, that it was begun.
            let seen = if target == id { form.number("ban").unwrap_or_default() } else { 1 };
            save(app, session, target, Edit { seen, content, settler }, deed == "luu-cong-bo").await
        }
        Err(error) => Err(error),
    };
    let errors = match saved {
        Ok(()) => {
            let what = if deed == "luu-cong-bo" { "cong-bo" } else { "luu" };
            return Ok(Redirect::to(&format!("/quan-tri/thu-tuc/{target}?xong={what}")).into_response());
        }
        Err(Error::Stale | Error::Refused(Refusal::NotADraft)) => {
            let now = Now::read(app, target).await?;
            return Ok(with_status(StatusCode::CONFLICT, &clash(now, app, session, typed)));
        }
        Err(Error::Invalid(errors)) => errors,
        Err(Error::Refused(Refusal::ProcedureIncomplete(_))) => {
            let page = now.draft(app, session, typed, vec![]);
            let error = |(field, message): &(String, String)| FieldError {
                field: field.clone(),
                message: message.clone(),
            };
            let errors = page.gaps.iter().map(error).collect();
            return Ok(with_status(
                StatusCode::UNPROCESSABLE_ENTITY,
                &Draft { errors, gaps: vec![], ..page },
            ));
        }
        Err(other) => return Err(other.into()),
    };
    let seen = form.number("ban").unwrap_or_default();
    let page = Draft { seen, ..now.draft(app, session, typed, errors) };
    Ok(with_status(StatusCode::UNPROCESSABLE_ENTITY, &page))
}

/// Saves, and publishes in the same transaction if asked to: what is incomplete is not half done.
async fn save(
    app: &App,
    session: &Session,
    id: ProcedureVersionId,
    edit: Edit,
    publishes: bool,
) -> Result<()> {
    let (by, now) = (session.actor(), app.now());
    app.write(move |tx| {
        let edited = draft::edit(tx, id, &edit, by, now)?;
        if publishes {
            store::publish_seen(tx, id, edit.seen + i64::from(edited), (by, now))?;
        }
        Ok(())
    })
    .await
}

/// The page for the slower of two: the new state, and everything typed.
fn clash(now: Now, app: &App, session: &Session, typed: Typed) -> Draft {
    let who = now.side.log.first().map_or(String::new(), |(at, who, _)| format!("{who}, {at}"));
    let is_draft = now.version.state == VersionState::Draft;
    let before = parts::of(&now.version.content);
    let typed_content = typed.procedure(&now.version.content).unwrap_or_else(|_| now.version.content.clone());
    let differences = parts::differences(&before, &parts::of(&typed_content));
    Draft { clash: Some(Clash { who, is_draft, differences }), ..now.draft(app, session, typed, vec![]) }
}
