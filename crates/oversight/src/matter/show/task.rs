//! The task that a decision on an obstacle gives to a unit: one of the plan, followed up there (Quy chế 1267 Điều 6.1, 6.3; rows C-62,
//! C-65).

use base::{
    app::App,
    error::{Error, FieldError, Result},
};
use domain::{
    corrective::{Area, Corrective, Origin, State as Standing},
    id::UnitId,
    instant::{Instant, local_date},
    matter::{Matter, MatterDeed, MatterKind, MatterState, Rung},
    people::{Actor, Role},
};
use kit::{
    db::{Tx, args},
    form::Fields,
};
use uuid::Uuid;

use crate::{
    corrective,
    matter::{begin::addressees, store::Seen},
    plan::begin::end_of,
};

/// Whether who decides on `matter` may give a task with the decision.
pub fn may_give(matter: &Matter, by: &Actor) -> bool {
    matter.kind == MatterKind::Obstacle
        && matter.state == MatterState::Lifted
        && by.role() == Some(Role::ProvincialLeader)
        && matter.may(by, MatterDeed::Answer)
}

/// Gives the task that the form of the decision names, if it names one; all of it must be there then.
pub fn give(app: &App, tx: &mut Tx, seen: &Seen, form: &Fields, (by, now): (Actor, Instant)) -> Result<()> {
    let (unit, day, what) = (form.get("giao-don-vi"), form.get("giao-han"), form.get("giao-viec").trim());
    let is_named = [unit, day, what].iter().any(|typed| !typed.is_empty());
    if !is_named || !may_give(&seen.matter, &by) {
        return Ok(());
    }
    let house = app.house();
    let chosen = unit.parse().ok().map(UnitId);
    let unit = chosen.filter(|id| addressees(&house, local_date(now)).iter().any(|known| known.id == *id));
    let due_at = unit.zip(day.parse().ok()).and_then(|(unit, day)| end_of(app, unit, day));
    let wanted = [
        (unit.is_some(), "giao-don-vi", "Chọn đơn vị được giao."),
        (!what.is_empty(), "giao-viec", "Ghi việc được giao."),
        (due_at.is_some() || unit.is_none(), "giao-han", "Ghi thời hạn, sau hôm nay."),
    ];
    let missing = wanted.into_iter().filter(|(is_there, ..)| !is_there);
    let errors: Vec<FieldError> = missing
        .map(|(_, field, message)| FieldError { field: field.into(), message: message.into() })
        .collect();
    let (Some(unit), Some(due_at), true) = (unit, due_at, errors.is_empty()) else {
        return Err(Error::Invalid(errors));
    };
    let task = Corrective {
        origin: Origin::Plan,
        area: Area::Progress,
        unit,
        subject: what.to_owned(),
        finding: format!(
            "Quyết định về khó khăn, vướng mắc “{}”: {}",
            seen.matter.subject,
            form.get("noi-dung")
        ),
        action: what.to_owned(),
        clause: "Điều 6.3".into(),
        duty: None,
        source: Some(seen.id),
        state: Standing::Open,
        due_at,
        rung: Rung::Handlers,
    };
    corrective::store::begin(app, tx, app.id(), (task, None), by, now)
}

/// The tasks that the decision on `matter` gave, as far as `by` may read them: identifier, subject, unit and where each stands.
pub fn given(tx: &mut Tx, matter: Uuid, by: &Actor) -> Result<Vec<(Uuid, Corrective)>> {
    let rows =
        tx.all("SELECT id, body FROM corrective WHERE source_id = $1 ORDER BY opened_at, id", args![matter])?;
    let mut given = vec![];
    for row in &rows {
        let task: Corrective = row.json(1)?;
        if task.may_read(by) {
            given.push((row.get(0)?, task));
        }
    }
    Ok(given)
}
