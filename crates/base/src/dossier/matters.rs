//! What units want of each other about one dossier, for its page.

use domain::{
    id::DossierId,
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

/// What is begun about a dossier from its page or from a list.
pub const KINDS: [MatterKind; 3] = [MatterKind::Urge, MatterKind::Ask, MatterKind::Remind];
