//! What the Centre wants of the agencies in the demo: comments on a draft, one given and one not, and how some dossiers stand.

use std::collections::BTreeSet;

use base::{app::App, error::Result};
use domain::{
    id::{DossierId, UnitId},
    instant::Instant,
    matter::{Brief, Facts, Matter, MatterEvent, MatterKind, MatterState, Rung},
    people::{Actor, Role},
    urge_letter::until,
};
use jiff::SignedDuration;
use kit::db::{Tx, args};
use oversight::{
    matter::{begin::due, store},
    urge_letter,
};

use super::accounts::Cast;

/// How many dossiers are urged: those that are due first.
const URGED: i64 = 4;

/// Sends them, as if some days ago.
pub fn play(app: &App, cast: &Cast) -> Result<()> {
    let Some(centre) = cast.centre else { return Ok(()) };
    let Some(by) = cast.of(centre, Role::CentreSupervisor).first().map(|officer| officer.actor) else {
        return Ok(());
    };
    let director = cast.of(centre, Role::CentreDirector).first().map(|officer| officer.actor);
    let units: BTreeSet<UnitId> = cast.officers.iter().filter_map(|officer| officer.actor.unit()).collect();
    let answers = |unit: &UnitId| cast.of(*unit, Role::Handler).first().map(|officer| (*unit, officer.actor));
    let asked: Vec<(UnitId, Actor)> =
        units.iter().filter(|unit| **unit != centre).filter_map(answers).take(2).collect();
    let app = app.clone();
    app.clone().db.write_blocking(move |tx| {
        let begun = app.now() - SignedDuration::from_hours(7 * 24);
        for (no, (unit, who)) in asked.iter().enumerate() {
            let id = kit::clock::id(begun);
            let text = "Đề nghị góp ý dự thảo quy trình nội bộ gửi kèm.";
            let matter = matter(&app, (MatterKind::Consult, centre, *unit), None, begun)?;
            store::begin(&app, tx, id, (&matter, text, None), by, begun)?;
            if no == 0 {
                let event = MatterEvent::Answered {
                    text: "Thống nhất với dự thảo.".into(),
                    cause: None,
                    facts: Facts::default(),
                };
                let seen = store::load(tx, id)?;
                store::record(&app, tx, &seen, &event.into(), *who, begun + SignedDuration::from_hours(24))?;
            }
        }
        urge(&app, tx, centre, by)?;
        if let Some((unit, who)) = asked.first() {
            shown(&app, tx, (centre, *unit), (by, *who))?;
        }
        director.map_or(Ok(()), |director| letters(&app, tx, (by, director)))
    })
}

/// Two letters of urging: one signed, one that waits for the director.
fn letters(app: &App, tx: &mut Tx, (drafter, signer): (Actor, Actor)) -> Result<()> {
    let (now, Some(centre)) = (app.now(), drafter.unit()) else { return Ok(()) };
    let Some(limit) = until(now, &app.house().timetable(centre)) else { return Ok(()) };
    for (no, due) in urge_letter::store::due(tx, centre, now, limit)?.iter().take(2).enumerate() {
        let id = urge_letter::store::draft(app, tx, kit::clock::id(now), due.unit, drafter, now)?;
        if no == 0 {
            let seen = (id, now.as_microsecond());
            urge_letter::store::sign(app, tx, seen, kit::clock::id(now), signer, now)?;
        }
    }
    Ok(())
}

fn urge(app: &App, tx: &mut Tx, centre: UnitId, by: Actor) -> Result<()> {
    let now = app.now();
    let rows = tx.all(
        "SELECT id, settling_unit_id FROM dossier WHERE due_at IS NOT NULL AND state = 'in_progress'
         ORDER BY due_at, id LIMIT $1",
        args![URGED],
    )?;
    for row in rows {
        let (dossier, unit) = (DossierId(row.get(0)?), UnitId(row.get(1)?));
        if unit == centre {
            continue;
        }
        let matter = matter(app, (MatterKind::Urge, centre, unit), Some(dossier), now)?;
        let text = "Đề nghị giải quyết đúng hạn và cho biết tiến độ.";
        store::begin(app, tx, kit::clock::id(now), (&matter, text, None), by, now)?;
    }
    Ok(())
}

/// The Centre asked how a dossier stands; its applicant reads the answer.
fn shown(app: &App, tx: &mut Tx, (centre, unit): (UnitId, UnitId), (by, who): (Actor, Actor)) -> Result<()> {
    let now = app.now();
    let row = tx.optional(
        "SELECT id FROM dossier WHERE settling_unit_id = $1 AND state = 'in_progress' ORDER BY due_at DESC, id LIMIT 1",
        args![unit.0],
    )?;
    let Some(row) = row else { return Ok(()) };
    let matter = matter(app, (MatterKind::Ask, centre, unit), Some(DossierId(row.get(0)?)), now)?;
    let matter = Matter { subject: "Tiến độ hồ sơ người nộp hỏi".into(), ..matter };
    let id = kit::clock::id(now);
    store::begin(app, tx, id, (&matter, "Đề nghị cho biết tiến độ, dự kiến ngày trả.", None), by, now)?;
    for event in [
        MatterEvent::Answered {
            text: "Đang thẩm định, dự kiến trả đúng hẹn.".into(),
            cause: None,
            facts: Facts::default(),
        },
        MatterEvent::Shown {
            text: "Hồ sơ đang được thẩm định, dự kiến trả kết quả đúng ngày hẹn.".into()
        },
    ] {
        let seen = store::load(tx, id)?;
        store::record(app, tx, &seen, &event.into(), who, now)?;
    }
    Ok(())
}

fn matter(
    app: &App,
    (kind, from, to): (MatterKind, UnitId, UnitId),
    dossier: Option<DossierId>,
    at: Instant,
) -> Result<Matter> {
    let (subject, days) = if dossier.is_some() {
        ("Hồ sơ sắp đến hạn", 1)
    } else {
        ("Dự thảo quy trình nội bộ", 3)
    };
    Ok(Matter {
        kind,
        from,
        to,
        person: None,
        dossier,
        subject: subject.to_owned(),
        state: MatterState::Open,
        due_at: due(app, to, days, at)?,
        rung: Rung::Handlers,
        lead: None,
        brief: Brief::default(),
        shown: None,
    })
}
