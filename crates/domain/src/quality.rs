//! What is wrong with dossiers, as far as it can be seen by itself: results that cannot be read, papers without a scan,
//! slips that are missing or say nothing (Quy chế 1267 Điều 4.1.d points 4 and 5; rows C-50, C-51).

use crate::{
    dossier::{
        Channel, Dossier, Event, State,
        event::{FileRef, Ground, Request},
    },
    instant::Instant,
    reaction,
    words::words,
};

words! {
    /// A thing that is wrong. The word stands in addresses.
    Defect {
        /// There is a result, but not its file.
        NoResultFile = "khong-tep-ket-qua" "Có kết quả, không có tệp",
        /// The file is empty, damaged, or not what it says it is.
        BadResultFile = "tep-ket-qua-hong" "Tệp kết quả không đọc được",
        /// A paper that was filed online has no file.
        NoScan = "thieu-ban-quet" "Giấy tờ không có bản quét",
        /// Late, and for that due date no letter of apology is signed (Mẫu 04; NĐ 61/2018 Điều 19.9) and no cause recorded.
        NoApology = "thieu-xin-loi" "Quá hạn, không có phiếu xin lỗi",
        /// A supplement was asked for without saying which (Mẫu 02; NĐ 61/2018 Điều 15.3).
        NoList = "bo-sung-khong-ro" "Yêu cầu bổ sung không nêu giấy tờ",
        /// Refused without a reason or a basis (Mẫu 03; NĐ 61/2018 Điều 17.1.b, 19.8).
        NoGround = "tu-choi-khong-ly-do" "Từ chối không nêu lý do hoặc căn cứ",
        /// A slip was owed to the applicant, and there is none to give.
        SlipMissing = "phieu-chua-lap" "Phiếu chưa lập, chưa giao được",
    }
}

impl Defect {
    /// The form it is about, by its number in both rule sets; nothing where it is about a file, or any form.
    pub fn form(self) -> Option<&'static str> {
        match self {
            Defect::NoApology => Some("04"),
            Defect::NoList => Some("02"),
            Defect::NoGround => Some("03"),
            _ => None,
        }
    }

    /// What has to be done about it.
    pub fn remedy(self) -> &'static str {
        match self {
            Defect::NoResultFile => "Đơn vị giải quyết tải tệp kết quả lên lại.",
            Defect::BadResultFile => "Quét, ký lại kết quả và tải lên đúng loại tệp.",
            Defect::NoScan => "Bộ phận tiếp nhận quét giấy tờ, hoặc ghi rõ vì sao không có.",
            Defect::NoApology => "Thủ trưởng cơ quan ký phiếu xin lỗi, hẹn lại ngày trả.",
            Defect::NoList => "Gửi lại yêu cầu, nêu từng giấy tờ cần bổ sung.",
            Defect::NoGround => "Thông báo lại bằng văn bản, nêu lý do và căn cứ.",
            Defect::SlipMissing => "Xem việc chạy nền; lập lại bằng lệnh motcua letters file.",
        }
    }
}

/// One thing that is wrong, and with what.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Finding {
    /// What.
    pub defect: Defect,
    /// The number of the event in the log that it is about.
    pub seq: i64,
}

/// How a file is found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Found {
    /// As it should be.
    Sound,
    /// Not there.
    Missing,
    /// There, but not to be read as what it is said to be.
    Unreadable,
    /// Nobody can tell now: the store is away. What was known of it stays.
    Unknown,
}

/// Whether `bytes` are what `file` says.
pub fn look_at(file: &FileRef, bytes: &[u8]) -> Found {
    let begins: &[&[u8]] = match file.mime.as_str() {
        "application/pdf" => &[b"%PDF-"],
        "image/jpeg" => &[b"\xff\xd8\xff"],
        "image/png" => &[b"\x89PNG\r\n\x1a\n"],
        "image/tiff" => &[b"II*\0", b"MM\0*"],
        // Documents of offices are archives; the older ones are not.
        mime if mime.starts_with("application/vnd.") || mime == "application/zip" => &[b"PK\x03\x04"],
        "application/msword" => &[b"\xd0\xcf\x11\xe0"],
        mime if mime.starts_with("text/") || mime.ends_with("xml") => &[b""],
        _ => &[],
    };
    let is_whole = !bytes.is_empty() && u64::try_from(bytes.len()) == Ok(file.size);
    if is_whole && begins.iter().any(|begin| bytes.starts_with(begin)) {
        Found::Sound
    } else {
        Found::Unreadable
    }
}

/// The result that counts: the last one, unless it was undone.
pub fn result(dossier: &Dossier, events: &[Event]) -> Option<(i64, FileRef)> {
    let has_result = matches!(dossier.state, State::ResultReady | State::Returned);
    let file = |(seq, event): (i64, &Event)| match event {
        Event::ResultIssued { result, .. } => Some((seq, result.file.clone())),
        _ => None,
    };
    (1..).zip(events).filter_map(file).last().filter(|_| has_result)
}

/// What is wrong with the dossier to which `events` happened, at `now`: `result` is how its file was found, `has_slip`
/// whether the slip of the event of that number was made.
pub fn findings(
    dossier: &Dossier,
    events: &[Event],
    result: Option<(i64, Found)>,
    has_slip: impl Fn(i64) -> bool,
    now: Instant,
) -> Vec<Finding> {
    // What stands stays the same finding, whatever else happens to the dossier.
    let last = |wanted: &dyn Fn(&Event) -> bool| {
        (1..).zip(events).filter(|(_, event)| wanted(event)).map(|(seq, _)| seq).last()
    };
    let mut found = vec![];
    match (result, dossier.state) {
        (Some((_, Found::Sound | Found::Unknown)), _) => {}
        (Some((seq, Found::Missing)), _) => found.push(Finding { defect: Defect::NoResultFile, seq }),
        (Some((seq, Found::Unreadable)), _) => found.push(Finding { defect: Defect::BadResultFile, seq }),
        (None, State::ResultReady | State::Returned) => {
            found.push(Finding { defect: Defect::NoResultFile, seq: 1 });
        }
        (None, _) => {}
    }
    let is_late = dossier.state.is_running() && dossier.due_at.is_some_and(|due| due < now);
    let turns = &dossier.turns;
    let is_told = turns.apologised_for == dossier.due_at || turns.explained_for == dossier.due_at;
    if is_late && !is_told {
        let fell = last(&|event| matches!(event, Event::FellOverdue { .. }));
        found.push(Finding { defect: Defect::NoApology, seq: fell.unwrap_or(1) });
    }
    if let Some(seq) = unscanned(dossier, events) {
        found.push(Finding { defect: Defect::NoScan, seq });
    }
    // What was said again in full mends what was not.
    let asked =
        last(&|event| matches!(event, Event::SupplementRequested { .. } | Event::CompletionRequested { .. }));
    let refused = last(&|event| matches!(event, Event::Refused { .. } | Event::Declined { .. }));
    for (seq, event) in (1..).zip(events) {
        let says_nothing = match event {
            Event::SupplementRequested { request, .. } | Event::CompletionRequested { request, .. } => {
                (asked == Some(seq) && has_no_list(request)).then_some(Defect::NoList)
            }
            Event::Refused { ground, .. } | Event::Declined { ground, .. } => {
                (refused == Some(seq) && has_gap(ground)).then_some(Defect::NoGround)
            }
            _ => None,
        };
        let owes_slip = reaction::to(event).contains(&reaction::LETTER);
        let missing = (owes_slip && !has_slip(seq)).then_some(Defect::SlipMissing);
        found.extend(says_nothing.into_iter().chain(missing).map(|defect| Finding { defect, seq }));
    }
    found
}

/// The event with the filing that counts, if it was accepted online and a paper of it has no file.
fn unscanned(dossier: &Dossier, events: &[Event]) -> Option<i64> {
    let filings = (1..).zip(events).filter_map(|(seq, event)| Some((seq, event.filing()?)));
    let (seq, filing) = filings.last()?;
    let is_asked_for = filing.channel == Channel::Online && dossier.received_at.is_some();
    (is_asked_for && filing.papers.iter().any(|paper| paper.files.is_empty())).then_some(seq)
}

fn has_no_list(request: &Request) -> bool {
    !request.lines.iter().any(|line| line.paper.is_some() || !line.text.trim().is_empty())
}

fn has_gap(ground: &Ground) -> bool {
    ground.reason.trim().is_empty() || ground.basis.trim().is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        dossier::{event::RequestLine, sample},
        process::StepKind,
    };

    fn received() -> Event {
        Event::Received {
            filing: Box::new(sample::filing(&[0])),
            target: sample::target(),
            acceptance: Box::new(sample::acceptance()),
        }
    }

    fn of(dossier: &Dossier, events: &[Event], result: Option<(i64, Found)>) -> Vec<(Defect, i64)> {
        let found = findings(dossier, events, result, |_| true, sample::now());
        found.into_iter().map(|one| (one.defect, one.seq)).collect()
    }

    #[test]
    fn a_result_must_be_there_and_be_what_it_says() {
        // Row C-50.
        let file = |mime: &str, size| FileRef { mime: mime.into(), size, ..sample::outcome().file };
        for (mime, size, bytes, found) in [
            ("application/pdf", 9, &b"%PDF-1.7 "[..], Found::Sound),
            ("application/pdf", 9, b"%PDF-1.7", Found::Unreadable),
            ("application/pdf", 9, b"PK\x03\x04.....", Found::Unreadable),
            ("application/pdf", 0, b"", Found::Unreadable),
            ("image/png", 9, b"\x89PNG\r\n\x1a\n.", Found::Sound),
            ("application/octet-stream", 9, b"%PDF-1.7 ", Found::Unreadable),
        ] {
            assert_eq!(look_at(&file(mime, size), bytes), found, "{mime} {bytes:?}");
        }
        let ready = sample::in_state(State::ResultReady, None);
        let issued =
            Event::ResultIssued { result: sample::outcome(), to: sample::place(6, StepKind::Return, None) };
        let events = [received(), issued];
        assert_eq!(result(&ready, &events).map(|(seq, _)| seq), Some(2));
        assert_eq!(of(&ready, &events, Some((2, Found::Sound))), []);
        assert_eq!(of(&ready, &events, Some((2, Found::Missing))), [(Defect::NoResultFile, 2)]);
        assert_eq!(of(&ready, &events, Some((2, Found::Unreadable))), [(Defect::BadResultFile, 2)]);
        assert_eq!(of(&ready, &events[..1], None), [(Defect::NoResultFile, 1)]);
        let undone = sample::in_progress(StepKind::Number, None);
        assert_eq!(result(&undone, &events), None, "it was undone");
    }

    #[test]
    fn slips_must_be_there_and_say_what_the_law_asks() {
        // Row C-51; NĐ 61/2018 Điều 15.3, 17.1.b, 19.8, 19.9.
        let mut dossier = sample::in_progress(StepKind::Process, None);
        let request = |lines| Request {
            lines,
            reason: "Bản sao mờ".into(),
            slip_number: 1,
            answer_by: None,
            remind_at: None,
        };
        let asked = |lines| Event::SupplementRequested { request: request(lines), is_late: false };
        assert_eq!(of(&dossier, &[received(), asked(vec![])], None), [(Defect::NoList, 2)]);
        let blank = RequestLine { text: " ".into(), ..RequestLine::default() };
        assert_eq!(of(&dossier, &[asked(vec![blank])], None), [(Defect::NoList, 1)]);
        let line = RequestLine { paper: Some(0), ..RequestLine::default() };
        assert_eq!(of(&dossier, &[asked(vec![line])], None), []);
        let refused = |reason: &str, basis: &str| Event::Refused {
            ground: Ground { reason: reason.into(), basis: basis.into() },
            slip_number: 2,
            to: sample::place(6, StepKind::Return, None),
        };
        assert_eq!(of(&dossier, &[refused("Không đủ điều kiện", "Điều 5")], None), []);
        assert_eq!(of(&dossier, &[refused("Không đủ điều kiện", " ")], None), [(Defect::NoGround, 1)]);
        assert_eq!(of(&dossier, &[refused("", "Điều 5")], None), [(Defect::NoGround, 1)]);
        let unfiled = findings(&dossier, &[received()], None, |seq| seq != 1, sample::now());
        assert_eq!(unfiled, [Finding { defect: Defect::SlipMissing, seq: 1 }]);
        dossier.due_at = Some(sample::now() - jiff::SignedDuration::from_secs(1));
        assert_eq!(of(&dossier, &[received()], None), [(Defect::NoApology, 1)]);
        dossier.turns.explained_for = dossier.due_at;
        assert_eq!(of(&dossier, &[received()], None), [], "the cause is recorded");
        dossier.turns.explained_for = None;
        dossier.turns.apologised_for = dossier.due_at;
        assert_eq!(of(&dossier, &[received()], None), []);
    }

    #[test]
    fn papers_that_are_filed_online_have_a_file_each() {
        let dossier = sample::in_progress(StepKind::Process, None);
        let with = |channel, files: &[FileRef]| {
            let mut filing = sample::filing(&[0, 1]);
            filing.channel = channel;
            filing.papers[0].files = vec![sample::outcome().file];
            filing.papers[1].files = files.to_vec();
            let Event::Received { target, acceptance, .. } = received() else { return vec![] };
            vec![Event::Received { filing: Box::new(filing), target, acceptance }]
        };
        let file = [sample::outcome().file];
        assert_eq!(of(&dossier, &with(Channel::Online, &[]), None), [(Defect::NoScan, 1)]);
        assert_eq!(of(&dossier, &with(Channel::Online, &file), None), []);
        assert_eq!(of(&dossier, &with(Channel::Counter, &[]), None), [], "the counter does not ask for it");
    }
}
