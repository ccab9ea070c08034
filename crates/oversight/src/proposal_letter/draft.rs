//! Sets the draft each time it is looked at: the procedures in force whose review nobody reported yet, agency by agency. It has no number and is
//! kept nowhere; who sends it numbers and signs it.

use axum::extract::{Path, State};
use base::{
    app::App,
    error::{Error, Result},
    letter,
    visit::{Answer, Staff},
};
use domain::{
    instant::{Instant, local, local_date},
    legal_basis::LegalDocument,
    org::UnitKind,
    rules::RuleSet,
    task::{Task, TaskKind},
    text::fold,
    urge_letter::has_regulation,
};
use kit::db::{Tx, args};
use pdf::{Meta, OFFICIAL, Template};
use serde_json::{Value, json};
use uuid::Uuid;

const LETTER: Template =
    Template { name: "proposal_letter.typ", text: include_str!("proposal_letter.typ"), layout: OFFICIAL };

/// The draft as PDF, for the Centre; [`Error::NotFound`] where no review of that document is owed.
pub async fn show(State(app): State<App>, Staff(session): Staff, Path(id): Path<Uuid>) -> Answer {
    if !session.role.is_centre() {
        return Err(Error::Forbidden.into());
    }
    let (inner, now) = (app.clone(), app.now());
    let facts = app.read(move |tx| facts(&inner, tx, id, now)).await?;
    let meta = Meta { ident: id.to_string(), made_at: letter::made_at(now), qr: String::new() };
    let made = tokio::task::spawn_blocking(move || pdf::render(LETTER, &facts.to_string(), &meta));
    let bytes = made.await.map_err(Error::fault)?.map_err(Error::fault)?.bytes;
    Ok(letter::answer(bytes, &format!("kien-nghi-can-cu-{id}"), true))
}

/// What the letter says, as its template reads it.
fn facts(app: &App, tx: &mut Tx, id: Uuid, now: Instant) -> Result<Value> {
    let row =
        tx.optional("SELECT body FROM legal_document WHERE id = $1", args![id])?.ok_or(Error::NotFound)?;
    let document: LegalDocument = row.json(0)?;
    let end = document.end.as_ref().ok_or(Error::NotFound)?;
    let tasks = owed(tx, id)?;
    if tasks.is_empty() {
        return Err(Error::NotFound);
    }
    let house = app.house();
    let date = local(now).date();
    let from = house.serving(UnitKind::Centre, date).ok_or_else(|| Error::fault("no centre"))?;
    let mut rows: Vec<(String, &Task)> = tasks
        .iter()
        .map(|task| (house.unit(task.owner).map_or("", |unit| unit.name_on(date)).to_owned(), task))
        .collect();
    rows.sort_by_cached_key(|(unit, task)| (fold(unit), task.procedure.clone()));
    let province = house.serving(UnitKind::Province, date).map_or("", |unit| unit.name_on(date)).to_owned();
    // What is no single agency's the Centre reviews: it does not write to itself.
    let mut to: Vec<&str> =
        rows.iter().filter(|(_, task)| task.owner != from.id).map(|(unit, _)| unit.as_str()).collect();
    to.dedup();
    if to.is_empty() {
        to.push(&province);
    }
    let day = |day: jiff::civil::Date| format!("{}/{}/{}", day.day(), day.month(), day.year());
    let row = |(unit, task): &(String, &Task)| {
        json!({ "code": task.procedure, "name": task.name, "unit": unit, "due": day(local_date(task.due_at)),
            "is_late": task.due_at < now })
    };
    let more = json!({
        "title": "Công văn kiến nghị về thủ tục hành chính có căn cứ pháp lý hết hiệu lực",
        "about": "kiến nghị xử lý thủ tục hành chính có căn cứ pháp lý hết hiệu lực",
        "number": "……/TTPVHCC-GS",
        "to": to,
        "regulation": has_regulation(RuleSet::at(local_date(now))).then_some(&province),
        "document": document.number, "name": document.title, "from": day(end.from), "reason": end.reason,
        "replaced_by": end.replaced_by, "is_over": end.from <= date,
        "proposal": end.proposal().title().to_lowercase(),
        "has_late": tasks.iter().any(|task| task.due_at < now),
        "rows": rows.iter().map(row).collect::<Vec<_>>(),
    });
    Ok(letter::facts(&house, from, None, now, more))
}

/// The reviews that nobody reported yet, of the procedures in force that rest on the document.
fn owed(tx: &mut Tx, id: Uuid) -> Result<Vec<Task>> {
    let rows = tx.all(
        "SELECT t.body FROM legal_document d JOIN legal_basis b ON b.number = d.number
             JOIN procedure p ON p.id = b.procedure_id AND p.state = 'published'
             JOIN task t ON t.procedure_code = p.code AND t.source_id = d.id AND t.kind = $2 AND t.state = 'open'
         WHERE d.id = $1 ORDER BY p.code, t.id",
        args![id, TaskKind::Basis.name()],
    )?;
    rows.iter().map(|row| Ok(row.json(0)?)).collect()
}
