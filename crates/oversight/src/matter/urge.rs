//! What the system begins by itself: whoever holds a dossier is reminded of its due date before it, by the rule of the unit; where
//! nobody does, the heads are; and its unit is urged for the Centre once that has passed (Điều 3.2.c, 4.1.d; rows C-22, C-48).

use base::{
    app::App,
    dossier::{self, Seen, draft_code},
    error::{Error, Result},
};
use domain::{
    dossier::State,
    id::DossierId,
    instant::{Instant, local_date},
    matter::{Brief, Matter, MatterEvent, MatterKind, MatterState, Rung},
    org::UnitKind,
    people::Actor,
    reaction,
};
use kit::{
    db::{Tx, args},
    queue::{Job, Outcome},
};
use serde_json::json;
use uuid::Uuid;

use super::{begin::due, ladder, store};

/// The job behind [`domain::reaction::URGE`]; done twice, it does nothing the second time.
pub async fn job(app: App, job: Job) -> Outcome {
    let id = job.payload.get("dossier").cloned().unwrap_or_default();
    let id: DossierId = serde_json::from_value(id).map_err(Error::fault)?;
    let (inner, now) = (app.clone(), app.now());
    Ok(app.write(move |tx| look(&inner, tx, id, job.id, now)).await?)
}

/// The job behind [`domain::reaction::REMIND`]: sets the moment of the reminder. Where the whole time is shorter than that, the alarm
/// that looks at what is nearly over reminds.
pub async fn set_reminder(app: App, job: Job) -> Outcome {
    let id = job.payload.get("dossier").cloned().unwrap_or_default();
    let id: DossierId = serde_json::from_value(id).map_err(Error::fault)?;
    let (inner, now) = (app.clone(), app.now());
    let set = app.write(move |tx| {
        let seen = dossier::load(tx, id)?;
        let Some(at) = reminded_at(&inner, tx, &seen)? else { return Ok(()) };
        if at > now {
            look_again(tx, id, at);
        }
        Ok(())
    });
    Ok(set.await?)
}

/// Leaves [`job`] behind for the moment `at`: once, from wherever it is wanted.
fn look_again(tx: &mut Tx, id: DossierId, at: Instant) {
    kit::queue::enqueue_once(tx, (reaction::URGE, id.0), &json!({ "dossier": id }), at);
}

/// When whoever holds the dossier is reminded of its due date; nothing while that does not run.
fn reminded_at(app: &App, tx: &mut Tx, seen: &Seen) -> Result<Option<Instant>> {
    let Some(due_at) = seen.due_at.filter(|_| seen.state.is_running()) else { return Ok(None) };
    let house = app.house();
    let ladder = ladder::of(tx, &house, seen.settling_unit)?;
    Ok(ladder.reminds_at(due_at, &house.timetable(seen.settling_unit)).filter(|_| ladder.reminds))
}

/// Looks at the dossier `id`: ends what the system began and is called for no more, and begins a matter under `new` if one is
/// due and there is none yet.
fn look(app: &App, tx: &mut Tx, id: DossierId, new: Uuid, now: Instant) -> Result<()> {
    let seen = dossier::load(tx, id)?;
    let rows = tx.all("SELECT id FROM matter WHERE dossier_id = $1", args![id.0])?;
    let (mut waits, mut told) = (vec![], vec![]);
    for row in rows {
        let known = store::load(tx, row.get(0)?)?;
        told.extend(
            Some((known.matter.due_at, known.matter.person)).filter(|_| known.matter.kind.is_inside()),
        );
        if known.matter.state == MatterState::Closed {
            continue;
        }
        if !end(app, tx, &known, &seen, now)? && known.matter.state == MatterState::Open {
            waits.push(known.matter.kind);
        }
    }
    let ladder = ladder::of(tx, &app.house(), seen.settling_unit)?;
    let pay_by = seen.turns.waiting.and_then(|waiting| waiting.answer_by);
    let is_unpaid = seen.state == State::AwaitingDuty && pay_by.is_some_and(|by| by <= now);
    let due_at = seen.due_at.filter(|_| seen.state.is_running());
    if due_at.is_none() && !is_unpaid {
        return Ok(());
    }
    let answer_by = due(app, seen.settling_unit, ladder.answer_days, now)?;
    let (begun, text) = if let Some(due_at) = due_at.filter(|due_at| now < *due_at) {
        if let Some(at) = reminded_at(app, tx, &seen)?.filter(|at| *at > now) {
            // The rule was changed meanwhile, or this looks for something else.
            look_again(tx, id, at);
            return Ok(());
        }
        let reminder = remind(&seen, due_at).filter(|_| ladder.reminds);
        let text = if reminder.as_ref().is_some_and(|matter| matter.person.is_none()) {
            "Hồ sơ sắp đến hạn trả kết quả mà chưa ai nhận xử lý. Hệ thống nhắc tự động."
        } else {
            "Hồ sơ sắp đến hạn trả kết quả. Hệ thống nhắc tự động."
        };
        // Once for each due date and whoever holds it, also where that was answered and ended.
        (reminder.filter(|matter| !told.contains(&(matter.due_at, matter.person))), text)
    } else if is_unpaid {
        (
            remind(&seen, answer_by).filter(|_| ladder.reminds),
            "Đã quá ngày phải nộp nghĩa vụ tài chính. Đề nghị liên hệ người nộp; đã nộp thì ghi nhận, không nộp thì trình dừng giải quyết. Hệ thống nhắc tự động.",
        )
    } else {
        (
            urge(app, &seen, answer_by).filter(|_| ladder.urges),
            "Hồ sơ quá hạn trả kết quả. Đề nghị giải quyết ngay và cho biết nguyên nhân. Hệ thống đôn đốc tự động.",
        )
    };
    match begun.filter(|matter| !waits.contains(&matter.kind)) {
        Some(matter) => store::begin(app, tx, new, (&matter, text, None), Actor::System, now),
        None => Ok(()),
    }
}

/// Ends the matter `open` if the system began it and its dossier calls for it no more; whether it did.
pub fn end(app: &App, tx: &mut Tx, open: &store::Seen, about: &Seen, now: Instant) -> Result<bool> {
    if open.matter.is_called_for(about, now) || !store::is_by_system(tx, open.id)? {
        return Ok(false);
    }
    let is_late = about.state.is_running() && about.due_at.is_some_and(|due_at| due_at <= now);
    let why = if about.settled_at.is_some() {
        "Hồ sơ đã có kết quả."
    } else if is_late {
        "Hồ sơ đã quá hạn: hệ thống chuyển sang đôn đốc."
    } else {
        "Ngày hẹn trả hoặc người giữ hồ sơ đã thay đổi, hoặc hồ sơ đang chờ người nộp."
    };
    let event = MatterEvent::Closed { text: why.into() };
    store::record(app, tx, open, &event.into(), Actor::System, now)?;
    Ok(true)
}

/// The reminder to whoever holds it; if nobody does, to the heads of the unit in which it lies.
fn remind(seen: &Seen, due_at: Instant) -> Option<Matter> {
    let place = seen.place.as_ref()?;
    let rung = if place.owner.is_some() { Rung::Handlers } else { Rung::Head };
    let new = Matter { person: place.owner, rung, ..about(seen, MatterKind::Remind, due_at) };
    Some(Matter { from: place.unit, to: place.unit, ..new })
}

/// The urge of the Centre; nothing where the Centre itself settles.
fn urge(app: &App, seen: &Seen, answer_by: Instant) -> Option<Matter> {
    let centre = app.house().serving(UnitKind::Centre, local_date(app.now()))?.id;
    let new = Matter { from: centre, ..about(seen, MatterKind::Urge, answer_by) };
    (centre != seen.settling_unit).then_some(new)
}

fn about(seen: &Seen, kind: MatterKind, due_at: Instant) -> Matter {
    let code = seen.code.clone().unwrap_or_else(|| draft_code(seen));
    Matter {
        kind,
        from: seen.settling_unit,
        to: seen.settling_unit,
        person: None,
        dossier: Some(seen.id),
        subject: format!("Hồ sơ {code}"),
        state: MatterState::Open,
        due_at,
        rung: Rung::Handlers,
        lead: None,
        brief: Brief::default(),
        shown: None,
    }
}
