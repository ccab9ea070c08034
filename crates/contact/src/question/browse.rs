//! What was asked and answered, for everybody to search without accents.

use askama::Template;
use axum::extract::{Path, Query, State};
use base::{
    app::App,
    dossier::list::key,
    error::Error,
    page::{Shell, public},
    visit::{Answer, Reader},
};
use domain::id::QuestionId;
use serde::Deserialize;

use super::store;
use kit::encoded;

/// How many a page shows.
const PAGE: usize = 25;

#[derive(Template)]
#[template(path = "question/browse.html")]
struct Browse {
    shell: Shell,
    q: String,
    lines: Vec<store::Published>,
    first: Option<String>,
    after: Option<String>,
}

/// What is looked for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Wanted {
    q: String,
    sau: String,
}

/// The published questions, or those that match.
pub async fn browse(State(app): State<App>, reader: Reader, Query(wanted): Query<Wanted>) -> Answer {
    let (q, after) = (wanted.q.clone(), key(&wanted.sau));
    let lines = app.read(move |tx| store::find(tx, &q, after, PAGE)).await?;
    let url = |after: &str| format!("/hoi-dap?q={}&sau={after}", encoded(&wanted.q));
    let next = lines.last().filter(|_| lines.len() == PAGE);
    let after = next.map(|last| url(&format!("{}_{}", last.at.as_microsecond(), last.id)));
    let first = (!wanted.sau.is_empty()).then(|| url(""));
    let shell = Shell::new(&app, None, reader.lang.say("question-title"), "hoi-dap").read_by(&reader);
    Ok(public(&Browse { shell, q: wanted.q, lines, first, after }))
}

#[derive(Template)]
#[template(path = "question/one.html")]
struct One {
    shell: Shell,
    said: String,
    answer: String,
    unit: String,
    at: String,
    /// The day of the last correction.
    corrected: Option<String>,
}

/// One published question with its answer.
pub async fn one(State(app): State<App>, reader: Reader, Path(id): Path<QuestionId>) -> Answer {
    let question = app.read(move |tx| store::load(tx, id)).await?.question;
    let publication = question.publication.ok_or(Error::NotFound)?;
    let house = app.house();
    let unit = question.unit.map(|unit| house.unit_name(unit).to_owned());
    let at = question.asked_at;
    Ok(public(&One {
        shell: Shell::new(&app, None, reader.lang.say("question-title"), "hoi-dap").read_by(&reader),
        said: publication.said().to_owned(),
        answer: publication.answer().to_owned(),
        unit: unit.unwrap_or_default(),
        at: reader.lang.moment(at),
        corrected: question.corrected_at.map(|at| reader.lang.moment(at)),
    }))
}
