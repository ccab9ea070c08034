//! Intake: accept, ask for completion, or decline (NĐ 61/2018 Điều 17; Quy chế 1267 Điều 3.2.b; row C-18).

use jiff::SignedDuration;

use super::{
    Dossier, Event, Filing,
    event::{Acceptance, Ground, Request, Target},
    filing::FiledPaper,
    refuse,
    supplement::{self, Known},
};
use crate::{
    calendar::deadline::{DAY_MINUTES, Limit, LimitUnit},
    instant::Instant,
    refusal::Refusal,
};

/// What is entered later than this after it was received is a late entry (row C-20).
pub const LATE_ENTRY: SignedDuration = SignedDuration::from_mins(30);

/// How far back a receipt may be entered: an outage with its paper book, not a forgotten drawer.
const ENTERED_WITHIN: SignedDuration = SignedDuration::from_hours(31 * 24);

/// A paper that the procedure asks for in the applicant's case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Required<'a> {
    /// Its number in the list, from 0.
    pub item: u16,
    /// What it is called.
    pub name: &'a str,
    /// Whether the dossier is incomplete without it. A paper that only some applicants must bring is not.
    pub is_mandatory: bool,
}

/// The papers still missing: those required of which `filing` has neither a sheet nor a file.
pub fn missing<'a>(filing: &Filing, required: &[Required<'a>]) -> Vec<Required<'a>> {
    let has = |item: u16| {
        filing.papers.iter().any(|paper| {
            let sheets = paper.originals + paper.certified_copies + paper.copies;
            paper.item == Some(item) && (sheets > 0 || !paper.files.is_empty())
        })
    };
    required.iter().filter(|paper| paper.is_mandatory && !has(paper.item)).cloned().collect()
}

/// Takes the papers in `held` as handed in, by reference, where they are required and the applicant brought neither a sheet nor
/// a file of them: what the store holds is not brought again (Quy chế 1267 Điều 3.2.a; row C-16).
pub fn reuse(filing: &mut Filing, required: &[Required], held: Vec<FiledPaper>) {
    let missing: Vec<u16> = missing(filing, required).into_iter().map(|paper| paper.item).collect();
    for paper in held.into_iter().filter(|paper| paper.item.is_some_and(|item| missing.contains(&item))) {
        filing.papers.retain(|listed| listed.item != paper.item);
        filing.papers.push(paper);
    }
    filing.papers.sort_by_key(|paper| paper.item.unwrap_or(u16::MAX));
}

/// Whether intake may ask once more before acceptance without a leader: only the first time (NĐ 61/2018 Điều 11.2.c, 15.3; row
/// C-14). The second is proposed: see [`super::proposal`].
pub fn may_ask_alone(dossier: &Dossier) -> Result<(), Refusal> {
    if dossier.turns.completions > 0 { Err(Refusal::LeaderMustDecide) } else { Ok(()) }
}

/// Whether what was received then and entered now is a late entry (row C-20).
pub fn is_late_entry(received_at: Instant, entered_at: Instant) -> bool {
    entered_at.duration_since(received_at) > LATE_ENTRY
}

/// When a dossier entered at `now` was received: at `told`, if the officer says so (an outage, the record of the postal
/// service: QĐ 45/2016 Điều 7.4). Refuses the future and what lies more than a month back.
pub fn received_at(told: Option<Instant>, now: Instant) -> Result<Instant, Refusal> {
    match told {
        Some(at) if at > now => Err(Refusal::ReceivedInFuture),
        Some(at) if now.duration_since(at) > ENTERED_WITHIN => Err(Refusal::ReceivedLongAgo),
        told => Ok(told.unwrap_or(now)),
    }
}

/// Whether the result may be given in the same visit (NĐ 61/2018 Điều 17.4): the procedure sets no limit, or one of a
/// working day at most.
pub fn may_be_given_at_once(limit: Option<Limit>) -> bool {
    limit.is_none_or(|limit| match limit.unit {
        LimitUnit::SameDay => true,
        LimitUnit::Hour => limit.amount <= 8_000,
        _ => limit.working_minutes().is_some_and(|minutes| minutes <= DAY_MINUTES),
    })
}

/// Accepts a complete dossier; refuses while a mandatory paper is missing, and names each.
pub fn accept(
    filing: Filing,
    target: Target,
    acceptance: Acceptance,
    required: &[Required],
) -> Result<Event, Refusal> {
    let missing = missing(&filing, required);
    if !missing.is_empty() {
        let names: Vec<&str> = missing.iter().map(|paper| paper.name).collect();
        return Err(Refusal::PapersMissing(names.join("; ")));
    }
    Ok(Event::Received { filing: Box::new(filing), target, acceptance: Box::new(acceptance) })
}

/// Asks for everything that is missing, once and in writing (NĐ 61/2018 Điều 15.3, 17.1.a).
///
/// Refuses what may not be asked for: see [`supplement::check`]. What the store holds is asked for only to verify that it is
/// genuine, with the reason (row C-17).
pub fn request_completion(
    filing: Filing,
    target: Target,
    request: Request,
    known: Known,
) -> Result<Event, Refusal> {
    supplement::check(&request, known)?;
    Ok(Event::CompletionRequested { filing: Box::new(filing), target, request })
}

/// Declines to accept, with the reason and its legal basis (NĐ 61/2018 Điều 17.1.b).
pub fn decline(filing: Filing, target: Target, ground: Ground, slip_number: u32) -> Result<Event, Refusal> {
    refuse::check(&ground)?;
    Ok(Event::Declined { filing: Box::new(filing), target, ground, slip_number })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dossier::{event::RequestLine, sample};

    const LIST: [Required<'static>; 3] = [
        Required { item: 0, name: "Tờ khai", is_mandatory: true },
        Required { item: 1, name: "Giấy chứng sinh", is_mandatory: true },
        Required { item: 2, name: "Văn bản ủy quyền", is_mandatory: false },
    ];

    #[test]
    fn a_complete_dossier_is_accepted_without_the_paper_only_some_must_bring() {
        let filing = sample::filing(&[0, 1]);
        assert!(accept(filing, sample::target(), sample::acceptance(), &LIST).is_ok());
    }

    #[test]
    fn what_is_missing_is_named() {
        let filing = sample::filing(&[0]);
        let refused = accept(filing, sample::target(), sample::acceptance(), &LIST);
        assert_eq!(refused, Err(Refusal::PapersMissing("Giấy chứng sinh".into())));
    }

    #[test]
    fn a_paper_listed_but_not_handed_in_is_missing() {
        let mut filing = sample::filing(&[0, 1]);
        if let Some(paper) = filing.papers.first_mut() {
            paper.originals = 0;
        }
        assert_eq!(missing(&filing, &LIST).len(), 1);
    }

    #[test]
    fn what_the_store_holds_is_there_by_reference_and_never_both_refused_and_demanded() {
        // Quy chế 1267 Điều 3.2.a; rows C-16, C-17.
        let held = |item| FiledPaper {
            item: Some(item),
            name: "Giấy chứng sinh".into(),
            files: vec![sample::outcome().file],
            reused_from: Some("H59.01-230101-0001".into()),
            ..FiledPaper::default()
        };
        for (brought, held_items, accepted, reused) in [
            (&[0][..], &[1][..], true, 1),
            (&[0, 1], &[1], true, 0),
            (&[1], &[1], false, 0),
            // What only some must bring is not taken unasked.
            (&[0, 1], &[2], true, 0),
            (&[], &[0, 1], true, 2),
        ] {
            let mut filing = sample::filing(brought);
            reuse(&mut filing, &LIST, held_items.iter().copied().map(held).collect());
            let taken = filing.papers.iter().filter(|paper| paper.reused_from.is_some()).count();
            let items: Vec<_> = filing.papers.iter().map(|paper| paper.item).collect();
            assert!(items.is_sorted(), "{items:?}");
            let accept = accept(filing, sample::target(), sample::acceptance(), &LIST);
            assert_eq!((accept.is_ok(), taken), (accepted, reused), "{brought:?} {held_items:?}");
        }
        // Whatever is missing and not held may be asked for; what is held is there: no slip is blocked.
        let mut filing = sample::filing(&[]);
        reuse(&mut filing, &LIST, vec![held(1)]);
        let lines = missing(&filing, &LIST).into_iter();
        let lines = lines.map(|paper| RequestLine { paper: Some(paper.item), ..RequestLine::default() });
        let request = Request {
            lines: lines.collect(),
            reason: "thiếu".into(),
            slip_number: 1,
            answer_by: None,
            remind_at: None,
        };
        let known = Known { listed: &LIST, held: &[1] };
        assert!(request_completion(filing, sample::target(), request, known).is_ok());
    }

    #[test]
    fn intake_asks_once_without_a_leader() {
        // Row C-14; NĐ 61/2018 Điều 15.3.
        let ask = Event::CompletionRequested {
            filing: Box::new(sample::filing(&[0])),
            target: sample::target(),
            request: Request {
                lines: vec![],
                reason: "thiếu".into(),
                slip_number: 1,
                answer_by: None,
                remind_at: None,
            },
        };
        let id = crate::id::DossierId(sample::uuid(10));
        let dossier = Dossier::begin(id, &ask, sample::now()).unwrap();
        let to = sample::place(0, crate::process::StepKind::Receive, None);
        let completed = Event::Completed { filing: Box::new(sample::filing(&[0, 1])), to };
        let by = crate::people::Actor::Public;
        let mut again = dossier.after(&completed, by, sample::now()).unwrap();
        assert_eq!(may_ask_alone(&again), Err(Refusal::LeaderMustDecide));
        again.turns.completions = 0;
        assert_eq!(may_ask_alone(&again), Ok(()));
    }

    #[test]
    fn only_listed_papers_may_be_asked_for() {
        // Quy chế 1267 Điều 3.2.a: no papers beyond the rules.
        let ask = |lines: Vec<RequestLine>| {
            let request =
                Request { lines, reason: "thiếu".into(), slip_number: 1, answer_by: None, remind_at: None };
            let known = Known { listed: &LIST, held: &[] };
            request_completion(sample::filing(&[0]), sample::target(), request, known)
        };
        let line = |paper, text: &str| RequestLine { paper, text: text.into(), ..RequestLine::default() };
        assert!(ask(vec![line(Some(1), "Giấy chứng sinh")]).is_ok());
        assert_eq!(ask(vec![line(None, "Sổ hộ khẩu")]), Err(Refusal::PaperNotListed("Sổ hộ khẩu".into())));
        assert_eq!(ask(vec![]), Err(Refusal::NothingAsked));
    }

    #[test]
    fn what_is_entered_later_than_half_an_hour_is_a_late_entry() {
        let received = sample::now();
        let after = |minutes| received + SignedDuration::from_mins(minutes);
        assert!(!is_late_entry(received, after(30)), "row C-20: more than 30 minutes");
        assert!(is_late_entry(received, after(31)));
        assert_eq!(super::received_at(None, after(5)), Ok(after(5)));
        assert_eq!(super::received_at(Some(received), after(600)), Ok(received));
        assert_eq!(super::received_at(Some(after(1)), received), Err(Refusal::ReceivedInFuture));
        assert_eq!(super::received_at(Some(received), after(60 * 24 * 32)), Err(Refusal::ReceivedLongAgo));
    }

    #[test]
    fn only_what_takes_a_day_at_most_is_given_at_once() {
        use LimitUnit as U;
        for (limit, may) in [
            (None, true),
            (Some(Limit::of(0, U::SameDay)), true),
            (Some(Limit::of(1, U::WorkingDay)), true),
            (Some(Limit::of(8, U::WorkingHour)), true),
            (Some(Limit::of(9, U::WorkingHour)), false),
            (Some(Limit::of(2, U::WorkingDay)), false),
            (Some(Limit::of(1, U::Hour)), true),
            (Some(Limit::of(24, U::Hour)), false),
            (Some(Limit::of(1, U::Month)), false),
        ] {
            assert_eq!(may_be_given_at_once(limit), may, "NĐ 61/2018 Điều 17.4: {limit:?}");
        }
    }

    #[test]
    fn declining_needs_a_reason_and_its_legal_basis() {
        let decline = |reason: &str, basis: &str| {
            let ground = Ground { reason: reason.into(), basis: basis.into() };
            super::decline(sample::filing(&[]), sample::target(), ground, 1)
        };
        assert_eq!(decline(" ", "x"), Err(Refusal::ReasonMissing), "NĐ 61/2018 Điều 17.1.b");
        assert_eq!(decline("x", ""), Err(Refusal::BasisMissing), "NĐ 61/2018 Điều 17.1.b");
        assert!(decline("Không thuộc thẩm quyền", "Điều 35 Luật Hộ tịch").is_ok());
    }
}
