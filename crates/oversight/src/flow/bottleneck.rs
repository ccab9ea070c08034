//! The page of the bottlenecks: where the house loses most working time, by procedure, unit and step, in some months and in
//! as many before them. Answered from small rows, however long the log is.

use std::collections::HashMap;

use askama::Template;
use axum::extract::{Query, State};
use base::{
    app::App,
    error::Result,
    house::House,
    page::{Shell, page, thousands},
    visit::{Answer, Staff},
};
use domain::{flow::histogram::Histogram, id::UnitId, people::Role, process::StepKind};
use jiff::civil::Date;
use kit::db::{Row, Tx, Value, args};
use serde::Deserialize;
use uuid::Uuid;

use super::{
    period::{Month, Period, span},
    store::histogram,
};
use crate::board::count::Scope;

/// How many bottlenecks the page shows.
const SHOWN: usize = 50;

/// One procedure at one step of one unit.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Key {
    procedure: String,
    unit: Uuid,
    step: i64,
    kind: String,
}

/// What is known of it.
struct Ranked {
    key: Key,
    stays: i64,
    seconds: [i64; 3],
}

struct Line {
    procedure: String,
    code: String,
    unit: String,
    step: String,
    stays: String,
    /// Median and ninth decile until somebody took it, and from then on.
    waits: [String; 2],
    works: [String; 2],
    /// On average, while somebody else was waited for.
    stopped: String,
    /// How much of all the time lost, in tenths of a per cent.
    share: i64,
    /// The same as the length of a bar; the longest has eighty.
    bar: i64,
    /// The change of the median against the period before, in words, and whether it is worse.
    change: String,
    look: &'static str,
    /// How many dossiers are there now, and their list.
    open: i64,
    list: String,
    map: String,
}

impl Line {
    fn share_words(&self) -> String {
        format!("{},{} %", self.share / 10, self.share % 10)
    }
}

#[derive(Template)]
#[template(path = "flow/bottleneck.html")]
struct Page {
    shell: Shell,
    of_whom: String,
    period: Period,
    months: Vec<Month>,
    from: String,
    to: String,
    /// The units to choose from; none for a head.
    units: Vec<(Uuid, String)>,
    unit: Option<Uuid>,
    procedure: String,
    /// Waiting, working, standing still, in words.
    sums: [String; 3],
    lines: Vec<Line>,
    may_open: bool,
}

/// Which bottlenecks.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    #[serde(default)]
    tu: String,
    #[serde(default)]
    den: String,
    #[serde(default, rename = "don-vi")]
    unit: String,
    #[serde(default, rename = "thu-tuc")]
    procedure: String,
}

/// What is looked for.
#[derive(Clone)]
struct Wanted {
    period: Period,
    unit: Option<Uuid>,
    procedure: String,
}

/// The page.
pub async fn show(State(app): State<App>, Staff(session): Staff, Query(asked): Query<Asked>) -> Answer {
    let scope = Scope::of(&session)?;
    let (now, house) = (app.now(), app.house());
    let unit = scope.unit().or_else(|| asked.unit.parse().ok());
    let period = Period::of(&asked.tu, &asked.den, now);
    let wanted = Wanted { period, unit, procedure: asked.procedure.trim().to_owned() };
    let inner = wanted.clone();
    let found = app.read(move |tx| Found::read(tx, &inner)).await?;
    let may_open = session.role != Role::ProvincialLeader;
    Ok(page(&Page {
        shell: Shell::new(&app, Some(&session), "Điểm nghẽn", "giam-sat"),
        of_whom: unit.map_or("toàn tỉnh".into(), |unit| house.unit_name(UnitId(unit)).to_owned()),
        months: Period::choices(now),
        from: Month::of(period.first).word,
        to: Month::of(period.last).word,
        units: if scope == Scope::All { units(&house) } else { vec![] },
        unit: wanted.unit,
        procedure: wanted.procedure,
        sums: found.sums.map(span),
        lines: found.lines(&house),
        period,
        may_open,
    }))
}

/// The units that have steps, by name.
pub fn units(house: &House) -> Vec<(Uuid, String)> {
    use domain::org::UnitKind as Kind;
    let has_steps = |kind| matches!(kind, Kind::Department | Kind::District | Kind::Commune | Kind::Centre);
    let units = house.units().into_iter().filter(|unit| has_steps(unit.kind));
    let mut units: Vec<(Uuid, String)> = units.map(|unit| (unit.id.0, unit.name().to_owned())).collect();
    units.sort_by_cached_key(|(_, name)| domain::text::fold(name));
    units
}

/// What the tables say.
struct Found {
    sums: [i64; 3],
    ranked: Vec<Ranked>,
    /// Waits, works and lengths in the period, and lengths before it.
    figures: HashMap<Key, [Histogram; 4]>,
    open: HashMap<Key, i64>,
    names: HashMap<String, String>,
}

impl Found {
    fn read(tx: &mut Tx, wanted: &Wanted) -> Result<Found> {
        let (condition, args) = wanted.condition();
        let seconds = "CAST(coalesce(sum(waiting), 0) AS BIGINT), CAST(coalesce(sum(working), 0) AS BIGINT), \
             CAST(coalesce(sum(stopped), 0) AS BIGINT)";
        let all = tx.one(&format!("SELECT {seconds} FROM step_month WHERE {condition}"), args.clone())?;
        let ranked = tx.all(
            &format!(
                "SELECT procedure_code, unit_id, step, kind, CAST(sum(stays) AS BIGINT), {seconds} FROM step_month
                 WHERE {condition} GROUP BY procedure_code, unit_id, step, kind
                 ORDER BY sum(waiting) + sum(working) DESC, procedure_code, unit_id, step, kind LIMIT {SHOWN}"
            ),
            args,
        )?;
        let ranked: Vec<Ranked> = ranked.iter().map(ranked_of).collect::<Result<_>>()?;
        let keys: Vec<&Key> = ranked.iter().map(|one| &one.key).collect();
        Ok(Found {
            sums: [all.get(0)?, all.get(1)?, all.get(2)?],
            figures: figures(tx, &keys, wanted.period)?,
            open: open(tx, &keys)?,
            names: names(tx, ranked.iter().map(|one| one.key.procedure.clone()).collect())?,
            ranked,
        })
    }

    fn lines(&self, house: &House) -> Vec<Line> {
        let lost = self.sums.iter().take(2).sum::<i64>().max(1);
        self.ranked.iter().map(|one| self.line(one, lost, house)).collect()
    }

    fn line(&self, one: &Ranked, lost: i64, house: &House) -> Line {
        let none = <[Histogram; 4]>::default();
        let [waits, works, lengths, before] = self.figures.get(&one.key).unwrap_or(&none);
        let two = |histogram: &Histogram| {
            [500, 900].map(|permille| histogram.quantile(permille).map_or_else(String::new, span))
        };
        let most = self.ranked.first().map_or(1, |first| first.seconds.iter().take(2).sum());
        let (change, look) = change(before.quantile(500), lengths.quantile(500));
        let [waiting, working, stopped] = one.seconds;
        let Key { procedure, unit, step, kind } = &one.key;
        Line {
            procedure: self.names.get(procedure).cloned().unwrap_or_default(),
            code: procedure.clone(),
            unit: house.unit_name(UnitId(*unit)).to_owned(),
            step: step_name(*step, kind),
            stays: thousands(one.stays),
            waits: two(waits),
            works: two(works),
            stopped: if stopped == 0 { "–".into() } else { span(stopped / one.stays.max(1)) },
            share: (waiting + working) * 1_000 / lost,
            bar: (waiting + working) * 80 / most.max(1),
            change,
            look,
            open: self.open.get(&one.key).copied().unwrap_or_default(),
            list: format!("/lam-viec/diem-nghen/ho-so?thu-tuc={procedure}&don-vi={unit}&buoc={step}"),
            map: format!("/lam-viec/diem-nghen/duong-di?thu-tuc={procedure}"),
        }
    }
}

impl Wanted {
    fn condition(&self) -> (String, Vec<Value>) {
        let mut sql = "month >= $1 AND month <= $2".to_owned();
        let mut args = args![self.period.first, self.period.last];
        if let Some(unit) = self.unit {
            args.push(unit.into());
            sql.push_str(&format!(" AND unit_id = ${}", args.len()));
        }
        if !self.procedure.is_empty() {
            args.push(self.procedure.clone().into());
            sql.push_str(&format!(" AND procedure_code = ${}", args.len()));
        }
        (sql, args)
    }
}

fn key_of(row: &Row) -> Result<Key> {
    Ok(Key { procedure: row.get(0)?, unit: row.get(1)?, step: row.get(2)?, kind: row.get(3)? })
}

fn ranked_of(row: &Row) -> Result<Ranked> {
    Ok(Ranked { key: key_of(row)?, stays: row.get(4)?, seconds: [row.get(5)?, row.get(6)?, row.get(7)?] })
}

/// A condition that is one of `keys`, with its arguments after `args`.
fn any_of(keys: &[&Key], args: &mut Vec<Value>) -> String {
    let one = |key: &&Key| {
        args.extend(args![key.procedure.clone(), key.unit, key.step, key.kind.clone()]);
        let n = args.len();
        format!(
            "(procedure_code = ${} AND unit_id = ${} AND step = ${} AND kind = ${n})",
            n - 3,
            n - 2,
            n - 1
        )
    };
    keys.iter().map(one).collect::<Vec<_>>().join(" OR ")
}

fn figures(tx: &mut Tx, keys: &[&Key], period: Period) -> Result<HashMap<Key, [Histogram; 4]>> {
    let mut found: HashMap<Key, [Histogram; 4]> = HashMap::new();
    if keys.is_empty() {
        return Ok(found);
    }
    let mut args = args![period.before().first, period.last];
    let sql = format!(
        "SELECT procedure_code, unit_id, step, kind, month, waits, works, lengths FROM step_month
         WHERE month >= $1 AND month <= $2 AND ({})",
        any_of(keys, &mut args)
    );
    for row in tx.all(&sql, args)? {
        let [waits, works, lengths, before] = found.entry(key_of(&row)?).or_default();
        if row.get::<Date>(4)? < period.first {
            before.merge(&histogram(&row, 7)?);
        } else {
            waits.merge(&histogram(&row, 5)?);
            works.merge(&histogram(&row, 6)?);
            lengths.merge(&histogram(&row, 7)?);
        }
    }
    Ok(found)
}

/// How many dossiers are there now.
fn open(tx: &mut Tx, keys: &[&Key]) -> Result<HashMap<Key, i64>> {
    if keys.is_empty() {
        return Ok(HashMap::new());
    }
    let mut args = vec![];
    let sql = format!(
        "SELECT procedure_code, unit_id, step, kind, count(*) FROM step_fact WHERE left_at IS NULL AND ({})
         GROUP BY procedure_code, unit_id, step, kind",
        any_of(keys, &mut args)
    );
    tx.all(&sql, args)?.iter().map(|row| Ok((key_of(row)?, row.get(4)?))).collect()
}

/// The names of procedures, by their codes.
pub fn names(tx: &mut Tx, mut codes: Vec<String>) -> Result<HashMap<String, String>> {
    codes.sort_unstable();
    codes.dedup();
    if codes.is_empty() {
        return Ok(HashMap::new());
    }
    let places: Vec<String> = (1..=codes.len()).map(|no| format!("${no}")).collect();
    let sql =
        format!("SELECT code, name FROM procedure WHERE code IN ({}) ORDER BY version", places.join(", "));
    let rows = tx.all(&sql, codes.into_iter().map(Value::from).collect())?;
    rows.iter().map(|row| Ok((row.get(0)?, row.get(1)?))).collect()
}

/// `Bước 3. Thẩm định, xử lý`.
pub fn step_name(step: i64, kind: &str) -> String {
    format!("Bước {}. {}", step + 1, StepKind::by_name(kind).map_or("", StepKind::title))
}

/// How the median changed, and how that looks.
fn change(before: Option<i64>, now: Option<i64>) -> (String, &'static str) {
    let (Some(before), Some(now)) = (before.filter(|before| *before > 0), now) else {
        return ("–".into(), "");
    };
    let percent = (now - before) * 100 / before;
    match percent {
        10.. => (format!("▲ {percent} %"), "is-bad"),
        ..=-10 => (format!("▼ {} %", -percent), "is-good"),
        _ => ("≈".into(), ""),
    }
}
