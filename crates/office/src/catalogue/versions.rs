//! The versions of a procedure: what stands beside each, how two differ, the next one, and a procedure from nothing.

use askama::Template;
use axum::{
    extract::{Path, Query, State},
    http::StatusCode,
    response::{IntoResponse, Redirect},
};
use base::{
    app::App,
    error::{Error, FieldError, Result},
    house::House,
    page::{self, Shell, page, with_status},
    version::ProcedureVersion,
    visit::{Administrator, Answer, must_be_own},
};
use domain::{
    catalogue::{Procedure, VersionState, code},
    id::{ProcedureVersionId, UnitId},
    org::UnitKind,
};
use kit::{db::Tx, form::Fields};
use serde::Deserialize;

use super::{
    draft::{self, Past},
    parts::{self, Difference},
    read::notes,
    settler::Settler,
    store,
};
use crate::process;

/// What stands beside a version: its history, its log, its processes, and what the record it came from said.
#[derive(Debug)]
pub struct Side {
    /// The version.
    pub id: String,
    /// The national code.
    pub code: String,
    /// Its number.
    pub number: i64,
    /// Its state on screen.
    pub state: &'static str,
    /// The versions: identifier, number, state, when.
    pub history: Vec<(String, i64, &'static str, String)>,
    /// Who did what, when.
    pub log: Vec<(String, String, String)>,
    /// The processes: identifier, name, state.
    pub processes: Vec<(String, String, &'static str)>,
    /// Whether one of them is in force (row C-10).
    pub is_received: bool,
    /// What a person should look at in the record.
    pub notes: Vec<String>,
    /// Where the record comes from, and its page.
    pub source: (String, String),
    /// The draft of the procedure, if there is one.
    pub draft: Option<String>,
}

/// Reads what stands beside `version`.
pub fn side(tx: &mut Tx, version: &ProcedureVersion) -> Result<Side> {
    let code = version.content.code.clone();
    let history = draft::history(tx, &code)?;
    let processes = process::store::of_procedure(tx, &code)?;
    let log = draft::log_of(tx, version.id)?;
    let is_draft = |past: &&Past| past.state == VersionState::Draft;
    Ok(Side {
        id: version.id.to_string(),
        number: version.number,
        state: version.state.title(),
        draft: history.iter().find(is_draft).map(|past| past.id.to_string()),
        history: history.iter().map(line).collect(),
        log: log.into_iter().map(|(at, who, what)| (page::short(at), who, what)).collect(),
        is_received: processes.iter().any(|(.., state)| *state == VersionState::Published),
        processes: processes.into_iter().map(|(id, name, s)| (id.to_string(), name, s.title())).collect(),
        notes: notes::of(&version.content, false).into_iter().map(|(_, message)| message).collect(),
        source: (version.content.source.clone(), version.content.url.clone()),
        code,
    })
}

fn line(past: &Past) -> (String, i64, &'static str, String) {
    let when = match (past.retired_at, past.published_at) {
        (Some(at), _) => format!("hết hiệu lực {}", page::short(at)),
        (None, Some(at)) => format!("công bố {}", page::short(at)),
        (None, None) => format!("lập {}", page::short(past.created_at)),
    };
    (past.id.to_string(), past.number, past.state.title(), when)
}

/// Who may settle a procedure, as the form offers it: value and words.
pub fn settlers(house: &House, today: jiff::civil::Date, now: &Settler) -> Vec<(String, String)> {
    let mut offered = vec![
        (String::new(), "Chưa xác định – chọn khi tiếp nhận".to_owned()),
        ("kind:commune".to_owned(), "UBND cấp xã – theo nơi có thẩm quyền".to_owned()),
    ];
    if !house.of_kind(UnitKind::District).is_empty() || now.kind == "district" {
        offered.push(("kind:district".to_owned(), "UBND cấp huyện – theo nơi có thẩm quyền".to_owned()));
    }
    let one = [UnitKind::Province, UnitKind::Department, UnitKind::Centre].map(|kind| house.of_kind(kind));
    for unit in one.into_iter().flatten() {
        if unit.is_active_on(today) || now.unit == Some(unit.id) {
            offered.push((format!("unit:{}", unit.id), unit.name().to_owned()));
        }
    }
    let word = settler_word(now);
    if !offered.iter().any(|(value, _)| *value == word) {
        let name = now.unit.map_or_else(|| now.kind.clone(), |unit| house.unit_name(unit).to_owned());
        offered.push((word, name));
    }
    offered
}

/// `settler` as the form names it.
pub fn settler_word(settler: &Settler) -> String {
    match settler.unit {
        Some(unit) => format!("unit:{unit}"),
        None if settler.kind.is_empty() => String::new(),
        None => format!("kind:{}", settler.kind),
    }
}

/// The settler that the form names; nobody where it names none that exists.
pub fn settler(word: &str, house: &House) -> Settler {
    let unit = word.strip_prefix("unit:").and_then(|id| id.parse::<UnitId>().ok());
    let unit = unit.and_then(|id| house.unit(id).ok());
    let kind = word.strip_prefix("kind:").and_then(UnitKind::by_name).map_or("", UnitKind::name);
    Settler { unit: unit.map(|unit| unit.id), kind: unit.map_or(kind, |unit| unit.kind.name()).to_owned() }
}

#[derive(Template)]
#[template(path = "catalogue/compare.html")]
struct Compare {
    shell: Shell,
    name: String,
    before: (String, i64, &'static str, String),
    after: (String, i64, &'static str, String),
    differences: Vec<Difference>,
}

/// Which version to compare with.
#[derive(Debug, Deserialize)]
pub struct With {
    voi: Option<ProcedureVersionId>,
}

/// How a version differs from another of the same procedure; without a choice, from the one before it.
pub async fn compare(
    State(app): State<App>,
    Administrator(session): Administrator,
    Path(id): Path<ProcedureVersionId>,
    Query(with): Query<With>,
) -> Answer {
    let house = app.house();
    let (one, other, history) = app
        .read(move |tx| {
            let one = store::get(tx, id)?;
            let history = draft::history(tx, &one.content.code)?;
            let before = history.iter().find(|past| past.number < one.number).map(|past| past.id);
            let other = store::get(tx, with.voi.or(before).unwrap_or(id))?;
            if other.content.code != one.content.code {
                return Err(Error::NotFound);
            }
            Ok((one, other, history))
        })
        .await?;
    let (before, after) = if one.number < other.number { (one, other) } else { (other, one) };
    let mut differences = parts::differences(&parts::of(&before.content), &parts::of(&after.content));
    let told = |version: &ProcedureVersion| vec![settler_name(version, &house)];
    if told(&before) != told(&after) {
        let title = "Đơn vị giải quyết".to_owned();
        differences.push(Difference { title, before: told(&before), after: told(&after) });
    }
    let named = |id| history.iter().find(|past| past.id == id).map(line).unwrap_or_default();
    Ok(page(&Compare {
        shell: Shell::new(&app, Some(&session), "So sánh hai bản", "thu-tuc"),
        name: after.content.name.clone(),
        before: named(before.id),
        after: named(after.id),
        differences,
    }))
}

/// Who settles `version`, in words.
pub fn settler_name(version: &ProcedureVersion, house: &House) -> String {
    match version.settling_unit {
        Some(unit) => house.unit_name(unit).to_owned(),
        None => UnitKind::by_name(&version.settling_kind).map_or("Chưa xác định", UnitKind::title).to_owned(),
    }
}

/// Makes the next draft of a procedure from the version `id`, or finds the one that is there. Of two who do so at once
/// the slower one finds the draft of the faster.
pub async fn next(
    app: &App,
    session: &base::session::Session,
    id: ProcedureVersionId,
) -> Result<ProcedureVersionId> {
    let (by, now) = (session.actor(), app.now());
    let made = app.write(move |tx| draft::revise(tx, id, by, now)).await;
    if let Ok(made) = made {
        return Ok(made);
    }
    let there = app.read(move |tx| {
        let code = store::get(tx, id)?.content.code;
        Ok(draft::history(tx, &code)?.into_iter().find(|past| past.state == VersionState::Draft))
    });
    match there.await? {
        Some(draft) => Ok(draft.id),
        None => made,
    }
}

#[derive(Template)]
#[template(path = "catalogue/begin.html")]
struct Begin {
    shell: Shell,
    errors: Vec<FieldError>,
    typed: Fields,
}

/// The form for a procedure from nothing.
pub async fn ask(State(app): State<App>, Administrator(session): Administrator) -> Answer {
    let shell = Shell::new(&app, Some(&session), "Thủ tục mới", "thu-tuc");
    Ok(page(&Begin { shell, errors: vec![], typed: Fields::default() }))
}

/// Begins a procedure; the draft is filled in on its own page.
pub async fn begin(State(app): State<App>, Administrator(session): Administrator, form: Fields) -> Answer {
    must_be_own(&session, &form)?;
    let wrong = |field: &str, message: &str| FieldError { field: field.into(), message: message.into() };
    let mut errors = vec![];
    if !code::is_valid(form.get("ma")) {
        errors.push(wrong("ma", "Mã thủ tục có dạng N.NNNNNN, ví dụ 1.001193."));
    }
    if form.get("ten").is_empty() {
        errors.push(wrong("ten", "Ghi tên thủ tục."));
    }
    if errors.is_empty() {
        let procedure = Procedure {
            code: form.get("ma").to_owned(),
            name: form.get("ten").to_owned(),
            field: form.get("linh-vuc").to_owned(),
            ..Procedure::default()
        };
        let (by, now) = (session.actor(), app.now());
        match app.write(move |tx| draft::begin(tx, &procedure, by, now)).await {
            Ok(id) => return Ok(Redirect::to(&format!("/quan-tri/thu-tuc/{id}")).into_response()),
            Err(Error::Refused(refusal)) => errors.push(wrong("ma", &refusal.to_string())),
            Err(other) => return Err(other.into()),
        }
    }
    let shell = Shell::new(&app, Some(&session), "Thủ tục mới", "thu-tuc");
    Ok(with_status(StatusCode::UNPROCESSABLE_ENTITY, &Begin { shell, errors, typed: form }))
}
