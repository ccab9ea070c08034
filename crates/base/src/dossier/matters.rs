//! What units want of each other about one dossier, for its page.

use domain::{
    id::DossierId,
    matter::{Matter, MatterKind},
    people::Actor,
};
use kit::db::{Tx, args};
use uuid::Uuid;

use crate::error::{Error, Result};

/// How many are shown.
const AT_MOST: usize = 20;

/// The matters about the dossier `id` that `by` may read, begun last first.
pub fn of(tx: &mut Tx, id: DossierId, by: &Actor) -> Result<Vec<(Uuid, Matter)>> {
    let sql = format!(
        "SELECT id, body FROM matter WHERE dossier_id = $1 ORDER BY opened_at DESC, id DESC LIMIT {AT_MOST}"
    );
    let mut found = vec![];
    for row in tx.all(&sql, args![id.0])? {
        let matter: Matter = serde_json::from_value(row.get(1)?).map_err(Error::fault)?;
        if matter.may_read(by) {
            found.push((row.get(0)?, matter));
        }
    }
    Ok(found)
}

/// What `by` may begin about a dossier from its page.
pub fn may_begin(by: &Actor) -> Vec<MatterKind> {
    let kinds = [MatterKind::Urge, MatterKind::Ask, MatterKind::Remind];
    kinds.into_iter().filter(|kind| Matter::may_begin(by, *kind)).collect()
}
