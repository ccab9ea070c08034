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
