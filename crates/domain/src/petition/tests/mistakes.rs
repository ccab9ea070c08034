//! What was classified or published by mistake is put right, with a reason.

use super::*;

#[test]
fn another_class_is_found_with_a_reason_and_only_before_the_answer() {
    // Row C-54; NĐ 20/2008 Điều 9.1.
    let (centre, leader, now) =
        (person(Role::CentreSupervisor, CENTRE), person(Role::Leader, UNIT), at("2023-08-23T08:00"));
    let first = step(Some(&filed()), class(PetitionClass::Within), &centre, now).unwrap();
    let with_unit = step(Some(&first), to_unit(), &centre, now).unwrap();
    let silent = PetitionEvent::Classified { class: PetitionClass::Conduct, ground: " ".into() };
    assert_eq!(step(Some(&with_unit), silent, &centre, now), Err(Refusal::ReasonMissing));
    let again = || class(PetitionClass::Conduct);
    assert_eq!(step(Some(&with_unit), again(), &leader, now), Err(Refusal::ContactNotYours));
    let other = step(Some(&with_unit), again(), &centre, now).unwrap();
    assert_eq!((other.state, other.unit), (PetitionState::Classified, None), "passed on anew");
    assert_eq!(other.clock.map(|running| running.clock), Some(Clock::Forward));
    assert!(!other.may_read(&person(Role::Handler, UNIT)));
    let answered = step(Some(&with_unit), reply("Đã xem xét", "Luật"), &leader, now).unwrap();
    assert_eq!(step(Some(&answered), again(), &centre, now), Err(Refusal::ContactNotYours));
}

#[test]
fn what_was_published_is_taken_back_by_who_publishes_with_a_reason() {
    // Row C-56; NĐ 20/2008 Điều 19.
    let (director, centre, leader) = (
        person(Role::CentreDirector, CENTRE),
        person(Role::CentreSupervisor, CENTRE),
        person(Role::Leader, UNIT),
    );
    let now = at("2023-08-23T08:00");
    let mut petition = filed();
    for (event, by) in [
        (class(PetitionClass::Within), &centre),
        (to_unit(), &centre),
        (reply("Đã xem xét", "Luật"), &leader),
        (PetitionEvent::Published { publication: publication() }, &director),
    ] {
        petition = step(Some(&petition), event, by, now).unwrap();
    }
    let withdraw = |text: &str| PetitionEvent::Withdrawn { text: text.into() };
    assert_eq!(step(Some(&petition), withdraw("Lộ"), &centre, now), Err(Refusal::ContactNotYours));
    assert_eq!(step(Some(&petition), withdraw(""), &director, now), Err(Refusal::NothingSaid));
    let back = step(Some(&petition), withdraw("Nội dung đã hết hiệu lực"), &director, now).unwrap();
    assert_eq!((back.state, back.publication.is_none()), (PetitionState::Closed, true));
    assert!(back.reply.is_some() && back.clock.is_none(), "answered it stays");
}
