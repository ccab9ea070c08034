//! The limits as the Centre set them, each with its legal source; when a clock that starts now ends.

use askama::Template;
use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Redirect},
};
use base::{
    app::App,
    audit,
    error::{Error, FieldError, Result},
    page::{Shell, with_status},
    session::Session,
    visit::{Answer, Staff, must_be_own},
};
use domain::{
    id::UnitId,
    instant::{Instant, local_date},
    org::UnitKind,
    petition::{
        Running,
        clock::{self, Clock},
        right::{Right, of},
    },
};
use kit::{
    db::{Tx, args},
    form::Fields,
};

/// One limit: how many working days, and which rule says so.
#[derive(Clone, Debug)]
pub struct Limit {
    /// Of what.
    pub clock: Clock,
    /// Working days.
    pub days: i64,
    /// The rule.
    pub source: String,
}

/// The most working days that a limit may have.
const AT_MOST: i64 = 90;

/// Every limit as it stands.
fn all(tx: &mut Tx) -> Result<Vec<Limit>> {
    let rows = tx.all("SELECT clock, days, source FROM contact_clock", args![])?;
    let mut limits: Vec<Limit> = Clock::ALL
        .iter()
        .map(|clock| Limit { clock: *clock, days: clock.days(), source: clock.source().to_owned() })
        .collect();
    for row in rows {
        let name: String = row.get(0)?;
        if let Some(limit) = limits.iter_mut().find(|limit| limit.clock.name() == name) {
            (limit.days, limit.source) = (row.get(1)?, row.get(2)?);
        }
    }
    Ok(limits)
}

/// `clock` as it runs from `since` on, by the hours of `unit` or else of the Centre.
pub fn start(app: &App, tx: &mut Tx, clock: Clock, since: Instant, unit: Option<UnitId>) -> Result<Running> {
    let days = tx.optional("SELECT days FROM contact_clock WHERE clock = $1", args![clock.name()])?;
    let days = days.map(|row| row.get(0)).transpose()?.unwrap_or(clock.days());
    let house = app.house();
    let centre = house.serving(UnitKind::Centre, local_date(since)).map(|centre| centre.id);
    let whose = unit.or(centre).ok_or_else(|| Error::fault("there is no Centre"))?;
    let due_at = clock::due(since, days, &house.timetable(whose));
    Ok(Running { clock, since, due_at: due_at.ok_or_else(|| Error::fault("no working day"))? })
}

#[derive(Template)]
#[template(path = "clocks.html")]
struct Page {
    shell: Shell,
    errors: Vec<FieldError>,
    limits: Vec<Limit>,
    may_set: bool,
}

/// The table.
pub async fn show(State(app): State<App>, Staff(session): Staff) -> Answer {
    let limits = app.read(all).await?;
    answer(&app, &session, limits, vec![])
}

fn answer(app: &App, session: &Session, limits: Vec<Limit>, errors: Vec<FieldError>) -> Answer {
    if !of(&session.actor(), Right::Desk) {
        return Err(Error::Forbidden.into());
    }
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let page = Page {
        shell: Shell::new(app, Some(session), "Thời hạn xử lý phản ánh, hỏi đáp", "phan-anh"),
        errors,
        limits,
        may_set: of(&session.actor(), Right::Publish),
    };
    Ok(with_status(status, &page))
}

/// Sets them; what was received before keeps its dates.
pub async fn set(State(app): State<App>, Staff(session): Staff, form: Fields) -> Answer {
    must_be_own(&session, &form)?;
    if !of(&session.actor(), Right::Publish) {
        return Err(Error::Forbidden.into());
    }
    let (mut limits, mut errors) = (vec![], vec![]);
    for clock in Clock::ALL {
        let field = format!("ngay-{}", clock.name());
        let days = form.number(&field).filter(|days| (1..=AT_MOST).contains(days));
        let source = form.get(format!("nguon-{}", clock.name())).to_owned();
        if days.is_none() || source.is_empty() {
            let message = format!("{}: ghi số ngày từ 1 đến {AT_MOST} và nguồn quy định.", clock.title());
            errors.push(FieldError { field, message });
        }
        limits.push(Limit { clock: *clock, days: days.unwrap_or(clock.days()), source });
    }
    if !errors.is_empty() {
        return answer(&app, &session, limits, errors);
    }
    let (by, now) = (session.actor(), app.now());
    app.write(move |tx| {
        for limit in &limits {
            tx.later(
                "INSERT INTO contact_clock (clock, days, source) VALUES ($1, $2, $3)
                 ON CONFLICT (clock) DO UPDATE SET days = excluded.days, source = excluded.source",
                args![limit.clock.name(), limit.days, limit.source.clone()],
            );
        }
        let told: Vec<_> = limits.iter().map(|limit| (limit.clock, limit.days, &limit.source)).collect();
        audit::note(tx, session.unit.0, "contact_clocks_set", &told, by, now)
    })
    .await?;
    Ok(Redirect::to("/lam-viec/phan-anh/thoi-han").into_response())
}
