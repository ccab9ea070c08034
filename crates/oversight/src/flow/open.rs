//! The dossiers that are at one step of one unit now, those that have been there longest first, each with what is foretold
//! of it.

use std::collections::HashMap;

use askama::Template;
use axum::extract::{Query, State};
use base::{
    app::App,
    dossier::{
        forecast::{self, Forecast},
        list::{self, PAGE, key},
    },
    error::{Error, Result},
    house::House,
    page::{Shell, page, short},
    visit::{Answer, Staff},
};
use domain::{id::UnitId, instant::Instant, people::Role};
use kit::db::{Tx, args};
use serde::Deserialize;
use uuid::Uuid;

use super::bottleneck::{names, step_name};
use crate::board::count::Scope;

/// A dossier and what is foretold of it.
pub struct Line {
    /// The dossier.
    pub dossier: list::Line,
    /// Since when it has been at its step; when it is due.
    pub when: String,
    /// When it will probably be settled.
    pub likely: Option<String>,
    /// Between which days, in nine of ten cases.
    pub range: String,
    /// How likely it is late, in per cent; nothing once it is.
    pub late: Option<i64>,
}

#[derive(Template)]
#[template(path = "flow/open.html")]
struct Page {
    shell: Shell,
    heading: String,
    of_whom: String,
    lines: Vec<Line>,
    first: Option<String>,
    after: Option<String>,
}

/// Which step.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    #[serde(default, rename = "thu-tuc")]
    procedure: String,
    #[serde(default, rename = "don-vi")]
    unit: String,
    #[serde(default, rename = "buoc")]
    step: i64,
    #[serde(default)]
    sau: String,
}

/// The list.
pub async fn list(State(app): State<App>, Staff(session): Staff, Query(asked): Query<Asked>) -> Answer {
    let scope = Scope::of(&session)?;
    if session.role == Role::ProvincialLeader {
        return Err(Error::Forbidden.into());
    }
    let unit: Uuid = asked.unit.parse().map_err(|_| Error::NotFound)?;
    let (now, house) = (app.now(), app.house());
    let (code, step, after) = (asked.procedure.clone(), asked.step, key(&asked.sau));
    let inner = std::sync::Arc::clone(&house);
    let (lines, last, kind, name) = app
        .read(move |tx| {
            let rows = there(tx, (&code, unit, step), scope, after)?;
            let mut since: HashMap<Uuid, Instant> = HashMap::new();
            let (mut ids, mut kind) = (vec![], String::new());
            for row in &rows {
                let id: Uuid = row.get(0)?;
                ids.push(id);
                since.insert(id, row.get(1)?);
                kind = row.get(2)?;
            }
            let last = ids.last().filter(|_| ids.len() == PAGE).map(|id| (since.get(id).copied(), *id));
            let mut lines = foretold(tx, &ids, &inner, now)?;
            for line in &mut lines {
                line.when = since.get(&line.dossier.id).map_or_else(String::new, |at| short(*at));
            }
            let name = names(tx, vec![code.clone()])?.remove(&code).unwrap_or_else(|| code.clone());
            Ok((lines, last, kind, name))
        })
        .await?;
    let url = format!(
        "/lam-viec/diem-nghen/ho-so?thu-tuc={}&don-vi={unit}&buoc={step}",
        kit::encoded(&asked.procedure)
    );
    let heading = if kind.is_empty() { format!("Bước {}", step + 1) } else { step_name(step, &kind) };
    Ok(page(&Page {
        shell: Shell::new(&app, Some(&session), heading.clone(), "giam-sat"),
        heading,
        of_whom: format!("{name} · {}", house.unit_name(UnitId(unit))),
        lines,
        first: (!asked.sau.is_empty()).then(|| url.clone()),
        after: last.and_then(|(at, id)| Some(format!("{url}&sau={}_{id}", at?.as_microsecond()))),
    }))
}

/// The dossiers there: identifier, since when, kind of step.
fn there(
    tx: &mut Tx,
    (code, unit, step): (&str, Uuid, i64),
    scope: Scope,
    after: Option<(Instant, Uuid)>,
) -> Result<Vec<kit::db::Row>> {
    let mut args = args![code, unit, step];
    let mut sql =
        "SELECT s.dossier_id, s.entered_at, s.kind FROM step_fact s JOIN dossier d ON d.id = s.dossier_id
         WHERE s.left_at IS NULL AND s.procedure_code = $1 AND s.unit_id = $2 AND s.step = $3"
            .to_owned();
    if let Scope::Unit(own) = scope {
        args.push(own.0.into());
        sql.push_str(" AND (d.settling_unit_id = $4 OR s.unit_id = $4)");
    }
    if let Some((at, id)) = after {
        args.extend(args![at, id]);
        sql.push_str(&format!(" AND (s.entered_at, s.dossier_id) > (${}, ${})", args.len() - 1, args.len()));
    }
    sql.push_str(&format!(" ORDER BY s.entered_at, s.dossier_id LIMIT {PAGE}"));
    Ok(tx.all(&sql, args)?)
}

/// The dossiers `ids`, in that order, each with what is foretold of it.
pub fn foretold(tx: &mut Tx, ids: &[Uuid], house: &House, now: Instant) -> Result<Vec<Line>> {
    if ids.is_empty() {
        return Ok(vec![]);
    }
    let said = forecast::of(tx, ids)?;
    let line = |dossier: list::Line| {
        let foretold = said.get(&dossier.id);
        let permille =
            foretold.and_then(|foretold| foretold.late_permille).filter(|_| !dossier.left.is_over());
        Line {
            likely: foretold.map(|foretold| forecast::day(foretold.likely_at)),
            range: foretold.map_or_else(String::new, Forecast::range),
            late: permille.map(|permille| (permille + 5) / 10),
            when: String::new(),
            dossier,
        }
    };
    Ok(list::of(tx, ids, house, now)?.into_iter().map(line).collect())
}
