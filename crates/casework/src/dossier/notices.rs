//! What stands above a dossier because it turned from the straight way: what it waits for, what a leader is to decide, the
//! letter that is owed, parts at other units.

use base::{
    dossier::Seen,
    error::{Error, Result},
    house::House,
    page::{dong, moment},
};
use domain::{
    dossier::{
        Event, State,
        duty::Duty,
        event::Request,
        extend,
        part::{Answer, PartKind, PartState},
        proposal::Proposal,
    },
    instant::{Instant, from_local, local_date},
};
use kit::db::{Tx, args};

use super::{
    choices::asked,
    timeline::{Logged, open_ended},
};

/// A notice over the dossier.
pub struct Notice {
    /// Its look.
    pub class: &'static str,
    /// What it is about.
    pub heading: &'static str,
    /// What it says.
    pub text: String,
    /// What it lists.
    pub lines: Vec<String>,
}

/// A part at another unit, as the page shows it.
pub struct PartLine {
    /// Its number.
    pub no: u16,
    /// The unit.
    pub unit: String,
    /// What it was asked for.
    pub task: String,
    /// What it answered.
    pub answer: String,
    /// The document of the answer.
    pub file: Option<(String, String)>,
    /// Where it stands.
    pub state: &'static str,
    /// Its look.
    pub class: &'static str,
    /// When it is due.
    pub due: String,
}

/// The notices, the most pressing first; who `may_decide` reads what it costs.
pub fn notices(
    tx: &mut Tx,
    (seen, events): (&Seen, &[Logged]),
    may_decide: bool,
    now: Instant,
) -> Result<Vec<Notice>> {
    let all = [decision(seen), reason_owed(seen), apology(seen), waiting(seen, events)];
    let mut notices: Vec<Notice> = all.into_iter().flatten().collect();
    if may_decide {
        add_cost(tx, seen, &mut notices, now)?;
    }
    Ok(notices)
}

fn decision(seen: &Seen) -> Option<Notice> {
    let proposal = seen.turns.proposal.as_ref()?;
    let (text, lines) = match proposal {
        Proposal::Supplement { request, ground } => {
            (format!("{}. {ground}", open_ended(&request.reason)), asked(request))
        }
        Proposal::Refuse { ground } => (format!("{} ({})", open_ended(&ground.reason), ground.basis), vec![]),
        Proposal::Stop { cause, ground } => {
            (format!("{}: {} ({})", cause.title(), open_ended(&ground.reason), ground.basis), vec![])
        }
        Proposal::Extend { cause, reason, new_due_at } => {
            (format!("{}: {}. Hẹn lại: {}.", cause.title(), open_ended(reason), moment(*new_due_at)), vec![])
        }
    };
    Some(Notice {
        class: "is-warn",
        heading: "Chờ lãnh đạo quyết định",
        text: format!("{}: {text}", proposal.title()),
        lines,
    })
}

/// Adds to what waits for the leader, where it is one more request, what it costs the unit: how many of the dossiers that were
/// received this quarter asked their applicant more than once (TT 01/2018 Điều 13.2, the number of contacts).
fn add_cost(tx: &mut Tx, seen: &Seen, notices: &mut [Notice], now: Instant) -> Result<()> {
    let Some(Proposal::Supplement { .. }) = &seen.turns.proposal else { return Ok(()) };
    let today = local_date(now);
    let month = (today.month() - 1) / 3 * 3 + 1;
    let begins = today.with().month(month).day(1).build().map_err(Error::fault)?;
    let row = tx.one(
        "SELECT count(*), coalesce(sum(CASE WHEN q.asked > 1 THEN 1 ELSE 0 END), 0) FROM (
             SELECT d.id, (SELECT count(*) FROM event e WHERE e.stream_id = d.id
                 AND e.kind IN ('completion_requested', 'supplement_requested')) AS asked
             FROM dossier d WHERE d.settling_unit_id = $1 AND (d.received_at >= $2 OR d.id = $3)) AS q",
        args![seen.settling_unit.0, from_local(begins.at(0, 0, 0, 0)), seen.id.0],
    )?;
    let (all, twice): (i64, i64) = (row.get(0)?, row.get(1)?);
    let is_counted = seen.turns.completions + seen.turns.supplements > 1;
    let then = if is_counted { twice } else { twice + 1 };
    let share = |n: i64| format!("{},{}\u{a0}%", n * 100 / all.max(1), n * 1000 / all.max(1) % 10);
    if let Some(notice) = notices.first_mut() {
        notice.lines.push(format!(
            "Quý này {twice} trên {all} hồ sơ của đơn vị ({}) phải yêu cầu quá một lần; đồng ý thì thành {then} ({}). Các hồ sơ này bị \
             trừ điểm ở chỉ số số lần liên hệ (Thông tư 01/2018/TT-VPCP Điều 13) và bị tính quá hạn ở chỉ số tiến độ quốc gia.",
            share(twice),
            share(then)
        ));
    }
    Ok(())
}

fn apology(seen: &Seen) -> Option<Notice> {
    let drafted = seen.turns.apology.filter(|_| seen.state.is_running())?;
    Some(Notice {
        class: "is-bad",
        heading: "Phiếu xin lỗi chờ ký",
        text: format!(
            "Số {:02}, cho ngày hẹn {}. Thủ trưởng cơ quan ghi nguyên nhân, ngày hẹn mới và ký trước khi quá hạn.",
            drafted.slip_number,
            moment(drafted.due_at)
        ),
        lines: vec![],
    })
}

/// Nothing becomes overdue without a letter or a recorded reason (row C-51).
fn reason_owed(seen: &Seen) -> Option<Notice> {
    let due_at = seen.due_at.filter(|_| extend::owes_reason(seen))?;
    Some(Notice {
        class: "is-bad",
        heading: "Quá hạn, chưa ghi nguyên nhân",
        text: format!(
            "Ngày hẹn {} đã qua mà phiếu xin lỗi chưa được ký. Người giữ hồ sơ hoặc lãnh đạo ghi nguyên nhân.",
            moment(due_at)
        ),
        lines: vec![],
    })
}

fn waiting(seen: &Seen, events: &[Logged]) -> Option<Notice> {
    let waiting = seen.turns.waiting?;
    let until = waiting.answer_by.map(|by| format!(", chậm nhất {}", moment(by))).unwrap_or_default();
    let since = moment(waiting.since);
    let (heading, lines) = match seen.state {
        State::AwaitingDuty => ("Đang chờ nghĩa vụ tài chính", last_duty(events)),
        _ => ("Đang chờ người nộp bổ sung", last_request(events).map(asked).unwrap_or_default()),
    };
    Some(Notice {
        class: "is-rest", heading, text: format!("Đồng hồ dừng từ {since}{until}."), lines
    })
}

/// What is to be paid: by which form, and how much.
fn last_duty(events: &[Logged]) -> Vec<String> {
    let duty = events.iter().rev().find_map(|(_, event)| match event {
        Event::DutyRequired { duty } => Some(duty),
        _ => None,
    });
    let said = |duty: &Duty| {
        let amount = duty.amount.map(|amount| format!(": {}", dong(amount))).unwrap_or_default();
        format!("{}, phiếu {}{amount}", duty.what, duty.document)
    };
    duty.map(said).into_iter().collect()
}

fn last_request(events: &[Logged]) -> Option<&Request> {
    events.iter().rev().find_map(|(_, event)| match event {
        Event::CompletionRequested { request, .. } | Event::SupplementRequested { request, .. } => {
            Some(request)
        }
        _ => None,
    })
}

/// The parts at other units.
pub fn parts(seen: &Seen, events: &[Logged], house: &House) -> Vec<PartLine> {
    let task = |no: u16| {
        let opened = events.iter().rev().find_map(|(_, event)| match event {
            Event::PartOpened { part } if part.no == no => Some(part.task.clone()),
            _ => None,
        });
        opened.unwrap_or_default()
    };
    let answer = |no: u16| -> Option<&Answer> {
        events.iter().find_map(|(_, event)| match event {
            Event::PartDone { no: done, answer, .. } if *done == no => Some(answer),
            _ => None,
        })
    };
    let line = |part: &domain::dossier::part::Part| {
        let given = answer(part.no);
        let verdict = given.and_then(|answer| answer.verdict).map(|v| format!("{}. ", v.title()));
        PartLine {
            no: part.no,
            unit: house.unit_name(part.unit).to_owned(),
            task: format!("{}: {}", part.kind.title(), task(part.no)),
            answer: given
                .map(|a| format!("{}{}", verdict.unwrap_or_default(), a.content))
                .unwrap_or_default(),
            file: given.and_then(|a| a.file.as_ref()).map(|file| (file.hash.clone(), file.name.clone())),
            state: part.state.title(),
            class: match (part.state, part.kind) {
                (PartState::Done, _) => "is-good",
                (PartState::Silent | PartState::Declined, _) => "is-bad",
                (PartState::Cancelled, _) => "is-rest",
                (_, PartKind::Opinion | PartKind::Leg) => "is-warn",
            },
            due: match (part.due_at, part.state) {
                (Some(due), _) => moment(due),
                (None, PartState::Waiting) => "khi xong phần trước".into(),
                (None, _) => String::new(),
            },
        }
    };
    seen.turns.parts.iter().map(line).collect()
}
