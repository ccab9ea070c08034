//! Does what a form of the petition's page says.

use axum::{
    extract::{Path, State},
    response::{IntoResponse, Redirect},
};
use base::{
    app::App,
    attachment,
    error::{Error, Result},
    visit::{Answer, Staff, must_be_own},
};
use domain::{
    dossier::event::FileRef,
    id::{PetitionId, UnitId},
    instant::Instant,
    people::Actor,
    petition::{
        Outcome, PetitionClass, PetitionEvent, Receiver, Reply, ReplyWay, letter::Delivery,
        right::PetitionDeed,
    },
    refusal::Refusal,
};
use kit::form::Fields;

use super::store;
use crate::{letter, typed};

/// Does it, if nothing happened since the page was shown.
pub async fn act(
    State(app): State<App>,
    Staff(session): Staff,
    Path((id, deed)): Path<(PetitionId, String)>,
    form: Fields,
) -> Answer {
    must_be_own(&session, &form)?;
    let deed = PetitionDeed::by_name(&deed).ok_or(Error::NotFound)?;
    let (inner, by, now) = (app.clone(), session.actor(), app.now());
    let file = if deed == PetitionDeed::Answer { attached(&app, id, &form, by).await? } else { None };
    let reads = app
        .write(move |tx| {
            let seen = store::load(tx, id)?;
            if !seen.petition.may_read(&by) {
                return Err(Error::NotFound);
            }
            if form.get("ban") != seen.seq.to_string() {
                return Err(Error::Stale);
            }
            match deed {
                PetitionDeed::Publish => {
                    let texts = (form.get("da-noi"), form.get("noi-dung"));
                    store::publish(&inner, tx, &seen, texts, by, now)?;
                }
                PetitionDeed::Join => store::join(&inner, tx, &seen, form.get("ma"), by, now)?,
                PetitionDeed::Sign => letter::reply::sign(&inner, tx, &seen, by, now)?,
                // What is joined to it has its class, too.
                PetitionDeed::Reclassify if !store::members(tx, id)?.is_empty() => {
                    return Err(Refusal::NotAGroup.into());
                }
                _ => {
                    let event = event(&inner, (deed, &form), file.clone(), now)?;
                    store::record(&inner, tx, &seen, event, by, now)?;
                }
            }
            Ok(())
        })
        .await;
    reads?;
    Ok(Redirect::to(&format!("/lam-viec/phan-anh/{id}")).into_response())
}

/// The file that comes with an answer (row C-32). Nothing is kept of it before it is known that this person may answer.
async fn attached(app: &App, id: PetitionId, form: &Fields, by: Actor) -> Result<Option<FileRef>> {
    let seen = app.read(move |tx| store::load(tx, id)).await?;
    if seen.petition.may(&by, PetitionDeed::Answer) {
        attachment::take(app, form, "tep").await
    } else {
        Ok(None)
    }
}

fn event(
    app: &App,
    (deed, form): (PetitionDeed, &Fields),
    file: Option<FileRef>,
    now: Instant,
) -> Result<PetitionEvent> {
    let text = form.get("noi-dung").to_owned();
    Ok(match deed {
        PetitionDeed::Classify | PetitionDeed::Reclassify => {
            let class = PetitionClass::by_name(form.get("loai")).ok_or(Refusal::ReasonMissing)?;
            PetitionEvent::Classified { class, ground: text }
        }
        PetitionDeed::Ask => PetitionEvent::Asked { text },
        PetitionDeed::Supply => PetitionEvent::Supplied { text },
        PetitionDeed::Forward => PetitionEvent::Forwarded { to: receiver(app, form)?, text },
        PetitionDeed::Answer => {
            let outcome = Outcome::by_name(form.get("hinh-thuc")).ok_or(Refusal::SettlementIncomplete)?;
            let reply = Reply { text, outcome, basis: form.get("can-cu").to_owned(), file };
            PetitionEvent::Answered { reply }
        }
        PetitionDeed::SendBack => PetitionEvent::SentBack { text },
        PetitionDeed::Close => PetitionEvent::Closed { text },
        PetitionDeed::Unjoin => PetitionEvent::Unjoined { text },
        PetitionDeed::Withdraw => PetitionEvent::Withdrawn { text },
        PetitionDeed::Deliver => {
            let way = ReplyWay::by_name(form.get("cach")).ok_or(Error::NotFound)?;
            let sent_at = typed::moment(form, "luc")?.unwrap_or(now);
            // A letter that the post brings back, an e-mail that comes back after the server took it.
            if form.get("ket-qua") == Delivery::Failed.name() {
                PetitionEvent::Undelivered { way, text }
            } else {
                PetitionEvent::Delivered { way, sent_at, text }
            }
        }
        PetitionDeed::Publish | PetitionDeed::Join | PetitionDeed::Sign => return Err(Error::NotFound),
    })
}

/// A unit of the house or an authority outside: exactly one.
fn receiver(app: &App, form: &Fields) -> Result<Receiver> {
    let (unit, outside) = (form.get("don-vi"), form.get("ngoai"));
    match (unit.is_empty(), outside.is_empty()) {
        (false, true) => {
            let unit = UnitId(unit.parse().map_err(|_| Error::NotFound)?);
            Ok(Receiver::Unit(app.house().unit(unit)?.id))
        }
        (true, false) => Ok(Receiver::Outside(outside.to_owned())),
        _ => Err(Refusal::NoReceiver.into()),
    }
}
