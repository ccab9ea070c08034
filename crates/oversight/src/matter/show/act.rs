//! What is done with a matter: the form of its page is read, and carried out.

use axum::{
    extract::{Path, State},
    response::{IntoResponse, Redirect},
};
use base::{
    app::App,
    attachment,
    error::{Error, Result},
    session::Session,
    visit::{Answer, Staff, must_be_own},
};
use domain::{
    dossier::extend::DelayCause,
    id::UnitId,
    instant::{Instant, local_date},
    matter::{Entry, Facts, MatterDeed, MatterEvent, must_name_nobody},
    org::UnitKind,
    people::Actor,
    refusal::Refusal,
};
use kit::{db::Tx, form::Fields};
use uuid::Uuid;

use super::{answer, heirs, task};
use crate::matter::{
    begin::due,
    store::{self, Seen},
};

/// How many working days an answer has that was sent back, and a decision of the province.
const AGAIN: i64 = 1;
const DECISION: i64 = 10;

/// What the thread says to which another is joined.
const PARTED: &str = "Trung tâm tách một khó khăn, vướng mắc đã gộp vào đây.";
const TAKEN: &str = "Trung tâm gộp một khó khăn, vướng mắc khác vào đây.";

/// Does what the form says.
pub async fn act(
    State(app): State<App>,
    Staff(session): Staff,
    Path((id, deed)): Path<(Uuid, String)>,
    form: Fields,
) -> Answer {
    must_be_own(&session, &form)?;
    let deed = MatterDeed::by_name(&deed).ok_or(Error::NotFound)?;
    match change(&app, &session, id, deed, &form).await {
        Ok(()) => Ok(Redirect::to(&format!("/lam-viec/phoi-hop/{id}")).into_response()),
        Err(Error::Invalid(mut errors)) => {
            for error in &mut errors {
                error.field = format!("{}-{}", deed.name(), error.field);
            }
            answer(&app, &session, id, Some(deed), (form, errors)).await
        }
        Err(other) => Err(other.into()),
    }
}

async fn change(app: &App, session: &Session, id: Uuid, deed: MatterDeed, form: &Fields) -> Result<()> {
    let (by, now) = (session.actor(), app.now());
    let seen = app.read(move |tx| store::load(tx, id)).await?;
    if !seen.matter.may_read(&by) {
        return Err(Error::NotFound);
    }
    // Nothing is kept of a file before it is known that this person may do it.
    let takes_file = !matches!(deed, MatterDeed::Show | MatterDeed::Hide);
    let file = if takes_file && seen.matter.may(&by, deed) {
        attachment::take(app, form, "tep").await?
    } else {
        None
    };
    let (inner, form) = (app.clone(), form.clone());
    app.write(move |tx| {
        let seen = store::load(tx, id)?;
        // What is only said disturbs nobody; everything else answers to what was on the screen.
        if deed != MatterDeed::Say && form.get("ban") != seen.seq.to_string() {
            return Err(Error::Stale);
        }
        let event = event(&inner, tx, &seen, (deed, &form), (by, now))?;
        if deed == MatterDeed::Answer {
            task::give(&inner, tx, &seen, &form, (by, now))?;
        }
        store::record(&inner, tx, &seen, &Entry { event, file: file.clone() }, by, now)
    })
    .await
}

/// The event that the form says. What is joined is told to the thread that takes it: of two at once one is stale.
fn event(
    app: &App,
    tx: &mut Tx,
    seen: &Seen,
    (deed, form): (MatterDeed, &Fields),
    (by, now): (Actor, Instant),
) -> Result<MatterEvent> {
    let text = form.get("noi-dung").to_owned();
    Ok(match deed {
        MatterDeed::Say => MatterEvent::Said { text },
        MatterDeed::Answer => {
            let facts = Facts {
                supplement: form.get("bo-sung").to_owned(),
                new_due_on: form.get("ngay-moi").parse().ok(),
            };
            MatterEvent::Answered { text, cause: DelayCause::by_name(form.get("nguyen-nhan")), facts }
        }
        MatterDeed::SendBack => MatterEvent::SentBack { text, due_at: due(app, seen.matter.to, AGAIN, now)? },
        MatterDeed::Lift => {
            let house = app.house();
            let to = house.serving(UnitKind::Province, local_date(now)).ok_or(Error::NotFound)?.id;
            MatterEvent::Lifted { text, due_at: due(app, to, DECISION, now)?, to }
        }
        // Who may not learns nothing of who could.
        MatterDeed::Pass if !seen.matter.may(&by, MatterDeed::Pass) => {
            return Err(Refusal::MatterNotYours.into());
        }
        MatterDeed::Pass => {
            let to = form.get("ke-thua").parse().ok().map(UnitId);
            let heirs = heirs(&app.house(), &seen.matter, now);
            let to = to.filter(|to| heirs.iter().any(|(heir, _)| heir == &to.0));
            MatterEvent::Passed {
                text,
                to: to.ok_or_else(|| Error::field("ke-thua", "Chọn đơn vị kế thừa."))?,
            }
        }
        MatterDeed::Join => {
            let lead = form.get("viec-chinh").parse();
            let lead: Uuid = lead.map_err(|_| Error::field("viec-chinh", "Chọn việc để gộp vào."))?;
            // Who may not is refused below, and learns nothing of the other.
            if seen.matter.may(&by, MatterDeed::Join) {
                store::must_lead(tx, seen, lead)?;
                // Who reads the other thread learns nothing of this one.
                let told = MatterEvent::Said { text: TAKEN.into() };
                let lead = store::load(tx, lead)?;
                store::record(app, tx, &lead, &told.into(), by, now)?;
            }
            MatterEvent::Joined { lead, text }
        }
        MatterDeed::Part => {
            // Who may not is refused below.
            if let Some(lead) = seen.matter.lead.filter(|_| seen.matter.may(&by, MatterDeed::Part)) {
                let told = MatterEvent::Said { text: PARTED.into() };
                let lead = store::load(tx, lead)?;
                store::record(app, tx, &lead, &told.into(), by, now)?;
            }
            MatterEvent::Parted { text }
        }
        MatterDeed::Close => MatterEvent::Closed { text },
        MatterDeed::Show => {
            // Who may not is refused below, and learns no names.
            if seen.matter.may(&by, MatterDeed::Show) {
                must_name_nobody(&text, &store::officers(tx, seen)?)
                    .map_err(|refusal| Error::field("noi-dung", refusal.to_string()))?;
            }
            MatterEvent::Shown { text }
        }
        MatterDeed::Hide => MatterEvent::Hidden { text },
    })
}
