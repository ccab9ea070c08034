//! Does what a form of the question's page says.

use axum::{
    extract::{Path, State},
    response::{IntoResponse, Redirect},
};
use base::{
    app::App,
    error::Error,
    visit::{Answer, Staff, must_be_own},
};
use domain::{
    id::{QuestionId, UnitId},
    question::{QuestionDeed, QuestionEvent},
    refusal::Refusal,
};
use kit::form::Fields;

use super::store;

/// Does it, if nothing happened since the page was shown.
pub async fn act(
    State(app): State<App>,
    Staff(session): Staff,
    Path((id, deed)): Path<(QuestionId, String)>,
    form: Fields,
) -> Answer {
    must_be_own(&session, &form)?;
    let deed = QuestionDeed::by_name(&deed).ok_or(Error::NotFound)?;
    let (house, by, now) = (app.house(), session.actor(), app.now());
    app.write(move |tx| {
        let seen = store::load(tx, id)?;
        if !seen.question.may_read(&by) {
            return Err(Error::NotFound);
        }
        if form.get("ban") != seen.seq.to_string() {
            return Err(Error::Stale);
        }
        let text = form.get("noi-dung").to_owned();
        let event = match deed {
            QuestionDeed::Publish => {
                return store::publish(tx, &seen, (form.get("da-noi"), &text), by, now);
            }
            QuestionDeed::Correct => {
                let texts = (form.get("da-noi"), form.get("tra-loi"));
                return store::correct(tx, &seen, texts, &text, by, now);
            }
            QuestionDeed::Reuse => {
                let from = form.get("cau").parse().map_err(|_| Error::NotFound)?;
                return store::reuse(tx, &seen, from, by, now);
            }
            QuestionDeed::Assign => {
                let unit = UnitId(form.get("don-vi").parse().map_err(|_| Refusal::NoReceiver)?);
                QuestionEvent::Assigned { to: house.unit(unit)?.id, text }
            }
            QuestionDeed::Draft => QuestionEvent::Drafted { text },
            QuestionDeed::Return => QuestionEvent::Returned { text },
            QuestionDeed::Approve => QuestionEvent::Approved { text },
            QuestionDeed::Withdraw => QuestionEvent::Withdrawn { text },
            QuestionDeed::Decline => QuestionEvent::Declined { text },
        };
        store::record(tx, &seen, &event, by, now)
    })
    .await?;
    Ok(Redirect::to(&format!("/lam-viec/hoi-dap/{id}")).into_response())
}
