//! What is tried at random: arrivals, deeds, turns, with everything they need made up.

use base::{
    app::App,
    dossier::{self, Seen},
    error::Result,
};
use casework::dossier::{
    receive::{self, AtOnce, Decision, Intake},
    settle::{self, Deed, Shown},
    turn::{self, Turn, Wanted},
};
use domain::{
    access::Action,
    dossier::{
        Channel, Filing, Party, ReturnWay, State,
        duty::{Duty, Payment},
        event::{Draft, FileRef, Ground, Handover, Outcome, RequestLine},
        extend::DelayCause,
        filing::FiledPaper,
        part::{Answer, PartKind, Verdict},
        proposal::Proposal,
        reopen::{ReopenCause, Reopening},
        stop::StopCause,
        verify::{Check, Loss},
    },
    id::{DossierId, PersonId, UnitId},
    instant::{Instant, local_date},
    org::UnitKind,
    people::{Actor, Role},
};
use fastrand::Rng;
use jiff::SignedDuration;
use kit::db::Tx;

use super::{Game, model::Roles};
use crate::world::{AT_ONCE, BY_DEPARTMENT, World};

/// Everything that must go well at least once.
pub const NAMES: [&str; 43] = [
    "accept",
    "give at once",
    "ask completion",
    "decline",
    "file online",
    "examine",
    "transfer",
    "take",
    "assign",
    "draft",
    "advance",
    "send back",
    "issue",
    "hand over",
    "request supplement",
    "propose",
    "agree",
    "reject",
    "apologise",
    "supplement",
    "require duty",
    "confirm duty",
    "open part",
    "confirm part",
    "answer part",
    "cancel part",
    "decline part",
    "reassign part",
    "cancel request",
    "explain",
    "verify",
    "reassign",
    "undo",
    "withdraw",
    "return papers",
    "remind collection",
    "record loss",
    "reopen",
    "by the applicant",
    "reminded",
    "expired",
    "apology drafted",
    "fell overdue",
];

/// The name under which an alarm is counted.
pub fn alarm_name(kind: &str) -> &'static str {
    match kind {
        "reminded" => "reminded",
        "expired" => "expired",
        "apology_drafted" => "apology drafted",
        "fell_overdue" => "fell overdue",
        _ => "part due",
    }
}

/// Somebody comes, to the counter or online.
#[derive(Clone, Debug)]
pub struct Arrival {
    pub by: Actor,
    pub desk: UnitId,
    pub intake: Intake,
    /// Nothing: filed online.
    pub decision: Option<Decision>,
}

impl Arrival {
    pub fn carry_out(&self, app: &App, tx: &mut Tx, now: Instant) -> Result<Seen> {
        match &self.decision {
            Some(decision) => receive::at_counter(app, tx, self.by, &self.intake, decision, now),
            None => receive::file_online(app, tx, self.desk, &self.intake, Actor::Public, now),
        }
    }

    pub fn name(&self) -> &'static str {
        match self.decision {
            None => "file online",
            Some(Decision::Accept) => "accept",
            Some(Decision::GiveAtOnce(_)) => "give at once",
            Some(Decision::AskCompletion { .. }) => "ask completion",
            Some(Decision::Decline(_)) => "decline",
        }
    }
}

/// Something done to a dossier.
#[derive(Clone, Debug)]
pub enum Command {
    Examine(Decision),
    Deed(Deed),
    Turn(Turn),
    /// What the applicant does without an account.
    OfApplicant(Turn),
}

impl Command {
    pub fn is_of_applicant(&self) -> bool {
        matches!(self, Command::OfApplicant(_))
    }

    pub fn carry_out(&self, app: &App, tx: &mut Tx, by: Actor, shown: Shown, now: Instant) -> Result<Seen> {
        match self {
            Command::Examine(decision) => receive::online(app, tx, by, shown, decision, now),
            Command::Deed(deed) => settle::carry_out(app, tx, by, shown, deed, now),
            Command::Turn(turn) => turn::carry_out(app, tx, by, shown, turn, now),
            Command::OfApplicant(turn) => {
                let seen = dossier::load(tx, shown.0)?;
                turn::by_applicant(app, tx, &seen, turn, now)
            }
        }
    }

    pub fn name(&self) -> &'static str {
        match self {
            Command::Examine(_) => "examine",
            Command::OfApplicant(_) => "by the applicant",
            Command::Deed(deed) => match deed {
                Deed::Transfer => "transfer",
                Deed::Take { .. } => "take",
                Deed::Assign { .. } => "assign",
                Deed::Draft(_) => "draft",
                Deed::Advance { .. } => "advance",
                Deed::SendBack { .. } => "send back",
                Deed::Issue(_) => "issue",
                Deed::HandOver(_) => "hand over",
            },
            Command::Turn(turn) => match turn {
                Turn::RequestSupplement { .. } => "request supplement",
                Turn::Propose(_) => "propose",
                Turn::Agree => "agree",
                Turn::Reject { .. } => "reject",
                Turn::Apologise { .. } => "apologise",
                Turn::Supplement { .. } => "supplement",
                Turn::RequireDuty(_) => "require duty",
                Turn::ConfirmDuty(_) => "confirm duty",
                Turn::OpenPart { .. } => "open part",
                Turn::ConfirmPart { .. } => "confirm part",
                Turn::AnswerPart { .. } => "answer part",
                Turn::CancelPart { .. } => "cancel part",
                Turn::DeclinePart { .. } => "decline part",
                Turn::ReassignPart { .. } => "reassign part",
                Turn::CancelRequest { .. } => "cancel request",
                Turn::Explain { .. } => "explain",
                Turn::Verify(_) => "verify",
                Turn::Reassign { .. } => "reassign",
                Turn::Undo { .. } => "undo",
                Turn::Withdraw { .. } => "withdraw",
                Turn::ReturnPapers(_) => "return papers",
                Turn::RemindCollection { .. } => "remind collection",
                Turn::RecordLoss(_) => "record loss",
                Turn::GiveLetter(_) => "give letter",
                Turn::Reopen { .. } => "reopen",
            },
        }
    }
}

/// The people who play: the Centre, the department that settles, two that have parts in it, one commune.
pub fn people(world: &World) -> Vec<Actor> {
    let house = world.app.house();
    let named = |name: &str| house.of_kind(UnitKind::Department).into_iter().find(|unit| unit.name() == name);
    let mut units: Vec<UnitId> = vec![world.cast.centre.unwrap(), named("Sở Tư pháp").unwrap().id];
    units.extend(others(world));
    units.extend(commune(world));
    let all = world.cast.officers.iter().map(|officer| officer.actor);
    all.filter(|actor| actor.unit().is_some_and(|unit| units.contains(&unit))).collect()
}

fn others(world: &World) -> Vec<UnitId> {
    let house = world.app.house();
    let all = house.of_kind(UnitKind::Department).into_iter();
    all.filter(|unit| unit.name() != "Sở Tư pháp" && world.cast.settles(unit.id))
        .take(2)
        .map(|unit| unit.id)
        .collect()
}

fn commune(world: &World) -> Option<UnitId> {
    let house = world.app.house();
    let mut all = house.of_kind(UnitKind::Commune).into_iter();
    all.find(|unit| world.cast.settles(unit.id)).map(|unit| unit.id)
}

/// What leads away from the straight way for good, or nowhere: done less often, or nothing else would be.
pub fn is_rare(action: Action) -> bool {
    matches!(
        action,
        Action::Read
            | Action::RecordLoss
            | Action::GiveLetter
            | Action::Withdraw
            | Action::Undo
            | Action::Apologise
            | Action::SendBack
            | Action::Reassign
            | Action::CancelPart
            | Action::DeclinePart
            | Action::CancelRequest
    )
}

/// Who has which role in which unit.
pub fn roles(people: &[Actor]) -> Roles {
    let role = |actor: &Actor| match actor {
        Actor::Person { person, unit, role, .. } => Some((*person, *unit, role.name())),
        _ => None,
    };
    people.iter().filter_map(role).collect()
}

fn ground() -> Ground {
    Ground { reason: "Không đủ điều kiện".into(), basis: "Điều 19 NĐ 61/2018/NĐ-CP".into() }
}

fn file() -> FileRef {
    FileRef { hash: "ab".repeat(32), name: "kq.pdf".into(), mime: "application/pdf".into(), size: 9 }
}

fn outcome(now: Instant) -> Outcome {
    Outcome { number: "12/QĐ".into(), dated_on: local_date(now), file: file() }
}

fn handover(rng: &mut Rng) -> Handover {
    let collector = if rng.u32(0..6) == 0 { String::new() } else { "Kim Thị Mẫu".into() };
    Handover { collector, identity: "CCCD".into(), way: ReturnWay::Counter, receipt_taken_back: true }
}

/// Somebody comes.
pub fn arrival(game: &mut Game) -> Arrival {
    let (world, now) = (game.world, game.now());
    let is_small = game.rng.u32(0..4) == 0;
    let code = if is_small { AT_ONCE } else { BY_DEPARTMENT };
    let version = {
        let app = world.app.clone();
        game.read(move |tx| app.versions.published(tx, code))
    };
    let rng = &mut game.rng;
    let is_online = !is_small && rng.u32(0..3) == 0;
    let is_whole = rng.u32(0..5) > 0;
    let papers = (0..).zip(version.content.papers(0)).map(|(item, paper)| FiledPaper {
        item: Some(item),
        name: paper.name.clone(),
        originals: u16::from(is_whole || item > 0),
        files: if rng.bool() && item == 1 { vec![file()] } else { vec![] },
        ..FiledPaper::default()
    });
    let papers = papers.collect();
    let owner = Party {
        name: "Kim Thị Mẫu".into(),
        identity: format!("08419900{:04}", rng.u32(0..3)),
        ..Party::default()
    };
    let filing = Filing {
        channel: if is_online { Channel::Online } else { Channel::Counter },
        case: 0,
        owner,
        proxy: None,
        summary: String::new(),
        stated: vec![],
        papers,
        sets: 1,
        return_way: ReturnWay::Counter,
        priority: None,
    };
    let desk = world.cast.centre.unwrap();
    let receptionists = world.cast.of(desk, Role::Receptionist);
    let by = receptionists[rng.usize(0..receptionists.len())].actor;
    let late = SignedDuration::from_mins([0, 0, 0, 20, 300][rng.usize(0..5)]);
    let intake = Intake {
        id: DossierId(kit::clock::id(now)),
        procedure: code.into(),
        version: version.id,
        settling_unit: is_small.then(|| commune(world)).flatten(),
        filing,
        received_at: now - late,
    };
    Arrival { by, desk, intake, decision: if is_online { None } else { Some(decision(rng, now)) } }
}

fn decision(rng: &mut Rng, now: Instant) -> Decision {
    match rng.u32(0..10) {
        0 => Decision::Decline(ground()),
        1 => Decision::Decline(Ground { reason: "x".into(), basis: String::new() }),
        2 => Decision::AskCompletion { lines: lines(rng), reason: "Thiếu".into() },
        3 => Decision::GiveAtOnce(Box::new(AtOnce {
            result: outcome(now),
            handover: handover(rng),
            wants_receipt: rng.bool(),
        })),
        _ => Decision::Accept,
    }
}

fn lines(rng: &mut Rng) -> Vec<RequestLine> {
    let verifies = if rng.u32(0..4) == 0 { "xác minh" } else { "" };
    let line = |paper: u16| RequestLine {
        paper: Some(paper),
        text: "x".into(),
        basis: String::new(),
        verifies: verifies.into(),
    };
    (0..rng.usize(0..3)).map(|_| line(rng.u16(0..5))).collect()
}

/// A command of that kind; nothing if none can be made up.
pub fn command(game: &mut Game, seen: &Seen, action: Action, by: Actor) -> Option<Command> {
    let now = game.now();
    let step = seen.place.as_ref().map_or(0, |place| place.step);
    let said = |rng: &mut Rng| if rng.u32(0..8) == 0 { String::new() } else { "Lý do".to_owned() };
    let reason = said(&mut game.rng);
    if by == Actor::Public || game.rng.u32(0..40) == 0 {
        let turn = if game.rng.bool() { Turn::Withdraw { reason } } else { supplement(game, seen)? };
        return Some(Command::OfApplicant(turn));
    }
    let person = somebody(game, seen);
    let rng = &mut game.rng;
    Some(match action {
        Action::Examine => Command::Examine(decision(rng, now)),
        Action::Transfer => Command::Deed(Deed::Transfer),
        Action::Take => Command::Deed(Deed::Take { reason }),
        Action::Assign => Command::Deed(Deed::Assign { person, note: String::new() }),
        Action::Draft => Command::Deed(Deed::Draft(Draft { opinion: reason, file: None })),
        Action::Advance => Command::Deed(Deed::Advance { note: String::new() }),
        Action::SendBack => Command::Deed(Deed::SendBack { to: rng.u16(0..step + 2), reason }),
        Action::Issue => Command::Deed(Deed::Issue(outcome(now))),
        Action::HandOver => Command::Deed(Deed::HandOver(handover(rng))),
        Action::TakeSupplement => Command::Turn(supplement(game, seen)?),
        Action::Reassign => Command::Turn(Turn::Reassign { person, reason }),
        Action::Read => return None,
        other => Command::Turn(turn(game, seen, other, reason)?),
    })
}

fn turn(game: &mut Game, seen: &Seen, action: Action, reason: String) -> Option<Turn> {
    let now = game.now();
    let others = others(game.world);
    let partner = of_one(game, &others);
    let rng = &mut game.rng;
    let day = local_date(now);
    Some(match action {
        Action::RequestSupplement => Turn::RequestSupplement { lines: lines(rng), reason },
        Action::Propose => Turn::Propose(Box::new(proposed(rng, seen, now))),
        Action::Decide if rng.u32(0..4) == 0 => Turn::Reject { reason },
        Action::Decide => Turn::Agree,
        Action::Apologise => {
            Turn::Apologise { cause: DelayCause::Load, reason, new_due_at: later(rng, seen, now) }
        }
        Action::RequireDuty => Turn::RequireDuty(Duty {
            what: reason,
            document: "15/PCTT".into(),
            sent_on: day,
            amount: None,
            pay_by: rng.bool().then(|| now + SignedDuration::from_hours(rng.i64(1..300))),
            file: None,
        }),
        Action::ConfirmDuty => Turn::ConfirmDuty(Payment { document: reason, paid_on: day, file: None }),
        Action::OpenPart => Turn::OpenPart {
            kind: if rng.bool() { PartKind::Leg } else { PartKind::Opinion },
            unit: others[rng.usize(0..others.len())],
            task: "Thẩm định".into(),
            minutes: rng.i64(0..2_000),
            after: if rng.bool() { vec![] } else { vec![rng.u16(1..3)] },
        },
        Action::AnswerPart if rng.bool() => Turn::ConfirmPart { no: rng.u16(1..4) },
        Action::AnswerPart => Turn::AnswerPart {
            no: rng.u16(1..4),
            answer: Answer { verdict: rng.bool().then_some(Verdict::Agrees), content: reason, file: None },
        },
        Action::CancelPart => Turn::CancelPart { no: rng.u16(1..4), reason },
        Action::DeclinePart => Turn::DeclinePart { no: rng.u16(1..4), reason },
        Action::ReassignPart => {
            let (no, person) = (rng.u16(1..4), partner?);
            Turn::ReassignPart { no, person, reason }
        }
        Action::CancelRequest => Turn::CancelRequest { reason },
        Action::Explain => Turn::Explain { cause: DelayCause::Staff, reason },
        Action::Verify => Turn::Verify(Check {
            at: now - SignedDuration::from_hours(rng.i64(-1..3)),
            place: "Ấp 3".into(),
            persons: "Kim".into(),
            content: reason,
            file: None,
        }),
        Action::Undo => Turn::Undo { reason },
        Action::Withdraw => Turn::Withdraw { reason },
        Action::ReturnPapers => Turn::ReturnPapers(handover(rng)),
        Action::RemindCollection => Turn::RemindCollection { note: reason, by_post: rng.bool() },
        Action::RecordLoss => {
            Turn::RecordLoss(Loss { paper: "Bản chính".into(), content: "Ướt".into(), remedy: reason })
        }
        Action::Reopen => Turn::Reopen {
            reopening: Reopening {
                cause: ReopenCause::Correction,
                reason,
                decision: String::new(),
                due_at: rng.bool().then(|| now + SignedDuration::from_hours(rng.i64(1..400))),
                warn_at: None,
            },
            step: if rng.u32(0..4) == 0 { rng.u16(0..8) } else { rng.u16(1..4) },
        },
        _ => return None,
    })
}

/// Somebody of those units.
fn of_one(game: &mut Game, units: &[UnitId]) -> Option<PersonId> {
    let fit = |actor: &&Actor| actor.unit().is_some_and(|unit| units.contains(&unit));
    let all: Vec<PersonId> = game.people.iter().filter(fit).filter_map(Actor::person).collect();
    all.get(game.rng.usize(0..all.len().max(1))).copied()
}

fn later(rng: &mut Rng, seen: &Seen, now: Instant) -> Instant {
    seen.due_at.unwrap_or(now).max(now) + SignedDuration::from_hours(rng.i64(-10..300))
}

fn proposed(rng: &mut Rng, seen: &Seen, now: Instant) -> Wanted {
    match rng.u32(0..4) {
        0 => Wanted::Supplement {
            lines: lines(rng), reason: "Thiếu trang".into(), ground: "Bỏ sót".into()
        },
        1 => Wanted::Other(Proposal::Refuse { ground: ground() }),
        2 => Wanted::Other(Proposal::Stop { cause: StopCause::Duplicate, ground: ground() }),
        _ => Wanted::Other(Proposal::Extend {
            cause: DelayCause::Load,
            reason: "Nhiều hồ sơ".into(),
            new_due_at: later(rng, seen, now),
        }),
    }
}

/// The filing with what was asked for, or nearly.
fn supplement(game: &mut Game, seen: &Seen) -> Option<Turn> {
    let id = seen.id;
    let inner = seen.clone();
    let (mut filing, request) = game.read(move |tx| {
        let request = turn::last_request(tx, &inner);
        Ok((dossier::filing(tx, id)?, request.ok()))
    });
    let is_whole = game.rng.u32(0..5) > 0;
    for line in request?.lines.iter().filter(|_| is_whole) {
        match filing.papers.iter_mut().find(|paper| paper.item.is_some() && paper.item == line.paper) {
            Some(paper) => paper.originals += 1,
            None => return None,
        }
    }
    Some(Turn::Supplement { filing: Box::new(filing) })
}

/// Mostly somebody who could have the step, sometimes anybody.
fn somebody(game: &mut Game, seen: &Seen) -> PersonId {
    let role = seen.place.as_ref().map_or(Role::Handler, |place| place.role);
    let role = if seen.state == State::Transferred || game.rng.bool() { Role::Handler } else { role };
    let fit = |actor: &&Actor| actor.role() == Some(role) && actor.unit() == Some(seen.settling_unit);
    let fitting: Vec<PersonId> = game.people.iter().filter(fit).filter_map(Actor::person).collect();
    let all: Vec<PersonId> = game.people.iter().filter_map(Actor::person).collect();
    let from = if !fitting.is_empty() && game.rng.u32(0..6) > 0 { fitting } else { all };
    from[game.rng.usize(0..from.len())]
}
