//! One legal document: the procedures that rest on it with their reviews, and the form that records how it ends.

use askama::Template;
use axum::{
    extract::{Path, State},
    http::StatusCode,
    response::{IntoResponse, Redirect},
};
use base::{
    app::App,
    error::{Error, FieldError, Result},
    house::House,
    page::{Shell, short, with_status},
    session::Session,
    visit::{Answer, Staff, must_be_own},
};
use domain::{
    id::UnitId,
    instant::local_date,
    legal_basis::{End, LegalDocument, Standing, USUAL_WARNING, may_read, may_record, numbers},
    people::{Actor, Role},
    task::{Task, TaskKind, TaskState},
};
use jiff::civil::Date;
use kit::{
    db::{Tx, args},
    form::Fields,
};
use uuid::Uuid;

use super::store::{self, Seen};
use crate::{change, day, process::decision::day_of};

/// How many procedures the page shows.
const MOST: usize = 300;

/// A procedure that rests on the document.
struct Line {
    code: String,
    name: String,
    unit: String,
    /// Its latest review: where it stands, and its page where the reader may open it.
    review: Option<(TaskState, Option<Uuid>)>,
}

#[derive(Template)]
#[template(path = "legal_basis/show.html")]
struct Page {
    shell: Shell,
    errors: Vec<FieldError>,
    typed: Fields,
    id: Uuid,
    seq: i64,
    document: LegalDocument,
    standing: Standing,
    effective: String,
    from: String,
    alarm: String,
    lines: Vec<Line>,
    /// Whether there are more of them than the page shows.
    is_cut: bool,
    /// Who recorded what, the latest first.
    told: Vec<(String, String)>,
    may_record: bool,
    /// Whether the Centre may look at the draft of its letter.
    has_letter: bool,
}

/// The page.
pub async fn show(State(app): State<App>, Staff(session): Staff, Path(id): Path<Uuid>) -> Answer {
    answer(&app, &session, id, None, vec![]).await
}

async fn answer(
    app: &App,
    session: &Session,
    id: Uuid,
    typed: Option<Fields>,
    errors: Vec<FieldError>,
) -> Answer {
    let (by, house) = (session.actor(), app.house());
    if !may_read(&by) {
        return Err(Error::Forbidden.into());
    }
    let (seen, mut lines, may_record, told, has_letter) = app
        .read(move |tx| {
            let seen = store::load(tx, id)?;
            let lines = procedures(tx, id, &by, &house)?;
            let may_record = may(tx, &by, &seen)?;
            let told = change::told(tx, id, |line| said(&line.body))?;
            Ok((seen, lines, may_record, told, by.role().is_some_and(Role::is_centre) && is_owed(tx, id)?))
        })
        .await?;
    let document = seen.document;
    let typed = typed.unwrap_or_else(|| as_typed(&document));
    let end = document.end.as_ref();
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let is_cut = lines.len() > MOST;
    lines.truncate(MOST);
    let page = Page {
        shell: Shell::new(app, Some(session), document.number.clone(), "vong-doi"),
        errors,
        typed,
        id,
        seq: seen.seq,
        standing: document.standing(local_date(app.now())),
        effective: document.effective_on.map_or_else(String::new, |first| day(&first)),
        from: end.map_or_else(String::new, |end| day(&end.from)),
        alarm: end.map_or_else(String::new, |end| day(&end.alarm_on())),
        has_letter,
        is_cut,
        lines,
        told: told.into_iter().map(|(at, who, what)| (format!("{who} · {}", short(at)), what)).collect(),
        may_record,
        document,
    };
    Ok(with_status(status, &page))
}

/// Whether `by` may record how the document ends.
fn may(tx: &mut Tx, by: &Actor, seen: &Seen) -> Result<bool> {
    let rests = match by.unit() {
        Some(unit) => store::rests_in(tx, unit, seen.id)?,
        None => false,
    };
    Ok(may_record(by, rests, seen.document.end.is_some()))
}

/// Whether a review is owed of a procedure in force that rests on it: what the letter lists.
fn is_owed(tx: &mut Tx, id: Uuid) -> Result<bool> {
    let row = tx.optional(
        "SELECT 1 FROM legal_document d JOIN legal_basis b ON b.number = d.number
             JOIN procedure p ON p.id = b.procedure_id AND p.state = 'published'
             JOIN task t ON t.procedure_code = p.code AND t.source_id = d.id AND t.kind = $2 AND t.state = 'open'
         WHERE d.id = $1 LIMIT 1",
        args![id, TaskKind::Basis.name()],
    )?;
    Ok(row.is_some())
}

/// The procedures in force that rest on it, by code.
fn procedures(tx: &mut Tx, id: Uuid, by: &Actor, house: &House) -> Result<Vec<Line>> {
    let tasks = tx.all(
        "SELECT id, body FROM task WHERE source_id = $1 AND kind = $2 ORDER BY opened_at, id",
        args![id, TaskKind::Basis.name()],
    )?;
    let mut reviews = std::collections::HashMap::new();
    for row in tasks {
        let task: Task = row.json(1)?;
        let page = task.may_read(by).then(|| row.get(0)).transpose()?;
        reviews.insert(task.procedure, (task.state, page, task.owner));
    }
    let rows = tx.all(
        "SELECT p.code, p.name, p.settling_unit_id FROM legal_document d JOIN legal_basis b ON b.number = d.number
             JOIN procedure p ON p.id = b.procedure_id AND p.state = 'published'
         WHERE d.id = $1 ORDER BY p.code LIMIT $2",
        args![id, i64::try_from(MOST + 1).map_err(Error::fault)?],
    )?;
    let line = |row: &kit::db::Row| {
        let code: String = row.get(0)?;
        let review = reviews.get(&code);
        let unit = row.get::<Option<Uuid>>(2)?.map(UnitId).or(review.map(|(.., owner)| *owner));
        Ok(Line {
            name: row.get(1)?,
            unit: unit.map_or_else(String::new, |unit| house.unit_name(unit).to_owned()),
            review: review.map(|(state, page, _)| (*state, *page)),
            code,
        })
    };
    rows.iter().map(line).collect()
}

/// What a line of its log says.
fn said(body: &str) -> String {
    let Ok(document) = serde_json::from_str::<LegalDocument>(body) else { return String::new() };
    match document.end {
        None => "Ghi: còn hiệu lực".into(),
        Some(end) if end.replaced_by.is_empty() => {
            format!("Ghi: hết hiệu lực từ {} theo {}", day(&end.from), end.reason)
        }
        Some(end) => {
            format!(
                "Ghi: hết hiệu lực từ {} theo {}, thay thế bằng {}",
                day(&end.from),
                end.reason,
                end.replaced_by
            )
        }
    }
}

/// The form as the document has it.
fn as_typed(document: &LegalDocument) -> Fields {
    let effective = document.effective_on.as_ref().map_or_else(String::new, day);
    let end = document.end.as_ref();
    let (from, warn) =
        (end.map_or_else(String::new, |end| day(&end.from)), end.map_or(USUAL_WARNING, |end| end.warn_days));
    Fields::of(&[
        ("ten", &document.title),
        ("co-quan", &document.issuer),
        ("hieu-luc", &effective),
        ("het-tu", &from),
        ("theo", end.map_or("", |end| &end.reason)),
        ("thay-the", end.map_or("", |end| &end.replaced_by)),
        ("bao-truoc", &warn.to_string()),
    ])
}

/// Records what the form says.
pub async fn record(
    State(app): State<App>,
    Staff(session): Staff,
    Path(id): Path<Uuid>,
    form: Fields,
) -> Answer {
    must_be_own(&session, &form)?;
    let (by, now, typed) = (session.actor(), app.now(), form.clone());
    let done = app
        .write(move |tx| {
            let seen = store::load(tx, id)?;
            if !may(tx, &by, &seen)? {
                return Err(Error::Forbidden);
            }
            if typed.get("ban") != seen.seq.to_string() {
                return Err(Error::Stale);
            }
            let document = read(&typed, seen.document.number.clone())?;
            store::record(tx, &seen, &document, by, now)
        })
        .await;
    match done {
        Ok(()) => Ok(Redirect::to(&format!("/lam-viec/thu-tuc/can-cu/{id}")).into_response()),
        Err(Error::Invalid(errors)) => answer(&app, &session, id, Some(form), errors).await,
        Err(other) => Err(other.into()),
    }
}

/// The document as it was typed; everything that is wrong with it at once. Without a day of its end it goes on.
fn read(form: &Fields, number: String) -> Result<LegalDocument> {
    let mut errors = vec![];
    let mut on = |field: &str, message: &str| -> Option<Date> {
        let text = form.get(field);
        let read = day_of(text);
        if !text.is_empty() && read.is_none() {
            errors.push(FieldError { field: field.into(), message: message.into() });
        }
        read
    };
    let effective_on = on("hieu-luc", "Ghi ngày có hiệu lực, ví dụ 21/6/2018.");
    let from = on("het-tu", "Ghi ngày hết hiệu lực, ví dụ 1/7/2025.");
    let by = form.get("thay-the");
    let end = from.map(|from| End {
        from,
        replaced_by: numbers(by).into_iter().next().unwrap_or_else(|| by.to_owned()),
        reason: form.get("theo").to_owned(),
        warn_days: form.number("bao-truoc").unwrap_or(-1),
    });
    let (title, issuer) = (form.get("ten").to_owned(), form.get("co-quan").to_owned());
    let document = LegalDocument { number, title, issuer, effective_on, end };
    let found = document.mistakes().into_iter();
    errors.extend(found.map(|(field, message)| FieldError { field: field.into(), message: message.into() }));
    if from.is_none() && form.get("het-tu").is_empty() && !(by.is_empty() && form.get("theo").is_empty()) {
        errors.push(FieldError { field: "het-tu".into(), message: "Ghi ngày hết hiệu lực.".into() });
    }
    if errors.is_empty() { Ok(document) } else { Err(Error::Invalid(errors)) }
}
