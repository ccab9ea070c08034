//! Who is signed in. A session is a random token in a cookie; the database knows only its hash. A session that was
//! checked is believed for a few seconds without asking again.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use axum::http::{HeaderMap, header::COOKIE};
use domain::{
    id::{AssignmentId, PersonId, UnitId},
    instant::{Instant, local_date},
    people::{Actor, Role},
};
use jiff::SignedDuration;
use kit::{
    clock,
    db::{Db, Tx, args},
    hex,
};
use sha2::{Digest, Sha256};

use crate::error::{Error, Result};

/// The cookie's name.
pub const COOKIE_NAME: &str = "motcua";
/// How long a session lasts.
const LASTS: SignedDuration = SignedDuration::from_hours(12);
/// How long a session is believed before the database is asked again.
const BELIEVED: SignedDuration = SignedDuration::from_secs(10);
/// How many sessions are kept in memory.
const KEPT: usize = 10_000;

/// A signed-in person, acting in one role of one unit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// The person.
    pub person: PersonId,
    /// The person's name.
    pub name: String,
    /// The assignment acted under.
    pub assignment: AssignmentId,
    /// The unit acted for.
    pub unit: UnitId,
    /// The role acted in.
    pub role: Role,
    /// The absent colleague whose work is done under this assignment, if any.
    pub stands_in_for: Option<PersonId>,
    /// That colleague's name.
    pub colleague: Option<String>,
    /// What every form must carry, so that no other site can send one.
    pub csrf: String,
    token_hash: Vec<u8>,
}

impl Session {
    /// The actor of the events this person causes.
    pub fn actor(&self) -> Actor {
        Actor::Person {
            person: self.person,
            assignment: self.assignment,
            unit: self.unit,
            role: self.role,
            stands_in_for: self.stands_in_for,
        }
    }
}

/// The sessions kept in memory.
#[derive(Clone, Debug, Default)]
pub struct Sessions(Arc<Mutex<HashMap<Vec<u8>, (Session, Instant)>>>);

impl Sessions {
    /// The session whose cookie the request carries, if it holds at `now`.
    pub async fn of(&self, db: &Db, headers: &HeaderMap, now: Instant) -> Result<Option<Session>> {
        let Some(token) = cookie(headers, COOKIE_NAME) else { return Ok(None) };
        let hash = token_hash(token);
        if let Some(known) = self.believed(&hash, now) {
            return Ok(Some(known));
        }
        let csrf = csrf(token);
        let wanted = hash.clone();
        let found = db.read(move |tx| find(tx, &wanted, &csrf, now)).await?;
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        match &found {
            Some(session) => {
                if kept.len() >= KEPT {
                    kept.clear();
                }
                kept.insert(hash, (session.clone(), now + BELIEVED));
            }
            None => drop(kept.remove(&hash)),
        }
        Ok(found)
    }

    fn believed(&self, hash: &[u8], now: Instant) -> Option<Session> {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.get(hash).filter(|(_, until)| now < *until).map(|(session, _)| session.clone())
    }

    /// Ends `session` here and in the database; other servers believe it for some seconds more.
    pub fn end(&self, tx: &mut Tx, session: &Session) -> Result<()> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).remove(&session.token_hash);
        tx.execute("DELETE FROM session WHERE token_hash = $1", args![session.token_hash.clone()])?;
        Ok(())
    }
}

/// Begins a session for `person` acting under `assignment`; the token for the cookie.
pub fn begin(tx: &mut Tx, person: PersonId, assignment: AssignmentId, now: Instant) -> Result<String> {
    let token = hex(&clock::random::<32>());
    tx.execute("DELETE FROM session WHERE expires_at < $1", args![now])?;
    tx.execute(
        "INSERT INTO session (token_hash, person_id, assignment_id, created_at, expires_at) VALUES ($1, $2, $3, $4, $5)",
        args![token_hash(&token), person.0, assignment.0, now, now + LASTS],
    )?;
    Ok(token)
}

fn find(tx: &mut Tx, hash: &[u8], csrf: &str, now: Instant) -> Result<Option<Session>> {
    let today = local_date(now);
    let row = tx.optional(
        "SELECT p.id, p.name, a.id, a.unit_id, a.role, a.stands_in_for, absent.name FROM session s
         JOIN person p ON p.id = s.person_id JOIN assignment a ON a.id = s.assignment_id
         LEFT JOIN person absent ON absent.id = a.stands_in_for
         WHERE s.token_hash = $1 AND s.expires_at > $2 AND p.disabled_at IS NULL
           AND a.valid_from <= $3 AND (a.valid_to IS NULL OR a.valid_to >= $3)",
        args![hash.to_vec(), now, today],
    )?;
    let Some(row) = row else { return Ok(None) };
    let role: String = row.get(4)?;
    Ok(Some(Session {
        person: PersonId(row.get(0)?),
        name: row.get(1)?,
        assignment: AssignmentId(row.get(2)?),
        unit: UnitId(row.get(3)?),
        role: Role::by_name(&role).ok_or_else(|| Error::fault(format!("unknown role {role}")))?,
        stands_in_for: row.get::<Option<uuid::Uuid>>(5)?.map(PersonId),
        colleague: row.get(6)?,
        csrf: csrf.to_owned(),
        token_hash: hash.to_vec(),
    }))
}

/// The value of the request's cookie `name`.
pub fn cookie<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    let cookies = headers.get_all(COOKIE).iter().filter_map(|value| value.to_str().ok());
    let mut pairs = cookies.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.find(|(known, _)| *known == name).map(|(_, value)| value)
}

pub(crate) fn token_hash(token: &str) -> Vec<u8> {
    Sha256::digest(token.as_bytes()).to_vec()
}

/// The form token of a session: derived from its secret, so it need not be stored.
fn csrf(token: &str) -> String {
    hex(Sha256::digest(format!("form {token}").as_bytes()).as_slice().get(..16).unwrap_or_default())
}
