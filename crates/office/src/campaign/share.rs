//! What share of dossiers is filed online, by weeks: read from the small table `filed_week`, which follows the log.

use base::{error::Result, house::House};
use domain::{
    campaign::{Around, Filed, Twice},
    id::UnitId,
    org::tree::is_part_of,
};
use jiff::civil::Date;
use kit::db::{Row, Tx, args};

/// What was filed with each unit in the weeks that begin from the first of these days on and before the second.
pub fn filed(tx: &mut Tx, (from, to): (Date, Date)) -> Result<Vec<(UnitId, Filed)>> {
    let rows = tx.all(
        "SELECT unit_id, CAST(sum(dossiers) AS BIGINT), CAST(sum(online) AS BIGINT) FROM filed_week
         WHERE week >= $1 AND week < $2 GROUP BY unit_id",
        args![from, to],
    )?;
    let read = |row: &Row| Ok((UnitId(row.get(0)?), Filed { dossiers: row.get(1)?, online: row.get(2)? }));
    rows.iter().map(read).collect()
}

/// What was filed with a unit and those under it, and with all others, in the weeks around its campaign.
pub fn of_unit(tx: &mut Tx, house: &House, unit: UnitId, around: Around) -> Result<(Twice, Twice)> {
    let (mut own, mut rest) = (Twice::default(), Twice::default());
    for (id, before) in filed(tx, around.before)? {
        if is_under(house, id, unit) { own.before.add(before) } else { rest.before.add(before) }
    }
    for (id, after) in filed(tx, around.after)? {
        if is_under(house, id, unit) { own.after.add(after) } else { rest.after.add(after) }
    }
    Ok((own, rest))
}

/// Whether a unit is `whole` or lies under it.
pub fn is_under(house: &House, part: UnitId, whole: UnitId) -> bool {
    is_part_of(part, whole, &|unit| house.unit(unit).ok().and_then(|unit| unit.parent))
}

/// A share in thousandths as people read it: `12,5%`; a dash where there are too few dossiers.
pub fn words(share: Option<i64>) -> String {
    share.map_or_else(|| "–".to_owned(), |permille| format!("{},{}%", permille / 10, permille % 10))
}

/// A change in thousandths as people read it: `+3,5`, in percentage points.
pub fn points(permille: i64) -> String {
    let sign = if permille < 0 { "−" } else { "+" };
    let size = permille.abs();
    format!("{sign}{},{}", size / 10, size % 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_and_changes_as_people_read_them() {
        assert_eq!((words(Some(125)), words(None)), ("12,5%".into(), "–".into()));
        assert_eq!((points(35), points(-104), points(0)), ("+3,5".into(), "−10,4".into(), "+0,0".into()));
    }
}
