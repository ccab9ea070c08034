//! What the tables say about the way of each procedure, and of the procedures of each agency.

use base::error::Result;
use domain::{
    coverage::{Cover, Score},
    id::UnitId,
    instant::Instant,
};
use kit::db::{Row, Tx, Value, args};
use uuid::Uuid;

/// How many procedures a page shows.
pub const PAGE: usize = 50;

/// A procedure and how far it is.
#[derive(Clone, Debug)]
pub struct Line {
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Who answers for it, if one unit does.
    pub unit: Option<UnitId>,
    /// The kind of unit that settles it otherwise.
    pub kind: String,
    /// What is there.
    pub cover: Cover,
    /// Since when something is owed.
    pub since: Option<Instant>,
}

/// Every procedure that is published or announced and not abolished since, with what is there of its way.
const COVER: &str = "
    SELECT c.code, c.name, c.unit_id, c.kind, c.announced,
        EXISTS (SELECT 1 FROM process q WHERE q.procedure_code = c.code AND q.state = 'published'
                AND (q.body ->> 'decision') <> '')
            AS approved,
        EXISTS (SELECT 1 FROM process q WHERE q.procedure_code = c.code AND q.state = 'published')
            AND NOT EXISTS (SELECT 1 FROM task t WHERE t.procedure_code = c.code AND t.kind = 'sua-quy-trinh' AND t.state = 'open')
            AS live,
        EXISTS (SELECT 1 FROM ticket k WHERE k.procedure_code = c.code AND k.state = 'live') AS tried,
        EXISTS (SELECT 1 FROM posting g JOIN procedure v ON v.id = g.procedure_id AND v.state = 'published'
                WHERE g.procedure_code = c.code AND g.taken_down_at IS NULL) AS posted,
        coalesce((SELECT min(t.opened_at) FROM task t WHERE t.procedure_code = c.code AND t.state = 'open'), c.since) AS since
    FROM (
        SELECT p.code, p.name, p.settling_unit_id AS unit_id, p.settling_kind AS kind, p.published_at AS since,
            (p.body ->> 'decision') <> ''
                OR EXISTS (SELECT 1 FROM announcement_item i WHERE i.procedure_code = p.code) AS announced
        FROM procedure p WHERE p.state = 'published'
        UNION ALL
        SELECT i.procedure_code, i.name, a.owner_unit_id, '', a.entered_at, TRUE
        FROM announcement_item i JOIN announcement a ON a.id = i.announcement_id
        WHERE i.change <> 'bai-bo'
            AND NOT EXISTS (SELECT 1 FROM procedure p WHERE p.code = i.procedure_code AND p.state = 'published')
            AND NOT EXISTS (SELECT 1 FROM announcement_item j JOIN announcement b ON b.id = j.announcement_id
                            WHERE j.procedure_code = i.procedure_code AND (b.signed_on, b.id) > (a.signed_on, a.id))
    ) c";

/// Which procedures are wanted.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// Of this unit only.
    pub unit: Option<UnitId>,
    /// Only those that lack something.
    pub has_gaps: bool,
    /// After this code.
    pub after: String,
}

/// The procedures wanted, by code.
pub fn lines(tx: &mut Tx, wanted: &Wanted) -> Result<Vec<Line>> {
    let mut sql = format!("SELECT * FROM ({COVER}) x WHERE x.code > $1");
    let mut args: Vec<Value> = args![wanted.after.clone()];
    if let Some(unit) = wanted.unit {
        args.push(unit.0.into());
        sql.push_str(&format!(" AND x.unit_id = ${}", args.len()));
    }
    if wanted.has_gaps {
        sql.push_str(" AND NOT (x.announced AND x.approved AND x.live AND x.tried AND x.posted)");
    }
    sql.push_str(&format!(" ORDER BY x.code LIMIT {PAGE}"));
    tx.all(&sql, args)?.iter().map(read).collect()
}

fn read(row: &Row) -> Result<Line> {
    let cover = Cover([row.get(4)?, row.get(5)?, row.get(6)?, row.get(7)?, row.get(8)?]);
    Ok(Line {
        code: row.get(0)?,
        name: row.get(1)?,
        unit: row.get::<Option<Uuid>>(2)?.map(UnitId),
        kind: row.get(3)?,
        since: row.get::<Option<Instant>>(9)?.filter(|_| !cover.is_whole()),
        cover,
    })
}

/// How each agency does at `now`; procedures that any unit of a kind settles stand under that kind.
pub fn scores(tx: &mut Tx, now: Instant) -> Result<Vec<(Option<UnitId>, String, Score)>> {
    let rows = tx.all(
        &format!(
            "SELECT x.unit_id, CASE WHEN x.unit_id IS NULL THEN x.kind ELSE '' END, count(*),
                 count(*) FILTER (WHERE x.announced), count(*) FILTER (WHERE x.approved),
                 count(*) FILTER (WHERE x.live), count(*) FILTER (WHERE x.tried), count(*) FILTER (WHERE x.posted)
             FROM ({COVER}) x GROUP BY 1, 2"
        ),
        args![],
    )?;
    let late = tx.all(
        "SELECT owner_unit_id, count(*) FROM task WHERE state = 'open' AND due_at < $1 GROUP BY owner_unit_id",
        args![now],
    )?;
    let mut scores = vec![];
    for row in rows {
        let unit = row.get::<Option<Uuid>>(0)?.map(UnitId);
        let mut score = Score { procedures: row.get(2)?, ..Score::default() };
        for (place, part) in score.parts.iter_mut().enumerate() {
            *part = row.get(place + 3)?;
        }
        for row in &late {
            if unit == Some(UnitId(row.get(0)?)) {
                score.late = row.get(1)?;
            }
        }
        scores.push((unit, row.get(1)?, score));
    }
    Ok(scores)
}
