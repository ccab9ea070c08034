//! Builders for tests: one dossier, its papers and its people, all made up.

use jiff::civil::date;
use uuid::Uuid;

use super::{
    Channel, Dossier, Filing, Party, Place, ReturnWay, State, Turns,
    event::{Acceptance, FileRef, Outcome, Target},
    filing::FiledPaper,
};
use crate::{
    id::{DossierId, PersonId, ProcedureVersionId, ProcessVersionId, UnitId},
    instant::{Instant, from_local},
    process::StepKind,
};

pub fn uuid(n: u128) -> Uuid {
    Uuid::from_u128(n)
}

pub fn person(n: u128) -> PersonId {
    PersonId(uuid(n))
}

pub fn unit(n: u128) -> UnitId {
    UnitId(uuid(n))
}

/// Tuesday 22/8/2023, 14:30: the day of the regulation.
pub fn now() -> Instant {
    from_local(date(2023, 8, 22).at(14, 30, 0, 0))
}

pub fn filing(items: &[u16]) -> Filing {
    let paper = |item: &u16| FiledPaper {
        item: Some(*item),
        name: format!("Giấy tờ {item}"),
        originals: 1,
        ..FiledPaper::default()
    };
    Filing {
        channel: Channel::Counter,
        case: 0,
        owner: Party {
            name: "Thạch Thị Mẫu".into(), identity: "084199001234".into(), ..Party::default()
        },
        proxy: None,
        summary: String::new(),
        stated: vec![],
        papers: items.iter().map(paper).collect(),
        sets: 1,
        return_way: ReturnWay::Counter,
        priority: None,
    }
}

pub fn target() -> Target {
    Target {
        procedure: ProcedureVersionId(uuid(20)),
        procedure_code: "1.001193".into(),
        receiving_unit: unit(30),
        settling_unit: unit(31),
    }
}

pub fn place(step: u16, kind: StepKind, owner: Option<PersonId>) -> Place {
    let at = if matches!(kind, StepKind::Receive | StepKind::Return) { 30 } else { 31 };
    Place { step, kind, unit: unit(at), role: kind.role(), owner, since: now(), due_at: None }
}

pub fn acceptance() -> Acceptance {
    Acceptance {
        code: "H59.01-230822-0001".into(),
        rules: "nd61-2018".into(),
        process: ProcessVersionId(uuid(40)),
        received_at: now(),
        due_at: Some(from_local(date(2023, 8, 29).at(14, 30, 0, 0))),
        warn_at: None,
        slip_number: Some(1),
        place: place(0, StepKind::Receive, Some(person(9))),
    }
}

pub fn outcome() -> Outcome {
    let file =
        FileRef { hash: "ab".repeat(32), name: "kq.pdf".into(), mime: "application/pdf".into(), size: 9 };
    Outcome { number: "12/GP-SXD".into(), dated_on: date(2023, 8, 28), file }
}

pub fn in_state(state: State, place: Option<Place>) -> Dossier {
    let target = target();
    Dossier {
        id: DossierId(uuid(10)),
        version: 3,
        state,
        code: Some("H59.01-230822-0001".into()),
        procedure: target.procedure,
        process: Some(ProcessVersionId(uuid(40))),
        rules: Some("nd61-2018".into()),
        receiving_unit: target.receiving_unit,
        settling_unit: target.settling_unit,
        has_priority: false,
        submitted_at: None,
        received_at: Some(now()),
        due_at: None,
        place,
        has_draft: false,
        settled_at: None,
        closed_at: None,
        turns: Turns::default(),
    }
}

pub fn in_progress(kind: StepKind, owner: Option<PersonId>) -> Dossier {
    in_state(State::InProgress, Some(place(2, kind, owner)))
}
