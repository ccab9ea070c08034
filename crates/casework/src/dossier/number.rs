//! Gap-free numbers: dossier codes per unit and day, letters per unit, form and year. A number is drawn in the
//! transaction that uses it, so one that is not used goes back.

use base::error::{Error, Result};
use domain::{
    instant::{Instant, local, local_date},
    number::DossierCode,
    org::Unit,
    rules::Form,
};
use kit::db::{Tx, Value};

/// Draws the next number of each series, in one statement. Every caller names them in the same order, so that two who
/// draw at once wait for each other and never in a circle.
fn draw<const N: usize>(tx: &mut Tx, series: [String; N]) -> Result<[u32; N]> {
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

fn of_form(unit: &Unit, form: Form, at: Instant) -> String {
    format!("form {} {} {}", form.number, unit.id, local(at).year())
}

/// The next number of `form` at `unit` in the year of `at` (TT 01/2018 Điều 10.2: from 01, without gaps, each year).
pub fn letter(tx: &mut Tx, unit: &Unit, form: Form, at: Instant) -> Result<u32> {
    let [number] = draw(tx, [of_form(unit, form, at)])?;
    Ok(number)
}

/// The next dossier code of `unit` on the day of receipt, `H59.02-230822-0001` (TT 01/2018 Điều 19), and the next
/// number of its receipt `form` in the book of `now`, if one is wanted.
pub fn code_and_receipt(
    tx: &mut Tx,
    unit: &Unit,
    (received_at, now): (Instant, Instant),
    form: Option<Form>,
) -> Result<(String, Option<u32>)> {
    let day = local_date(received_at);
    let of_day = format!("code {} {day}", unit.id);
    let (code, receipt) = match form {
        None => {
            let [code] = draw(tx, [of_day])?;
            (code, None)
        }
        Some(form) => {
            let [code, receipt] = draw(tx, [of_day, of_form(unit, form, now)])?;
            (code, Some(receipt))
        }
    };
    let agency = unit.code.parse().map_err(Error::fault)?;
    let code = DossierCode::new(agency, day, code)
        .ok_or_else(|| Error::fault("the codes of this day are used up"))?;
    Ok((code.to_string(), receipt))
}
