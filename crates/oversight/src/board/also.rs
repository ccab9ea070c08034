//! What stands on the board beside open dossiers: petitions that nobody answered, and what is wrong with dossiers, open or not, in all
//! and by unit (Quy chế 1267 Điều 4.1.d, 4.2; rows C-50, C-51, C-57). Each number is the length of the list it opens.

use std::collections::BTreeMap;

use base::error::Result;
use domain::{id::UnitId, instant::Instant, petition::figure::UNANSWERED, quality::Defect};
use kit::db::{Tx, args};

use super::count::Scope;
use crate::quality;

/// The numbers of each row, petitions first, then the kinds of [`Defect::ALL`]. The row under [`ALL`] is the sum, the others stand
/// under [`ALL`] with the identifier of the unit. The live board sends them under the same words.
pub type Numbers = BTreeMap<String, Vec<i64>>;

/// The word of the sum.
pub const ALL: &str = "!";

/// Reads them; only who sees all is told of petitions and of single units.
pub fn read(tx: &mut Tx, scope: Scope, now: Instant) -> Result<Numbers> {
    let counts = quality::show::counts(tx, scope, now)?;
    let of = |defect: &Defect| counts.get(defect.name()).map_or(0, |(count, _)| *count);
    let petitions = if scope == Scope::All { unanswered(tx)? } else { 0 };
    let sum: Vec<i64> = [petitions].into_iter().chain(Defect::ALL.iter().map(of)).collect();
    let width = sum.len();
    let mut numbers = Numbers::from([(ALL.to_owned(), sum)]);
    if scope != Scope::All {
        return Ok(numbers);
    }
    let rows = tx.all(
        "SELECT unit_id, defect, count(DISTINCT dossier_id) FROM finding WHERE is_sure GROUP BY unit_id, defect",
        args![],
    )?;
    for row in &rows {
        let (unit, defect): (uuid::Uuid, String) = (row.get(0)?, row.get(1)?);
        let line = numbers.entry(format!("{ALL}{}", UnitId(unit))).or_insert_with(|| vec![0; width]);
        let place = Defect::ALL.iter().position(|known| known.name() == defect);
        if let Some(cell) = place.and_then(|place| line.get_mut(place + 1)) {
            *cell = row.get(2)?;
        }
    }
    Ok(numbers)
}

/// How many petitions nobody has answered: as many as the list of that figure.
fn unanswered(tx: &mut Tx) -> Result<i64> {
    let states: Vec<String> = UNANSWERED.iter().map(|state| format!("'{}'", state.name())).collect();
    let sql = format!("SELECT count(*) FROM petition WHERE state IN ({})", states.join(", "));
    Ok(tx.one(&sql, args![])?.get(0)?)
}

/// What is other in `now` than in `before`; a row that is no more counts nothing.
pub fn changed(before: &Numbers, now: &Numbers) -> Numbers {
    let mut changed: Numbers = now
        .iter()
        .filter(|(key, numbers)| before.get(*key) != Some(*numbers))
        .map(|(key, numbers)| (key.clone(), numbers.clone()))
        .collect();
    for (key, numbers) in before.iter().filter(|(key, _)| !now.contains_key(*key)) {
        changed.insert(key.clone(), vec![0; numbers.len()]);
    }
    changed
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_changed_is_sent_and_a_row_that_is_gone_counts_nothing() {
        let of = |rows: &[(&str, i64)]| -> Numbers {
            rows.iter().map(|(key, n)| ((*key).to_owned(), vec![*n])).collect()
        };
        let (before, now) = (of(&[("!", 2), ("!a", 1), ("!b", 1)]), of(&[("!", 3), ("!a", 1), ("!c", 2)]));
        assert_eq!(changed(&before, &now), of(&[("!", 3), ("!b", 0), ("!c", 2)]));
        assert!(changed(&now, &now).is_empty());
    }
}
