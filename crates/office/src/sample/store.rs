//! The table `sample`.

use base::{
    audit,
    error::{Error, Result},
};
use domain::{
    id::UnitId,
    instant::Instant,
    people::{Actor, Role},
    refusal::Refusal,
    sample::{SampleDeed, SampleKind, SampleState, decide, may_send},
    text::fold,
};
use kit::db::{Row, Tx, args};
use uuid::Uuid;

use crate::file::Kept;

/// One version of a sample.
#[derive(Clone, Debug)]
pub struct Sample {
    /// Its identifier.
    pub id: Uuid,
    /// The code of the procedure.
    pub procedure: String,
    /// What it is.
    pub kind: SampleKind,
    /// What it is called.
    pub title: String,
    /// Which version.
    pub version: i64,
    /// Where it stands.
    pub state: SampleState,
    /// Who sent it.
    pub unit: UnitId,
    /// The file.
    pub file: Kept,
    /// When it was sent.
    pub sent_at: Instant,
    /// Why the Centre returned it.
    pub reason: String,
}

/// The columns of a sample, in the order in which [`read`] wants them.
pub const SAMPLE: &str = "s.id, s.procedure_code, s.kind, s.title, s.version, s.state, s.unit_id, s.file_hash, s.file_name, \
                          s.sent_at, s.reason";

/// The sample in `row`.
pub fn read(row: &Row) -> Result<Sample> {
    let (kind, state): (String, String) = (row.get(2)?, row.get(5)?);
    Ok(Sample {
        id: row.get(0)?,
        procedure: row.get(1)?,
        kind: SampleKind::by_name(&kind).ok_or_else(|| Error::fault("unknown kind of sample"))?,
        title: row.get(3)?,
        version: row.get(4)?,
        state: SampleState::by_name(&state).ok_or_else(|| Error::fault("unknown state of a sample"))?,
        unit: UnitId(row.get(6)?),
        file: Kept { hash: row.get(7)?, name: row.get(8)? },
        sent_at: row.get(9)?,
        reason: row.get(10)?,
    })
}

/// The sample `id` if `by` may see it: the unit that sent it, and who oversees all; otherwise [`Error::NotFound`].
pub fn visible(tx: &mut Tx, id: Uuid, by: &Actor) -> Result<Sample> {
    let sql = format!("SELECT {SAMPLE} FROM sample s WHERE s.id = $1");
    let sample = read(&tx.optional(&sql, args![id])?.ok_or(Error::NotFound)?)?;
    if by.oversees_procedures() || by.acts_for(sample.unit) { Ok(sample) } else { Err(Error::NotFound) }
}

/// Every version of the same sample, the latest first.
pub fn versions(tx: &mut Tx, sample: &Sample) -> Result<Vec<Sample>> {
    let sql = format!(
        "SELECT {SAMPLE} FROM sample s WHERE s.procedure_code = $1 AND s.kind = $2 AND s.folded = $3 ORDER BY s.version DESC"
    );
    let args = args![sample.procedure.clone(), sample.kind.name(), fold(&sample.title)];
    tx.all(&sql, args)?.iter().map(read).collect()
}

/// What everybody sees of the procedure `code`: forms first, by title.
pub fn accepted(tx: &mut Tx, code: &str) -> Result<Vec<Sample>> {
    let sql = format!(
        "SELECT {SAMPLE} FROM sample s WHERE s.procedure_code = $1 AND s.state = $2 ORDER BY s.kind, s.folded LIMIT 100"
    );
    tx.all(&sql, args![code, SampleState::Accepted.name()])?.iter().map(read).collect()
}

/// The sample `id` of the procedure `code`, if it is shown; otherwise [`Error::NotFound`].
pub fn shown(tx: &mut Tx, code: &str, id: Uuid) -> Result<Sample> {
    let sql = format!(
        "SELECT {SAMPLE} FROM sample s WHERE s.id = $1 AND s.procedure_code = $2 AND s.state = 'accepted'"
    );
    read(&tx.optional(&sql, args![id, code])?.ok_or(Error::NotFound)?)
}

/// Refuses, beside the field, a code that is not published, and one that the unit of `by` does not settle; the Centre sends for
/// every procedure.
pub fn must_settle(tx: &mut Tx, code: &str, unit: (UnitId, &str), by: &Actor) -> Result<()> {
    let row = tx.optional(
        "SELECT settling_unit_id, settling_kind FROM procedure WHERE code = $1 AND state = 'published'",
        args![code],
    )?;
    let Some(row) = row else {
        return Err(Error::field("thu-tuc", "Ghi mã của một thủ tục đang công bố, ví dụ 1.001216."));
    };
    let is_own = match row.get::<Option<Uuid>>(0)? {
        Some(settler) => settler == unit.0.0,
        None => row.get::<String>(1)? == unit.1,
    };
    if is_own || by.role().is_some_and(Role::is_centre) {
        Ok(())
    } else {
        Err(Error::field("thu-tuc", "Thủ tục này không do đơn vị ông/bà giải quyết."))
    }
}

/// A sample that is sent.
#[derive(Clone, Debug)]
pub struct NewSample {
    /// The identifier that the form carries: sent twice, it is there once.
    pub id: Uuid,
    /// The code of the procedure.
    pub procedure: String,
    /// What it is.
    pub kind: SampleKind,
    /// What it is called: under the same title it is the next version.
    pub title: String,
    /// Who sends it.
    pub unit: UnitId,
    /// The file.
    pub file: Kept,
}

/// Writes down a sample that was sent, as the next version of what has the same title.
pub fn send(tx: &mut Tx, new: &NewSample, by: Actor, at: Instant) -> Result<()> {
    if !may_send(&by, new.unit) {
        return Err(Refusal::SampleNotYours.into());
    }
    if tx.optional("SELECT 1 FROM sample WHERE id = $1", args![new.id])?.is_some() {
        return Ok(());
    }
    let folded = fold(&new.title);
    let row = tx.one(
        "SELECT coalesce(max(version), 0) FROM sample WHERE procedure_code = $1 AND kind = $2 AND folded = $3",
        args![new.procedure.clone(), new.kind.name(), folded.clone()],
    )?;
    let version = row.get::<i64>(0)? + 1;
    tx.execute(
        "INSERT INTO sample (id, procedure_code, kind, title, folded, version, state, unit_id, file_hash, file_name, sent_at, reason)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, '')",
        args![
            new.id,
            new.procedure.clone(),
            new.kind.name(),
            new.title.clone(),
            folded,
            version,
            SampleState::Sent.name(),
            new.unit.0,
            new.file.hash.clone(),
            new.file.name.clone(),
            at
        ],
    )?;
    audit::begin(tx, new.id, "sample_sent", &(&new.procedure, &new.title, version, &new.file.hash), by, at)
}

/// Accepts or returns `sample` as it was seen; accepted, it takes the place of the versions before, shown or waiting.
pub fn take(
    tx: &mut Tx,
    sample: &Sample,
    deed: SampleDeed,
    reason: &str,
    (by, at): (Actor, Instant),
) -> Result<()> {
    let next = decide(sample.state, deed, &by, reason)?;
    if next == SampleState::Accepted {
        replace_older(tx, sample)?;
    }
    let changed = tx.execute(
        "UPDATE sample SET state = $2, reason = $3 WHERE id = $1 AND state = $4",
        args![sample.id, next.name(), reason.trim(), sample.state.name()],
    )?;
    if changed == 0 {
        return Err(Error::Stale);
    }
    audit::note(tx, sample.id, "sample_decided", &(deed, reason.trim()), by, at)
}

/// Puts what is older than `sample` behind it; [`Error::Stale`] if a newer version is shown already.
fn replace_older(tx: &mut Tx, sample: &Sample) -> Result<()> {
    let same = || args![sample.procedure.clone(), sample.kind.name(), fold(&sample.title), sample.version];
    let newer = "SELECT 1 FROM sample WHERE procedure_code = $1 AND kind = $2 AND folded = $3 AND version > $4 AND state = 'accepted'";
    if tx.optional(newer, same())?.is_some() {
        return Err(Error::Stale);
    }
    tx.execute(
        "UPDATE sample SET state = 'replaced' WHERE procedure_code = $1 AND kind = $2 AND folded = $3 AND version < $4
         AND state IN ('accepted', 'sent')",
        same(),
    )?;
    Ok(())
}
