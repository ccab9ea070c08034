//! What the Centre inspected and recommended in the demo: one action that is overdue, one that is reported, a round to be held and a
//! meeting.

use base::{app::App, error::Result};
use domain::{
    checklist::Round,
    corrective::{Area, Corrective, CorrectiveEvent, Origin, State},
    id::UnitId,
    instant::{Instant, local_date},
    matter::Rung,
    meeting::Meeting,
    people::{Actor, Role},
};
use jiff::SignedDuration;
use kit::{clock, db::Tx};
use oversight::{checklist, corrective::store, matter::begin::due, meeting};
use uuid::Uuid;

use super::accounts::Cast;

/// Plays it; nothing where the promised officers are not there.
pub fn play(app: &App, cast: &Cast) -> Result<()> {
    let one = |role| cast.officers.iter().map(|officer| officer.actor).find(|by| by.role() == Some(role));
    let (Some(centre), Some(handler)) = (one(Role::CentreSupervisor), one(Role::Handler)) else {
        return Ok(());
    };
    let Some(home) = handler.unit() else { return Ok(()) };
    let (inner, reported) = (app.clone(), app.id());
    app.db.write_blocking(move |tx| {
        let now = inner.now();
        let begun = now - SignedDuration::from_hours(14 * 24);
        let who = (centre, home, begun);
        recommend(&inner, tx, clock::id(begun), who, (Area::Fees, "Biên lai thu phí chưa ghi mã hồ sơ"))?;
        recommend(&inner, tx, reported, who, (Area::Petitions, "Trả lời phản ánh thiếu căn cứ"))?;
        let today = local_date(now);
        let round = Round {
            unit: home,
            month: today.first_of_month(),
            planned_on: today,
            answers: vec![],
            entries: vec![],
            called_off: String::new(),
        };
        checklist::store::plan(tx, clock::id(now), &round, centre, now)?;
        let met = Meeting {
            held_on: local_date(begun),
            subject: "Giao ban về tiến độ giải quyết hồ sơ".into(),
            units: vec![home],
            minutes: "Các đơn vị rà soát hồ sơ sắp đến hạn vào đầu mỗi tuần.".into(),
            file: None,
        };
        meeting::store::enter(tx, clock::id(now), &met, centre, now)?;
        let event = CorrectiveEvent::Reported {
            text: "Đã bổ sung căn cứ vào các trả lời.".into(),
            file: None,
        };
        let seen = store::load(tx, reported, &handler)?;
        store::record(&inner, tx, &seen, &event, handler, now)
    })
}

fn recommend(
    app: &App,
    tx: &mut Tx,
    id: Uuid,
    (by, unit, at): (Actor, UnitId, Instant),
    (area, subject): (Area, &str),
) -> Result<()> {
    let corrective = Corrective {
        origin: Origin::Recommendation,
        area,
        unit,
        subject: subject.to_owned(),
        finding: format!("{subject}: phát hiện khi đối chiếu trong tuần."),
        action: "Rà soát, bổ sung và báo kết quả kèm minh chứng.".into(),
        clause: "Điều 4.2".into(),
        duty: None,
        source: None,
        state: State::Open,
        due_at: due(app, unit, 5, at)?,
        rung: Rung::Handlers,
    };
    store::begin(app, tx, id, (corrective, None), by, at)
}
