//! The table `finding`: what is wrong with which dossier, and since when it is known; what was mended goes.

use std::sync::Arc;

use base::{app::App, error::Result};
use domain::{
    instant::Instant,
    quality::{Defect, Finding, Found, findings},
};
use jiff::SignedDuration;
use kit::db::{Tx, args};
use uuid::Uuid;

use crate::follow::{self, Dossier};

/// How often what is wrong is looked at again, though nothing happened to the dossier: a file may have come back.
const AGAIN: SignedDuration = SignedDuration::from_hours(1);
/// How soon a slip that is not there is looked for again: it may be in the making.
const SOON: SignedDuration = SignedDuration::from_mins(5);
/// How many dossiers are looked at again at once.
const STEP: i64 = 50;

/// Writes what is wrong with the dossier at `now`; `result` is how its file was found.
pub fn take(tx: &mut Tx, dossier: &Dossier, result: Option<(i64, Found)>, now: Instant) {
    let state = &dossier.course.dossier;
    let found = findings(state, &dossier.events, result, |seq| dossier.slips.contains(&seq), now);
    let is_unknown = matches!(result, Some((_, Found::Unknown)));
    let may_stand =
        |known: &Finding| is_unknown && matches!(known.defect, Defect::NoResultFile | Defect::BadResultFile);
    for gone in dossier.findings.iter().filter(|known| !found.contains(known) && !may_stand(known)) {
        tx.later(
            "DELETE FROM finding WHERE dossier_id = $1 AND defect = $2 AND seq = $3",
            args![dossier.id(), gone.defect.name(), gone.seq],
        );
    }
    for one in found {
        let is_sure = one.defect != Defect::SlipMissing;
        let again_at = now + if is_sure { AGAIN } else { SOON };
        tx.later(
            "INSERT INTO finding (dossier_id, defect, seq, unit_id, found_at, again_at, is_sure)
             VALUES ($1, $2, $3, $4, $5, $6, $7)
             ON CONFLICT (dossier_id, defect, seq) DO UPDATE SET again_at = excluded.again_at,
                 is_sure = finding.is_sure OR finding.again_at <= excluded.found_at",
            args![dossier.id(), one.defect.name(), one.seq, state.settling_unit.0, now, again_at, is_sure],
        );
    }
}

/// Looks again at some of what was wrong; whether there may be more.
pub async fn look_again(app: &App) -> Result<bool> {
    let (inner, now) = (app.clone(), app.now());
    let dossiers = app
        .read(move |tx| {
            let rows = tx.all(
                "SELECT DISTINCT dossier_id FROM
                     (SELECT dossier_id FROM finding WHERE again_at <= $1 ORDER BY again_at LIMIT $2) AS old",
                args![now, STEP],
            )?;
            let ids: Vec<Uuid> = rows.iter().map(|row| row.get(0)).collect::<std::result::Result<_, _>>()?;
            follow::read(tx, &ids, &inner.house())
        })
        .await?;
    if dossiers.is_empty() {
        return Ok(false);
    }
    let results = follow::look_at_results(app, &dossiers).await?;
    let dossiers = Arc::new(dossiers);
    app.write(move |tx| {
        dossiers.iter().zip(&results).for_each(|(dossier, result)| take(tx, dossier, *result, now));
        Ok(())
    })
    .await?;
    Ok(true)
}
