//! The numbers of dossier codes, per unit and day, and of letters, per unit, form and year.

use base::{
    error::{Error, Result},
    number::draw,
};
use domain::{
    instant::{Instant, local, local_date},
    number::DossierCode,
    org::Unit,
    rules::Form,
};
use kit::db::Tx;

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
