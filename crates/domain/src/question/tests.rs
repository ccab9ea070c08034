//! The way of a question: assigned, drafted, approved, published, reused.

use super::*;
use crate::{dossier::sample, id::AssignmentId, instant::from_local, people::Role, petition::clock::Clock};

fn at(text: &str) -> Instant {
    from_local(text.parse().unwrap())
}

fn person(role: Role, unit: u128) -> Actor {
    Actor::Person {
        person: sample::person(unit),
        assignment: AssignmentId(sample::uuid(unit)),
        unit: sample::unit(unit),
        role,
        stands_in_for: None,
    }
}

fn asked() -> Question {
    let question = Question {
        code: "HD-2023-00001".into(),
        title: "Khai sinh muộn có mất phí không?".into(),
        content: String::new(),
        asked_at: at("2023-08-22T08:00"),
        state: QuestionState::Asked,
        unit: None,
        answer: String::new(),
        reused: None,
        publication: None,
        corrected_at: None,
        ground: String::new(),
        clock: Some(Running {
            clock: Clock::Question,
            since: at("2023-08-22T08:00"),
            due_at: at("2023-08-29T17:00"),
        }),
        is_late: false,
    };
    step(None, QuestionEvent::Asked { question: Box::new(question) }, &Actor::Public, "2023-08-22T08:00")
        .unwrap()
}

fn step(this: Option<&Question>, event: QuestionEvent, by: &Actor, when: &str) -> Result<Question, Refusal> {
    Question::after(this, &event, by, at(when))
}

#[test]
fn a_question_is_drafted_approved_and_published() {
    // Row C-34.
    let (centre, handler, leader) =
        (person(Role::CentreSupervisor, 90), person(Role::Handler, 2), person(Role::Leader, 2));
    let day = "2023-08-23T09:00";
    let text = || "Không thu phí.".to_owned();
    let assign = || QuestionEvent::Assigned { to: sample::unit(2), text: String::new() };
    assert_eq!(step(Some(&asked()), assign(), &handler, day), Err(Refusal::ContactNotYours));
    let open = step(Some(&asked()), assign(), &centre, day).unwrap();
    assert!(open.may_read(&handler) && !open.may_read(&person(Role::Handler, 3)));
    let draft = |text: &str| QuestionEvent::Drafted { text: text.into() };
    assert_eq!(step(Some(&open), draft(" "), &handler, day), Err(Refusal::NothingSaid));
    let drafted = step(Some(&open), draft("Không"), &handler, day).unwrap();
    let approve = || QuestionEvent::Approved { text: text() };
    assert_eq!(step(Some(&drafted), approve(), &handler, day), Err(Refusal::ContactNotYours));
    let back = step(Some(&drafted), QuestionEvent::Returned { text: "Nêu căn cứ".into() }, &leader, day);
    assert_eq!(back.as_ref().map(|question| question.state), Ok(QuestionState::Assigned));
    let answered = step(Some(&drafted), approve(), &leader, day).unwrap();
    assert_eq!((answered.answer.as_str(), answered.clock, answered.is_late), ("Không thu phí.", None, false));
    let publication = Publication::new(&answered.title, &answered.answer, &[]).unwrap();
    let publish = || QuestionEvent::Published { publication: publication.clone() };
    assert_eq!(step(Some(&answered), publish(), &leader, day), Err(Refusal::ContactNotYours));
    let published = step(Some(&answered), publish(), &centre, day).unwrap();
    assert_eq!(published.state, QuestionState::Published);
}

#[test]
fn an_earlier_answer_is_used_again_and_a_late_one_is_late() {
    let centre = person(Role::CentreSupervisor, 90);
    let reuse =
        || QuestionEvent::Reused { from: QuestionId(sample::uuid(5)), text: "Không thu phí.".into() };
    let answered = step(Some(&asked()), reuse(), &centre, "2023-08-29T17:00").unwrap();
    assert_eq!((answered.state, answered.is_late), (QuestionState::Answered, false));
    assert!(!answered.may(&centre, QuestionDeed::Publish), "it is public already");
    assert!(step(Some(&asked()), reuse(), &centre, "2023-08-30T07:00").unwrap().is_late);
    let overdue = |when| step(Some(&asked()), QuestionEvent::Overdue, &Actor::System, when);
    assert_eq!(overdue("2023-08-29T17:00"), Err(Refusal::ContactNotYours));
    assert!(overdue("2023-08-29T17:01").unwrap().is_late);
}

#[test]
fn what_is_published_is_corrected_or_taken_back_with_a_reason() {
    // Row C-34: what everybody reads is right, or it is not there.
    let (centre, leader, day) =
        (person(Role::CentreSupervisor, 90), person(Role::Leader, 2), "2023-08-23T09:00");
    let publication = |answer: &str| Publication::new("Mất phí không?", answer, &[]).unwrap();
    let published = Question {
        state: QuestionState::Published,
        publication: Some(publication("Không")),
        clock: None,
        answer: "Không".into(),
        ..asked()
    };
    let correct =
        |text: &str| QuestionEvent::Corrected { publication: publication("Có"), text: text.into() };
    assert_eq!(step(Some(&published), correct("Sai"), &leader, day), Err(Refusal::ContactNotYours));
    assert_eq!(step(Some(&published), correct(" "), &centre, day), Err(Refusal::NothingSaid));
    let corrected = step(Some(&published), correct("Nghị quyết mới"), &centre, day).unwrap();
    assert_eq!((corrected.state, corrected.answer.as_str()), (QuestionState::Published, "Có"));
    assert_eq!(corrected.corrected_at, Some(at(day)));
    let withdraw = |text: &str| QuestionEvent::Withdrawn { text: text.into() };
    assert_eq!(step(Some(&corrected), withdraw(""), &centre, day), Err(Refusal::NothingSaid));
    let back = step(Some(&corrected), withdraw("Hết hiệu lực"), &centre, day).unwrap();
    assert_eq!((back.state, back.publication.is_none()), (QuestionState::Answered, true));
    assert!(back.may(&centre, QuestionDeed::Publish), "and may be published anew");
}

#[test]
fn what_is_no_question_is_declined_with_a_reason_and_only_before_it_is_answered() {
    let (centre, handler, day) =
        (person(Role::CentreSupervisor, 90), person(Role::Handler, 2), "2023-08-23T09:00");
    let decline = |text: &str| QuestionEvent::Declined { text: text.into() };
    assert_eq!(step(Some(&asked()), decline(""), &centre, day), Err(Refusal::NothingSaid));
    assert_eq!(step(Some(&asked()), decline("Quảng cáo"), &handler, day), Err(Refusal::ContactNotYours));
    let declined = step(Some(&asked()), decline("Quảng cáo"), &centre, day).unwrap();
    assert_eq!((declined.state, declined.clock, declined.is_late), (QuestionState::Declined, None, false));
    assert_eq!(declined.ground, "Quảng cáo");
    assert_eq!(step(Some(&declined), decline("Nữa"), &centre, day), Err(Refusal::ContactNotYours));
    assert!(step(Some(&asked()), decline("Trùng"), &centre, "2023-09-12T09:00").unwrap().is_late);
}
