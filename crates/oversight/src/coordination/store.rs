//! The table `asked`: what dossiers asked of other units.

use domain::flow::course::Response;
use kit::db::{Tx, args};

use crate::follow::Dossier;

/// Takes in what this dossier asked of other units.
pub fn take(tx: &mut Tx, dossier: &Dossier) {
    for (no, asked) in (1_i64..).zip(&dossier.course.asked) {
        tx.later(
            "INSERT INTO asked (dossier_id, no, kind, from_unit_id, to_unit_id, asked_at, due_at, over_at, response)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
             ON CONFLICT (dossier_id, no) DO UPDATE SET due_at = excluded.due_at, over_at = excluded.over_at,
                 response = excluded.response",
            args![
                dossier.id(),
                no,
                asked.kind.name(),
                asked.from.0,
                asked.to.0,
                asked.asked_at,
                asked.due_at,
                asked.over_at,
                Response::name(asked.response)
            ],
        );
    }
}
