//! A list over a period for one unit: on a page, or as a file for a spreadsheet.

use askama::Template;
use axum::{
    http::header,
    response::{IntoResponse, Response},
};
use base::{
    app::App,
    error::{Error, Result},
    page::{Shell, page},
    session::Session,
};
use domain::{
    id::UnitId,
    instant::{Instant, from_local, local_date},
    people::Role,
};
use jiff::{Span, civil::Date};
use serde::Deserialize;

/// The longest period, in days: what one list shows is read by a person.
const LONGEST: i64 = 92;

/// The period, the unit and the form wanted, as they stand in the address.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Asked {
    #[serde(default)]
    tu: String,
    #[serde(default)]
    den: String,
    #[serde(default)]
    don_vi: String,
    #[serde(default)]
    dang: String,
}

/// A unit over some days.
#[derive(Clone, Debug)]
pub struct Period {
    /// The unit.
    pub unit: UnitId,
    /// The first moment.
    pub from: Instant,
    /// The moment after the last.
    pub to: Instant,
    /// The first day and the last.
    pub days: (Date, Date),
}

/// What is listed.
pub struct Listed {
    /// The heading of the page and the name of the file.
    pub heading: &'static str,
    /// What it shows and why.
    pub about: &'static str,
    /// The address without its question.
    pub url: &'static str,
    /// The names of the columns.
    pub columns: &'static [&'static str],
    /// The lines.
    pub rows: Vec<Vec<String>>,
}

impl Listed {
    /// Whether each line begins with the code of a dossier, by which it is opened.
    fn begins_with_code(&self) -> bool {
        self.columns.first() == Some(&"Mã hồ sơ")
    }
}

#[derive(Template)]
#[template(path = "dossier/period.html")]
struct Page {
    shell: Shell,
    listed: Listed,
    days: (Date, Date),
    unit: String,
    units: Vec<(String, String)>,
}

/// Whether all units may be seen: heads and leaders see their own, the Centre all (NĐ 61/2018 Điều 9, 12.3); others are
/// refused.
pub fn may_see(session: &Session) -> Result<bool> {
    match session.role {
        Role::CentreSupervisor | Role::CentreDirector => Ok(true),
        Role::DivisionHead | Role::Leader => Ok(false),
        _ => Err(Error::Forbidden),
    }
}

impl Asked {
    /// Whether it is wanted in that form.
    pub fn wants(&self, form: &str) -> bool {
        self.dang == form
    }
}

/// The period asked for by somebody who watches over others.
pub fn asked(app: &App, session: &Session, wanted: &Asked) -> Result<Period> {
    let sees_all = may_see(session)?;
    of(app, session, wanted, sees_all)
}

/// The period asked for: the last 31 days where nothing is said, cut to a quarter; of the own unit, or of any if
/// `sees_all`.
pub fn of(app: &App, session: &Session, asked: &Asked, sees_all: bool) -> Result<Period> {
    let today = local_date(app.now());
    let to = asked.den.parse().unwrap_or(today);
    let from: Date = asked.tu.parse().unwrap_or_else(|_| before(to, 30));
    let from = from.max(before(to, LONGEST)).min(to);
    let house = app.house();
    let unit = match house.by_code(&asked.don_vi) {
        Some(unit) if sees_all => unit.id,
        _ => session.unit,
    };
    let end = to.tomorrow().map_err(Error::fault)?;
    Ok(Period {
        unit,
        from: from_local(from.at(0, 0, 0, 0)),
        to: from_local(end.at(0, 0, 0, 0)),
        days: (from, to),
    })
}

fn before(day: Date, days: i64) -> Date {
    day.checked_sub(Span::new().days(days)).unwrap_or(day)
}

/// The list as it is wanted: `dang=csv` for the file.
pub fn show(
    app: &App,
    session: &Session,
    wanted: &Asked,
    period: &Period,
    listed: Listed,
) -> Result<Response> {
    if wanted.dang == "csv" {
        return file(&listed, period);
    }
    // Who may open the list at all, its handler has said.
    let (unit, units) = choice(app, period, may_see(session).unwrap_or(false))?;
    let shell = Shell::new(app, Some(session), listed.heading, "don-vi");
    Ok(page(&Page { shell, listed, days: period.days, unit, units }))
}

/// The unit shown, and the units to choose from.
fn choice(app: &App, period: &Period, sees_all: bool) -> Result<(String, Vec<(String, String)>)> {
    let house = app.house();
    let name = |unit: &&domain::org::Unit| (unit.code.clone(), unit.name().to_owned());
    let units = if sees_all { house.units().iter().map(name).collect() } else { vec![] };
    Ok((house.unit(period.unit)?.code.clone(), units))
}

#[derive(Template)]
#[template(path = "dossier/register.html")]
struct RegisterPage {
    shell: Shell,
    days: (Date, Date),
    unit: String,
    units: Vec<(String, String)>,
    field: String,
}

/// The form that asks for the register book.
pub fn ask_register(
    app: &App,
    session: &Session,
    period: &Period,
    sees_all: bool,
    field: &str,
) -> Result<Response> {
    let (unit, units) = choice(app, period, sees_all)?;
    let shell = Shell::new(app, Some(session), "Sổ theo dõi hồ sơ", "don-vi");
    Ok(page(&RegisterPage { shell, days: period.days, unit, units, field: field.to_owned() }))
}

fn file(listed: &Listed, period: &Period) -> Result<Response> {
    // The mark in front tells spreadsheets that it is UTF-8.
    let mut writer = csv::Writer::from_writer(b"\xef\xbb\xbf".to_vec());
    writer.write_record(listed.columns).map_err(Error::fault)?;
    for row in &listed.rows {
        writer.write_record(row.iter().map(|cell| plain(cell))).map_err(Error::fault)?;
    }
    let bytes = writer.into_inner().map_err(|error| Error::fault(error.to_string()))?;
    let name = listed.url.rsplit('/').next().unwrap_or_default();
    let (from, to) = period.days;
    let name = format!("attachment; filename=\"{name}_{from}_{to}.csv\"");
    Ok((
        [(header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()), (header::CONTENT_DISPOSITION, name)],
        bytes,
    )
        .into_response())
}

/// A cell that a spreadsheet does not take for a formula.
fn plain(cell: &str) -> String {
    if cell.starts_with(['=', '+', '-', '@']) { format!("'{cell}") } else { cell.to_owned() }
}
