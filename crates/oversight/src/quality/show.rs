//! The page of what is wrong: how much of each kind, and the register of slips by form; then the dossiers of one kind.

use std::collections::HashMap;

use askama::Template;
use axum::extract::{Query, State};
use base::{
    app::App,
    dossier::list::{self, PAGE, key},
    error::{Error, Result},
    house::House,
    page::{Shell, page, short, thousands},
    recommend,
    session::Session,
    visit::{Answer, Staff},
};
use domain::{
    calendar::Timetable,
    corrective::Area,
    id::UnitId,
    instant::{Instant, local_date},
    matter::{Matter, MatterKind},
    org::UnitKind,
    people::Role,
    quality::Defect,
    rules::RuleSet,
};
use jiff::civil::Date;
use kit::db::{Tx, Value, args};
use serde::Deserialize;
use uuid::Uuid;

use crate::board::count::Scope;

struct Kind {
    defect: Defect,
    form: String,
    /// How many, and how many of them were found today.
    count: i64,
    today: i64,
}

/// A form, how many slips of it were made this year, and what is wrong with some.
struct Form {
    number: &'static str,
    title: String,
    made: String,
    wrong: Vec<String>,
}

/// A dossier with which something is wrong.
struct Line {
    dossier: list::Line,
    unit: String,
    since: String,
}

#[derive(Template)]
#[template(path = "quality/show.html")]
struct Page {
    shell: Shell,
    of_whom: String,
    /// The unit that was chosen, as it stands in addresses; and those to choose from.
    unit: String,
    units: Vec<(Uuid, String)>,
    /// How many dossiers the list has.
    total: String,
    /// Where a recommendation to the unit begins, with the list as its ground.
    recommend: Option<String>,
    /// What may be sent about dossiers that are ticked.
    deeds: Vec<MatterKind>,
    today: Date,
    kinds: Vec<Kind>,
    forms: Vec<Form>,
    here: Option<Defect>,
    lines: Vec<Line>,
    first: Option<String>,
    after: Option<String>,
    may_open: bool,
}

/// Which kind, from where on.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    #[serde(default)]
    loi: String,
    #[serde(default)]
    sau: String,
    /// The unit, where the reader sees all.
    #[serde(default, rename = "don-vi")]
    unit: String,
}

/// The page.
pub async fn show(State(app): State<App>, Staff(session): Staff, Query(asked): Query<Asked>) -> Answer {
    let watched = Scope::of(&session)?;
    let chosen = asked.unit.parse().ok().map(UnitId).filter(|_| watched == Scope::All);
    let scope = chosen.map_or(watched, Scope::Unit);
    let may_open = session.role != Role::ProvincialLeader;
    let here = Defect::by_name(&asked.loi);
    if here.is_some() && !may_open {
        return Err(Error::Forbidden.into());
    }
    let (now, house) = (app.now(), app.house());
    let (inner, after) = (std::sync::Arc::clone(&house), key(&asked.sau));
    let (counts, made, found, rows) = app
        .read(move |tx| {
            let found = here.map_or_else(|| Ok(vec![]), |defect| part(tx, defect, scope, after))?;
            let ids: Vec<Uuid> = found.iter().map(|one| one.0).collect();
            let rows = list::of(tx, &ids, &inner, now)?;
            Ok((counts(tx, scope, now)?, made(tx, scope, now)?, found, rows))
        })
        .await?;
    let last = found.last().filter(|_| found.len() == PAGE).map(|(id, _, at)| (*at, *id));
    let unit = chosen.map_or_else(String::new, |unit| format!("&don-vi={unit}"));
    let url = format!("/lam-viec/giam-sat/chat-luong?loi={}{unit}", asked.loi);
    let total = counts.get(asked.loi.as_str()).map_or(0, |(count, _)| *count);
    let recommend = here.zip(chosen).filter(|_| session.role.is_centre()).and_then(|(defect, unit)| {
        let codes: Vec<&str> = rows.iter().map(|line| line.code.as_str()).collect();
        let said = format!("{}: {total} hồ sơ", defect.title());
        recommend::address(unit, Area::Progress, &said, &codes, usize::try_from(total).unwrap_or(codes.len()))
    });
    let known: HashMap<Uuid, (UnitId, Instant)> =
        found.into_iter().map(|(id, unit, at)| (id, (unit, at))).collect();
    let line = |dossier: list::Line| {
        let (unit, at) = known.get(&dossier.id).copied().unzip();
        Line {
            unit: unit.map_or_else(String::new, |unit| house.unit_name(unit).to_owned()),
            since: at.map_or_else(String::new, short),
            dossier,
        }
    };
    Ok(page(&Page {
        shell: Shell::new(&app, Some(&session), "Kiểm tra chất lượng", "giam-sat"),
        of_whom: match scope {
            Scope::All => "toàn tỉnh".into(),
            Scope::Unit(unit) => house.unit_name(unit).to_owned(),
        },
        unit: chosen.map_or_else(String::new, |unit| unit.to_string()),
        units: if watched == Scope::All { units(&house) } else { vec![] },
        total: thousands(total),
        recommend,
        deeds: deeds(&session, here),
        today: local_date(now),
        kinds: kinds(&counts),
        forms: forms(&counts, &made, now),
        here,
        lines: rows.into_iter().map(line).collect(),
        first: (!asked.sau.is_empty()).then(|| url.clone()),
        after: last.map(|(at, id)| format!("{url}&sau={}_{id}", at.as_microsecond())),
        may_open,
    }))
}

/// What may be sent about dossiers of the list. Nobody is urged to settle what is settled: of most of what is wrong one asks.
fn deeds(session: &Session, here: Option<Defect>) -> Vec<MatterKind> {
    let by = session.actor();
    let is_of_open = here == Some(Defect::NoApology);
    let kinds = [MatterKind::Urge, MatterKind::Ask].into_iter();
    kinds.filter(|kind| Matter::may_begin(&by, *kind) && (is_of_open || *kind != MatterKind::Urge)).collect()
}

/// The units that settle, also those that are no more.
fn units(house: &House) -> Vec<(Uuid, String)> {
    let settles = |kind| matches!(kind, UnitKind::Department | UnitKind::District | UnitKind::Commune);
    let mut units: Vec<(Uuid, String)> = house
        .units()
        .into_iter()
        .filter(|unit| settles(unit.kind))
        .map(|unit| (unit.id.0, unit.name().to_owned()))
        .collect();
    units.sort_by_cached_key(|(_, name)| domain::text::fold(name));
    units
}

/// How many dossiers have each defect, by its name, and how many of them since today.
pub type Counts = HashMap<String, (i64, i64)>;

fn scoped(scope: Scope, args: &mut Vec<Value>) -> String {
    match scope {
        Scope::All => String::new(),
        Scope::Unit(unit) => {
            args.push(unit.0.into());
            format!(" AND unit_id = ${}", args.len())
        }
    }
}

/// Counts them in `scope`.
pub fn counts(tx: &mut Tx, scope: Scope, now: Instant) -> Result<Counts> {
    let mut args = args![Timetable::midnight(local_date(now))];
    let own = scoped(scope, &mut args);
    let sql = format!(
        "SELECT defect, count(DISTINCT dossier_id), count(DISTINCT CASE WHEN found_at >= $1 THEN dossier_id END)
         FROM finding WHERE is_sure{own} GROUP BY defect"
    );
    tx.all(&sql, args)?.iter().map(|row| Ok((row.get(0)?, (row.get(1)?, row.get(2)?)))).collect()
}

/// How many slips of each form were made this year.
fn made(tx: &mut Tx, scope: Scope, now: Instant) -> Result<HashMap<String, i64>> {
    let mut args = args![i64::from(local_date(now).year())];
    let own = scoped(scope, &mut args);
    let sql = format!("SELECT form, count(*) FROM letter WHERE year = $1{own} GROUP BY form");
    tx.all(&sql, args)?.iter().map(|row| Ok((row.get(0)?, row.get(1)?))).collect()
}

/// The dossiers with a defect: identifier, unit, since when it is known; the oldest first.
fn part(
    tx: &mut Tx,
    defect: Defect,
    scope: Scope,
    after: Option<(Instant, Uuid)>,
) -> Result<Vec<(Uuid, UnitId, Instant)>> {
    let mut args = args![defect.name()];
    let own = scoped(scope, &mut args);
    let mut sql = format!(
        "SELECT dossier_id, unit_id, found_at FROM (SELECT dossier_id, unit_id, min(found_at) AS found_at FROM finding
             WHERE is_sure AND defect = $1{own} GROUP BY dossier_id, unit_id) AS found"
    );
    if let Some((at, id)) = after {
        args.extend(args![at, id]);
        sql.push_str(&format!(" WHERE (found_at, dossier_id) > (${}, ${})", args.len() - 1, args.len()));
    }
    sql.push_str(&format!(" ORDER BY found_at, dossier_id LIMIT {PAGE}"));
    tx.all(&sql, args)?.iter().map(|row| Ok((row.get(0)?, UnitId(row.get(1)?), row.get(2)?))).collect()
}

fn kinds(counts: &Counts) -> Vec<Kind> {
    let kind = |defect: &Defect| {
        let (count, today) = counts.get(defect.name()).copied().unwrap_or_default();
        let form = defect.form().map_or_else(String::new, |form| format!("Mẫu {form}"));
        Kind { defect: *defect, form, count, today }
    };
    Defect::ALL.iter().map(kind).collect()
}

fn forms(counts: &Counts, made: &HashMap<String, i64>, now: Instant) -> Vec<Form> {
    let forms = &RuleSet::at(local_date(now)).forms;
    let slips = [forms.receipt, forms.completion, forms.refusal, forms.apology];
    let form = |form: domain::rules::Form| {
        let about = Defect::ALL.iter().filter(|defect| defect.form() == Some(form.number));
        let wrong = about.filter_map(|defect| {
            let (count, _) = counts.get(defect.name()).copied().filter(|(count, _)| *count > 0)?;
            Some(format!("{}: {}", defect.title(), thousands(count)))
        });
        Form {
            number: form.number,
            title: form.name(),
            made: thousands(made.get(form.number).copied().unwrap_or_default()),
            wrong: wrong.collect(),
        }
    };
    slips.into_iter().chain(forms.stop).map(form).collect()
}
