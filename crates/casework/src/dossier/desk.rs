//! The reception desk: find the procedure; after receiving, print and next.

use askama::Template;
use axum::extract::{Query, State};
use base::{
    app::App,
    dossier,
    error::{Error, Result},
    page::{Shell, page},
    session::Session,
    visit::{Answer, Staff},
};
use domain::{
    dossier::State as DossierState,
    id::{DossierId, UnitId},
    people::Role,
    text::fold,
};
use kit::db::{Tx, Value, args};
use serde::Deserialize;

use super::timeline;
use crate::letter::facts;

/// What is looked for, or what was just received.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Asked {
    #[serde(default)]
    q: String,
    #[serde(default)]
    xong: Option<DossierId>,
}

/// What was just done at the desk.
struct Done {
    what: &'static str,
    code: String,
    id: DossierId,
    /// Whether there is a slip to print.
    has_slip: bool,
}

#[derive(Template)]
#[template(path = "dossier/desk.html")]
struct Desk {
    shell: Shell,
    q: String,
    lines: Vec<(String, String, String)>,
    waiting: i64,
    done: Option<Done>,
}

/// Only reception officers receive.
pub fn must_receive(session: &Session) -> Result<()> {
    if session.role == Role::Receptionist { Ok(()) } else { Err(Error::Forbidden) }
}

/// The desk: search, what is received here often, what waits online.
pub async fn desk(State(app): State<App>, Staff(session): Staff, Query(asked): Query<Asked>) -> Answer {
    must_receive(&session)?;
    let (q, unit, done) = (asked.q.clone(), session.unit, asked.xong);
    let (lines, waiting, done) = app
        .read(move |tx| {
            let lines = if q.is_empty() { frequent(tx, unit)? } else { find(tx, &q)? };
            let waiting = tx.one(
                "SELECT count(*) FROM dossier WHERE step_owner_id IS NULL AND step_unit_id = $1
                 AND step_role = 'receptionist' AND state = 'submitted'",
                args![unit.0],
            )?;
            let done = done.map(|id| just_done(tx, id, unit)).transpose()?.flatten();
            Ok((lines, waiting.get(0)?, done))
        })
        .await?;
    let shell = Shell::new(&app, Some(&session), "Tiếp nhận", "tiep-nhan");
    Ok(page(&Desk { shell, q: asked.q, lines, waiting, done }))
}

fn just_done(tx: &mut Tx, id: DossierId, unit: UnitId) -> Result<Option<Done>> {
    let seen = dossier::load(tx, id)?;
    if seen.receiving_unit != unit {
        return Ok(None);
    }
    let what = match seen.state {
        DossierState::AwaitingCompletion => "Đã lập phiếu yêu cầu bổ sung",
        DossierState::Declined => "Đã lập phiếu từ chối",
        DossierState::Returned => "Đã trả kết quả ngay",
        _ => "Đã tiếp nhận",
    };
    let first = timeline::events(tx, id)?.into_iter().next();
    let has_slip = first.is_some_and(|(line, event)| facts::owed(&seen, &event, line.at).is_some());
    let code = seen.code.clone().unwrap_or_else(|| dossier::draft_code(&seen));
    Ok(Some(Done { what, code, id, has_slip }))
}

fn find(tx: &mut Tx, q: &str) -> Result<Vec<(String, String, String)>> {
    let folded = fold(q);
    // What has no live process cannot be received (row C-10), so it is not offered.
    let mut sql = String::from(
        "SELECT code, name, field FROM procedure WHERE state = 'published' AND EXISTS
             (SELECT 1 FROM process q WHERE q.procedure_code = procedure.code AND q.state = 'published')",
    );
    let mut args: Vec<Value> = vec![];
    for word in folded.split_whitespace().take(8) {
        args.push(format!("%{word}%").into());
        sql.push_str(&format!(" AND folded LIKE ${}", args.len()));
    }
    sql.push_str(" ORDER BY name, code LIMIT 30");
    tx.all(&sql, args)?.iter().map(|row| Ok((row.get(0)?, row.get(1)?, row.get(2)?))).collect()
}

fn frequent(tx: &mut Tx, unit: UnitId) -> Result<Vec<(String, String, String)>> {
    let rows = tx.all(
        "SELECT p.code, p.name, p.field FROM procedure p JOIN
             (SELECT d.procedure_id, count(*) AS n FROM (SELECT dossier_id FROM filing WHERE receiving_unit_id = $1
                  ORDER BY filed_at DESC LIMIT 500) f JOIN dossier d ON d.id = f.dossier_id GROUP BY d.procedure_id
              ORDER BY n DESC LIMIT 10) t ON t.procedure_id = p.id
         WHERE p.state = 'published' ORDER BY t.n DESC, p.name",
        args![unit.0],
    )?;
    rows.iter().map(|row| Ok((row.get(0)?, row.get(1)?, row.get(2)?))).collect()
}
