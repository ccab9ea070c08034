//! What the data count of an item of the checklist, and the list behind the number: the same question, so that they cannot differ.

use askama::Template;
use axum::extract::{Path, State};
use base::{
    app::App,
    error::{Error, Result},
    page::{Shell, page},
    visit::{Answer, Staff},
};
use domain::{
    board::duty::DutyFigure,
    catalogue::{Procedure, complete::missing},
    checklist::{Item, may_inspect},
    dossier::State as Standing,
    id::UnitId,
    instant::{Instant, local_date},
    posting::{month_before, month_of},
    task::TaskKind,
};
use kit::db::{Row, Tx, Value, args};
use uuid::Uuid;

use super::store;
use crate::board::{count::Scope, duty::owing};

/// How many a list shows.
const SHOWN: usize = 500;

/// One fault behind a number: what it is called, and where it is.
pub struct Fault {
    /// What people read.
    pub title: String,
    /// Its page; empty where there is none.
    pub url: String,
}

/// How many faults of `unit` the data tell of `item` at `now`; nothing where only an inspection tells.
pub fn count(tx: &mut Tx, unit: UnitId, item: Item, now: Instant) -> Result<Option<i64>> {
    match (question(unit, item, now), item) {
        (Some((sql, args, _)), _) => {
            Ok(Some(tx.one(&format!("SELECT count(*) FROM ({sql}) f"), args)?.get(0)?))
        }
        (None, Item::Guidance) => Ok(None),
        (None, _) => Ok(Some(i64::try_from(computed(tx, unit, item, now)?.len()).unwrap_or(i64::MAX))),
    }
}

/// The first of them.
fn faults(tx: &mut Tx, unit: UnitId, item: Item, now: Instant) -> Result<Vec<Fault>> {
    let Some((sql, args, url)) = question(unit, item, now) else {
        return computed(tx, unit, item, now);
    };
    let read = |row: &Row| -> Result<Fault> {
        Ok(Fault { url: format!("{url}{}", row.get::<Uuid>(0)?), title: row.get(1)? })
    };
    tx.all(&format!("{sql} LIMIT {SHOWN}"), args)?.iter().map(read).collect()
}

/// The question to the data: identifier and title of each fault; its arguments; where the page of one is.
fn question(unit: UnitId, item: Item, now: Instant) -> Option<(String, Vec<Value>, &'static str)> {
    let late = |kinds: &[TaskKind]| {
        let kinds = listed(kinds.iter().map(|kind| kind.name()));
        let sql = format!(
            "SELECT id, procedure_code || ' · ' || coalesce(body ->> 'name', '') FROM task
             WHERE owner_unit_id = $1 AND state = 'open' AND due_at < $2 AND kind IN ({kinds}) ORDER BY due_at, id"
        );
        Some((sql, args![unit.0, now], "/lam-viec/thu-tuc/viec/"))
    };
    match item {
        Item::Process => late(&[TaskKind::Build, TaskKind::Try, TaskKind::Mend]),
        Item::Removed => late(&[TaskKind::TakeDown, TaskKind::Erase, TaskKind::Retire]),
        Item::Posted => Some((
            "SELECT p.id, p.name || ' · ' || g.procedure_code FROM posting g
                 JOIN posting_place p ON p.id = g.place_id JOIN procedure v ON v.id = g.procedure_id
             WHERE p.unit_id = $1 AND g.taken_down_at IS NULL AND v.state <> 'published'
             UNION ALL SELECT p.id, p.name || ' · chưa kiểm tra tháng trước' FROM posting_place p
             WHERE p.unit_id = $1 AND p.closed_on IS NULL AND p.opened_on < $3
                 AND NOT EXISTS (SELECT 1 FROM inspection i WHERE i.place_id = p.id AND i.month = $2)"
                .to_owned(),
            args![unit.0, month_before(local_date(now)), month_of(local_date(now))],
            "/lam-viec/thu-tuc/niem-yet/",
        )),
        Item::Records => Some((
            "SELECT f.dossier_id, coalesce(f.code, '') FROM filing f
             WHERE f.dossier_id IN (SELECT dossier_id FROM finding WHERE unit_id = $1 AND is_sure)
             ORDER BY f.dossier_id"
                .to_owned(),
            args![unit.0],
            "/lam-viec/ho-so/",
        )),
        Item::Progress => {
            let running =
                listed(Standing::ALL.iter().filter(|state| state.is_running()).map(|state| state.name()));
            let sql = format!(
                "SELECT d.id, coalesce(f.code, '') FROM dossier d JOIN filing f ON f.dossier_id = d.id
                 WHERE d.settling_unit_id = $1 AND d.settled_at IS NULL AND d.due_at < $2 AND d.state IN ({running})
                 ORDER BY d.due_at, d.id"
            );
            Some((sql, args![unit.0, now], "/lam-viec/ho-so/"))
        }
        Item::Review => Some((
            "SELECT id, procedure_code || ' · ' || coalesce(body ->> 'name', '') FROM review_item
             WHERE unit_id = $1 AND state = 'open' AND due_at < $2 ORDER BY due_at, id"
                .to_owned(),
            args![unit.0, now],
            "/lam-viec/thu-tuc/ra-soat/viec/",
        )),
        // Of conduct as of anything else: only the Centre sees the list, and its pages hide nothing from it.
        Item::Petitions => Some((
            "SELECT id, code FROM petition WHERE unit_id = $1 AND state = 'forwarded' AND due_at < $2
             ORDER BY due_at, id"
                .to_owned(),
            args![unit.0, now],
            "/lam-viec/phan-anh/",
        )),
        Item::Clear | Item::Fees | Item::Guidance => None,
    }
}

/// The faults that a rule tells, not the database: parts that are missing, money without amount or proof.
fn computed(tx: &mut Tx, unit: UnitId, item: Item, now: Instant) -> Result<Vec<Fault>> {
    let mut found = vec![];
    if item == Item::Clear {
        tx.each(
            "SELECT v.body FROM procedure v WHERE v.state = 'published' AND v.id IN
                 (SELECT g.procedure_id FROM posting g JOIN posting_place p ON p.id = g.place_id
                  WHERE p.unit_id = $1 AND g.taken_down_at IS NULL)
             ORDER BY v.code",
            args![unit.0],
            |row| {
                let procedure: Procedure = row.json(0)?;
                let gaps = missing(&procedure);
                if let Some(first) = gaps.first() {
                    let title = format!("{} · {} ({} chỗ)", procedure.code, first.message, gaps.len());
                    found.push(Fault { title, url: format!("/thu-tuc/{}", procedure.code) });
                }
                Ok::<(), Error>(())
            },
        )?;
    }
    if item == Item::Fees {
        // That an applicant is late to pay is no fault of the unit.
        let faults = [DutyFigure::NoAmount, DutyFigure::NoProof, DutyFigure::WrongDay];
        for one in owing(tx, Scope::All, Some(unit), now)? {
            let told: Vec<&str> = faults
                .iter()
                .filter(|figure| figure.counts(&one.owed, now))
                .map(|figure| figure.title())
                .collect();
            if !told.is_empty() {
                let code =
                    tx.one("SELECT coalesce(code, '') FROM filing WHERE dossier_id = $1", args![one.id])?;
                let title = format!("{} · {}", code.get::<String>(0)?, told.join("; ").to_lowercase());
                found.push(Fault { title, url: format!("/lam-viec/ho-so/{}", one.id) });
            }
        }
    }
    Ok(found)
}

/// Words of ours as SQL lists them.
fn listed<'a>(words: impl Iterator<Item = &'a str>) -> String {
    words.map(|word| format!("'{word}'")).collect::<Vec<_>>().join(", ")
}

#[derive(Template)]
#[template(path = "checklist/behind.html")]
struct Page {
    shell: Shell,
    id: Uuid,
    item: Item,
    unit: String,
    total: i64,
    faults: Vec<Fault>,
}

/// The list behind a number of the round `id`, as the data are now: for the Centre, which holds it.
pub async fn list(
    State(app): State<App>,
    Staff(session): Staff,
    Path((id, item)): Path<(Uuid, String)>,
) -> Answer {
    let (by, now, house) = (session.actor(), app.now(), app.house());
    if !may_inspect(&by) {
        return Err(Error::NotFound.into());
    }
    let item = Item::by_name(&item).ok_or(Error::NotFound)?;
    let (unit, total, faults) = app
        .read(move |tx| {
            let unit = store::load(tx, id, &by)?.0.unit;
            let total = count(tx, unit, item, now)?.ok_or(Error::NotFound)?;
            Ok((unit, total, faults(tx, unit, item, now)?))
        })
        .await?;
    let unit = house.unit_name(unit).to_owned();
    let shell = Shell::new(&app, Some(&session), format!("Phiếu giám sát: {unit}"), "chan-chinh");
    Ok(page(&Page { shell, id, item, unit, total, faults }))
}
