//! The comparison, at every import and every morning: what differs is listed with both values, what is the same again is fixed.

use std::collections::BTreeMap;

use base::{
    app::App,
    error::{Error, Result},
};
use domain::{
    catalogue::Procedure,
    instant::Instant,
    mirror::{MirrorKind, MirrorPart, MirrorState, differences, told},
};
use kit::{
    db::{Tx, args},
    queue::{Job, Outcome},
};

/// One difference: the code and the part it is known by, and the two values.
struct Found {
    kind: MirrorKind,
    name: String,
    ours: String,
    theirs: String,
}

/// Compares now. What was accepted stays accepted while both values are as they were.
pub fn run(tx: &mut Tx, now: Instant) -> Result<()> {
    let mut found = all(tx)?;
    let rows = tx.all("SELECT procedure_code, part, ours, theirs, state FROM mirror_difference", args![])?;
    for row in rows {
        let (code, part): (String, String) = (row.get(0)?, row.get(1)?);
        let (ours, theirs, state): (String, String, String) = (row.get(2)?, row.get(3)?, row.get(4)?);
        let key = (code.clone(), part.clone());
        match found.get(&key) {
            None => tx.later(
                "UPDATE mirror_difference SET state = $3 WHERE procedure_code = $1 AND part = $2",
                args![code, part, MirrorState::Fixed.name()],
            ),
            Some(new) if new.ours == ours && new.theirs == theirs && state != MirrorState::Fixed.name() => {
                found.remove(&key);
            }
            Some(_) => {}
        }
    }
    for ((code, part), new) in found {
        tx.later(
            "INSERT INTO mirror_difference (procedure_code, kind, part, state, name, ours, theirs, found_at, note)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, '')
             ON CONFLICT (procedure_code, part) DO UPDATE SET kind = excluded.kind, state = excluded.state,
                 name = excluded.name, ours = excluded.ours, theirs = excluded.theirs, found_at = excluded.found_at,
                 note = ''",
            args![code, new.kind.name(), part, MirrorState::Open.name(), new.name, new.ours, new.theirs, now],
        );
    }
    Ok(())
}

/// Everything that differs now, by code and part.
fn all(tx: &mut Tx) -> Result<BTreeMap<(String, String), Found>> {
    let mut found = BTreeMap::new();
    let whole = |kind, name: String| Found { kind, name, ours: String::new(), theirs: String::new() };
    tx.each(
        "SELECT n.body, p.body FROM national_procedure n
         LEFT JOIN procedure p ON p.code = n.code AND p.state = 'published'",
        args![],
        |row| {
            let theirs: Procedure = row.json(0)?;
            let Some(ours) = row.json::<Option<Procedure>>(1)? else {
                let key = (theirs.code.clone(), String::new());
                found.insert(key, whole(MirrorKind::Missing, theirs.name));
                return Ok::<(), Error>(());
            };
            for part in differences(&ours, &theirs) {
                let told = |procedure: &Procedure, part: MirrorPart| told(procedure, part).join("\n");
                let new = Found {
                    kind: MirrorKind::Different,
                    name: ours.name.clone(),
                    ours: told(&ours, part),
                    theirs: told(&theirs, part),
                };
                found.insert((ours.code.clone(), part.name().to_owned()), new);
            }
            Ok(())
        },
    )?;
    // What is published here and not there, once there is a copy at all.
    let extra = tx.all(
        "SELECT p.code, p.name FROM procedure p WHERE p.state = 'published'
         AND NOT EXISTS (SELECT 1 FROM national_procedure n WHERE n.code = p.code)
         AND EXISTS (SELECT 1 FROM national_procedure)",
        args![],
    )?;
    for row in extra {
        found.insert((row.get(0)?, String::new()), whole(MirrorKind::Extra, row.get(1)?));
    }
    Ok(found)
}

/// The comparison of a morning; the next is left behind.
pub async fn job(app: App, _: Job) -> Outcome {
    let now = app.now();
    Ok(app
        .write(move |tx| {
            run(tx, now)?;
            super::import::schedule(tx, now)
        })
        .await?)
}
