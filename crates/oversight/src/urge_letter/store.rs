//! The tables `urge_letter` and `urge_item`.

use base::{
    app::App,
    audit,
    error::{Error, Result},
    letter::urge_number,
    number::draw,
};
use domain::{
    dossier::State,
    id::{DossierId, UnitId},
    instant::{Instant, local, local_date},
    matter::{Brief, Matter, MatterKind, MatterState, Rung},
    people::Actor,
    reaction,
    refusal::Refusal,
    urge_letter::{ANSWER_DAYS, UrgeItemState, UrgeLetterState, may_draft, may_sign, until},
};
use kit::{
    clock,
    db::{Row, Tx, args},
    hex, queue,
};
use uuid::Uuid;

use crate::matter;

/// Dossiers whose clock runs and that are due before `$1`: what a letter is about.
const DUE: &str = "d.settled_at IS NULL AND d.urgent_at IS NOT NULL
     AND d.state IN ('received', 'transferred', 'in_progress') AND d.due_at < $1";

/// A letter.
#[derive(Clone, Debug)]
pub struct Letter {
    /// Its identifier.
    pub id: Uuid,
    /// Who urges.
    pub from: UnitId,
    /// Whom.
    pub unit: UnitId,
    /// The moment of its question.
    pub asked_at: Instant,
    /// What signing added.
    pub signed: Option<Signed>,
    /// The kept file, once it is set.
    pub file: Option<String>,
}

/// What signing adds to a letter.
#[derive(Clone, Debug)]
pub struct Signed {
    /// When.
    pub at: Instant,
    /// By whom.
    pub signer: String,
    /// Its number in the book of the year.
    pub number: i64,
    /// What the QR code leads to.
    pub proof: String,
    /// By when the agency is to answer.
    pub answer_by: Instant,
    /// The thread in which it does.
    pub matter: Uuid,
}

impl Letter {
    /// Where it stands.
    pub fn state(&self) -> UrgeLetterState {
        if self.signed.is_some() { UrgeLetterState::Signed } else { UrgeLetterState::Draft }
    }

    /// Its number and symbol, `05/TTPVHCC-GS`, with room for the number in a draft (NĐ 30/2020 Phụ lục I).
    pub fn number(&self) -> String {
        let signed = self.signed.as_ref();
        signed.map_or_else(|| "……/TTPVHCC-GS".to_owned(), |signed| urge_number(signed.number))
    }
}

/// What [`read`] wants.
const LETTER: &str =
    "SELECT l.id, l.from_unit_id, l.unit_id, l.asked_at, l.file_hash, l.signed_at, p.name, l.number, l.proof,
         l.answer_by, l.matter_id FROM urge_letter l LEFT JOIN person p ON p.id = l.signer_id";

fn read(row: &Row) -> Result<Letter> {
    let signed = match row.get::<Option<Instant>>(5)? {
        None => None,
        Some(at) => Some(Signed {
            at,
            signer: row.get::<Option<String>>(6)?.unwrap_or_default(),
            number: row.get(7)?,
            proof: row.get(8)?,
            answer_by: row.get(9)?,
            matter: row.get(10)?,
        }),
    };
    Ok(Letter {
        id: row.get(0)?,
        from: UnitId(row.get(1)?),
        unit: UnitId(row.get(2)?),
        asked_at: row.get(3)?,
        file: row.get(4)?,
        signed,
    })
}

/// The letter `id`; [`Error::NotFound`] if there is none.
pub fn load(tx: &mut Tx, id: Uuid) -> Result<Letter> {
    read(&tx.optional(&format!("{LETTER} WHERE l.id = $1"), args![id])?.ok_or(Error::NotFound)?)
}

/// A page of letters after `after`, the latest first.
pub fn page(tx: &mut Tx, after: Option<(Instant, Uuid)>, most: usize) -> Result<Vec<Letter>> {
    let order = format!("ORDER BY l.asked_at DESC, l.id DESC LIMIT {most}");
    let rows = match after {
        None => tx.all(&format!("{LETTER} {order}"), args![])?,
        Some((at, id)) => {
            tx.all(&format!("{LETTER} WHERE (l.asked_at, l.id) < ($1, $2) {order}"), args![at, id])?
        }
    };
    rows.iter().map(read).collect()
}

/// The letter whose answer is the thread `matter`, if there is one.
pub fn of_matter(tx: &mut Tx, matter: Uuid) -> Result<Option<Uuid>> {
    let row = tx.optional("SELECT id FROM urge_letter WHERE matter_id = $1", args![matter])?;
    row.map(|row| Ok(row.get(0)?)).transpose()
}

/// What a unit has to be urged for.
#[derive(Clone, Debug)]
pub struct Due {
    /// The unit.
    pub unit: UnitId,
    /// How many dossiers are late.
    pub late: i64,
    /// How many are late or due within a working day.
    pub all: i64,
    /// The draft that there is already.
    pub draft: Option<Uuid>,
}

/// The units that have dossiers late at `now` or due before `limit`, the Centre itself left out.
pub fn due(tx: &mut Tx, centre: UnitId, now: Instant, limit: Instant) -> Result<Vec<Due>> {
    let sql = format!(
        "SELECT d.settling_unit_id, count(*) FILTER (WHERE d.due_at < $2), count(*),
             (SELECT l.id FROM urge_letter l WHERE l.unit_id = d.settling_unit_id AND l.state = 'draft')
         FROM dossier d WHERE {DUE} AND d.settling_unit_id <> $3
         GROUP BY d.settling_unit_id ORDER BY 2 DESC, 3 DESC"
    );
    let one = |row: &Row| {
        Ok(Due { unit: UnitId(row.get(0)?), late: row.get(1)?, all: row.get(2)?, draft: row.get(3)? })
    };
    tx.all(&sql, args![limit, now, centre.0])?.iter().map(one).collect()
}

/// Drafts a letter under `id` to `unit`, with exactly what is late or due within a working day at `now`; the draft that there is
/// already, if there is one. Refuses where nothing is.
pub fn draft(app: &App, tx: &mut Tx, id: Uuid, unit: UnitId, by: Actor, now: Instant) -> Result<Uuid> {
    let from = by.unit().filter(|_| may_draft(&by)).ok_or(Error::Forbidden)?;
    // The form that was sent twice first: what it made may be signed by now, and another draft begun.
    let known = tx.optional(
        "SELECT id FROM urge_letter WHERE unit_id = $1 AND (state = 'draft' OR id = $2)
         ORDER BY CASE WHEN id = $2 THEN 0 ELSE 1 END LIMIT 1",
        args![unit.0, id],
    )?;
    if let Some(row) = known {
        return Ok(row.get(0)?);
    }
    let limit = until(now, &app.house().timetable(from)).ok_or_else(|| Error::fault("no working day"))?;
    let made = tx.execute(
        "INSERT INTO urge_letter (id, from_unit_id, unit_id, state, asked_at) VALUES ($1, $2, $3, 'draft', $4)
         ON CONFLICT DO NOTHING",
        args![id, from.0, unit.0, now],
    )?;
    if made == 0 {
        return Err(Error::Stale);
    }
    let listed = tx.execute(
        &format!(
            "INSERT INTO urge_item (letter_id, dossier_id, due_at)
             SELECT l.id, d.id, d.due_at FROM urge_letter l JOIN dossier d ON d.settling_unit_id = l.unit_id
             WHERE {DUE} AND l.id = $2"
        ),
        args![limit, id],
    )?;
    if listed == 0 {
        return Err(Refusal::NothingToUrge.into());
    }
    audit::begin(tx, id, "urge_letter_drafted", &unit, by, now)?;
    Ok(id)
}

/// Throws the draft `id` of the moment `seen`, in microseconds, away; [`Error::Stale`] if it is none any more.
pub fn discard(tx: &mut Tx, (id, seen): (Uuid, i64), by: Actor, now: Instant) -> Result<()> {
    if !may_draft(&by) {
        return Err(Error::Forbidden);
    }
    if load(tx, id)?.asked_at.as_microsecond() != seen {
        return Err(Error::Stale);
    }
    tx.execute(
        "DELETE FROM urge_item WHERE letter_id IN (SELECT id FROM urge_letter WHERE id = $1 AND state = 'draft')",
        args![id],
    )?;
    if tx.execute("DELETE FROM urge_letter WHERE id = $1 AND state = 'draft'", args![id])? == 0 {
        return Err(Error::Stale);
    }
    audit::note(tx, id, "urge_letter_discarded", &"", by, now)
}

/// Refuses to sign the draft `letter` where its figures are not of today, or nothing of it is left to settle.
fn must_be_news(tx: &mut Tx, letter: &Letter, now: Instant) -> Result<()> {
    if local_date(letter.asked_at) != local_date(now) {
        return Err(Refusal::UrgeLetterOld.into());
    }
    let sql = "SELECT count(*) FROM urge_item i JOIN dossier d ON d.id = i.dossier_id
               WHERE i.letter_id = $1 AND d.settled_at IS NULL";
    match tx.one(sql, args![letter.id])?.get::<i64>(0)? {
        0 => Err(Refusal::NothingLeftToUrge.into()),
        _ => Ok(()),
    }
}

/// Signs the draft `id` of the moment `seen`, in microseconds: it gets its number and goes to the agency, whose head is to answer in the thread `matter`.
/// [`Error::Stale`] if it is no draft any more, or was drafted anew.
pub fn sign(
    app: &App,
    tx: &mut Tx,
    (id, seen): (Uuid, i64),
    matter: Uuid,
    by: Actor,
    now: Instant,
) -> Result<()> {
    let signer = by.person().filter(|_| may_sign(&by)).ok_or(Error::Forbidden)?;
    let letter = load(tx, id)?;
    if letter.signed.is_some() || letter.asked_at.as_microsecond() != seen {
        return Err(Error::Stale);
    }
    must_be_news(tx, &letter, now)?;
    let answer_by = matter::begin::due(app, letter.unit, ANSWER_DAYS, now)?;
    let year = local(now).year();
    let [number] = draw(tx, [format!("urge-letter {} {year}", letter.from)])?;
    let changed = tx.execute(
        "UPDATE urge_letter SET state = 'signed', signed_at = $2, signer_id = $3, year = $4, number = $5, proof = $6,
             answer_by = $7, matter_id = $8 WHERE id = $1 AND state = 'draft' AND asked_at = $9",
        args![
            id,
            now,
            signer.0,
            i64::from(year),
            i64::from(number),
            hex(&clock::random::<12>()),
            answer_by,
            matter,
            letter.asked_at
        ],
    )?;
    if changed == 0 {
        return Err(Error::Stale);
    }
    audit::note(tx, id, "urge_letter_signed", &number, by, now)?;
    let count: i64 = tx.one("SELECT count(*) FROM urge_item WHERE letter_id = $1", args![id])?.get(0)?;
    let new = Matter {
        kind: MatterKind::Urge,
        from: letter.from,
        to: letter.unit,
        person: None,
        dossier: None,
        subject: format!("Công văn đôn đốc số {}: {count} hồ sơ", urge_number(number.into())),
        state: MatterState::Open,
        due_at: answer_by,
        rung: Rung::Handlers,
        lead: None,
        brief: Brief::default(),
        shown: None,
    };
    let text = "Đề nghị giải quyết các hồ sơ trong công văn đôn đốc và trả lời ở đây: nguyên nhân chậm, việc đã làm, thời \
                gian hoàn thành.";
    matter::store::begin(app, tx, matter, (&new, text, None), by, now)?;
    queue::enqueue(tx, reaction::URGE_LETTER, &serde_json::json!({ "letter": id }), now);
    Ok(())
}

/// A dossier that a letter lists, as it was then and as it is.
#[derive(Clone, Debug)]
pub struct Item {
    /// The dossier.
    pub dossier: DossierId,
    /// Its code.
    pub code: String,
    /// Its procedure.
    pub procedure: String,
    /// When it was received.
    pub received_at: Option<Instant>,
    /// When it was due at the moment of the letter.
    pub due_at: Instant,
    /// When it was settled, if it is.
    pub settled_at: Option<Instant>,
    /// How it stands now.
    pub state: UrgeItemState,
}

/// What the letter `id` lists, the longest due first; as it stands `now`.
pub fn items(tx: &mut Tx, id: Uuid, now: Instant) -> Result<Vec<Item>> {
    let rows = tx.all(
        "SELECT d.id, f.code, p.name, d.received_at, i.due_at, d.settled_at, d.state, d.due_at FROM urge_item i
         JOIN dossier d ON d.id = i.dossier_id JOIN filing f ON f.dossier_id = d.id
         JOIN procedure p ON p.id = d.procedure_id WHERE i.letter_id = $1 ORDER BY i.due_at, f.code",
        args![id],
    )?;
    let one = |row: &Row| {
        let state: String = row.get(6)?;
        let state = State::by_name(&state).ok_or_else(|| Error::fault(format!("unknown state {state}")))?;
        let settled_at = row.get(5)?;
        Ok(Item {
            dossier: DossierId(row.get(0)?),
            code: row.get::<Option<String>>(1)?.unwrap_or_default(),
            procedure: row.get(2)?,
            received_at: row.get(3)?,
            due_at: row.get(4)?,
            settled_at,
            state: UrgeItemState::of(state, settled_at, row.get(7)?, now),
        })
    };
    rows.iter().map(one).collect()
}
