//! The page: what was done in a period, unit by unit, the hash over all of it, and the file.

use std::collections::BTreeMap;

use askama::Template;
use axum::{
    extract::{Query, State},
    http::{StatusCode, header},
    response::IntoResponse,
};
use base::{
    app::App,
    audit,
    error::{Error, FieldError},
    page::{Shell, with_status},
    session::Session,
    visit::{Answer, Staff},
};
use domain::{
    evidence::{Act, Period, may_export},
    instant::local_date,
    text::fold,
};
use jiff::{ToSpan, civil::Date};
use serde::Deserialize;
use uuid::Uuid;

use super::store;

/// How much was done of each kind, in the order of [`Act::ALL`].
type Counts = [i64; Act::ALL.len()];

#[derive(Template)]
#[template(path = "evidence/show.html")]
struct Page {
    shell: Shell,
    errors: Vec<FieldError>,
    from: String,
    to: String,
    acts: &'static [Act],
    lines: Vec<(String, Counts)>,
    /// How many lines the file has, and its hash.
    made: Option<(usize, String)>,
}

/// Which days.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    #[serde(default)]
    tu: String,
    #[serde(default)]
    den: String,
}

impl Asked {
    /// The days asked for; the last month, unless there are any.
    fn days(&self, today: Date) -> (Date, Date) {
        let last = today.first_of_month().saturating_sub(1.day());
        let from = self.tu.parse().unwrap_or_else(|_| last.first_of_month());
        (from, self.den.parse().unwrap_or(last))
    }
}

fn must_export(session: &Session) -> Result<(), Error> {
    if may_export(&session.actor()) { Ok(()) } else { Err(Error::Forbidden) }
}

/// The page.
pub async fn show(State(app): State<App>, Staff(session): Staff, Query(asked): Query<Asked>) -> Answer {
    must_export(&session)?;
    let (house, today) = (app.house(), local_date(app.now()));
    let (from, to) = asked.days(today);
    let mut page = Page {
        shell: Shell::new(&app, Some(&session), "Bằng chứng giám sát", "chan-chinh"),
        errors: vec![],
        from: from.to_string(),
        to: to.to_string(),
        acts: Act::ALL,
        lines: vec![],
        made: None,
    };
    let period = match Period::over(from, to, app.now()) {
        Ok(period) => period,
        Err(refusal) => {
            page.errors = vec![FieldError { field: "den".into(), message: refusal.to_string() }];
            return Ok(with_status(StatusCode::UNPROCESSABLE_ENTITY, &page));
        }
    };
    let (lines, sha256) = app
        .read(move |tx| {
            let lines = store::lines(tx, period)?;
            let (_, sha256) = store::file(period, &lines)?;
            Ok((lines, sha256))
        })
        .await?;
    let mut counts: BTreeMap<Option<Uuid>, Counts> = BTreeMap::new();
    for line in &lines {
        let units: Vec<Option<Uuid>> = line.units.iter().map(|unit| Some(unit.0)).collect();
        for unit in if units.is_empty() { vec![None] } else { units } {
            let row = counts.entry(unit).or_default();
            for (count, _) in row.iter_mut().zip(Act::ALL).filter(|(_, act)| **act == line.act) {
                *count += 1;
            }
        }
    }
    let name = |unit: Option<Uuid>| {
        unit.map_or("Chung", |unit| house.unit_name(domain::id::UnitId(unit))).to_owned()
    };
    page.lines = counts.into_iter().map(|(unit, counts)| (name(unit), counts)).collect();
    page.lines.sort_by_cached_key(|(name, _)| fold(name));
    page.made = Some((lines.len(), sha256));
    Ok(with_status(StatusCode::OK, &page))
}

/// The file of a period that is over.
pub async fn export(State(app): State<App>, Staff(session): Staff, Query(asked): Query<Asked>) -> Answer {
    must_export(&session)?;
    let now = app.now();
    let (from, to) = asked.days(local_date(now));
    let period = Period::over(from, to, now).map_err(Error::from)?;
    let (text, sha256) = app.read(move |tx| store::export(tx, period)).await?;
    let (id, by) = (app.id(), session.actor());
    let told = serde_json::json!({ "from": from, "to": to, "sha256": sha256 });
    app.write(move |tx| audit::note(tx, id, "evidence_exported", &told, by, now)).await?;
    let name = format!("attachment; filename=\"bang-chung-{from}-{to}.jsonl\"");
    let headers = [
        (header::CONTENT_TYPE, "application/jsonl; charset=utf-8".to_owned()),
        (header::CONTENT_DISPOSITION, name),
        (header::CACHE_CONTROL, "private, no-store".to_owned()),
    ];
    Ok((headers, text).into_response())
}
