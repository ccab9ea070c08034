//! Who may do what to which dossier: one table, role × unit × state × step. What no line allows is forbidden.

use crate::{
    dossier::{
        Dossier, State,
        extend::owes_reason,
        part::{Part, PartState},
    },
    people::{Actor, Role},
    process::StepKind,
    words::words,
};

words! {
    /// Something a person may want to do with a dossier; the title is a verb phrase.
    Action {
        /// Open it: applicant, papers, timeline.
        Read = "read" "xem",
        /// Accept it, ask for completion or decline, once filed online.
        Examine = "examine" "tiếp nhận",
        /// Hand it to the settling unit.
        Transfer = "transfer" "chuyển hồ sơ",
        /// Take a step that nobody holds.
        Take = "take" "nhận xử lý",
        /// Give the next step to a person.
        Assign = "assign" "phân công",
        /// Decide on a proposal.
        Decide = "decide" "quyết định đề xuất",
        /// Write the draft of the result.
        Draft = "draft" "soạn dự thảo",
        /// End the step and begin the next.
        Advance = "advance" "chuyển bước",
        /// Issue the result.
        Issue = "issue" "ban hành kết quả",
        /// Hand the result over.
        HandOver = "hand_over" "trả kết quả",
        /// Take in what the applicant supplies at the counter.
        TakeSupplement = "take_supplement" "nhận bổ sung",
        /// Note that a financial duty was paid.
        ConfirmDuty = "confirm_duty" "ghi nhận nghĩa vụ tài chính",
        /// Give back the papers of what ended without a result.
        ReturnPapers = "return_papers" "trả lại hồ sơ",
        /// Confirm and answer a part as another unit.
        AnswerPart = "answer_part" "trả lời phần việc phối hợp",
        /// Decline a part as another unit, before it is confirmed.
        DeclinePart = "decline_part" "từ chối phần việc phối hợp",
        /// Give a part that a colleague confirmed to somebody else of the other unit.
        ReassignPart = "reassign_part" "giao lại phần việc phối hợp",
        /// Record why it is overdue.
        Explain = "explain" "ghi nguyên nhân quá hạn",
        /// Apologise and promise a new day of return.
        Apologise = "apologise" "xin lỗi và hẹn lại",
        /// Ask the applicant for a supplement.
        RequestSupplement = "request_supplement" "yêu cầu bổ sung",
        /// Put a refusal, a stop, a second supplement or a new day before the leader.
        Propose = "propose" "trình lãnh đạo",
        /// Ask another unit for its opinion or its part.
        OpenPart = "open_part" "chuyển đơn vị phối hợp",
        /// Take back a part that is not answered.
        CancelPart = "cancel_part" "thu hồi phần việc phối hợp",
        /// Take back what the applicant was asked for by mistake.
        CancelRequest = "cancel_request" "thu hồi yêu cầu",
        /// Send the applicant to pay a financial duty.
        RequireDuty = "require_duty" "yêu cầu nghĩa vụ tài chính",
        /// Note a check on the spot.
        Verify = "verify" "ghi kết quả thẩm tra",
        /// Send it back to an earlier step.
        SendBack = "send_back" "trả lại",
        /// Give the present step to another person.
        Reassign = "reassign" "giao lại",
        /// Undo the last deed.
        Undo = "undo" "hoàn tác",
        /// Tell the applicant that the result waits, or that the post brought it back.
        RemindCollection = "remind_collection" "báo nhận kết quả",
        /// Take in the applicant's withdrawal.
        Withdraw = "withdraw" "nhận đơn rút hồ sơ",
        /// Note a paper that was lost.
        RecordLoss = "record_loss" "ghi mất giấy tờ",
        /// Note that what goes out reached the applicant.
        GiveLetter = "give_letter" "ghi giao phiếu cho người nộp",
        /// Open again what was closed.
        Reopen = "reopen" "mở lại hồ sơ",
    }
}

/// Which unit or person the line is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum At {
    /// The unit that received the dossier.
    Receiver,
    /// The unit that decides it.
    Settler,
    /// The unit and the role that the step waits for, and nobody holds it.
    Waiting,
    /// The person who holds the step, or, where nobody does, whoever has its unit and role.
    Step,
    /// The person who holds the step, nobody else.
    Holder,
    /// A unit that has a part in it (liên thông, lấy ý kiến).
    Part,
    /// Any unit: the Centre watches all (NĐ 61/2018 Điều 8, 9).
    Anywhere,
}

struct Line {
    action: Action,
    roles: &'static [Role],
    at: At,
    states: &'static [State],
    steps: &'static [StepKind],
}

const ANY_STATE: &[State] = State::ALL;
const ANY_STEP: &[StepKind] = &[];
const OPEN: &[State] = &[State::Transferred, State::InProgress];
const RUNNING: &[State] = &[State::Received, State::Transferred, State::InProgress];
/// Before there is a result: what may be withdrawn (TT 03/2025 Điều 7).
const BEFORE_RESULT: &[State] = &[
    State::Submitted,
    State::AwaitingCompletion,
    State::Received,
    State::Transferred,
    State::InProgress,
    State::AwaitingSupplement,
    State::AwaitingDuty,
];
const ACCEPTED: &[State] =
    &[State::Received, State::Transferred, State::InProgress, State::AwaitingSupplement, State::AwaitingDuty];
const WORKING: &[StepKind] = &[StepKind::Process, StepKind::Opinion];
/// The roles of an agency that work on dossiers.
pub const AGENCY: &[Role] = &[Role::Handler, Role::DivisionHead, Role::Leader, Role::Clerk];
const RECEPTION: &[Role] = &[Role::Receptionist];

/// The table. An empty list of steps means that the step does not matter.
const TABLE: &[Line] = {
    use {Action as A, Role as R, State as S, StepKind as K};
    const fn line(action: A, roles: &'static [R], at: At, states: &'static [S], steps: &'static [K]) -> Line {
        Line { action, roles, at, states, steps }
    }
    &[
        // Reading: the unit that received, the unit that decides, whoever holds a step, and the Centre.
        line(A::Read, RECEPTION, At::Receiver, ANY_STATE, ANY_STEP),
        line(A::Read, AGENCY, At::Settler, ANY_STATE, ANY_STEP),
        line(A::Read, AGENCY, At::Step, ANY_STATE, ANY_STEP),
        line(A::Read, AGENCY, At::Part, ANY_STATE, ANY_STEP),
        line(A::Read, &[R::CentreSupervisor, R::CentreDirector], At::Anywhere, ANY_STATE, ANY_STEP),
        // The one-stop unit.
        line(A::Examine, RECEPTION, At::Receiver, &[S::Submitted], ANY_STEP),
        // A second request before acceptance is the leader's to decide, as after it (row C-14).
        line(A::Propose, RECEPTION, At::Receiver, &[S::Submitted], ANY_STEP),
        line(A::Decide, &[R::Leader], At::Settler, &[S::Submitted], ANY_STEP),
        line(A::Transfer, RECEPTION, At::Receiver, &[S::Received], &[K::Receive]),
        line(A::Advance, RECEPTION, At::Receiver, &[S::InProgress], &[K::Receive]),
        line(A::HandOver, RECEPTION, At::Receiver, &[S::ResultReady], &[K::Return]),
        line(A::RemindCollection, RECEPTION, At::Receiver, &[S::ResultReady], &[K::Return]),
        line(
            A::ReturnPapers,
            RECEPTION,
            At::Receiver,
            &[S::Refused, S::Withdrawn, S::Stopped, S::Expired],
            &[K::Return],
        ),
        line(
            A::TakeSupplement,
            RECEPTION,
            At::Receiver,
            &[S::AwaitingCompletion, S::AwaitingSupplement],
            ANY_STEP,
        ),
        line(A::ConfirmDuty, RECEPTION, At::Receiver, &[S::AwaitingDuty], ANY_STEP),
        line(A::Withdraw, RECEPTION, At::Receiver, BEFORE_RESULT, ANY_STEP),
        line(A::GiveLetter, RECEPTION, At::Receiver, ANY_STATE, ANY_STEP),
        line(A::RecordLoss, RECEPTION, At::Receiver, ANY_STATE, ANY_STEP),
        // The settling units.
        line(A::Take, AGENCY, At::Waiting, OPEN, ANY_STEP),
        line(A::Assign, &[R::DivisionHead, R::Leader], At::Step, OPEN, &[K::Assign]),
        line(A::Draft, &[R::Handler, R::DivisionHead], At::Holder, &[S::InProgress], WORKING),
        line(A::RequestSupplement, &[R::Handler, R::DivisionHead], At::Holder, &[S::InProgress], WORKING),
        line(A::Propose, &[R::Handler, R::DivisionHead], At::Holder, &[S::InProgress], WORKING),
        line(A::OpenPart, &[R::Handler, R::DivisionHead], At::Holder, &[S::InProgress], WORKING),
        line(A::Propose, &[R::Handler, R::DivisionHead], At::Holder, &[S::AwaitingDuty], WORKING),
        line(A::CancelPart, &[R::Handler, R::DivisionHead], At::Holder, &[S::InProgress], WORKING),
        line(A::CancelPart, &[R::DivisionHead, R::Leader], At::Settler, ACCEPTED, ANY_STEP),
        line(
            A::CancelRequest,
            &[R::Handler, R::DivisionHead],
            At::Holder,
            &[S::AwaitingSupplement, S::AwaitingDuty],
            WORKING,
        ),
        line(A::RequireDuty, &[R::Handler, R::DivisionHead], At::Holder, &[S::InProgress], WORKING),
        line(A::Verify, &[R::Handler, R::DivisionHead], At::Holder, &[S::InProgress], WORKING),
        line(A::ConfirmDuty, &[R::Handler, R::DivisionHead], At::Settler, &[S::AwaitingDuty], ANY_STEP),
        line(A::Advance, AGENCY, At::Holder, &[S::InProgress], WORKING),
        line(A::Advance, &[R::DivisionHead, R::Leader], At::Step, OPEN, &[K::Review, K::Sign]),
        line(A::Advance, &[R::Clerk], At::Step, OPEN, &[K::Number]),
        line(A::Issue, &[R::Clerk], At::Step, OPEN, &[K::Number]),
        line(A::Issue, &[R::DivisionHead, R::Leader], At::Step, OPEN, &[K::Review, K::Sign]),
        line(A::Issue, AGENCY, At::Holder, &[S::InProgress], &[K::Process]),
        line(A::SendBack, AGENCY, At::Step, OPEN, &[K::Assign, K::Review, K::Sign, K::Number]),
        line(A::SendBack, AGENCY, At::Holder, &[S::InProgress], WORKING),
        line(A::Reassign, &[R::DivisionHead, R::Leader], At::Settler, &[S::InProgress], ANY_STEP),
        line(A::Undo, AGENCY, At::Settler, OPEN, ANY_STEP),
        line(A::Undo, RECEPTION, At::Receiver, &[S::Transferred], ANY_STEP),
        line(A::Undo, &[R::Clerk, R::Leader], At::Settler, &[S::ResultReady], ANY_STEP),
        line(A::GiveLetter, AGENCY, At::Settler, ANY_STATE, ANY_STEP),
        line(A::RecordLoss, AGENCY, At::Settler, ACCEPTED, ANY_STEP),
        // The head of the authority: what only a leader decides, and the letter of apology (NĐ 61/2018 Điều 12.5, 19.8, 19.9).
        line(
            A::Decide,
            &[R::Leader],
            At::Settler,
            &[S::Transferred, S::InProgress, S::AwaitingDuty],
            ANY_STEP,
        ),
        // Why it is overdue says who holds it, or a head.
        line(A::Explain, RECEPTION, At::Receiver, &[S::Received], ANY_STEP),
        line(A::Explain, AGENCY, At::Holder, OPEN, ANY_STEP),
        line(A::Explain, &[R::DivisionHead, R::Leader], At::Settler, RUNNING, ANY_STEP),
        line(A::Apologise, &[R::Leader], At::Settler, RUNNING, ANY_STEP),
        line(
            A::Reopen,
            &[R::Leader],
            At::Settler,
            &[S::Returned, S::Refused, S::Withdrawn, S::Stopped],
            ANY_STEP,
        ),
        // Other units with a part in it.
        line(A::AnswerPart, AGENCY, At::Part, ACCEPTED, ANY_STEP),
        line(A::DeclinePart, AGENCY, At::Part, ACCEPTED, ANY_STEP),
        line(A::ReassignPart, &[R::DivisionHead, R::Leader], At::Part, ACCEPTED, ANY_STEP),
    ]
};

/// Whether `actor` may do `action` to `dossier` as it stands now. Some actions need more than a place: something proposed,
/// a part that is open, papers not yet given back.
pub fn may(actor: &Actor, action: Action, dossier: &Dossier) -> bool {
    let Actor::Person { role, .. } = actor else { return false };
    let is_theirs = |wanted: &dyn Fn(&Part) -> bool| {
        dossier.turns.parts.iter().any(|part| wanted(part) && Some(part.unit) == actor.unit())
    };
    let has_object = match action {
        Action::Decide => dossier.turns.proposal.is_some(),
        Action::Apologise => dossier.due_at.is_some(),
        // The first request before acceptance needs no leader.
        Action::Propose => dossier.state != State::Submitted || dossier.turns.completions > 0,
        Action::ReturnPapers => !dossier.turns.papers_returned,
        Action::Explain => owes_reason(dossier),
        Action::CancelPart => dossier.turns.parts.iter().any(Part::is_open),
        Action::AnswerPart => is_theirs(&Part::is_at_work),
        Action::DeclinePart => is_theirs(&|part| part.state == PartState::Sent),
        Action::ReassignPart => is_theirs(&|part| part.state == PartState::Confirmed),
        _ => true,
    };
    has_object
        && TABLE.iter().any(|line| {
            line.action == action
                && line.roles.contains(role)
                && line.states.contains(&dossier.state)
                && (line.steps.is_empty()
                    || dossier.place.as_ref().is_some_and(|p| line.steps.contains(&p.kind)))
                && is_at(line.at, actor, dossier)
        })
}

/// Whether an applicant may withdraw a dossier in that state: before there is a result (TT 03/2025 Điều 7).
pub fn may_be_withdrawn(state: State) -> bool {
    BEFORE_RESULT.contains(&state)
}

/// What `actor` may do to `dossier` now, in the order of the buttons.
pub fn actions(actor: &Actor, dossier: &Dossier) -> Vec<Action> {
    Action::ALL.iter().copied().filter(|action| may(actor, *action, dossier)).collect()
}

fn is_at(at: At, actor: &Actor, dossier: &Dossier) -> bool {
    let Actor::Person { unit, role, .. } = actor else { return false };
    let place = dossier.place.as_ref();
    let has_step = place.is_some_and(|place| place.unit == *unit && place.role == *role);
    let owner = place.and_then(|place| place.owner);
    match at {
        At::Receiver => dossier.receiving_unit == *unit,
        At::Settler => dossier.settling_unit == *unit,
        At::Waiting => has_step && owner.is_none(),
        // Who stands in does so in one role of one unit, not in everything that the absent colleague holds elsewhere.
        At::Step => owner.map_or(has_step, |owner| {
            actor.person() == Some(owner) || (has_step && actor.answers_for(owner))
        }),
        At::Holder => owner.is_some_and(|owner| actor.answers_for(owner)) && has_step,
        At::Part => dossier.turns.parts.iter().any(|part| part.unit == *unit),
        At::Anywhere => true,
    }
}

#[cfg(test)]
mod tests;
