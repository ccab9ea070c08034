//! What happened to a dossier, in words.

use base::{
    dossier::{
        log,
        outgoing::{self, Outgoing},
    },
    error::{Error, Result},
    house::House,
    page::{dong, moment},
};
use domain::{
    dossier::{
        Dossier, Event,
        event::{FileRef, Request},
    },
    id::{DossierId, UnitId},
    instant::Instant,
    people::Actor,
};
use kit::db::{Tx, args};

/// One moment of the timeline.
pub struct Moment {
    /// What happened.
    pub what: String,
    /// Who did it.
    pub who: String,
    /// When.
    pub at: String,
    /// What was said with it.
    pub note: String,
    /// The document that came with it and stands nowhere else on the page: where it is, and its name.
    pub file: Option<(String, String)>,
}

/// A line of the log and the event in it.
pub type Logged = (log::Line, Event);

/// What happened to the dossier, the oldest first.
pub fn events(tx: &mut Tx, id: DossierId) -> Result<Vec<Logged>> {
    let lines = log::of(tx, id.0)?.into_iter();
    lines.map(|line| Ok((line.clone(), serde_json::from_str(&line.body).map_err(Error::fault)?))).collect()
}

/// The dossier after `events`, its log from the first line on.
pub fn fold(id: DossierId, events: &[Logged]) -> Result<Dossier> {
    let ((line, first), rest) = events.split_first().ok_or(Error::NotFound)?;
    let mut dossier = Dossier::begin(id, first, line.at).ok_or(Error::NotFound)?;
    for (line, event) in rest {
        dossier = dossier.after(event, line.by, line.at)?;
    }
    Ok(dossier)
}

/// The timeline, the newest first.
pub fn timeline(tx: &mut Tx, house: &House, events: &[Logged]) -> Result<Vec<Moment>> {
    let mut moments = vec![];
    let id = events.first().map(|(line, _)| DossierId(line.stream));
    let news = id.map(|id| outgoing::of(tx, id)).transpose()?.unwrap_or_default();
    let asks = |event: &Event| matches!(event, Event::CompletionRequested { .. });
    let first = events.iter().position(|(_, event)| asks(event));
    for (no, (line, event)) in events.iter().enumerate().rev() {
        let who = who(tx, line.by)?;
        let unit = part_no(event).and_then(|part| part_unit(events.get(..=no).unwrap_or_default(), part));
        let mut note = match (unit, note(event)) {
            (None, note) => note,
            (Some(unit), note) if note.is_empty() => house.unit_name(unit).to_owned(),
            (Some(unit), note) => format!("{}: {note}", house.unit_name(unit)),
        };
        if asks(event) && first != Some(no) {
            note.push_str(" – từ lần thứ hai trước khi tiếp nhận (vi phạm)");
        }
        if let Some(news) = news.iter().find(|news| news.seq == line.seq) {
            let joined = if note.is_empty() { "" } else { " · " };
            note.push_str(&format!("{joined}{}", reached(news)));
        }
        let file = file(event).map(|file| (file.hash.clone(), file.name.clone()));
        moments.push(Moment { what: event.title().into(), who, at: moment(line.at), note, file });
    }
    Ok(moments)
}

fn file(event: &Event) -> Option<&FileRef> {
    match event {
        Event::Drafted { draft } => draft.file.as_ref(),
        Event::Verified { check } => check.file.as_ref(),
        Event::DutyRequired { duty } => duty.file.as_ref(),
        Event::DutyPaid { payment, .. } => payment.file.as_ref(),
        _ => None,
    }
}

/// When the result of a dossier that was opened again is owed, unless a letter of apology says it: the day does not follow from
/// its receipt any more (NĐ 61/2018 Điều 21.1).
pub fn reopened_until(dossier: &Dossier, events: &[Logged]) -> Option<Instant> {
    let was_reopened = events.iter().any(|(_, event)| matches!(event, Event::Reopened { .. }));
    dossier.due_at.filter(|_| was_reopened && dossier.turns.extensions == 0 && !dossier.state.is_waiting())
}

/// The number of the part that the event is about, if it is about one.
pub fn part_no(event: &Event) -> Option<u16> {
    match event {
        Event::PartOpened { part } => Some(part.no),
        Event::PartConfirmed { no }
        | Event::PartDone { no, .. }
        | Event::PartSilent { no, .. }
        | Event::PartLate { no }
        | Event::PartCancelled { no, .. }
        | Event::PartDeclined { no, .. }
        | Event::PartReassigned { no, .. } => Some(*no),
        _ => None,
    }
}

/// The unit of the part of that number that was opened last in `events`: numbers begin again after it was opened again.
pub fn part_unit(events: &[Logged], no: u16) -> Option<UnitId> {
    events.iter().rev().find_map(|(_, event)| match event {
        Event::PartOpened { part } if part.no == no => Some(part.unit),
        _ => None,
    })
}

/// How the news of an event reached the applicant.
fn reached(news: &Outgoing) -> String {
    match (news.given, news.has_failed) {
        (Some((way, on)), _) => {
            format!("Đã đến người nộp: {}, {}/{}/{}", way.title(), on.day(), on.month(), on.year())
        }
        (None, true) => "Chưa đến người nộp: thư điện tử không gửi được".into(),
        (None, false) => "Chưa ghi nhận đã đến người nộp".into(),
    }
}

/// Who did it, in which role, and for which absent colleague.
fn who(tx: &mut Tx, by: Actor) -> Result<String> {
    let Actor::Person { person, assignment, role, .. } = by else {
        return Ok(if by == Actor::System { "Hệ thống".into() } else { "Người nộp".into() });
    };
    let row = tx.optional(
        "SELECT p.name, (SELECT o.name FROM assignment a JOIN person o ON o.id = a.stands_in_for WHERE a.id = $2)
         FROM person p WHERE p.id = $1",
        args![person.0, assignment.0],
    )?;
    let Some(row) = row else { return Ok("Người nộp".into()) };
    let (name, absent): (String, Option<String>) = (row.get(0)?, row.get(1)?);
    let absent = absent.map(|absent| format!(" (làm thay {absent})"));
    Ok(format!("{name}, {}{}", role.title(), absent.unwrap_or_default()))
}

fn note(event: &Event) -> String {
    match event {
        Event::Taken { out_of_order: Some(reason) } => format!("Nhận trước: {reason}"),
        Event::Assigned { note, .. } | Event::Advanced { note, .. } => note.clone(),
        Event::Drafted { draft } => draft.opinion.clone(),
        Event::SentBack { reason, .. }
        | Event::Reassigned { reason, .. }
        | Event::Undone { reason, .. }
        | Event::ProposalRejected { reason }
        | Event::Withdrawn { reason, .. } => reason.clone(),
        Event::CompletionRequested { request, .. } => asked_for(request),
        Event::SupplementRequested { request, is_late: false } => asked_for(request),
        Event::SupplementRequested { request, is_late: true } => {
            format!("{} – ngoài thời hạn được yêu cầu (vi phạm)", asked_for(request))
        }
        Event::Declined { ground, .. } | Event::Refused { ground, .. } => {
            format!("{} ({})", open_ended(&ground.reason), ground.basis)
        }
        Event::Stopped { cause, ground, .. } => {
            format!("{}: {} ({})", cause.title(), open_ended(&ground.reason), ground.basis)
        }
        Event::ResultIssued { result, .. } => format!("Số {}", result.number),
        Event::Returned { handover } | Event::PapersReturned { handover } => {
            format!("Người nhận: {}", handover.collector)
        }
        other => note_of_turn(other),
    }
}

fn note_of_turn(event: &Event) -> String {
    match event {
        Event::Verified { check } => format!("{}, {}: {}", check.place, moment(check.at), check.content),
        Event::DutyRequired { duty } => {
            let amount = duty.amount.map(|amount| format!(", {}", dong(amount))).unwrap_or_default();
            let until = duty.pay_by.map(|by| format!(", hạn nộp {}", moment(by))).unwrap_or_default();
            format!("{}, phiếu {}{amount}{until}", duty.what, duty.document)
        }
        Event::DutyUnpaid { pay_by } => format!("Hạn nộp: {}", moment(*pay_by)),
        Event::RequestCancelled { reason }
        | Event::PartCancelled { reason, .. }
        | Event::PartDeclined { reason, .. }
        | Event::PartReassigned { reason, .. } => reason.clone(),
        Event::OverdueExplained { cause, reason, .. } => format!("{}: {reason}", cause.title()),
        Event::DutyPaid { payment, .. } => format!("Chứng từ {}", payment.document),
        Event::Supplemented { resumption, .. } => {
            resumption.due_at.map_or_else(String::new, |due| format!("Hẹn trả: {}", moment(due)))
        }
        Event::Proposed { proposal } => proposal.title().into(),
        Event::ApologyDrafted { slip_number, due_at } => {
            format!("Số {slip_number:02}, cho ngày hẹn {}", moment(*due_at))
        }
        Event::Apologised { apology } => {
            let moved = if apology.moves_due {
                ""
            } else {
                " (ngày hẹn cũ giữ nguyên để tính quá hạn)"
            };
            let late = if apology.is_late { "; báo muộn" } else { "" };
            format!(
                "{}: {}. Hẹn lại {}{moved}{late}",
                apology.cause.title(),
                open_ended(&apology.reason),
                moment(apology.new_due_at)
            )
        }
        Event::ApologyVoided { slip_number, reason } => format!("Số {slip_number:02}: {reason}"),
        Event::LetterGiven { given } => {
            format!("{}, ngày {}/{}/{}", given.way.title(), given.on.day(), given.on.month(), given.on.year())
        }
        Event::FellOverdue { has_apology: true, .. } => "Đã có phiếu xin lỗi".into(),
        Event::FellOverdue { has_apology: false, .. } => "Phiếu xin lỗi chưa được ký".into(),
        Event::PartOpened { part } => part.task.clone(),
        Event::PartDone { answer, .. } => {
            let verdict = answer.verdict.map(|verdict| format!("{}. ", verdict.title()));
            format!("{}{}", verdict.unwrap_or_default(), answer.content)
        }
        Event::CollectionReminded { note } | Event::PostReturned { note } => note.clone(),
        Event::Reopened { reopening, .. } => format!("{}: {}", reopening.cause.title(), reopening.reason),
        Event::PaperLost { loss } => format!("{}: {} Khắc phục: {}", loss.paper, loss.content, loss.remedy),
        _ => String::new(),
    }
}

fn asked_for(request: &Request) -> String {
    let lines: Vec<&str> = request.lines.iter().map(|line| line.text.as_str()).collect();
    format!("{}: {}", open_ended(&request.reason), lines.join("; "))
}

/// A sentence that somebody typed, without its full stop, to go on from.
pub fn open_ended(typed: &str) -> &str {
    typed.trim_end_matches(['.', ' '])
}
