//! What happened to something, with names: its lines in the log, and who wrote them.

use std::collections::HashMap;

use base::{
    dossier::log::{self, Line},
    error::Result,
    house::House,
    page::moment,
};
use kit::db::{Tx, args};
use uuid::Uuid;

/// The lines of `stream`, the latest first, each with who wrote it and when.
pub fn told(tx: &mut Tx, stream: Uuid, house: &House) -> Result<Vec<(Line, String)>> {
    let rows = tx.all(
        "SELECT id, name FROM person WHERE id IN (SELECT person_id FROM event WHERE stream_id = $1)",
        args![stream],
    )?;
    let names: HashMap<Uuid, String> =
        rows.iter().map(|row| Ok((row.get(0)?, row.get(1)?))).collect::<Result<_>>()?;
    let who = |line: &Line| {
        let name = line.by.person().and_then(|person| names.get(&person.0));
        let unit = line.by.unit().map(|unit| house.unit_name(unit)).unwrap_or_default();
        let who = name.map_or_else(|| "Hệ thống".to_owned(), |name| format!("{name}, {unit}"));
        format!("{who}, {}", moment(line.at))
    };
    let lines = log::of(tx, stream)?.into_iter().rev();
    Ok(lines
        .map(|line| {
            let who = who(&line);
            (line, who)
        })
        .collect())
}
