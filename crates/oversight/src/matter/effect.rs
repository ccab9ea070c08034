//! What happened after we urged: answers in time, causes, and what became of the dossiers (Điều 4.1.d; row C-48). Each number is as
//! long as the list of the register that it opens.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::{Query, State};
use base::{
    app::App,
    error::Result,
    house::House,
    page::{Shell, page},
    timeleft::duration,
    visit::{Answer, Staff},
};
use domain::{
    dossier::extend::DelayCause,
    id::UnitId,
    instant::{Instant, local_date},
    matter::{
        MatterKind,
        effect::{Effect, median},
    },
    people::Role,
};
use jiff::civil::Date;
use kit::db::{Tx, Value, args};
use serde::Deserialize;

use super::question::{self, having};
use crate::board::count::Scope;

/// How many effects there are.
const EFFECTS: usize = Effect::ALL.len();

/// What became of the urges of a unit.
#[derive(Default)]
struct Line {
    unit: String,
    /// Its identifier, for the register.
    id: String,
    urged: i64,
    effects: [i64; EFFECTS],
    causes: BTreeMap<&'static str, i64>,
    /// From the urge to the result, the middle one.
    usual: Option<String>,
}

#[derive(Template)]
#[template(path = "matter/effect.html")]
struct Page {
    shell: Shell,
    from: Date,
    to: Date,
    lines: Vec<Line>,
    /// The causes that were named.
    causes: Vec<DelayCause>,
    /// Whether the reader may open the lists; the leadership of the province sees numbers only.
    may_open: bool,
}

impl Page {
    /// The list behind a number.
    fn url(&self, line: &Line, field: &str, value: &str) -> String {
        let mut asked = question::Asked {
            loai: MatterKind::Urge.name().into(),
            nhan: line.id.clone(),
            tu: self.from.to_string(),
            den: self.to.to_string(),
            ..question::Asked::default()
        };
        match field {
            "ket-qua" => asked.ket_qua = value.into(),
            "nguyen-nhan" => asked.nguyen_nhan = value.into(),
            _ => {}
        }
        asked.url("")
    }
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
    let question = question::Asked {
        loai: MatterKind::Urge.name().into(),
        tu: from.to_string(),
        den: to.to_string(),
        ..question::Asked::default()
    };
    let within = match scope {
        Scope::All => ("TRUE".to_owned(), args![]),
        Scope::Unit(unit) => ("m.to_unit_id = $1".to_owned(), args![unit.0]),
    };
    let condition = question.condition(within);
    let house = app.house();
    let inner = std::sync::Arc::clone(&house);
    let lines = app.read(move |tx| lines(tx, condition.clone(), &inner)).await?;
    let named = |cause: &DelayCause| lines.iter().any(|line| line.causes.contains_key(cause.name()));
    Ok(page(&Page {
        shell: Shell::new(&app, Some(&session), "Kết quả đôn đốc", "phoi-hop"),
        from,
        to,
        causes: DelayCause::ALL.iter().copied().filter(named).collect(),
        lines,
        may_open: session.role != Role::ProvincialLeader,
    }))
}

/// A line for each unit that was urged, by name.
fn lines(tx: &mut Tx, (sql, args): (String, Vec<Value>), house: &House) -> Result<Vec<Line>> {
    let from = format!("FROM matter m LEFT JOIN dossier d ON d.id = m.dossier_id WHERE {sql}");
    let effects = Effect::ALL.iter().map(|effect| format!("count(*) FILTER (WHERE {})", having(*effect)));
    let effects = effects.collect::<Vec<_>>().join(", ");
    let mut lines: BTreeMap<UnitId, Line> = BTreeMap::new();
    let counted = format!("SELECT m.to_unit_id, count(*), {effects} {from} GROUP BY m.to_unit_id");
    for row in tx.all(&counted, args.clone())? {
        let unit = UnitId(row.get(0)?);
        let line = lines.entry(unit).or_default();
        line.urged = row.get(1)?;
        for (place, count) in line.effects.iter_mut().enumerate() {
            *count = row.get(place + 2)?;
        }
    }
    let caused = format!(
        "SELECT m.to_unit_id, m.cause, count(*) {from} AND m.cause IS NOT NULL GROUP BY m.to_unit_id, m.cause"
    );
    for row in tx.all(&caused, args.clone())? {
        let cause: String = row.get(1)?;
        if let Some(cause) = DelayCause::by_name(&cause) {
            lines.entry(UnitId(row.get(0)?)).or_default().causes.insert(cause.name(), row.get(2)?);
        }
    }
    let mut times: BTreeMap<UnitId, Vec<i64>> = BTreeMap::new();
    let settled =
        format!("SELECT m.to_unit_id, m.opened_at, d.settled_at {from} AND {}", having(Effect::Settled));
    for row in tx.all(&settled, args)? {
        let unit = UnitId(row.get(0)?);
        let (urged, done): (Instant, Instant) = (row.get(1)?, row.get(2)?);
        times.entry(unit).or_default().push(house.timetable(unit).minutes_between(urged, done));
    }
    let named = |(unit, line): (UnitId, Line)| Line {
        unit: house.unit_name(unit).to_owned(),
        id: unit.to_string(),
        usual: times.remove(&unit).and_then(median).map(duration),
        ..line
    };
    let mut lines: Vec<Line> = lines.into_iter().map(named).collect();
    lines.sort_by_cached_key(|line| domain::text::fold(&line.unit));
    Ok(lines)
}
