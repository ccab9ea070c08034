//! Sets a letter and keeps its file, once it is signed; a draft is set each time it is looked at.

use base::{
    app::App,
    error::{Error, Result},
    letter,
};
use domain::{
    instant::{Instant, local_date},
    org::Unit,
    signature::block,
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

/// What `letter` of `unit` says: what every letter does, its number, who signs, and `more`.
pub fn facts(app: &App, unit: &Unit, letter: &Letter, now: Instant, mut more: Value) -> Value {
    let (house, signed) = (app.house(), letter.signed.as_ref());
    let at = signed.map(|signed| signed.at);
    if let Value::Object(more) = &mut more {
        let own = more.entry("post");
        own.or_insert_with(|| json!(block(unit.kind, unit.name_on(local_date(at.unwrap_or(now))), false)));
        more.insert("number".into(), json!(letter.number(&house)));
        more.insert("signer".into(), json!(signed.map_or("", |signed| &signed.signer)));
    }
    letter::facts(&house, unit, at, now, more)
}

/// The paragraphs of a text that somebody typed.
pub fn paragraphs(text: &str) -> Vec<&str> {
    text.lines().map(str::trim).filter(|line| !line.is_empty()).collect()
}
