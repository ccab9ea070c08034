//! Finding a dossier by what somebody remembers of it: its code, the applicant's name, the identity number or its end.

use std::time::Duration;

use base::{
    app::App,
    dossier::list::{self, Line, PAGE},
    error::Result,
    house::House,
};
use domain::{id::UnitId, instant::Instant, number::DossierCode, text::fold};
use kit::db::{Dialect, Tx, Value, args};
use tokio::sync::watch;
use uuid::Uuid;

/// Who looks, and so what may be found.
#[derive(Clone, Copy, Debug)]
pub enum Scope {
    /// Only what this unit received or settles.
    Unit(UnitId),
    /// Everything: the Centre.
    Everything,
}

/// Seconds of a week.
const WEEK: i64 = 604_800;
/// How many words are looked at.
const WORDS: usize = 8;
/// So many matches are put in order; of more the newest are found on another way.
const MANY: i64 = 2_000;
/// How many filings one step of the search table takes in: what else is written waits for it some ten milliseconds.
const STEP: i64 = 400;

/// Dossiers in whose code, applicant or identity number every word of `q` occurs, filed last first. Where `q` is a whole code or
/// identity number, those that have it; where no dossier has all the words, those in which a word begins with the last.
pub fn find(tx: &mut Tx, q: &str, scope: Scope, house: &House, now: Instant) -> Result<Vec<Line>> {
    let folded = fold(q);
    let words: Vec<&str> = folded.split_whitespace().take(WORDS).collect();
    let whole = whole(q);
    // Nothing begins like a whole code.
    let is_code = matches!(whole, Some(("code", _)));
    let mut ids = match whole {
        Some((column, value)) => with(tx, column, value, scope)?,
        None => vec![],
    };
    if let Some(last) = words.last().filter(|_| ids.is_empty() && !is_code) {
        ids = by_words(tx, &words, false, scope, now)?;
        // Perhaps the last is not written out. Those with one letter are half the province.
        if ids.is_empty() && last.chars().count() > 1 {
            ids = by_words(tx, &words, true, scope, now)?;
        }
    }
    list::of(tx, &ids, house, now)
}

/// The column in which what was typed stands as a whole: its index answers at once.
fn whole(q: &str) -> Option<(&'static str, String)> {
    let q = q.trim().to_uppercase();
    if q.len() >= 9 && q.bytes().all(|byte| byte.is_ascii_digit()) {
        Some(("owner_identity", q))
    } else {
        q.parse::<DossierCode>().is_ok().then_some(("code", q))
    }
}

fn with(tx: &mut Tx, column: &str, value: String, scope: Scope) -> Result<Vec<Uuid>> {
    let mut args = args![value];
    let own = own(scope, &mut args);
    let sql = format!(
        "SELECT f.dossier_id FROM filing f WHERE f.{column} = $1{own} ORDER BY f.filed_at DESC LIMIT {PAGE}"
    );
    ids(tx, &sql, args)
}

fn by_words(tx: &mut Tx, words: &[&str], is_open: bool, scope: Scope, now: Instant) -> Result<Vec<Uuid>> {
    match tx.dialect() {
        Dialect::Sqlite => by_words_on_sqlite(tx, words, is_open, scope),
        Dialect::Postgres => by_words_on_postgres(tx, words, is_open, scope, now),
    }
}

/// SQLite's search table gives the newest first, and stops when there are enough; it lies somewhat behind the filings,
/// which are read for that.
fn by_words_on_sqlite(tx: &mut Tx, words: &[&str], is_open: bool, scope: Scope) -> Result<Vec<Uuid>> {
    let mut args: Vec<Value> = vec![];
    let mut like = String::new();
    for (no, word) in (1..).zip(words) {
        let end = if is_open && no == words.len() { "" } else { " " };
        args.push(format!("% {word}{end}%").into());
        like.push_str(&format!(" AND ' ' || f.words || ' ' LIKE ${}", args.len()));
    }
    let own = own(scope, &mut args);
    let mut found = ids(
        tx,
        &format!(
            "SELECT f.dossier_id FROM filing f WHERE f.no > (SELECT no FROM filing_indexed){like}{own}
             ORDER BY f.no DESC LIMIT {PAGE}"
        ),
        args,
    )?;
    let mut wanted: Vec<String> = words.iter().map(|word| format!("\"{word}\"")).collect();
    wanted.extend(unit_word(scope));
    if let Some(last) = wanted.get_mut(words.len() - 1).filter(|_| is_open) {
        last.push('*');
    }
    found.append(&mut ids(
        tx,
        &format!(
            "SELECT f.dossier_id FROM filing f WHERE f.no IN
                 (SELECT rowid FROM filing_search WHERE filing_search MATCH $1 ORDER BY rowid DESC LIMIT {PAGE})
             ORDER BY f.no DESC"
        ),
        args![wanted.join(" ")],
    )?);
    found.truncate(PAGE);
    Ok(found)
}

/// PostgreSQL finds all that match before it can put them in order. Where they are very many it looks among those of the last
/// weeks, twice as many each time; and where the last weeks alone have very many, through all filings from the end.
fn by_words_on_postgres(
    tx: &mut Tx,
    words: &[&str],
    is_open: bool,
    scope: Scope,
    now: Instant,
) -> Result<Vec<Uuid>> {
    let mut wanted = words.join(" & ");
    if is_open {
        wanted.push_str(":*");
    }
    if let Some(unit) = unit_word(scope) {
        wanted.push_str(&format!(" & {unit}"));
    }
    let (all, found) = matches(tx, wanted.clone())?;
    if all < MANY {
        return Ok(found);
    }
    let week = now.as_second().div_euclid(WEEK);
    for weeks in [2, 4, 8, 16, 32, 64, 128] {
        let these: Vec<String> = (0..weeks).map(|back| format!("w{}", week - back)).collect();
        let (recent, newest) = matches(tx, format!("{wanted} & ({})", these.join(" | ")))?;
        if recent >= MANY {
            let sql = format!(
                "SELECT f.dossier_id FROM filing f WHERE f.words @@ to_tsquery('simple', $1)
                 ORDER BY f.dossier_id DESC LIMIT {PAGE}"
            );
            return ids(tx, &sql, args![wanted]);
        }
        if newest.len() == PAGE {
            return Ok(newest);
        }
    }
    Ok(found)
}

/// How many filings match, counted up to [`MANY`], and the newest of those counted.
fn matches(tx: &mut Tx, wanted: String) -> Result<(i64, Vec<Uuid>)> {
    let rows = tx.all(
        &format!(
            "SELECT m.dossier_id, count(*) OVER () FROM (
                 SELECT f.dossier_id, f.filed_at FROM filing f WHERE f.words @@ to_tsquery('simple', $1) LIMIT {MANY}
             ) m ORDER BY m.filed_at DESC LIMIT {PAGE}"
        ),
        args![wanted],
    )?;
    let all = rows.first().map_or(Ok(0), |row| row.get(1))?;
    let newest = rows.iter().map(|row| Ok(row.get(0)?)).collect::<Result<_>>()?;
    Ok((all, newest))
}

/// The condition that a filing lies in `scope`.
fn own(scope: Scope, args: &mut Vec<Value>) -> String {
    match scope {
        Scope::Everything => String::new(),
        Scope::Unit(unit) => {
            args.push(unit.0.into());
            format!(" AND (f.receiving_unit_id = ${n} OR f.settling_unit_id = ${n})", n = args.len())
        }
    }
}

/// The word that all filings of a unit have.
fn unit_word(scope: Scope) -> Option<String> {
    match scope {
        Scope::Everything => None,
        Scope::Unit(unit) => Some(format!("u{}", unit.0.simple())),
    }
}

fn ids(tx: &mut Tx, sql: &str, args: Vec<Value>) -> Result<Vec<Uuid>> {
    tx.all(sql, args)?.iter().map(|row| Ok(row.get(0)?)).collect()
}

/// Keeps SQLite's search table up with the filings, each second again, until `stop` says so.
pub async fn keep_index(app: App, mut stop: watch::Receiver<bool>) {
    while !*stop.borrow() {
        if let Err(error) = follow(&app).await {
            tracing::error!(%error, "the search table could not follow");
        }
        tokio::select! {
            () = tokio::time::sleep(Duration::from_secs(1)) => {}
            _ = stop.changed() => {}
        }
    }
}

/// Brings SQLite's search table up to the filings, step by step: what else is written goes between. PostgreSQL keeps its
/// index itself.
pub async fn follow(app: &App) -> Result<()> {
    while app.db.dialect() == Dialect::Sqlite && !*app.stopping.borrow() && app.write(index_step).await? {}
    Ok(())
}

/// One step; whether there is more to take in.
fn index_step(tx: &mut Tx) -> Result<bool> {
    let row = tx.one(
        "SELECT (SELECT no FROM filing_indexed), coalesce(max(no), 0), count(*) FROM
             (SELECT no FROM filing WHERE no > (SELECT no FROM filing_indexed) ORDER BY no LIMIT $1) AS next",
        args![STEP],
    )?;
    let (from, to, count): (i64, i64, i64) = (row.get(0)?, row.get(1)?, row.get(2)?);
    if count == 0 {
        return Ok(false);
    }
    tx.later(
        "INSERT INTO filing_search (rowid, words) SELECT no, words FROM filing WHERE no > $1 AND no <= $2",
        args![from, to],
    );
    tx.later("UPDATE filing_indexed SET no = $1", args![to]);
    Ok(count == STEP)
}
