//! What goes out to the applicant of a dossier and how it reached them: one row for each event that is news (row C-51).

use domain::{
    dossier::{
        Dossier, Event,
        outgoing::{self, Delivery},
    },
    id::DossierId,
    instant::{Instant, local_date},
};
use jiff::civil::Date;
use kit::db::{Tx, args};

use crate::error::{Error, Result};

/// One piece of news, and how it reached the applicant.
#[derive(Clone, Debug)]
pub struct Outgoing {
    /// The event of the log that it is about.
    pub seq: i64,
    /// How it reached the applicant and on which day; nothing as long as it did not.
    pub given: Option<(Delivery, Date)>,
    /// Whether an e-mail with it could not be sent.
    pub has_failed: bool,
}

/// Enters that `event`, the number `seq` of the dossier, is owed to the applicant; whether it was not entered before. What is
/// given at the counter with the event itself has reached them.
pub fn owe(tx: &mut Tx, dossier: &Dossier, event: &Event, seq: i64, made_at: Instant) -> Result<bool> {
    let unit = if outgoing::is_of_settler(event) { dossier.settling_unit } else { dossier.receiving_unit };
    let given = outgoing::is_given_at_once(event, seq);
    let sql = "INSERT INTO outgoing (dossier_id, seq, unit_id, made_at, way, given_on, note)
               VALUES ($1, $2, $3, $4, $5, $6, '') ON CONFLICT (dossier_id, seq) DO NOTHING";
    let way = given.then_some(Delivery::Counter.name());
    let on = given.then(|| local_date(made_at));
    Ok(tx.execute(sql, args![dossier.id.0, seq, unit.0, made_at, way, on])? > 0)
}

/// Notes how the news of the event `seq` reached the applicant, if nothing is noted yet; whether it was.
pub fn give(tx: &mut Tx, id: DossierId, seq: i64, way: Delivery, on: Date) -> Result<bool> {
    let sql =
        "UPDATE outgoing SET way = $3, given_on = $4 WHERE dossier_id = $1 AND seq = $2 AND way IS NULL";
    Ok(tx.execute(sql, args![id.0, seq, way.name(), on])? > 0)
}

/// Enters the number of a letter that became none, in the book of the unit whose head would have signed it.
pub(super) fn void(tx: &mut Tx, dossier: &Dossier, (number, reason): (u32, &str), at: Instant) {
    tx.later(
        "INSERT INTO outgoing (dossier_id, seq, unit_id, made_at, way, given_on, note)
         VALUES ($1, $2, $3, $4, 'void', $5, $6)",
        args![
            dossier.id.0,
            dossier.version,
            dossier.settling_unit.0,
            at,
            local_date(at),
            format!("{number:02}/PXL: {reason}")
        ],
    );
}

/// All that went out or is owed to the applicant of the dossier, the oldest first.
pub fn of(tx: &mut Tx, id: DossierId) -> Result<Vec<Outgoing>> {
    let rows = tx.all(
        "SELECT o.seq, o.way, o.given_on, n.state FROM outgoing o
         LEFT JOIN notice n ON n.dossier_id = o.dossier_id AND n.about = CAST(o.seq AS TEXT)
         WHERE o.dossier_id = $1 AND (o.way IS NULL OR o.way <> 'void') ORDER BY o.seq",
        args![id.0],
    )?;
    rows.iter()
        .map(|row| {
            let (way, on, state): (Option<String>, Option<Date>, Option<String>) =
                (row.get(1)?, row.get(2)?, row.get(3)?);
            let way = way.map(|way| Delivery::by_name(&way).ok_or_else(|| Error::fault("unknown delivery")));
            Ok(Outgoing {
                seq: row.get(0)?,
                given: way.transpose()?.zip(on),
                has_failed: state.is_some_and(|state| state == "failed" || state == "void"),
            })
        })
        .collect()
}
