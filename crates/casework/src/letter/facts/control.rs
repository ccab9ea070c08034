//! Mẫu 05 (06 in the newer set): who handed the dossier to whom and when, drawn from the log (TT 01/2018 Điều 9; NĐ 61/2018
//! Điều 18.2).

use base::{
    app::App,
    error::{Error, Result},
};
use domain::{
    dossier::{Dossier, Event, Place},
    id::{PersonId, UnitId},
    instant::{Instant, local},
};
use kit::db::{Tx, args};
use serde_json::{Value, json};

use super::{Owed, clock, head};
use crate::dossier::{timeline::Logged, turn::rules_of};

/// One hand-over.
struct Row {
    from: (Option<UnitId>, Option<PersonId>),
    to: (UnitId, Option<PersonId>),
    at: Instant,
    /// When the step that ended was due.
    was_due: Option<Instant>,
    note: String,
}

/// The facts of the slip of `dossier`; [`Error::NotFound`] before acceptance.
pub fn of(app: &App, tx: &mut Tx, dossier: &Dossier, events: &[Logged], now: Instant) -> Result<Value> {
    let accepted = events.iter().find_map(|(_, event)| match event {
        Event::Received { acceptance, .. } => Some(acceptance),
        _ => None,
    });
    let accepted = accepted.ok_or(Error::NotFound)?;
    let house = app.house();
    let rules = rules_of(dossier);
    let owed = Owed {
        form: rules.forms.control,
        number: accepted.slip_number.unwrap_or_default(),
        unit: dossier.receiving_unit,
        rules,
    };
    let mut facts = head::of(&house, &owed, now)?;
    let mut rows = vec![];
    for row in hand_overs(events) {
        let name = |unit: Option<UnitId>| unit.map_or("", |unit| house.unit_name(unit)).to_owned();
        rows.push(json!({
            "from": name(row.from.0),
            "to": name(Some(row.to.0)),
            "giver": person(tx, row.from.1)?,
            "taker": person(tx, row.to.1)?,
            "at": minute(row.at),
            "outcome": outcome(row.at, row.was_due),
            "note": row.note,
        }));
    }
    let partners: Vec<&str> = dossier.turns.parts.iter().map(|part| house.unit_name(part.unit)).collect();
    let own = json!({
        "code": accepted.code,
        "settler": house.unit_name(dossier.settling_unit),
        "partners": if partners.is_empty() { "không".to_owned() } else { partners.join("; ") },
        "received": clock(accepted.received_at),
        "due": dossier.due_at.map_or_else(|| "không quy định".into(), clock),
        "rows": rows,
        "qr": false,
    });
    if let (Some(facts), Value::Object(own)) = (facts.as_object_mut(), own) {
        facts.extend(own);
    }
    Ok(facts)
}

/// Every move from one person or unit to another.
fn hand_overs(events: &[Logged]) -> Vec<Row> {
    let mut rows = vec![];
    let mut here: Option<Place> = None;
    for (line, event) in events {
        let to = match event {
            Event::Received { acceptance, .. } => {
                here = Some(acceptance.place.clone());
                continue;
            }
            Event::Taken { .. } => here.clone().map(|place| Place { owner: line.by.person(), ..place }),
            Event::Reassigned { person, .. } => {
                here.clone().map(|place| Place { owner: Some(*person), ..place })
            }
            Event::Transferred { to }
            | Event::Assigned { to, .. }
            | Event::Advanced { to, .. }
            | Event::SentBack { to, .. }
            | Event::ResultIssued { to, .. }
            | Event::Refused { to, .. }
            | Event::Stopped { to, .. }
            | Event::Reopened { to, .. } => Some(to.clone()),
            Event::Supplemented { resumption, .. } | Event::DutyPaid { resumption, .. } => {
                here = Some(resumption.to.clone());
                continue;
            }
            Event::Undone { to, .. } => to.clone(),
            _ => continue,
        };
        let Some(to) = to else { continue };
        let moved = here.as_ref().is_none_or(|place| place.unit != to.unit || place.owner != to.owner);
        if moved {
            rows.push(Row {
                from: (line.by.unit().or(here.as_ref().map(|place| place.unit)), line.by.person()),
                to: (to.unit, to.owner),
                at: line.at,
                was_due: here.as_ref().and_then(|place| place.due_at),
                note: event.title().to_owned(),
            });
        }
        here = Some(to);
    }
    rows
}

fn person(tx: &mut Tx, id: Option<PersonId>) -> Result<String> {
    let Some(id) = id else { return Ok(String::new()) };
    let row = tx.optional("SELECT name FROM person WHERE id = $1", args![id.0])?;
    row.map_or_else(|| Ok(String::new()), |row| Ok(row.get(0)?))
}

fn outcome(at: Instant, due: Option<Instant>) -> &'static str {
    match due {
        None => "",
        Some(due) if at > due => "Quá hạn",
        Some(due) if local(at).date() < local(due).date() => "Trước hạn",
        Some(_) => "Đúng hạn",
    }
}

fn minute(at: Instant) -> String {
    let at = local(at);
    format!(
        "{:02} giờ {:02} phút, ngày {:02}/{:02}/{}",
        at.hour(),
        at.minute(),
        at.day(),
        at.month(),
        at.year()
    )
}
