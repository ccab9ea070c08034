//! What came in at a counter, by telephone, by letter, in a box is entered as it was said (NĐ 20/2008 Điều 7.2.đ).

use askama::Template;
use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Redirect},
};
use base::{
    app::App,
    error::{Error, FieldError},
    page::{Shell, with_status},
    session::Session,
    texts::Lang,
    visit::{Answer, Staff, must_be_own},
};
use domain::{
    id::PetitionId,
    petition::{
        PetitionChannel, PetitionSubject, Source,
        right::{Right, of},
    },
};
use kit::form::Fields;

use super::{file, store};
use crate::typed;

#[derive(Template)]
#[template(path = "petition/enter.html")]
struct Page {
    shell: Shell,
    errors: Vec<FieldError>,
    typed: Fields,
    id: PetitionId,
    /// How what is entered by hand may have come in.
    channels: Vec<PetitionChannel>,
}

/// The form.
pub async fn form(State(app): State<App>, Staff(session): Staff) -> Answer {
    answer(&app, &session, StatusCode::OK, Fields::default(), vec![])
}

fn answer(
    app: &App,
    session: &Session,
    status: StatusCode,
    typed: Fields,
    errors: Vec<FieldError>,
) -> Answer {
    if !of(&session.actor(), Right::Enter) {
        return Err(Error::Forbidden.into());
    }
    let shell = Shell::new(app, Some(session), "Nhập phản ánh, kiến nghị", "phan-anh");
    let by_hand = |one: &PetitionChannel| *one != PetitionChannel::Web;
    let channels = PetitionChannel::ALL.iter().copied().filter(by_hand).collect();
    Ok(with_status(status, &Page { shell, errors, id: store::form_id(app, &typed), typed, channels }))
}

/// Enters it. The same form sent twice enters it once; an item of a portal that is here already is said to be.
pub async fn send(State(app): State<App>, Staff(session): Staff, form: Fields) -> Answer {
    must_be_own(&session, &form)?;
    let (now, id) = (app.now(), store::form_id(&app, &form));
    let channel = PetitionChannel::by_name(form.get("kenh")).ok_or(Error::NotFound)?;
    // Who enters it writes down what there is: what is missing decides at the classification.
    let mut errors = typed::wrong(&form, Lang::Vi, false);
    let mut note = |field: &str, message: &str| {
        errors.push(FieldError { field: field.into(), message: message.into() });
    };
    let received_at = typed::moment(&form, "nhan-luc");
    if received_at.as_ref().map_or(true, |at| at.is_some_and(|at| at > now)) {
        note("nhan-luc", "Thời điểm nhận không đúng, hoặc ở sau lúc này.");
    }
    let (system, number) = (form.get("nguon").to_owned(), form.get("so-nguon").to_owned());
    if system.is_empty() != number.is_empty() {
        note("so-nguon", "Ghi cả tên cổng và mã ở cổng, hoặc để trống cả hai.");
    }
    let source = (!system.is_empty()).then_some(Source { system: system.clone(), id: number.clone() });
    if source.is_some() && app.read(move |tx| store::is_known(tx, &system, &number)).await? {
        note("so-nguon", "Phản ánh có mã này của cổng này đã được nhập.");
    }
    // Who may not enter keeps nothing here; nor does a form that has to be sent again.
    let files = if errors.is_empty() && of(&session.actor(), Right::Enter) {
        typed::files(&app, &form, Lang::Vi).await
    } else {
        Ok(vec![])
    };
    let (files, errors) = match files {
        Ok(files) => (files, errors),
        Err(Error::Invalid(errors)) => (vec![], errors),
        Err(other) => return Err(other.into()),
    };
    if !errors.is_empty() {
        return answer(&app, &session, StatusCode::UNPROCESSABLE_ENTITY, form, errors);
    }
    let mut petition = file::read(&form, channel, received_at.ok().flatten().unwrap_or(now));
    (petition.source, petition.files) = (source, files);
    let (inner, by, sender) = (app.clone(), session.actor(), typed::sender(&form));
    let done =
        app.write(move |tx| store::file(&inner, tx, id, (&petition, &sender), by, now).map(drop)).await;
    // The same item of a portal, entered at the same moment by a colleague, meets the table's key, too.
    if matches!(done, Err(Error::Stale)) && app.read(move |tx| store::load(tx, id)).await.is_err() {
        let message = "Phản ánh có mã này của cổng này đã được nhập.".into();
        let errors = vec![FieldError { field: "so-nguon".into(), message }];
        return answer(&app, &session, StatusCode::UNPROCESSABLE_ENTITY, form, errors);
    }
    let target = if of(&session.actor(), Right::Desk) { "/lam-viec/phan-anh" } else { "/phan-anh/da-gui" };
    match done {
        // Entered already.
        Ok(()) | Err(Error::Stale) => Ok(Redirect::to(&format!("{target}/{id}")).into_response()),
        Err(other) => Err(other.into()),
    }
}
