//! One corrective action: what is wrong, what is to be done, what happened, and what may be done now.

use askama::Template;
use axum::{
    extract::{Path, State},
    http::StatusCode,
    response::{IntoResponse, Redirect},
};
use base::{
    app::App,
    attachment,
    dossier::log,
    error::{Error, FieldError, Result},
    page::{Shell, moment, with_status},
    session::Session,
    timeleft::TimeLeft,
    visit::{Answer, Staff, must_be_own},
};
use domain::{
    corrective::{Corrective, CorrectiveEvent, Deed, Origin, State as Standing},
    matter::Rung,
    people::{Actor, Role},
};
use kit::form::Fields;
use uuid::Uuid;

use super::{list::left, store};
use crate::{matter::begin::due, told::told};

/// How many working days there are for what was sent back.
const AGAIN: i64 = 3;

struct Told {
    title: &'static str,
    who: String,
    text: String,
    rung: Option<&'static str>,
    /// The line and the name of the file that came with it.
    file: Option<(i64, String)>,
}

#[derive(Template)]
#[template(path = "corrective/show.html")]
struct Page {
    shell: Shell,
    errors: Vec<FieldError>,
    typed: Fields,
    id: Uuid,
    seq: i64,
    by: Actor,
    corrective: Corrective,
    look: &'static str,
    unit: String,
    due: String,
    left: TimeLeft,
    told: Vec<Told>,
    again: i64,
}

impl Page {
    fn may(&self, deed: &str) -> bool {
        Deed::by_name(deed).is_some_and(|deed| self.corrective.may(&self.by, deed))
    }

    /// Whether it is a task of the plan, in which nothing is wrong yet.
    fn is_plan(&self) -> bool {
        self.corrective.origin == Origin::Plan
    }

    /// Whether the reader sees every difficulty that was decided on: the unit with the task may not.
    fn may_follow(&self) -> bool {
        self.by.role().is_some_and(|role| role.is_centre() || role == Role::ProvincialLeader)
    }

    /// What was done with it, in words: a task is done, a fault is mended.
    fn done(&self) -> &'static str {
        if self.is_plan() { "đã xong" } else { "đã khắc phục" }
    }

    /// What was typed, in the form it was typed in.
    fn typed_in(&self, deed: &str) -> &str {
        if self.typed.get("viec") == deed { self.typed.get("noi-dung") } else { "" }
    }

    /// What is wrong with the words in the form of `deed`.
    fn wrong(&self, deed: &str) -> Option<&str> {
        base::page::message(&self.errors, &format!("{deed}-noi-dung"))
    }
}

/// The page.
pub async fn show(State(app): State<App>, Staff(session): Staff, Path(id): Path<Uuid>) -> Answer {
    answer(&app, &session, id, Fields::default(), vec![]).await
}

async fn answer(app: &App, session: &Session, id: Uuid, typed: Fields, errors: Vec<FieldError>) -> Answer {
    let (by, now, house) = (session.actor(), app.now(), app.house());
    let inner = std::sync::Arc::clone(&house);
    let (seen, lines) = app
        .read(move |tx| {
            let seen = store::load(tx, id, &by)?;
            Ok((seen, told(tx, id, &inner)?))
        })
        .await?;
    let corrective = seen.corrective;
    let since = lines.last().map_or(now, |(line, _)| line.at);
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let page = Page {
        shell: Shell::new(app, Some(session), corrective.subject.clone(), "chan-chinh"),
        errors,
        typed,
        id,
        seq: seen.seq,
        by,
        look: super::look(corrective.state),
        unit: house.unit_name(corrective.unit).to_owned(),
        due: moment(corrective.due_at),
        left: left(&corrective, since, &house, now),
        told: lines.iter().map(|(line, who)| said(line, who, corrective.origin)).collect::<Result<_>>()?,
        again: AGAIN,
        corrective,
    };
    Ok(with_status(status, &page))
}

fn event(line: &log::Line) -> Result<CorrectiveEvent> {
    serde_json::from_str(&line.body).map_err(Error::fault)
}

fn said(line: &log::Line, who: &str, origin: Origin) -> Result<Told> {
    let event = event(line)?;
    Ok(Told {
        title: event.title_in(origin),
        who: who.to_owned(),
        text: event.text().to_owned(),
        rung: match &event {
            CorrectiveEvent::Climbed { rung } => Some(rung.inside()),
            _ => None,
        },
        file: event.file().map(|file| (line.seq, file.name.clone())),
    })
}

/// Does what the form says.
pub async fn act(
    State(app): State<App>,
    Staff(session): Staff,
    Path((id, deed)): Path<(Uuid, String)>,
    mut form: Fields,
) -> Answer {
    must_be_own(&session, &form)?;
    let deed = Deed::by_name(&deed).ok_or(Error::NotFound)?;
    form.set("viec", deed.name());
    match change(&app, &session, id, deed, &form).await {
        Ok(()) => Ok(Redirect::to(&format!("/lam-viec/chan-chinh/{id}")).into_response()),
        Err(Error::Invalid(errors)) => answer(&app, &session, id, form, errors).await,
        Err(other) => Err(other.into()),
    }
}

async fn change(app: &App, session: &Session, id: Uuid, deed: Deed, form: &Fields) -> Result<()> {
    let (by, now) = (session.actor(), app.now());
    let seen = app.read(move |tx| store::load(tx, id, &by)).await?;
    if form.get("noi-dung").is_empty() {
        return Err(Error::field(&format!("{}-noi-dung", deed.name()), "Cần ghi nội dung."));
    }
    // Nothing is kept of a file before it is known that this person may report here.
    let is_report = deed == Deed::Report && seen.corrective.may(&by, deed);
    let file = if is_report { attachment::take(app, form, "tep").await? } else { None };
    let text = form.get("noi-dung").to_owned();
    let event = match deed {
        Deed::Plan => CorrectiveEvent::Planned { text },
        Deed::Report => CorrectiveEvent::Reported { text, file },
        Deed::Close => CorrectiveEvent::Closed { text },
        Deed::SendBack => {
            CorrectiveEvent::SentBack { text, due_at: due(app, seen.corrective.unit, AGAIN, now)? }
        }
    };
    let (inner, on_screen) = (app.clone(), form.number::<i64>("ban"));
    app.write(move |tx| {
        let seen = store::load(tx, id, &by)?;
        // It answers to what was on the screen.
        if on_screen != Some(seen.seq) {
            return Err(Error::Stale);
        }
        store::record(&inner, tx, &seen, &event, by, now)
    })
    .await
}

/// The file that came with a line of its log.
pub async fn file(
    State(app): State<App>,
    Staff(session): Staff,
    Path((id, seq)): Path<(Uuid, i64)>,
) -> Answer {
    let by = session.actor();
    let line = app
        .read(move |tx| {
            store::load(tx, id, &by)?;
            log::line(tx, id, seq)
        })
        .await?;
    let file = event(&line)?.file().cloned().ok_or(Error::NotFound)?;
    Ok(attachment::give(&app, file).await?)
}
