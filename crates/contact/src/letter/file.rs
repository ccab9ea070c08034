//! Sets a letter and keeps its file, once it is signed; a draft is set each time it is looked at.

use axum::{
    http::header,
    response::{IntoResponse, Response},
};
use base::{
    app::App,
    error::{Error, Result},
    letter,
};
use domain::{
    instant::{Instant, local},
    org::Unit,
    petition::letter::post,
};
use kit::{
    db::args,
    queue::{Job, Outcome},
};
use pdf::{Meta, OFFICIAL, Template};
use serde_json::{Value, json};
use uuid::Uuid;

use super::{
    proposal, reply,
    store::{self, Letter},
};

const REPLY: Template = Template { name: "reply.typ", text: include_str!("reply.typ"), layout: OFFICIAL };
const PROPOSAL: Template =
    Template { name: "proposal.typ", text: include_str!("proposal.typ"), layout: OFFICIAL };

/// The letter `id` as PDF.
pub async fn document(app: &App, id: Uuid) -> Result<Vec<u8>> {
    let (inner, now) = (app.clone(), app.now());
    let (letter, facts) = app
        .read(move |tx| {
            let letter = store::load(tx, id)?;
            let facts = match (&letter.file, letter.petition) {
                (Some(_), _) => Value::Null,
                (None, Some(petition)) => reply::facts(&inner, tx, petition, Some(&letter), now)?,
                (None, None) => proposal::facts(&inner, &letter, now)?,
            };
            Ok((letter, facts))
        })
        .await?;
    if let Some(hash) = letter.file {
        return app.files(move |blobs| blobs.get(&hash)).await;
    }
    let bytes = set(app, &letter, facts).await?;
    if letter.signed.is_some() {
        let kept = bytes.clone();
        let hash = app.files(move |blobs| blobs.put(&kept)).await?;
        // Of two who set it at once both have set the same.
        app.write(move |tx| {
            let sql = "UPDATE contact_letter SET file_hash = $2 WHERE id = $1 AND file_hash IS NULL";
            tx.execute(sql, args![id, hash.clone()])?;
            Ok(())
        })
        .await?;
    }
    Ok(bytes)
}

/// Sets `letter` with `facts`.
async fn set(app: &App, letter: &Letter, facts: Value) -> Result<Vec<u8>> {
    let signed = letter.signed.as_ref();
    let meta = Meta {
        ident: letter.id.to_string(),
        made_at: letter::made_at(signed.map_or(letter.drafted_at, |signed| signed.at)),
        qr: signed.map_or_else(String::new, |signed| format!("{}/xac-thuc/{}", app.public_url, signed.proof)),
    };
    let template = if letter.petition.is_some() { REPLY } else { PROPOSAL };
    let made = tokio::task::spawn_blocking(move || pdf::render(template, &facts.to_string(), &meta));
    Ok(made.await.map_err(Error::fault)?.map_err(Error::fault)?.bytes)
}

/// The draft of the answer that is not signed yet: it has no row of its own.
pub async fn draft(app: &App, letter: &Letter, facts: Value) -> Result<Vec<u8>> {
    set(app, letter, facts).await
}

/// The job that sets a signed letter.
pub async fn job(app: App, job: Job) -> Outcome {
    let id = job.payload.get("letter").and_then(|id| id.as_str()).unwrap_or_default();
    document(&app, id.parse().map_err(Error::fault)?).await.map(drop).map_err(Into::into)
}

/// What every letter says of whose it is, where and when; the day is left open in a draft.
pub fn head(app: &App, unit: &Unit, letter: &Letter, now: Instant) -> Value {
    let house = app.house();
    let at = letter.signed.as_ref().map_or(now, |signed| signed.at);
    let date = local(at).date();
    json!({
        "paper": "a4", "flipped": false, "qr": letter.signed.is_some(), "code": "",
        "year": date.year(), "month": date.month(), "day": date.day(),
        "superior": letter::superior(&house, unit, date),
        "issuer": unit.name_on(date),
        "number": letter.number(&house),
        "place": letter::place(&house, unit, date),
        "date_words": if letter.signed.is_some() { letter::day(at) } else { "ngày …… tháng …… năm ……".into() },
        "post": post(unit.kind, unit.name_on(date)),
        "signer": letter.signed.as_ref().map_or("", |signed| &signed.signer),
    })
}

/// `head` with the members of `more`.
pub fn joined(head: Value, more: Value) -> Value {
    let (Value::Object(mut all), Value::Object(more)) = (head, more) else { return Value::Null };
    all.extend(more);
    Value::Object(all)
}

/// The paragraphs of a text that somebody typed.
pub fn paragraphs(text: &str) -> Vec<&str> {
    text.lines().map(str::trim).filter(|line| !line.is_empty()).collect()
}

/// The PDF as it is shown, or as it is downloaded.
pub fn answer(bytes: Vec<u8>, name: &str, is_shown: bool) -> Response {
    let way = if is_shown { "inline" } else { "attachment" };
    let head = [
        (header::CONTENT_TYPE, "application/pdf".to_owned()),
        (header::CONTENT_DISPOSITION, format!("{way}; filename=\"{name}.pdf\"")),
        (header::CACHE_CONTROL, "private, no-store".to_owned()),
    ];
    (head, bytes).into_response()
}
