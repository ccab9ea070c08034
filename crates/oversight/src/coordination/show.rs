//! Statistics of coordination, unit by unit: what was asked and answered in time, what was handed over and sent back, what was
//! urged (row C-35); and what is to be commented on by when, with silence shown as late (row C-36).

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::{Query, State};
use base::{
    app::App,
    error::Result,
    house::House,
    page::{Shell, page, short},
    visit::{Answer, Staff},
};
use domain::{
    calendar::Timetable,
    dossier::part::PartKind,
    id::UnitId,
    instant::{Instant, local_date},
    matter::{Matter, MatterKind},
    people::{Actor, Role},
    text::fold,
};
use jiff::civil::Date;
use kit::db::{Tx, Value, args};
use serde::Deserialize;
use uuid::Uuid;

use super::behind::has_list;
use crate::board::count::Scope;

/// What stands in one column, in the order of the page.
pub const COLUMNS: usize = 10;
/// The first column of opinions.
pub const OPINIONS: usize = 0;
/// The first column of parts of the work.
pub const PARTS: usize = 4;
/// The first column of passages.
pub const PASSAGES: usize = 7;
/// The column of urging.
pub const URGES: usize = 9;
/// How what was asked stands, in the order of its columns: all, in time, late, silent; $4 is the moment.
pub const STANDS: [&str; 4] = [
    "1 = 1",
    "response = 'done' AND (due_at IS NULL OR over_at <= due_at)",
    "(response = 'done' AND over_at > due_at) OR (response = 'open' AND due_at < $4)",
    "response = 'silent'",
];
/// How many items of consultation the page shows.
const ITEMS: i64 = 100;

type Counts = [i64; COLUMNS];
type Cross = BTreeMap<(Uuid, Uuid), Counts>;

struct Line {
    from: String,
    to: String,
    /// The identifiers of the two.
    units: (Uuid, Uuid),
    counts: Counts,
}

/// Something to be commented on.
struct Item {
    /// What the reader may open.
    id: Option<Uuid>,
    subject: String,
    unit: String,
    due: String,
    /// How it stands, and how that looks.
    state: &'static str,
    look: &'static str,
}

#[derive(Template)]
#[template(path = "coordination/show.html")]
struct Page {
    shell: Shell,
    of_whom: String,
    from: Date,
    to: Date,
    lines: Vec<Line>,
    sum: Counts,
    items: Vec<Item>,
    /// Whether the number in a column leads to its list.
    leads: [bool; COLUMNS],
}

/// Which days.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    #[serde(default)]
    tu: String,
    #[serde(default)]
    den: String,
}

/// The page: this month, unless days are given.
pub async fn show(State(app): State<App>, Staff(session): Staff, Query(asked): Query<Asked>) -> Answer {
    let scope = Scope::of(&session)?;
    let (now, house, by) = (app.now(), app.house(), session.actor());
    let today = local_date(now);
    let from: Date = asked.tu.parse().unwrap_or_else(|_| today.first_of_month());
    let to: Date = asked.den.parse().unwrap_or(today);
    let days = days((from, to));
    let inner = std::sync::Arc::clone(&house);
    let (cross, items) = app
        .read(move |tx| {
            let mut cross = Cross::new();
            asked_of_units(tx, scope, days, now, &mut cross)?;
            passages(tx, scope, days, &mut cross)?;
            urges(tx, scope, days, &mut cross)?;
            Ok((cross, items(tx, &by, (scope, days), now, &inner)?))
        })
        .await?;
    let mut sum = Counts::default();
    for counts in cross.values() {
        sum.iter_mut().zip(counts).for_each(|(all, one)| *all += one);
    }
    let name = |unit: Uuid| house.unit_name(UnitId(unit)).to_owned();
    let mut lines: Vec<Line> = cross
        .into_iter()
        .map(|((from, to), counts)| Line { from: name(from), to: name(to), units: (from, to), counts })
        .collect();
    lines.sort_by_cached_key(|line| (fold(&line.from), fold(&line.to)));
    Ok(page(&Page {
        shell: Shell::new(&app, Some(&session), "Thống kê phối hợp", "phoi-hop"),
        of_whom: match scope {
            Scope::All => "toàn tỉnh".into(),
            Scope::Unit(unit) => house.unit_name(unit).to_owned(),
        },
        from,
        to,
        lines,
        sum,
        items,
        leads: std::array::from_fn(|column| session.role != Role::ProvincialLeader && has_list(column)),
    }))
}

/// The moments between which some days lie.
pub type Days = (Instant, Instant);

/// The moments between which those days lie, both included.
pub fn days((from, to): (Date, Date)) -> Days {
    (Timetable::midnight(from), Timetable::midnight(to.tomorrow().unwrap_or(to)))
}

/// A condition that one of the two units is the reader's, and the arguments with it.
pub fn scoped(scope: Scope, from: &str, to: &str, mut args: Vec<Value>) -> (String, Vec<Value>) {
    match scope {
        Scope::All => (String::new(), args),
        Scope::Unit(unit) => {
            args.push(unit.0.into());
            (format!(" AND ({from} = ${n} OR {to} = ${n})", n = args.len()), args)
        }
    }
}

/// Adds the columns of a question, which gives two units and then counts, from place `first` on.
fn add(
    tx: &mut Tx,
    (sql, args): (&str, Vec<Value>),
    (first, count): (usize, usize),
    cross: &mut Cross,
) -> Result<()> {
    for row in tx.all(sql, args)? {
        let counts = cross.entry((row.get(0)?, row.get(1)?)).or_default();
        for no in 0..count {
            if let Some(sum) = counts.get_mut(first + no) {
                *sum += row.get::<i64>(2 + no)?;
            }
        }
    }
    Ok(())
}

/// Opinions: asked, in time, late, silent. Parts: asked, in time, late; what is owed and not done is late.
fn asked_of_units(
    tx: &mut Tx,
    scope: Scope,
    (from, to): Days,
    now: Instant,
    cross: &mut Cross,
) -> Result<()> {
    for (kind, place) in [(PartKind::Opinion, (OPINIONS, 4)), (PartKind::Leg, (PARTS, 3))] {
        let (own, args) = scoped(scope, "from_unit_id", "to_unit_id", args![kind.name(), from, to, now]);
        let counts = STANDS.map(|stand| format!("count(*) FILTER (WHERE {stand})")).join(", ");
        let sql = format!(
            "SELECT from_unit_id, to_unit_id, {counts} FROM asked
             WHERE kind = $1 AND asked_at >= $2 AND asked_at < $3{own} GROUP BY from_unit_id, to_unit_id"
        );
        add(tx, (&sql, args), place, cross)?;
    }
    Ok(())
}

/// Dossiers handed over to another unit, and sent back to it, in the months of these days.
fn passages(tx: &mut Tx, scope: Scope, (from, to): Days, cross: &mut Cross) -> Result<()> {
    let (first, last) = (local_date(from).first_of_month(), local_date(to).yesterday().unwrap_or(Date::MAX));
    let (own, args) = scoped(scope, "from_unit_id", "to_unit_id", args![first, last]);
    let sql = format!(
        "SELECT from_unit_id, to_unit_id, CAST(coalesce(sum(passages) FILTER (WHERE to_step >= from_step), 0) AS BIGINT),
             CAST(coalesce(sum(passages) FILTER (WHERE to_step < from_step), 0) AS BIGINT)
         FROM passage_month WHERE month >= $1 AND month <= $2 AND from_step >= 0 AND to_step >= 0
             AND from_unit_id <> to_unit_id{own}
         GROUP BY from_unit_id, to_unit_id"
    );
    add(tx, (&sql, args), (PASSAGES, 2), cross)
}

/// Urging.
fn urges(tx: &mut Tx, scope: Scope, (from, to): Days, cross: &mut Cross) -> Result<()> {
    let (own, args) = scoped(scope, "from_unit_id", "to_unit_id", args![MatterKind::Urge.name(), from, to]);
    let sql = format!(
        "SELECT from_unit_id, to_unit_id, count(*) FROM matter
         WHERE kind = $1 AND opened_at >= $2 AND opened_at < $3{own} GROUP BY from_unit_id, to_unit_id"
    );
    add(tx, (&sql, args), (URGES, 1), cross)
}

/// What was to be commented on in these days, by the day on which it was due.
fn items(
    tx: &mut Tx,
    by: &Actor,
    (scope, (from, to)): (Scope, Days),
    now: Instant,
    house: &House,
) -> Result<Vec<Item>> {
    let (own, args) =
        scoped(scope, "from_unit_id", "to_unit_id", args![MatterKind::Consult.name(), from, to, ITEMS]);
    let sql = format!(
        "SELECT id, body, to_unit_id, first_due_at, answered_at FROM matter
         WHERE kind = $1 AND ((first_due_at >= $2 AND first_due_at < $3) OR answered_at IS NULL){own}
         ORDER BY first_due_at, id LIMIT $4"
    );
    let item = |row: &kit::db::Row| {
        let matter: Matter = row.json(1)?;
        let (due, answered): (Instant, Option<Instant>) = (row.get(3)?, row.get(4)?);
        let (state, look) = match answered {
            Some(at) if at <= due => ("Đúng hạn", "is-good"),
            Some(_) => ("Trả lời muộn", "is-bad"),
            None if due < now => ("Im lặng, tính là chậm", "is-bad"),
            None => ("Chưa đến hạn", ""),
        };
        Ok(Item {
            id: matter.may_read(by).then(|| row.get(0)).transpose()?,
            subject: matter.subject,
            unit: house.unit_name(UnitId(row.get(2)?)).to_owned(),
            due: short(due),
            state,
            look,
        })
    };
    tx.all(&sql, args)?.iter().map(item).collect()
}
