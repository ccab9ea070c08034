//! Gap-free numbers: a number is drawn in the transaction that uses it, so one that is not used goes back.

use kit::db::{Tx, Value};

use crate::error::{Error, Result};

/// Draws the next number of each series, in one statement. Every caller names them in the same order, so that two who
/// draw at once wait for each other and never in a circle.
pub fn draw<const N: usize>(tx: &mut Tx, series: [String; N]) -> Result<[u32; N]> {
    let rows: Vec<String> = (1..=N).map(|n| format!("(${n}, 1)")).collect();
    let sql = format!(
        "INSERT INTO counter (series, value) VALUES {}
         ON CONFLICT (series) DO UPDATE SET value = counter.value + 1 RETURNING series, value",
        rows.join(", ")
    );
    let mut numbers = [0; N];
    for row in tx.all(&sql, series.iter().cloned().map(Value::from).collect())? {
        let (name, value): (String, i64) = (row.get(0)?, row.get(1)?);
        for (number, wanted) in numbers.iter_mut().zip(&series) {
            if *wanted == name {
                *number = u32::try_from(value).map_err(Error::fault)?;
            }
        }
    }
    Ok(numbers)
}
