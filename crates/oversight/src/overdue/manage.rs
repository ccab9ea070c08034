//! The Centre looks at the list as it would be published now, and its director publishes it.

use askama::Template;
use axum::{
    Extension,
    extract::State,
    response::{IntoResponse, Redirect},
};
use base::{
    app::App,
    error::Error,
    house::House,
    page::{Shell, moment, page},
    visit::{Answer, Staff, must_be_own},
};
use domain::{
    board::ApologyStatus,
    id::DossierId,
    instant::Instant,
    overdue::{LateLine, Overdue, lines},
    people::Role,
};
use kit::form::Fields;

use super::store;
use crate::board::{live::Hub, watch::Memory};

/// A line as a page shows it.
pub struct Line {
    /// The unit.
    pub unit: String,
    /// The role.
    pub role: &'static str,
    /// The numbers.
    pub line: LateLine,
}

#[derive(Template)]
#[template(path = "overdue/manage.html")]
struct Page {
    shell: Shell,
    lines: Vec<Line>,
    /// When a list was published last.
    published: Option<String>,
    may_publish: bool,
}

/// The page.
pub async fn show(State(app): State<App>, Extension(hub): Extension<Hub>, Staff(session): Staff) -> Answer {
    if !matches!(session.role, Role::CentreSupervisor | Role::CentreDirector) {
        return Err(Error::Forbidden.into());
    }
    let now = app.now();
    let overdue = late(&*hub.watch.now(&app).await?, now);
    let published = app.read(store::latest).await?;
    let house = app.house();
    Ok(page(&Page {
        shell: Shell::new(&app, Some(&session), "Công khai đơn vị chậm giải quyết", "giam-sat"),
        lines: shown(overdue, now, &house),
        published: published.map(|list| moment(list.as_of)),
        may_publish: session.role == Role::CentreDirector,
    }))
}

/// Publishes it.
pub async fn publish(
    State(app): State<App>,
    Extension(hub): Extension<Hub>,
    Staff(session): Staff,
    form: Fields,
) -> Answer {
    must_be_own(&session, &form)?;
    let (now, by) = (app.now(), session.actor());
    let overdue = late(&*hub.watch.now(&app).await?, now);
    app.write(move |tx| store::publish(tx, &overdue, by, now)).await?;
    Ok(Redirect::to("/lam-viec/giam-sat/cham").into_response())
}

/// What is late in `memory` at `now`.
fn late(memory: &Memory, now: Instant) -> Vec<Overdue> {
    let one = |(id, kept): (&uuid::Uuid, &crate::board::watch::Kept)| {
        let due_at = kept.glance.due_at.filter(|due| kept.glance.state.is_running() && *due < now)?;
        let (unit, role) = kept.holder?;
        let has_apology = kept.glance.apology == ApologyStatus::Sent;
        Some(Overdue { dossier: DossierId(*id), unit, role, due_at, has_apology })
    };
    memory.dossiers.iter().filter_map(one).collect()
}

/// The lines with names.
pub fn shown(overdue: Vec<Overdue>, as_of: Instant, house: &House) -> Vec<Line> {
    let name =
        |line: LateLine| Line { unit: house.unit_name(line.unit).to_owned(), role: line.role.title(), line };
    lines(overdue, as_of, |unit| house.timetable(unit)).into_iter().map(name).collect()
}
