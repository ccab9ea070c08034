//! What is evidence, and of which days.

use super::*;
use crate::{
    checklist::RoundEvent,
    confirmation::{ConfirmationEvent, Standing},
    corrective::CorrectiveEvent,
    dossier::sample,
    instant::from_local,
    matter::{Matter, MatterEvent, MatterKind, MatterState, Rung},
};

#[test]
fn a_period_is_exported_once_it_is_over() {
    // Row C-58.
    let day = |text: &str| text.parse::<Date>().unwrap();
    for (from, to, now, refused) in [
        ("2023-08-01", "2023-08-31", "2023-09-01T08:00", None),
        ("2023-08-31", "2023-08-31", "2023-09-01T00:15", None),
        ("2023-08-31", "2023-08-31", "2023-09-01T00:14", Some(Refusal::PeriodOpen)),
        ("2023-08-01", "2023-09-01", "2023-09-01T08:00", Some(Refusal::PeriodOpen)),
        ("2023-08-31", "2023-08-01", "2023-09-01T08:00", Some(Refusal::PeriodOpen)),
        ("2022-08-31", "2023-08-31", "2023-09-01T08:00", None),
        ("2022-08-30", "2023-08-31", "2023-09-01T08:00", Some(Refusal::PeriodTooLong)),
    ] {
        let now_at = from_local(now.parse().unwrap());
        assert_eq!(Period::over(day(from), day(to), now_at).err(), refused, "{from} {to} {now}");
    }
}

/// The word of an event of every kind of a matter. A new kind does not compile until it is here.
fn of_matters() -> Vec<&'static str> {
    let at = from_local("2023-08-24T17:00".parse().unwrap());
    let (unit, text) = (sample::unit(2), String::from("a"));
    let matter = Matter {
        kind: MatterKind::Ask,
        from: unit,
        to: unit,
        person: None,
        dossier: None,
        subject: text.clone(),
        state: MatterState::Open,
        due_at: at,
        rung: Rung::Handlers,
        lead: None,
        brief: crate::matter::Brief::default(),
        shown: None,
    };
    let mut next = Some(MatterEvent::Opened { matter, text: text.clone() });
    let mut words = vec![];
    while let Some(event) = next {
        words.push(event.words().0);
        let text = text.clone();
        next = match event {
            MatterEvent::Opened { .. } => Some(MatterEvent::Said { text }),
            MatterEvent::Said { .. } => {
                Some(MatterEvent::Answered { text, cause: None, facts: crate::matter::Facts::default() })
            }
            MatterEvent::Answered { .. } => Some(MatterEvent::SentBack { text, due_at: at }),
            MatterEvent::SentBack { .. } => Some(MatterEvent::Lifted { text, due_at: at, to: unit }),
            MatterEvent::Lifted { .. } => Some(MatterEvent::Passed { text, to: unit }),
            MatterEvent::Passed { .. } => Some(MatterEvent::Joined { lead: sample::uuid(3), text }),
            MatterEvent::Joined { .. } => Some(MatterEvent::Parted { text }),
            MatterEvent::Parted { .. } => Some(MatterEvent::AnsweredWith { text }),
            MatterEvent::AnsweredWith { .. } => Some(MatterEvent::Closed { text }),
            MatterEvent::Closed { .. } => Some(MatterEvent::Climbed { rung: Rung::Leader }),
            MatterEvent::Climbed { .. } => Some(MatterEvent::Shown { text }),
            MatterEvent::Shown { .. } => Some(MatterEvent::Hidden { text }),
            MatterEvent::Hidden { .. } => None,
        };
    }
    words
}

/// As [`of_matters`], of corrective actions.
fn of_correctives() -> Vec<&'static str> {
    let (at, text) = (from_local("2023-08-24T17:00".parse().unwrap()), String::from("a"));
    let mut next = Some(CorrectiveEvent::Planned { text: text.clone() });
    let mut words = vec!["corrective_opened"];
    while let Some(event) = next {
        words.push(event.words().0);
        let text = text.clone();
        next = match event {
            CorrectiveEvent::Opened { .. } => None,
            CorrectiveEvent::Planned { .. } => Some(CorrectiveEvent::Reported { text, file: None }),
            CorrectiveEvent::Reported { .. } => Some(CorrectiveEvent::Closed { text }),
            CorrectiveEvent::Closed { .. } => Some(CorrectiveEvent::SentBack { text, due_at: at }),
            CorrectiveEvent::SentBack { .. } => Some(CorrectiveEvent::Climbed { rung: Rung::Leader }),
            CorrectiveEvent::Climbed { .. } => None,
        };
    }
    words
}

/// As [`of_matters`], of rounds and of the numbers of a month.
fn of_the_rest() -> Vec<(&'static str, Act)> {
    let round = RoundEvent::Done { answers: vec![] };
    let planned = match &round {
        RoundEvent::Planned { .. }
        | RoundEvent::Moved { .. }
        | RoundEvent::CalledOff { .. }
        | RoundEvent::Done { .. }
        | RoundEvent::Corrected { .. } => "checklist_planned",
    };
    let answered = ConfirmationEvent::Answered { standing: Standing::Confirmed, reason: String::new() };
    let fixed = match &answered {
        ConfirmationEvent::Fixed { .. } | ConfirmationEvent::Answered { .. } => "confirmation_fixed",
    };
    vec![
        (round.word(), Act::Inspection),
        (planned, Act::Inspection),
        ("checklist_moved", Act::Inspection),
        ("checklist_called_off", Act::Inspection),
        ("checklist_corrected", Act::Inspection),
        (answered.words().0, Act::Confirmation),
        (fixed, Act::Confirmation),
    ]
}

#[test]
fn every_step_of_supervision_is_evidence_and_work_on_dossiers_is_not() {
    let mut steps = of_the_rest();
    steps.extend(of_matters().into_iter().map(|word| (word, Act::Urge)));
    steps.extend(of_correctives().into_iter().map(|word| (word, Act::Corrective)));
    steps.extend([("place_inspected", Act::Inspection), ("meeting_held", Act::Meeting)]);
    for (word, act) in &steps {
        assert_eq!(Act::of(word), Some(*act), "{word}");
        assert_eq!(is_told_in_full(word), !word.starts_with("matter_"), "{word}");
    }
    assert_eq!(Act::kinds().count(), steps.len(), "and nothing else");
    for kind in ["received", "signed_in", ""] {
        assert_eq!(Act::of(kind), None, "{kind}");
        assert!(!is_told_in_full(kind));
    }
}
