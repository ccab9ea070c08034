//! The register of matters: everything that was urged, asked, told and answered, also what is over (Quy chế 1267 Điều 3.4, 6.3;
//! rows C-35, C-65). The report of effect and the lists of obstacles are questions to it.

use std::{collections::HashMap, sync::Arc};

use askama::Template;
use axum::extract::{Query, State};
use base::{
    app::App,
    dossier::list::key,
    error::{Error, Result},
    house::House,
    page::{Shell, page, short, thousands},
    visit::{Answer, Staff},
};
use domain::{
    dossier::extend::DelayCause,
    instant::Instant,
    matter::{Entry, Matter, MatterKind, MatterState, effect::Effect},
    org::UnitKind,
};
use kit::db::{Row, Tx, Value};
use uuid::Uuid;

use super::question::Asked;
use crate::regulation;

/// How many matters a page shows.
const PAGE: usize = 50;

/// A line of the register.
struct Line {
    id: Uuid,
    opened: String,
    matter: Matter,
    from: String,
    to: String,
    /// When it was answered first.
    answered: Option<String>,
    cause: Option<&'static str>,
    /// What was answered last, of an obstacle.
    decision: String,
    /// The versions of the regulation to which it led.
    versions: Vec<(Uuid, String)>,
    key: String,
}

#[derive(Template)]
#[template(path = "matter/register.html")]
struct Page {
    shell: Shell,
    asked: Asked,
    units: Vec<(Uuid, String)>,
    total: String,
    lines: Vec<Line>,
    first: Option<String>,
    after: Option<String>,
}

impl Page {
    /// Whether what was decided has columns of its own.
    fn is_of_obstacles(&self) -> bool {
        self.asked.kind() == Some(MatterKind::Obstacle)
    }
}

/// The register, as far as the person signed in may read it.
pub async fn show(State(app): State<App>, Staff(session): Staff, Query(asked): Query<Asked>) -> Answer {
    let scope = super::question::scope(&session)?;
    let house = app.house();
    let (inner, question) = (Arc::clone(&house), asked.clone());
    let (total, lines) = app.read(move |tx| read(tx, &question, scope.clone(), &inner)).await?;
    let next = lines.last().filter(|_| lines.len() == PAGE).map(|last| asked.url(&last.key));
    let title = if asked.kind() == Some(MatterKind::Obstacle) {
        "Sổ khó khăn, vướng mắc"
    } else {
        "Sổ trao đổi, đôn đốc"
    };
    Ok(page(&Page {
        shell: Shell::new(&app, Some(&session), title, "phoi-hop"),
        units: units(&house),
        total: thousands(total),
        first: (!asked.sau.is_empty()).then(|| asked.url("")),
        after: next,
        lines,
        asked,
    }))
}

/// Every unit that may stand on either side, also those that are no more.
fn units(house: &House) -> Vec<(Uuid, String)> {
    let mut units: Vec<(Uuid, String)> = house
        .units()
        .into_iter()
        .filter(|unit| {
            matches!(
                unit.kind,
                UnitKind::Province
                    | UnitKind::Centre
                    | UnitKind::Department
                    | UnitKind::District
                    | UnitKind::Commune
            )
        })
        .map(|unit| (unit.id.0, unit.name().to_owned()))
        .collect();
    units.sort_by_cached_key(|(_, name)| domain::text::fold(name));
    units
}

/// How many there are, and a page of them.
fn read(tx: &mut Tx, asked: &Asked, scope: (String, Vec<Value>), house: &House) -> Result<(i64, Vec<Line>)> {
    let (mut sql, mut args) = asked.condition(scope);
    let from = "FROM matter m LEFT JOIN dossier d ON d.id = m.dossier_id";
    let total = tx.one(&format!("SELECT count(*) {from} WHERE {sql}"), args.clone())?.get(0)?;
    if let Some((at, id)) = key(&asked.sau) {
        args.extend([Value::from(at), Value::from(id)]);
        sql.push_str(&format!(" AND (m.opened_at, m.id) < (${}, ${})", args.len() - 1, args.len()));
    }
    let rows = tx.all(
        &format!(
            "SELECT m.id, m.body, m.opened_at, m.answered_at, m.cause {from} WHERE {sql}
             ORDER BY m.opened_at DESC, m.id DESC LIMIT {PAGE}"
        ),
        args,
    )?;
    let mut lines: Vec<Line> = rows.iter().map(|row| line(row, house)).collect::<Result<_>>()?;
    if asked.kind() == Some(MatterKind::Obstacle) {
        decided(tx, &mut lines)?;
    }
    Ok((total, lines))
}

fn line(row: &Row, house: &House) -> Result<Line> {
    let (id, at): (Uuid, Instant) = (row.get(0)?, row.get(2)?);
    let matter: Matter = row.json(1)?;
    let answered: Option<Instant> = row.get(3)?;
    let cause: Option<String> = row.get(4)?;
    Ok(Line {
        id,
        opened: short(at),
        from: house.unit_name(matter.from).to_owned(),
        to: house.unit_name(matter.to).to_owned(),
        answered: answered.map(short),
        cause: cause.and_then(|cause| DelayCause::by_name(&cause)).map(DelayCause::title),
        decision: String::new(),
        versions: vec![],
        key: format!("{}_{id}", at.as_microsecond()),
        matter,
    })
}

/// Adds what was decided of each, and to which version of the regulation it led.
fn decided(tx: &mut Tx, lines: &mut [Line]) -> Result<()> {
    if lines.is_empty() {
        return Ok(());
    }
    let places: Vec<String> = (1..=lines.len()).map(|no| format!("${no}")).collect();
    let sql = format!(
        "SELECT stream_id, body FROM event WHERE stream_id IN ({})
             AND kind IN ('matter_answered', 'matter_answered_with') ORDER BY stream_id, seq",
        places.join(", ")
    );
    let rows = tx.all(&sql, lines.iter().map(|line| Value::from(line.id)).collect())?;
    let mut last: HashMap<Uuid, String> = HashMap::new();
    for row in &rows {
        let body: String = row.get(1)?;
        let entry: Entry = serde_json::from_str(&body).map_err(Error::fault)?;
        last.insert(row.get(0)?, entry.event.text().to_owned());
    }
    let versions = regulation::store::all(tx)?;
    for line in lines {
        line.decision = last.remove(&line.id).unwrap_or_default();
        let led = versions.iter().filter(|(_, version)| version.obstacles.contains(&line.id));
        line.versions = led.map(|(id, version)| (*id, version.number.clone())).collect();
    }
    Ok(())
}
