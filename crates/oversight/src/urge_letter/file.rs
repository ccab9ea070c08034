//! Sets a letter of urging and keeps its file, once; a draft is set each time it is looked at.

use base::{
    app::App,
    error::{Error, Result},
    letter,
    timeleft::duration,
};
use domain::{
    instant::{Instant, local, local_date},
    org::UnitKind,
    rules::RuleSet,
    urge_letter::{apology_basis, basis, has_regulation},
};
use kit::{
    db::{Tx, args},
    queue::{Job, Outcome},
};
use pdf::{Meta, OFFICIAL, Template};
use serde_json::{Value, json};
use uuid::Uuid;

use super::store::{self, Item, Letter};

const LETTER: Template =
    Template { name: "urge_letter.typ", text: include_str!("urge_letter.typ"), layout: OFFICIAL };

/// The letter `id` as PDF.
pub async fn document(app: &App, id: Uuid) -> Result<Vec<u8>> {
    let (inner, now) = (app.clone(), app.now());
    let (letter, facts) = app
        .read(move |tx| {
            let letter = store::load(tx, id)?;
            let facts = if letter.file.is_some() { Value::Null } else { facts(&inner, tx, &letter, now)? };
            Ok((letter, facts))
        })
        .await?;
    if let Some(hash) = letter.file {
        return app.files(move |blobs| blobs.get(&hash)).await;
    }
    let signed = letter.signed.as_ref();
    let meta = Meta {
        ident: id.to_string(),
        made_at: letter::made_at(signed.map_or(letter.asked_at, |signed| signed.at)),
        qr: signed.map_or_else(String::new, |signed| format!("{}/xac-thuc/{}", app.public_url, signed.proof)),
    };
    let made = tokio::task::spawn_blocking(move || pdf::render(LETTER, &facts.to_string(), &meta));
    let bytes = made.await.map_err(Error::fault)?.map_err(Error::fault)?.bytes;
    if letter.signed.is_some() {
        let kept = bytes.clone();
        let hash = app.files(move |blobs| blobs.put(&kept)).await?;
        // Of two who set it at once both have set the same.
        app.write(move |tx| {
            let sql = "UPDATE urge_letter SET file_hash = $2 WHERE id = $1 AND file_hash IS NULL";
            tx.execute(sql, args![id, hash.clone()])?;
            Ok(())
        })
        .await?;
    }
    Ok(bytes)
}

/// The job that sets a signed letter.
pub async fn job(app: App, job: Job) -> Outcome {
    let id = job.payload.get("letter").and_then(|id| id.as_str()).unwrap_or_default();
    document(&app, id.parse().map_err(Error::fault)?).await.map(drop).map_err(Into::into)
}

/// What the letter says, as its template reads it.
fn facts(app: &App, tx: &mut Tx, letter: &Letter, now: Instant) -> Result<Value> {
    let house = app.house();
    let items = store::items(tx, letter.id, now)?;
    let (from, to) = (house.unit(letter.from)?, house.unit(letter.unit)?);
    let at = letter.signed.as_ref().map_or(now, |signed| signed.at);
    let rules = RuleSet::at(local_date(at));
    let (date, table) = (local(at), house.timetable(letter.unit));
    let late = items.iter().filter(|item| item.due_at < letter.asked_at).count();
    let day = |at: Instant| {
        let at = local(at);
        format!("{:02}/{:02}/{}", at.day(), at.month(), at.year())
    };
    let standing = |item: &Item| {
        if item.due_at < letter.asked_at {
            format!("Quá hạn {}", duration(table.minutes_between(item.due_at, letter.asked_at).max(1)))
        } else if local_date(item.due_at) == local_date(letter.asked_at) {
            "Đến hạn trong ngày".to_owned()
        } else {
            "Đến hạn ngày làm việc tiếp theo".to_owned()
        }
    };
    let row = |item: &Item| {
        json!({
            "code": item.code,
            "procedure": item.procedure,
            "received": item.received_at.map_or_else(String::new, day),
            "due": day(item.due_at),
            "standing": standing(item),
        })
    };
    let more = json!({
        "title": "Công văn đôn đốc giải quyết hồ sơ thủ tục hành chính",
        "about": "đôn đốc giải quyết hồ sơ thủ tục hành chính",
        "number": letter.number(),
        "to": to.name_on(date.date()),
        "basis": basis(rules),
        "regulation": has_regulation(rules).then(|| house.serving(UnitKind::Province, date.date()).map_or("", |unit| unit.name_on(date.date()))),
        "apology": apology_basis(rules),
        "asked": letter::clock(letter.asked_at),
        "late": late,
        "soon": items.len() - late,
        "answer_by": letter.signed.as_ref().map_or_else(|| "……".into(), |signed| letter::clock(signed.answer_by)),
        "rows": items.iter().map(row).collect::<Vec<_>>(),
        "signer": letter.signed.as_ref().map_or("", |signed| &signed.signer),
    });
    Ok(letter::facts(&house, from, letter.signed.as_ref().map(|signed| signed.at), now, more))
}
