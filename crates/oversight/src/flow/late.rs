//! The dossiers that are not late yet and probably will be, the most probable first: while something can still be done.

use askama::Template;
use axum::extract::{Query, State};
use base::{
    app::App,
    dossier::list::PAGE,
    error::{Error, Result},
    page::{Shell, page, thousands},
    visit::{Answer, Staff},
};
use domain::{id::UnitId, instant::Instant, people::Role};
use kit::db::{Tx, Value, args};
use serde::Deserialize;
use uuid::Uuid;

use super::open::{Line, foretold};
use crate::board::count::Scope;

#[derive(Template)]
#[template(path = "flow/late.html")]
struct Page {
    shell: Shell,
    of_whom: String,
    total: String,
    lines: Vec<Line>,
    first: Option<String>,
    after: Option<String>,
}

/// From where on.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    #[serde(default)]
    sau: String,
}

/// The list.
pub async fn list(State(app): State<App>, Staff(session): Staff, Query(asked): Query<Asked>) -> Answer {
    let scope = Scope::of(&session)?;
    if session.role == Role::ProvincialLeader {
        return Err(Error::Forbidden.into());
    }
    let (now, house) = (app.now(), app.house());
    let after = key(&asked.sau);
    let inner = std::sync::Arc::clone(&house);
    let (total, lines, last) = app
        .read(move |tx| {
            let total = count(tx, scope, now)?;
            let found = part(tx, scope, now, after)?;
            let ids: Vec<Uuid> = found.iter().map(|one| one.id).collect();
            let mut lines = foretold(tx, &ids, &inner, now)?;
            for line in &mut lines {
                let due = found.iter().find(|one| one.id == line.dossier.id).map(|one| one.due_at);
                line.when = due.map_or_else(String::new, base::page::short);
            }
            Ok((total, lines, found.last().filter(|_| found.len() == PAGE).map(|one| (one.permille, one.id))))
        })
        .await?;
    let url = "/lam-viec/giam-sat/se-tre";
    Ok(page(&Page {
        shell: Shell::new(&app, Some(&session), "Sẽ trễ", "giam-sat"),
        of_whom: match scope {
            Scope::All => "Toàn tỉnh".into(),
            Scope::Unit(unit) => house.unit_name(unit).to_owned(),
        },
        total: thousands(total),
        lines,
        first: (!asked.sau.is_empty()).then(|| url.to_owned()),
        after: last.map(|(permille, id)| format!("{url}?sau={permille}_{id}")),
    }))
}

fn key(text: &str) -> Option<(i64, Uuid)> {
    let (permille, id) = text.split_once('_')?;
    Some((permille.parse().ok()?, id.parse().ok()?))
}

/// One that will probably be late.
struct Found {
    id: Uuid,
    due_at: Instant,
    permille: i64,
}

/// Where it stands, and what it must be; the due date is asked of the dossier, which may have moved since.
fn condition(scope: Scope, now: Instant) -> (String, Vec<Value>) {
    let mut args = args![now];
    let mut sql = "FROM forecast f JOIN dossier d ON d.id = f.dossier_id
         WHERE f.late_permille > 500 AND d.due_at = f.due_at AND d.due_at > $1 AND d.settled_at IS NULL"
        .to_owned();
    if let Scope::Unit(UnitId(unit)) = scope {
        args.push(unit.into());
        sql.push_str(" AND d.settling_unit_id = $2");
    }
    (sql, args)
}

/// How many there are.
pub fn count(tx: &mut Tx, scope: Scope, now: Instant) -> Result<i64> {
    let (condition, args) = condition(scope, now);
    Ok(tx.one(&format!("SELECT count(*) {condition}"), args)?.get(0)?)
}

fn part(tx: &mut Tx, scope: Scope, now: Instant, after: Option<(i64, Uuid)>) -> Result<Vec<Found>> {
    let (mut condition, mut args) = condition(scope, now);
    if let Some((permille, id)) = after {
        args.extend(args![permille, id]);
        let (permille, id) = (args.len() - 1, args.len());
        condition.push_str(&format!(" AND (f.late_permille, f.dossier_id) < (${permille}, ${id})"));
    }
    let rows = tx.all(
        &format!(
            "SELECT f.dossier_id, f.due_at, f.late_permille {condition}
             ORDER BY f.late_permille DESC, f.dossier_id DESC LIMIT {PAGE}"
        ),
        args,
    )?;
    rows.iter().map(|row| Ok(Found { id: row.get(0)?, due_at: row.get(1)?, permille: row.get(2)? })).collect()
}
