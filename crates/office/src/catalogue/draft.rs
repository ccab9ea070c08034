//! Drafts in the hands of an administrator: begun, made from an earlier version, edited, discarded. What is published or
//! retired never changes.

use base::{
    audit,
    error::{Error, Result},
    version::ProcedureVersion,
};
use domain::{
    catalogue::{Procedure, VersionState},
    id::ProcedureVersionId,
    instant::Instant,
    people::Actor,
    refusal::Refusal,
};
use kit::db::{Tx, args};
use serde::{Deserialize, Serialize};

use super::{
    parts::{self, Difference},
    settler::Settler,
    store,
};
use crate::{change, import::fingerprint};

/// What the form makes of a draft.
#[derive(Clone, Debug)]
pub struct Edit {
    /// The state of the draft that the form was made from.
    pub seen: i64,
    /// The content as it shall be.
    pub content: Procedure,
    /// Who settles it.
    pub settler: Settler,
}

/// What the log keeps of an edit: each part that changed, before and after.
#[derive(Debug, Serialize, Deserialize)]
pub struct Edited {
    /// The code.
    pub code: String,
    /// The parts that changed.
    pub changes: Vec<Difference>,
}

/// Writes a draft as a person edited it. Refuses what is no draft; [`Error::Stale`] if somebody changed it since the form
/// was made. Returns whether anything differed.
pub fn edit(tx: &mut Tx, id: ProcedureVersionId, edit: &Edit, by: Actor, at: Instant) -> Result<bool> {
    let before = store::get(tx, id)?;
    if before.state != VersionState::Draft {
        return Err(Refusal::NotADraft.into());
    }
    let was = settler_of(&before);
    if change::seen(tx, id.0)? != edit.seen {
        return Err(Error::Stale);
    }
    if before.content == edit.content && was == edit.settler {
        return Ok(false);
    }
    let mut changes = parts::differences(&parts::of(&before.content), &parts::of(&edit.content));
    if was != edit.settler {
        changes.push(Difference::settler(&was, &edit.settler));
    }
    let body = Edited { code: edit.content.code.clone(), changes };
    change::note(tx, (id.0, edit.seen), "procedure_edited", &body, (by, at))?;
    store::write(tx, id, &edit.content, &fingerprint(&edit.content)?)?;
    tx.execute(
        "UPDATE procedure SET settling_unit_id = $2, settling_kind = $3 WHERE id = $1 AND state = 'draft'",
        args![id.0, edit.settler.unit.map(|unit| unit.0), edit.settler.kind.clone()],
    )?;
    Ok(true)
}

/// Who settles `version`.
pub fn settler_of(version: &ProcedureVersion) -> Settler {
    Settler { unit: version.settling_unit, kind: version.settling_kind.clone() }
}

/// Begins a procedure from nothing but code and name. Refuses a code that is taken.
pub fn begin(tx: &mut Tx, procedure: &Procedure, by: Actor, at: Instant) -> Result<ProcedureVersionId> {
    let code = procedure.code.clone();
    if tx.optional("SELECT 1 FROM procedure WHERE code = $1", args![code.clone()])?.is_some() {
        return Err(Refusal::ProcedureCodeTaken(code).into());
    }
    let id = store::insert(tx, procedure, 1, &Settler { unit: None, kind: String::new() }, at)?;
    audit::note(tx, id.0, "procedure_begun", &code, by, at)?;
    Ok(id)
}

/// The next draft of a procedure, made from its version `id`; if there is a draft already, that one.
pub fn revise(tx: &mut Tx, id: ProcedureVersionId, by: Actor, at: Instant) -> Result<ProcedureVersionId> {
    let from = store::get(tx, id)?;
    let versions = history(tx, &from.content.code)?;
    if let Some(draft) = versions.iter().find(|version| version.state == VersionState::Draft) {
        return Ok(draft.id);
    }
    let number = versions.iter().map(|version| version.number).max().unwrap_or_default() + 1;
    let next = store::insert(tx, &from.content, number, &settler_of(&from), at)?;
    audit::note(tx, next.0, "procedure_revised", &id, by, at)?;
    Ok(next)
}

/// Discards the draft `id`, as it was `seen`. Nothing refers to a draft.
pub fn discard(tx: &mut Tx, id: ProcedureVersionId, seen: i64, by: Actor, at: Instant) -> Result<()> {
    let draft = store::get(tx, id)?;
    if draft.state != VersionState::Draft {
        return Err(Refusal::NotADraft.into());
    }
    change::note(tx, (id.0, seen), "procedure_discarded", &draft.content, (by, at))?;
    tx.execute("DELETE FROM procedure WHERE id = $1 AND state = 'draft'", args![id.0])?;
    Ok(())
}

/// One version in the history of a procedure.
#[derive(Clone, Debug)]
pub struct Past {
    /// Its identifier.
    pub id: ProcedureVersionId,
    /// Its number.
    pub number: i64,
    /// Where it is in its life.
    pub state: VersionState,
    /// When it was made.
    pub created_at: Instant,
    /// When it was published.
    pub published_at: Option<Instant>,
    /// When it was retired.
    pub retired_at: Option<Instant>,
}

/// The versions of a procedure, the latest first.
pub fn history(tx: &mut Tx, code: &str) -> Result<Vec<Past>> {
    let rows = tx.all(
        "SELECT id, version, state, created_at, published_at, retired_at FROM procedure WHERE code = $1
         ORDER BY version DESC",
        args![code],
    )?;
    rows.iter()
        .map(|row| {
            let state: String = row.get(2)?;
            Ok(Past {
                id: ProcedureVersionId(row.get(0)?),
                number: row.get(1)?,
                state: VersionState::by_name(&state).ok_or_else(|| Error::fault("unknown state"))?,
                created_at: row.get(3)?,
                published_at: row.get(4)?,
                retired_at: row.get(5)?,
            })
        })
        .collect()
}

/// Who changed what in a version, in words: when, who, what.
pub fn log_of(tx: &mut Tx, id: ProcedureVersionId) -> Result<Vec<(Instant, String, String)>> {
    change::told(tx, id.0, |line| match line.kind.as_str() {
        "procedure_edited" => serde_json::from_str::<Edited>(&line.body).map_or_else(
            |_| "Sửa".to_owned(),
            |edited| {
                let titles: Vec<&str> = edited.changes.iter().map(|change| change.title.as_str()).collect();
                format!("Sửa: {}", titles.join(", "))
            },
        ),
        "procedure_imported" | "procedure_drafted" => "Nhập từ tệp".into(),
        "procedure_begun" => "Lập mới".into(),
        "procedure_revised" => "Lập từ bản trước".into(),
        "procedure_published" => "Công bố".into(),
        "procedure_retired" => "Hết hiệu lực".into(),
        other => other.to_owned(),
    })
}
