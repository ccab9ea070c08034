//! Seconded staff: of the own centre, of the own agency, or oneself; the Centre adds and ends here.

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
    id::{PersonId, UnitId},
    instant::local_date,
    posting::month_of,
    refusal::Refusal,
    secondment::{Secondment, Standing, may_second},
};
use jiff::civil::Date;
use kit::form::Fields;
use serde::Deserialize;
use uuid::Uuid;

use super::{
    draft,
    store::{self, PAGE, Seconded},
};
use crate::{desk::store::people, process::decision::day_of};

const HERE: &str = "/lam-viec/can-bo-cu-den";

struct Line {
    seconded: Seconded,
    sender: String,
    standing: Standing,
}

#[derive(Template)]
#[template(path = "secondment/list.html")]
struct Page {
    shell: Shell,
    errors: Vec<FieldError>,
    typed: Fields,
    id: Uuid,
    lines: Vec<Line>,
    may_second: bool,
    /// Who works at the Centre, and who may send.
    people: Vec<(PersonId, String)>,
    senders: Vec<(String, String)>,
    first: Option<String>,
    after: Option<String>,
}

/// From where on.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    #[serde(default)]
    sau: String,
}

/// A day and an identifier as they stand in an address.
pub fn key(text: &str) -> Option<(Date, Uuid)> {
    let (day, id) = text.split_once('_')?;
    Some((day.parse().ok()?, id.parse().ok()?))
}

/// The page.
pub async fn show(State(app): State<App>, Staff(session): Staff, Query(asked): Query<Asked>) -> Answer {
    answer(&app, &session, &asked, Fields::default(), vec![]).await
}

async fn answer(
    app: &App,
    session: &Session,
    asked: &Asked,
    typed: Fields,
    errors: Vec<FieldError>,
) -> Answer {
    let (by, unit, house, today) = (session.actor(), session.unit, app.house(), local_date(app.now()));
    let (may_second, after) = (may_second(&by, unit), key(&asked.sau));
    let (found, people) = app
        .read(move |tx| {
            let people = if may_second { people(tx, unit, today)? } else { vec![] };
            Ok((store::list(tx, &by, after)?, people))
        })
        .await?;
    let units = house.units().into_iter().filter(|known| known.is_active_on(today) && known.id != unit);
    let next = found.last().filter(|_| found.len() == PAGE);
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let line = |seconded: Seconded| Line {
        sender: house.unit_name(seconded.secondment.sender).to_owned(),
        standing: seconded.secondment.standing(today),
        seconded,
    };
    let page = Page {
        shell: Shell::new(app, Some(session), "Cán bộ được cử đến", "quay"),
        id: typed.get("ma").parse().unwrap_or_else(|_| app.id()),
        errors,
        typed,
        may_second,
        people,
        senders: units.map(|unit| (unit.id.to_string(), unit.name().to_owned())).collect(),
        first: after.map(|_| HERE.to_owned()),
        after: next.map(|last| format!("{HERE}?sau={}_{}", last.secondment.last_day, last.id)),
        lines: found.into_iter().map(line).collect(),
    };
    Ok(with_status(status, &page))
}

/// Adds a secondment, or ends one before its time.
pub async fn act(State(app): State<App>, Staff(session): Staff, form: Fields) -> Answer {
    must_be_own(&session, &form)?;
    let done = match form.number::<Uuid>("ket-thuc") {
        Some(id) => {
            let (by, now, reason) = (session.actor(), app.now(), form.get("ly-do").to_owned());
            app.write(move |tx| store::end(tx, id, &reason, by, now)).await
        }
        None => begin(&app, &session, &form).await,
    };
    let errors = match done {
        Ok(()) => return Ok(Redirect::to(HERE).into_response()),
        Err(Error::Invalid(errors)) => errors,
        Err(Error::Refused(refusal)) => {
            let field = match refusal {
                Refusal::PeriodDates => "den-ngay",
                Refusal::DecisionMissing => "quyet-dinh",
                Refusal::SenderIsCentre => "co-quan",
                Refusal::SecondmentKnown => "nguoi",
                Refusal::ReasonMissing => "ly-do",
                other => return Err(Error::from(other).into()),
            };
            vec![FieldError { field: field.into(), message: refusal.to_string() }]
        }
        Err(other) => return Err(other.into()),
    };
    answer(&app, &session, &Asked::default(), form, errors).await
}

async fn begin(app: &App, session: &Session, form: &Fields) -> Result<()> {
    let id: Uuid = form.get("ma").parse().map_err(|_| Error::NotFound)?;
    let mut errors = vec![];
    let mut wrong = |field: &str, message: &str| {
        errors.push(FieldError { field: field.into(), message: message.into() });
    };
    let (person, sender) = (form.number::<PersonId>("nguoi"), form.number::<UnitId>("co-quan"));
    let (first, last) = (day_of(form.get("tu-ngay")), day_of(form.get("den-ngay")));
    if person.is_none() {
        wrong("nguoi", "Chọn người được cử đến.");
    }
    if sender.is_none_or(|sender| app.house().unit(sender).is_err()) {
        wrong("co-quan", "Chọn cơ quan cử.");
    }
    if form.get("quyet-dinh").is_empty() {
        wrong("quyet-dinh", "Ghi số, ngày quyết định cử cán bộ.");
    }
    if first.is_none() {
        wrong("tu-ngay", "Ghi ngày, ví dụ 1/9/2023.");
    }
    if last.is_none() {
        wrong("den-ngay", "Ghi ngày, ví dụ 31/8/2024.");
    }
    let (Some(person), Some(sender), Some(first_day), Some(last_day), true) =
        (person, sender, first, last, errors.is_empty())
    else {
        return Err(Error::Invalid(errors));
    };
    let new = Secondment {
        person,
        centre: session.unit,
        sender,
        decision: form.get("quyet-dinh").to_owned(),
        fields: form.get("linh-vuc").to_owned(),
        first_day,
        last_day,
    };
    let (by, now, house) = (session.actor(), app.now(), app.house());
    app.write(move |tx| {
        let today = local_date(now);
        if !people(tx, new.centre, today)?.iter().any(|(known, _)| *known == new.person) {
            return Err(Error::field("nguoi", "Chọn người đang có vai trò tại Trung tâm."));
        }
        store::begin(tx, id, &new, by, now)?;
        draft::make_up(tx, &house, new.first_day, now)?;
        draft::schedule(tx, &house, month_of(today))
    })
    .await
}
