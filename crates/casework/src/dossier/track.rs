//! Tracking without an account. Two levels (TT 01/2018 Điều 16.2.d; row C-04): the code alone tells how far along a
//! dossier is; with the last four digits of the owner's identity number, units, dates, letters and what is asked for, which
//! may be answered here. A guessed code and a wrong proof look the same.

use askama::Template;
use axum::{
    extract::{Query, State},
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use base::{
    app::App,
    dossier::{self, Seen},
    error::{Error, FieldError, Result},
    house::House,
    page::{Shell, dong, page, with_status},
    texts::{Lang, words::AccountLine},
    visit::{Answer, Caller, Reader, must_not_guess},
};
use domain::{
    dossier::{Event, State as Standing, duty::Duty, event::Request},
    id::DossierId,
    instant::Instant,
};
use kit::{
    db::{Tx, args},
    form::Fields,
};
use serde::Deserialize;
use uuid::Uuid;

use super::{
    act::turns::supplied,
    choices::{AskedLine, answerable},
    show, timeline,
    turn::{self, Turn},
};
use crate::letter::{facts, file};

/// One line of what was done so far.
struct Step {
    title: String,
    when: String,
    /// What an office says to the applicant, in its own words.
    words: String,
}

struct Own {
    procedure: String,
    settling: String,
    receiving: String,
    due: Option<String>,
    /// The due date was promised anew.
    promised: bool,
    /// The due date was set when it was opened again.
    reopened: bool,
    request: Option<Request>,
    /// The lines of the request with their fields.
    asked: Vec<AskedLine>,
    answer_by: Option<String>,
    /// What is to be paid, the document that says so, how much and until when.
    duty: Option<String>,
    /// The letters: number of the event, what it is, number and symbol.
    letters: Vec<(i64, String, String)>,
    may_withdraw: bool,
    steps: Vec<Step>,
    account: Vec<AccountLine>,
}

struct Found {
    code: String,
    /// What was typed as proof, for the forms below; empty without it.
    proof: String,
    state: String,
    percent: u8,
    own: Option<Own>,
}

#[derive(Template)]
#[template(path = "dossier/track.html")]
struct Page {
    shell: Shell,
    errors: Vec<FieldError>,
    /// What was just done.
    done: Option<String>,
    code: String,
    found: Option<Found>,
    accept: &'static str,
}

/// The code from a link or a QR code.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    #[serde(default)]
    ma: String,
}

/// The form.
pub async fn ask(State(app): State<App>, reader: Reader, Query(asked): Query<Asked>) -> Answer {
    Ok(page(&Page { code: asked.ma, ..blank(&app, &reader) }))
}

fn blank(app: &App, reader: &Reader) -> Page {
    let shell = Shell::new(app, None, reader.lang.say("track-title"), "tra-cuu").read_by(reader);
    Page { shell, errors: vec![], done: None, code: String::new(), found: None, accept: kit::upload::ENDINGS }
}

/// Looks the dossier up.
pub async fn track(State(app): State<App>, caller: Caller, reader: Reader, form: Fields) -> Answer {
    let reader = at_code(reader, &code(&form));
    must_not_guess(&app, caller, &format!("track {}", code(&form)))?;
    Ok(shown(&app, &reader, &form, None, vec![]).await?)
}

/// In another language the code is still there; the proof is not kept in an address.
fn at_code(reader: Reader, code: &str) -> Reader {
    let is_code = code.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'.');
    if is_code { reader.at(format!("/tra-cuu?ma={code}")) } else { reader }
}

fn code(form: &Fields) -> String {
    form.get("ma").to_uppercase()
}

fn proof(form: &Fields) -> String {
    form.get("bon-so").to_uppercase()
}

/// The page of the dossier that the form names, as far as its proof opens it.
async fn shown(
    app: &App,
    reader: &Reader,
    form: &Fields,
    done: Option<&str>,
    errors: Vec<FieldError>,
) -> Result<Response> {
    let (code, proof) = (code(form), proof(form));
    if code.is_empty() {
        return Ok(again(app, reader, code, "track-code-missing"));
    }
    let (inner, wanted, lang) = (app.clone(), code.clone(), reader.lang);
    let found = app.read(move |tx| look_up(&inner, tx, lang, &wanted, &proof)).await?;
    let Some(found) = found else { return Ok(again(app, reader, code, "track-not-found")) };
    // The form below asks for the proof of this dossier, or for another one.
    let code = if found.own.is_some() { String::new() } else { code };
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let done = done.map(|key| reader.lang.say(key));
    Ok(with_status(status, &Page { errors, done, code, found: Some(found), ..blank(app, reader) }))
}

fn again(app: &App, reader: &Reader, code: String, why: &str) -> Response {
    let errors = vec![FieldError { field: "ma".into(), message: reader.lang.say(why) }];
    with_status(StatusCode::UNPROCESSABLE_ENTITY, &Page { errors, code, ..blank(app, reader) })
}

/// The dossier that the form names and proves; [`Error::NotFound`] for a guess.
async fn proved(app: &App, caller: Caller, form: &Fields) -> Result<Seen> {
    let (code, proof) = (code(form), proof(form));
    must_not_guess(app, caller, &format!("track {code}"))?;
    let seen = app.read(move |tx| opened(tx, &code, &proof).map(|found| found.map(|(seen, _)| seen))).await?;
    seen.filter(|_| form.has("bon-so")).ok_or(Error::NotFound)
}

/// A letter of the dossier, as PDF.
pub async fn letter(State(app): State<App>, caller: Caller, form: Fields) -> Answer {
    let seen = proved(&app, caller, &form).await?;
    let seq: i64 = form.number("thu").ok_or(Error::NotFound)?;
    let bytes = file::document(&app, seen.id, seq).await?;
    let name = format!("attachment; filename=\"phieu-{seq}.pdf\"");
    Ok(([(header::CONTENT_TYPE, "application/pdf".to_owned()), (header::CONTENT_DISPOSITION, name)], bytes)
        .into_response())
}

/// Takes in what the applicant supplies: everything that was asked for, at once.
pub async fn supply(State(app): State<App>, caller: Caller, reader: Reader, form: Fields) -> Answer {
    let seen = proved(&app, caller, &form).await?;
    let reader = at_code(reader, &code(&form));
    let filing = match supplied(&app, seen.id, &form, reader.lang).await {
        Ok(filing) => Box::new(filing),
        Err(Error::Invalid(errors)) => return Ok(shown(&app, &reader, &form, None, errors).await?),
        Err(other) => return Err(other.into()),
    };
    // Before acceptance there is no date to promise anew.
    let is_accepted = seen.state != Standing::AwaitingCompletion;
    let done = if is_accepted { "track-supplied" } else { "track-completed" };
    Ok(turned(&app, &reader, &form, seen, Turn::Supplement { filing }, done).await?)
}

/// Takes the applicant's withdrawal in.
pub async fn withdraw(State(app): State<App>, caller: Caller, reader: Reader, form: Fields) -> Answer {
    let seen = proved(&app, caller, &form).await?;
    let reader = at_code(reader, &code(&form));
    let turn = Turn::Withdraw { reason: form.get("ly-do").to_owned() };
    Ok(turned(&app, &reader, &form, seen, turn, "track-withdrawn").await?)
}

async fn turned(
    app: &App,
    reader: &Reader,
    form: &Fields,
    seen: Seen,
    turn: Turn,
    done: &str,
) -> Result<Response> {
    let (inner, now) = (app.clone(), app.now());
    match app.write(move |tx| turn::by_applicant(&inner, tx, &seen, &turn, now)).await {
        Ok(_) => shown(app, reader, form, Some(done), vec![]).await,
        Err(Error::Refused(refusal)) => {
            let message = reader.lang.refusal(&refusal).text;
            shown(app, reader, form, None, vec![FieldError { field: "ma".into(), message }]).await
        }
        // Sent twice: the page shows what the first has done.
        Err(Error::Stale) => shown(app, reader, form, None, vec![]).await,
        Err(other) => Err(other),
    }
}

/// The dossier with that code, and the last four signs of its owner's identity number. A proof that is given and wrong
/// finds nothing.
fn opened(tx: &mut Tx, code: &str, proof: &str) -> Result<Option<(Seen, String)>> {
    let row = tx.optional(
        "SELECT dossier_id, last_four FROM filing WHERE code = $1 OR draft_code = $1",
        args![code],
    )?;
    let Some(row) = row else { return Ok(None) };
    let (id, last_four): (Uuid, String) = (row.get(0)?, row.get(1)?);
    if !proof.is_empty() && proof != last_four.to_uppercase() {
        return Ok(None);
    }
    Ok(Some((dossier::load(tx, DossierId(id))?, last_four)))
}

/// What is shown of the dossier with that code, as far as `proof` opens it.
fn look_up(app: &App, tx: &mut Tx, lang: Lang, code: &str, proof: &str) -> Result<Option<Found>> {
    let Some((seen, _)) = opened(tx, code, proof)? else { return Ok(None) };
    let own = if proof.is_empty() { None } else { Some(own(app, tx, lang, &seen)?) };
    let code = seen.code.clone().unwrap_or_else(|| dossier::draft_code(&seen));
    let state = lang.state(seen.state);
    Ok(Some(Found { code, proof: proof.to_owned(), state, percent: seen.state.percent(), own }))
}

fn own(app: &App, tx: &mut Tx, lang: Lang, seen: &Seen) -> Result<Own> {
    let house = app.house();
    let procedure = app.versions.procedure(tx, seen.procedure)?;
    let filing = dossier::filing(tx, seen.id)?;
    let events = timeline::events(tx, seen.id)?;
    let is_asked = matches!(seen.state, Standing::AwaitingCompletion | Standing::AwaitingSupplement);
    let request = if is_asked { Some(turn::last_request(tx, seen)?) } else { None };
    let duty = events.iter().rev().find_map(|(_, event)| match event {
        Event::DutyRequired { duty } if seen.state == Standing::AwaitingDuty => Some(owed(lang, duty)),
        _ => None,
    });
    let letters = events.iter().filter_map(|(line, event)| {
        let owed = facts::owed(seen, event, line.at)?;
        let translated = lang.letter(&owed.form);
        let title = if translated.is_empty() { owed.form.name() } else { translated };
        Some((line.seq, title, format!("{:02}/{}", owed.number, owed.form.symbol)))
    });
    let account = show::account(seen, &procedure.content, &filing, &house, app.now());
    // What happened, without names: officers answer to their agency, not to a page that anybody may print. What is still
    // being decided inside is not told either.
    let inside = |event: &Event| {
        matches!(
            event,
            Event::Drafted { .. }
                | Event::SentBack { .. }
                | Event::Proposed { .. }
                | Event::ProposalRejected { .. }
                | Event::ApologyDrafted { .. }
                | Event::ApologyVoided { .. }
                | Event::LetterGiven { .. }
                | Event::Reassigned { .. }
                | Event::PartReassigned { .. }
                | Event::OverdueExplained { .. }
                | Event::Undone { .. }
        )
    };
    let shown = events.iter().rev().filter(|(_, event)| !inside(event));
    Ok(Own {
        procedure: procedure.content.name.clone(),
        settling: house.unit_name(seen.settling_unit).to_owned(),
        receiving: house.unit_name(seen.receiving_unit).to_owned(),
        due: seen.due_at.filter(|_| !seen.state.is_waiting()).map(|due| lang.moment(due)),
        promised: seen.turns.extensions > 0,
        reopened: timeline::reopened_until(seen, &events).is_some(),
        asked: request.as_ref().map(answerable).unwrap_or_default(),
        answer_by: request.as_ref().and_then(|request| request.answer_by).map(|by| lang.moment(by)),
        request,
        duty,
        letters: letters.collect(),
        may_withdraw: domain::access::may_be_withdrawn(seen.state),
        steps: steps(
            tx,
            &house,
            lang,
            seen.id,
            shown.map(|(line, event)| (line.at, lang.event(event))).collect(),
        )?,
        account: lang.account(&account, &house.timetable(seen.receiving_unit)),
    })
}

/// What is to be paid, in the words of the page.
fn owed(lang: Lang, duty: &Duty) -> String {
    let mut words =
        lang.say_with("track-duty", &[("what", duty.what.as_str()), ("document", duty.document.as_str())]);
    let amount = duty.amount.map(|amount| lang.say_with("track-duty-amount", &[("amount", dong(amount))]));
    let until = duty.pay_by.map(|by| lang.say_with("track-duty-by", &[("moment", lang.moment(by))]));
    for more in amount.into_iter().chain(until) {
        words.push(' ');
        words.push_str(&more);
    }
    words
}

/// What happened, and what an office was asked and lets the applicant read (row C-47), the newest first.
fn steps(
    tx: &mut Tx,
    house: &House,
    lang: Lang,
    id: DossierId,
    happened: Vec<(Instant, String)>,
) -> Result<Vec<Step>> {
    let mut all: Vec<(Instant, Step)> = happened
        .into_iter()
        .map(|(at, title)| (at, Step { title, when: lang.moment(at), words: String::new() }))
        .collect();
    for one in dossier::matters::shown(tx, id)? {
        let title = lang.say_with("track-answer", &[("unit", house.unit_name(one.unit))]);
        all.push((one.at, Step { title, when: lang.moment(one.at), words: one.words }));
    }
    all.sort_by_key(|(at, _)| std::cmp::Reverse(*at));
    Ok(all.into_iter().map(|(_, step)| step).collect())
}
