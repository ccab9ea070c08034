//! The way of a ticket, and who takes each step of it.

use super::*;
use crate::{dossier::sample, id::AssignmentId};

fn by(role: Role, unit: u128) -> Actor {
    Actor::Person {
        person: sample::person(unit),
        assignment: AssignmentId(sample::uuid(unit)),
        unit: sample::unit(unit),
        role,
        stands_in_for: None,
    }
}

fn people() -> [Actor; 4] {
    [by(Role::Handler, 2), by(Role::CentreSupervisor, 90), by(Role::Administrator, 1), by(Role::Handler, 3)]
}

fn ticket(state: TicketState) -> Ticket {
    Ticket {
        procedure: "1.000001".into(),
        name: "Thủ tục".into(),
        unit: sample::unit(2),
        announcement: None,
        state,
        since: sample::now(),
    }
}

fn deed(deed: TicketDeed) -> TicketEvent {
    TicketEvent { deed, text: "Theo QĐ 12/QĐ-UBND".into(), file: None }
}

#[test]
fn a_ticket_goes_from_the_agency_through_the_centre_to_those_who_configure_and_back() {
    // Điều 3.1.a, 4.1.a; row C-10. Who takes each step: the agency 0, the Centre 1, who configures 2.
    let way = [
        (TicketDeed::Send, 0, TicketState::Sent),
        (TicketDeed::Return, 1, TicketState::Returned),
        (TicketDeed::Send, 0, TicketState::Sent),
        (TicketDeed::Check, 1, TicketState::Checked),
        (TicketDeed::Configure, 2, TicketState::Configuring),
        (TicketDeed::Hand, 2, TicketState::Testing),
        (TicketDeed::Accept, 0, TicketState::Live),
    ];
    let mut now = ticket(TicketState::Draft);
    for (step, who, state) in way {
        for (place, person) in people().iter().enumerate() {
            assert_eq!(now.may(person, step), place == who, "{step:?} by {place} in {:?}", now.state);
        }
        now = now.after(&deed(step), true, &people()[who], sample::now()).unwrap();
        assert_eq!(now.state, state);
    }
    for step in TicketDeed::ALL {
        assert!(people().iter().all(|person| !now.may(person, *step)), "live is the end");
    }
}

#[test]
fn nothing_is_tried_or_live_without_a_process_that_adds_up() {
    // Rows C-08, C-10.
    let (agency, keeper) = (people()[0], people()[2]);
    let hand = ticket(TicketState::Configuring).after(&deed(TicketDeed::Hand), false, &keeper, sample::now());
    assert_eq!(hand, Err(Refusal::NoFittingProcess));
    let live = ticket(TicketState::Testing).after(&deed(TicketDeed::Accept), false, &agency, sample::now());
    assert_eq!(live, Err(Refusal::NoFittingProcess));
}

#[test]
fn what_is_sent_accepted_or_returned_says_why() {
    let (agency, silent) = (people()[0], |deed| TicketEvent { deed, text: " ".into(), file: None });
    let sent = ticket(TicketState::Draft).after(&silent(TicketDeed::Send), true, &agency, sample::now());
    assert_eq!(sent, Err(Refusal::NothingSaid));
    let tried = ticket(TicketState::Testing).after(&silent(TicketDeed::Accept), true, &agency, sample::now());
    assert_eq!(tried, Err(Refusal::NothingSaid), "the test log has words");
}
