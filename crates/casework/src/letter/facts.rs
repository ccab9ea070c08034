//! What a letter says, drawn from the log: nothing is typed twice.

mod body;
pub mod control;
pub mod head;
pub mod register;

use base::{
    app::App,
    error::{Error, Result},
    letter::{clock, day},
    page::moment,
};
use domain::{
    dossier::{Dossier, Event, Filing, Party},
    id::UnitId,
    instant::{Instant, local_date},
    org::Unit,
    people::Actor,
    rules::{Form, RuleSet},
    signature::block,
};
use kit::db::{Tx, args};
use serde_json::{Value, json};

use crate::dossier::timeline::Logged;

/// Which letter an event owes, and its number.
#[derive(Clone, Debug)]
pub struct Owed {
    /// The form.
    pub form: Form,
    /// Its number in the book of the year.
    pub number: u32,
    /// Whose book.
    pub unit: UnitId,
    /// The rule set of the dossier.
    pub rules: &'static RuleSet,
}

/// The letter that `event` owes, or nothing: Mẫu 01–04 and the notice to stop (row C-18; domain §3.2). Slips of the one-stop
/// unit stand in its book; the apology in the book of the authority whose head signs it.
pub fn owed(dossier: &Dossier, event: &Event, at: Instant) -> Option<Owed> {
    let of_day = RuleSet::at(local_date(at));
    let rules = dossier.rules.as_deref().and_then(RuleSet::by_id).unwrap_or(of_day);
    let forms = &rules.forms;
    let (form, number) = match event {
        Event::Received { acceptance, .. } => (forms.receipt, acceptance.slip_number?),
        Event::Supplemented { resumption, .. } | Event::DutyPaid { resumption, .. } => {
            (forms.receipt, resumption.slip_number?)
        }
        // Before acceptance the rules of the day apply.
        Event::CompletionRequested { request, .. } => (of_day.forms.completion, request.slip_number),
        Event::Declined { slip_number, .. } => (of_day.forms.refusal, *slip_number),
        Event::SupplementRequested { request, .. } => (forms.completion, request.slip_number),
        Event::Refused { slip_number, .. } => (forms.refusal, *slip_number),
        Event::Apologised { apology } => (forms.apology, apology.slip_number),
        Event::Stopped { slip_number, .. }
        | Event::Withdrawn { slip_number, .. }
        | Event::Expired { slip_number, .. } => (forms.stop?, (*slip_number)?),
        _ => return None,
    };
    let is_apology = matches!(event, Event::Apologised { .. });
    let unit = if is_apology { dossier.settling_unit } else { dossier.receiving_unit };
    Some(Owed { form, number, unit, rules })
}

/// The facts of the letter that the last of `events` owes, as its template reads them.
pub fn of(app: &App, tx: &mut Tx, dossier: &Dossier, events: &[Logged], owed: &Owed) -> Result<Value> {
    let (line, event) = events.last().ok_or(Error::NotFound)?;
    let house = app.house();
    let unit = house.unit(owed.unit)?;
    let mut facts = head::of(&house, owed, line.at)?;
    let issuer = facts.get("issuer_words").and_then(Value::as_str).unwrap_or_default().to_owned();
    let procedure = app.versions.procedure(tx, dossier.procedure)?;
    let (officer, stands_in) = match body::signer(events).map(|line| line.by) {
        Some(Actor::Person { person, assignment, .. }) => {
            let row = tx.one(
                "SELECT p.name, EXISTS (SELECT 1 FROM assignment a WHERE a.id = $2 AND a.stands_in_for IS NOT NULL)
                 FROM person p WHERE p.id = $1",
                args![person.0, assignment.0],
            )?;
            (row.get(0)?, row.get(1)?)
        }
        _ => (String::new(), false),
    };
    let at =
        body::At { dossier, events, procedure: &procedure, house: &house, unit, issuer, officer: &officer };
    let common = json!({
        "subject": procedure.content.name,
        "officer": officer,
        // The letter of an authority is signed by its head, or in the head's place.
        "post": block(unit.kind, unit.name_on(local_date(line.at)), stands_in),
        "lookup": format!("{}/tra-cuu", app.public_url),
        "qr": true,
    });
    for part in [common, body::of(&at, event)?] {
        if let (Some(facts), Value::Object(part)) = (facts.as_object_mut(), part) {
            facts.extend(part);
        }
    }
    Ok(facts)
}

/// The name without the dash or cross that the catalogue puts in front of some, and the stop behind it.
fn plain(name: &str) -> &str {
    name.trim_start_matches(['-', '+', '•', ' ']).trim_end_matches([';', '.', ' '])
}

fn party(party: &Party) -> Value {
    json!({ "name": party.name, "identity": party.identity, "address": party.address, "phone": party.phone,
            "email": party.email })
}

/// Who signs as the one who files; nobody that is known where it is an organisation: its person writes the name by hand.
fn submitter(filing: &Filing) -> String {
    let party = filing.proxy.as_ref().unwrap_or(&filing.owner);
    if party.is_organisation { String::new() } else { party.name.clone() }
}

/// The words as a sentence: with its stop.
fn sentence(words: &str) -> String {
    let words = words.trim();
    if words.is_empty() || words.ends_with(['.', '!', '?', '…']) {
        words.to_owned()
    } else {
        format!("{words}.")
    }
}

fn contact(officer: &str, unit: &Unit) -> String {
    [officer, unit.name()].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
}

/// What a page says of a letter that was made at `at`.
pub fn made(at: Instant) -> String {
    moment(at)
}
