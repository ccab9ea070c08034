//! A difference is dealt with: the national value goes into a draft, never straight into force; or it is accepted, with a
//! reason.

use axum::{
    extract::{Path, State},
    response::{IntoResponse, Redirect},
};
use base::{
    app::App,
    error::{Error, Result},
    visit::{Administrator, Answer, must_be_own},
};
use domain::{
    catalogue::Procedure,
    id::ProcedureVersionId,
    instant::Instant,
    mirror::{MirrorPart, MirrorState, take},
    people::Actor,
    refusal::Refusal,
};
use kit::{
    db::{Tx, args},
    form::Fields,
};

use crate::{
    catalogue::{
        draft::{self, Edit, settler_of},
        store,
    },
    change,
};

/// Does what the form says about the difference of the procedure `ma` in the part `phan` (empty: as a whole).
pub async fn act(
    State(app): State<App>,
    Administrator(session): Administrator,
    Path((code, deed)): Path<(String, String)>,
    form: Fields,
) -> Answer {
    must_be_own(&session, &form)?;
    let (by, now, house) = (session.actor(), app.now(), app.house());
    let part = form.get("phan").to_owned();
    let target = match deed.as_str() {
        "lay" => {
            let made = app.write(move |tx| {
                let draft = match MirrorPart::by_name(&part) {
                    Some(part) => adopt(tx, &code, part, by, now)?,
                    None => bring_in(tx, &code, &house, by, now)?,
                };
                mark(tx, (&code, &part), MirrorState::Taken, "")?;
                Ok(draft)
            });
            format!("/quan-tri/thu-tuc/{}", made.await?)
        }
        "chap-nhan" => {
            let note = form.get("ly-do").to_owned();
            app.write(move |tx| {
                if note.is_empty() {
                    return Err(Refusal::ReasonMissing.into());
                }
                let told = serde_json::json!({ "procedure": code, "part": part, "reason": note });
                base::audit::note(tx, uuid::Uuid::nil(), "mirror_accepted", &told, by, now)?;
                mark(tx, (&code, &part), MirrorState::Accepted, &note)
            })
            .await?;
            "/lam-viec/thu-tuc/doi-chieu".to_owned()
        }
        _ => return Err(Error::NotFound.into()),
    };
    Ok(Redirect::to(&target).into_response())
}

fn mark(tx: &mut Tx, (code, part): (&str, &str), state: MirrorState, note: &str) -> Result<()> {
    let done = tx.execute(
        "UPDATE mirror_difference SET state = $3, note = $4 WHERE procedure_code = $1 AND part = $2 AND state <> 'fixed'",
        args![code, part, state.name(), note],
    )?;
    if done == 0 { Err(Error::NotFound) } else { Ok(()) }
}

fn national(tx: &mut Tx, code: &str) -> Result<Procedure> {
    let row = tx.optional("SELECT body FROM national_procedure WHERE code = $1", args![code])?;
    Ok(row.ok_or(Error::NotFound)?.json(0)?)
}

/// The next draft of the procedure with the national value of `part`; if there is a draft already, that one is changed.
fn adopt(tx: &mut Tx, code: &str, part: MirrorPart, by: Actor, at: Instant) -> Result<ProcedureVersionId> {
    let theirs = national(tx, code)?;
    let row = tx.optional("SELECT id FROM procedure WHERE code = $1 AND state = 'published'", args![code])?;
    let published = ProcedureVersionId(row.ok_or(Error::NotFound)?.get(0)?);
    let id = draft::revise(tx, published, by, at)?;
    let before = store::get(tx, id)?;
    let edit = Edit {
        seen: change::seen(tx, id.0)?,
        content: take(&before.content, &theirs, part),
        settler: settler_of(&before),
    };
    draft::edit(tx, id, &edit, by, at)?;
    Ok(id)
}

/// A draft of a procedure that is there and not in force here; one that was retired with the same content becomes a draft again.
fn bring_in(
    tx: &mut Tx,
    code: &str,
    house: &base::house::House,
    by: Actor,
    at: Instant,
) -> Result<ProcedureVersionId> {
    let theirs = national(tx, code)?;
    store::put(tx, &theirs, house, by, at)?;
    let row =
        tx.optional("SELECT id FROM procedure WHERE code = $1 ORDER BY version DESC LIMIT 1", args![code])?;
    draft::revise(tx, ProcedureVersionId(row.ok_or(Error::NotFound)?.get(0)?), by, at)
}
