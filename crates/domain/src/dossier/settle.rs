//! Settlement: transfer, take, assign, draft, advance, send back, issue, hand over (NĐ 61/2018 Điều 18–20).
//!
//! Each function says whether the deed is lawful now and gives the event; whether this person may do it is
//! asked of [`crate::access`] first.

use super::{
    Dossier, Event, Place, State,
    event::{Draft, Handover, Outcome},
    part::PartKind,
};
use crate::{id::PersonId, process::StepKind, refusal::Refusal};

/// Hands an accepted dossier to the settling unit (NĐ 61/2018 Điều 18).
pub fn transfer(dossier: &Dossier, to: Place) -> Result<Event, Refusal> {
    if dossier.state != State::Received {
        return Err(Refusal::WrongState { state: dossier.state.title(), deed: "chuyển hồ sơ" });
    }
    Ok(Event::Transferred { to })
}

/// Takes a step that nobody holds (row C-02).
///
/// When a dossier that is due earlier waits for the same unit and role (`earlier_waits`), taking this one needs a
/// reason, unless its applicant belongs to a priority group (NĐ 63/2010 Điều 18.8; row C-03).
pub fn take(dossier: &Dossier, earlier_waits: bool, reason: &str) -> Result<Event, Refusal> {
    let place = dossier.place.as_ref().ok_or(Refusal::NoSuchStep)?;
    if place.owner.is_some() {
        return Err(Refusal::AlreadyTaken);
    }
    let reason = reason.trim();
    let needs_reason = earlier_waits && !dossier.has_priority;
    if needs_reason && reason.is_empty() {
        return Err(Refusal::OutOfOrder);
    }
    Ok(Event::Taken { out_of_order: needs_reason.then(|| reason.to_owned()) })
}

/// Gives the next step to a person (NĐ 61/2018 Điều 19.1).
pub fn assign(person: PersonId, mut to: Place, note: &str) -> Event {
    to.owner = Some(person);
    Event::Assigned { person, to, note: note.trim().to_owned() }
}

/// Gives the present step to another person, with a reason: it must not wait for somebody who is absent.
pub fn reassign(dossier: &Dossier, person: PersonId, reason: &str) -> Result<Event, Refusal> {
    let place = dossier.place.as_ref().ok_or(Refusal::NoSuchStep)?;
    if place.owner == Some(person) {
        return Err(Refusal::AlreadyTaken);
    }
    if reason.trim().is_empty() {
        return Err(Refusal::ReasonMissing);
    }
    Ok(Event::Reassigned { person, reason: reason.trim().to_owned() })
}

/// Gives the papers of a dossier that ended without a result back, once.
pub fn return_papers(dossier: &Dossier, handover: Handover) -> Result<Event, Refusal> {
    if dossier.turns.papers_returned {
        return Err(Refusal::AlreadyTaken);
    }
    if handover.collector.trim().is_empty() || handover.identity.trim().is_empty() {
        return Err(Refusal::CollectorMissing);
    }
    Ok(Event::PapersReturned { handover })
}

/// Writes the draft of the result (row C-25).
pub fn draft(draft: Draft) -> Result<Event, Refusal> {
    if draft.opinion.trim().is_empty() {
        return Err(Refusal::ReasonMissing);
    }
    Ok(Event::Drafted { draft })
}

/// Ends the step and begins the next. What is submitted for review or signature must have a draft (row C-25), and
/// the step that issues the result ends by issuing it.
pub fn advance(dossier: &Dossier, to: Place, note: &str) -> Result<Event, Refusal> {
    if matches!(to.kind, StepKind::Review | StepKind::Sign | StepKind::Number) && !dossier.has_draft {
        return Err(Refusal::DraftMissing);
    }
    if to.kind == StepKind::Return {
        return Err(Refusal::ResultIncomplete);
    }
    Ok(Event::Advanced { to, note: note.trim().to_owned() })
}

/// Sends the dossier back to an earlier step, with a reason.
pub fn send_back(dossier: &Dossier, to: Place, reason: &str) -> Result<Event, Refusal> {
    let here = dossier.place.as_ref().ok_or(Refusal::NoSuchStep)?;
    if to.step >= here.step {
        return Err(Refusal::NoSuchStep);
    }
    if reason.trim().is_empty() {
        return Err(Refusal::ReasonMissing);
    }
    Ok(Event::SentBack { to, reason: reason.trim().to_owned() })
}

/// Issues the result: number, date and file are all there (NĐ 61/2018 Điều 19, 20).
///
/// `to` is the hand-over step; a process in which other work still follows refuses, and so do parts that other units
/// have not finished.
pub fn issue(dossier: &Dossier, result: Outcome, to: Place) -> Result<Event, Refusal> {
    if result.number.trim().is_empty() || result.file.hash.is_empty() {
        return Err(Refusal::ResultIncomplete);
    }
    if to.kind != StepKind::Return {
        return Err(Refusal::NotLastStep);
    }
    if dossier.turns.parts.iter().any(|part| part.kind == PartKind::Leg && part.is_open()) {
        return Err(Refusal::PartsOpen);
    }
    Ok(Event::ResultIssued { result, to })
}

/// Hands the result over to a named person (NĐ 61/2018 Điều 6.2.b, 20). An overdue dossier is handed over like any other.
pub fn hand_over(handover: Handover) -> Result<Event, Refusal> {
    if handover.collector.trim().is_empty() || handover.identity.trim().is_empty() {
        return Err(Refusal::CollectorMissing);
    }
    Ok(Event::Returned { handover })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dossier::sample;

    #[test]
    fn a_held_step_cannot_be_taken_again() {
        // Quy chế 1267 Điều 2: one responsible person; the slower of two loses.
        let dossier = sample::in_progress(StepKind::Process, Some(sample::person(1)));
        assert_eq!(take(&dossier, false, ""), Err(Refusal::AlreadyTaken));
    }

    #[test]
    fn out_of_order_needs_a_reason_unless_the_applicant_has_priority() {
        let mut dossier = sample::in_progress(StepKind::Process, None);
        assert_eq!(take(&dossier, true, " "), Err(Refusal::OutOfOrder), "row C-03");
        let reason = Event::Taken { out_of_order: Some("cùng chủ hồ sơ".into()) };
        assert_eq!(take(&dossier, true, "cùng chủ hồ sơ"), Ok(reason));
        dossier.has_priority = true;
        assert_eq!(take(&dossier, true, ""), Ok(Event::Taken { out_of_order: None }), "NĐ 63/2010 Điều 18.8");
    }

    #[test]
    fn nothing_is_submitted_for_signature_without_a_draft() {
        let mut dossier = sample::in_progress(StepKind::Process, Some(sample::person(1)));
        let to = sample::place(3, StepKind::Review, None);
        assert_eq!(advance(&dossier, to.clone(), ""), Err(Refusal::DraftMissing), "row C-25");
        dossier.has_draft = true;
        assert!(advance(&dossier, to, "").is_ok());
    }

    #[test]
    fn the_last_step_ends_with_a_result_only() {
        let dossier = sample::in_progress(StepKind::Number, Some(sample::person(1)));
        let to = sample::place(6, StepKind::Return, None);
        assert_eq!(advance(&dossier, to.clone(), ""), Err(Refusal::ResultIncomplete));
        let result = sample::outcome();
        assert!(issue(&dossier, result.clone(), to).is_ok());
        assert_eq!(
            issue(&dossier, result.clone(), sample::place(5, StepKind::Number, None)),
            Err(Refusal::NotLastStep)
        );
        let unnumbered = Outcome { number: " ".into(), ..result };
        let to = sample::place(6, StepKind::Return, None);
        assert_eq!(issue(&dossier, unnumbered, to), Err(Refusal::ResultIncomplete), "NĐ 61/2018 Điều 19");
    }

    #[test]
    fn sending_back_goes_back_and_says_why() {
        let dossier = sample::in_progress(StepKind::Review, Some(sample::person(1)));
        let back = |step, reason| send_back(&dossier, sample::place(step, StepKind::Process, None), reason);
        assert!(back(1, "thiếu căn cứ").is_ok());
        assert_eq!(back(1, ""), Err(Refusal::ReasonMissing));
        assert_eq!(back(9, "x"), Err(Refusal::NoSuchStep));
    }
}
