//! The way of a petition: classes, clocks, transfers, answers; nothing that the law does not let pass.

use proptest::prelude::*;

use super::*;
use crate::{
    calendar::{Calendar, Timetable, WorkingHours},
    dossier::sample,
    id::AssignmentId,
    instant::from_local,
    people::Role,
    petition::letter::{Delivery, Signed},
};

const CENTRE: u128 = 90;
const UNIT: u128 = 2;

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

/// Received on Tuesday, the day of the regulation, at 8 o'clock.
pub(super) fn petition(subject: PetitionSubject) -> Petition {
    Petition {
        code: "PAKN-2023-00001".into(),
        channel: PetitionChannel::Web,
        source: None,
        subject,
        title: "Hai biểu mẫu hỏi cùng một việc".into(),
        content: "Đề nghị bỏ một mẫu".into(),
        dossier_code: String::new(),
        dossier: None,
        procedure: String::new(),
        received_at: at("2023-08-22T08:00"),
        state: PetitionState::Received,
        class: None,
        ground: String::new(),
        unit: None,
        outside: String::new(),
        clock: None,
        was_asked: false,
        late: vec![],
        reply: None,
        publication: None,
        head: None,
        files: vec![],
        letter: None,
        delivery: None,
    }
}

fn step(
    this: Option<&Petition>,
    event: PetitionEvent,
    by: &Actor,
    now: Instant,
) -> Result<Petition, Refusal> {
    let (calendar, hours) = (Calendar::default(), WorkingHours::usual());
    let table = Timetable { calendar: &calendar, hours: &hours };
    let received_at = this.map_or(now, |petition| petition.received_at);
    let clock = match event.next(received_at, now) {
        Next::Start(clock, since, _) | Next::Measure(clock, since) => {
            Some(Running { clock, since, due_at: clock::due(since, clock.days(), &table).unwrap() })
        }
        Next::Keep | Next::Rest => None,
    };
    Petition::after(this, &Happened { event, clock }, by, now)
}

fn filed() -> Petition {
    let event = PetitionEvent::Filed { petition: Box::new(petition(PetitionSubject::Rule)) };
    step(None, event, &Actor::Public, at("2023-08-22T08:00")).unwrap()
}

fn class(class: PetitionClass) -> PetitionEvent {
    PetitionEvent::Classified { class, ground: "Điều 7".into() }
}

fn to_unit() -> PetitionEvent {
    PetitionEvent::Forwarded { to: Receiver::Unit(sample::unit(UNIT)), text: String::new() }
}

fn reply(text: &str, basis: &str) -> PetitionEvent {
    let reply = Reply { text: text.into(), outcome: Outcome::Explained, basis: basis.into(), file: None };
    PetitionEvent::Answered { reply }
}

fn publication() -> Publication {
    Publication::new("Hai mẫu hỏi một việc", "Đã bỏ một mẫu", &[]).unwrap()
}

#[test]
fn each_limit_has_its_number_and_its_source() {
    // Domain §8.3.
    let days: Vec<i64> = Clock::ALL.iter().map(|clock| clock.days()).collect();
    assert_eq!(days, [2, 5, 5, 15, 2, 2, 5]);
    assert!(Clock::ALL.iter().all(|clock| !clock.source().is_empty()));
    let (calendar, hours) = (Calendar::default(), WorkingHours::usual());
    let table = Timetable { calendar: &calendar, hours: &hours };
    for (from, days, due_at) in [
        // The day itself does not count; the last one counts whole.
        ("2023-08-22T08:00", 2, "2023-08-24T17:00"),
        ("2023-08-22T16:59", 2, "2023-08-24T17:00"),
        ("2023-08-22T22:00", 5, "2023-08-29T17:00"),
        ("2023-08-25T10:00", 1, "2023-08-28T17:00"),
        ("2023-08-26T10:00", 1, "2023-08-28T17:00"),
        ("2023-08-22T08:00", 15, "2023-09-12T17:00"),
    ] {
        assert_eq!(clock::due(at(from), days, &table), Some(at(due_at)), "{from} + {days}");
    }
}

#[test]
fn each_class_has_its_clock_and_only_one() {
    // Row C-54; NĐ 20/2008 Điều 9.1.
    let centre = person(Role::CentreSupervisor, CENTRE);
    let filed = filed();
    assert_eq!(filed.clock.map(|running| running.clock), Some(Clock::Classify));
    for (wanted, state, running, due_at) in [
        (PetitionClass::NotAccepted, PetitionState::Declined, None, ""),
        (PetitionClass::Conduct, PetitionState::Classified, Some(Clock::Forward), "2023-08-29T17:00"),
        (PetitionClass::Within, PetitionState::Classified, Some(Clock::Settle), "2023-09-12T17:00"),
        (PetitionClass::Outside, PetitionState::Classified, Some(Clock::Forward), "2023-08-29T17:00"),
    ] {
        let after = step(Some(&filed), class(wanted), &centre, at("2023-08-23T09:00")).unwrap();
        assert_eq!((after.class, after.state), (Some(wanted), state));
        assert_eq!(after.clock.map(|now| now.clock), running);
        assert_eq!(after.clock.map(|now| now.due_at), running.map(|_| at(due_at)));
        let twice = step(Some(&after), class(wanted), &centre, at("2023-08-23T10:00"));
        assert_eq!(twice, Err(Refusal::ContactNotYours), "it has that class already");
    }
    let groundless = PetitionEvent::Classified { class: PetitionClass::NotAccepted, ground: " ".into() };
    assert_eq!(step(Some(&filed), groundless, &centre, at("2023-08-23T09:00")), Err(Refusal::BasisMissing));
}

#[test]
fn a_transfer_on_the_sixth_working_day_is_a_violation() {
    // Row C-55; NĐ 20/2008 Điều 9.1.d: within five working days from receipt.
    let centre = person(Role::CentreSupervisor, CENTRE);
    let classified =
        step(Some(&filed()), class(PetitionClass::Outside), &centre, at("2023-08-23T09:00")).unwrap();
    let away =
        || PetitionEvent::Forwarded { to: Receiver::Outside("Bộ Tư pháp".into()), text: String::new() };
    for (when, late) in [("2023-08-29T16:59", vec![]), ("2023-08-30T07:00", vec![Clock::Forward])] {
        let passed = step(Some(&classified), away(), &centre, at(when)).unwrap();
        assert_eq!(
            (passed.state, passed.late, passed.clock),
            (PetitionState::PassedOn, late, None),
            "{when}"
        );
        let here = step(Some(&classified), to_unit(), &centre, at(when)).unwrap();
        assert_eq!(here.clock.map(|running| running.clock), Some(Clock::Settle));
    }
    let nobody = PetitionEvent::Forwarded { to: Receiver::Outside(" ".into()), text: String::new() };
    assert_eq!(step(Some(&classified), nobody, &centre, at("2023-08-24T09:00")), Err(Refusal::NoReceiver));
    let within = step(Some(&filed()), class(PetitionClass::Within), &centre, at("2023-08-23T09:00")).unwrap();
    assert_eq!(step(Some(&within), away(), &centre, at("2023-08-24T09:00")), Err(Refusal::NoReceiver));
}

#[test]
fn an_answer_has_words_and_its_classification_and_is_checked_before_it_is_published() {
    // Rows C-31, C-32, C-56.
    let (centre, director) = (person(Role::CentreSupervisor, CENTRE), person(Role::CentreDirector, CENTRE));
    let (unit, other) = (person(Role::Handler, UNIT), person(Role::Handler, 3));
    let now = at("2023-08-24T09:00");
    let within = step(Some(&filed()), class(PetitionClass::Within), &centre, now).unwrap();
    let open = step(Some(&within), to_unit(), &centre, now).unwrap();
    assert!(open.may_read(&unit) && open.may_know_sender(&unit) && !open.may_read(&other));
    assert_eq!(step(Some(&open), reply("Đã bỏ", "Luật"), &other, now), Err(Refusal::ContactNotYours));
    for (text, basis) in [(" ", "Luật"), ("Đã bỏ một mẫu", " ")] {
        let refused = step(Some(&open), reply(text, basis), &unit, now);
        assert_eq!(refused, Err(Refusal::SettlementIncomplete));
    }
    let publish = || PetitionEvent::Published { publication: publication() };
    assert_eq!(step(Some(&open), publish(), &director, now), Err(Refusal::ContactNotYours), "no answer yet");
    let answered = step(Some(&open), reply("Đã bỏ một mẫu", "NĐ 63/2010 Điều 8"), &unit, now).unwrap();
    assert_eq!(answered.clock.map(|running| running.clock), Some(Clock::Publish));
    let back = PetitionEvent::SentBack { text: "Bỏ mẫu nào?".into() };
    assert_eq!(step(Some(&answered), back.clone(), &unit, now), Err(Refusal::ContactNotYours));
    let again = step(Some(&answered), back, &centre, now).unwrap();
    assert_eq!((again.state, again.clock.map(|c| c.clock)), (PetitionState::Forwarded, Some(Clock::Again)));
    // Where it went to an authority outside, no limit of ours runs there again.
    let outside = Petition { unit: None, outside: "Bộ Tư pháp".into(), ..answered.clone() };
    let back = PetitionEvent::SentBack { text: "Bỏ mẫu nào?".into() };
    let passed = step(Some(&outside), back, &centre, now).unwrap();
    assert_eq!((passed.state, passed.clock), (PetitionState::PassedOn, None));
    let answered = step(Some(&again), reply("Đã bỏ mẫu 2", "NĐ 63/2010 Điều 8"), &unit, now).unwrap();
    assert_eq!(step(Some(&answered), publish(), &centre, now), Err(Refusal::ContactNotYours));
    let published = step(Some(&answered), publish(), &director, now).unwrap();
    assert_eq!((published.state, published.clock), (PetitionState::Published, None));
    let sent =
        |sent_at| PetitionEvent::Delivered { way: ReplyWay::Letter, sent_at, text: "12/TTPVHC".into() };
    assert_eq!(
        step(Some(&published), sent(at("2023-08-25T09:00")), &centre, now),
        Err(Refusal::DeliveredWhen)
    );
    let posted = step(Some(&published), sent(now), &centre, now).unwrap();
    let back = |text: &str| PetitionEvent::Undelivered { way: ReplyWay::Letter, text: text.into() };
    assert_eq!(step(Some(&posted), back(" "), &centre, now), Err(Refusal::NothingSaid));
    assert_eq!(
        step(Some(&posted), back("Bưu điện trả lại"), &person(Role::Leader, 3), now),
        Err(Refusal::ContactNotYours)
    );
    let returned = step(Some(&posted), back("Bưu điện trả lại"), &centre, now).unwrap();
    assert_eq!(returned.delivery, Some(Delivery::Failed), "what came back did not arrive");
    // An e-mail that fails undoes nothing of what was handed over.
    let letter = Some(Signed { number: 1, unit: sample::unit(UNIT) });
    let signed = Petition { letter, ..posted };
    let failed = step(Some(&signed), back("Thư không gửi được"), &Actor::System, now).unwrap();
    assert_eq!(failed.delivery, Some(Delivery::Arrived));
    assert_eq!(step(Some(&answered), sent(now), &centre, now), Err(Refusal::ContactNotYours));
}

#[test]
fn whose_conduct_is_reported_does_not_learn_who_reported_it() {
    // Domain §8.5.
    let centre = person(Role::CentreSupervisor, CENTRE);
    let now = at("2023-08-24T09:00");
    let conduct = step(Some(&filed()), class(PetitionClass::Conduct), &centre, now).unwrap();
    let open = step(Some(&conduct), to_unit(), &centre, now).unwrap();
    for (role, reads) in [(Role::Handler, false), (Role::DivisionHead, true), (Role::Leader, true)] {
        let officer = person(role, UNIT);
        assert_eq!(open.may_read(&officer), reads, "{role:?}");
        assert!(!open.may_know_sender(&officer), "{role:?}");
        assert_eq!(open.may(&officer, PetitionDeed::Answer), reads, "{role:?}");
    }
    assert!(open.may_know_sender(&centre));
    // What the sender called conduct stays protected however it was classified.
    let rule = Petition { subject: PetitionSubject::Conduct, class: Some(PetitionClass::Within), ..open };
    assert!(rule.may_read(&person(Role::Handler, UNIT)));
    assert!(!rule.may_know_sender(&person(Role::Handler, UNIT)));
}

#[test]
fn what_the_sender_adds_starts_the_clock_again() {
    let centre = person(Role::CentreSupervisor, CENTRE);
    let ask = PetitionEvent::Asked { text: "Mẫu nào?".into() };
    let asked = step(Some(&filed()), ask, &centre, at("2023-08-23T09:00")).unwrap();
    assert_eq!(
        (asked.state, asked.clock, asked.late.as_slice()),
        (PetitionState::Asked, None, [].as_slice())
    );
    // The first question is asked within five working days from receipt; 29/8 is the fifth.
    let ask = || PetitionEvent::Asked { text: "Mẫu nào?".into() };
    for (when, late) in
        [("2023-08-29T16:00", vec![Clock::Classify]), ("2023-08-30T08:00", vec![Clock::Classify, Clock::Ask])]
    {
        assert_eq!(step(Some(&filed()), ask(), &centre, at(when)).unwrap().late, late, "{when}");
    }
    // Who never says more is decided on as it stands.
    assert!(step(Some(&asked), class(PetitionClass::Within), &centre, at("2023-09-20T09:00")).is_ok());
    let more = PetitionEvent::Supplied { text: "Mẫu 2".into() };
    let more = step(Some(&asked), more, &Actor::Public, at("2023-08-28T09:00")).unwrap();
    assert_eq!(
        (more.state, more.clock.map(|c| c.due_at)),
        (PetitionState::Received, Some(at("2023-08-30T17:00")))
    );
    assert!(more.content.ends_with("Bổ sung: Mẫu 2"));
    let second = step(Some(&more), ask(), &centre, at("2023-08-30T16:00")).unwrap();
    assert_eq!(second.late, vec![], "only the first has a limit");
}

#[test]
fn what_is_not_done_in_time_is_noted_once() {
    // Row C-31.
    let filed = filed();
    let overdue = |this: &Petition, when| step(Some(this), PetitionEvent::Overdue, &Actor::System, at(when));
    assert_eq!(overdue(&filed, "2023-08-24T17:00"), Err(Refusal::ContactNotYours), "not yet");
    let late = overdue(&filed, "2023-08-24T17:01").unwrap();
    assert_eq!((late.late.as_slice(), late.state), ([Clock::Classify].as_slice(), PetitionState::Received));
    let centre = person(Role::CentreSupervisor, CENTRE);
    let done = step(Some(&late), class(PetitionClass::Conduct), &centre, at("2023-08-25T08:00")).unwrap();
    assert_eq!(done.late, [Clock::Classify]);
}

#[test]
fn who_enters_and_who_leads_a_group() {
    let new = || PetitionEvent::Filed { petition: Box::new(petition(PetitionSubject::Other)) };
    let now = at("2023-08-22T08:00");
    for (role, may) in
        [(Role::Receptionist, true), (Role::Clerk, true), (Role::Handler, false), (Role::Citizen, true)]
    {
        assert_eq!(step(None, new(), &person(role, 5), now).is_ok(), may, "{role:?}");
    }
    let centre = person(Role::CentreSupervisor, CENTRE);
    let head = filed();
    assert!(!head.may_lead(), "not classified yet");
    let head = step(Some(&head), class(PetitionClass::Within), &centre, now).unwrap();
    assert!(head.may_lead());
    let join = PetitionEvent::Joined { head: PetitionId(sample::uuid(7)), class: PetitionClass::Within };
    let member = step(Some(&filed()), join, &centre, now).unwrap();
    assert_eq!((member.state, member.class, member.clock), (PetitionState::Joined, head.class, None));
    assert!(!member.may_lead());
    // About conduct and with a unit: joined to another it is that unit's no more, whatever class it has now.
    let forwarded = step(Some(&filed()), class(PetitionClass::Conduct), &centre, now).unwrap();
    let forwarded = step(Some(&forwarded), to_unit(), &centre, now).unwrap();
    let join = || PetitionEvent::Joined { head: PetitionId(sample::uuid(7)), class: PetitionClass::Within };
    let joined = step(Some(&forwarded), join(), &centre, now).unwrap();
    for role in [Role::Handler, Role::Leader] {
        let by = person(role, UNIT);
        assert!(!joined.may_read(&by) && !joined.may_know_sender(&by), "{role:?}");
    }
    // What does not belong there is taken out and classified anew, with a new clock.
    let unjoin = |text: &str| PetitionEvent::Unjoined { text: text.into() };
    assert_eq!(step(Some(&member), unjoin(" "), &centre, now), Err(Refusal::NothingSaid));
    assert_eq!(step(Some(&head), unjoin("Nhầm"), &centre, now), Err(Refusal::ContactNotYours));
    let later = at("2023-09-01T08:00");
    let out = step(Some(&member), unjoin("Khác việc"), &centre, later).unwrap();
    assert_eq!((out.state, out.head, out.class), (PetitionState::Received, None, None));
    assert!(out.clock.is_some_and(|running| running.clock == Clock::Classify && running.since == later));
    let settled = step(Some(&member), PetitionEvent::Settled, &Actor::System, now).unwrap();
    assert_eq!(settled.state, PetitionState::Closed);
    assert_eq!(step(Some(&settled), unjoin("Nhầm"), &centre, now), Err(Refusal::ContactNotYours), "answered");
}

proptest! {
    /// However it goes: an open petition that nobody outside is waited for has a clock, one that is over has none, has a
    /// class, and if it was published an answer with its basis.
    #[test]
    fn whatever_happens_the_law_holds(moves in proptest::collection::vec((0_u8..11, 0_u8..4), 0..14)) {
        let people = [
            person(Role::CentreDirector, CENTRE), person(Role::Leader, UNIT), person(Role::Handler, UNIT), Actor::Public,
        ];
        let mut now = at("2023-08-22T08:00");
        let mut petition = filed();
        for (what, who) in moves {
            now += jiff::SignedDuration::from_hours(31);
            let text = || "Nội dung".to_owned();
            let event = match what {
                0 => PetitionEvent::Asked { text: text() },
                1 => PetitionEvent::Supplied { text: text() },
                2..=5 => class(PetitionClass::ALL[usize::from(what - 2)]),
                6 => to_unit(),
                7 => reply("Đã xem xét", "Luật"),
                8 => PetitionEvent::SentBack { text: text() },
                9 => PetitionEvent::Published { publication: publication() },
                _ => PetitionEvent::Overdue,
            };
            let by = if what == 10 { Actor::System } else { people[usize::from(who)] };
            let Ok(after) = step(Some(&petition), event, &by, now) else { continue };
            prop_assert!(petition.late.iter().all(|clock| after.late.contains(clock)), "nothing late is forgotten");
            petition = after;
            let waits = matches!(petition.state, PetitionState::Asked | PetitionState::PassedOn);
            prop_assert_eq!(petition.clock.is_some(), !waits && !petition.state.is_over());
            let is_early = matches!(petition.state, PetitionState::Received | PetitionState::Asked);
            prop_assert_eq!(petition.class.is_some(), !is_early);
            if petition.state == PetitionState::Published {
                let reply = petition.reply.as_ref().unwrap();
                prop_assert!(!reply.text.is_empty() && !reply.basis.is_empty());
            }
        }
    }
}

mod mistakes;
