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
    instant::{Instant, local_date},
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

impl Line {
    /// The list behind its numbers; `is_owed` behind that of apologies.
    fn url(&self, is_owed: bool) -> String {
        let (unit, role) = (self.line.unit, role_word(self.line.role));
        let owed = if is_owed { "&xin-loi=chua" } else { "" };
        format!("/lam-viec/giam-sat/cham/ho-so?don-vi={unit}&vai-tro={role}{owed}")
    }
}

/// The role as it stands in an address; `-` where nobody holds the dossier.
pub fn role_word(role: Option<Role>) -> &'static str {
    role.map_or("-", Role::name)
}

#[derive(Template)]
#[template(path = "overdue/manage.html")]
struct Page {
    shell: Shell,
    lines: Vec<Line>,
    /// When a list was published last, and whether that was today.
    published: Option<String>,
    is_of_today: bool,
    /// When and why it was withdrawn.
    withdrawn: Option<(String, String)>,
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
    let is_of_today = published.as_ref().is_some_and(|list| local_date(list.as_of) == local_date(now));
    let house = app.house();
    Ok(page(&Page {
        shell: Shell::new(&app, Some(&session), "Công khai đơn vị chậm giải quyết", "giam-sat"),
        lines: shown(overdue, now, &house),
        is_of_today,
        published: published.as_ref().map(|list| moment(list.as_of)),
        withdrawn: published.and_then(|list| list.withdrawn).map(|(at, why)| (moment(at), why)),
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

/// Withdraws the list that was published last.
pub async fn withdraw(State(app): State<App>, Staff(session): Staff, form: Fields) -> Answer {
    must_be_own(&session, &form)?;
    let (now, by, why) = (app.now(), session.actor(), form.get("ly-do").to_owned());
    app.write(move |tx| store::withdraw(tx, &why, by, now)).await?;
    Ok(Redirect::to("/lam-viec/giam-sat/cham").into_response())
}

/// What is late in `memory` at `now`.
pub fn late(memory: &Memory, now: Instant) -> Vec<Overdue> {
    let one = |(id, kept): (&uuid::Uuid, &crate::board::watch::Kept)| {
        let due_at = kept.glance.due_at.filter(|due| kept.glance.state.is_running() && *due < now)?;
        let unit = kept.holder.map_or(kept.settling_unit, |(unit, _)| unit);
        let role = kept.holder.filter(|_| kept.owner.is_some()).map(|(_, role)| role);
        let has_apology = kept.glance.apology == ApologyStatus::Sent;
        Some(Overdue { dossier: DossierId(*id), unit, role, due_at, has_apology })
    };
    memory.dossiers.iter().filter_map(one).collect()
}

/// The lines with names.
pub fn shown(overdue: Vec<Overdue>, as_of: Instant, house: &House) -> Vec<Line> {
    let name = |line: LateLine| Line {
        unit: house.unit_name(line.unit).to_owned(),
        role: line.role.map_or("Chưa phân công", Role::title),
        line,
    };
    lines(overdue, as_of, |unit| house.timetable(unit)).into_iter().map(name).collect()
}
