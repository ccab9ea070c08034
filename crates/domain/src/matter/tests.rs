//! Who may do what with a matter, and how it climbs.

use super::*;
use crate::{
    calendar::{Calendar, WorkingHours},
    dossier::{event::FileRef, extend::DelayCause, sample},
    id::AssignmentId,
    instant::from_local,
};

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

fn matter(kind: MatterKind, from: u128, to: u128) -> Matter {
    Matter {
        kind,
        from: sample::unit(from),
        to: sample::unit(to),
        person: None,
        dossier: None,
        subject: "Tiến độ".into(),
        state: MatterState::Open,
        due_at: at("2023-08-24T17:00"),
        rung: Rung::Handlers,
        lead: None,
        brief: crate::matter::Brief::default(),
        shown: None,
    }
}

fn said(text: &str) -> String {
    text.to_owned()
}

#[test]
fn an_urge_is_answered_with_its_cause_and_closed_by_who_urged() {
    // Điều 4.1.d; rows C-47, C-48, C-49.
    let (centre, agency) = (person(Role::CentreSupervisor, 90), person(Role::Handler, 2));
    let new = MatterEvent::Opened {
        matter: matter(MatterKind::Urge, 90, 2),
        text: said("Đề nghị giải quyết"),
    };
    assert_eq!(Matter::after(None, &new, &agency), Err(Refusal::MatterNotYours));
    let open = Matter::after(None, &new, &centre).unwrap();
    let answer =
        |cause| MatterEvent::Answered { text: said("Chờ thẩm tra"), cause, facts: Facts::default() };
    let step = |matter: &Matter, event, by: &Actor| Matter::after(Some(matter), &event, by);
    assert_eq!(step(&open, answer(None), &agency), Err(Refusal::CauseMissing));
    assert_eq!(
        step(&open, answer(Some(DelayCause::Load)), &person(Role::Handler, 3)),
        Err(Refusal::MatterNotYours)
    );
    let close = || MatterEvent::Closed { text: said("Đã giải quyết") };
    assert_eq!(step(&open, close(), &centre), Err(Refusal::MatterNotYours), "not before an answer");
    let answered = step(&open, answer(Some(DelayCause::Verification)), &agency).unwrap();
    assert_eq!(answered.state, MatterState::Answered);
    assert_eq!(step(&answered, close(), &agency), Err(Refusal::MatterNotYours));
    let again = MatterEvent::SentBack { text: said("Chưa rõ"), due_at: at("2023-08-28T17:00") };
    assert_eq!(step(&answered, again, &centre).unwrap().state, MatterState::Open);
    let closed = step(&answered, close(), &centre).unwrap();
    assert_eq!(step(&closed, MatterEvent::Said { text: said("…") }, &centre), Err(Refusal::MatterNotYours));
    assert_eq!(step(&open, MatterEvent::Said { text: said(" ") }, &centre), Err(Refusal::NothingSaid));
}

#[test]
fn what_is_not_answered_climbs_from_rung_to_rung() {
    let (calendar, hours) = (Calendar::default(), WorkingHours::usual());
    let table = Timetable { calendar: &calendar, hours: &hours };
    let mut open = matter(MatterKind::Ask, 90, 2);
    let mut ladder = vec![];
    while let Some((when, rung)) = open.climbs(&Ladder::default(), &table) {
        ladder.push((when, rung));
        open = Matter::after(Some(&open), &MatterEvent::Climbed { rung }, &Actor::System).unwrap();
    }
    // Thursday evening; one working day later is Friday, three are Tuesday.
    let expected = [
        ("2023-08-24T17:00", Rung::Head),
        ("2023-08-25T17:00", Rung::Leader),
        ("2023-08-28T17:00", Rung::Centre),
        ("2023-08-29T17:00", Rung::Province),
    ];
    assert_eq!(ladder, expected.map(|(when, rung)| (at(when), rung)));
    open.state = MatterState::Answered;
    open.rung = Rung::Handlers;
    assert_eq!(open.climbs(&Ladder::default(), &table), None);
}

#[test]
fn a_reminder_stays_in_its_unit_and_is_for_one_person() {
    // Điều 3.2.c; row C-22.
    let (head, handler) = (person(Role::DivisionHead, 2), person(Role::Handler, 2));
    let new = |from, to| MatterEvent::Opened {
        matter: Matter { person: handler.person(), ..matter(MatterKind::Remind, from, to) },
        text: said("Đến hạn ngày mai"),
    };
    assert_eq!(Matter::after(None, &new(2, 3), &head), Err(Refusal::MatterNotYours), "another unit");
    assert_eq!(Matter::after(None, &new(2, 2), &handler), Err(Refusal::MatterNotYours), "no head");
    assert!(Matter::after(None, &new(2, 2), &Actor::System).is_ok());
    let open = Matter::after(None, &new(2, 2), &head).unwrap();
    let colleague = Actor::Person {
        person: sample::person(7),
        assignment: AssignmentId(sample::uuid(7)),
        unit: sample::unit(2),
        role: Role::Handler,
        stands_in_for: None,
    };
    assert!(!open.may_read(&colleague) && open.may_read(&handler) && open.may_read(&head));
    assert!(open.may(&handler, MatterDeed::Answer) && !open.may(&handler, MatterDeed::Close));
    let answered =
        MatterEvent::Answered { text: said("Chiều nay xong"), cause: None, facts: Facts::default() };
    let answered = Matter::after(Some(&open), &answered, &handler).unwrap();
    assert!(answered.may(&head, MatterDeed::Close) && !answered.may(&handler, MatterDeed::Close));
    let (calendar, hours) = (Calendar::default(), WorkingHours::usual());
    let table = Timetable { calendar: &calendar, hours: &hours };
    // The heads are told while there is still time, the leader a day after it; nobody outside.
    let mut known = open.clone();
    let mut told = vec![];
    while let Some((when, rung)) = known.climbs(&Ladder::default(), &table) {
        told.push((when, rung));
        known.rung = rung;
    }
    assert_eq!(
        told,
        [(at("2023-08-24T13:00"), Rung::Head), (at("2023-08-25T17:00"), Rung::Leader)],
        "four working hours before"
    );
}

#[test]
fn what_the_system_began_is_over_when_the_dossier_does_not_call_for_it() {
    let due_at = at("2023-08-24T17:00");
    let (before, after) = (at("2023-08-24T08:00"), at("2023-08-25T08:00"));
    let mut dossier = sample::in_progress(crate::process::StepKind::Process, Some(sample::person(2)));
    dossier.due_at = Some(due_at);
    let reminder = Matter { person: Some(sample::person(2)), ..matter(MatterKind::Remind, 2, 2) };
    let urge = matter(MatterKind::Urge, 90, 2);
    assert!(reminder.is_called_for(&dossier, before) && !reminder.is_called_for(&dossier, after));
    assert!(!urge.is_called_for(&dossier, before) && urge.is_called_for(&dossier, after));
    // Nobody holds it: called for until somebody does.
    let nobody = Matter { person: None, rung: Rung::Head, ..reminder.clone() };
    assert!(!nobody.is_called_for(&dossier, before));
    let mut unheld = dossier.clone();
    if let Some(place) = &mut unheld.place {
        place.owner = None;
    }
    assert!(nobody.is_called_for(&unheld, before) && !reminder.is_called_for(&unheld, before));
    let other = Matter { person: Some(sample::person(3)), ..reminder.clone() };
    assert!(!other.is_called_for(&dossier, before), "somebody else holds it");
    dossier.due_at = Some(at("2023-08-31T17:00"));
    assert!(!reminder.is_called_for(&dossier, before) && !urge.is_called_for(&dossier, after), "put off");
    dossier.due_at = Some(due_at);
    dossier.state = crate::dossier::State::AwaitingSupplement;
    assert!(!reminder.is_called_for(&dossier, before) && !urge.is_called_for(&dossier, after), "waited for");
}

#[test]
fn nobody_is_urged_or_reminded_of_what_is_settled() {
    let (centre, head) = (person(Role::CentreSupervisor, 90), person(Role::DivisionHead, 2));
    let mut dossier = sample::in_progress(crate::process::StepKind::Process, None);
    if let Some(place) = &mut dossier.place {
        place.unit = sample::unit(2);
    }
    let may = |by: &Actor, kind, dossier: &Dossier| Matter::may_begin_about(by, kind, dossier);
    assert!(may(&centre, MatterKind::Urge, &dossier) && may(&head, MatterKind::Remind, &dossier));
    assert!(!may(&person(Role::DivisionHead, 3), MatterKind::Remind, &dossier), "it lies elsewhere");
    dossier.settled_at = Some(sample::now());
    assert!(!may(&centre, MatterKind::Urge, &dossier) && !may(&head, MatterKind::Remind, &dossier));
    assert!(may(&centre, MatterKind::Ask, &dossier));
}

#[test]
fn the_system_urges_for_the_centre_and_ends_what_it_began() {
    // Row C-48.
    let open = |kind, from, to| {
        let matter = matter(kind, from, to);
        Matter::after(None, &MatterEvent::Opened { matter, text: said("Hồ sơ quá hạn") }, &Actor::System)
    };
    for kind in MatterKind::ALL.iter().copied().filter(|kind| *kind != MatterKind::Remind) {
        assert_eq!(open(kind, 90, 2).is_ok(), kind == MatterKind::Urge, "{kind:?}");
    }
    let urged = open(MatterKind::Urge, 90, 2).unwrap();
    let closed = MatterEvent::Closed { text: said("Đã có kết quả") };
    assert_eq!(Matter::after(Some(&urged), &closed, &Actor::System).unwrap().state, MatterState::Closed);
}

#[test]
fn an_obstacle_goes_through_the_centre_to_the_province_and_is_decided() {
    // Điều 6.3; row C-65.
    let (agency, centre) = (person(Role::DivisionHead, 5), person(Role::CentreDirector, 90));
    let province = person(Role::ProvincialLeader, 1);
    let new = MatterEvent::Opened {
        matter: matter(MatterKind::Obstacle, 5, 90),
        text: said("Biểu mẫu chồng chéo"),
    };
    assert_eq!(
        Matter::after(None, &new, &centre),
        Err(Refusal::MatterNotYours),
        "the Centre collects, agencies tell"
    );
    let open = Matter::after(None, &new, &agency).unwrap();
    assert!(!open.may_read(&province));
    let lift = MatterEvent::Lifted {
        text: said("Đề xuất sửa"),
        due_at: at("2023-09-07T17:00"),
        to: sample::unit(1),
    };
    assert_eq!(Matter::after(Some(&open), &lift, &agency), Err(Refusal::MatterNotYours));
    let lifted = Matter::after(Some(&open), &lift, &centre).unwrap();
    assert!(lifted.may_read(&province) && lifted.may(&province, MatterDeed::Answer));
    let decided =
        MatterEvent::Answered {
            text: said("Đồng ý sửa Quy chế"), cause: None, facts: Facts::default()
        };
    let decided = Matter::after(Some(&lifted), &decided, &province).unwrap();
    let closed = MatterEvent::Closed { text: said("Đã sửa") };
    assert_eq!(Matter::after(Some(&decided), &closed, &centre).unwrap().state, MatterState::Closed);
}

#[test]
fn an_obstacle_is_only_answered_or_joined_to_one_that_is() {
    // Điều 6.3; row C-65.
    let (agency, centre) = (person(Role::DivisionHead, 5), person(Role::CentreSupervisor, 90));
    let open = matter(MatterKind::Obstacle, 5, 90);
    let lead = sample::uuid(77);
    let join = MatterEvent::Joined { lead, text: said("Cùng biểu mẫu") };
    let step = |matter: &Matter, event: &MatterEvent, by: &Actor| Matter::after(Some(matter), event, by);
    assert_eq!(step(&open, &join, &agency), Err(Refusal::MatterNotYours));
    assert_eq!(step(&matter(MatterKind::Ask, 5, 90), &join, &centre), Err(Refusal::MatterNotYours));
    let joined = step(&open, &join, &centre).unwrap();
    assert_eq!((joined.state, joined.lead), (MatterState::Joined, Some(lead)));
    assert_eq!(
        joined.climbs(
            &Ladder::default(),
            &Timetable { calendar: &Calendar::default(), hours: &WorkingHours::usual() }
        ),
        None
    );
    assert!(open.may_lead() && !joined.may_lead());
    // What has climbed has climbed, and what is late is not hidden behind what is due later.
    let climbed = Matter { rung: Rung::Centre, ..open.clone() };
    assert_eq!(step(&climbed, &join, &centre).unwrap().rung, Rung::Centre);
    let later = Matter { due_at: at("2023-08-25T17:00"), ..open.clone() };
    let lifted = Matter { state: MatterState::Lifted, ..later.clone() };
    let answered = Matter { state: MatterState::Answered, ..open.clone() };
    for (head, may) in [(&open, true), (&later, false), (&lifted, true), (&joined, false), (&answered, false)]
    {
        assert_eq!(head.may_take(&open), may, "{:?}", head.state);
    }
    assert!(open.may_take(&later));
    // What was joined wrongly stands by itself again, with its own deadline.
    let part = MatterEvent::Parted { text: said("Khác biểu mẫu") };
    assert_eq!(step(&joined, &part, &agency), Err(Refusal::MatterNotYours));
    assert_eq!(step(&open, &part, &centre), Err(Refusal::MatterNotYours), "joined to nothing");
    assert_eq!(step(&joined, &part, &centre).unwrap(), open);
    // Nothing else ends it but the answer to the one it is joined to.
    let others = MatterDeed::ALL.iter().copied();
    for deed in others.filter(|deed| ![MatterDeed::Say, MatterDeed::Part].contains(deed)) {
        assert!(!joined.may(&agency, deed) && !joined.may(&centre, deed), "{deed:?}");
    }
    let with = MatterEvent::AnsweredWith { text: said("Bỏ mẫu 2") };
    assert_eq!(step(&open, &with, &centre), Err(Refusal::MatterNotYours), "it is joined to nothing");
    let answered = step(&joined, &with, &centre).unwrap();
    assert_eq!((answered.state, answered.lead), (MatterState::Answered, Some(lead)));
    let again = MatterEvent::SentBack { text: said("Chưa rõ"), due_at: at("2023-08-28T17:00") };
    let again = step(&answered, &again, &agency).unwrap();
    assert_eq!((again.state, again.lead), (MatterState::Open, None), "it stands by itself");
}

#[test]
fn a_line_of_the_thread_keeps_its_file_and_old_lines_have_none() {
    // Row C-64.
    let file =
        FileRef { hash: "ab".repeat(32), name: "cv.pdf".into(), mime: "application/pdf".into(), size: 9 };
    let entry = Entry { event: MatterEvent::Said { text: said("Gửi kèm") }, file: Some(file) };
    let text = serde_json::to_string(&entry).unwrap();
    assert_eq!(serde_json::from_str::<Entry>(&text).unwrap(), entry);
    let old: Entry = serde_json::from_str(r#"{"event":"said","text":"a"}"#).unwrap();
    assert_eq!(old, MatterEvent::Said { text: said("a") }.into());
}

#[test]
fn a_recommendation_of_before_can_still_be_read() {
    // The words as they were stored before there were corrective actions.
    let body = format!(
        r#"{{"kind":"recommend","from":"{}","to":"{}","dossier":null,"subject":"Rà lại","state":"open",
            "due_at":"2023-08-24T10:00:00Z","rung":"handlers"}}"#,
        sample::uuid(90),
        sample::uuid(2)
    );
    let matter: Matter = serde_json::from_str(&body).unwrap();
    assert_eq!((matter.kind, matter.lead, matter.person), (MatterKind::Recommend, None, None));
    let line = format!(r#"{{"event":"opened","matter":{body},"text":"Rà lại quy trình"}}"#);
    let entry: Entry = serde_json::from_str(&line).unwrap();
    assert_eq!(entry.event, MatterEvent::Opened { matter, text: said("Rà lại quy trình") });
}

#[test]
fn what_a_unit_that_is_no_more_owes_is_passed_on_by_the_centre() {
    // Điều 1, 5.2; row C-61.
    let (centre, agency, heir) =
        (person(Role::CentreSupervisor, 90), person(Role::Handler, 2), person(Role::Handler, 3));
    let known = Matter { rung: Rung::Leader, ..matter(MatterKind::Ask, 90, 2) };
    let pass = |text: &str| MatterEvent::Passed { text: text.into(), to: sample::unit(3) };
    let step = |known: &Matter, event, by: &Actor| Matter::after(Some(known), &event, by);
    assert_eq!(step(&known, pass("Bàn giao"), &agency), Err(Refusal::MatterNotYours));
    assert_eq!(step(&known, pass(" "), &centre), Err(Refusal::NothingSaid));
    let passed = step(&known, pass("Bàn giao"), &centre).unwrap();
    assert_eq!((passed.to, passed.due_at, passed.rung), (sample::unit(3), known.due_at, Rung::Handlers));
    assert!(passed.may(&heir, MatterDeed::Answer) && !passed.may_read(&agency));
    // What was put before a province that is no more waits for the next one, as high up as it was.
    let obstacle = matter(MatterKind::Obstacle, 4, 2);
    let lifted = Matter { state: MatterState::Lifted, rung: Rung::Province, ..obstacle };
    let passed = step(&lifted, pass("Hợp nhất tỉnh"), &centre).unwrap();
    assert_eq!(
        (passed.to, passed.state, passed.rung),
        (sample::unit(3), MatterState::Lifted, Rung::Province)
    );
    // What an earlier Centre asked, the next one ends; agencies do not.
    let asked = Matter { state: MatterState::Answered, ..matter(MatterKind::Ask, 91, 2) };
    for deed in [MatterDeed::Close, MatterDeed::SendBack] {
        assert!(asked.may(&centre, deed) && !asked.may(&agency, deed), "{deed:?}");
    }
    let inside = matter(MatterKind::Remind, 2, 2);
    assert_eq!(step(&inside, pass("Bàn giao"), &centre), Err(Refusal::MatterNotYours));
}

#[test]
fn an_answer_says_what_was_asked_for() {
    // Điều 4.1.d; rows C-37, C-47.
    let agency = person(Role::Handler, 2);
    let asked = |asks: &[AskFor]| Matter {
        brief: Brief { asks: asks.to_vec(), ..Brief::default() },
        ..matter(MatterKind::Ask, 90, 2)
    };
    let answer = |asks: &[AskFor], cause, supplement: &str| {
        let facts = Facts { supplement: said(supplement), ..Facts::default() };
        let event = MatterEvent::Answered { text: said("Đang xử lý"), cause, facts };
        Matter::after(Some(&asked(asks)), &event, &agency).map(|after| after.state)
    };
    let load = Some(DelayCause::Load);
    for (asks, cause, supplement, found) in [
        (&[][..], None, "", Ok(MatterState::Answered)),
        (&[AskFor::Status], None, "", Ok(MatterState::Answered)),
        (&[AskFor::Cause], None, "", Err(Refusal::CauseMissing)),
        (&[AskFor::Cause], load, "", Ok(MatterState::Answered)),
        (&[AskFor::Status, AskFor::Supplement], None, " ", Err(Refusal::NothingSaid)),
        (&[AskFor::Supplement], None, "Bản vẽ", Ok(MatterState::Answered)),
        // No extension may be needed.
        (&[AskFor::Extension], None, "", Ok(MatterState::Answered)),
    ] {
        assert_eq!(answer(asks, cause, supplement), found, "{asks:?} {cause:?} {supplement}");
    }
}
