//! Sets a letter and files it, once: what was sent is what is shown ten years later.

use base::{
    app::App,
    error::{Error, Result},
    letter::made_at,
};
use domain::{
    id::{DossierId, UnitId},
    instant::{Instant, local},
    rules::{Form, RuleSet},
};
use kit::{
    clock,
    db::{Tx, args},
    hex,
    queue::{Job, Outcome},
};
use pdf::{Meta, OFFICIAL, Template};
use serde_json::Value;
use uuid::Uuid;

use super::facts;
use crate::dossier::timeline;

const RECEIPT: Template =
    Template { name: "receipt.typ", text: include_str!("receipt.typ"), layout: OFFICIAL };
const COMPLETION: Template =
    Template { name: "completion.typ", text: include_str!("completion.typ"), layout: OFFICIAL };
const REFUSAL: Template =
    Template { name: "refusal.typ", text: include_str!("refusal.typ"), layout: OFFICIAL };

const APOLOGY: Template =
    Template { name: "apology.typ", text: include_str!("apology.typ"), layout: OFFICIAL };
const STOP: Template = Template { name: "stop.typ", text: include_str!("stop.typ"), layout: OFFICIAL };
/// The control slip, printed anew each time: it grows with the log.
pub const CONTROL: Template =
    Template { name: "control.typ", text: include_str!("control.typ"), layout: OFFICIAL };
/// The register book.
pub const REGISTER: Template =
    Template { name: "register.typ", text: include_str!("register.typ"), layout: OFFICIAL };

/// The template of a form of `rules`.
fn template(form: Form, rules: &RuleSet) -> Option<Template> {
    let forms = &rules.forms;
    let all = [
        (Some(forms.receipt), RECEIPT),
        (Some(forms.completion), COMPLETION),
        (Some(forms.refusal), REFUSAL),
        (Some(forms.apology), APOLOGY),
        (forms.stop, STOP),
    ];
    all.into_iter().find(|(known, _)| *known == Some(form)).map(|(_, template)| template)
}

/// A letter that is owed and not filed yet.
#[derive(Clone, Debug)]
pub(super) struct Letter {
    id: Uuid,
    dossier: DossierId,
    /// The number of the event that owes it.
    seq: i64,
    form: Form,
    rules: &'static RuleSet,
    unit: UnitId,
    /// Its number in the unit's book of the year.
    number: u32,
    /// What the QR code leads to.
    proof: String,
    made_at: Instant,
}

/// What there is of a letter: its file, or what is to be set, or nothing because the event owes none.
pub(super) enum Found {
    Filed(String),
    Owed(Box<Letter>, Value),
    Nothing,
}

/// What there is of the letter of the event `seq` of `dossier`.
pub(super) fn look_up(app: &App, tx: &mut Tx, dossier: DossierId, seq: i64) -> Result<Found> {
    if let Some(hash) = filed(tx, dossier, seq)? {
        return Ok(Found::Filed(hash));
    }
    let seen = base::dossier::load(tx, dossier)?;
    let mut events = timeline::events(tx, dossier)?;
    events.truncate(usize::try_from(seq).unwrap_or_default());
    let (line, event) = events.last().filter(|(line, _)| line.seq == seq).ok_or(Error::NotFound)?;
    let Some(owed) = facts::owed(&seen, event, line.at) else { return Ok(Found::Nothing) };
    let letter = Letter {
        id: clock::id(line.at),
        dossier,
        seq,
        form: owed.form,
        rules: owed.rules,
        unit: owed.unit,
        number: owed.number,
        proof: hex(&clock::random::<12>()),
        made_at: line.at,
    };
    let facts = facts::of(app, tx, &seen, &events, &owed)?;
    Ok(Found::Owed(Box::new(letter), facts))
}

fn filed(tx: &mut Tx, dossier: DossierId, seq: i64) -> Result<Option<String>> {
    let row = tx
        .optional("SELECT file_hash FROM letter WHERE dossier_id = $1 AND seq = $2", args![dossier.0, seq])?;
    row.map(|row| Ok(row.get(0)?)).transpose()
}

/// The hash of the letter that the event `seq` of `dossier` owes; set and filed now if it was not before.
async fn file(app: &App, dossier: DossierId, seq: i64) -> Result<String> {
    let inner = app.clone();
    match app.read(move |tx| look_up(&inner, tx, dossier, seq)).await? {
        Found::Nothing => Err(Error::NotFound),
        Found::Filed(hash) => Ok(hash),
        Found::Owed(letter, facts) => {
            let (inner, owed) = (app.clone(), letter.clone());
            let set = tokio::task::spawn_blocking(move || set(&inner, &owed, &facts));
            let hash = set.await.map_err(Error::fault)??.hash;
            app.write(move |tx| enter(tx, &letter, &hash)).await
        }
    }
}

/// A letter whose file is kept.
pub(super) struct Set {
    /// Under which name.
    pub hash: String,
    /// Whether it is PDF/A.
    pub is_archivable: bool,
}

/// Sets the letter and keeps its file. Takes a while and waits for the disk: not for a thread that serves pages.
pub(super) fn set(app: &App, letter: &Letter, facts: &Value) -> Result<Set> {
    let template = template(letter.form, letter.rules).ok_or(Error::NotFound)?;
    let meta = Meta {
        ident: letter.id.to_string(),
        made_at: made_at(letter.made_at),
        qr: format!("{}/xac-thuc/{}", app.public_url, letter.proof),
    };
    let made = pdf::render(template, &facts.to_string(), &meta).map_err(Error::fault)?;
    Ok(Set { hash: app.blobs.put(&made.bytes)?, is_archivable: made.is_archivable })
}

/// Enters the letter in the register; the file that stands there then. Of two who set the same letter at once the first
/// is entered, and both have the same letter.
pub(super) fn enter(tx: &mut Tx, letter: &Letter, hash: &str) -> Result<String> {
    tx.execute(
        "INSERT INTO letter (id, dossier_id, seq, form, rules, unit_id, year, number, proof, made_at, file_hash)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) ON CONFLICT (dossier_id, seq) DO NOTHING",
        args![
            letter.id,
            letter.dossier.0,
            letter.seq,
            letter.form.number,
            letter.rules.id,
            letter.unit.0,
            i64::from(local(letter.made_at).year()),
            i64::from(letter.number),
            letter.proof.clone(),
            letter.made_at,
            hash
        ],
    )?;
    filed(tx, letter.dossier, letter.seq)?.ok_or(Error::NotFound)
}

/// The letter that the event `seq` of `dossier` owes, as PDF.
pub async fn document(app: &App, dossier: DossierId, seq: i64) -> Result<Vec<u8>> {
    let hash = file(app, dossier, seq).await?;
    app.files(move |blobs| blobs.get(&hash)).await
}

/// The job that files a letter.
pub async fn job(app: App, job: Job) -> Outcome {
    let dossier: DossierId = serde_json::from_value(job.payload.get("dossier").cloned().unwrap_or_default())?;
    let seq: i64 = serde_json::from_value(job.payload.get("seq").cloned().unwrap_or_default())?;
    file(&app, dossier, seq).await.map(drop).map_err(Into::into)
}
