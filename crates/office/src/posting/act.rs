//! What is done at a place: posted, taken down, inspected.

use axum::{
    extract::{Path, State},
    response::{IntoResponse, Redirect},
};
use base::{
    app::App,
    error::{Error, FieldError, Result},
    visit::{Answer, Staff, must_be_own},
};
use domain::{
    catalogue::code,
    posting::{Deviation, Inspection, may_inspect},
    refusal::Refusal,
};
use kit::{db::Tx, form::Fields, upload};
use uuid::Uuid;

use super::{
    show,
    store::{self, Place},
};

/// The largest photograph taken, in bytes.
const LIMIT: usize = 10 * 1024 * 1024;

/// Does what the form says.
pub async fn act(
    State(app): State<App>,
    Staff(session): Staff,
    Path((id, deed)): Path<(Uuid, String)>,
    form: Fields,
) -> Answer {
    must_be_own(&session, &form)?;
    let (inner, by, now, typed) = (app.clone(), session.actor(), app.now(), form.clone());
    // Nothing is kept of a file before it is known that this person may inspect there.
    let place = app.read(move |tx| visible(tx, id, &by)).await?;
    let mut photo = None;
    let file = form.files("anh").next();
    if let Some(file) = file.filter(|_| deed == "kiem-tra" && may_inspect(&by, place.unit)) {
        if !upload::check(file, LIMIT).is_ok_and(|mime| mime.starts_with("image/")) {
            let why = if file.bytes.is_empty() { "Tệp trống. " } else { "" };
            let message = format!("{why}Ảnh chụp là tệp .jpg hoặc .png, đến 10 MB.");
            let errors = vec![FieldError { field: "anh".into(), message }];
            return show::answer(&app, &session, id, form, errors).await;
        }
        let (bytes, name) = (file.bytes.clone(), file.name.clone());
        photo = Some((app.files(move |blobs| blobs.put(&bytes)).await?, name));
    }
    let done = app
        .write(move |tx| {
            let place = visible(tx, id, &by)?;
            match deed.as_str() {
                "niem-yet" => {
                    for code in codes(tx, &typed)? {
                        store::post(tx, &place, &code, by, now)?;
                    }
                    Ok(())
                }
                "go" => store::take_down(tx, &place, typed.get("thu-tuc"), by, now),
                "kiem-tra" => {
                    let found = inspection(&typed, photo.clone())?;
                    store::inspect(tx, &inner.house(), &place, &found, by, now)
                }
                _ => Err(Error::NotFound),
            }
        })
        .await;
    match done {
        Ok(()) => Ok(Redirect::to(&format!("/lam-viec/thu-tuc/niem-yet/{id}")).into_response()),
        Err(Error::Invalid(errors)) => show::answer(&app, &session, id, form, errors).await,
        Err(other) => Err(other.into()),
    }
}

/// The codes that were typed, a line each; what is not in force is wrong.
fn codes(tx: &mut Tx, form: &Fields) -> Result<Vec<String>> {
    let lines = form.get("ma-thu-tuc").split([' ', ',', ';', '\n', '\r', '\t']);
    let codes: Vec<String> =
        lines.map(str::trim).filter(|code| !code.is_empty()).map(str::to_owned).collect();
    let mut wrong = vec![];
    for code in &codes {
        let is_there = tx
            .optional(
                "SELECT 1 FROM procedure WHERE code = $1 AND state = 'published'",
                kit::db::args![code.clone()],
            )?
            .is_some();
        if !is_there {
            wrong.push(FieldError {
                field: "ma-thu-tuc".into(),
                message: format!("{code} không phải là thủ tục đang công bố."),
            });
        }
    }
    if codes.is_empty() {
        return Err(Error::field("ma-thu-tuc", "Ghi mã thủ tục cần niêm yết."));
    }
    if wrong.is_empty() { Ok(codes) } else { Err(Error::Invalid(wrong)) }
}

/// What was found: in general, and each deviation on its line after the code of its procedure.
fn inspection(form: &Fields, photo: Option<(String, String)>) -> Result<Inspection> {
    let mut found = Inspection { text: form.get("nhan-xet").to_owned(), deviations: vec![], photo };
    for line in form.get("sai-lech").lines().map(str::trim).filter(|line| !line.is_empty()) {
        let (code, text) = line.split_once([' ', ':', ';', '\t']).unwrap_or((line, ""));
        let text = text.trim_matches([' ', ':', ';', '\t']);
        if !code::is_valid(code) || text.is_empty() {
            let message = format!("“{line}”: ghi mã thủ tục, rồi sai ở đâu.");
            return Err(Error::field("sai-lech", message));
        }
        found.deviations.push(Deviation { procedure: code.to_owned(), text: text.to_owned() });
    }
    match found.must_say_something() {
        Err(Refusal::NothingSaid) => Err(Error::field("nhan-xet", "Ghi đã xem gì và thấy thế nào.")),
        other => Ok(other.map(|()| found)?),
    }
}

/// Whose place it is, for the board.
pub fn visible(tx: &mut Tx, id: Uuid, by: &domain::people::Actor) -> Result<Place> {
    let place = store::load(tx, id)?;
    if by.oversees_procedures() || by.acts_for(place.unit) { Ok(place) } else { Err(Error::NotFound) }
}
