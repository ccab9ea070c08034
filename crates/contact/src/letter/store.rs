//! The table `contact_letter`, and `contact_letter_line`: what stands in a letter of proposals.

use std::collections::HashMap;

use base::{
    error::{Error, Result},
    house::House,
    number::draw,
};
use domain::{
    id::{PetitionId, UnitId},
    instant::{Instant, local, local_date},
    people::Actor,
    petition::letter::{number, symbol},
};
use kit::{
    clock,
    db::{Row, Tx, Value, args},
    hex,
};
use uuid::Uuid;

/// A letter.
#[derive(Clone, Debug)]
pub struct Letter {
    /// Its identifier.
    pub id: Uuid,
    /// Whose it is.
    pub unit: UnitId,
    /// The petition that it answers; nothing where it proposes.
    pub petition: Option<PetitionId>,
    /// When it was drafted.
    pub drafted_at: Instant,
    /// What signing added.
    pub signed: Option<Signed>,
    /// The kept file, once it is set.
    pub file: Option<String>,
    /// What it proposes.
    pub body: Option<serde_json::Value>,
}

/// What signing adds to a letter.
#[derive(Clone, Debug)]
pub struct Signed {
    /// When.
    pub at: Instant,
    /// By whom.
    pub signer: String,
    /// Its number in the book of the unit and the year.
    pub number: u32,
    /// What the QR code leads to.
    pub proof: String,
}

impl Letter {
    /// Its number and symbol, with room for the number in a draft.
    pub fn number(&self, house: &House) -> String {
        let Ok(unit) = house.unit(self.unit) else { return String::new() };
        match &self.signed {
            Some(signed) => number(signed.number, unit.kind, unit.name_on(local_date(signed.at))),
            None => format!("……/{}", symbol(unit.kind, unit.name())),
        }
    }
}

/// What [`read`] wants.
const LETTER: &str =
    "SELECT l.id, l.unit_id, l.petition_id, l.drafted_at, l.file_hash, l.body, l.signed_at, p.name, l.number, l.proof
     FROM contact_letter l LEFT JOIN person p ON p.id = l.signer_id";

fn read(row: &Row) -> Result<Letter> {
    let signed = match row.get::<Option<Instant>>(6)? {
        None => None,
        Some(at) => Some(Signed {
            at,
            signer: row.get::<Option<String>>(7)?.unwrap_or_default(),
            number: u32::try_from(row.get::<i64>(8)?).map_err(Error::fault)?,
            proof: row.get(9)?,
        }),
    };
    Ok(Letter {
        id: row.get(0)?,
        unit: UnitId(row.get(1)?),
        petition: row.get::<Option<Uuid>>(2)?.map(PetitionId),
        drafted_at: row.get(3)?,
        file: row.get(4)?,
        body: row.get(5)?,
        signed,
    })
}

/// The letter `id`; [`Error::NotFound`] if there is none.
pub fn load(tx: &mut Tx, id: Uuid) -> Result<Letter> {
    read(&tx.optional(&format!("{LETTER} WHERE l.id = $1"), args![id])?.ok_or(Error::NotFound)?)
}

/// The signed letter that answers the petition `id`.
pub fn of_petition(tx: &mut Tx, id: PetitionId) -> Result<Option<Letter>> {
    let row = tx.optional(&format!("{LETTER} WHERE l.petition_id = $1"), args![id.0])?;
    row.as_ref().map(read).transpose()
}

/// The letters of proposals, drafted last first; at most `most`.
pub fn proposals(tx: &mut Tx, most: usize) -> Result<Vec<Letter>> {
    let sql =
        format!("{LETTER} WHERE l.kind = 'proposal' ORDER BY l.drafted_at DESC, l.id DESC LIMIT {most}");
    tx.all(&sql, args![])?.iter().map(read).collect()
}

/// In which letters of proposals `petitions` stand, those that stand in one.
pub fn proposed(tx: &mut Tx, petitions: &[Uuid]) -> Result<HashMap<Uuid, Letter>> {
    if petitions.is_empty() {
        return Ok(HashMap::new());
    }
    let places: Vec<String> = (1..=petitions.len()).map(|no| format!("${no}")).collect();
    let values: Vec<Value> = petitions.iter().map(|id| Value::from(*id)).collect();
    let places = places.join(", ");
    let sql =
        format!("SELECT petition_id, letter_id FROM contact_letter_line WHERE petition_id IN ({places})");
    let lines = tx.all(&sql, values.clone())?;
    let sql = format!(
        "{LETTER} WHERE l.id IN (SELECT letter_id FROM contact_letter_line WHERE petition_id IN ({places}))"
    );
    let letters: Vec<Letter> = tx.all(&sql, values)?.iter().map(read).collect::<Result<_>>()?;
    let mut found = HashMap::new();
    for line in &lines {
        let letter: Uuid = line.get(1)?;
        if let Some(letter) = letters.iter().find(|one| one.id == letter) {
            found.insert(line.get(0)?, letter.clone());
        }
    }
    Ok(found)
}

/// The values that signing writes, in the order of `signed_at, signer_id, year, number, proof`, and the number drawn for it.
pub fn signing(tx: &mut Tx, unit: UnitId, by: Actor, at: Instant) -> Result<(u32, Vec<Value>)> {
    let signer = by.person().ok_or(Error::Forbidden)?;
    let year = local(at).year();
    let [number] = draw(tx, [format!("contact-letter {unit} {year}")])?;
    let values = args![at, signer.0, i64::from(year), i64::from(number), hex(&clock::random::<12>())];
    Ok((number, values))
}
