//! The samples of a unit, or of all for who oversees them, and the form to send one.

use askama::Template;
use axum::{
    extract::{Query, State},
    http::StatusCode,
    response::{IntoResponse, Redirect},
};
use base::{
    app::App,
    error::{Error, FieldError, Result},
    page::{Shell, with_status},
    session::Session,
    visit::{Answer, Staff, must_be_own},
};
use domain::{
    refusal::Refusal,
    sample::{SampleKind, SampleState, may_send},
};
use kit::{
    db::{Tx, Value, args},
    form::Fields,
};
use serde::Deserialize;
use uuid::Uuid;

use super::{
    first_page,
    store::{self, NewSample, SAMPLE, Sample, read},
};
use crate::file;

/// How many a page shows.
const PAGE: usize = 50;
const HERE: &str = "/lam-viec/thu-tuc/bieu-mau";
/// The longest title taken, in characters.
const LONGEST: usize = 200;

#[derive(Template)]
#[template(path = "sample/list.html")]
struct Page {
    shell: Shell,
    errors: Vec<FieldError>,
    typed: Fields,
    id: Uuid,
    here: SampleState,
    /// A sample and the unit that sent it.
    lines: Vec<(Sample, String)>,
    may_send: bool,
    first: Option<String>,
    after: Option<String>,
}

/// Which list, from where on.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    #[serde(default)]
    muc: String,
    sau: Option<Uuid>,
}

/// The list.
pub async fn list(State(app): State<App>, Staff(session): Staff, Query(asked): Query<Asked>) -> Answer {
    answer(&app, &session, &asked, Fields::default(), vec![]).await
}

async fn answer(
    app: &App,
    session: &Session,
    asked: &Asked,
    typed: Fields,
    errors: Vec<FieldError>,
) -> Answer {
    let (by, house, after) = (session.actor(), app.house(), asked.sau);
    if !by.oversees_procedures() && !by.acts_for(session.unit) {
        return Err(Error::Forbidden.into());
    }
    let here = SampleState::by_name(&asked.muc).unwrap_or(SampleState::Sent);
    let scope = (!by.oversees_procedures()).then_some(session.unit.0);
    let found = app.read(move |tx| samples(tx, here, scope, after)).await?;
    let url = |rest: &str| format!("{HERE}?muc={}{rest}", here.name());
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let page = Page {
        after: found.last().filter(|_| found.len() == PAGE).map(|last| url(&format!("&sau={}", last.id))),
        first: after.map(|_| url("")),
        may_send: may_send(&by, session.unit),
        shell: Shell::new(app, Some(session), "Biểu mẫu, hồ sơ mẫu", "vong-doi"),
        id: typed.get("ma").parse().unwrap_or_else(|_| app.id()),
        here,
        lines: found.into_iter().map(|one| (one.clone(), house.unit_name(one.unit).to_owned())).collect(),
        errors,
        typed,
    };
    Ok(with_status(status, &page))
}

/// What is in that state, the latest first.
fn samples(tx: &mut Tx, state: SampleState, scope: Option<Uuid>, after: Option<Uuid>) -> Result<Vec<Sample>> {
    let mut sql = format!("SELECT {SAMPLE} FROM sample s WHERE s.state = $1");
    let mut args: Vec<Value> = args![state.name()];
    for (condition, value) in [("s.unit_id =", scope), ("s.id <", after)] {
        if let Some(value) = value {
            args.push(value.into());
            sql.push_str(&format!(" AND {condition} ${}", args.len()));
        }
    }
    sql.push_str(&format!(" ORDER BY s.id DESC LIMIT {PAGE}"));
    tx.all(&sql, args)?.iter().map(read).collect()
}

/// Sends one.
pub async fn send(State(app): State<App>, Staff(session): Staff, form: Fields) -> Answer {
    must_be_own(&session, &form)?;
    match sent(&app, &session, &form).await {
        Ok(id) => Ok(Redirect::to(&format!("{HERE}/{id}")).into_response()),
        Err(Error::Invalid(errors)) => answer(&app, &session, &Asked::default(), form, errors).await,
        Err(other) => Err(other.into()),
    }
}

async fn sent(app: &App, session: &Session, form: &Fields) -> Result<Uuid> {
    let (by, now, house) = (session.actor(), app.now(), app.house());
    if !may_send(&by, session.unit) {
        return Err(Refusal::SampleNotYours.into());
    }
    let id: Uuid = form.get("ma").parse().map_err(|_| Error::NotFound)?;
    let kind = SampleKind::by_name(form.get("loai")).ok_or(Error::NotFound)?;
    let unit_kind = house.unit(session.unit)?.kind.name();
    let (code, title) = (form.get("thu-tuc").to_owned(), form.get("ten").to_owned());
    let unit = (session.unit, unit_kind);
    let wanted = code.clone();
    let mut errors = vec![];
    match app.read(move |tx| store::must_settle(tx, &wanted, unit, &by)).await {
        Err(Error::Invalid(wrong)) => errors.extend(wrong),
        other => other?,
    }
    if title.is_empty() || title.chars().count() > LONGEST {
        errors.push(FieldError {
            field: "ten".into(),
            message: "Ghi tên, ví dụ: Tờ khai đăng ký khai sinh.".into(),
        });
    }
    if kind == SampleKind::Dossier && !form.has("da-che") {
        let message = "Che thông tin cá nhân trong hồ sơ mẫu, rồi đánh dấu vào đây.".into();
        errors.push(FieldError { field: "da-che".into(), message });
    }
    let file = match checked(app, form, kind).await {
        Err(Error::Invalid(wrong)) => {
            errors.extend(wrong);
            None
        }
        other => Some(other?),
    };
    let Some(file) = file.filter(|_| errors.is_empty()) else { return Err(Error::Invalid(errors)) };
    // Nothing is kept of a file before everything else about it is right.
    let new = NewSample {
        id,
        procedure: code,
        kind,
        title,
        unit: session.unit,
        file: file::keep(app, file).await?,
    };
    app.write(move |tx| store::send(tx, &new, by, now)).await?;
    Ok(id)
}

/// The file that was chosen: a form in a common format, a sample dossier as PDF with the word “MẪU”. No PDF names anybody.
async fn checked<'a>(app: &App, form: &'a Fields, kind: SampleKind) -> Result<&'a kit::form::File> {
    let endings: &[&str] = match kind {
        SampleKind::Form => &["pdf", "docx", "doc", "xlsx"],
        SampleKind::Dossier => &["pdf"],
    };
    let file = file::chosen(app, form, "tep", endings)?.ok_or_else(|| Error::field("tep", "Chọn tệp."))?;
    if file.name.to_lowercase().ends_with(".pdf") {
        let page = first_page::read(file.bytes.clone(), "tep").await?;
        let marked = if kind == SampleKind::Dossier { page.must_be_marked() } else { Ok(()) };
        for found in [marked, page.must_name_nobody()] {
            found.map_err(|refusal| Error::field("tep", refusal.to_string()))?;
        }
    }
    Ok(file)
}
