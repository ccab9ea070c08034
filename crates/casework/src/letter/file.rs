//! Sets a letter and files it, once: what was sent is what is shown ten years later.

use base::{
    app::App,
    dossier::log,
    error::{Error, Result},
};
use domain::{dossier::Event, id::DossierId, instant::local};
use kit::{
    clock,
    db::{Tx, args},
    hex,
    queue::{Job, Outcome},
};
use pdf::{Meta, Template};
use serde_json::Value;
use uuid::Uuid;

use super::facts;

const LAYOUT: &str = include_str!("official.typ");
const RECEIPT: Template = Template { name: "receipt.typ", text: include_str!("receipt.typ"), layout: LAYOUT };
const COMPLETION: Template =
    Template { name: "completion.typ", text: include_str!("completion.typ"), layout: LAYOUT };
const REFUSAL: Template = Template { name: "refusal.typ", text: include_str!("refusal.typ"), layout: LAYOUT };

/// The template of a form.
fn template(form: &str) -> Option<Template> {
    match form {
        "01" => Some(RECEIPT),
        "02" => Some(COMPLETION),
        "03" => Some(REFUSAL),
        _ => None,
    }
}

/// A letter of a dossier.
#[derive(Clone, Debug)]
pub struct Letter {
    /// Its identifier.
    pub id: Uuid,
    /// The number of the event that owes it.
    pub seq: i64,
    /// The number of its form.
    pub form: String,
    /// Its number in the book of the year.
    pub number: i64,
    /// What the QR code leads to.
    pub proof: String,
    /// When it was made.
    pub made_at: domain::instant::Instant,
    /// The hash of its file, once it was set.
    pub file: Option<String>,
}

const COLUMNS: &str = "id, seq, form, number, proof, made_at, file_hash";

fn read(row: &kit::db::Row) -> Result<Letter> {
    Ok(Letter {
        id: row.get(0)?,
        seq: row.get(1)?,
        form: row.get(2)?,
        number: row.get(3)?,
        proof: row.get(4)?,
        made_at: row.get(5)?,
        file: row.get(6)?,
    })
}

/// The letters of a dossier, the oldest first.
pub fn of(tx: &mut Tx, dossier: DossierId) -> Result<Vec<Letter>> {
    let sql = format!("SELECT {COLUMNS} FROM letter WHERE dossier_id = $1 ORDER BY seq");
    tx.all(&sql, args![dossier.0])?.iter().map(read).collect()
}

/// The letter that the event `seq` of `dossier` owes, entered in the register if it is not there yet; its facts.
fn register(app: &App, tx: &mut Tx, dossier: DossierId, seq: i64) -> Result<(Letter, Value)> {
    let line = log::of(tx, dossier.0)?.into_iter().find(|line| line.seq == seq).ok_or(Error::NotFound)?;
    let event: Event = serde_json::from_str(&line.body).map_err(Error::fault)?;
    let owed = facts::owed(&event, line.at).ok_or(Error::NotFound)?;
    let sql = format!("SELECT {COLUMNS} FROM letter WHERE dossier_id = $1 AND seq = $2");
    let letter = if let Some(row) = tx.optional(&sql, args![dossier.0, seq])? {
        read(&row)?
    } else {
        let letter = Letter {
            id: clock::id(line.at),
            seq,
            form: owed.form.number.to_owned(),
            number: owed.number.into(),
            proof: hex(&clock::random::<12>()),
            made_at: line.at,
            file: None,
        };
        tx.execute(
            "INSERT INTO letter (id, dossier_id, seq, form, unit_id, year, number, proof, made_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
            args![
                letter.id,
                dossier.0,
                seq,
                letter.form.clone(),
                owed.target.receiving_unit.0,
                i64::from(local(line.at).year()),
                letter.number,
                letter.proof.clone(),
                line.at
            ],
        )?;
        letter
    };
    let facts = facts::of(app, tx, &line, &owed, &letter.proof)?;
    Ok((letter, facts))
}

/// The file of the letter that the event `seq` of `dossier` owes; set and filed now if it was not before.
pub async fn document(app: &App, dossier: DossierId, seq: i64) -> Result<Vec<u8>> {
    let inner = app.clone();
    let (letter, facts) = app.write(move |tx| register(&inner, tx, dossier, seq)).await?;
    if let Some(hash) = letter.file {
        return app.files(move |blobs| blobs.get(&hash)).await;
    }
    let template = template(&letter.form).ok_or(Error::NotFound)?;
    let at = jiff::tz::Offset::UTC.to_datetime(letter.made_at);
    let part = |n: i8| u8::try_from(n).unwrap_or_default();
    let meta = Meta {
        ident: letter.id.to_string(),
        made_at: (
            at.year().into(),
            part(at.month()),
            part(at.day()),
            part(at.hour()),
            part(at.minute()),
            part(at.second()),
        ),
        qr: format!("{}/xac-thuc/{}", app.public_url, letter.proof),
    };
    let set = app
        .files(move |blobs| {
            let letter = pdf::render(template, &facts.to_string(), &meta)
                .map_err(|error| kit::blob::Error::Disk(std::io::Error::other(error)))?;
            let hash = blobs.put(&letter.bytes)?;
            Ok((hash, letter.bytes))
        })
        .await?;
    let (hash, bytes) = set;
    let id = letter.id;
    app.write(move |tx| {
        tx.execute(
            "UPDATE letter SET file_hash = $2 WHERE id = $1 AND file_hash IS NULL",
            args![id, hash.clone()],
        )?;
        Ok(())
    })
    .await?;
    Ok(bytes)
}

/// The job that files a letter.
pub async fn job(app: App, job: Job) -> Outcome {
    let dossier: DossierId = serde_json::from_value(job.payload.get("dossier").cloned().unwrap_or_default())?;
    let seq: i64 = serde_json::from_value(job.payload.get("seq").cloned().unwrap_or_default())?;
    document(&app, dossier, seq).await.map(drop).map_err(Into::into)
}
