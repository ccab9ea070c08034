//! The part of each letter that is its own.

use base::{
    dossier::log::Line,
    error::{Error, Result},
    house::House,
    letter::month,
    version::ProcedureVersion,
};
use domain::{
    dossier::{Dossier, Event, Filing, Party, ReturnWay, event::Acceptance},
    instant::{Instant, local},
    org::Unit,
    text::fold,
};
use serde_json::{Value, json};

use super::{clock, contact, day, party, plain, sentence, submitter};
use crate::dossier::{choices::asked, timeline::Logged};

/// What the bodies are drawn from.
pub struct At<'a> {
    /// The dossier.
    pub dossier: &'a Dossier,
    /// Its log up to the event that owes the letter.
    pub events: &'a [Logged],
    /// Its procedure.
    pub procedure: &'a ProcedureVersion,
    /// The units.
    pub house: &'a House,
    /// The unit whose letter it is.
    pub unit: &'a Unit,
    /// How the text calls it.
    pub issuer: String,
    /// Who signs.
    pub officer: &'a str,
}

/// The line of whoever signs the letter: the one who did it; for what goes out through the one-stop unit after a leader's
/// decision or by the clock, the officer who received the dossier.
pub fn signer(events: &[Logged]) -> Option<&Line> {
    let (line, event) = events.last()?;
    let through_reception = matches!(
        event,
        Event::Refused { .. }
            | Event::Stopped { .. }
            | Event::Withdrawn { .. }
            | Event::Expired { .. }
            | Event::Supplemented { .. }
            | Event::DutyPaid { .. }
    );
    if through_reception { received(events).map(|(line, _)| line) } else { Some(line) }
}

fn received(events: &[Logged]) -> Option<&Logged> {
    events.iter().find(|(_, event)| matches!(event, Event::Received { .. }))
}

impl At<'_> {
    fn filing(&self) -> Result<&Filing> {
        self.events.iter().rev().find_map(|(_, event)| event.filing()).ok_or(Error::NotFound)
    }

    fn acceptance(&self) -> Result<&Acceptance> {
        match received(self.events) {
            Some((_, Event::Received { acceptance, .. })) => Ok(acceptance),
            _ => Err(Error::NotFound),
        }
    }

    /// Where the dossier stood before the event.
    fn state_before(&self) -> String {
        let before = self.events.split_last().map_or(&[][..], |(_, before)| before);
        crate::dossier::timeline::fold(self.dossier.id, before)
            .map_or_else(|_| String::new(), |d| d.state.title().into())
    }
}

/// What is the letter's own.
pub fn of(at: &At, event: &Event) -> Result<Value> {
    let filing = at.filing()?;
    let code = at.acceptance().map(|acceptance| acceptance.code.clone()).unwrap_or_default();
    let own = match event {
        Event::Received { acceptance, .. } => receipt(at, acceptance.due_at, acceptance.slip_number, "")?,
        Event::Supplemented { resumption, .. } => {
            let note = format!("Hẹn lại sau khi bổ sung đầy đủ hồ sơ vào {}.", clock(resumption.at));
            receipt(at, resumption.due_at, resumption.slip_number, &note)?
        }
        Event::DutyPaid { payment, resumption } => {
            let note = format!(
                "Hẹn trả kết quả lần 2, sau khi hoàn thành nghĩa vụ tài chính (chứng từ {}).",
                payment.document
            );
            receipt(at, resumption.due_at, resumption.slip_number, &note)?
        }
        Event::CompletionRequested { request, .. } | Event::SupplementRequested { request, .. } => json!({
            "lines": asked(request).iter().map(|line| plain(line).to_owned()).collect::<Vec<_>>(),
            "reason": sentence(&request.reason),
            "answer_by": request.answer_by.map(day),
            "contact": contact(at.officer, at.unit),
            "telephone": at.unit.phone,
        }),
        Event::Declined { ground, .. } | Event::Refused { ground, .. } => json!({
            "reason": sentence(&ground.reason),
            "basis": sentence(&ground.basis),
            "submitter": submitter(filing),
        }),
        Event::Apologised { apology } => json!({
            "received_on": day(at.acceptance()?.received_at).trim_start_matches("ngày "),
            "due": clock(apology.due_at),
            "new_due": new_due(apology.new_due_at),
            "reason": sentence(&apology.reason),
            "receiver": at.house.unit_name(at.dossier.receiving_unit),
        }),
        Event::Stopped { cause, ground, .. } => {
            stop(at, &format!("{}: {}", cause.title(), ground.reason), &ground.basis)?
        }
        Event::Withdrawn { reason, .. } => {
            stop(at, &format!("Người nộp hồ sơ đề nghị: {reason}"), "Điều 7 Thông tư 03/2025/TT-VPCP")?
        }
        Event::Expired { .. } => stop(
            at,
            "Quá thời hạn bổ sung, hoàn thiện hồ sơ mà chưa nhận được hồ sơ bổ sung",
            "Điều 21 Nghị định 118/2025/NĐ-CP",
        )?,
        _ => return Err(Error::NotFound),
    };
    let mut all = json!({ "owner": party(&filing.owner), "code": code });
    if let (Some(all), Value::Object(own)) = (all.as_object_mut(), own) {
        all.extend(own);
    }
    Ok(all)
}

/// `ngày 14 tháng 9 năm 2023 (16 giờ 00 phút)`: the form has the day, the appointment has its hour.
fn new_due(at: Instant) -> String {
    let now = local(at);
    format!("{} ({:02} giờ {:02} phút)", day(at), now.hour(), now.minute())
}

fn stop(at: &At, reason: &str, basis: &str) -> Result<Value> {
    let (line, _) = at.events.last().ok_or(Error::NotFound)?;
    let (filing, first) = (at.filing()?, at.events.first().map_or(line.at, |(first, _)| first.at));
    let has_papers = filing.papers.iter().any(|p| p.originals + p.certified_copies + p.copies > 0);
    Ok(json!({
        "received": clock(at.acceptance().map_or(first, |acceptance| acceptance.received_at)),
        "channel": filing.channel.title(),
        "stopped": clock(line.at),
        "state": at.state_before(),
        "reason": sentence(reason),
        "basis": sentence(basis),
        // Where the papers wait, if any were handed in.
        "receiver": if has_papers { at.issuer.as_str() } else { "" },
    }))
}

/// Mẫu 01: at acceptance, and again with a new appointment.
fn receipt(at: &At, due_at: Option<Instant>, slip_number: Option<u32>, note: &str) -> Result<Value> {
    let (filing, acceptance) = (at.filing()?, at.acceptance()?);
    let limit = at.procedure.content.limit(filing.channel);
    let received = local(acceptance.received_at);
    Ok(json!({
        "proxy": filing.proxy.as_ref().map(|proxy| proxy_of(filing, proxy)),
        "papers": filing.papers.iter().map(paper).collect::<Vec<_>>(),
        "sets": format!("{:02}", filing.sets.max(1)),
        "limit": limit.map_or_else(|| "không quy định".into(), |limit| limit.to_string()),
        "received": clock(acceptance.received_at),
        "due": due_at.map_or_else(|| "không quy định".into(), clock),
        "note": note,
        "return_at": match filing.return_way {
            ReturnWay::Counter => at.issuer.clone(),
            way => way.title().to_owned(),
        },
        "book": format!("{} (tháng {})", received.year(), month(received.date())),
        "book_no": slip_number.map_or_else(String::new, |number| number.to_string()),
        "submitter": submitter(filing),
    }))
}

/// Who files for the owner, with the paper that gives leave for it, if it lies in the dossier.
fn proxy_of(filing: &Filing, proxy: &Party) -> Value {
    let leave = filing.papers.iter().find(|paper| fold(&paper.name).contains("uy quyen"));
    let mut proxy = party(proxy);
    if let Some(proxy) = proxy.as_object_mut() {
        proxy.insert("paper".into(), leave.map_or("", |paper| plain(&paper.name)).into());
    }
    proxy
}

fn paper(paper: &domain::dossier::filing::FiledPaper) -> Value {
    let mut counts = vec![];
    for (n, word) in [
        (paper.originals, "bản chính"),
        (paper.certified_copies, "bản sao chứng thực"),
        (paper.copies, "bản chụp"),
    ] {
        if n > 0 {
            counts.push(format!("{n} {word}"));
        }
    }
    match &paper.reused_from {
        Some(code) => counts.push(format!("tái sử dụng bản điện tử của hồ sơ {code}")),
        None if !paper.files.is_empty() => counts.push("bản điện tử".into()),
        None => {}
    }
    json!({ "name": plain(&paper.name), "originals": paper.originals, "certified": paper.certified_copies,
            "copies": paper.copies, "counts": counts.join(", ") })
}
