//! Who asked looks the answer up: code, and the last four digits of the telephone.

use askama::Template;
use axum::{
    extract::{Query, State},
    http::StatusCode,
};
use base::{
    app::App,
    error::{Error, FieldError},
    page::{Shell, page, with_status},
    visit::{Answer, Caller, Reader, must_not_guess},
};
use domain::{id::QuestionId, petition::sender::masked, question::QuestionState};
use kit::{db::args, form::Fields};
use serde::Deserialize;

use super::store;

struct Found {
    code: String,
    state: String,
    at: String,
    unit: String,
    due: Option<String>,
    answer: Option<String>,
    /// Why it is not answered; empty where it is.
    ground: String,
}

#[derive(Template)]
#[template(path = "question/track.html")]
struct Page {
    shell: Shell,
    errors: Vec<FieldError>,
    code: String,
    found: Option<Found>,
}

/// The code from a link.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    #[serde(default)]
    ma: String,
}

fn blank(app: &App, reader: &Reader) -> Page {
    let shell = Shell::new(app, None, reader.lang.say("question-track-title"), "hoi-dap").read_by(reader);
    Page { shell, errors: vec![], code: String::new(), found: None }
}

/// The form.
pub async fn ask(State(app): State<App>, reader: Reader, Query(asked): Query<Asked>) -> Answer {
    Ok(page(&Page { code: asked.ma, ..blank(&app, &reader) }))
}

/// Looks it up. A guessed code and a wrong proof look the same.
pub async fn track(State(app): State<App>, caller: Caller, reader: Reader, form: Fields) -> Answer {
    let code = form.get("ma").to_uppercase();
    must_not_guess(&app, caller, &format!("track {code}"))?;
    let (wanted, proof) = (code.clone(), form.get("bon-so").to_lowercase());
    let found = app.read(move |tx| {
        let row = tx.optional(
            "SELECT q.id FROM question q JOIN question_asker a ON a.question_id = q.id
             WHERE q.code = $1 AND a.proof = $2 AND a.proof <> ''",
            args![wanted.clone(), proof.clone()],
        )?;
        let id = QuestionId(row.ok_or(Error::NotFound)?.get(0)?);
        Ok((store::load(tx, id)?.question, store::asker(tx, id)?))
    });
    let (question, asker) = match found.await {
        Ok(found) => found,
        Err(Error::NotFound) => {
            let errors =
                vec![FieldError { field: "ma".into(), message: reader.lang.say("contact-not-found") }];
            let page = Page { errors, code, ..blank(&app, &reader) };
            return Ok(with_status(StatusCode::UNPROCESSABLE_ENTITY, &page));
        }
        Err(other) => return Err(other.into()),
    };
    let is_answered = matches!(question.state, QuestionState::Answered | QuestionState::Published);
    let house = app.house();
    let found = Found {
        state: reader.lang.question_state(question.state),
        at: reader.lang.moment(question.asked_at),
        unit: question.unit.map(|unit| house.unit_name(unit).to_owned()).unwrap_or_default(),
        due: question.clock.map(|running| reader.lang.moment(running.due_at)),
        ground: masked(&question.ground, std::slice::from_ref(&asker)),
        answer: is_answered.then(|| masked(&question.answer, &[asker])),
        code: question.code,
    };
    Ok(page(&Page { found: Some(found), ..blank(&app, &reader.at("/hoi-dap/tra-cuu")) }))
}
