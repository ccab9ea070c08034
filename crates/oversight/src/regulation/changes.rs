//! What was configured, the latest first: when, by whom, from what to what. Read from the log, which nobody can change.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Query, State};
use base::{
    app::App,
    dossier::log,
    error::{Error, Result},
    house::House,
    page::{Shell, page, short},
    visit::{Answer, Staff},
};
use domain::{
    instant::Instant,
    regulation::{ChangeKind, may_see_changes},
};
use kit::db::{Row, Tx, args};
use serde::Deserialize;
use uuid::Uuid;

use super::say::{Said, said};

/// How many changes a page shows.
const PAGE: usize = 50;
const HERE: &str = "/lam-viec/quy-che/cau-hinh";

struct Line {
    at: String,
    who: String,
    kind: ChangeKind,
    said: Said,
    key: String,
}

#[derive(Template)]
#[template(path = "regulation/changes.html")]
struct Page {
    shell: Shell,
    kind: Option<ChangeKind>,
    by_people: bool,
    lines: Vec<Line>,
    first: Option<String>,
    after: Option<String>,
}

impl Page {
    fn is(&self, kind: &str) -> bool {
        self.kind.is_some_and(|chosen| chosen.name() == kind)
    }
}

/// Which changes, from where on.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    #[serde(default)]
    loai: String,
    /// Whether what files and the system itself brought is shown, too.
    #[serde(default, rename = "ca-he-thong")]
    all: String,
    #[serde(default)]
    sau: String,
}

/// The page.
pub async fn show(State(app): State<App>, Staff(session): Staff, Query(asked): Query<Asked>) -> Answer {
    if !may_see_changes(&session.actor()) {
        return Err(Error::Forbidden.into());
    }
    let (kind, by_people) = (ChangeKind::by_name(&asked.loai), asked.all != "1");
    let (after, house) = (place(&asked.sau), app.house());
    let lines = app.read(move |tx| lines(tx, kind, by_people, after, &house)).await?;
    let url = |after: &str| {
        let all = if by_people { "" } else { "1" };
        format!("{HERE}?loai={}&ca-he-thong={all}&sau={after}", kind.map_or("", ChangeKind::name))
    };
    // The administrator has an entry of its own for it.
    let entry = if session.role.is_centre() { "chan-chinh" } else { "cau-hinh" };
    Ok(page(&Page {
        shell: Shell::new(&app, Some(&session), "Thay đổi cấu hình", entry),
        kind,
        by_people,
        after: lines.last().filter(|_| lines.len() == PAGE).map(|last| url(&last.key)),
        first: (!asked.sau.is_empty()).then(|| url("")),
        lines,
    }))
}

/// The place in the log that a page ended with.
fn place(text: &str) -> Option<(Instant, Uuid, i64)> {
    let mut parts = text.split('_');
    let at = Instant::from_microsecond(parts.next()?.parse().ok()?).ok()?;
    Some((at, parts.next()?.parse().ok()?, parts.next()?.parse().ok()?))
}

/// The kinds as the index has them: SQLite takes it only for the same words.
fn kinds() -> String {
    let all: Vec<String> = ChangeKind::ALL.iter().map(|kind| format!("'{}'", kind.name())).collect();
    all.join(", ")
}

fn lines(
    tx: &mut Tx,
    kind: Option<ChangeKind>,
    by_people: bool,
    after: Option<(Instant, Uuid, i64)>,
    house: &Arc<House>,
) -> Result<Vec<Line>> {
    // What it was before is the last line of that kind in its stream; all days of the calendar share one, so there of that day.
    let mut sql = format!(
        "SELECT {}, p.name, (SELECT b.body FROM event b WHERE b.stream_id = e.stream_id AND b.kind = e.kind AND b.seq < e.seq
                 AND (e.kind <> 'calendar_day_saved' OR substr(b.body, 1, 19) = substr(e.body, 1, 19))
             ORDER BY b.seq DESC LIMIT 1), coalesce(v.code || ' ' || v.name, w.name, '')
         FROM event e LEFT JOIN person p ON p.id = e.person_id LEFT JOIN procedure v ON v.id = e.stream_id
             LEFT JOIN process w ON w.id = e.stream_id
         WHERE e.kind IN ({})",
        log::COLUMNS.split(", ").map(|column| format!("e.{column}")).collect::<Vec<_>>().join(", "),
        kinds()
    );
    let mut args = args![];
    if let Some(kind) = kind {
        args.push(kind.name().into());
        sql.push_str(&format!(" AND e.kind = ${}", args.len()));
    }
    if by_people {
        // Who changed the file of the configuration was a person, too.
        sql.push_str(" AND (e.person_id IS NOT NULL OR e.kind = 'rules_read')");
    }
    if let Some((at, stream, seq)) = after {
        args.extend(args![at, stream, seq]);
        let last = args.len();
        sql.push_str(&format!(" AND (e.at, e.stream_id, e.seq) < (${}, ${}, ${last})", last - 2, last - 1));
    }
    sql.push_str(&format!(" ORDER BY e.at DESC, e.stream_id DESC, e.seq DESC LIMIT {PAGE}"));
    tx.all(&sql, args)?.iter().map(|row| line(row, house)).collect()
}

fn line(row: &Row, house: &House) -> Result<Line> {
    let line = log::read(row)?;
    let kind = ChangeKind::by_name(&line.kind).ok_or_else(|| Error::fault("no change"))?;
    let (name, before): (Option<String>, Option<String>) = (row.get(10)?, row.get(11)?);
    let unit = line.by.unit().map(|unit| house.unit_name(unit)).unwrap_or_default();
    Ok(Line {
        at: short(line.at),
        who: name.map_or_else(|| "Hệ thống".into(), |name| format!("{name}, {unit}")),
        kind,
        said: said(kind, row.get(12)?, (before.as_deref(), &line.body), house),
        key: format!("{}_{}_{}", line.at.as_microsecond(), line.stream, line.seq),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_index_has_the_kinds_of_the_page() {
        let sql = include_str!("../../../../migrations/0014_regulation.sql");
        let index = sql.split("event_of_configuration").nth(1).unwrap();
        let list = index.split("kind IN (").nth(1).unwrap().split(')').next().unwrap();
        let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        assert_eq!(words(list), kinds());
    }
}
