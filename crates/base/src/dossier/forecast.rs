//! When a dossier will probably be settled, as the follower of the log foretold it: for the pages of those who work on it.

use std::collections::HashMap;

use domain::instant::{Instant, local};
use kit::db::{Tx, Value};
use uuid::Uuid;

use super::list::Line;
use crate::error::Result;

/// What is foretold of a dossier that is open.
#[derive(Clone, Copy, Debug)]
pub struct Forecast {
    /// Between these two in nine of ten cases.
    pub early_at: Instant,
    /// See [`Forecast::early_at`].
    pub at_last: Instant,
    /// The moment in the middle.
    pub likely_at: Instant,
    /// How likely it is late, in thousandths; nothing where it has no due date.
    pub late_permille: Option<i64>,
}

impl Forecast {
    /// Between which days, in nine of ten cases.
    pub fn range(&self) -> String {
        format!("{} – {}", day(self.early_at), day(self.at_last))
    }

    /// In a sentence, for officers.
    pub fn sentence(&self) -> String {
        let late = self
            .late_permille
            .map_or_else(String::new, |permille| format!("; khả năng trễ {} %", (permille + 5) / 10));
        format!(
            "Dự báo xong {}, 9 trong 10 trường hợp trong khoảng {}{late}.",
            day(self.likely_at),
            self.range()
        )
    }
}

/// The day, in little room: `29/8/2023`.
pub fn day(at: Instant) -> String {
    let at = local(at);
    format!("{}/{}/{}", at.day(), at.month(), at.year())
}

/// What is foretold of the dossiers `ids`; nothing of those that are settled or of which too little is known.
pub fn of(tx: &mut Tx, ids: &[Uuid]) -> Result<HashMap<Uuid, Forecast>> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let places: Vec<String> = (1..=ids.len()).map(|no| format!("${no}")).collect();
    let sql = format!(
        "SELECT dossier_id, early_at, likely_at, late_at, late_permille FROM forecast WHERE dossier_id IN ({})",
        places.join(", ")
    );
    let rows = tx.all(&sql, ids.iter().map(|id| Value::from(*id)).collect())?;
    let mut foretold = HashMap::new();
    for row in &rows {
        let forecast = Forecast {
            early_at: row.get(1)?,
            likely_at: row.get(2)?,
            at_last: row.get(3)?,
            late_permille: row.get(4)?,
        };
        foretold.insert(row.get(0)?, forecast);
    }
    Ok(foretold)
}

/// Says it beside each of `lines` whose clock runs.
pub fn add(tx: &mut Tx, lines: &mut [Line]) -> Result<()> {
    let ids: Vec<Uuid> = lines.iter().filter(|line| line.state.is_running()).map(|line| line.id).collect();
    let foretold = of(tx, &ids)?;
    for line in lines {
        line.likely = foretold.get(&line.id).map(Forecast::sentence);
    }
    Ok(())
}
