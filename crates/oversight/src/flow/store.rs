//! The tables `step_fact`, `step_month` and `passage_month`: what is new in the courses of some dossiers is added to them.

use std::collections::BTreeMap;

use base::error::Result;
use domain::{
    flow::{
        course::{Spot, Stay},
        histogram::Histogram,
    },
    instant::{Instant, local_date},
};
use jiff::civil::Date;
use kit::db::{Row, Tx, args};
use uuid::Uuid;

use crate::follow::Dossier;

/// A row of `step_month`: procedure, where, month.
type MonthKey = (String, Spot, Date);
/// A row of `passage_month`: procedure, month, whence and whither (unit, step, kind).
type PassageKey = (String, Date, End, End);
type End = (Uuid, i64, String);

/// What is added to one row of `step_month`.
#[derive(Default)]
struct Sum {
    stays: i64,
    seconds: [i64; 3],
    waits: Histogram,
    works: Histogram,
    lengths: Histogram,
    remains: Histogram,
}

#[derive(Default)]
struct News {
    months: BTreeMap<MonthKey, Sum>,
    passages: BTreeMap<PassageKey, i64>,
}

/// Takes in what is new of these dossiers.
pub fn take(tx: &mut Tx, dossiers: &[Dossier]) -> Result<()> {
    let mut news = News::default();
    for dossier in dossiers {
        for (no, stay) in dossier.course.stays.iter().enumerate() {
            let known = dossier.stays.get(no).copied();
            let is_left = known.is_some_and(|known| known.is_left);
            let is_settled = known.is_some_and(|known| known.is_settled);
            if known.is_none() {
                news.begun(&dossier.procedure, stay);
            }
            if let Some(left_at) = stay.left_at.filter(|_| !is_left) {
                news.left(&dossier.procedure, stay, left_at);
            }
            if let Some((at, seconds)) = stay.settled.filter(|_| !is_settled) {
                news.month(&dossier.procedure, stay, at).remains.add(seconds);
            }
            if !is_left || is_settled != stay.settled.is_some() {
                fact(tx, dossier, no, stay);
            }
        }
    }
    for (key, sum) in news.months {
        add_month(tx, &key, sum)?;
    }
    for ((procedure, month, from, to), count) in news.passages {
        tx.later(
            "INSERT INTO passage_month (procedure_code, month, from_unit_id, from_step, from_kind, to_unit_id, to_step, to_kind,
                 passages) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
             ON CONFLICT (procedure_code, month, from_unit_id, from_step, from_kind, to_unit_id, to_step, to_kind)
             DO UPDATE SET passages = passage_month.passages + excluded.passages",
            args![procedure, month, from.0, from.1, from.2, to.0, to.1, to.2, count],
        );
    }
    Ok(())
}

impl News {
    fn month(&mut self, procedure: &str, stay: &Stay, at: Instant) -> &mut Sum {
        self.months.entry((procedure.to_owned(), stay.spot, month(at))).or_default()
    }

    fn begun(&mut self, procedure: &str, stay: &Stay) {
        let to = end(stay.spot);
        let from = stay.from.map_or_else(|| (to.0, -1, String::new()), end);
        *self.passages.entry((procedure.to_owned(), month(stay.entered_at), from, to)).or_default() += 1;
    }

    fn left(&mut self, procedure: &str, stay: &Stay, left_at: Instant) {
        let sum = self.month(procedure, stay, left_at);
        sum.stays += 1;
        for (all, one) in sum.seconds.iter_mut().zip([stay.waiting, stay.working, stay.stopped]) {
            *all += one;
        }
        sum.waits.add(stay.waiting);
        sum.works.add(stay.working);
        sum.lengths.add(stay.length());
        if let Some(state) = stay.ended {
            let from = end(stay.spot);
            let to = (from.0, -1, state.name().to_owned());
            *self.passages.entry((procedure.to_owned(), month(left_at), from, to)).or_default() += 1;
        }
    }
}

fn end(spot: Spot) -> End {
    (spot.unit.0, i64::from(spot.step), spot.kind.name().to_owned())
}

/// The first day of the month.
pub fn month(at: Instant) -> Date {
    local_date(at).first_of_month()
}

fn fact(tx: &mut Tx, dossier: &Dossier, no: usize, stay: &Stay) {
    tx.later(
        "INSERT INTO step_fact (dossier_id, no, procedure_code, unit_id, step, kind, entered_at, taken_at, left_at, waiting,
             working, stopped, remaining) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
         ON CONFLICT (dossier_id, no) DO UPDATE SET taken_at = excluded.taken_at, left_at = excluded.left_at,
             waiting = excluded.waiting, working = excluded.working, stopped = excluded.stopped,
             remaining = excluded.remaining",
        args![
            dossier.id(),
            i64::try_from(no + 1).unwrap_or(i64::MAX),
            dossier.procedure.clone(),
            stay.spot.unit.0,
            i64::from(stay.spot.step),
            stay.spot.kind.name(),
            stay.entered_at,
            stay.taken_at,
            stay.left_at,
            stay.waiting,
            stay.working,
            stay.stopped,
            stay.settled.map(|(_, seconds)| seconds)
        ],
    );
}

fn add_month(tx: &mut Tx, (procedure, spot, month): &MonthKey, mut sum: Sum) -> Result<()> {
    let key = args![procedure.clone(), spot.unit.0, i64::from(spot.step), spot.kind.name(), *month];
    let known = tx.optional(
        "SELECT waits, works, lengths, remains FROM step_month
         WHERE procedure_code = $1 AND unit_id = $2 AND step = $3 AND kind = $4 AND month = $5",
        key.clone(),
    )?;
    if let Some(row) = known {
        for (no, sum) in
            [&mut sum.waits, &mut sum.works, &mut sum.lengths, &mut sum.remains].into_iter().enumerate()
        {
            sum.merge(&histogram(&row, no)?);
        }
    }
    let [waiting, working, stopped] = sum.seconds;
    let mut values = key;
    values.extend(args![
        sum.stays,
        waiting,
        working,
        stopped,
        sum.waits.to_bytes(),
        sum.works.to_bytes(),
        sum.lengths.to_bytes(),
        sum.remains.to_bytes()
    ]);
    tx.later(
        "INSERT INTO step_month (procedure_code, unit_id, step, kind, month, stays, waiting, working, stopped, waits, works,
             lengths, remains) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
         ON CONFLICT (procedure_code, unit_id, step, kind, month) DO UPDATE SET stays = step_month.stays + excluded.stays,
             waiting = step_month.waiting + excluded.waiting, working = step_month.working + excluded.working,
             stopped = step_month.stopped + excluded.stopped, waits = excluded.waits, works = excluded.works,
             lengths = excluded.lengths, remains = excluded.remains",
        values,
    );
    Ok(())
}

/// The histogram in column `no` of a row.
pub fn histogram(row: &Row, no: usize) -> Result<Histogram> {
    Ok(Histogram::of_bytes(&row.get::<Vec<u8>>(no)?))
}
