//! The ladders: the rule for all units and those of single units, set by the director of the Centre.

use askama::Template;
use axum::{
    extract::{Query, State},
    http::StatusCode,
    response::{IntoResponse, Redirect},
};
use base::{
    app::App,
    dossier::log,
    error::{Error, FieldError, Result},
    house::House,
    page::{Shell, with_status},
    session::Session,
    visit::{Answer, Staff, must_be_own},
};
use domain::{
    id::UnitId,
    matter::{MatterKind, ladder::Ladder},
    org::UnitKind,
    people::Role,
};
use kit::{
    db::{Tx, args},
    form::Fields,
};
use serde::Deserialize;
use uuid::Uuid;

use super::store;
use crate::corrective;

/// The address of the page.
const URL: &str = "/lam-viec/phoi-hop/quy-tac";

/// The ladder of `unit`: its own, or the Centre's, which is for all, or the usual one.
pub fn of(tx: &mut Tx, house: &House, unit: UnitId) -> Result<Ladder> {
    let row = tx.optional(
        "SELECT body FROM ladder WHERE unit_id IN ($1, $2) ORDER BY CASE WHEN unit_id = $1 THEN 0 ELSE 1 END LIMIT 1",
        args![unit.0, centre(house)?.0],
    )?;
    row.map_or_else(|| Ok(Ladder::default()), |row| Ok(row.json(0)?))
}

/// What happens to a matter of `kind` that nobody answers, for whoever begins it.
pub fn words(ladder: &Ladder, kind: MatterKind) -> String {
    let after = |days: i64| match days {
        0 => "quá hạn".to_owned(),
        days => format!("{days} ngày làm việc sau hạn"),
    };
    let leader = format!("lên lãnh đạo đơn vị khi {}", after(ladder.leader));
    if kind.is_inside() {
        let hours = ladder.head_hours;
        return format!(
            "Nếu chưa trả lời, việc tự báo lên lãnh đạo phòng trước hạn {hours} giờ làm việc; {leader}."
        );
    }
    let own =
        format!("Nếu chưa trả lời, việc tự báo lên lãnh đạo phòng khi {}; {leader}", after(ladder.head));
    let (centre, province) = (after(ladder.centre), after(ladder.province));
    format!("{own}; lên Giám đốc Trung tâm khi {centre}; lên lãnh đạo UBND tỉnh khi {province}.")
}

/// The unit whose ladder is for all that have none of their own: a key only, so that of the first Centre for ever.
fn centre(house: &House) -> Result<UnitId> {
    house.of_kind(UnitKind::Centre).first().map(|centre| centre.id).ok_or_else(|| Error::fault("no centre"))
}

struct Line {
    unit: UnitId,
    name: String,
    ladder: Ladder,
}

#[derive(Template)]
#[template(path = "matter/ladder.html")]
struct Page {
    shell: Shell,
    errors: Vec<FieldError>,
    typed: Fields,
    /// The rule for all first, then those of single units.
    lines: Vec<Line>,
    /// The units to choose from; the Centre stands for all.
    units: Vec<(Uuid, String)>,
    may_set: bool,
}

impl Page {
    fn is_chosen(&self, unit: &Uuid) -> bool {
        self.typed.get("don-vi") == unit.to_string()
    }
}

/// Whose ladder is to be changed.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    #[serde(default, rename = "don-vi")]
    unit: String,
}

/// The page, with the form for the unit that is asked for.
pub async fn show(State(app): State<App>, Staff(session): Staff, Query(asked): Query<Asked>) -> Answer {
    let house = app.house();
    let unit = asked.unit.parse().map_or(centre(&house)?, UnitId);
    let ladder = app.read(move |tx| of(tx, &house, unit)).await?;
    let unit = unit.0.to_string();
    let numbers = [
        ("nhac-gio", ladder.remind_hours),
        ("nhac-phong-gio", ladder.head_hours),
        ("tra-loi", ladder.answer_days),
        ("phong", ladder.head),
        ("lanh-dao", ladder.leader),
        ("trung-tam", ladder.centre),
        ("tinh", ladder.province),
    ]
    .map(|(name, number)| (name, number.to_string()));
    let mut typed: Vec<(&str, &str)> =
        numbers.iter().map(|(name, number)| (*name, number.as_str())).collect();
    typed.push(("don-vi", &unit));
    typed.extend(ladder.reminds.then_some(("nhac", "1")));
    typed.extend(ladder.urges.then_some(("don-doc", "1")));
    answer_with(&app, &session, StatusCode::OK, Fields::of(&typed), vec![]).await
}

async fn answer_with(
    app: &App,
    session: &Session,
    status: StatusCode,
    typed: Fields,
    errors: Vec<FieldError>,
) -> Answer {
    if !matches!(session.role, Role::CentreSupervisor | Role::CentreDirector) {
        return Err(Error::Forbidden.into());
    }
    let house = app.house();
    let all = centre(&house)?;
    let rows = app.read(|tx| Ok(tx.all("SELECT unit_id, body FROM ladder", args![])?)).await?;
    let mut lines = vec![];
    for row in &rows {
        let unit = UnitId(row.get(0)?);
        let name = if unit == all { "Mọi đơn vị".into() } else { house.unit_name(unit).to_owned() };
        lines.push(Line { unit, name, ladder: row.json(1)? });
    }
    if !lines.iter().any(|line| line.unit == all) {
        lines.push(Line { unit: all, name: "Mọi đơn vị".into(), ladder: Ladder::default() });
    }
    lines.sort_by_cached_key(|line| (line.unit != all, domain::text::fold(&line.name)));
    let settles = |kind| matches!(kind, UnitKind::Department | UnitKind::District | UnitKind::Commune);
    let single = house.units().into_iter().filter(|unit| settles(unit.kind));
    let units = [(all.0, "Mọi đơn vị chưa có quy tắc riêng".to_owned())]
        .into_iter()
        .chain(single.map(|unit| (unit.id.0, unit.name().to_owned())))
        .collect();
    let page = Page {
        shell: Shell::new(app, Some(session), "Quy tắc nhắc, đôn đốc", "phoi-hop"),
        errors,
        typed,
        lines,
        units,
        may_set: session.role == Role::CentreDirector,
    };
    Ok(with_status(status, &page))
}

/// Sets the ladder of a unit, or takes its own one away.
pub async fn set(State(app): State<App>, Staff(session): Staff, form: Fields) -> Answer {
    must_be_own(&session, &form)?;
    if session.role != Role::CentreDirector {
        return Err(Error::Forbidden.into());
    }
    let unit: UnitId = form.get("don-vi").parse().map(UnitId).map_err(|_| Error::NotFound)?;
    app.house().unit(unit)?;
    let ladder = match form.get("viec") {
        "bo" => None,
        _ => match typed(&form).checked() {
            Ok(ladder) => Some(ladder),
            Err(refusal) => {
                let errors = vec![FieldError { field: "phong".into(), message: refusal.to_string() }];
                return answer_with(&app, &session, StatusCode::UNPROCESSABLE_ENTITY, form, errors).await;
            }
        },
    };
    let (inner, now, new, by) = (app.clone(), app.now(), app.id(), session.actor());
    app.write(move |tx| {
        let known = tx.optional("SELECT id FROM ladder WHERE unit_id = $1", args![unit.0])?;
        let id: Uuid = known.map_or(Ok(new), |row| row.get(0))?;
        let body = serde_json::json!({ "unit": unit, "ladder": ladder });
        let line = log::head(tx, id)?.next("ladder_set", &body, by, now)?;
        log::append(tx, &line);
        match ladder {
            None => tx.later("DELETE FROM ladder WHERE unit_id = $1", args![unit.0]),
            Some(ladder) => tx.later(
                "INSERT INTO ladder (unit_id, id, body) VALUES ($1, $2, $3)
                 ON CONFLICT (unit_id) DO UPDATE SET body = excluded.body",
                args![unit.0, id, serde_json::to_value(ladder).map_err(Error::fault)?],
            ),
        }
        climb_anew(&inner, tx, unit)
    })
    .await?;
    Ok(Redirect::to(URL).into_response())
}

/// What waits for an answer of `unit`, or for the Centre's rule of any unit without one of its own, climbs by the ladder as it
/// is now.
fn climb_anew(app: &App, tx: &mut Tx, unit: UnitId) -> Result<()> {
    let is_for_all = unit == centre(&app.house())?;
    let rows = tx.all(
        "SELECT m.id FROM matter m WHERE m.state = 'open' AND (m.to_unit_id = $1
             OR ($2 AND NOT EXISTS (SELECT 1 FROM ladder l WHERE l.unit_id = m.to_unit_id)))",
        args![unit.0, is_for_all],
    )?;
    for row in rows {
        let seen = store::load(tx, row.get(0)?)?;
        store::set_ladder(app, tx, seen.id, &seen.matter)?;
    }
    corrective::store::climb_anew(app, tx, unit, is_for_all)
}

/// What was typed; a number that is none breaks the rule.
fn typed(form: &Fields) -> Ladder {
    let days = |name: &str| form.get(name).trim().parse().unwrap_or(-1);
    Ladder {
        reminds: form.get("nhac") == "1",
        remind_hours: days("nhac-gio"),
        head_hours: days("nhac-phong-gio"),
        urges: form.get("don-doc") == "1",
        answer_days: days("tra-loi"),
        head: days("phong"),
        leader: days("lanh-dao"),
        centre: days("trung-tam"),
        province: days("tinh"),
    }
}
