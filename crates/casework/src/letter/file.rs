//! Sets a letter and files it, once: what was sent is what is shown ten years later.

use std::panic::{AssertUnwindSafe, catch_unwind};

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
use serde::Deserialize;
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
struct Letter {
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
enum Found {
    Filed(String),
    Owed(Box<Letter>, Value),
    Nothing,
}

/// What there is of the letter of the event `seq` of `dossier`.
fn look_up(app: &App, tx: &mut Tx, dossier: DossierId, seq: i64) -> Result<Found> {
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

/// Which letter: the dossier and the number of the event that owes it.
pub(super) type Key = (DossierId, i64);

/// A letter whose file is kept.
#[derive(Clone, Debug)]
pub(super) struct Filed {
    /// Under which name.
    pub hash: String,
    /// Whether it was set just now.
    pub is_new: bool,
    /// Whether it is PDF/A; what was set before is taken to be.
    pub is_archivable: bool,
}

/// The letters `keys`, each set and filed now if it was not before: read in one snapshot, kept with one wait for the disk,
/// entered with one commit. Nothing for an event that owes none. One that cannot be set does not hold the others up; fails only if the database or the store of files
/// does. Takes a while: not for a thread that serves pages.
pub(super) fn together(app: &App, keys: &[Key]) -> Result<Vec<Result<Option<Filed>>>> {
    let (inner, wanted) = (app.clone(), keys.to_vec());
    let found = app.db.read_blocking(move |tx| {
        let look_up = |(id, seq): &Key| Ok::<_, Error>(look_up(&inner, tx, *id, *seq));
        wanted.iter().map(look_up).collect::<Result<Vec<_>>>()
    })?;
    let (mut set_now, mut results) = (vec![], vec![]);
    for (i, found) in found.into_iter().enumerate() {
        results.push(match found {
            Ok(Found::Filed(hash)) => Ok(Some(Filed { hash, is_new: false, is_archivable: true })),
            Ok(Found::Nothing) => Ok(None),
            Ok(Found::Owed(letter, facts)) => set(app, &letter, &facts).map(|made| {
                let filed = Filed { hash: String::new(), is_new: true, is_archivable: made.is_archivable };
                set_now.push((i, letter, made.bytes));
                Some(filed)
            }),
            Err(error) => Err(error),
        });
    }
    if set_now.is_empty() {
        return Ok(results);
    }
    let files: Vec<&[u8]> = set_now.iter().map(|(.., bytes)| bytes.as_slice()).collect();
    let hashes = app.blobs.put_all(&files)?;
    let entries: Vec<_> = set_now.into_iter().map(|(i, letter, _)| (i, letter)).zip(hashes).collect();
    let entered = app.db.write_blocking(move |tx| {
        let enter = |((i, letter), hash): &((usize, Box<Letter>), String)| Ok((*i, enter(tx, letter, hash)?));
        entries.iter().map(enter).collect::<Result<Vec<_>>>()
    })?;
    for (i, hash) in entered {
        if let Some(Ok(Some(filed))) = results.get_mut(i) {
            filed.hash = hash;
        }
    }
    Ok(results)
}

fn alone(app: &App, key: Key) -> Result<Option<Filed>> {
    together(app, &[key])?.pop().ok_or(Error::NotFound)?
}

/// Sets the letter. A fall of the typesetter is that letter's failure, not that of those that go with it.
fn set(app: &App, letter: &Letter, facts: &Value) -> Result<pdf::Letter> {
    let template = template(letter.form, letter.rules).ok_or(Error::NotFound)?;
    let meta = Meta {
        ident: letter.id.to_string(),
        made_at: made_at(letter.made_at),
        qr: format!("{}/xac-thuc/{}", app.public_url, letter.proof),
    };
    let made = catch_unwind(AssertUnwindSafe(|| pdf::render(template, &facts.to_string(), &meta)));
    made.map_err(|_| Error::fault("the typesetter fell"))?.map_err(Error::fault)
}

/// Enters the letter in the register; the file that stands there then. Of two who set the same letter at once the first
/// is entered, and both have the same letter.
fn enter(tx: &mut Tx, letter: &Letter, hash: &str) -> Result<String> {
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

/// The letter that the event `seq` of `dossier` owes, as PDF; set and filed now if it was not before.
pub async fn document(app: &App, dossier: DossierId, seq: i64) -> Result<Vec<u8>> {
    let inner = app.clone();
    let filed = tokio::task::spawn_blocking(move || alone(&inner, (dossier, seq)));
    let filed = filed.await.map_err(Error::fault)??.ok_or(Error::NotFound)?;
    app.files(move |blobs| blobs.get(&filed.hash)).await
}

/// What a job that files a letter carries.
#[derive(Deserialize)]
struct Payload {
    dossier: DossierId,
    seq: i64,
}

/// The jobs that file letters: those that were taken at once, together.
pub async fn jobs(app: App, jobs: Vec<Job>) -> Vec<Outcome> {
    let done = tokio::task::spawn_blocking(move || {
        let read = |job: &Job| {
            serde_json::from_value(job.payload.clone()).map(|Payload { dossier, seq }| (dossier, seq))
        };
        let keys: Vec<serde_json::Result<Key>> = jobs.iter().map(read).collect();
        let readable: Vec<Key> = keys.iter().flatten().copied().collect();
        // What fails for all may lie with one of them: then each for itself.
        let each = |_| readable.iter().map(|key| alone(&app, *key)).collect();
        let done = together(&app, &readable).unwrap_or_else(each);
        let mut done = done.into_iter();
        let outcome = |key: serde_json::Result<Key>| -> Outcome {
            key?;
            Ok(done.next().ok_or(Error::NotFound)??.map(drop).ok_or(Error::NotFound)?)
        };
        keys.into_iter().map(outcome).collect()
    });
    // Fell: without an outcome they run again when their lease is over.
    done.await.unwrap_or_default()
}
