//! The state machine explored: every event in every situation that can be reached, eight events deep.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    Dossier, Event, State,
    duty::{Duty, Payment},
    event::{Draft, Ground, Handover, Request, Resumption},
    extend::{Apology, DelayCause},
    outgoing::{Delivery, Given},
    part::{Answer, NewPart, PartKind, Verdict},
    proposal::Proposal,
    reopen::{ReopenCause, Reopening},
    sample,
    stop::StopCause,
    verify::{Check, Loss},
};
use crate::{people::Actor, process::StepKind as K};

fn ground() -> Ground {
    Ground { reason: "lý do".into(), basis: "Điều 17".into() }
}

fn request() -> Request {
    let answer_by = Some(sample::now());
    Request { lines: vec![], reason: "thiếu".into(), slip_number: 1, answer_by, remind_at: None }
}

fn resumption() -> Resumption {
    let to = sample::place(2, K::Process, Some(sample::person(1)));
    Resumption { at: sample::now(), due_at: Some(sample::now()), warn_at: None, to, slip_number: Some(2) }
}

fn handover() -> Handover {
    Handover {
        collector: "Kim".into(),
        identity: "CCCD".into(),
        way: super::ReturnWay::Counter,
        receipt_taken_back: true,
    }
}

/// One of every event.
#[expect(clippy::too_many_lines, reason = "a list of forty events")]
fn events() -> Vec<Event> {
    use Event as E;
    let (target, now) = (sample::target(), sample::now());
    let filing = || Box::new(sample::filing(&[0]));
    let at = |step, kind| sample::place(step, kind, None);
    let day = jiff::civil::date(2023, 8, 22);
    let check =
        Check {
            at: now, place: "Ấp 3".into(), persons: "Kim".into(), content: "Đúng".into(), file: None
        };
    let apology = Apology {
        slip_number: 1,
        due_at: now,
        cause: DelayCause::Load,
        reason: "x".into(),
        new_due_at: now,
        warn_at: None,
        moves_due: true,
        is_late: false,
    };
    let part = NewPart {
        no: 1,
        kind: PartKind::Opinion,
        unit: sample::unit(77),
        task: "x".into(),
        minutes: 60,
        after: vec![],
        due_at: Some(now),
    };
    let reopening = Reopening {
        cause: ReopenCause::Correction,
        reason: "x".into(),
        decision: String::new(),
        due_at: Some(now),
        warn_at: None,
    };
    vec![
        E::Submitted { filing: filing(), target: target.clone(), to: at(0, K::Receive) },
        E::Received { filing: filing(), target: target.clone(), acceptance: Box::new(sample::acceptance()) },
        E::CompletionRequested { filing: filing(), target: target.clone(), request: request() },
        E::Completed { filing: filing(), to: at(0, K::Receive) },
        E::Declined { filing: filing(), target, ground: ground(), slip_number: 1 },
        E::Transferred { to: at(1, K::Assign) },
        E::Taken { out_of_order: None },
        E::Assigned { person: sample::person(1), to: at(2, K::Process), note: String::new() },
        E::Reassigned { person: sample::person(2), reason: "nghỉ".into() },
        E::Drafted { draft: Draft { opinion: "x".into(), file: None } },
        E::Advanced { to: at(3, K::Review), note: String::new() },
        E::SentBack { to: at(2, K::Process), reason: "x".into() },
        E::Undone {
            deed: "x".into(),
            reason: "x".into(),
            state: State::InProgress,
            to: Some(at(2, K::Process)),
        },
        E::Verified { check },
        E::SupplementRequested { request: request(), is_late: false },
        E::Supplemented { filing: filing(), resumption: resumption() },
        E::Reminded,
        E::Expired { slip_number: None, to: Some(at(6, K::Return)) },
        E::DutyRequired {
            duty: Duty {
                what: "x".into(),
                document: "1".into(),
                sent_on: day,
                amount: None,
                pay_by: None,
                file: None,
            },
        },
        E::RequestCancelled { reason: "x".into() },
        E::DutyUnpaid { pay_by: now },
        E::DutyPaid {
            payment: Payment { document: "1".into(), paid_on: day, file: None },
            resumption: resumption(),
        },
        E::Proposed { proposal: Proposal::Refuse { ground: ground() } },
        E::ProposalRejected { reason: "x".into() },
        E::Refused { ground: ground(), slip_number: 1, to: at(6, K::Return) },
        E::Stopped { cause: StopCause::Order, ground: ground(), slip_number: None, to: at(6, K::Return) },
        E::ApologyDrafted { slip_number: 1, due_at: now },
        E::Apologised { apology },
        E::ApologyVoided { slip_number: 1, reason: "x".into() },
        E::LetterGiven { given: Given { seq: 1, way: Delivery::Post, on: day } },
        E::FellOverdue { due_at: now, has_apology: false },
        E::OverdueExplained { due_at: now, cause: DelayCause::Load, reason: "x".into() },
        E::PartOpened { part },
        E::PartConfirmed { no: 1 },
        E::PartDone {
            no: 1,
            answer: Answer { verdict: Some(Verdict::Agrees), content: "x".into(), file: None },
            released: vec![],
        },
        E::PartSilent { no: 1, released: vec![] },
        E::PartCancelled { no: 1, reason: "x".into(), released: vec![] },
        E::PartDeclined { no: 1, reason: "x".into(), released: vec![] },
        E::PartReassigned { no: 1, person: sample::person(2), reason: "x".into() },
        E::PartLate { no: 1 },
        E::Withdrawn { reason: "x".into(), slip_number: None, to: Some(at(6, K::Return)) },
        E::ResultIssued { result: sample::outcome(), to: at(6, K::Return) },
        E::CollectionReminded { note: "x".into() },
        E::PostReturned { note: "x".into() },
        E::Returned { handover: handover() },
        E::PapersReturned { handover: handover() },
        E::Reopened { reopening, to: at(2, K::Process) },
        E::PaperLost { loss: Loss { paper: "x".into(), content: "x".into(), remedy: "x".into() } },
    ]
}

/// What matters of a dossier for what may follow.
fn situation(dossier: &Dossier) -> String {
    let turns = &dossier.turns;
    format!(
        "{:?} waiting={} proposal={} apology={} parts={:?} settled={} closed={}",
        dossier.state,
        turns.waiting.is_some(),
        turns.proposal.is_some(),
        turns.apology.is_some(),
        turns.parts.iter().map(|part| part.state).collect::<BTreeSet<_>>(),
        dossier.settled_at.is_some(),
        dossier.closed_at.is_some()
    )
}

/// Every situation that can be reached within `depth` events, with one dossier in it.
fn explore(depth: usize) -> BTreeMap<String, Dossier> {
    let by = Actor::System;
    let mut seen = BTreeMap::new();
    let mut edge: Vec<Dossier> = events()
        .iter()
        .filter_map(|first| Dossier::begin(sample::in_state(State::Submitted, None).id, first, sample::now()))
        .collect();
    for _ in 0..depth {
        let mut next = vec![];
        for dossier in edge {
            if seen.insert(situation(&dossier), dossier.clone()).is_some() || dossier.turns.parts.len() > 1 {
                continue;
            }
            next.extend(events().iter().filter_map(|event| dossier.after(event, by, sample::now()).ok()));
        }
        edge = next;
    }
    seen
}

#[test]
fn every_state_is_reached_and_none_is_without_a_way_out() {
    let seen = explore(8);
    let reached: BTreeSet<&str> = seen.values().map(|dossier| dossier.state.name()).collect();
    for state in State::ALL {
        assert!(reached.contains(state.name()), "{state:?} is never reached");
        let leads_on =
            events().iter().any(|event| State::after(Some(*state), event).is_some_and(|next| next != *state));
        // Ends that nothing but a note follows: what was never accepted has nothing to correct.
        let is_end = matches!(state, State::Declined | State::Expired);
        assert_eq!(leads_on, !is_end, "{state:?}");
    }
}

#[test]
fn never_do_two_clocks_run() {
    for (name, dossier) in explore(8) {
        let state = dossier.state;
        let waits =
            matches!(state, State::AwaitingCompletion | State::AwaitingSupplement | State::AwaitingDuty);
        assert_eq!(dossier.turns.waiting.is_some(), waits, "waited for, and only then: {name}");
        assert!(!(state.is_running() && waits), "{name}");
        assert_eq!(dossier.closed_at.is_some(), state.is_closed(), "closed, and only then: {name}");
        if state.is_running() {
            assert!(dossier.settled_at.is_none(), "a clock runs only without a result: {name}");
            assert!(dossier.place.is_some(), "somebody answers for it: {name}");
        }
    }
}

#[test]
fn a_closed_dossier_is_left_only_by_correction_or_decision() {
    // Domain §2.3: "Only correction or re-open by decision with reason may leave a closed state".
    for state in State::ALL.iter().copied().filter(|state| state.is_closed()) {
        for event in events() {
            if let Some(next) = State::after(Some(state), &event) {
                assert!(
                    next == state || matches!(event, Event::Reopened { .. }),
                    "{state:?} {}",
                    event.name()
                );
            }
        }
    }
}

#[test]
fn the_list_has_every_event_once() {
    let names: BTreeSet<&str> = events().iter().map(Event::name).collect();
    assert_eq!(names.len(), events().len());
    // A new event must be added above: serde names every variant.
    let wrong = serde_json::from_str::<Event>(r#"{"event":"?"}"#).unwrap_err().to_string();
    for name in wrong.split('`').skip(3).step_by(2).filter(|word| *word != "event") {
        assert!(names.contains(name), "{name} is missing");
    }
    assert_eq!(wrong.matches('`').count() / 2 - 1, names.len(), "{wrong}");
}

#[test]
fn events_are_written_and_read_again() {
    for event in events() {
        let text = serde_json::to_string(&event).unwrap();
        assert!(text.contains(&format!("\"event\":\"{}\"", event.name())), "{text}");
        assert_eq!(serde_json::from_str::<Event>(&text).unwrap(), event);
    }
}
