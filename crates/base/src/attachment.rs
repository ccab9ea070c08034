//! Files that somebody adds to a record: checked and kept, and given back to those who may read the record.

use axum::{
    http::header,
    response::{IntoResponse, Response},
};
use domain::dossier::event::FileRef;
use kit::{
    encoded,
    form::{Fields, File},
    upload::{self, Unfit},
};

use crate::{
    app::App,
    error::{Error, Result},
    texts::Lang,
};

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
