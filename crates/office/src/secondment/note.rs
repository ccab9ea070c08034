//! One note: completed and sent by the Centre, confirmed by the agency with its own evaluation.

use askama::Template;
use axum::{
    extract::{Path, State},
    http::StatusCode,
    response::{IntoResponse, Redirect},
};
use base::{
    app::App,
    error::{Error, FieldError},
    page::{Shell, with_status},
    session::Session,
    visit::{Answer, Staff, must_be_own},
};
use domain::secondment::{NoteDeed, NoteState, StaffNote};
use kit::form::Fields;
use uuid::Uuid;

use super::store::{self, Noted};

/// The longest text taken, in characters.
const LONGEST: usize = 2_000;

#[derive(Template)]
#[template(path = "secondment/note.html")]
struct Page {
    shell: Shell,
    errors: Vec<FieldError>,
    typed: Fields,
    seen: i64,
    noted: Noted,
    sender: String,
    deed: Option<NoteDeed>,
}

/// The page.
pub async fn show(State(app): State<App>, Staff(session): Staff, Path(id): Path<Uuid>) -> Answer {
    answer(&app, &session, id, Fields::default(), vec![]).await
}

async fn answer(app: &App, session: &Session, id: Uuid, typed: Fields, errors: Vec<FieldError>) -> Answer {
    let by = session.actor();
    let (noted, seen) = app.read(move |tx| store::note(tx, id, &by)).await?;
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let page = Page {
        shell: Shell::new(app, Some(session), "Phiếu nhận xét tháng", "quay"),
        errors,
        typed,
        seen,
        sender: app.house().unit_name(noted.seconded.secondment.sender).to_owned(),
        deed: store::deed(&noted, &by),
        noted,
    };
    Ok(with_status(status, &page))
}

/// The fields of a deed, each with what is said if it is empty.
fn fields(deed: NoteDeed) -> &'static [(&'static str, &'static str)] {
    match deed {
        NoteDeed::Send => &[
            ("gio-giac", "Ghi việc chấp hành thời gian làm việc."),
            ("ky-luat", "Ghi thái độ, kỷ luật."),
            ("danh-gia", "Ghi đánh giá của Trung tâm."),
        ],
        NoteDeed::Confirm => &[("y-kien", "Ghi đánh giá của cơ quan.")],
    }
}

/// Sends or confirms it.
pub async fn act(
    State(app): State<App>,
    Staff(session): Staff,
    Path((id, deed)): Path<(Uuid, String)>,
    form: Fields,
) -> Answer {
    must_be_own(&session, &form)?;
    let deed = NoteDeed::by_name(&deed).ok_or(Error::NotFound)?;
    let wrong = fields(deed).iter().filter_map(|(field, message)| {
        let message = match form.get(field).chars().count() {
            0 => (*message).to_owned(),
            length if length > LONGEST => format!("Ghi ngắn hơn {LONGEST} chữ."),
            _ => return None,
        };
        Some(FieldError { field: (*field).to_owned(), message })
    });
    let errors: Vec<FieldError> = wrong.collect();
    if !errors.is_empty() {
        return answer(&app, &session, id, form, errors).await;
    }
    let (by, now) = (session.actor(), app.now());
    app.write(move |tx| {
        let (noted, seen) = store::note(tx, id, &by)?;
        if form.number("ban") != Some(seen) {
            return Err(Error::Stale);
        }
        let text = |field: &str| form.get(field).to_owned();
        let note = match deed {
            NoteDeed::Send => StaffNote {
                punctuality: text("gio-giac"),
                discipline: text("ky-luat"),
                evaluation: text("danh-gia"),
                ..noted.note.clone()
            },
            NoteDeed::Confirm => StaffNote { answer: text("y-kien"), ..noted.note.clone() },
        };
        store::act(tx, (&noted, seen), deed, &note, (by, now))
    })
    .await?;
    Ok(Redirect::to(&format!("/lam-viec/can-bo-cu-den/phieu/{id}")).into_response())
}
