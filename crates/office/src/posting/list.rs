//! The places where procedures are posted: what hangs there, what is out of date, and whether the month's round was done.

use askama::Template;
use axum::{
    extract::{Query, State},
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
    instant::{Instant, local_date},
    posting::{PlaceKind, Round, may_post, month_before, month_of, round},
};
use jiff::civil::Date;
use kit::{
    db::{Row, Tx, Value, args},
    form::Fields,
};
use serde::Deserialize;
use uuid::Uuid;

use super::store::{PLACE, Place, open, read};

/// How many places a page shows.
const PAGE: usize = 50;

/// A place in the list.
struct Line {
    place: Place,
    unit: String,
    /// What hangs there; of it in an older version; of it out of force.
    counts: (i64, i64, i64),
    this_month: Round,
    last_month: Option<Round>,
}

#[derive(Template)]
#[template(path = "posting/list.html")]
struct Page {
    shell: Shell,
    errors: Vec<FieldError>,
    typed: Fields,
    id: Uuid,
    lines: Vec<Line>,
    may_open: bool,
    first: Option<String>,
    after: Option<String>,
}

/// From where on.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    sau: Option<Uuid>,
}

/// The list: of all units for who oversees them, otherwise of the own.
pub async fn list(State(app): State<App>, Staff(session): Staff, Query(asked): Query<Asked>) -> Answer {
    let status = axum::http::StatusCode::OK;
    Ok(with_status(status, &build(&app, &session, asked.sau, Fields::default(), vec![]).await?))
}

async fn build(
    app: &App,
    session: &Session,
    after: Option<Uuid>,
    typed: Fields,
    errors: Vec<FieldError>,
) -> Result<Page> {
    let (today, house, by, unit) = (local_date(app.now()), app.house(), session.actor(), session.unit);
    if !by.oversees_procedures() && !by.acts_for(unit) {
        return Err(Error::Forbidden);
    }
    let scope = (!by.oversees_procedures()).then_some(unit.0);
    let rows = app.read(move |tx| rows(tx, scope, after, today)).await?;
    let lines: Vec<Line> = rows
        .iter()
        .map(|row| {
            let place = read(row)?;
            let (opened, done, before): (Date, Option<Instant>, Option<Instant>) =
                (row.get(4)?, row.get(5)?, row.get(6)?);
            let last = month_before(today);
            Ok(Line {
                unit: house.unit_name(place.unit).to_owned(),
                counts: (row.get(7)?, row.get(8)?, row.get(9)?),
                this_month: round(month_of(today), done.map(local_date), today),
                last_month: (opened < month_of(today)).then(|| round(last, before.map(local_date), today)),
                place,
            })
        })
        .collect::<Result<_>>()?;
    let url = |id: Uuid| format!("/lam-viec/thu-tuc/niem-yet?sau={id}");
    Ok(Page {
        after: lines.last().filter(|_| lines.len() == PAGE).map(|last| url(last.place.id)),
        first: after.map(|_| "/lam-viec/thu-tuc/niem-yet".to_owned()),
        may_open: may_post(&by, unit),
        shell: Shell::new(app, Some(session), "Niêm yết", "vong-doi"),
        id: typed.get("ma").parse().unwrap_or_else(|_| app.id()),
        errors,
        typed,
        lines,
    })
}

fn rows(tx: &mut Tx, scope: Option<Uuid>, after: Option<Uuid>, today: Date) -> Result<Vec<Row>> {
    let mut sql = format!(
        "SELECT {PLACE}, p.opened_on,
             (SELECT done_at FROM inspection i WHERE i.place_id = p.id AND i.month = $1),
             (SELECT done_at FROM inspection i WHERE i.place_id = p.id AND i.month = $2),
             count(g.procedure_code),
             count(g.procedure_code) FILTER (WHERE v.state = 'retired' AND n.id IS NOT NULL),
             count(g.procedure_code) FILTER (WHERE v.state = 'retired' AND n.id IS NULL)
         FROM posting_place p
         LEFT JOIN posting g ON g.place_id = p.id AND g.taken_down_at IS NULL
         LEFT JOIN procedure v ON v.id = g.procedure_id
         LEFT JOIN procedure n ON n.code = g.procedure_code AND n.state = 'published'
         WHERE p.closed_on IS NULL"
    );
    let mut args: Vec<Value> = args![month_of(today), month_before(today)];
    if let Some(unit) = scope {
        args.push(unit.into());
        sql.push_str(&format!(" AND p.unit_id = ${}", args.len()));
    }
    if let Some(after) = after {
        args.push(after.into());
        sql.push_str(&format!(" AND p.id > ${}", args.len()));
    }
    sql.push_str(&format!(
        " GROUP BY p.id, p.unit_id, p.kind, p.name, p.opened_on ORDER BY p.id LIMIT {PAGE}"
    ));
    Ok(tx.all(&sql, args)?)
}

/// Opens a place of the own unit.
pub async fn begin(State(app): State<App>, Staff(session): Staff, form: Fields) -> Answer {
    must_be_own(&session, &form)?;
    let id: Uuid = form.get("ma").parse().map_err(|_| Error::NotFound)?;
    let kind = PlaceKind::by_name(form.get("loai")).ok_or(Error::NotFound)?;
    let place = Place { id, unit: session.unit, kind, name: form.get("ten").to_owned() };
    let (by, now) = (session.actor(), app.now());
    match app.write(move |tx| open(tx, &place, by, now)).await {
        Ok(()) => Ok(Redirect::to(&format!("/lam-viec/thu-tuc/niem-yet/{id}")).into_response()),
        Err(Error::Invalid(errors)) => {
            let status = axum::http::StatusCode::UNPROCESSABLE_ENTITY;
            Ok(with_status(status, &build(&app, &session, None, form, errors).await?))
        }
        Err(other) => Err(other.into()),
    }
}
