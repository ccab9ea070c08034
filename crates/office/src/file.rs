//! A file that a form brings, and one that is given back.

use axum::{
    http::header,
    response::{IntoResponse, Response},
};
use base::{
    app::App,
    error::{Error, Result},
};
use kit::{
    form::{Fields, File},
    upload::{self, Unfit},
};

/// A file in the store: its hash and its name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// The hash of its content.
    pub hash: String,
    /// Its name on the sender's machine.
    pub name: String,
}

/// The file chosen in `field`, if one was; wrong, beside the field, if it is not what its ending says, too large, or of another
/// kind than `endings`.
pub fn chosen<'a>(app: &App, form: &'a Fields, field: &'a str, endings: &[&str]) -> Result<Option<&'a File>> {
    let Some(file) = form.files(field).next() else { return Ok(None) };
    let name = file.name.to_lowercase();
    let is_meant = endings.iter().any(|ending| name.ends_with(&format!(".{ending}")));
    let message = match upload::check(file, app.file_limit) {
        Ok(_) if is_meant => return Ok(Some(file)),
        Err(Unfit::TooLarge) => format!("Tệp lớn hơn {} MB.", app.file_limit / 1024 / 1024),
        Err(Unfit::Empty) => "Tệp trống.".to_owned(),
        Err(Unfit::Content) => "Nội dung tệp không đúng với đuôi của nó.".to_owned(),
        Ok(_) | Err(Unfit::Kind) => format!("Chỉ nhận tệp {}.", endings.join(", ")),
    };
    Err(Error::field(field, message))
}

/// Puts it into the store.
pub async fn keep(app: &App, file: &File) -> Result<Kept> {
    let (bytes, name) = (file.bytes.clone(), file.name.chars().take(200).collect());
    Ok(Kept { hash: app.files(move |blobs| blobs.put(&bytes)).await?, name })
}

/// The file as a download, never shown inside our pages.
pub async fn give(app: &App, kept: Kept) -> Result<Response> {
    let Kept { hash, name } = kept;
    let bytes = app.files(move |blobs| blobs.get(&hash)).await?;
    let name = name.bytes().fold(String::new(), |mut out, byte| {
        if byte.is_ascii_alphanumeric() || b"-_.".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
        out
    });
    let headers = [
        (header::CONTENT_TYPE, "application/octet-stream".to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename*=UTF-8''{name}")),
    ];
    Ok((headers, bytes).into_response())
}
