//! One complete request for what is missing, and the answer (Mẫu 02; NĐ 61/2018 Điều 15.3, 19.4; Quy chế 1267 Điều 3.2.a;
//! rows C-14 to C-17).

use super::{
    Dossier, Event, Filing,
    event::{Request, RequestLine, Resumption},
    receive::Required,
};
use crate::refusal::Refusal;

/// What a request is checked against.
#[derive(Clone, Copy, Debug)]
pub struct Known<'a> {
    /// The papers of the published procedure for this case.
    pub listed: &'a [Required<'a>],
    /// Those of them that the store already holds digitised, or that a connected database supplies.
    pub held: &'a [u16],
}

/// Whether everything in `request` may be asked for: each line names a paper of the list or the rule that asks for it
/// (row C-15); none asks for what the store holds (row C-16), unless to verify that it is genuine (row C-17).
pub fn check(request: &Request, known: Known) -> Result<(), Refusal> {
    if request.lines.is_empty() {
        return Err(Refusal::NothingAsked);
    }
    if request.reason.trim().is_empty() {
        return Err(Refusal::ReasonMissing);
    }
    request.lines.iter().try_for_each(|line| check_line(line, known))
}

/// The line with the words of the published list, where it points to one of its papers.
pub fn worded(line: &RequestLine, list: &[Required]) -> RequestLine {
    let listed = list.iter().find(|paper| Some(paper.item) == line.paper);
    RequestLine {
        paper: line.paper,
        text: listed.map_or_else(|| line.text.clone(), |paper| paper.name.to_owned()),
        ..line.clone()
    }
}

fn check_line(line: &RequestLine, known: Known) -> Result<(), Refusal> {
    let listed = line.paper.map(|item| known.listed.iter().find(|paper| paper.item == item));
    match listed {
        Some(None) => return Err(Refusal::PaperNotListed(line.text.clone())),
        None if line.basis.trim().is_empty() => return Err(Refusal::PaperNotListed(line.text.clone())),
        None if line.text.trim().is_empty() => return Err(Refusal::NothingAsked),
        _ => {}
    }
    let is_held = line.paper.is_some_and(|item| known.held.contains(&item));
    match (is_held, line.verifies.trim().is_empty()) {
        (true, true) => Err(Refusal::PaperHeld(line.text.clone())),
        (false, false) => Err(Refusal::NothingToVerify(line.text.clone())),
        _ => Ok(()),
    }
}

/// Asks for a supplement after acceptance. Only the first is asked without a leader: see [`super::proposal`].
///
/// `is_late`: the days that the law leaves for it have passed; the request is valid and counted as a violation.
pub fn request(dossier: &Dossier, request: Request, known: Known, is_late: bool) -> Result<Event, Refusal> {
    check(&request, known)?;
    if dossier.turns.supplements > 0 || request.lines.iter().any(|line| !line.verifies.is_empty()) {
        return Err(Refusal::LeaderMustDecide);
    }
    Ok(Event::SupplementRequested { request, is_late })
}

/// Which lines of `request` the filing does not answer yet.
pub fn unanswered<'a>(request: &'a Request, filing: &Filing, asked_with: &Filing) -> Vec<&'a RequestLine> {
    let weight = |filing: &Filing, line: &RequestLine| -> usize {
        let is_meant = |item: Option<u16>, name: &str| match line.paper {
            Some(paper) => item == Some(paper),
            None => item.is_none() && name == line.text,
        };
        let of = filing.papers.iter().filter(|paper| is_meant(paper.item, &paper.name));
        of.map(|p| usize::from(p.originals + p.certified_copies + p.copies) + p.files.len()).sum()
    };
    request.lines.iter().filter(|line| weight(filing, line) <= weight(asked_with, line)).collect()
}

/// Takes the answer in: everything that was asked for, at once (NĐ 61/2018 Điều 19.4: "sau khi hoàn thiện").
pub fn answer(
    request: &Request,
    asked_with: &Filing,
    filing: Filing,
    resumption: Resumption,
) -> Result<Event, Refusal> {
    complete(request, asked_with, &filing)?;
    Ok(Event::Supplemented { filing: Box::new(filing), resumption })
}

/// Refuses while a line of the request is not answered, and names each.
pub fn complete(request: &Request, asked_with: &Filing, filing: &Filing) -> Result<(), Refusal> {
    let open: Vec<&str> =
        unanswered(request, filing, asked_with).into_iter().map(|line| line.text.as_str()).collect();
    if open.is_empty() { Ok(()) } else { Err(Refusal::PapersMissing(open.join("; "))) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{dossier::sample, process::StepKind};

    const LIST: [Required<'static>; 3] = [
        Required { item: 0, name: "Tờ khai", is_mandatory: true },
        Required { item: 1, name: "Giấy chứng sinh", is_mandatory: true },
        Required { item: 2, name: "Văn bản ủy quyền", is_mandatory: false },
    ];

    fn line(paper: Option<u16>, text: &str, basis: &str, verifies: &str) -> RequestLine {
        RequestLine { paper, text: text.into(), basis: basis.into(), verifies: verifies.into() }
    }

    fn asked(lines: Vec<RequestLine>) -> Request {
        Request { lines, reason: "thiếu".into(), slip_number: 1, answer_by: None, remind_at: None }
    }

    #[test]
    fn what_may_be_asked_for() {
        // Quy chế 1267 Điều 3.2.a; rows C-15, C-16, C-17.
        let known = Known { listed: &LIST, held: &[1] };
        let cases = [
            (line(Some(0), "Tờ khai", "", ""), Ok(())),
            (line(Some(9), "Sổ hộ khẩu", "", ""), Err(Refusal::PaperNotListed("Sổ hộ khẩu".into()))),
            (line(None, "Bản đồ", "", ""), Err(Refusal::PaperNotListed("Bản đồ".into()))),
            (line(None, "Bản đồ", "Luật Đất đai Điều 9", ""), Ok(())),
            (line(None, " ", "Luật Đất đai Điều 9", ""), Err(Refusal::NothingAsked)),
            (line(Some(1), "Giấy chứng sinh", "", ""), Err(Refusal::PaperHeld("Giấy chứng sinh".into()))),
            (line(Some(1), "Giấy chứng sinh", "", "thẩm tra tính xác thực"), Ok(())),
            (line(Some(0), "Tờ khai", "", "thẩm tra"), Err(Refusal::NothingToVerify("Tờ khai".into()))),
        ];
        for (line, expected) in cases {
            assert_eq!(check(&asked(vec![line.clone()]), known), expected, "{line:?}");
        }
        assert_eq!(check(&asked(vec![]), known), Err(Refusal::NothingAsked));
        let silent = Request { reason: " ".into(), ..asked(vec![line(Some(0), "Tờ khai", "", "")]) };
        assert_eq!(check(&silent, known), Err(Refusal::ReasonMissing));
    }

    #[test]
    fn a_second_supplement_and_a_verification_are_a_leaders_to_decide() {
        // Row C-14; NĐ 61/2018 Điều 11.2.c: once.
        let mut dossier = sample::in_progress(StepKind::Process, Some(sample::person(1)));
        let known = Known { listed: &LIST, held: &[1] };
        let ask = |dossier: &Dossier, line| super::request(dossier, asked(vec![line]), known, false);
        assert!(ask(&dossier, line(Some(0), "Tờ khai", "", "")).is_ok());
        let verify = line(Some(1), "Giấy chứng sinh", "", "xác minh");
        assert_eq!(ask(&dossier, verify), Err(Refusal::LeaderMustDecide), "row C-17");
        dossier.turns.supplements = 1;
        assert_eq!(ask(&dossier, line(Some(0), "Tờ khai", "", "")), Err(Refusal::LeaderMustDecide));
    }

    #[test]
    fn an_answer_has_everything_that_was_asked_for() {
        let request = asked(vec![line(Some(0), "Tờ khai", "", ""), line(Some(1), "Giấy chứng sinh", "", "")]);
        let before = sample::filing(&[0]);
        let half = sample::filing(&[0, 1]);
        let open: Vec<&str> = unanswered(&request, &half, &before).iter().map(|l| l.text.as_str()).collect();
        assert_eq!(open, ["Tờ khai"], "the form that was there already was found wanting");
        let mut whole = half;
        whole.papers[0].originals = 2;
        assert_eq!(complete(&request, &before, &whole), Ok(()));
    }
}
