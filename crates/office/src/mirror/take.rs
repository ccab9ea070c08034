//! Differences are dealt with, one or several at once: the national value goes into a draft, never straight into force; or it is
//! accepted, with a reason. The Centre and the agency ask for it.

use axum::{
    extract::{Path, State},
    response::{IntoResponse, Redirect},
};
use base::{
    app::App,
    error::{Error, Result},
    house::House,
    visit::{Answer, Staff, must_be_own},
};
use domain::{
    catalogue::Procedure,
    id::{ProcedureVersionId, UnitId},
    instant::Instant,
    mirror::{MirrorPart, MirrorState, may_ask, take},
    people::{Actor, Role},
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

/// A difference as a form names it: `mã:phần`; the part is empty where the whole procedure is meant.
fn chosen(form: &Fields) -> Result<Vec<(String, String)>> {
    let read = |word: &str| word.split_once(':').map(|(code, part)| (code.to_owned(), part.to_owned()));
    let chosen: Vec<_> = form.all("chon").filter_map(read).collect();
    if chosen.is_empty() { Err(Error::field("chon", "Chọn ít nhất một dòng.")) } else { Ok(chosen) }
}

/// Does what the form says about the chosen differences: makes drafts (`lay`), accepts them (`chap-nhan`), or asks for the
/// national value (`de-nghi`).
pub async fn act(
    State(app): State<App>,
    Staff(session): Staff,
    Path(deed): Path<String>,
    form: Fields,
) -> Answer {
    must_be_own(&session, &form)?;
    let (by, now, house, role) = (session.actor(), app.now(), app.house(), session.role);
    let is_keeper = role == Role::Administrator;
    let (chosen, note) = (chosen(&form)?, form.get("ly-do").to_owned());
    let made = app
        .write(move |tx| {
            let mut drafts = vec![];
            for (code, part) in &chosen {
                let key = (code.as_str(), part.as_str());
                match deed.as_str() {
                    "lay" if is_keeper => drafts.push(draft_of(tx, key, &house, by, now)?),
                    "chap-nhan" if is_keeper => accept(tx, key, &note, by, now)?,
                    "de-nghi" => ask(tx, key, &note, &house, (by, now))?,
                    _ => return Err(Error::Forbidden),
                }
            }
            Ok(drafts)
        })
        .await?;
    let target = match made.as_slice() {
        [first, rest @ ..] if rest.iter().all(|draft| draft == first) => format!("/quan-tri/thu-tuc/{first}"),
        [] => "/lam-viec/thu-tuc/doi-chieu".to_owned(),
        _ => format!("/lam-viec/thu-tuc/doi-chieu?muc={}", MirrorState::Taken.name()),
    };
    Ok(Redirect::to(&target).into_response())
}

/// Makes the draft with the national value, or changes the one that is there.
fn draft_of(
    tx: &mut Tx,
    (code, part): (&str, &str),
    house: &House,
    by: Actor,
    at: Instant,
) -> Result<ProcedureVersionId> {
    let draft = match MirrorPart::by_name(part) {
        Some(part) => adopt(tx, code, part, by, at)?,
        None => bring_in(tx, code, house, by, at)?,
    };
    mark(tx, (code, part), MirrorState::Taken, "")?;
    Ok(draft)
}

fn accept(tx: &mut Tx, (code, part): (&str, &str), note: &str, by: Actor, at: Instant) -> Result<()> {
    if note.is_empty() {
        return Err(Refusal::ReasonMissing.into());
    }
    let told = serde_json::json!({ "procedure": code, "part": part, "reason": note });
    base::audit::note(tx, uuid::Uuid::nil(), "mirror_accepted", &told, by, at)?;
    mark(tx, (code, part), MirrorState::Accepted, note)
}

/// The Centre, or the agency whose procedure it is, asks for the national value (Quy chế 1267 Điều 3.1.a, 4.1.d).
fn ask(
    tx: &mut Tx,
    (code, part): (&str, &str),
    note: &str,
    house: &House,
    (by, at): (Actor, Instant),
) -> Result<()> {
    let row = tx.optional(
        "SELECT settling_unit_id FROM procedure WHERE code = $1 AND state = 'published'",
        args![code],
    )?;
    let settler = row.map(|row| row.get::<Option<uuid::Uuid>>(0)).transpose()?.flatten().map(UnitId);
    if !may_ask(&by, settler) {
        return Err(Refusal::TaskNotYours.into());
    }
    if note.is_empty() {
        return Err(Refusal::ReasonMissing.into());
    }
    let told = serde_json::json!({ "procedure": code, "part": part, "reason": note });
    base::audit::note(tx, uuid::Uuid::nil(), "mirror_asked", &told, by, at)?;
    let unit = by.unit().map(|unit| house.unit_name(unit)).unwrap_or_default();
    mark(tx, (code, part), MirrorState::Asked, &format!("{unit}: {note}"))
}

fn mark(tx: &mut Tx, (code, part): (&str, &str), state: MirrorState, note: &str) -> Result<()> {
    let done = tx.execute(
        "UPDATE mirror_difference SET state = $3, note = $4 WHERE procedure_code = $1 AND part = $2 AND state IN ('open', 'asked', 'accepted')",
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
fn bring_in(tx: &mut Tx, code: &str, house: &House, by: Actor, at: Instant) -> Result<ProcedureVersionId> {
    let theirs = national(tx, code)?;
    store::put(tx, &theirs, house, by, at)?;
    let row =
        tx.optional("SELECT id FROM procedure WHERE code = $1 ORDER BY version DESC LIMIT 1", args![code])?;
    draft::revise(tx, ProcedureVersionId(row.ok_or(Error::NotFound)?.get(0)?), by, at)
}
