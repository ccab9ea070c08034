//! A decision is entered: its number and days, and the procedures, pasted line by line.

use askama::Template;
use axum::{
    extract::State,
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
    announcement::{Announcement, Change, Item, Track},
    catalogue::code,
    id::UnitId,
    instant::local_date,
    org::UnitKind,
};
use kit::{
    db::{Tx, args},
    form::Fields,
};
use uuid::Uuid;

use super::store;
use crate::process::decision::day_of;

#[derive(Template)]
#[template(path = "announcement/begin.html")]
struct Page {
    shell: Shell,
    errors: Vec<FieldError>,
    typed: Fields,
    id: Uuid,
    /// The agencies to choose from; one where there is no choice.
    units: Vec<(String, String)>,
    changes: Vec<(&'static str, &'static str, &'static str)>,
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
    let units = owners(app, session);
    if units.is_empty() {
        return Err(Error::Forbidden.into());
    }
    let hint = |change: &Change| match change {
        Change::Added => "Mỗi dòng một thủ tục: mã, rồi tên. Ví dụ: 1.001193 Đăng ký khai sinh.",
        Change::Amended | Change::Abolished => "Mỗi dòng một mã; tên lấy từ danh mục.",
    };
    let page = Page {
        shell: Shell::new(app, Some(session), "Nhập quyết định công bố", "vong-doi"),
        errors,
        id: typed.get("ma").parse().unwrap_or_else(|_| app.id()),
        units: units.into_iter().map(|(id, name)| (id.to_string(), name)).collect(),
        changes: Change::ALL.iter().map(|change| (change.name(), change.title(), hint(change))).collect(),
        typed,
    };
    Ok(with_status(status, &page))
}

/// The agencies for which the person signed in may enter a decision.
pub fn owners(app: &App, session: &Session) -> Vec<(UnitId, String)> {
    let (house, by, today) = (app.house(), session.actor(), local_date(app.now()));
    let has_procedures = |kind| {
        matches!(
            kind,
            UnitKind::Department
                | UnitKind::District
                | UnitKind::Commune
                | UnitKind::Centre
                | UnitKind::Province
        )
    };
    let may = |unit: &&domain::org::Unit| {
        let is_own = unit.id == session.unit;
        Announcement::may_enter(&by, unit.id)
            && unit.is_active_on(today)
            && has_procedures(unit.kind)
            // Communes and the province's own enter theirs themselves.
            && (is_own || unit.kind == UnitKind::Department)
    };
    house.units().into_iter().filter(may).map(|unit| (unit.id, unit.name().to_owned())).collect()
}

/// Enters it. The same form sent twice enters nothing the second time.
pub async fn enter(State(app): State<App>, Staff(session): Staff, form: Fields) -> Answer {
    must_be_own(&session, &form)?;
    let id: Uuid = form.get("ma").parse().map_err(|_| Error::NotFound)?;
    let known = owners(&app, &session);
    let owner = match known.as_slice() {
        [(only, _)] => Some(*only),
        _ => known.iter().find(|(id, _)| id.to_string() == form.get("don-vi")).map(|(id, _)| *id),
    };
    let (inner, by, now, typed) = (app.clone(), session.actor(), app.now(), form.clone());
    let done = app
        .write(move |tx| {
            let decision = read(tx, &typed, owner, local_date(now))?;
            store::enter(tx, &inner.house(), id, &decision, by, now)
        })
        .await;
    match done {
        Ok(()) | Err(Error::Stale) => {
            Ok(Redirect::to(&format!("/lam-viec/thu-tuc/cong-bo/{id}")).into_response())
        }
        Err(Error::Invalid(errors)) => answer(&app, &session, StatusCode::UNPROCESSABLE_ENTITY, form, errors),
        Err(other) => Err(other.into()),
    }
}

/// The decision as it was typed; everything that is wrong with it at once.
fn read(tx: &mut Tx, form: &Fields, owner: Option<UnitId>, today: jiff::civil::Date) -> Result<Announcement> {
    let mut errors = vec![];
    let mut wrong = |field: &str, message: &str| {
        errors.push(FieldError { field: field.into(), message: message.into() });
    };
    let (signed, effective) = (day_of(form.get("ngay-ky")), day_of(form.get("hieu-luc")));
    if signed.is_none() {
        wrong("ngay-ky", "Ghi ngày ký, ví dụ 18/8/2023.");
    }
    if effective.is_none() {
        wrong("hieu-luc", "Ghi ngày có hiệu lực, ví dụ 1/9/2023.");
    }
    if owner.is_none() {
        wrong("don-vi", "Chọn cơ quan có thủ tục.");
    }
    let mut items = vec![];
    for change in Change::ALL {
        let lines = form.get(change.name()).lines().map(str::trim).filter(|line| !line.is_empty());
        for line in lines {
            match item(tx, *change, line)? {
                Ok(item) => items.push(item),
                Err(message) => wrong(change.name(), &message),
            }
        }
    }
    let is_readable = errors.is_empty();
    let decision = Announcement {
        number: form.get("so").to_owned(),
        signed_on: signed.unwrap_or(today),
        signer: form.get("nguoi-ky").to_owned(),
        effective_on: effective.or(signed).unwrap_or(today),
        track: Track::by_name(form.get("trinh-tu")).unwrap_or(Track::Usual),
        owner: owner.unwrap_or(UnitId(Uuid::nil())),
        items,
    };
    // What could not be read is not told a second time as missing.
    let more = decision.mistakes(today).into_iter().filter(|(field, _)| is_readable || *field != "moi");
    errors.extend(more.map(|(field, message)| FieldError { field: field.into(), message }));
    if errors.is_empty() { Ok(decision) } else { Err(Error::Invalid(errors)) }
}

/// A line as a procedure: its code, and its name where the catalogue does not know it.
fn item(tx: &mut Tx, change: Change, line: &str) -> Result<std::result::Result<Item, String>> {
    let (code, rest) = line.split_once([' ', '\t', ';', ',']).unwrap_or((line, ""));
    let typed = rest.trim_matches([' ', '\t', ';', ',', '-', '–']).trim();
    if !code::is_valid(code) {
        return Ok(Err(format!("“{code}” không phải là mã thủ tục (N.NNNNNN).")));
    }
    let known =
        tx.optional("SELECT name FROM procedure WHERE code = $1 ORDER BY version DESC LIMIT 1", args![code])?;
    let known: Option<String> = known.map(|row| row.get(0)).transpose()?;
    let name = match (typed, known, change) {
        ("", Some(known), _) => known,
        ("", None, Change::Added) => return Ok(Err(format!("Ghi tên của thủ tục {code}."))),
        (_, None, Change::Amended | Change::Abolished) => {
            return Ok(Err(format!("Danh mục không có thủ tục {code}.")));
        }
        (typed, ..) => typed.to_owned(),
    };
    Ok(Ok(Item { code: code.to_owned(), name, change }))
}
