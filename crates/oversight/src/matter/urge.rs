//! What the system begins by itself: whoever holds a dossier is reminded a working day before its due date, and its unit is
//! urged for the Centre once that has passed (Điều 3.2.c, 4.1.d; rows C-22, C-48).

use base::{
    app::App,
    dossier::{self, Seen, draft_code},
    error::{Error, Result},
};
use domain::{
    dossier::State,
    id::DossierId,
    instant::{Instant, local_date},
    matter::{Matter, MatterEvent, MatterKind, MatterState, Rung},
    org::UnitKind,
    people::Actor,
};
use kit::{
    db::{Tx, args},
    queue::{Job, Outcome},
};
use uuid::Uuid;

use super::{begin::due, ladder, store};

/// The job behind [`domain::reaction::URGE`]; done twice, it does nothing the second time.
pub async fn job(app: App, job: Job) -> Outcome {
    let id = job.payload.get("dossier").cloned().unwrap_or_default();
    let id: DossierId = serde_json::from_value(id).map_err(Error::fault)?;
    let (inner, now) = (app.clone(), app.now());
    Ok(app.write(move |tx| look(&inner, tx, id, job.id, now)).await?)
}

/// Looks at the dossier `id`: ends what the system began and is called for no more, and begins a matter under `new` if one is
/// due and there is none yet.
fn look(app: &App, tx: &mut Tx, id: DossierId, new: Uuid, now: Instant) -> Result<()> {
    let seen = dossier::load(tx, id)?;
    let rows = tx.all("SELECT id FROM matter WHERE dossier_id = $1 AND state <> 'closed'", args![id.0])?;
    let mut waits = vec![];
    for row in rows {
        let open = store::load(tx, row.get(0)?)?;
        if !end(app, tx, &open, &seen, now)? && open.matter.state == MatterState::Open {
            waits.push(open.matter.kind);
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
        // Whoever holds it is reminded once it is warned of, not whenever its clock goes on.
        let is_warned = seen.turns.apology.is_some_and(|drafted| drafted.due_at == due_at);
        let reminder = remind(&seen, due_at).filter(|_| ladder.reminds && is_warned);
        (reminder, "Hồ sơ sắp đến hạn trả kết quả. Hệ thống nhắc tự động.")
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

/// The reminder to whoever holds it; nothing if nobody does.
fn remind(seen: &Seen, due_at: Instant) -> Option<Matter> {
    let place = seen.place.as_ref()?;
    let new = Matter { person: Some(place.owner?), ..about(seen, MatterKind::Remind, due_at) };
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
        shown: None,
    }
}
