//! The public form: a question and how to reach who asks; then a code.

use askama::Template;
use axum::{
    extract::{Path, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use base::{
    app::App,
    error::{Error, FieldError},
    page::{Shell, page, with_status},
    texts::Lang,
    visit::{Answer, Caller, Reader, must_not_guess},
};
use domain::{id::QuestionId, people::Actor};
use kit::form::Fields;
use uuid::Uuid;

use super::store;
use crate::typed;

#[derive(Template)]
#[template(path = "question/ask.html")]
struct Page {
    shell: Shell,
    errors: Vec<FieldError>,
    typed: Fields,
    id: QuestionId,
}

fn form_id(app: &App, form: &Fields) -> QuestionId {
    QuestionId(form.get("phieu").parse::<Uuid>().unwrap_or_else(|_| app.id()))
}

/// The form.
pub async fn form(State(app): State<App>, reader: Reader) -> Answer {
    Ok(answer(&app, &reader, StatusCode::OK, Fields::default(), vec![]))
}

fn answer(
    app: &App,
    reader: &Reader,
    status: StatusCode,
    typed: Fields,
    errors: Vec<FieldError>,
) -> Response {
    let shell = Shell::new(app, None, reader.lang.say("question-ask"), "hoi-dap").read_by(reader);
    with_status(status, &Page { shell, errors, id: form_id(app, &typed), typed })
}

/// What is wrong with a question: the words of the question, and one way to reach who asks.
fn wrong(form: &Fields, lang: Lang) -> Vec<FieldError> {
    let mut errors = typed::wrong(form, lang, false);
    // The line is the question; more is for who has more to say.
    errors.retain(|error| error.field != "noi-dung" || form.has("noi-dung"));
    if typed::sender(form).proof().is_empty() && !errors.iter().any(|error| error.field == "dien-thoai") {
        let message = lang.say("field-sender-reach");
        errors.push(FieldError { field: "dien-thoai".into(), message });
    }
    errors
}

/// Takes it in. The same form sent twice is taken in once.
pub async fn send(State(app): State<App>, caller: Caller, reader: Reader, form: Fields) -> Answer {
    let reader = reader.at("/hoi-dap/gui");
    let id = form_id(&app, &form);
    must_not_guess(&app, caller, &format!("question {id}"))?;
    let errors = wrong(&form, reader.lang);
    if !errors.is_empty() {
        return Ok(answer(&app, &reader, StatusCode::UNPROCESSABLE_ENTITY, form, errors));
    }
    let (inner, now) = (app.clone(), app.now());
    let done = app
        .write(move |tx| {
            let what = (form.get("tieu-de"), form.get("noi-dung"), &typed::sender(&form));
            store::file(&inner, tx, id, what, Actor::Public, now).map(drop)
        })
        .await;
    match done {
        // Sent already.
        Ok(()) | Err(Error::Stale) => Ok(Redirect::to(&format!("/hoi-dap/da-gui/{id}")).into_response()),
        Err(other) => Err(other.into()),
    }
}

#[derive(Template)]
#[template(path = "question/sent.html")]
struct Sent {
    shell: Shell,
    code: String,
    answer_by: Option<String>,
}

/// The code and by when an answer may be expected. The address holds no personal data and shows none.
pub async fn sent(State(app): State<App>, reader: Reader, Path(id): Path<QuestionId>) -> Answer {
    let question = app.read(move |tx| store::load(tx, id)).await?.question;
    Ok(page(&Sent {
        shell: Shell::new(&app, None, reader.lang.say("question-sent-title"), "hoi-dap").read_by(&reader),
        code: question.code,
        answer_by: question.clock.map(|running| reader.lang.moment(running.due_at)),
    }))
}
