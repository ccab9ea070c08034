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

/// What the fields of an item are called.
struct Names {
    verdict: String,
    note: String,
    file: String,
}

/// An item with what the data tell of it now, and what was found.
struct Line {
    item: Item,
    counted: Option<i64>,
    found: Option<Found>,
    /// The names of its fields.
    fields: Names,
    /// The conclusions, and which is ticked.
    verdicts: Vec<(Verdict, bool)>,
    /// What stands in the note.
    note: String,
}

impl Line {
    /// The line as it was typed; where nothing was, as the data tell.
    fn of(item: Item, counted: Option<i64>, found: Option<Found>, typed: &Fields) -> Line {
        let fields = Names {
            verdict: field("ket-luan", item),
            note: field("ghi-chu", item),
            file: field("tep", item),
        };
        let chosen = Verdict::by_name(typed.get(&fields.verdict));
        let is_new = typed.pairs().is_empty();
        let told = counted.map(|n| if n == 0 { Verdict::Met } else { Verdict::NotMet }).filter(|_| is_new);
        let note = match (counted.filter(|n| *n > 0 && is_new), item.counted()) {
            (Some(n), Some(words)) => format!("{n} {words}."),
            _ => typed.get(&fields.note).to_owned(),
        };
        let verdicts = Verdict::ALL.iter().map(|verdict| (*verdict, chosen.or(told) == Some(*verdict)));
        Line { item, counted, found, fields, verdicts: verdicts.collect(), note }
    }
}

#[derive(Template)]
#[template(path = "checklist/show.html")]
struct Page {
    shell: Shell,
    errors: Vec<FieldError>,
    id: Uuid,
    round: Round,
    unit: String,
    planned: String,
    done: Option<String>,
    may_hold: bool,
    may_change: bool,
    may_correct: bool,
    lines: Vec<Line>,
    /// The corrective actions that follow from it.
    correctives: Vec<(Uuid, String)>,
    mend_days: i64,
}

/// The name of the field `what` of `item`.
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
        Line::of(*item, counted, found, &typed)
    };
    let lines = Item::ALL.iter().map(line).collect();
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let unit = house.unit_name(round.unit).to_owned();
    let page = Page {
        shell: Shell::new(app, Some(session), format!("Phiếu giám sát: {unit}"), "chan-chinh"),
        errors,
        id,
        unit,
        planned: round.planned_on.strftime("%-d/%-m/%Y").to_string(),
        done: done_at.map(moment),
        may_hold: round.may_change(&by) && round.called_off.is_empty(),
        may_change: round.may_change(&by),
        may_correct: done_at.is_some() && may_inspect(&by),
        lines,
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

/// Holds the round. The same person twice holds it once.
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
    let held = if round.is_done() || done_at.is_some() {
        Err(Error::Stale)
    } else {
        match read(&app, &form).await {
            Ok(answers) => app.write(move |tx| store::hold(&inner, tx, id, answers.clone(), by, now)).await,
            Err(error) => Err(error),
        }
    };
    let held = match held {
        Err(Error::Stale) if app.read(move |tx| store::is_held_by(tx, id, &by)).await? => Ok(()),
        held => held,
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
