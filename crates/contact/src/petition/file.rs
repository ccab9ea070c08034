//! The public form: what is reported or proposed, and by whom; then a code.

use askama::Template;
use axum::{
    extract::{Path, Query, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use base::{
    app::App,
    error::{Error, FieldError},
    page::{Shell, page, with_status},
    visit::{Answer, Caller, Reader, must_not_guess},
};
use domain::{
    id::PetitionId,
    instant::Instant,
    people::Actor,
    petition::{Petition, PetitionChannel, PetitionState, PetitionSubject},
};
use kit::form::Fields;
use serde::Deserialize;

use super::store;
use crate::typed;

#[derive(Template)]
#[template(path = "petition/file.html")]
struct Page {
    shell: Shell,
    errors: Vec<FieldError>,
    typed: Fields,
    id: PetitionId,
    /// The stored word, the title, whether it is chosen.
    subjects: Vec<(&'static str, String, bool)>,
}

/// What a link fills in.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "kebab-case", default)]
pub struct Asked {
    thu_tuc: String,
    ho_so: String,
}

/// The form.
pub async fn form(State(app): State<App>, reader: Reader, Query(asked): Query<Asked>) -> Answer {
    let typed = Fields::of(&[("thu-tuc", &asked.thu_tuc), ("ho-so", &asked.ho_so)]);
    Ok(answer(&app, &reader, StatusCode::OK, typed, vec![]))
}

fn answer(
    app: &App,
    reader: &Reader,
    status: StatusCode,
    typed: Fields,
    errors: Vec<FieldError>,
) -> Response {
    let subject = subject(&typed);
    let choice = |one: &PetitionSubject| (one.name(), reader.lang.petition_subject(*one), *one == subject);
    with_status(
        status,
        &Page {
            shell: Shell::new(app, None, reader.lang.say("petition-title"), "phan-anh").read_by(reader),
            errors,
            id: store::form_id(app, &typed),
            subjects: PetitionSubject::ALL.iter().map(choice).collect(),
            typed,
        },
    )
}

fn subject(form: &Fields) -> PetitionSubject {
    PetitionSubject::by_name(form.get("ve-viec")).unwrap_or(PetitionSubject::Rule)
}

/// The petition that the form describes, before it has its code.
pub fn read(form: &Fields, channel: PetitionChannel, received_at: Instant) -> Petition {
    Petition {
        code: String::new(),
        channel,
        source: None,
        subject: subject(form),
        title: form.get("tieu-de").to_owned(),
        content: form.get("noi-dung").to_owned(),
        dossier_code: form.get("ho-so").to_uppercase(),
        dossier: None,
        procedure: form.get("thu-tuc").to_owned(),
        received_at,
        state: PetitionState::Received,
        class: None,
        ground: String::new(),
        unit: None,
        outside: String::new(),
        clock: None,
        was_asked: false,
        late: vec![],
        reply: None,
        publication: None,
        head: None,
        files: vec![],
        letter: None,
        delivery: None,
    }
}

/// Takes it in. The same form sent twice is taken in once.
pub async fn send(State(app): State<App>, caller: Caller, reader: Reader, form: Fields) -> Answer {
    let id = store::form_id(&app, &form);
    must_not_guess(&app, caller, &format!("petition {id}"))?;
    let errors = typed::wrong(&form, reader.lang, true);
    // Nothing is kept of a form that has to be sent again.
    let files = if errors.is_empty() { typed::files(&app, &form, reader.lang).await } else { Ok(vec![]) };
    let (files, errors) = match files {
        Ok(files) => (files, errors),
        Err(Error::Invalid(errors)) => (vec![], errors),
        Err(other) => return Err(other.into()),
    };
    if !errors.is_empty() {
        return Ok(answer(&app, &reader, StatusCode::UNPROCESSABLE_ENTITY, form, errors));
    }
    let now = app.now();
    let petition = Petition { files, ..read(&form, PetitionChannel::Web, now) };
    let sender = typed::sender(&form);
    // Whoever is signed in sends as anybody: the log does not learn by whom.
    let (inner, by) = (app.clone(), Actor::Public);
    let done =
        app.write(move |tx| store::file(&inner, tx, id, (&petition, &sender), by, now).map(drop)).await;
    match done {
        // Sent already.
        Ok(()) | Err(Error::Stale) => Ok(Redirect::to(&format!("/phan-anh/da-gui/{id}")).into_response()),
        Err(other) => Err(other.into()),
    }
}

#[derive(Template)]
#[template(path = "petition/sent.html")]
struct Sent {
    shell: Shell,
    code: String,
    at: String,
    decide_by: Option<String>,
}

/// The code and what happens next. The address holds no personal data and shows none.
pub async fn sent(State(app): State<App>, reader: Reader, Path(id): Path<PetitionId>) -> Answer {
    let seen = app.read(move |tx| store::load(tx, id)).await?;
    let waits = seen.petition.clock.filter(|_| seen.petition.state == PetitionState::Received);
    Ok(page(&Sent {
        shell: Shell::new(&app, None, reader.lang.say("petition-sent-title"), "phan-anh").read_by(&reader),
        code: seen.petition.code,
        at: reader.lang.moment(seen.petition.received_at),
        decide_by: waits.map(|running| reader.lang.moment(running.due_at)),
    }))
}
