//! Gap-free numbers: dossier codes per unit and day, letters per unit, form and year. A number is drawn in the
//! transaction that uses it, so one that is not used goes back.

use base::error::Result;
use domain::{
    instant::{Instant, local, local_date},
    org::Unit,
    rules::Form,
};
use kit::db::{Tx, args};

fn draw(tx: &mut Tx, series: String) -> Result<i64> {
    let row = tx.one(
        "INSERT INTO counter (series, value) VALUES ($1, 1)
         ON CONFLICT (series) DO UPDATE SET value = counter.value + 1 RETURNING value",
        args![series],
    )?;
    Ok(row.get(0)?)
}

/// The next dossier code of `unit` on the day of `at`: `H59.02-230822-0001` (NĐ 61/2018 Điều 26; QĐ 20/2020).
pub fn code(tx: &mut Tx, unit: &Unit, at: Instant) -> Result<String> {
    let day = local_date(at);
    let day = format!("{:02}{:02}{:02}", day.year() % 100, day.month(), day.day());
    let number = draw(tx, format!("code {} {day}", unit.id))?;
    Ok(format!("{}-{day}-{number:04}", unit.code))
}

/// The next number of `form` at `unit` in the year of `at` (TT 01/2018 Điều 10.2: from 01, without gaps, each year).
pub fn letter(tx: &mut Tx, unit: &Unit, form: Form, at: Instant) -> Result<u32> {
    let number = draw(tx, format!("form {} {} {}", form.number, unit.id, local(at).year()))?;
    Ok(u32::try_from(number).unwrap_or(u32::MAX))
}
