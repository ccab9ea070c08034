//! Drafts of processes in the hands of an administrator: made from an earlier version, edited, discarded. What is
//! published or retired never changes.

use std::collections::BTreeMap;

use base::{
    audit,
    error::{Error, Result},
    version::ProcessVersion,
};
use domain::{
    catalogue::VersionState, id::ProcessVersionId, instant::Instant, people::Actor, process::Process,
    refusal::Refusal,
};
use kit::db::{Tx, args};
use serde::{Deserialize, Serialize};

use super::{compare, store};
use crate::{catalogue::parts::Difference, change};

/// What the log keeps of an edit: what changed, before and after.
#[derive(Debug, Serialize, Deserialize)]
struct Edited {
    code: String,
    changes: Vec<Difference>,
}

/// Writes a draft as a person edited it from the state `seen`. Refuses what is no draft; [`Error::Stale`] if somebody
/// changed it since the form was made. Returns whether anything differed.
pub fn edit(
    tx: &mut Tx,
    id: ProcessVersionId,
    (seen, content): (i64, &Process),
    by: Actor,
    at: Instant,
) -> Result<bool> {
    let before = store::get(tx, id)?;
    if before.state != VersionState::Draft {
        return Err(Refusal::NotADraft.into());
    }
    if change::seen(tx, id.0)? != seen {
        return Err(Error::Stale);
    }
    if before.content == *content {
        return Ok(false);
    }
    let changes = compare::differences(&before.content, content);
    let body = Edited { code: content.code.clone(), changes };
    change::note(tx, (id.0, seen), "process_edited", &body, (by, at))?;
    store::write(tx, id, content)?;
    Ok(true)
}

/// The next draft of a process, made from its version `id`; if there is a draft already, that one.
pub fn revise(tx: &mut Tx, id: ProcessVersionId, by: Actor, at: Instant) -> Result<ProcessVersionId> {
    let from = store::get(tx, id)?.content;
    let versions = history(tx, &from.code)?;
    if let Some(draft) = versions.iter().find(|version| version.state == VersionState::Draft) {
        return Ok(draft.id);
    }
    let number = versions.iter().map(|version| version.number).max().unwrap_or_default() + 1;
    // Another version needs another decision.
    let content = Process { decision: String::new(), ..from };
    let next = store::insert(tx, &content, number, at)?;
    audit::note(tx, next.0, "process_revised", &id, by, at)?;
    Ok(next)
}

/// Discards the draft `id`, as it was `seen`. Nothing refers to a draft.
pub fn discard(tx: &mut Tx, id: ProcessVersionId, seen: i64, by: Actor, at: Instant) -> Result<()> {
    let draft = store::get(tx, id)?;
    if draft.state != VersionState::Draft {
        return Err(Refusal::NotADraft.into());
    }
    change::note(tx, (id.0, seen), "process_discarded", &draft.content, (by, at))?;
    tx.execute("DELETE FROM process WHERE id = $1 AND state = 'draft'", args![id.0])?;
    Ok(())
}

/// One version in the history of a process.
#[derive(Clone, Debug)]
pub struct Past {
    /// Its identifier.
    pub id: ProcessVersionId,
    /// Its number.
    pub number: i64,
    /// Where it is in its life.
    pub state: VersionState,
    /// When it was made.
    pub created_at: Instant,
    /// When it was published.
    pub published_at: Option<Instant>,
}

/// The versions of a process, the latest first.
pub fn history(tx: &mut Tx, code: &str) -> Result<Vec<Past>> {
    let rows = tx.all(
        "SELECT id, version, state, created_at, published_at FROM process WHERE code = $1 ORDER BY version DESC",
        args![code],
    )?;
    rows.iter()
        .map(|row| {
            let state: String = row.get(2)?;
            Ok(Past {
                id: ProcessVersionId(row.get(0)?),
                number: row.get(1)?,
                state: VersionState::by_name(&state).ok_or_else(|| Error::fault("unknown state"))?,
                created_at: row.get(3)?,
                published_at: row.get(4)?,
            })
        })
        .collect()
}

/// Who changed what in a version, in words: when, who, what.
pub fn log_of(tx: &mut Tx, id: ProcessVersionId) -> Result<Vec<(Instant, String, String)>> {
    change::told(tx, id.0, |line| match line.kind.as_str() {
        "process_edited" => serde_json::from_str::<Edited>(&line.body).map_or_else(
            |_| "Sửa".to_owned(),
            |edited| {
                let titles: Vec<&str> = edited.changes.iter().map(|change| change.title.as_str()).collect();
                format!("Sửa: {}", titles.join(", "))
            },
        ),
        "process_imported" => "Nhập từ tệp".into(),
        "process_drafted" => "Lập theo khung chung".into(),
        "process_revised" => "Lập từ bản trước".into(),
        "process_published" => match serde_json::from_str::<String>(&line.body) {
            Ok(decision) if !decision.is_empty() => format!("Công bố theo {decision}"),
            _ => "Công bố".into(),
        },
        "process_replaced" => "Hết hiệu lực, bản mới thay thế".into(),
        "process_retired" => "Hết hiệu lực".into(),
        other => other.to_owned(),
    })
}

/// What stands beside a version: its history, its log, its procedure.
#[derive(Debug)]
pub struct Side {
    /// The version.
    pub id: String,
    /// The code.
    pub code: String,
    /// Its number.
    pub number: i64,
    /// Its state on screen.
    pub state: &'static str,
    /// The versions: identifier, number, state, when.
    pub history: Vec<(String, i64, &'static str, String)>,
    /// Who did what, when.
    pub log: Vec<(String, String, String)>,
    /// The draft of the process, if there is one.
    pub draft: Option<String>,
    /// The procedures that it settles: code, name, the page of the version in force if there is one.
    pub procedures: Vec<(String, String, Option<String>)>,
    /// The limit of its published procedure, in working minutes, if it is counted in them.
    pub limit: Option<i64>,
}

/// Reads what stands beside `version`.
pub fn side(tx: &mut Tx, version: &ProcessVersion) -> Result<Side> {
    let content = &version.content;
    let history = history(tx, &content.code)?;
    let log = log_of(tx, version.id)?;
    let is_draft = |past: &&Past| past.state == VersionState::Draft;
    let mut procedures = BTreeMap::new();
    for code in &content.procedures {
        let sql = "SELECT id, name FROM procedure WHERE code = $1 AND state <> 'retired' ORDER BY state DESC LIMIT 1";
        let row = tx.optional(sql, args![code.clone()])?;
        let found = row.map(|row| Ok::<_, Error>((row.get::<uuid::Uuid>(0)?.to_string(), row.get(1)?)));
        let (id, name) = found.transpose()?.map_or((None, String::new()), |(id, name)| (Some(id), name));
        procedures.insert(code.clone(), (name, id));
    }
    Ok(Side {
        id: version.id.to_string(),
        code: content.code.clone(),
        number: version.number,
        state: version.state.title(),
        draft: history.iter().find(is_draft).map(|past| past.id.to_string()),
        history: history.iter().map(line).collect(),
        log: log.into_iter().map(|(at, who, what)| (base::page::short(at), who, what)).collect(),
        procedures: procedures.into_iter().map(|(code, (name, id))| (code, name, id)).collect(),
        limit: store::limit_of(tx, content)?,
    })
}

/// A version as a line of the history: identifier, number, state, when.
pub fn line(past: &Past) -> (String, i64, &'static str, String) {
    let when = match past.published_at {
        Some(at) => format!("công bố {}", base::page::short(at)),
        None => format!("lập {}", base::page::short(past.created_at)),
    };
    (past.id.to_string(), past.number, past.state.title(), when)
}
