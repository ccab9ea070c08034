//! What happened after we urged: answers in time, and what became of the dossiers (Điều 4.1.d; row C-48).

use askama::Template;
use axum::extract::{Query, State};
use base::{
    app::App,
    error::Result,
    page::{Shell, page},
    visit::{Answer, Staff},
};
use domain::{calendar::Timetable, id::UnitId, instant::local_date, matter::MatterKind};
use jiff::civil::Date;
use kit::db::{Row, args};
use serde::Deserialize;

use crate::board::count::Scope;

struct Line {
    unit: String,
    /// Urged; answered in time, late, not at all; dossiers settled since, still open.
    counts: [i64; 6],
}

#[derive(Template)]
#[template(path = "matter/effect.html")]
struct Page {
    shell: Shell,
    from: Date,
    to: Date,
    lines: Vec<Line>,
}

/// Which days.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    #[serde(default)]
    tu: String,
    #[serde(default)]
    den: String,
}

/// The report: this month, unless days are given.
pub async fn show(State(app): State<App>, Staff(session): Staff, Query(asked): Query<Asked>) -> Answer {
    let scope = Scope::of(&session)?;
    let today = local_date(app.now());
    let from: Date = asked.tu.parse().unwrap_or_else(|_| today.first_of_month());
    let to: Date = asked.den.parse().unwrap_or(today);
    let until = Timetable::midnight(to.tomorrow().unwrap_or(to));
    let rows = app
        .read(move |tx| {
            Ok(tx.all(
                "SELECT m.to_unit_id, count(*),
                     count(*) FILTER (WHERE m.answered_at <= m.first_due_at),
                     count(*) FILTER (WHERE m.answered_at > m.first_due_at),
                     count(*) FILTER (WHERE m.answered_at IS NULL),
                     count(*) FILTER (WHERE d.settled_at > m.opened_at),
                     count(*) FILTER (WHERE d.id IS NOT NULL AND d.settled_at IS NULL)
                 FROM matter m LEFT JOIN dossier d ON d.id = m.dossier_id
                 WHERE m.kind = $1 AND m.opened_at >= $2 AND m.opened_at < $3 GROUP BY m.to_unit_id",
                args![MatterKind::Urge.name(), Timetable::midnight(from), until],
            )?)
        })
        .await?;
    let house = app.house();
    let read = |row: &Row| -> Result<Option<Line>> {
        let unit = UnitId(row.get(0)?);
        if !matches!(scope, Scope::All) && scope != Scope::Unit(unit) {
            return Ok(None);
        }
        let mut counts = [0; 6];
        for (place, count) in counts.iter_mut().enumerate() {
            *count = row.get(place + 1)?;
        }
        Ok(Some(Line { unit: house.unit_name(unit).to_owned(), counts }))
    };
    let lines: Result<Vec<Option<Line>>> = rows.iter().map(read).collect();
    let mut lines: Vec<Line> = lines?.into_iter().flatten().collect();
    lines.sort_by_cached_key(|line| domain::text::fold(&line.unit));
    let shell = Shell::new(&app, Some(&session), "Kết quả đôn đốc", "phoi-hop");
    Ok(page(&Page { shell, from, to, lines }))
}
