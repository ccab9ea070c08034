//! What the figures of one officer count: by kind of work, and by procedure.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::{Path, Query, State};
use base::{
    app::App,
    error::{Error, Result},
    page::{Shell, page},
    visit::{Answer, Staff},
};
use domain::{
    id::{PersonId, UnitId},
    people::reach::Reach,
    workload::{Load, Weights, WorkKind},
};
use kit::db::{Tx, Value};
use serde::Deserialize;
use uuid::Uuid;

use super::{
    count::{self, Cell, Held, Whose},
    show::{self, Months, Shown, months},
    store,
};

const HERE: &str = "/lam-viec/khoi-luong";
/// How many procedures the page lists.
const PROCEDURES: usize = 100;

struct OfKind {
    kind: WorkKind,
    /// The procedures of that kind.
    url: String,
    weight: String,
    load: Shown,
}

struct OfProcedure {
    code: String,
    name: String,
    load: Shown,
}

#[derive(Template)]
#[template(path = "workload/person.html")]
struct Page {
    shell: Shell,
    name: String,
    of_whom: String,
    months: Months,
    rest: String,
    /// One page up; nothing for oneself.
    back: Option<String>,
    is_own: bool,
    kinds: Vec<OfKind>,
    /// The kind whose procedures are listed; all of them.
    kind: Option<WorkKind>,
    /// The address of the procedures of every kind.
    every_kind: String,
    procedures: Vec<OfProcedure>,
    /// How many more procedures there are.
    more: usize,
    sum: Shown,
    held: Held,
    weights: Weights,
}

/// Which kind of work.
#[derive(Debug, Default, Deserialize)]
pub struct Kind {
    #[serde(default)]
    loai: String,
}

/// The page.
pub async fn show(
    State(app): State<App>,
    Staff(session): Staff,
    Path(person): Path<Uuid>,
    Query(asked): Query<show::Asked>,
    Query(Kind { loai }): Query<Kind>,
) -> Answer {
    let (person, now) = (PersonId(person), app.now());
    let (reach, month) = (Reach::of(&session.actor()).ok_or(Error::Forbidden)?, asked.month(now));
    let unit = unit(reach, person, &asked)?;
    let read = move |tx: &mut Tx| -> Result<_> {
        let whose = Whose { month, unit, person: Some(person) };
        let name = count::officer(tx, person, unit)?;
        let cells = count::cells::<String>(tx, whose, "procedure_code")?;
        let held = count::held(tx, &[person.0], (unit, None), now)?;
        let names = names(tx, &cells)?;
        Ok((name, cells, names, held, store::weights_of(tx, month)?))
    };
    let (name, cells, names, held, weights) = app.read(read).await?;
    let kind = WorkKind::by_name(&loai);
    let of_unit = unit.map(|unit| format!("&don-vi={unit}")).unwrap_or_default();
    let months = months(month, now);
    let here = format!("{HERE}/can-bo/{person}?thang={}{of_unit}", months.here.word);
    let mut sum = Load::default();
    for cell in &cells {
        sum.add(cell.load(&weights));
    }
    let (procedures, more) = procedures(&cells, kind, &weights, &names);
    let is_own = matches!(reach, Reach::Own(_));
    Ok(page(&Page {
        shell: Shell::new(
            &app,
            Some(&session),
            "Khối lượng công việc",
            if is_own { "viec-cua-toi" } else { "giam-sat" },
        ),
        name,
        of_whom: unit.map_or_else(String::new, |unit| app.house().unit_name(unit).to_owned()),
        back: (!is_own).then(|| format!("{HERE}?thang={}{of_unit}", months.here.word)),
        months,
        rest: of_unit,
        is_own,
        kinds: kinds(&cells, &weights, &here),
        kind,
        every_kind: format!("{here}#thu-tuc"),
        procedures,
        more,
        sum: Shown::of(sum),
        held: held.into_iter().next().map(|(_, held)| held).unwrap_or_default(),
        weights,
    }))
}

/// In which unit the work of `person` is looked at; nothing stands for every unit.
fn unit(reach: Reach, person: PersonId, asked: &show::Asked) -> Result<Option<UnitId>> {
    match reach {
        Reach::Own(me) if me == person => Ok(asked.unit()),
        // Nobody learns who works here by trying.
        Reach::Own(_) => Err(Error::NotFound),
        Reach::Unit(unit) => Ok(Some(unit)),
        Reach::Everybody => Ok(asked.unit()),
    }
}

fn kinds(cells: &[Cell<String>], weights: &Weights, here: &str) -> Vec<OfKind> {
    let mut loads: BTreeMap<WorkKind, Load> = BTreeMap::new();
    for cell in cells {
        loads.entry(cell.kind).or_default().add(cell.load(weights));
    }
    let of = |(kind, load): (WorkKind, Load)| OfKind {
        kind,
        url: format!("{here}&loai={}#thu-tuc", kind.name()),
        weight: show::tenths(weights.kind(kind)),
        load: Shown::of(load),
    };
    loads.into_iter().map(of).collect()
}

/// The procedures of a kind of work, those that weigh most first, and how many more there are.
fn procedures(
    cells: &[Cell<String>],
    kind: Option<WorkKind>,
    weights: &Weights,
    names: &BTreeMap<String, String>,
) -> (Vec<OfProcedure>, usize) {
    let mut loads: BTreeMap<&str, Load> = BTreeMap::new();
    for cell in cells.iter().filter(|cell| kind.is_none_or(|kind| kind == cell.kind)) {
        loads.entry(&cell.of).or_default().add(cell.load(weights));
    }
    let mut loads: Vec<(&str, Load)> = loads.into_iter().collect();
    loads.sort_by_key(|(_, load)| std::cmp::Reverse(load.points));
    let more = loads.len().saturating_sub(PROCEDURES);
    let of = |(code, load): (&str, Load)| OfProcedure {
        code: code.to_owned(),
        name: names.get(code).cloned().unwrap_or_default(),
        load: Shown::of(load),
    };
    (loads.into_iter().take(PROCEDURES).map(of).collect(), more)
}

/// The names of the procedures as they are published.
fn names(tx: &mut Tx, cells: &[Cell<String>]) -> Result<BTreeMap<String, String>> {
    let mut codes: Vec<&str> =
        cells.iter().map(|cell| cell.of.as_str()).filter(|code| !code.is_empty()).collect();
    codes.sort_unstable();
    codes.dedup();
    if codes.is_empty() {
        return Ok(BTreeMap::new());
    }
    let places: Vec<String> = (1..=codes.len()).map(|no| format!("${no}")).collect();
    let sql = format!(
        "SELECT code, name FROM procedure WHERE state = 'published' AND code IN ({})",
        places.join(", ")
    );
    let args: Vec<Value> = codes.into_iter().map(Value::from).collect();
    tx.all(&sql, args)?.iter().map(|row| Ok((row.get(0)?, row.get(1)?))).collect()
}
