//! Late: the letter of apology with a new day of return, drafted before the due date passes and signed by the head of the
//! authority (Mẫu 04; NĐ 61/2018 Điều 12.5, 19.9; rows C-49, C-51).

use serde::{Deserialize, Serialize};

use super::{Dossier, Event};
use crate::{instant::Instant, refusal::Refusal, rules::RuleSet, words::words};

words! {
    /// Why a dossier is late (domain, Appendix A; an editable list in the Centre's reports).
    DelayCause {
        /// More dossiers than people can do.
        Load = "load" "Khối lượng hồ sơ lớn",
        /// Somebody is missing.
        Staff = "staff" "Thiếu người xử lý",
        /// Another unit has not answered.
        Coordination = "coordination" "Đơn vị phối hợp trả lời chậm",
        /// A superior authority has not answered.
        Superior = "superior" "Chờ ý kiến cơ quan cấp trên",
        /// Checking on the spot took longer.
        Verification = "verification" "Thẩm tra, xác minh kéo dài",
        /// Rules that overlap or contradict.
        Rules = "rules" "Quy định chồng chéo, chưa rõ",
        /// The system or a connection failed.
        System = "system" "Lỗi hệ thống, kết nối",
        /// The step was done, its entry was not.
        Entry = "entry" "Cập nhật chậm trên hệ thống",
        /// The applicant.
        Applicant = "applicant" "Do người nộp hồ sơ",
        /// Force majeure.
        Force = "force" "Bất khả kháng",
    }
}

impl DelayCause {
    /// Who answers for it: agency, coordinating unit, applicant, system, nobody (row C-49).
    pub fn party(self) -> &'static str {
        match self {
            DelayCause::Load | DelayCause::Staff | DelayCause::Verification | DelayCause::Entry => {
                "Cơ quan giải quyết"
            }
            DelayCause::Coordination => "Đơn vị phối hợp",
            DelayCause::Superior | DelayCause::Rules => "Cơ quan cấp trên",
            DelayCause::System => "Hệ thống",
            DelayCause::Applicant => "Người nộp",
            DelayCause::Force => "Khách quan",
        }
    }
}

/// What the letter of apology says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Apology {
    /// Its number in the book of the settling unit.
    pub slip_number: u32,
    /// The due date it apologises for.
    pub due_at: Instant,
    /// Why.
    pub cause: DelayCause,
    /// Why, in words the applicant reads.
    pub reason: String,
    /// When the result will be there.
    pub new_due_at: Instant,
    /// When it must be clear whether that can be kept.
    pub warn_at: Option<Instant>,
    /// Whether the due date moves: the first time only (once).
    pub moves_due: bool,
    /// Whether it came later than one day before the due date (row C-49).
    pub is_late: bool,
}

/// What is asked of a new day of return.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Promise {
    /// When the result will be there.
    pub new_due_at: Instant,
    /// The latest day of return that the limit allows: as long again as the limit itself.
    pub latest: Option<Instant>,
    /// The last moment at which an extension may be proposed.
    pub propose_by: Option<Instant>,
    /// Now.
    pub now: Instant,
}

/// Whether the due date may still be moved under `rules`.
pub fn may_move_due(dossier: &Dossier, rules: &RuleSet) -> bool {
    dossier.turns.extensions < rules.extensions
}

/// Checks a new day of return: after the old one and after now, and not beyond what the limit allows.
pub fn check(dossier: &Dossier, promise: Promise) -> Result<(), Refusal> {
    let due = dossier.due_at.ok_or(Refusal::NoDueDate)?;
    if promise.new_due_at <= due || promise.new_due_at <= promise.now {
        return Err(Refusal::NewDueTooEarly);
    }
    if promise.latest.is_some_and(|latest| promise.new_due_at > latest) {
        return Err(Refusal::NewDueTooLate);
    }
    Ok(())
}

/// Drafts and numbers the letter that is owed for the present due date, if it is not drafted or sent yet.
pub fn draft(dossier: &Dossier, slip_number: u32) -> Option<Event> {
    let due_at = dossier.due_at.filter(|_| owes_apology(dossier))?;
    Some(Event::ApologyDrafted { slip_number, due_at })
}

/// Whether an apology for the present due date is neither drafted nor sent, while the clock runs.
pub fn owes_apology(dossier: &Dossier) -> bool {
    let turns = &dossier.turns;
    dossier.state.is_running()
        && dossier.due_at.is_some()
        && turns.apology.is_none_or(|drafted| Some(drafted.due_at) != dossier.due_at)
        && turns.apologised_for != dossier.due_at
}

/// Whether a cause is to be recorded: it fell overdue for the present due date, no letter of apology is signed for that date
/// and no cause recorded. Nothing becomes overdue without a letter or a recorded reason (row C-51).
pub fn owes_reason(dossier: &Dossier) -> bool {
    let (turns, due_at) = (&dossier.turns, dossier.due_at);
    dossier.state.is_running()
        && due_at.is_some()
        && turns.overdue_for == due_at
        && turns.apologised_for != due_at
        && turns.explained_for != due_at
}

/// Records why it is late. The letter of apology is owed all the same (NĐ 61/2018 Điều 19.9).
pub fn explain(dossier: &Dossier, cause: DelayCause, reason: &str) -> Result<Event, Refusal> {
    let wrong =
        Refusal::WrongState { state: dossier.state.title(), deed: "ghi nguyên nhân quá hạn lúc này" };
    let due_at = dossier.due_at.filter(|_| owes_reason(dossier)).ok_or(wrong)?;
    let reason = reason.trim();
    if reason.is_empty() {
        return Err(Refusal::ReasonMissing);
    }
    Ok(Event::OverdueExplained { due_at, cause, reason: reason.to_owned() })
}

/// Signs the apology. The due date moves the first time; a later letter apologises and moves nothing.
pub fn apologise(
    dossier: &Dossier,
    (cause, reason): (DelayCause, &str),
    promise: Promise,
    (slip_number, warn_at): (u32, Option<Instant>),
    rules: &RuleSet,
) -> Result<Event, Refusal> {
    check(dossier, promise)?;
    if reason.trim().is_empty() {
        return Err(Refusal::ReasonMissing);
    }
    let due_at = dossier.due_at.ok_or(Refusal::NoDueDate)?;
    let apology = Apology {
        slip_number,
        due_at,
        cause,
        reason: reason.trim().to_owned(),
        new_due_at: promise.new_due_at,
        warn_at,
        moves_due: may_move_due(dossier, rules) && promise.now <= due_at,
        is_late: promise.propose_by.is_none_or(|by| promise.now > by),
    };
    Ok(Event::Apologised { apology })
}

/// The number of a drafted apology that `event` leaves without a letter, with the reason: the dossier is over before it was signed,
/// or another letter takes its place. It is entered as void, so that the book has no gap (TT 01/2018 Điều 10.2).
pub fn void_after(before: &Dossier, event: &Event, after: &Dossier) -> Option<Event> {
    let drafted = before.turns.apology?;
    let is_signed =
        matches!(event, Event::Apologised { apology } if apology.slip_number == drafted.slip_number);
    let is_replaced = after.turns.apology != Some(drafted);
    // Voided already.
    if is_signed || matches!(event, Event::ApologyVoided { .. }) {
        return None;
    }
    let reason = match (after.state.is_closed(), is_replaced) {
        (true, _) => "Hồ sơ kết thúc trước khi phiếu được ký",
        (false, true) => "Thay bằng phiếu khác, theo ngày hẹn hoặc sổ của năm mới",
        (false, false) => return None,
    };
    Some(Event::ApologyVoided { slip_number: drafted.slip_number, reason: reason.into() })
}

#[cfg(test)]
mod tests {
    use jiff::SignedDuration;

    use super::*;
    use crate::{
        dossier::{sample, turns::DraftedApology},
        process::StepKind,
    };

    fn dossier() -> Dossier {
        let mut dossier = sample::in_progress(StepKind::Process, Some(sample::person(1)));
        dossier.due_at = Some(sample::now() + SignedDuration::from_hours(72));
        dossier
    }

    fn promise(hours: i64, now: i64) -> Promise {
        let at = |h: i64| sample::now() + SignedDuration::from_hours(h);
        Promise { new_due_at: at(hours), latest: Some(at(200)), propose_by: Some(at(47)), now: at(now) }
    }

    fn sign(dossier: &Dossier, promise: Promise) -> Result<Apology, Refusal> {
        let rules = &RuleSet::all()[0];
        let event = apologise(dossier, (DelayCause::Load, "Nhiều hồ sơ"), promise, (1, None), rules)?;
        let Event::Apologised { apology } = event else { panic!("{event:?}") };
        Ok(apology)
    }

    #[test]
    fn the_first_moves_the_due_date_and_a_second_does_not() {
        // NĐ 61/2018 Điều 19.9: once; walk-through 6.
        let mut dossier = dossier();
        assert!(sign(&dossier, promise(100, 24)).unwrap().moves_due);
        dossier.turns.extensions = 1;
        assert!(
            !sign(&dossier, promise(100, 24)).unwrap().moves_due,
            "apologised for, and overdue all the same"
        );
    }

    #[test]
    fn later_than_one_day_before_is_flagged_and_after_the_due_date_moves_nothing() {
        // Row C-49.
        let dossier = dossier();
        let at = |now| sign(&dossier, promise(100, now)).unwrap();
        assert!(!at(47).is_late);
        assert!(at(48).is_late && at(48).moves_due);
        assert!(at(73).is_late && !at(73).moves_due, "what is overdue stays overdue");
    }

    #[test]
    fn the_new_day_lies_after_the_old_one_and_within_the_limit() {
        let dossier = dossier();
        assert_eq!(sign(&dossier, promise(72, 0)), Err(Refusal::NewDueTooEarly));
        assert_eq!(sign(&dossier, promise(80, 90)), Err(Refusal::NewDueTooEarly), "already past");
        assert_eq!(sign(&dossier, promise(201, 0)), Err(Refusal::NewDueTooLate));
    }

    #[test]
    fn a_letter_drafted_before_the_new_year_is_signed_under_a_number_of_the_new_one() {
        // TT 01/2018 Điều 10.2; otherwise two letters of one year would bear one number.
        let at = |text: &str| text.parse::<Instant>().unwrap();
        let due_at = at("2024-01-02T09:00:00Z");
        let drafted = DraftedApology { slip_number: 7, due_at, drafted_at: at("2023-12-29T02:00:00Z") };
        assert_eq!(drafted.number(Some(due_at), at("2023-12-29T08:00:00Z")), Some(7));
        assert_eq!(drafted.number(Some(due_at), at("2023-12-31T17:00:00Z")), None, "midnight in Viet Nam");
        assert_eq!(drafted.number(Some(at("2023-12-28T09:00:00Z")), at("2023-12-29T08:00:00Z")), None);
    }

    #[test]
    fn what_fell_overdue_without_a_letter_has_its_cause_recorded_once() {
        // Row C-51: no dossier becomes overdue without a letter or a recorded reason.
        let mut dossier = dossier();
        let tell = |dossier: &Dossier, reason| explain(dossier, DelayCause::Staff, reason);
        assert!(matches!(tell(&dossier, "x"), Err(Refusal::WrongState { .. })), "not overdue");
        dossier.turns.overdue_for = dossier.due_at;
        assert!(owes_reason(&dossier));
        assert_eq!(tell(&dossier, " "), Err(Refusal::ReasonMissing));
        let told = tell(&dossier, "Hai người nghỉ ốm").unwrap();
        let after = dossier.after(&told, crate::people::Actor::System, sample::now()).unwrap();
        assert!(!owes_reason(&after));
        assert!(matches!(tell(&after, "x"), Err(Refusal::WrongState { .. })), "once");
        let extended =
            Dossier { due_at: dossier.due_at.map(|at| at + SignedDuration::from_hours(24)), ..after };
        assert!(!owes_reason(&extended), "a new date that has not passed");
        dossier.turns.apologised_for = dossier.due_at;
        assert!(!owes_reason(&dossier), "a signed letter says it");
    }

    #[test]
    fn one_letter_is_drafted_for_each_due_date() {
        let mut dossier = dossier();
        assert!(draft(&dossier, 7).is_some());
        dossier.turns.apology = Some(DraftedApology {
            slip_number: 7,
            due_at: dossier.due_at.unwrap(),
            drafted_at: sample::now(),
        });
        assert_eq!(draft(&dossier, 8), None);
        dossier.turns.apology = None;
        dossier.turns.apologised_for = dossier.due_at;
        assert_eq!(draft(&dossier, 8), None);
        dossier.due_at = dossier.due_at.map(|at| at + SignedDuration::from_hours(24));
        assert!(draft(&dossier, 8).is_some(), "late again: another letter");
    }

    #[test]
    fn a_number_that_becomes_no_letter_is_voided() {
        // TT 01/2018 Điều 10.2: each year from 01 without gaps.
        let by = crate::people::Actor::System;
        let due_at = sample::now();
        let mut dossier = sample::in_progress(StepKind::Process, None);
        dossier.due_at = Some(due_at);
        let draft = |slip_number| Event::ApologyDrafted { slip_number, due_at };
        let drafted = dossier.after(&draft(3), by, due_at).unwrap();
        let void = |event: &Event| void_after(&drafted, event, &drafted.after(event, by, due_at).unwrap());
        let number = |event: Option<Event>| match event {
            Some(Event::ApologyVoided { slip_number, .. }) => Some(slip_number),
            _ => None,
        };
        let to = || sample::place(6, StepKind::Return, None);
        let withdrawn = Event::Withdrawn { reason: "x".into(), slip_number: None, to: Some(to()) };
        assert_eq!(number(void(&withdrawn)), Some(3));
        assert_eq!(number(void(&draft(4))), Some(3), "another draft takes its place");
        assert_eq!(void(&draft(3)), None);
        // A result may still be undone; the number is kept until it is handed over.
        let issued = Event::ResultIssued { result: sample::outcome(), to: to() };
        assert_eq!(void(&issued), None);
        let over = drafted.after(&withdrawn, by, due_at).unwrap();
        let voided = over.after(&void(&withdrawn).unwrap(), by, due_at).unwrap();
        assert_eq!(voided.turns.apology, None);
    }
}
