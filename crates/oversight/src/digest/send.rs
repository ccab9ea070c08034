//! The letter of the morning: each unit's when its working day begins, once, however often the server starts. One that was
//! down then sends it later that day.

use std::{
    collections::{BTreeMap, HashMap, HashSet},
    sync::Arc,
    time::Duration,
};

use base::{
    app::App,
    error::Result,
    notice::{self, News},
};
use domain::{
    digest::{ends, has_digest, is_due},
    id::{AssignmentId, PersonId, UnitId},
    instant::{Instant, local_date},
    notice::NoticeKind,
    people::{Actor, Role},
};
use jiff::civil::Date;
use kit::db::{Row, Tx, args};
use tokio::sync::watch;
use uuid::Uuid;

use super::{
    gather::{Tally, Waiting, lines},
    whose::Whose,
};
use crate::board::watch::Watch;

/// Looks each minute until `stop` says so.
pub async fn keep_up(app: App, mut stop: watch::Receiver<bool>) {
    // A memory of its own, so that the board does not wait for it.
    let watch = Watch::default();
    while !*stop.borrow() {
        if let Err(error) = look(&app, &watch).await {
            tracing::error!(%error, "the digests of the day were not made");
        }
        tokio::select! {
            () = tokio::time::sleep(Duration::from_mins(1)) => {}
            _ = stop.changed() => {}
        }
    }
}

/// Makes the letters of every unit whose working day has begun and that has none yet. A fault of one unit stops no other: it
/// is tried again with the next look.
pub async fn look(app: &App, watch: &Watch) -> Result<()> {
    if app.mail.is_none() {
        return Ok(());
    }
    let (now, house) = (app.now(), app.house());
    let today = local_date(now);
    let units = house.units().into_iter().filter(|unit| unit.is_active_on(today));
    let begun: Vec<UnitId> =
        units.filter(|unit| is_due(now, &house.timetable(unit.id))).map(|unit| unit.id).collect();
    let done = app
        .read(move |tx| {
            let rows = tx.all("SELECT unit_id FROM digest_day WHERE day = $1", args![today])?;
            rows.iter().map(|row| Ok(UnitId(row.get(0)?))).collect::<Result<HashSet<UnitId>>>()
        })
        .await?;
    let begun: Vec<UnitId> = begun.into_iter().filter(|unit| !done.contains(unit)).collect();
    if begun.is_empty() {
        return Ok(());
    }
    let readers = Arc::new(app.read(move |tx| readers(tx, today)).await?);
    let tally =
        Arc::new(if readers.is_empty() { Tally::default() } else { Tally::of(&*watch.now(app).await?) });
    for unit in begun {
        let (app, readers, tally) = (app.clone(), Arc::clone(&readers), Arc::clone(&tally));
        let inner = app.clone();
        let made = app.write(move |tx| of_unit(&inner, tx, unit, (&*readers, &*tally), now)).await;
        if let Err(error) = made {
            tracing::error!(%error, unit = %unit.0, "the digests of a unit were not made");
        }
    }
    Ok(())
}

/// Everybody who wants the letter: each with the roles of today.
type Readers = BTreeMap<Uuid, Vec<Actor>>;

fn readers(tx: &mut Tx, today: Date) -> Result<Readers> {
    let rows = tx.all(
        "SELECT p.id, a.id, a.unit_id, a.role, a.stands_in_for FROM person p JOIN assignment a ON a.person_id = p.id
         WHERE p.email IS NOT NULL AND p.wants_digest AND p.disabled_at IS NULL
           AND a.valid_from <= $1 AND (a.valid_to IS NULL OR a.valid_to >= $1) ORDER BY a.valid_from, a.id",
        args![today],
    )?;
    let mut readers = Readers::new();
    for row in &rows {
        // Who has a role that this version does not know is told nothing in it; the others are.
        if let Some(actor) = actor(row)? {
            readers.entry(row.get(0)?).or_default().push(actor);
        }
    }
    Ok(readers)
}

fn actor(row: &Row) -> Result<Option<Actor>> {
    let Some(role) = Role::by_name(&row.get::<String>(3)?) else { return Ok(None) };
    Ok(Some(Actor::Person {
        person: PersonId(row.get(0)?),
        assignment: AssignmentId(row.get(1)?),
        unit: UnitId(row.get(2)?),
        role,
        stands_in_for: row.get::<Option<Uuid>>(4)?.map(PersonId),
    }))
}

/// Notes that the letters of `unit` are made, and makes them: all or nothing, and nothing the second time.
fn of_unit(
    app: &App,
    tx: &mut Tx,
    unit: UnitId,
    (readers, tally): (&Readers, &Tally),
    now: Instant,
) -> Result<()> {
    let today = local_date(now);
    let first = tx.execute(
        "INSERT INTO digest_day (unit_id, day) VALUES ($1, $2) ON CONFLICT (unit_id, day) DO NOTHING",
        args![unit.0, today],
    )?;
    if first == 0 {
        return Ok(());
    }
    let until = ends(now, &app.house().timetable(unit)).unwrap_or_else(|| notice::until(now));
    let mut waiting: HashMap<UnitId, Waiting> = HashMap::new();
    let own = readers.iter().filter(|(_, roles)| roles.iter().any(|role| role.unit() == Some(unit)));
    for (person, roles) in own {
        for role in roles {
            if let Some(unit) = role.unit().filter(|unit| !waiting.contains_key(unit)) {
                waiting.insert(unit, Waiting::of(tx, unit, now)?);
            }
        }
        if let Some(text) = text(app, roles, (&waiting, tally)) {
            let news = News {
                kind: NoticeKind::Digest,
                about: format!("digest {today}"),
                subject: format!("Việc hôm nay, {}/{}/{}", today.day(), today.month(), today.year()),
                text,
                until,
            };
            notice::leave(app, tx, &[PersonId(*person)], &news, now)?;
        }
    }
    Ok(())
}

/// The words of the letter: for each role its lines that are not nothing; no letter if there are none.
fn text(app: &App, roles: &[Actor], (waiting, tally): (&HashMap<UnitId, Waiting>, &Tally)) -> Option<String> {
    let house = app.house();
    let mut parts = vec![];
    for by in roles {
        let (Some(unit), Some(role)) = (by.unit(), by.role()) else { continue };
        if !has_digest(role) {
            continue;
        }
        let counts = Whose::of(by).map(|whose| tally.counts(whose)).unwrap_or_default();
        let found = waiting.get(&unit).map(|waiting| lines(counts, waiting, by)).unwrap_or_default();
        let told: Vec<String> = found
            .iter()
            .filter(|(_, count)| *count > 0)
            .map(|(line, count)| format!("- {}: {count}\n  {}{}", line.title(), app.public_url, line.url()))
            .collect();
        if !told.is_empty() {
            parts.push(format!("{}, {}\n{}", role.title(), house.unit_name(unit), told.join("\n")));
        }
    }
    let here = format!("Xem tất cả: {}/lam-viec/hom-nay", app.public_url);
    (!parts.is_empty()).then(|| format!("{}\n\n{here}", parts.join("\n\n")))
}
