//! Tracking without an account. Two levels (TT 01/2018 Điều 16.2.d; row C-04): the code alone tells how far along a
//! dossier is; with the last four digits of the owner's identity number, units, dates and what is asked for. A guessed
//! code and a wrong proof look the same.

use askama::Template;
use axum::{
    extract::{Query, State},
    http::{HeaderMap, StatusCode},
    response::Response,
};
use base::{
    app::App,
    dossier,
    error::{Error, FieldError, Result},
    page::{Shell, page, with_status},
    texts::{Lang, words::AccountLine},
    visit::{Answer, Reader},
};
use domain::{
    dossier::{Event, State as Standing, event::CompletionRequest},
    id::DossierId,
};
use kit::{
    db::{Tx, args},
    form::Fields,
};
use serde::Deserialize;
use uuid::Uuid;

use super::{show, timeline};

struct Own {
    procedure: String,
    settling: String,
    receiving: String,
    due: Option<String>,
    request: Option<CompletionRequest>,
    steps: Vec<(String, String)>,
    account: Vec<AccountLine>,
}

struct Found {
    code: String,
    state: String,
    percent: u8,
    own: Option<Own>,
}

#[derive(Template)]
#[template(path = "dossier/track.html")]
struct Page {
    shell: Shell,
    errors: Vec<FieldError>,
    code: String,
    found: Option<Found>,
}

/// The code from a link or a QR code.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    #[serde(default)]
    ma: String,
}

/// The form.
pub async fn ask(State(app): State<App>, reader: Reader, Query(asked): Query<Asked>) -> Answer {
    Ok(page(&Page { shell: shell(&app, &reader), errors: vec![], code: asked.ma, found: None }))
}

fn shell(app: &App, reader: &Reader) -> Shell {
    Shell::new(app, None, reader.lang.say("track-title"), "tra-cuu").read_by(reader)
}

/// Looks the dossier up.
pub async fn track(State(app): State<App>, reader: Reader, headers: HeaderMap, form: Fields) -> Answer {
    let (code, proof) = (form.get("ma").to_uppercase(), form.get("bon-so").to_uppercase());
    // In another language the code is still there; the proof is not kept in an address.
    let is_code = code.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'.');
    let reader = if is_code { reader.at(format!("/tra-cuu?ma={code}")) } else { reader };
    // Behind a proxy the caller's address stands in a header; without one all share the allowance of the code asked for.
    let caller = headers.get("x-forwarded-for").and_then(|value| value.to_str().ok()).unwrap_or(&code);
    if !app.guesses.allows(format!("track {caller}"), app.now()) {
        return Err(Error::TooMany.into());
    }
    if code.is_empty() {
        return Ok(again(&app, &reader, code, "track-code-missing"));
    }
    let (inner, wanted, lang) = (app.clone(), code.clone(), reader.lang);
    let found = app.read(move |tx| look_up(&inner, tx, lang, &wanted, &proof)).await?;
    match found {
        Some(found) => {
            // The form below asks for the proof of this dossier, or for another one.
            let code = if found.own.is_some() { String::new() } else { code };
            Ok(page(&Page { shell: shell(&app, &reader), errors: vec![], code, found: Some(found) }))
        }
        None => Ok(again(&app, &reader, code, "track-not-found")),
    }
}

fn again(app: &App, reader: &Reader, code: String, why: &str) -> Response {
    let errors = vec![FieldError { field: "ma".into(), message: reader.lang.say(why) }];
    let shell = shell(app, reader);
    with_status(StatusCode::UNPROCESSABLE_ENTITY, &Page { shell, errors, code, found: None })
}

/// The dossier with that code, as far as `proof` opens it. A proof that is given and wrong finds nothing.
fn look_up(app: &App, tx: &mut Tx, lang: Lang, code: &str, proof: &str) -> Result<Option<Found>> {
    let row = tx.optional(
        "SELECT dossier_id, last_four FROM filing WHERE code = $1 OR draft_code = $1",
        args![code],
    )?;
    let Some(row) = row else { return Ok(None) };
    let (id, last_four): (Uuid, String) = (row.get(0)?, row.get(1)?);
    if !proof.is_empty() && proof != last_four.to_uppercase() {
        return Ok(None);
    }
    let seen = dossier::load(tx, DossierId(id))?;
    let own = if proof.is_empty() { None } else { Some(own(app, tx, lang, &seen)?) };
    let code = seen.code.clone().unwrap_or_else(|| dossier::draft_code(&seen));
    Ok(Some(Found { code, state: lang.state(seen.state), percent: seen.state.percent(), own }))
}

fn own(app: &App, tx: &mut Tx, lang: Lang, seen: &dossier::Seen) -> Result<Own> {
    let house = app.house();
    let procedure = app.versions.procedure(tx, seen.procedure)?;
    let filing = dossier::filing(tx, seen.id)?;
    let events = timeline::events(tx, seen.id)?;
    let is_waiting = seen.state == Standing::AwaitingCompletion;
    let request = events.iter().rev().find_map(|(_, event)| match event {
        Event::CompletionRequested { request, .. } if is_waiting => Some(request.clone()),
        _ => None,
    });
    let account = show::account(seen, &procedure.content, &filing, &house);
    // What happened, without names: officers answer to their agency, not to a page that anybody may print.
    let shown = events
        .iter()
        .rev()
        .filter(|(_, event)| !matches!(event, Event::Drafted { .. } | Event::SentBack { .. }));
    Ok(Own {
        procedure: procedure.content.name.clone(),
        settling: house.unit_name(seen.settling_unit).to_owned(),
        receiving: house.unit_name(seen.receiving_unit).to_owned(),
        due: seen.due_at.map(|due| lang.moment(due)),
        request,
        steps: shown.map(|(line, event)| (lang.event(event), lang.moment(line.at))).collect(),
        account: lang.account(&account, &house.timetable(seen.receiving_unit)),
    })
}
