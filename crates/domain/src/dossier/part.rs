//! What other units do for a dossier: parts in series or in parallel (liên thông), and opinions (T15, T16; NĐ 61/2018
//! Điều 19.5–19.7; rows C-23, C-24). The sender answers for a part until the receiver confirms it.

use serde::{Deserialize, Serialize};

use super::{Dossier, Event, event::FileRef};
use crate::{
    id::{PersonId, UnitId},
    instant::Instant,
    refusal::Refusal,
    words::words,
};

words! {
    /// What is wanted of the other unit.
    PartKind {
        /// Its opinion; silence is recorded as silence.
        Opinion = "opinion" "Lấy ý kiến",
        /// A piece of the settlement with a result of its own.
        Leg = "leg" "Phối hợp giải quyết",
    }
}

words! {
    /// Where a part stands.
    PartState {
        /// It begins when the parts before it are done.
        Waiting = "waiting" "Chờ phần trước",
        /// Sent, not confirmed: the sender still answers for it.
        Sent = "sent" "Đã gửi, chờ xác nhận",
        /// Confirmed: the other unit answers for it.
        Confirmed = "confirmed" "Đang làm",
        /// Done.
        Done = "done" "Đã trả lời",
        /// The time for an opinion passed.
        Silent = "silent" "Không trả lời trong hạn",
        /// The sender took it back.
        Cancelled = "cancelled" "Đã thu hồi",
        /// The other unit did not take it over.
        Declined = "declined" "Từ chối tiếp nhận",
    }
}

words! {
    /// What an opinion says.
    Verdict {
        /// Agrees.
        Agrees = "agrees" "Đồng ý",
        /// Agrees under conditions.
        Conditional = "conditional" "Đồng ý có điều kiện",
        /// Does not agree.
        Disagrees = "disagrees" "Không đồng ý",
    }
}

/// A part as it is opened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewPart {
    /// Its number in the dossier, from 1.
    pub no: u16,
    /// What is wanted.
    pub kind: PartKind,
    /// Of whom.
    pub unit: UnitId,
    /// What is to be done or answered.
    pub task: String,
    /// Working minutes it may take.
    pub minutes: i64,
    /// The parts that must be done first.
    pub after: Vec<u16>,
    /// When it is due; nothing while it waits for others.
    pub due_at: Option<Instant>,
}

/// A part as it stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// Its number in the dossier, from 1.
    pub no: u16,
    /// What is wanted.
    pub kind: PartKind,
    /// Of whom.
    pub unit: UnitId,
    /// Working minutes it may take.
    pub minutes: i64,
    /// The parts that must be done first.
    pub after: Vec<u16>,
    /// When it is due; nothing while it waits for others.
    pub due_at: Option<Instant>,
    /// Where it stands.
    pub state: PartState,
    /// Who confirmed it and so answers for it.
    pub owner: Option<PersonId>,
}

/// The answer of the other unit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// What an opinion says; nothing for a piece of work.
    pub verdict: Option<Verdict>,
    /// In words.
    pub content: String,
    /// The document, if there is one.
    pub file: Option<FileRef>,
}

/// A part that begins because those before it are done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Released {
    /// Its number.
    pub no: u16,
    /// When it is due now.
    pub due_at: Option<Instant>,
}

impl Part {
    /// The part that `new` opens.
    pub(super) fn opened(new: &NewPart) -> Part {
        let state = if new.due_at.is_some() { PartState::Sent } else { PartState::Waiting };
        Part {
            no: new.no,
            kind: new.kind,
            unit: new.unit,
            minutes: new.minutes,
            after: new.after.clone(),
            due_at: new.due_at,
            state,
            owner: None,
        }
    }

    /// Whether something is still to come from it.
    pub fn is_open(&self) -> bool {
        self.is_at_work() || self.state == PartState::Waiting
    }

    /// Whether its unit can work on it.
    pub fn is_at_work(&self) -> bool {
        matches!(self.state, PartState::Sent | PartState::Confirmed)
    }
}

/// Opens parts for other units: each with its task, its time, and the parts of this dossier that it waits for.
///
/// Refuses the settling unit itself, an empty task, a part that waits for one that is not there, and parts that would
/// take longer than the dossier has left (`minutes_left`): the longest path counts (domain §2.5).
pub fn open(dossier: &Dossier, part: NewPart, minutes_left: Option<i64>) -> Result<Event, Refusal> {
    if part.unit == dossier.settling_unit {
        return Err(Refusal::PartToOneself);
    }
    if part.task.trim().is_empty() {
        return Err(Refusal::TaskMissing);
    }
    if part.minutes <= 0 || part.after.iter().any(|no| dossier.turns.part(*no).is_none()) {
        return Err(Refusal::NoSuchPart);
    }
    let path = longest_before(&dossier.turns.parts, &part.after) + part.minutes;
    if let Some(left) = minutes_left.filter(|left| path > *left) {
        return Err(Refusal::PartTooLong { path, left: left.max(0) });
    }
    Ok(Event::PartOpened { part })
}

/// The working minutes of the longest chain of open parts that ends with one of `after`.
fn longest_before(parts: &[Part], after: &[u16]) -> i64 {
    let of = |no: &u16| parts.iter().find(|part| part.no == *no && part.is_open());
    // A part only waits for parts opened before it, so this ends.
    after
        .iter()
        .filter_map(of)
        .map(|part| part.minutes + longest_before(parts, &part.after))
        .max()
        .unwrap_or(0)
}

/// Whether a part that waits for `after` may begin at once.
pub fn may_begin(dossier: &Dossier, after: &[u16]) -> bool {
    after.iter().all(|no| dossier.turns.part(*no).is_none_or(|part| !part.is_open()))
}

/// The parts that begin once `done` is done, with their working minutes.
pub fn released_by(dossier: &Dossier, done: u16) -> Vec<(u16, UnitId, i64)> {
    let is_free = |part: &&Part| {
        part.state == PartState::Waiting
            && part.after.contains(&done)
            && part.after.iter().all(|no| *no == done || dossier.turns.part(*no).is_none_or(|p| !p.is_open()))
    };
    dossier.turns.parts.iter().filter(is_free).map(|part| (part.no, part.unit, part.minutes)).collect()
}

/// The other unit takes the part over.
pub fn confirm(dossier: &Dossier, no: u16) -> Result<Event, Refusal> {
    let part = dossier.turns.part(no).ok_or(Refusal::NoSuchPart)?;
    if part.state != PartState::Sent {
        return Err(Refusal::AlreadyTaken);
    }
    Ok(Event::PartConfirmed { no })
}

/// The other unit answers. An opinion says whether it agrees.
pub fn answer(dossier: &Dossier, no: u16, answer: Answer, released: Vec<Released>) -> Result<Event, Refusal> {
    let part = dossier.turns.part(no).ok_or(Refusal::NoSuchPart)?;
    if !part.is_at_work() {
        return Err(Refusal::PartClosed);
    }
    if answer.content.trim().is_empty() || (part.kind == PartKind::Opinion && answer.verdict.is_none()) {
        return Err(Refusal::AnswerIncomplete);
    }
    Ok(Event::PartDone { no, answer, released })
}

/// The sender takes the part back, with a reason, while it is not answered: sent to the wrong unit, or not needed any more.
pub fn cancel(dossier: &Dossier, no: u16, reason: &str, released: Vec<Released>) -> Result<Event, Refusal> {
    let part = dossier.turns.part(no).ok_or(Refusal::NoSuchPart)?;
    if !part.is_open() {
        return Err(Refusal::PartClosed);
    }
    Ok(Event::PartCancelled { no, reason: said(reason)?, released })
}

/// The other unit does not take the part over, with a reason; only before it has confirmed, for from then on it answers for it.
pub fn decline(dossier: &Dossier, no: u16, reason: &str, released: Vec<Released>) -> Result<Event, Refusal> {
    let part = dossier.turns.part(no).ok_or(Refusal::NoSuchPart)?;
    if part.state != PartState::Sent {
        return Err(Refusal::PartClosed);
    }
    Ok(Event::PartDeclined { no, reason: said(reason)?, released })
}

/// The head of the other unit gives the confirmed part to another person there: it must not wait for somebody who is absent.
pub fn reassign(dossier: &Dossier, no: u16, person: PersonId, reason: &str) -> Result<Event, Refusal> {
    let part = dossier.turns.part(no).ok_or(Refusal::NoSuchPart)?;
    if part.state != PartState::Confirmed {
        return Err(Refusal::PartClosed);
    }
    if part.owner == Some(person) {
        return Err(Refusal::AlreadyTaken);
    }
    Ok(Event::PartReassigned { no, person, reason: said(reason)? })
}

fn said(reason: &str) -> Result<String, Refusal> {
    let reason = reason.trim();
    if reason.is_empty() { Err(Refusal::ReasonMissing) } else { Ok(reason.to_owned()) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{dossier::sample, process::StepKind};

    fn new(no: u16, minutes: i64, after: &[u16]) -> NewPart {
        NewPart {
            no,
            kind: PartKind::Leg,
            unit: sample::unit(u128::from(no) + 100),
            task: "Thẩm định".into(),
            minutes,
            after: after.to_vec(),
            due_at: after.is_empty().then(sample::now),
        }
    }

    fn with(parts: &[NewPart]) -> Dossier {
        let mut dossier = sample::in_progress(StepKind::Process, Some(sample::person(1)));
        dossier.turns.parts = parts.iter().map(Part::opened).collect();
        dossier
    }

    #[test]
    fn a_chain_of_three_authorities_takes_the_sum_of_its_limits() {
        // Row C-24: in series the limits add up; 3 + 3 + 10 working days (DECREE-KRK 6).
        let dossier = with(&[new(1, 3 * 480, &[]), new(2, 3 * 480, &[1])]);
        assert!(open(&dossier, new(3, 10 * 480, &[2]), Some(16 * 480)).is_ok());
        let over = open(&dossier, new(3, 10 * 480, &[2]), Some(16 * 480 - 1));
        assert_eq!(over, Err(Refusal::PartTooLong { path: 16 * 480, left: 16 * 480 - 1 }));
        // In parallel the longest counts.
        assert!(open(&dossier, new(3, 10 * 480, &[]), Some(10 * 480)).is_ok());
    }

    #[test]
    fn a_part_begins_when_all_before_it_are_done() {
        let mut dossier = with(&[new(1, 60, &[]), new(2, 60, &[]), new(3, 60, &[1, 2])]);
        assert_eq!(released_by(&dossier, 1), vec![], "part 2 is still open");
        dossier.turns.parts[0].state = PartState::Done;
        assert_eq!(released_by(&dossier, 2), vec![(3, sample::unit(103), 60)]);
        assert!(may_begin(&dossier, &[1]) && !may_begin(&dossier, &[1, 2]));
    }

    /// What can become of an open part without its sender: it is answered, declined, or falls silent.
    fn ends(dossier: &Dossier, no: u16) -> Vec<Event> {
        let free = || {
            let all = released_by(dossier, no).into_iter();
            all.map(|(no, ..)| Released { no, due_at: Some(sample::now()) }).collect::<Vec<_>>()
        };
        let given = Answer { verdict: Some(Verdict::Agrees), content: "x".into(), file: None };
        let part = dossier.turns.part(no).unwrap();
        let silent = (part.kind == PartKind::Opinion && part.is_at_work())
            .then(|| Event::PartSilent { no, released: free() });
        let deeds = [
            confirm(dossier, no),
            answer(dossier, no, given, free()),
            decline(dossier, no, "x", free()),
            cancel(dossier, no, "x", free()),
        ];
        deeds.into_iter().flatten().chain(silent).collect()
    }

    #[test]
    fn whatever_becomes_of_a_part_no_other_waits_for_it_in_vain() {
        // NĐ 61/2018 Điều 19.5.b, 19.6; domain §2.5: every way through a chain and a fork of opinions and parts leads to an end.
        let opinion = |no, after: &[u16]| NewPart { kind: PartKind::Opinion, ..new(no, 60, after) };
        let mut edge =
            vec![with(&[opinion(1, &[]), new(2, 60, &[1]), opinion(3, &[2]), new(4, 60, &[1, 3])])];
        let mut seen: Vec<Vec<PartState>> = vec![];
        while let Some(dossier) = edge.pop() {
            let states: Vec<PartState> = dossier.turns.parts.iter().map(|part| part.state).collect();
            if seen.contains(&states) {
                continue;
            }
            let is_open = |part: &&Part| part.is_open();
            let is_over = !dossier.turns.parts.iter().any(Part::is_open);
            assert!(
                is_over || dossier.turns.parts.iter().any(Part::is_at_work),
                "nobody can go on: {states:?}"
            );
            for part in dossier.turns.parts.iter().filter(|part| part.state == PartState::Waiting) {
                let before = part.after.iter().filter_map(|no| dossier.turns.part(*no));
                assert!(before.filter(is_open).count() > 0, "part {} waits in vain: {states:?}", part.no);
            }
            for event in dossier.turns.parts.iter().flat_map(|part| ends(&dossier, part.no)) {
                edge.push(dossier.after(&event, crate::people::Actor::System, sample::now()).unwrap());
            }
            seen.push(states);
        }
        assert!(seen.len() > 50, "{}", seen.len());
    }

    #[test]
    fn a_part_goes_back_to_its_sender_by_either_side_and_to_another_person() {
        // NĐ 61/2018 Điều 19.5–19.7: until it is confirmed the sender answers for it, afterwards the receiver.
        let mut dossier = with(&[new(1, 60, &[])]);
        assert_eq!(decline(&dossier, 1, " ", vec![]), Err(Refusal::ReasonMissing));
        assert_eq!(cancel(&dossier, 1, "", vec![]), Err(Refusal::ReasonMissing));
        assert!(decline(&dossier, 1, "Không thuộc chức năng", vec![]).is_ok());
        assert_eq!(reassign(&dossier, 1, sample::person(2), "x"), Err(Refusal::PartClosed), "nobody's yet");
        dossier.turns.parts[0].state = PartState::Confirmed;
        dossier.turns.parts[0].owner = Some(sample::person(1));
        assert_eq!(decline(&dossier, 1, "x", vec![]), Err(Refusal::PartClosed), "it answers for it");
        assert!(cancel(&dossier, 1, "Gửi nhầm", vec![]).is_ok());
        assert_eq!(reassign(&dossier, 1, sample::person(1), "x"), Err(Refusal::AlreadyTaken));
        assert!(reassign(&dossier, 1, sample::person(2), "Nghỉ ốm").is_ok());
        for state in [PartState::Done, PartState::Silent, PartState::Cancelled, PartState::Declined] {
            dossier.turns.parts[0].state = state;
            assert_eq!(cancel(&dossier, 1, "x", vec![]), Err(Refusal::PartClosed), "{state:?}");
        }
    }

    #[test]
    fn nonsense_is_refused() {
        let dossier = with(&[new(1, 60, &[])]);
        let own = NewPart { unit: dossier.settling_unit, ..new(2, 60, &[]) };
        assert_eq!(open(&dossier, own, None), Err(Refusal::PartToOneself));
        assert_eq!(open(&dossier, new(2, 60, &[9]), None), Err(Refusal::NoSuchPart));
        let blank = NewPart { task: " ".into(), ..new(2, 60, &[]) };
        assert_eq!(open(&dossier, blank, None), Err(Refusal::TaskMissing));
    }

    #[test]
    fn an_opinion_says_whether_it_agrees() {
        let mut dossier = with(&[new(1, 60, &[])]);
        let said = |verdict| Answer { verdict, content: "…".into(), file: None };
        assert!(answer(&dossier, 1, said(None), vec![]).is_ok(), "a piece of work need not");
        dossier.turns.parts[0].kind = PartKind::Opinion;
        assert_eq!(answer(&dossier, 1, said(None), vec![]), Err(Refusal::AnswerIncomplete));
        dossier.turns.parts[0].state = PartState::Silent;
        assert_eq!(answer(&dossier, 1, said(Some(Verdict::Agrees)), vec![]), Err(Refusal::PartClosed));
    }
}
