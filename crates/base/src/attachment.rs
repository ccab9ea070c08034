//! Files that somebody adds to a record: checked and kept, and given back to those who may read the record.

use axum::{
    http::header,
    response::{IntoResponse, Response},
};
use domain::{dossier::event::FileRef, instant::Instant};
use jiff::SignedDuration;
use kit::{
    clock,
    db::{Tx, args},
    encoded,
    form::{Fields, File},
    hex,
    upload::{self, Unfit},
};

use crate::{
    app::App,
    error::{Error, Result},
    session::token_hash,
    texts::Lang,
};

/// How long a file waits for the form that it was chosen in to be sent again.
const ASIDE: SignedDuration = SignedDuration::from_hours(24);

/// The first file chosen in `field` of an officer's form, kept; nothing if none was. An empty one is refused like any other that is not what it should be. Call it once it is known that this person
/// may add one here.
pub async fn take(app: &App, form: &Fields, field: &str) -> Result<Option<FileRef>> {
    match form.files(field).next() {
        Some(file) => keep(app, file, field, Lang::Vi).await.map(Some),
        None => Ok(None),
    }
}

/// The file, to be downloaded: what somebody sent is never shown inside our pages.
pub async fn give(app: &App, file: FileRef) -> Result<Response> {
    let FileRef { hash, name, mime, .. } = file;
    let bytes = app.files(move |blobs| blobs.get(&hash)).await?;
    let name = format!("attachment; filename*=UTF-8''{}", encoded(&name));
    Ok(([(header::CONTENT_TYPE, mime), (header::CONTENT_DISPOSITION, name)], bytes).into_response())
}

/// Checks what a file really is and keeps it. What is refused is said beside `field`, in `lang`.
pub async fn keep(app: &App, file: &File, field: &str, lang: Lang) -> Result<FileRef> {
    let mime = upload::check(file, app.file_limit)
        .map_err(|why| Error::field(field, refused(file, why, app.file_limit, lang)))?;
    let bytes = file.bytes.clone();
    let size = bytes.len() as u64;
    let hash = app.files(move |blobs| blobs.put(&bytes)).await?;
    Ok(FileRef { hash, name: file.name.clone(), mime: mime.to_owned(), size })
}

/// Keeps the files of a form that goes back to its sender, whose browser would forget them: what is as it should be waits a day
/// under a token, which the form carries on in `giu-FIELD` beside the file's name in `ten-FIELD`. What is not has its message.
pub async fn set_aside(app: &App, form: &mut Fields) -> Result<()> {
    let mut kept = vec![];
    for file in form.every_file() {
        match keep(app, file, &file.field, Lang::Vi).await {
            Ok(it) => kept.push((file.field.clone(), hex(&clock::random::<32>()), it)),
            Err(Error::Invalid(_)) => {}
            Err(other) => return Err(other),
        }
    }
    if kept.is_empty() {
        return Ok(());
    }
    for (field, token, file) in &kept {
        form.set(&format!("giu-{field}"), token.clone());
        form.set(&format!("ten-{field}"), file.name.clone());
        // What was to be left out is the file before this one.
        form.set(&format!("bo-{field}"), "");
    }
    let now = app.now();
    app.write(move |tx| kept.iter().try_for_each(|(_, token, file)| lay_aside(tx, token, file, now))).await
}

fn lay_aside(tx: &mut Tx, token: &str, file: &FileRef, now: Instant) -> Result<()> {
    tx.later("DELETE FROM file_aside WHERE kept_at < $1", args![now - ASIDE]);
    let file = serde_json::to_value(file).map_err(Error::fault)?;
    tx.later(
        "INSERT INTO file_aside (token_hash, file, kept_at) VALUES ($1, $2, $3)",
        args![token_hash(token), file, now],
    );
    Ok(())
}

/// Whether a file waits for `field`, and the sender wants it still.
pub fn is_aside(form: &Fields, field: &str) -> bool {
    form.has(&format!("giu-{field}")) && !form.has(&format!("bo-{field}"))
}

/// The file that waits for `field`; nothing if none does. One that waited too long is said beside the field, in `lang`.
pub async fn aside(app: &App, form: &Fields, field: &str, lang: Lang) -> Result<Option<FileRef>> {
    if !is_aside(form, field) {
        return Ok(None);
    }
    let (hash, since) = (token_hash(form.get(format!("giu-{field}"))), app.now() - ASIDE);
    let row = app
        .read(move |tx| {
            let sql = "SELECT file FROM file_aside WHERE token_hash = $1 AND kept_at >= $2";
            tx.optional(sql, args![hash.clone(), since])?.map(|row| Ok(row.json(0)?)).transpose()
        })
        .await?;
    row.map(Some).ok_or_else(|| Error::field(field, lang.say("file-too-long-aside")))
}

fn refused(file: &File, why: Unfit, limit: usize, lang: Lang) -> String {
    let name = file.name.as_str();
    match why {
        Unfit::Empty => lang.say_with("file-empty", &[("file", name)]),
        Unfit::TooLarge => {
            let megabytes = (limit / 1024 / 1024).to_string();
            lang.say_with("file-too-large", &[("file", name), ("megabytes", megabytes.as_str())])
        }
        Unfit::Kind => lang.say_with("file-kind", &[("file", name)]),
        Unfit::Content => {
            let ending = name.rsplit('.').next().unwrap_or_default().to_lowercase();
            lang.say_with("file-content", &[("file", name), ("ending", ending.as_str())])
        }
    }
}
