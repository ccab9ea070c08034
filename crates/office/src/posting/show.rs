//! One place: what hangs there and what is wrong with it, its rounds, and the forms to post, take down and inspect.

use askama::Template;
use axum::extract::{Path, State};
use base::{
    app::App,
    error::{Error, FieldError, Result},
    page::{Shell, short, with_status},
    session::Session,
    visit::{Answer, Staff},
};
use domain::{
    instant::{Instant, local_date},
    posting::{may_inspect, may_post, month_of},
};
use jiff::Span;
use kit::{
    db::{Row, Tx, args},
    form::Fields,
};
use uuid::Uuid;

use super::store::{self, Place};
use crate::day;

/// How many months of rounds are shown.
const MONTHS: i64 = 12;

/// What hangs at a place.
pub struct Hanging {
    /// The code.
    pub code: String,
    /// The name in the version that hangs there.
    pub name: String,
    /// Since when.
    pub since: String,
    /// What is wrong with it: an older version, or out of force.
    pub fault: Option<&'static str>,
    /// Its last day, where one is known.
    pub ends: Option<String>,
}

#[derive(Template)]
#[template(path = "posting/show.html")]
struct Page {
    shell: Shell,
    errors: Vec<FieldError>,
    typed: Fields,
    place: Place,
    unit: String,
    hanging: Vec<Hanging>,
    /// Month and the day it was done.
    rounds: Vec<(String, String)>,
    is_inspected: bool,
    may_post: bool,
    may_inspect: bool,
}

/// The page.
pub async fn show(State(app): State<App>, Staff(session): Staff, Path(id): Path<Uuid>) -> Answer {
    answer(&app, &session, id, Fields::default(), vec![]).await
}

/// The page with what was typed and what is wrong with it.
pub async fn answer(
    app: &App,
    session: &Session,
    id: Uuid,
    typed: Fields,
    errors: Vec<FieldError>,
) -> Answer {
    let (by, today, house) = (session.actor(), local_date(app.now()), app.house());
    let month = month_of(today);
    let from = month.checked_sub(Span::new().months(MONTHS)).map_err(Error::fault)?;
    let (place, hanging, rounds) = app
        .read(move |tx| {
            let place = store::load(tx, id)?;
            if !by.oversees_procedures() && !by.acts_for(place.unit) {
                return Err(Error::NotFound);
            }
            Ok((place, hanging(tx, id)?, store::rounds(tx, id, from)?))
        })
        .await?;
    let status = if errors.is_empty() { 200 } else { 422 };
    let page = Page {
        shell: Shell::new(app, Some(session), place.name.clone(), "vong-doi"),
        errors,
        typed,
        unit: house.unit_name(place.unit).to_owned(),
        may_post: may_post(&by, place.unit),
        may_inspect: may_inspect(&by, place.unit),
        place,
        hanging,
        is_inspected: rounds.first().is_some_and(|(known, _)| *known == month),
        rounds: rounds
            .iter()
            .map(|(month, done)| (format!("{}/{}", month.month(), month.year()), day(done)))
            .collect(),
    };
    Ok(with_status(axum::http::StatusCode::from_u16(status).map_err(Error::fault)?, &page))
}

/// What hangs at the place, by name.
pub fn hanging(tx: &mut Tx, place: Uuid) -> Result<Vec<Hanging>> {
    let rows = tx.all(
        "SELECT g.procedure_code, v.name, g.posted_at, v.state, n.id IS NOT NULL, v.ends_on
         FROM posting g JOIN procedure v ON v.id = g.procedure_id
         LEFT JOIN procedure n ON n.code = g.procedure_code AND n.state = 'published'
         WHERE g.place_id = $1 AND g.taken_down_at IS NULL ORDER BY v.field, v.name LIMIT 1000",
        args![place],
    )?;
    let read = |row: &Row| -> Result<Hanging> {
        let (state, has_newer): (String, bool) = (row.get(3)?, row.get(4)?);
        Ok(Hanging {
            code: row.get(0)?,
            name: row.get(1)?,
            since: short(row.get::<Instant>(2)?),
            fault: match (state.as_str(), has_newer) {
                ("published", _) => None,
                (_, true) => Some("Bản cũ: đã có bản công bố mới"),
                (_, false) => Some("Hết hiệu lực: phải gỡ"),
            },
            ends: row.get::<Option<jiff::civil::Date>>(5)?.map(|last| day(&last)),
        })
    };
    rows.iter().map(read).collect()
}
