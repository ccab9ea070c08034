//! Intake: file online, accept, ask for completion, decline (NĐ 61/2018 Điều 17; Quy chế 1267 Điều 3.2.b).

use base::{
    app::App,
    dossier::{self, Seen},
    error::{Error, Result},
    house::House,
    version::{InForce, ProcedureVersion, ProcessVersion, must_not_have_ended},
};
use domain::{
    access::{Action, may},
    calendar::{
        Timetable,
        deadline::{Course, Due, Limit, due, warning, working_days_after},
    },
    catalogue::VersionState,
    dossier::{
        Channel, Dossier, Event, Filing, Place,
        event::{Acceptance, Ground, Handover, Outcome, Request, RequestLine, Target},
        receive::{self, Required},
        settle,
        supplement::{self, Known},
    },
    id::{DossierId, ProcedureVersionId, UnitId},
    instant::{Instant, local_date},
    org::Unit,
    people::{Actor, Role},
    process::{StepKind, check::misfit_by},
    refusal::Refusal,
    rules::{Form, RuleSet},
};
use kit::db::Tx;

use super::{held, number, place};

/// What the officer decides at intake (row C-18).
#[derive(Clone, Debug)]
pub enum Decision {
    /// Complete: accept.
    Accept,
    /// Complete, and the result is given in the same visit (NĐ 61/2018 Điều 17.4).
    GiveAtOnce(Box<AtOnce>),
    /// Gaps: ask for them, once.
    AskCompletion {
        /// What is asked for.
        lines: Vec<RequestLine>,
        /// Why.
        reason: String,
    },
    /// Not to be accepted.
    Decline(Ground),
}

/// A result that the applicant takes home from the same visit.
#[derive(Clone, Debug)]
pub struct AtOnce {
    /// The result.
    pub result: Outcome,
    /// Who took it.
    pub handover: Handover,
    /// Whether the applicant asked for the receipt (Mẫu 01), which is not owed then.
    pub wants_receipt: bool,
}

/// What comes in: the papers, the procedure, who settles it and when it was in the officer's hands.
#[derive(Clone, Debug)]
pub struct Intake {
    /// The identifier the dossier will have. A form carries it, so that one sent twice is taken once.
    pub id: DossierId,
    /// The national code of the procedure.
    pub procedure: String,
    /// The version of it whose papers were ticked.
    pub version: ProcedureVersionId,
    /// Who decides it; nothing where the procedure says it.
    pub settling_unit: Option<UnitId>,
    /// What was filed.
    pub filing: Filing,
    /// When it was received: now, or earlier if it is entered late (row C-20).
    pub received_at: Instant,
}

/// Receives a dossier at the counter: accepts it, asks for completion or declines, as `decision` says. The same form
/// sent twice is [`Error::Stale`] the second time.
pub fn at_counter(
    app: &App,
    tx: &mut Tx,
    by: Actor,
    intake: &Intake,
    decision: &Decision,
    now: Instant,
) -> Result<Seen> {
    let Actor::Person { unit, role: Role::Receptionist, .. } = by else {
        return Err(Refusal::NotYours { deed: Action::Examine.title() }.into());
    };
    let house = app.house();
    let in_force = app.versions.in_force(tx, &intake.procedure, intake.filing.channel)?;
    if in_force.procedure.id != intake.version {
        return Err(Refusal::ProcedureChanged.into());
    }
    must_be_open(&in_force, None, decision, (intake.filing.channel, now))?;
    let InForce { procedure: version, process, .. } = in_force;
    let target = target(&version, unit, intake.settling_unit, &house, now)?;
    let units = (target.receiving_unit, target.settling_unit);
    let event = decide(tx, (&version, process.as_deref(), &house), target, intake, decision, by, now)?;
    let seen = dossier::begin(tx, intake.id, &event, by, now)?;
    let Decision::GiveAtOnce(given) = decision else { return Ok(seen) };
    let process = process.ok_or(Refusal::NoProcess)?;
    let last = process.content.return_step().ok_or(Refusal::NoSuchStep)?;
    let to = place::at(&process.content, last, units, &house, now)?;
    let seen = dossier::record(tx, &seen, &settle::issue(&seen, given.result.clone(), to)?, by, now)?;
    dossier::record(tx, &seen, &settle::hand_over(given.handover.clone())?, by, now)
}

/// Accepts, asks for completion or declines a dossier that was filed online.
pub fn online(
    app: &App,
    tx: &mut Tx,
    by: Actor,
    (id, version): (DossierId, i64),
    decision: &Decision,
    now: Instant,
) -> Result<Seen> {
    let seen = dossier::load(tx, id)?;
    check(&seen, version, by, Action::Examine)?;
    if matches!(decision, Decision::AskCompletion { .. }) {
        receive::may_ask_alone(&seen)?;
    }
    let house = app.house();
    let procedure = app.versions.procedure(tx, seen.procedure)?;
    let filing = dossier::filing(tx, id)?;
    let target = Target {
        procedure: seen.procedure,
        procedure_code: procedure.content.code.clone(),
        receiving_unit: seen.receiving_unit,
        settling_unit: seen.settling_unit,
    };
    let intake = Intake {
        id,
        procedure: procedure.content.code.clone(),
        version: seen.procedure,
        settling_unit: Some(seen.settling_unit),
        filing,
        received_at: now,
    };
    // What was abolished since it was filed is declined or asked about, not accepted (NĐ 63/2010 Điều 14).
    let channel = intake.filing.channel;
    let process = match (app.versions.in_force(tx, &intake.procedure, channel), decision) {
        (Ok(in_force), _) => {
            must_be_open(&in_force, Some(&procedure), decision, (channel, now))?;
            in_force.process
        }
        (Err(Error::NotFound), Decision::Accept | Decision::GiveAtOnce(_)) => {
            return Err(Refusal::ProcedureNotPublished.into());
        }
        (Err(Error::NotFound), _) => None,
        (Err(error), _) => return Err(error),
    };
    let event = decide(tx, (&procedure, process.as_deref(), &house), target, &intake, decision, by, now)?;
    dossier::record(tx, &seen, &event, by, now)
}

/// Files a dossier online at `receiving` (T02). The reception officers there have eight working hours for it.
/// The same form sent twice is [`Error::Stale`] the second time.
pub fn file_online(
    app: &App,
    tx: &mut Tx,
    receiving: UnitId,
    intake: &Intake,
    by: Actor,
    now: Instant,
) -> Result<Seen> {
    let house = app.house();
    let version = app.versions.published(tx, &intake.procedure)?;
    if version.id != intake.version {
        return Err(Refusal::ProcedureChanged.into());
    }
    if !version.content.is_online() {
        return Err(Refusal::NotOnline.into());
    }
    must_not_have_ended(tx, version.id, local_date(now))?;
    let target = target(&version, receiving, intake.settling_unit, &house, now)?;
    let to = waiting_for_check(receiving, &house, now);
    let event = Event::Submitted { filing: Box::new(intake.filing.clone()), target, to };
    dossier::begin(tx, intake.id, &event, by, now)
}

/// The place of a dossier that waits for the reception officers of `unit`.
pub fn waiting_for_check(unit: UnitId, house: &House, now: Instant) -> Place {
    let minutes = RuleSet::at(local_date(now)).reading.online_check_hours * 60;
    let due_at = house.timetable(unit).after_minutes(now, minutes);
    Place {
        step: 0,
        kind: StepKind::Receive,
        unit,
        role: Role::Receptionist,
        owner: None,
        since: now,
        due_at,
    }
}

/// Whether `by` may do `action` to the dossier as seen, and has seen its present state.
pub fn check(seen: &Seen, version: i64, by: Actor, action: Action) -> Result<()> {
    if seen.version != version {
        return Err(Error::Stale);
    }
    allowed(seen, by, action)
}

/// Whether `by` may do `action` to the dossier.
pub fn allowed(dossier: &Dossier, by: Actor, action: Action) -> Result<()> {
    if may(&by, action, dossier) {
        return Ok(());
    }
    if !may(&by, Action::Read, dossier) {
        return Err(Error::NotFound);
    }
    Err(Refusal::NotYours { deed: action.title() }.into())
}

/// Refuses to accept what has ended, and what has a process that does not add up to the limit of its channel (rows C-08, C-43).
/// What is not accepted needs neither. What was `filed_under` another version than the one in force has a process that adds up to
/// one of the two.
fn must_be_open(
    in_force: &InForce,
    filed_under: Option<&ProcedureVersion>,
    decision: &Decision,
    (channel, now): (Channel, Instant),
) -> Result<()> {
    if !matches!(decision, Decision::Accept | Decision::GiveAtOnce(_)) {
        return Ok(());
    }
    in_force.must_not_have_ended(local_date(now))?;
    let Some(process) = &in_force.process else { return Ok(()) };
    let versions = [Some(&*in_force.procedure), filed_under];
    let how = |version: &ProcedureVersion| misfit_by(&[&process.content], &version.content, channel);
    let misfits: Option<Vec<String>> = versions.into_iter().flatten().map(how).collect();
    match misfits.and_then(|all| all.into_iter().next()) {
        Some(how) => Err(Refusal::ProcessMisfit(how).into()),
        None => Ok(()),
    }
}

/// Who receives and who settles. Refuses a procedure that is not in force and a unit that has ended (row C-01).
fn target(
    version: &ProcedureVersion,
    receiving: UnitId,
    settling: Option<UnitId>,
    house: &House,
    now: Instant,
) -> Result<Target> {
    if version.state != VersionState::Published {
        return Err(Refusal::ProcedureNotPublished.into());
    }
    let settling_unit = version.settling_unit.or(settling).ok_or(Refusal::NoSettler)?;
    for id in [receiving, settling_unit] {
        let unit = house.unit(id)?;
        if !unit.is_active_on(local_date(now)) {
            return Err(Refusal::UnitClosed(unit.name().to_owned()).into());
        }
    }
    let procedure_code = version.content.code.clone();
    Ok(Target { procedure: version.id, procedure_code, receiving_unit: receiving, settling_unit })
}

/// The papers that the case asks for.
pub fn required(version: &ProcedureVersion, case: u16) -> Vec<Required<'_>> {
    let papers = version.content.papers(case).iter();
    (0..)
        .zip(papers)
        .map(|(item, paper)| Required {
            item,
            name: &paper.name,
            is_mandatory: version.is_mandatory(case, item),
        })
        .collect()
}

#[expect(
    clippy::too_many_arguments,
    reason = "one decision needs all of it; only the three entrances above call it"
)]
fn decide(
    tx: &mut Tx,
    (version, process, house): (&ProcedureVersion, Option<&ProcessVersion>, &House),
    target: Target,
    intake: &Intake,
    decision: &Decision,
    by: Actor,
    now: Instant,
) -> Result<Event> {
    let rules = RuleSet::at(local_date(intake.received_at));
    let unit = house.unit(target.receiving_unit)?;
    let list = required(version, intake.filing.case);
    let mut filing = intake.filing.clone();
    // What the store holds is there by reference; it is looked for only where something is missing, or asked for.
    let is_wanting = match decision {
        Decision::AskCompletion { .. } => true,
        Decision::Decline(_) => false,
        _ => !receive::missing(&filing, &list).is_empty(),
    };
    let papers = version.content.papers(filing.case);
    let held = if is_wanting { held::reuse(tx, &mut filing, intake.id, papers, &list)? } else { vec![] };
    let event = match decision {
        Decision::Accept | Decision::GiveAtOnce(_) => {
            let process = process.ok_or(Refusal::NoProcess)?;
            let form = owed_receipt(version, intake, decision, rules)?;
            let of = (target.receiving_unit, intake.received_at);
            let due_at = due_of(version, intake.filing.channel, of, house)?.map(|due| due.at);
            let units = (target.receiving_unit, target.settling_unit);
            let mut place = place::at(&process.content, 0, units, house, intake.received_at)?;
            place.owner = by.person();
            let (code, slip_number) = number::code_and_receipt(tx, unit, (intake.received_at, now), form)?;
            let acceptance = Acceptance {
                code,
                rules: rules.id.to_owned(),
                process: process.id,
                received_at: intake.received_at,
                warn_at: due_at.and_then(|due| warning(intake.received_at, due, &house.timetable(unit.id))),
                due_at,
                slip_number,
                place,
            };
            receive::accept(filing, target, acceptance, &list)?
        }
        Decision::AskCompletion { lines, reason } => {
            let request = asked(tx, (unit, house), lines, reason, rules, now)?;
            let request = Request {
                lines: request.lines.iter().map(|line| supplement::worded(line, &list)).collect(),
                ..request
            };
            let known = Known { listed: &list, held: &held };
            receive::request_completion(filing, target, request, known)?
        }
        Decision::Decline(ground) => {
            let slip_number = number::letter(tx, unit, rules.forms.refusal, now)?;
            receive::decline(filing, target, ground.clone(), slip_number)?
        }
    };
    Ok(event)
}

/// The receipt that acceptance owes: none where the result is given at once and nobody asks for it. Refuses to give at
/// once what takes longer than a visit.
fn owed_receipt(
    version: &ProcedureVersion,
    intake: &Intake,
    decision: &Decision,
    rules: &RuleSet,
) -> Result<Option<Form>> {
    let Decision::GiveAtOnce(given) = decision else { return Ok(Some(rules.forms.receipt)) };
    if !receive::may_be_given_at_once(version.content.limit(intake.filing.channel)) {
        return Err(Refusal::NotAtOnce.into());
    }
    Ok(given.wants_receipt.then_some(rules.forms.receipt))
}

/// When the result of what came in by `channel`, where and when, will be owed, and why; nothing if the procedure sets no limit.
pub fn due_of(
    version: &ProcedureVersion,
    channel: Channel,
    (receiving, received_at): (UnitId, Instant),
    house: &House,
) -> Result<Option<Due>> {
    let Some(limit) = version.content.limit(channel) else { return Ok(None) };
    let rules = RuleSet::at(local_date(received_at));
    let table = house.timetable(receiving);
    due(received_at, limit, Course::default(), rules.reading.clock, &table).map(Some).map_err(Error::fault)
}

/// The end of `limit` counted from `from` under `rules`.
pub fn count(from: Instant, limit: Limit, rules: &RuleSet, table: &Timetable) -> Result<Instant> {
    due(from, limit, Course::default(), rules.reading.clock, table).map(|due| due.at).map_err(Error::fault)
}

/// A request with its number and the dates by which it is to be answered.
pub fn asked(
    tx: &mut Tx,
    (unit, house): (&Unit, &House),
    lines: &[RequestLine],
    reason: &str,
    rules: &RuleSet,
    now: Instant,
) -> Result<Request> {
    let table = house.timetable(unit.id);
    Ok(Request {
        lines: lines.to_vec(),
        reason: reason.trim().to_owned(),
        slip_number: number::letter(tx, unit, rules.forms.completion, now)?,
        answer_by: working_days_after(now, rules.reading.completion_days, &table),
        remind_at: working_days_after(
            now,
            rules.reading.completion_days - rules.reading.reminder_days,
            &table,
        ),
    })
}
