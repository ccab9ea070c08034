//! The first plan: every duty of the regulation for every unit that it names, with one click. What a unit has at work already is
//! not given to it again.

use std::collections::HashSet;

use axum::{
    extract::State,
    response::{IntoResponse, Redirect},
};
use base::{
    app::App,
    error::{Error, Result},
    house::House,
    visit::{Answer, Staff, must_be_own},
};
use domain::{
    corrective::{Corrective, Origin, State as Standing},
    id::UnitId,
    instant::{Instant, local_date},
    matter::Rung,
    org::{Unit, UnitKind},
    people::Actor,
    plan::{Duty, may_plan},
    rules::RuleSet,
    urge_letter::has_regulation,
};
use jiff::civil::Date;
use kit::{
    db::{Tx, args},
    form::Fields,
};
use uuid::Uuid;

use super::board::{DAYS, HERE};
use crate::{
    corrective::store,
    matter::begin::due,
    regulation::{self, list::day},
};

/// What is asked of each unit for each duty.
const ACTION: &str = "Phân công, tổ chức thực hiện; báo kết quả kèm minh chứng.";

/// Adopts it. The same form sent twice adopts it once.
pub async fn adopt(State(app): State<App>, Staff(session): Staff, form: Fields) -> Answer {
    must_be_own(&session, &form)?;
    let by = session.actor();
    if !may_plan(&by) {
        return Err(Error::Forbidden.into());
    }
    let id: Uuid = form.get("ma").parse().map_err(|_| Error::NotFound)?;
    let days = DAYS.into_iter().find(|days| days.to_string() == form.get("ngay")).ok_or(Error::NotFound)?;
    let (inner, now) = (app.clone(), app.now());
    match app.write(move |tx| plan(&inner, tx, (id, days), by, now)).await {
        Ok(()) | Err(Error::Stale) => Ok(Redirect::to(HERE).into_response()),
        Err(other) => Err(other.into()),
    }
}

/// Gives every unit its duties, to be done within so many working days from `now`. The tasks have identifiers from `first` on: the
/// same plan twice meets them, and is stale.
pub fn plan(app: &App, tx: &mut Tx, (first, days): (Uuid, i64), by: Actor, now: Instant) -> Result<()> {
    let house = app.house();
    let known =
        tx.all("SELECT unit_id, duty FROM corrective WHERE duty IS NOT NULL AND state <> 'closed'", args![])?;
    let known: HashSet<(Uuid, String)> =
        known.iter().map(|row| Ok((row.get(0)?, row.get(1)?))).collect::<Result<_>>()?;
    let today = local_date(now);
    let (has_districts, regulation) = (RuleSet::at(today).has_districts, cited(tx, today)?);
    let mut no: u128 = 0;
    for unit in units(tx, &house, today)? {
        let due_at = due(app, unit.id, days, now)?;
        for duty in Duty::ALL.iter().copied().filter(|duty| duty.is_of(unit.kind, has_districts)) {
            if known.contains(&(unit.id.0, duty.name().to_owned())) {
                continue;
            }
            let task = Corrective {
                origin: Origin::Plan,
                area: duty.area(),
                unit: unit.id,
                subject: duty.title().to_owned(),
                finding: format!("{regulation}, {}.", duty.clause()),
                action: ACTION.into(),
                clause: duty.clause(),
                duty: Some(duty),
                source: None,
                state: Standing::Open,
                due_at,
                rung: Rung::Handlers,
            };
            let id = Uuid::from_u128(first.as_u128().wrapping_add(no));
            store::begin(app, tx, id, (task, None), by, now)?;
            no += 1;
        }
    }
    Ok(())
}

/// The regulation as a task cites it: by the decision in force, or, while none was entered, as letters do.
fn cited(tx: &mut Tx, today: Date) -> Result<String> {
    Ok(match regulation::store::in_force(tx, today)? {
        Some(version) => {
            format!("Quy chế theo Quyết định {} ngày {}", version.number, day(version.signed_on))
        }
        None if has_regulation(RuleSet::at(today)) => {
            "Quy chế ban hành kèm theo Quyết định 1267/QĐ-UBND".to_owned()
        }
        None => "Quy chế phối hợp giải quyết thủ tục hành chính".to_owned(),
    })
}

/// The units that have duties today: departments with procedures of their own (Điều 1), districts or communes, the Centre.
fn units<'h>(tx: &mut Tx, house: &'h House, today: Date) -> Result<Vec<&'h Unit>> {
    let settle = tx.all(
        "SELECT DISTINCT settling_unit_id FROM procedure WHERE state = 'published' AND settling_unit_id IS NOT NULL",
        args![],
    )?;
    let settle: HashSet<UnitId> = settle.iter().map(|row| Ok(UnitId(row.get(0)?))).collect::<Result<_>>()?;
    let centre = house.serving(UnitKind::Centre, today).map(|centre| centre.id);
    let has_duties = |unit: &&Unit| match unit.kind {
        UnitKind::Department => settle.contains(&unit.id),
        UnitKind::Centre => Some(unit.id) == centre,
        _ => true,
    };
    Ok(house.units().into_iter().filter(|unit| unit.is_active_on(today)).filter(has_duties).collect())
}
