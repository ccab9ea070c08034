//! Evidence is read from the log, which only grows: the same period gives the same bytes, and so the same SHA-256.

use std::collections::HashMap;

use base::{
    dossier::log,
    error::{Error, Result},
};
use domain::{
    calendar::Timetable,
    corrective::Origin,
    evidence::{Act, Period, is_told_in_full},
    id::UnitId,
    instant::Instant,
    matter::MatterKind,
};
use kit::db::{Tx, args};
use serde::{Deserialize as _, Serialize};
use serde_json::Value as Json;
use sha2::{Digest, Sha256};
use uuid::Uuid;

/// The version of the form: it changes with whatever changes the bytes.
const FORM: &str = "motcua-evidence-1";

/// One thing that was done.
#[derive(Clone, Debug)]
pub struct Line {
    /// Of what it is evidence.
    pub act: Act,
    /// The agencies it concerns.
    pub units: Vec<UnitId>,
    event: log::Line,
}

/// A line as it is exported: the fields in this order, the body with its keys in order.
#[derive(Serialize)]
struct Exported<'a> {
    at: Instant,
    act: &'static str,
    kind: &'a str,
    stream: Uuid,
    seq: i64,
    person: Option<Uuid>,
    role: Option<&'static str>,
    from: Option<Uuid>,
    units: Vec<Uuid>,
    /// Nothing for the threads between two agencies, which not everybody who exports may read.
    body: Option<Json>,
    /// The hash of the line in the log, which is chained to the lines before it.
    hash: String,
}

/// The head of the file.
#[derive(Serialize)]
struct Head {
    form: &'static str,
    from: jiff::civil::Date,
    to: jiff::civil::Date,
    lines: usize,
    /// Over everything after this line.
    sha256: String,
}

/// What was done in `period`, the oldest first. What stays within a unit is no work of the Centre, what is planned no supervision.
pub fn lines(tx: &mut Tx, period: Period) -> Result<Vec<Line>> {
    let kinds: Vec<String> = Act::kinds().map(|kind| format!("'{kind}'")).collect();
    let end = period.to.tomorrow().map_err(Error::fault)?;
    let sql = format!(
        "SELECT {} FROM event WHERE at >= $1 AND at < $2 AND kind IN ({})",
        log::COLUMNS,
        kinds.join(", ")
    );
    let args = args![Timetable::midnight(period.from), Timetable::midnight(end)];
    let mut events = tx.all(&sql, args)?.iter().map(log::read).collect::<Result<Vec<_>>>()?;
    // Not by the database: two databases order identifiers differently.
    events.sort_by_key(|line| (line.at, line.stream, line.seq));
    let units = units(tx, &events)?;
    let line = |event: log::Line| {
        let units = match units.get(&event.stream) {
            None => vec![],
            Some(known) => known.clone()?,
        };
        Some(Line { act: Act::of(&event.kind)?, units, event })
    };
    Ok(events.into_iter().filter_map(line).collect())
}

/// The agencies that the streams of `events` are about, by how each stream began: what came later does not change it. Nothing
/// for what is no supervision.
fn units(tx: &mut Tx, events: &[log::Line]) -> Result<HashMap<Uuid, Option<Vec<UnitId>>>> {
    let mut streams: Vec<Uuid> = events.iter().map(|line| line.stream).collect();
    streams.sort_unstable();
    streams.dedup();
    let mut found = HashMap::new();
    for part in streams.chunks(200) {
        let places: Vec<String> = (1..=part.len()).map(|no| format!("${no}")).collect();
        let args = || part.iter().map(|id| (*id).into()).collect::<Vec<kit::db::Value>>();
        let places = places.join(", ");
        let begun = format!("SELECT stream_id, body FROM event WHERE seq = 1 AND stream_id IN ({places})");
        for row in tx.all(&begun, args())? {
            let body: Json = serde_json::from_str(&row.get::<String>(1)?).map_err(Error::fault)?;
            found.insert(row.get(0)?, named(&body));
        }
        // A place of posting belongs to one unit for ever.
        let posting = format!("SELECT id, unit_id FROM posting_place WHERE id IN ({places})");
        for row in tx.all(&posting, args())? {
            found.insert(row.get(0)?, Some(vec![UnitId(row.get(1)?)]));
        }
    }
    Ok(found)
}

/// The units that the first line of a stream names; nothing for what is no supervision: what stays within a unit, and the tasks of
/// the plan, in which nothing was found (Điều 6.1, not 4.3).
fn named(body: &Json) -> Option<Vec<UnitId>> {
    let kind = body.pointer("/matter/kind").and_then(|kind| MatterKind::deserialize(kind).ok());
    if kind.is_some_and(MatterKind::is_inside) {
        return None;
    }
    let origin = body.pointer("/corrective/origin").and_then(|origin| Origin::deserialize(origin).ok());
    if origin == Some(Origin::Plan) {
        return None;
    }
    // An obstacle is of the agency that meets it.
    let side = if kind == Some(MatterKind::Obstacle) { "/matter/from" } else { "/matter/to" };
    let unit = |value: &Json| value.as_str().and_then(|text| text.parse().ok()).map(UnitId);
    let ways = [side, "/corrective/unit", "/round/unit", "/confirmation/unit"].map(|way| body.pointer(way));
    let one = ways.into_iter().flatten().filter_map(unit);
    let many = body.get("units").and_then(Json::as_array).into_iter().flatten().filter_map(unit);
    Some(one.chain(many).collect())
}

/// The file of `lines`: a head with the hash of the rest, then a line for each. The same lines give the same bytes.
pub fn file(period: Period, lines: &[Line]) -> Result<(String, String)> {
    let mut text = String::new();
    for line in lines {
        let event = &line.event;
        let exported = Exported {
            at: event.at,
            act: line.act.name(),
            kind: &event.kind,
            stream: event.stream,
            seq: event.seq,
            person: event.by.person().map(|person| person.0),
            role: event.by.role().map(domain::people::Role::name),
            from: event.by.unit().map(|unit| unit.0),
            units: line.units.iter().map(|unit| unit.0).collect(),
            body: is_told_in_full(&event.kind)
                .then(|| serde_json::from_str(&event.body).map_err(Error::fault))
                .transpose()?,
            hash: kit::hex(&event.hash),
        };
        text.push_str(&serde_json::to_string(&exported).map_err(Error::fault)?);
        text.push('\n');
    }
    let sha256 = kit::hex(&Sha256::digest(text.as_bytes()));
    let head =
        Head { form: FORM, from: period.from, to: period.to, lines: lines.len(), sha256: sha256.clone() };
    let head = serde_json::to_string(&head).map_err(Error::fault)?;
    Ok((format!("{head}\n{text}"), sha256))
}

/// The file of `period`, with its hash.
pub fn export(tx: &mut Tx, period: Period) -> Result<(String, String)> {
    let lines = lines(tx, period)?;
    file(period, &lines)
}
