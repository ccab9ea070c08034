//! One round: the form that holds it, and what it found.

use std::collections::HashMap;

use askama::Template;
use axum::{
    extract::{Path, State},
    http::StatusCode,
    response::{IntoResponse, Redirect},
};
use base::{
    app::App,
    attachment,
    error::{Error, FieldError, Result},
    page::{Shell, moment, with_status},
    session::Session,
    visit::{Answer, Staff, must_be_own},
};
use domain::{
    checklist::{Answer as Found, Item, Round, Verdict, may_inspect},
    refusal::Refusal,
};
use kit::{
    db::{Tx, args},
    form::Fields,
};
use uuid::Uuid;

use super::store::{self, MEND_DAYS};

/// An item with what the data tell of it now, and what was found.
struct Line {
    item: Item,
    counted: Option<i64>,
    found: Option<Found>,
}

#[derive(Template)]
#[template(path = "checklist/show.html")]
struct Page {
    shell: Shell,
    errors: Vec<FieldError>,
    typed: Fields,
    id: Uuid,
    round: Round,
    unit: String,
    planned: String,
    done: Option<String>,
    may_hold: bool,
    lines: Vec<Line>,
    /// The corrective actions that follow from it.
    correctives: Vec<(Uuid, String)>,
    mend_days: i64,
}

impl Page {
    /// The name of the field `what` of `item`.
    fn field(&self, what: &str, item: Item) -> String {
        field(what, item)
    }

    /// Whether `verdict` is ticked for the line: as typed, or as the data tell.
    fn is_ticked(&self, line: &Line, verdict: Verdict) -> bool {
        let typed = self.typed.get(field("ket-luan", line.item));
        if !typed.is_empty() {
            return typed == verdict.name();
        }
        match line.counted {
            Some(0) => verdict == Verdict::Met,
            Some(_) => verdict == Verdict::NotMet,
            None => false,
        }
    }

    /// The note as typed, or the beginning of one where the data tell.
    fn note(&self, line: &Line) -> String {
        let name = field("ghi-chu", line.item);
        let is_new = self.typed.get(field("ket-luan", line.item)).is_empty();
        match (line.counted.filter(|n| *n > 0 && is_new), line.item.counted()) {
            (Some(n), Some(words)) => format!("{n} {words}."),
            _ => self.typed.get(name).to_owned(),
        }
    }
}

fn field(what: &str, item: Item) -> String {
    format!("{what}-{}", item.name())
}

/// The page.
pub async fn show(State(app): State<App>, Staff(session): Staff, Path(id): Path<Uuid>) -> Answer {
    answer(&app, &session, id, Fields::default(), vec![]).await
}

async fn answer(app: &App, session: &Session, id: Uuid, typed: Fields, errors: Vec<FieldError>) -> Answer {
    let (by, now, house) = (session.actor(), app.now(), app.house());
    let (round, done_at, counted, correctives) = app
        .read(move |tx| {
            let (round, done_at) = store::load(tx, id, &by)?;
            let counted =
                if done_at.is_none() { store::counts(tx, round.unit, now)? } else { HashMap::new() };
            Ok((round, done_at, counted, correctives(tx, id)?))
        })
        .await?;
    let line = |item: &Item| {
        let found = round.answers.iter().find(|answer| answer.item == *item).cloned();
        let counted = found.as_ref().map_or_else(|| counted.get(item).copied(), |found| found.counted);
        Line { item: *item, counted, found }
    };
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let unit = house.unit_name(round.unit).to_owned();
    let page = Page {
        shell: Shell::new(app, Some(session), format!("Phiếu giám sát: {unit}"), "chan-chinh"),
        errors,
        typed,
        id,
        unit,
        planned: round.planned_on.strftime("%-d/%-m/%Y").to_string(),
        done: done_at.map(moment),
        may_hold: done_at.is_none() && may_inspect(&by),
        lines: Item::ALL.iter().map(line).collect(),
        round,
        correctives,
        mend_days: MEND_DAYS,
    };
    Ok(with_status(status, &page))
}

/// The corrective actions that follow from the round `id`.
fn correctives(tx: &mut Tx, id: Uuid) -> Result<Vec<(Uuid, String)>> {
    let sql = "SELECT id, body ->> 'subject' FROM corrective WHERE source_id = $1 ORDER BY id LIMIT 100";
    tx.all(sql, args![id])?.iter().map(|row| Ok((row.get(0)?, row.get(1)?))).collect()
}

/// Holds the round.
pub async fn hold(
    State(app): State<App>,
    Staff(session): Staff,
    Path(id): Path<Uuid>,
    form: Fields,
) -> Answer {
    must_be_own(&session, &form)?;
    let (by, now, inner) = (session.actor(), app.now(), app.clone());
    // Nothing is kept of a file before it is known that this person may hold it.
    let (round, done_at) = app.read(move |tx| store::load(tx, id, &by)).await?;
    if !may_inspect(&by) {
        return Err(Error::from(Refusal::SupervisionNotYours).into());
    }
    if round.is_done() || done_at.is_some() {
        return Err(Error::Stale.into());
    }
    let held = match read(&app, &form).await {
        Ok(answers) => app.write(move |tx| store::hold(&inner, tx, id, answers.clone(), by, now)).await,
        Err(error) => Err(error),
    };
    match held {
        Ok(()) => Ok(Redirect::to(&format!("/lam-viec/phieu-giam-sat/{id}")).into_response()),
        Err(Error::Invalid(errors)) => answer(&app, &session, id, form, errors).await,
        Err(other) => Err(other.into()),
    }
}

/// What was found, item by item; every mistake at once, and no file kept while there is one.
async fn read(app: &App, form: &Fields) -> Result<Vec<Found>> {
    let (mut answers, mut errors) = (vec![], vec![]);
    for item in Item::ALL {
        let note = form.get(field("ghi-chu", *item)).to_owned();
        let verdict = Verdict::by_name(form.get(field("ket-luan", *item)));
        let wrong = match verdict {
            None => Some((field("ket-luan", *item), "Chọn kết luận")),
            Some(Verdict::NotMet) if note.is_empty() => Some((field("ghi-chu", *item), "Ghi rõ sai ở đâu")),
            Some(_) => None,
        };
        if let Some((field, message)) = wrong {
            errors.push(FieldError { field, message: format!("{message}: {}.", item.title()) });
        }
        if let Some(verdict) = verdict {
            answers.push(Found { item: *item, counted: None, verdict, note, file: None });
        }
    }
    if !errors.is_empty() {
        return Err(Error::Invalid(errors));
    }
    for answer in &mut answers {
        answer.file = attachment::take(app, form, &field("tep", answer.item)).await?;
    }
    Ok(answers)
}

/// The file that came with an item.
pub async fn file(
    State(app): State<App>,
    Staff(session): Staff,
    Path((id, item)): Path<(Uuid, String)>,
) -> Answer {
    let by = session.actor();
    let item = Item::by_name(&item).ok_or(Error::NotFound)?;
    let (round, _) = app.read(move |tx| store::load(tx, id, &by)).await?;
    let found = round.answers.into_iter().find(|answer| answer.item == item);
    let file = found.and_then(|answer| answer.file).ok_or(Error::NotFound)?;
    Ok(attachment::give(&app, file).await?)
}
