//! What units want of each other about one dossier, for its page.

use domain::{
    id::{DossierId, UnitId},
    instant::Instant,
    matter::{Matter, MatterKind},
    people::Actor,
};
use kit::db::{Tx, args};
use uuid::Uuid;

use crate::error::Result;

/// How many are shown.
const AT_MOST: usize = 20;

/// The matters about the dossier `id` that `by` may read, begun last first.
pub fn of(tx: &mut Tx, id: DossierId, by: &Actor) -> Result<Vec<(Uuid, Matter)>> {
    let sql = format!(
        "SELECT id, body FROM matter WHERE dossier_id = $1 ORDER BY opened_at DESC, id DESC LIMIT {AT_MOST}"
    );
    let mut found = vec![];
    for row in tx.all(&sql, args![id.0])? {
        let matter: Matter = row.json(1)?;
        if matter.may_read(by) {
            found.push((row.get(0)?, matter));
        }
    }
    Ok(found)
}

/// An answer about a dossier that its applicant may read (Quy chế 1267 Điều 4.1.d; row C-47).
pub struct Shown {
    /// Who says it.
    pub unit: UnitId,
    /// Since when they may read it.
    pub at: Instant,
    /// In which words.
    pub words: String,
}

/// The answers about the dossier `id` that its applicant may read, the newest first.
pub fn shown(tx: &mut Tx, id: DossierId) -> Result<Vec<Shown>> {
    let sql = format!(
        "SELECT unit_id, shown_at, words FROM matter_shown WHERE dossier_id = $1 ORDER BY shown_at DESC, matter_id LIMIT {AT_MOST}"
    );
    let rows = tx.all(&sql, args![id.0])?;
    rows.iter()
        .map(|row| Ok(Shown { unit: UnitId(row.get(0)?), at: row.get(1)?, words: row.get(2)? }))
        .collect()
}

/// What is begun about a dossier from its page or from a list.
pub const KINDS: [MatterKind; 3] = [MatterKind::Urge, MatterKind::Ask, MatterKind::Remind];
