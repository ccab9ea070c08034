//! Letters and files of a dossier, for those who may read it.

use axum::{
    extract::{Path, State},
    http::header,
    response::IntoResponse,
};
use base::{
    app::App,
    dossier,
    error::{Error, Result},
    session::Session,
    visit::{Answer, Staff},
};
use domain::{
    access::{Action, may},
    dossier::{Event, event::FileRef},
    id::DossierId,
};
use kit::db::Tx;

use super::timeline::events;
use crate::letter::file;

/// A letter of the dossier, as PDF.
pub async fn letter(
    State(app): State<App>,
    Staff(session): Staff,
    Path((id, seq)): Path<(DossierId, i64)>,
) -> Answer {
    must_read(&app, &session, id).await?;
    let bytes = file::document(&app, id, seq).await?;
    let name = format!("inline; filename=\"phieu-{seq}.pdf\"");
    Ok(([(header::CONTENT_TYPE, "application/pdf".to_owned()), (header::CONTENT_DISPOSITION, name)], bytes)
        .into_response())
}

/// A file of the dossier. Only one that its log names: a hash alone opens nothing.
pub async fn attachment(
    State(app): State<App>,
    Staff(session): Staff,
    Path((id, hash)): Path<(DossierId, String)>,
) -> Answer {
    must_read(&app, &session, id).await?;
    let wanted = hash.clone();
    let found = app.read(move |tx| Ok(files(tx, id)?.into_iter().find(|file| file.hash == wanted))).await?;
    let found = found.ok_or(Error::NotFound)?;
    let bytes = app.files(move |blobs| blobs.get(&hash)).await?;
    // Never shown inside our pages: what somebody sent is only ever downloaded.
    let name = format!("attachment; filename*=UTF-8''{}", percent(&found.name));
    Ok(([(header::CONTENT_TYPE, found.mime), (header::CONTENT_DISPOSITION, name)], bytes).into_response())
}

async fn must_read(app: &App, session: &Session, id: DossierId) -> Result<()> {
    let by = session.actor();
    let seen = app.read(move |tx| dossier::load(tx, id)).await?;
    if may(&by, Action::Read, &seen) { Ok(()) } else { Err(Error::NotFound) }
}

fn files(tx: &mut Tx, id: DossierId) -> Result<Vec<FileRef>> {
    let mut files: Vec<FileRef> =
        dossier::filing(tx, id)?.papers.into_iter().flat_map(|paper| paper.files).collect();
    for (_, event) in events(tx, id)? {
        files.extend(match event {
            Event::Drafted { draft } => draft.file,
            Event::ResultIssued { result, .. } => Some(result.file),
            Event::Verified { check } => check.file,
            Event::DutyPaid { payment, .. } => payment.file,
            Event::PartDone { answer, .. } => answer.file,
            _ => None,
        });
    }
    Ok(files)
}

fn percent(name: &str) -> String {
    name.bytes().fold(String::new(), |mut out, byte| {
        if byte.is_ascii_alphanumeric() || b"-_.".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
        out
    })
}
