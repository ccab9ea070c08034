//! The regulation in the demo: its first version, a plan that is on its way, and two documents that end.

use base::{app::App, error::Result};
use domain::{
    corrective::{CorrectiveEvent, State},
    id::UnitId,
    instant::{Instant, local_date},
    legal_basis::End,
    people::{Actor, Role},
    regulation::RegulationVersion,
    rules::RuleSet,
};
use jiff::{SignedDuration, civil::date};
use kit::{
    clock,
    db::{Tx, args},
};
use office::legal_basis;
use oversight::{corrective::store, plan::adopt, regulation};
use uuid::Uuid;

use super::accounts::Cast;

/// Plays it; nothing where the promised officers are not there.
pub fn play(app: &App, cast: &Cast) -> Result<()> {
    let one = |role| cast.officers.iter().map(|officer| officer.actor).find(|by| by.role() == Some(role));
    let (Some(centre), Some(handler)) = (one(Role::CentreSupervisor), one(Role::Handler)) else {
        return Ok(());
    };
    let Some(home) = handler.unit() else { return Ok(()) };
    let (inner, now) = (app.clone(), app.now());
    app.db.write_blocking(move |tx| {
        if RuleSet::at(local_date(now)).has_districts {
            issue(tx, centre, now)?;
        }
        lapse(tx, home, centre, now)?;
        let planned = now - SignedDuration::from_hours(14 * 24);
        adopt::plan(&inner, tx, (clock::id(planned), 30), centre, planned)?;
        let rows = tx.all(
            "SELECT id FROM corrective WHERE origin = 'ke-hoach' AND unit_id = $1 ORDER BY duty LIMIT 3",
            args![home.0],
        )?;
        for row in rows.iter().skip(1) {
            let event = CorrectiveEvent::Reported {
                text: "Đã phân công, tổ chức thực hiện.".into(),
                file: None,
            };
            let seen = store::load(tx, row.get(0)?, &handler)?;
            store::record(&inner, tx, &seen, &event, handler, now)?;
        }
        let Some(last) = rows.last() else { return Ok(()) };
        let seen = store::load(tx, last.get(0)?, &centre)?;
        if seen.corrective.state != State::Reported {
            return Ok(());
        }
        let event = CorrectiveEvent::Closed { text: "Đã xem văn bản phân công.".into() };
        store::record(&inner, tx, &seen, &event, centre, now)
    })
}

/// The regulation as it was issued.
fn issue(tx: &mut Tx, by: Actor, now: Instant) -> Result<()> {
    let day = date(2023, 8, 22);
    let version = RegulationVersion {
        number: "1267/QĐ-UBND".into(),
        signed_on: day,
        effective_on: day,
        title: "Quy chế phối hợp giải quyết thủ tục hành chính".into(),
        changes: "Ban hành Quy chế gồm 7 điều: trách nhiệm của sở, ban, ngành (Điều 3), Trung tâm (Điều 4), UBND cấp huyện (Điều 5)."
            .into(),
        obstacles: vec![],
        file: None,
    };
    regulation::store::enter(tx, clock::id(now), &version, by, now)
}

/// The two documents on which most procedures of `home` rest: one will end, one has.
fn lapse(tx: &mut Tx, home: UnitId, by: Actor, now: Instant) -> Result<()> {
    let rows = tx.all(
        "SELECT d.id, count(*) FROM legal_document d JOIN legal_basis b ON b.number = d.number
             JOIN procedure p ON p.id = b.procedure_id AND p.state = 'published'
         WHERE p.settling_unit_id = $1 GROUP BY d.id, d.number ORDER BY count(*), d.number LIMIT 2",
        args![home.0],
    )?;
    for (row, (days, replaced_by)) in rows.iter().zip([(20, "99/2099/NĐ-CP"), (-10, "")]) {
        let id: Uuid = row.get(0)?;
        let seen = legal_basis::store::load(tx, id)?;
        let mut document = seen.document.clone();
        document.end = Some(End {
            from: local_date(now + SignedDuration::from_hours(24 * days)),
            replaced_by: replaced_by.into(),
            reason: "ví dụ của bản dùng thử".into(),
            warn_days: 45,
        });
        legal_basis::store::record(tx, &seen, &document, by, now)?;
    }
    Ok(())
}
