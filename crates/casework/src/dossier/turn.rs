//! Every turn off the straight way, as a command: load, may I, is it lawful, record (domain §2.3; NĐ 61/2018 Điều 19, 21).

mod at;
mod parts;

use at::At;
use base::{
    app::App,
    dossier::{self, Seen},
    error::{Error, Result},
};
use domain::{
    access::Action,
    dossier::{
        Dossier, Event, Filing,
        duty::{Duty, Payment},
        event::{Ground, Handover, Request, RequestLine},
        extend::DelayCause,
        outgoing::Given,
        part::{Answer, PartKind},
        proposal::Proposal,
        reopen::Reopening,
        verify::{Check, Loss},
    },
    id::{PersonId, UnitId},
    instant::{Instant, local_date},
    people::Actor,
    refusal::Refusal,
    rules::RuleSet,
};
use kit::db::Tx;
pub use parts::released;

use super::{receive::check, settle::Shown, timeline};

/// What a person does to a dossier off the straight way.
#[derive(Clone, Debug)]
#[expect(missing_docs, reason = "a variant's line says what its fields are; their types say the rest")]
pub enum Turn {
    /// Ask the applicant for a supplement.
    RequestSupplement { lines: Vec<RequestLine>, reason: String },
    /// Put something before the leader; a supplement comes as its lines, reason and ground.
    Propose(Box<Wanted>),
    /// Agree to what is proposed.
    Agree,
    /// Do not agree.
    Reject { reason: String },
    /// Apologise and promise a new day.
    Apologise { cause: DelayCause, reason: String, new_due_at: Instant },
    /// Take in what the applicant supplied.
    Supplement { filing: Box<Filing> },
    /// Send the applicant to pay.
    RequireDuty(Duty),
    /// Note the payment.
    ConfirmDuty(Payment),
    /// Ask another unit.
    OpenPart { kind: PartKind, unit: UnitId, task: String, minutes: i64, after: Vec<u16> },
    /// Take a part over.
    ConfirmPart { no: u16 },
    /// Answer a part.
    AnswerPart { no: u16, answer: Answer },
    /// Take back a part that is not answered.
    CancelPart { no: u16, reason: String },
    /// Give a part back without taking it over.
    DeclinePart { no: u16, reason: String },
    /// Give a part to another person of the unit that has it.
    ReassignPart { no: u16, person: PersonId, reason: String },
    /// Take back what the applicant was asked for by mistake.
    CancelRequest { reason: String },
    /// Record why it is overdue.
    Explain { cause: DelayCause, reason: String },
    /// Note a check on the spot.
    Verify(Check),
    /// Give the step to another person.
    Reassign { person: PersonId, reason: String },
    /// Undo the last deed.
    Undo { reason: String },
    /// Take in the applicant's withdrawal.
    Withdraw { reason: String },
    /// Give the papers back.
    ReturnPapers(Handover),
    /// Tell the applicant that the result waits.
    RemindCollection { note: String, by_post: bool },
    /// Note a lost paper.
    RecordLoss(Loss),
    /// Note that what goes out reached the applicant.
    GiveLetter(Given),
    /// Open again what was closed.
    Reopen { reopening: Reopening, step: u16 },
}

/// What is put before the leader.
#[derive(Clone, Debug)]
#[expect(missing_docs, reason = "a variant's line says what its fields are; their types say the rest")]
pub enum Wanted {
    /// One more supplement, or a verification.
    Supplement { lines: Vec<RequestLine>, reason: String, ground: String },
    /// Anything that needs no number yet.
    Other(Proposal),
}

impl Turn {
    /// The action that it takes leave for.
    pub fn action(&self) -> Action {
        match self {
            Turn::RequestSupplement { .. } => Action::RequestSupplement,
            Turn::Propose(_) => Action::Propose,
            Turn::Agree | Turn::Reject { .. } => Action::Decide,
            Turn::Apologise { .. } => Action::Apologise,
            Turn::Supplement { .. } => Action::TakeSupplement,
            Turn::RequireDuty(_) => Action::RequireDuty,
            Turn::ConfirmDuty(_) => Action::ConfirmDuty,
            Turn::OpenPart { .. } => Action::OpenPart,
            Turn::ConfirmPart { .. } | Turn::AnswerPart { .. } => Action::AnswerPart,
            Turn::CancelPart { .. } => Action::CancelPart,
            Turn::DeclinePart { .. } => Action::DeclinePart,
            Turn::ReassignPart { .. } => Action::ReassignPart,
            Turn::CancelRequest { .. } => Action::CancelRequest,
            Turn::Explain { .. } => Action::Explain,
            Turn::Verify(_) => Action::Verify,
            Turn::Reassign { .. } => Action::Reassign,
            Turn::Undo { .. } => Action::Undo,
            Turn::Withdraw { .. } => Action::Withdraw,
            Turn::ReturnPapers(_) => Action::ReturnPapers,
            Turn::RemindCollection { .. } => Action::RemindCollection,
            Turn::RecordLoss(_) => Action::RecordLoss,
            Turn::GiveLetter(_) => Action::GiveLetter,
            Turn::Reopen { .. } => Action::Reopen,
        }
    }
}

/// Does `turn` to the dossier as it was shown. Refuses what is not this person's or not lawful now; fails with
/// [`Error::Stale`] if somebody was faster.
pub fn carry_out(app: &App, tx: &mut Tx, by: Actor, shown: Shown, turn: &Turn, now: Instant) -> Result<Seen> {
    let seen = dossier::load(tx, shown.0)?;
    check(&seen, shown.1, by, turn.action())?;
    let mut at = At { app, tx, seen: &seen, now };
    let event = at.event(turn, by)?;
    dossier::record(tx, &seen, &event, by, now)
}

/// What the applicant does without an account, after proving who they are: answer a request, withdraw.
pub fn by_applicant(app: &App, tx: &mut Tx, seen: &Seen, turn: &Turn, now: Instant) -> Result<Seen> {
    let mut at = At { app, tx, seen, now };
    let event = match turn {
        Turn::Supplement { .. } | Turn::Withdraw { .. } => at.event(turn, Actor::Public)?,
        _ => return Err(Error::Forbidden),
    };
    dossier::record(tx, seen, &event, Actor::Public, now)
}

/// The rule set that the dossier was received under; that of its filing for one that is not accepted yet.
pub fn rules_of(seen: &Dossier) -> &'static RuleSet {
    let by_id = seen.rules.as_deref().and_then(RuleSet::by_id);
    by_id.unwrap_or_else(|| RuleSet::at(local_date(seen.submitted_at.unwrap_or(Instant::UNIX_EPOCH))))
}

/// What the applicant was asked for last.
pub fn last_request(tx: &mut Tx, seen: &Seen) -> Result<Request> {
    let events = timeline::events(tx, seen.id)?;
    let last = events.into_iter().rev().find_map(|(_, event)| match event {
        Event::CompletionRequested { request, .. } | Event::SupplementRequested { request, .. } => {
            Some(request)
        }
        _ => None,
    });
    last.ok_or_else(|| Refusal::NothingAsked.into())
}

/// A ground with its words cut.
pub fn ground(reason: &str, basis: &str) -> Ground {
    Ground { reason: reason.trim().to_owned(), basis: basis.trim().to_owned() }
}
