//! The register of legal documents: what has ended or will, and all of them by number.

use askama::Template;
use axum::{
    extract::{Query, State},
    response::{IntoResponse, Redirect},
};
use base::{
    app::App,
    error::{Error, Result},
    page::{Shell, page},
    visit::{Answer, Staff, must_be_own},
};
use domain::{
    instant::local_date,
    legal_basis::{LegalDocument, Standing, may_read, may_record},
    text::fold,
};
use jiff::civil::Date;
use kit::{
    db::{Tx, Value, args},
    form::Fields,
};
use serde::Deserialize;
use uuid::Uuid;

use super::store;
use crate::day;

/// How many documents a page shows.
const PAGE: usize = 50;
const HERE: &str = "/lam-viec/thu-tuc/can-cu";

struct Line {
    id: Uuid,
    document: LegalDocument,
    standing: Standing,
    from: String,
    /// Procedures in force that rest on it, and of these the reviews that are not over.
    procedures: i64,
    reviews: i64,
    key: String,
}

#[derive(Template)]
#[template(path = "legal_basis/list.html")]
struct Page {
    shell: Shell,
    is_ending: bool,
    q: String,
    lines: Vec<Line>,
    /// Procedures in force in whose basis no number was found.
    unread: i64,
    may_reread: bool,
    first: Option<String>,
    after: Option<String>,
}

/// Which list, from where on.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    #[serde(default)]
    muc: String,
    #[serde(default)]
    q: String,
    #[serde(default)]
    sau: String,
}

/// The list: those that have ended or will, the latest first, unless all are wanted.
pub async fn list(State(app): State<App>, Staff(session): Staff, Query(asked): Query<Asked>) -> Answer {
    let by = session.actor();
    if !may_read(&by) {
        return Err(Error::Forbidden.into());
    }
    let is_ending = asked.muc != "tat-ca";
    let (q, after, today) = (fold(&asked.q), asked.sau.clone(), local_date(app.now()));
    let (lines, unread) =
        app.read(move |tx| Ok((lines(tx, is_ending, &q, &after, today)?, unread(tx)?))).await?;
    let word = if is_ending { "" } else { "tat-ca" };
    let url =
        |after: &str| format!("{HERE}?muc={word}&q={}&sau={}", kit::encoded(&asked.q), kit::encoded(after));
    Ok(page(&Page {
        shell: Shell::new(&app, Some(&session), "Căn cứ pháp lý", "vong-doi"),
        is_ending,
        after: lines.last().filter(|_| lines.len() == PAGE).map(|last| url(&last.key)),
        first: (!asked.sau.is_empty()).then(|| url("")),
        q: asked.q,
        lines,
        unread,
        may_reread: may_record(&by, false, false),
    }))
}

fn lines(tx: &mut Tx, is_ending: bool, q: &str, after: &str, today: Date) -> Result<Vec<Line>> {
    let mut args: Vec<Value> = args![domain::task::TaskKind::Basis.name(), format!("%{q}%")];
    let mut sql = String::from(
        "SELECT d.id, d.body,
             (SELECT count(*) FROM legal_basis b JOIN procedure p ON p.id = b.procedure_id AND p.state = 'published'
              WHERE b.number = d.number),
             (SELECT count(*) FROM task t WHERE t.source_id = d.id AND t.kind = $1 AND t.state <> 'done')
         FROM legal_document d WHERE d.folded LIKE $2",
    );
    if is_ending {
        sql.push_str(" AND d.ends_from IS NOT NULL");
        let read = |text: &str| {
            let (day, id) = text.split_once('_')?;
            Some((day.parse::<Date>().ok()?, id.parse::<Uuid>().ok()?))
        };
        if let Some((from, id)) = read(after) {
            args.extend(args![from, id]);
            sql.push_str(" AND (d.ends_from, d.id) < ($3, $4)");
        }
        sql.push_str(" ORDER BY d.ends_from DESC, d.id DESC");
    } else {
        args.push(after.into());
        sql.push_str(" AND d.number > $3 ORDER BY d.number");
    }
    sql.push_str(&format!(" LIMIT {PAGE}"));
    let line = |row: &kit::db::Row| {
        let (id, document): (Uuid, _) = (row.get(0)?, store::read(row, 1)?);
        let from = document.end.as_ref().map(|end| end.from);
        Ok(Line {
            id,
            standing: document.standing(today),
            from: from.map_or_else(String::new, |from| day(&from)),
            procedures: row.get(2)?,
            reviews: row.get(3)?,
            key: match from {
                Some(from) if is_ending => format!("{from}_{id}"),
                _ => document.number.clone(),
            },
            document,
        })
    };
    tx.all(&sql, args)?.iter().map(line).collect()
}

/// How many procedures in force name no document by number.
fn unread(tx: &mut Tx) -> Result<i64> {
    let sql = "SELECT count(*) FROM procedure p WHERE p.state = 'published'
                   AND NOT EXISTS (SELECT 1 FROM legal_basis b WHERE b.procedure_id = p.id)";
    Ok(tx.one(sql, args![])?.get(0)?)
}

/// Reads the basis of every procedure in force again.
pub async fn reread(State(app): State<App>, Staff(session): Staff, form: Fields) -> Answer {
    must_be_own(&session, &form)?;
    let (by, now) = (session.actor(), app.now());
    if !may_record(&by, false, false) {
        return Err(Error::Forbidden.into());
    }
    app.write(move |tx| store::reread(tx, by, now)).await?;
    Ok(Redirect::to(&format!("{HERE}?muc=tat-ca")).into_response())
}
