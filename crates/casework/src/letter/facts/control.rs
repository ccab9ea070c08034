//! Mẫu 05 (06 in the newer set): who handed the dossier to whom and when, drawn from the log (TT 01/2018 Điều 9; NĐ 61/2018
//! Điều 18.2).

use base::{
    app::App,
    dossier::log::Line,
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
use crate::dossier::{
    timeline::{Logged, part_no, part_unit},
    turn::rules_of,
};

/// One hand-over.
struct Row {
    from: (Option<UnitId>, Option<PersonId>),
    to: (UnitId, Option<PersonId>),
    at: Instant,
    /// Whether what ended with it was done in time; empty where nothing was due.
    outcome: &'static str,
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
    for row in hand_overs(dossier, events) {
        let name = |unit: Option<UnitId>| unit.map_or("", |unit| house.unit_name(unit)).to_owned();
        rows.push(json!({
            "from": name(row.from.0),
            "to": name(Some(row.to.0)),
            "giver": person(tx, row.from.1)?,
            "taker": person(tx, row.to.1)?,
            "at": minute(row.at),
            "outcome": row.outcome,
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

/// Every move from one person or unit to another, and where the clock stood.
fn hand_overs(dossier: &Dossier, events: &[Logged]) -> Vec<Row> {
    let mut rows = vec![];
    let mut here: Option<Place> = None;
    for (no, (line, event)) in events.iter().enumerate() {
        rows.extend(of_part(dossier.settling_unit, events.get(..=no).unwrap_or_default()));
        rows.extend(here.as_ref().and_then(|here| of_pause(dossier.receiving_unit, here, line, event)));
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
            Event::Withdrawn { to, .. } => to.clone(),
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
                outcome: outcome(line.at, here.as_ref().and_then(|place| place.due_at)),
                note: event.title().to_owned(),
            });
        }
        here = Some(to);
    }
    rows
}

/// What went to another unit, or came back from it, by the last of `events`; silence has its mark (NĐ 61/2018 Điều 19.5–19.7;
/// row C-23).
fn of_part(settler: UnitId, events: &[Logged]) -> Option<Row> {
    let (line, event) = events.last()?;
    let unit = part_unit(events, part_no(event)?)?;
    let due_at = due_of_part(events, part_no(event)?);
    let by = (line.by.unit(), line.by.person());
    let (from, to, outcome) = match event {
        Event::PartOpened { .. } => (by, (unit, None), ""),
        Event::PartConfirmed { .. } => ((Some(settler), None), (unit, line.by.person()), ""),
        Event::PartReassigned { person, .. } => (by, (unit, Some(*person)), ""),
        Event::PartDone { .. } => (by, (settler, None), outcome(line.at, due_at)),
        Event::PartDeclined { .. } => (by, (settler, None), ""),
        Event::PartCancelled { .. } => ((Some(unit), None), (settler, line.by.person()), ""),
        Event::PartSilent { .. } => ((Some(unit), None), (settler, None), "Quá hạn"),
        _ => return None,
    };
    Some(Row { from, to, at: line.at, outcome, note: event.title().to_owned() })
}

/// When the part of that number was due by the last of `events`.
fn due_of_part(events: &[Logged], no: u16) -> Option<Instant> {
    events.iter().rev().find_map(|(_, event)| match event {
        Event::PartOpened { part } if part.no == no => Some(part.due_at),
        other => other.released().iter().find(|next| next.no == no).map(|next| next.due_at),
    })?
}

/// Where the applicant is asked through the one-stop unit, and answers there (NĐ 61/2018 Điều 19.4): the clock stands meanwhile.
fn of_pause(receiver: UnitId, here: &Place, line: &Line, event: &Event) -> Option<Row> {
    let by = (line.by.unit().or(Some(here.unit)), line.by.person());
    let (from, to) = match event {
        Event::SupplementRequested { .. } | Event::DutyRequired { .. } => (by, (receiver, None)),
        Event::RequestCancelled { .. } => ((Some(receiver), None), (here.unit, here.owner)),
        Event::Supplemented { resumption, .. } | Event::DutyPaid { resumption, .. } => {
            ((Some(receiver), line.by.person()), (resumption.to.unit, resumption.to.owner))
        }
        _ => return None,
    };
    Some(Row { from, to, at: line.at, outcome: "", note: event.title().to_owned() })
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
