//! Letters and files of a dossier, for those who may read it.

use axum::{
    extract::{Path, State},
    http::header,
    response::IntoResponse,
};
use base::{
    app::App,
    attachment, dossier,
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
    let found = app.read(move |tx| Ok(files(tx, id)?.into_iter().find(|file| file.hash == hash))).await?;
    let found = found.ok_or(Error::NotFound)?;
    Ok(attachment::give(&app, found).await?)
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
            Event::DutyRequired { duty } => duty.file,
            Event::DutyPaid { payment, .. } => payment.file,
            Event::PartDone { answer, .. } => answer.file,
            _ => None,
        });
    }
    Ok(files)
}
