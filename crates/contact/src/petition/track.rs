//! The sender looks it up: code, and the last four digits of the telephone. A guessed code and a wrong proof look the same,
//! and nothing personal is shown.

use askama::Template;
use axum::{
    extract::{Query, State},
    http::StatusCode,
    response::Response,
};
use base::{
    app::App,
    error::{Error, FieldError, Result},
    page::{Shell, page, with_status},
    visit::{Answer, Caller, Reader, must_not_guess},
};
use domain::{
    id::PetitionId,
    people::Actor,
    petition::{PetitionEvent, PetitionState, sender::masked},
    refusal::Refusal,
};
use kit::{
    db::{Tx, args},
    form::Fields,
};
use serde::Deserialize;

use super::store::{self, Seen};
use crate::{letter, typed};

/// What the sender sees of it.
struct Found {
    code: String,
    proof: String,
    state: String,
    at: String,
    /// Who has it.
    holder: String,
    due: Option<String>,
    /// What was asked of the sender.
    asked: Option<String>,
    /// Why it was not accepted.
    ground: String,
    answer: Option<String>,
    is_public: bool,
    /// The number of the signed letter with the answer, and whether it is given here.
    letter: Option<(String, bool)>,
}

#[derive(Template)]
#[template(path = "petition/track.html")]
struct Page {
    shell: Shell,
    errors: Vec<FieldError>,
    code: String,
    is_done: bool,
    found: Option<Found>,
}

/// The code from a link.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    #[serde(default)]
    ma: String,
}

fn blank(app: &App, reader: &Reader) -> Page {
    let shell = Shell::new(app, None, reader.lang.say("petition-track-title"), "phan-anh").read_by(reader);
    Page { shell, errors: vec![], code: String::new(), is_done: false, found: None }
}

/// The form.
pub async fn ask(State(app): State<App>, reader: Reader, Query(asked): Query<Asked>) -> Answer {
    Ok(page(&Page { code: asked.ma, ..blank(&app, &reader) }))
}

/// Looks it up.
pub async fn track(State(app): State<App>, caller: Caller, reader: Reader, form: Fields) -> Answer {
    let reader = reader.at("/phan-anh/tra-cuu");
    must_not_guess(&app, caller, &format!("track {}", code(&form)))?;
    Ok(shown(&app, &reader, &form, vec![], false).await?)
}

fn code(form: &Fields) -> String {
    form.get("ma").to_uppercase()
}

/// The petition that code and proof open; [`Error::NotFound`] for a guess.
pub fn opened(tx: &mut Tx, code: &str, proof: &str) -> Result<Seen> {
    let row = tx.optional(
        "SELECT p.id FROM petition p JOIN petition_sender s ON s.petition_id = p.id
         WHERE p.code = $1 AND s.proof = $2 AND s.proof <> ''",
        args![code, proof.to_lowercase()],
    )?;
    store::load(tx, PetitionId(row.ok_or(Error::NotFound)?.get(0)?))
}

/// What code and proof in `form` open, with `errors` above it, or that they open nothing.
pub async fn shown(
    app: &App,
    reader: &Reader,
    form: &Fields,
    errors: Vec<FieldError>,
    is_done: bool,
) -> Result<Response> {
    let (inner, code, proof, lang) = (app.clone(), code(form), form.get("bon-so").to_owned(), reader.lang);
    let wanted = code.clone();
    let found = app.read(move |tx| {
        let seen = opened(tx, &wanted, &proof)?;
        look(&inner, tx, lang, seen, proof.clone())
    });
    match found.await {
        Ok(found) => {
            let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
            Ok(with_status(status, &Page { errors, is_done, found: Some(found), ..blank(app, reader) }))
        }
        Err(Error::NotFound) => {
            let errors =
                vec![FieldError { field: "ma".into(), message: reader.lang.say("contact-not-found") }];
            Ok(with_status(StatusCode::UNPROCESSABLE_ENTITY, &Page { errors, code, ..blank(app, reader) }))
        }
        Err(other) => Err(other),
    }
}

fn look(app: &App, tx: &mut Tx, lang: base::texts::Lang, seen: Seen, proof: String) -> Result<Found> {
    let house = app.house();
    let is_given = letter::reply::is_given(tx, &seen)?;
    let letter = letter::store::of_petition(tx, seen.id)?.map(|letter| (letter.number(&house), is_given));
    let own = seen.petition;
    // What was joined to another is answered there.
    let (lead, lead_id) = match own.head {
        Some(head) => (store::load(tx, head)?.petition, head),
        None => (own.clone(), seen.id),
    };
    let senders = store::senders(tx, lead_id)?;
    let answer = match (&lead.publication, &lead.reply, lead.state) {
        (Some(publication), ..) => Some(publication.answer().to_owned()),
        (None, Some(reply), PetitionState::Closed) => Some(masked(&reply.text, &senders)),
        _ => None,
    };
    let asked = if own.state == PetitionState::Asked {
        let lines = base::dossier::log::of(tx, seen.id.0)?;
        let last = lines.iter().rev().find(|line| line.kind == "petition_asked");
        last.map(store::event).transpose()?.map(|event| masked(event.text(), &senders))
    } else {
        None
    };
    let holder = lead.unit.map_or_else(|| lead.outside.clone(), |unit| house.unit_name(unit).to_owned());
    let ground =
        if own.state == PetitionState::Declined { masked(&own.ground, &senders) } else { String::new() };
    Ok(Found {
        code: own.code,
        proof,
        state: lang.petition_state(if own.head.is_some() { lead.state } else { own.state }),
        at: lang.moment(own.received_at),
        holder,
        due: lead.clock.map(|running| lang.moment(running.due_at)),
        asked,
        ground,
        answer,
        is_public: lead.publication.is_some(),
        letter,
    })
}

/// Takes in what the sender was asked for.
pub async fn supply(State(app): State<App>, caller: Caller, reader: Reader, form: Fields) -> Answer {
    let reader = reader.at("/phan-anh/tra-cuu");
    must_not_guess(&app, caller, &format!("track {}", code(&form)))?;
    let (inner, now) = (app.clone(), app.now());
    let (wanted, proof) = (code(&form), form.get("bon-so").to_owned());
    let text = form.get("noi-dung").to_owned();
    if text.chars().count() > typed::TEXT {
        let message = reader.lang.say_with("field-too-long", &[("longest", typed::TEXT)]);
        let errors = vec![FieldError { field: "noi-dung".into(), message }];
        return Ok(shown(&app, &reader, &form, errors, false).await?);
    }
    let done = app.write(move |tx| {
        let seen = opened(tx, &wanted, &proof)?;
        store::record(&inner, tx, &seen, PetitionEvent::Supplied { text: text.clone() }, Actor::Public, now)
    });
    match done.await {
        Ok(()) => Ok(shown(&app, &reader, &form, vec![], true).await?),
        // Sent twice: the page shows what the first has done.
        Err(Error::Stale | Error::Refused(Refusal::ContactNotYours)) => {
            Ok(shown(&app, &reader, &form, vec![], false).await?)
        }
        Err(Error::Refused(refusal)) => {
            let message = reader.lang.refusal(&refusal).text;
            let errors = vec![FieldError { field: "noi-dung".into(), message }];
            Ok(shown(&app, &reader, &form, errors, false).await?)
        }
        Err(other) => Err(other.into()),
    }
}
