//! The last day of a procedure: from the day after it nobody applies for it, and it leaves the catalogue; dossiers received
//! before go on (NĐ 63/2010 Điều 14.2; row C-43).

use base::{
    app::App,
    error::{Error, Result},
    version::must_not_have_ended,
};
use domain::{
    calendar::Timetable, id::ProcedureVersionId, instant::Instant, instant::local_date, people::Actor,
    reaction, refusal::Refusal,
};
use jiff::civil::Date;
use kit::{
    db::{Tx, args},
    queue::{Job, Outcome},
};

use super::store;

/// Says that `last` is the last day of the published procedure `code`; what has ended already ends at once.
pub fn set(tx: &mut Tx, code: &str, last: Date, now: Instant) -> Result<()> {
    tx.execute(
        "UPDATE procedure SET ends_on = $2 WHERE code = $1 AND state = 'published'",
        args![code, last],
    )?;
    if last < local_date(now) {
        return end(tx, code, now);
    }
    let next = last.tomorrow().map_err(Error::fault)?;
    let payload = serde_json::json!({ "procedure": code });
    kit::queue::enqueue(tx, reaction::PROCEDURE_END, &payload, Timetable::midnight(next));
    Ok(())
}

/// Says that the published procedure `code` has no last day any more; the job of the day that it had does nothing then.
pub fn lift(tx: &mut Tx, code: &str) -> Result<()> {
    tx.execute("UPDATE procedure SET ends_on = NULL WHERE code = $1 AND state = 'published'", args![code])?;
    Ok(())
}

/// Takes the procedure out of force if its last day is over; otherwise, and done twice, it does nothing.
fn end(tx: &mut Tx, code: &str, now: Instant) -> Result<()> {
    let row = tx.optional("SELECT id FROM procedure WHERE code = $1 AND state = 'published'", args![code])?;
    let Some(row) = row else { return Ok(()) };
    let id = ProcedureVersionId(row.get(0)?);
    match must_not_have_ended(tx, id, local_date(now)) {
        Err(Error::Refused(Refusal::ProcedureEnded(_))) => store::retire(tx, id, Actor::System, now),
        other => other,
    }
}

/// The job behind [`set`].
pub async fn job(app: App, job: Job) -> Outcome {
    let code = job.payload.get("procedure").and_then(|code| code.as_str()).unwrap_or_default().to_owned();
    let now = app.now();
    Ok(app.write(move |tx| end(tx, &code, now)).await?)
}
