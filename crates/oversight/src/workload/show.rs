//! The work of a month: by unit for the Centre, by officer for the head of a unit. Sorted by name or by load, never by who was in
//! time: it shows who carries how much, and is no ranking.

use std::{cmp::Reverse, collections::BTreeMap};

use askama::Template;
use axum::{
    extract::{Query, State},
    response::{IntoResponse, Redirect},
};
use base::{
    app::App,
    error::{Error, Result},
    page::{Shell, page, thousands},
    session::Session,
    visit::{Answer, Staff},
};
use domain::{
    id::UnitId,
    instant::{Instant, local_date},
    people::reach::Reach,
    text::fold,
    workload::{ENOUGH, Load, Weights, WorkKind},
};
use jiff::civil::Date;
use kit::db::Tx;
use serde::Deserialize;
use uuid::Uuid;

use super::{
    count::{self, Cell, Held, Whose},
    store,
};
use crate::flow::period::Month;

const HERE: &str = "/lam-viec/khoi-luong";

/// A load as people read it.
pub struct Shown {
    /// How many deeds.
    pub deeds: String,
    /// What they weigh: `12,5`.
    pub points: String,
    /// How many were in time: `92% (23/25)`.
    pub in_time: String,
    /// Whether something had a time, but too little of it to give a share.
    pub is_few: bool,
}

impl Shown {
    /// The load.
    pub fn of(load: Load) -> Shown {
        let (timed, in_time) = (load.timed, load.in_time);
        Shown {
            deeds: thousands(load.deeds),
            points: points(load.points),
            in_time: match load.share() {
                Some(share) => format!("{share}% ({in_time}/{timed})"),
                None if timed > 0 => format!("{in_time}/{timed}"),
                None => "–".into(),
            },
            is_few: (1..ENOUGH).contains(&timed),
        }
    }
}

/// Hundredths of a point as people read them, to a tenth: `12,5`.
pub fn points(hundredths: i64) -> String {
    let tenths = (hundredths + 5) / 10;
    format!("{},{}", thousands(tenths / 10), tenths % 10)
}

/// A weight in tenths as people read it: `1,2`.
pub fn tenths(tenths: i64) -> String {
    format!("{},{}", tenths / 10, tenths % 10)
}

struct Line {
    /// Where its figures are explained.
    url: String,
    name: String,
    /// How many officers; for a unit.
    officers: String,
    load: Shown,
    /// On average for each officer; for a unit.
    each: String,
    /// For an officer.
    held: Held,
    /// The dossiers that an officer holds, where the list has just those that are counted.
    list: String,
}

/// The addresses of a month and those beside it, and the words.
pub struct Months {
    /// The month.
    pub here: Month,
    /// The month before it.
    pub before: Month,
    /// The month after it, if it has begun.
    pub after: Option<Month>,
}

#[derive(Template)]
#[template(path = "workload/show.html")]
struct Page {
    shell: Shell,
    of_whom: String,
    months: Months,
    /// The rest of the address of another month.
    rest: String,
    is_of_unit: bool,
    by_load: bool,
    /// The address in the other order.
    other_order: String,
    /// Whether all units are within reach.
    is_centre: bool,
    lines: Vec<Line>,
    sum: Shown,
    weights: Weights,
}

/// Which month, unit and order.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    /// `2023-08`.
    #[serde(default)]
    pub thang: String,
    /// A unit.
    #[serde(default, rename = "don-vi")]
    pub unit: String,
    /// In which order.
    #[serde(default)]
    xep: String,
}

impl Asked {
    /// The first day of the month, this one unless another is asked for.
    pub fn month(&self, now: Instant) -> Date {
        let this = local_date(now).first_of_month();
        let asked = format!("{}-01", self.thang).parse::<Date>().ok();
        asked.filter(|month| *month <= this).unwrap_or(this)
    }

    /// The unit that was asked for.
    pub fn unit(&self) -> Option<UnitId> {
        self.unit.parse().ok().map(UnitId)
    }
}

/// The month and those beside it.
pub fn months(month: Date, now: Instant) -> Months {
    let after = month.last_of_month().tomorrow().unwrap_or(month);
    Months {
        here: Month::of(month),
        before: Month::of(month.yesterday().unwrap_or(month).first_of_month()),
        after: (after <= local_date(now)).then(|| Month::of(after)),
    }
}

/// The page: of all units for the Centre, of one for its head, of oneself for everybody else.
pub async fn show(State(app): State<App>, Staff(session): Staff, Query(asked): Query<Asked>) -> Answer {
    match Reach::of(&session.actor()).ok_or(Error::Forbidden)? {
        Reach::Own(person) => {
            let month = Month::of(asked.month(app.now()));
            Ok(Redirect::to(&format!("{HERE}/can-bo/{person}?thang={}", month.word)).into_response())
        }
        Reach::Unit(unit) => of_unit(&app, &session, &asked, unit).await,
        Reach::Everybody => match asked.unit() {
            Some(unit) => of_unit(&app, &session, &asked, unit).await,
            None => of_all(&app, &session, &asked).await,
        },
    }
}

/// The cells added up, by what they are of.
fn sums<K: Ord + Clone>(cells: &[Cell<K>], weights: &Weights) -> BTreeMap<K, Load> {
    let mut sums: BTreeMap<K, Load> = BTreeMap::new();
    for cell in cells {
        sums.entry(cell.of.clone()).or_default().add(cell.load(weights));
    }
    sums
}

fn sum<'l>(loads: impl Iterator<Item = &'l Load>) -> Shown {
    let mut sum = Load::default();
    for load in loads {
        sum.add(*load);
    }
    Shown::of(sum)
}

async fn of_all(app: &App, session: &Session, asked: &Asked) -> Answer {
    let (now, house) = (app.now(), app.house());
    let month = asked.month(now);
    let read = move |tx: &mut Tx| -> Result<_> {
        let whose = Whose { month, unit: None, person: None };
        let busy = count::busy(tx, month)?;
        Ok((count::cells::<Uuid>(tx, whose, "unit_id")?, busy, store::weights_of(tx, month)?))
    };
    let (cells, busy, weights) = app.read(read).await?;
    let loads = sums(&cells, &weights);
    let word = Month::of(month).word;
    let mut lines: Vec<(Line, Load)> = loads
        .iter()
        .map(|(unit, load)| {
            let officers = busy.get(unit).copied().unwrap_or_default().max(1);
            let line = Line {
                url: format!("{HERE}?thang={word}&don-vi={unit}"),
                name: house.unit_name(UnitId(*unit)).to_owned(),
                officers: officers.to_string(),
                load: Shown::of(*load),
                each: points(load.points / officers),
                held: Held::default(),
                list: String::new(),
            };
            (line, *load)
        })
        .collect();
    let by_load = in_order(&mut lines, &asked.xep);
    Ok(page(&Page {
        shell: Shell::new(app, Some(session), "Khối lượng công việc", "giam-sat"),
        of_whom: "toàn tỉnh".into(),
        other_order: format!("?thang={word}{}", order(!by_load)),
        months: months(month, now),
        rest: order(by_load).to_owned(),
        is_of_unit: false,
        by_load,
        is_centre: true,
        sum: sum(loads.values()),
        lines: lines.into_iter().map(|(line, _)| line).collect(),
        weights,
    }))
}

async fn of_unit(app: &App, session: &Session, asked: &Asked, unit: UnitId) -> Answer {
    let (now, house) = (app.now(), app.house());
    let (month, name) = (asked.month(now), house.unit(unit)?.name().to_owned());
    // As far as the lists of the board go: all for the Centre, what the unit decides for its head.
    let decided_by = (!session.role.is_centre()).then_some(unit);
    let read = move |tx: &mut Tx| -> Result<_> {
        let whose = Whose { month, unit: Some(unit), person: None };
        let officers = count::officers(tx, unit, month)?;
        let ids: Vec<Uuid> = officers.iter().map(|(id, _)| *id).collect();
        let held = count::held(tx, &ids, (Some(unit), decided_by), now)?;
        let held: BTreeMap<Uuid, Held> = held.into_iter().collect();
        let cells = count::cells::<Uuid>(tx, whose, "person_id")?;
        Ok((officers, held, cells, store::weights_of(tx, month)?))
    };
    let (officers, held, cells, weights) = app.read(read).await?;
    let loads = sums(&cells, &weights);
    let word = Month::of(month).word;
    let mut lines: Vec<(Line, Load)> = officers
        .into_iter()
        .map(|(person, name)| {
            let load = loads.get(&person).copied().unwrap_or_default();
            let list = format!("/lam-viec/giam-sat/ho-so?so=dang-giai-quyet&theo=can-bo&dong={person}");
            let line = Line {
                url: format!("{HERE}/can-bo/{person}?thang={word}&don-vi={unit}"),
                name,
                officers: String::new(),
                load: Shown::of(load),
                each: String::new(),
                held: held.get(&person).copied().unwrap_or_default(),
                list,
            };
            (line, load)
        })
        .collect();
    let by_load = in_order(&mut lines, &asked.xep);
    Ok(page(&Page {
        shell: Shell::new(app, Some(session), "Khối lượng công việc", "giam-sat"),
        of_whom: name,
        other_order: format!("?thang={word}&don-vi={unit}{}", order(!by_load)),
        months: months(month, now),
        rest: format!("&don-vi={unit}{}", order(by_load)),
        is_of_unit: true,
        by_load,
        is_centre: session.role.is_centre(),
        sum: sum(loads.values()),
        lines: lines.into_iter().map(|(line, _)| line).collect(),
        weights,
    }))
}

/// Puts the lines in the order that is asked for; whether it is that of the load.
fn in_order(lines: &mut [(Line, Load)], asked: &str) -> bool {
    lines.sort_by_cached_key(|(line, _)| fold(&line.name));
    let by_load = asked == "khoi-luong";
    if by_load {
        lines.sort_by_key(|(_, load)| Reverse(load.points));
    }
    by_load
}

fn order(by_load: bool) -> &'static str {
    if by_load { "&xep=khoi-luong" } else { "" }
}
