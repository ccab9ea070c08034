//! What is taught with (tài liệu hướng dẫn): links and files, for everybody who guides.

use askama::Template;
use axum::{
    extract::{Path, Query, State},
    http::StatusCode,
    response::{IntoResponse, Redirect},
};
use base::{
    app::App,
    audit,
    error::{Error, FieldError, Result},
    page::{Shell, with_status},
    session::Session,
    visit::{Answer, Staff, must_be_own},
};
use domain::{desk::may_plan, guidance::may_guide, id::UnitId, instant::Instant, people::Actor};
use kit::{
    db::{Row, Tx, Value, args},
    form::Fields,
};
use serde::Deserialize;
use uuid::Uuid;

use crate::file::{self, Kept};

const HERE: &str = "/lam-viec/huong-dan/tai-lieu";
/// How many a page shows.
const PAGE: usize = 50;
/// The longest title and link taken, in characters.
const LONGEST: usize = 500;

/// A link or a file.
pub struct Material {
    /// Its identifier.
    pub id: Uuid,
    /// Whose.
    pub unit: UnitId,
    /// What it is called.
    pub title: String,
    /// Empty where it is a file.
    pub link: String,
    /// Empty where it is a link.
    pub file: Kept,
    /// Since when.
    pub added_at: Instant,
}

struct Line {
    material: Material,
    unit: String,
    may_remove: bool,
}

#[derive(Template)]
#[template(path = "guidance/material.html")]
struct Page {
    shell: Shell,
    errors: Vec<FieldError>,
    typed: Fields,
    id: Uuid,
    lines: Vec<Line>,
    may_add: bool,
    first: Option<String>,
    after: Option<String>,
}

/// From where on.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    sau: Option<Uuid>,
}

/// The library.
pub async fn list(State(app): State<App>, Staff(session): Staff, Query(asked): Query<Asked>) -> Answer {
    answer(&app, &session, asked.sau, Fields::default(), vec![]).await
}

async fn answer(
    app: &App,
    session: &Session,
    after: Option<Uuid>,
    typed: Fields,
    errors: Vec<FieldError>,
) -> Answer {
    let (by, house) = (session.actor(), app.house());
    if !may_guide(&by) {
        return Err(Error::Forbidden.into());
    }
    let found = app.read(move |tx| present(tx, after)).await?;
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let line = |material: Material| Line {
        unit: house.unit_name(material.unit).to_owned(),
        may_remove: may_plan(&by, material.unit),
        material,
    };
    let page = Page {
        shell: Shell::new(app, Some(session), "Tài liệu hướng dẫn", "huong-dan"),
        id: typed.get("ma").parse().unwrap_or_else(|_| app.id()),
        errors,
        typed,
        may_add: may_plan(&by, session.unit),
        first: after.map(|_| HERE.to_owned()),
        after: found.last().filter(|_| found.len() == PAGE).map(|last| format!("{HERE}?sau={}", last.id)),
        lines: found.into_iter().map(line).collect(),
    };
    Ok(with_status(status, &page))
}

const MATERIAL: &str = "SELECT id, unit_id, title, link, file_hash, file_name, added_at FROM guidance_material WHERE removed_at IS NULL";

fn present(tx: &mut Tx, after: Option<Uuid>) -> Result<Vec<Material>> {
    let (mut sql, mut args): (String, Vec<Value>) = (MATERIAL.to_owned(), vec![]);
    if let Some(after) = after {
        args.push(after.into());
        sql.push_str(" AND id < $1");
    }
    sql.push_str(&format!(" ORDER BY id DESC LIMIT {PAGE}"));
    tx.all(&sql, args)?.iter().map(read).collect()
}

fn load(tx: &mut Tx, id: Uuid) -> Result<Material> {
    let row = tx.optional(&format!("{MATERIAL} AND id = $1"), args![id])?;
    read(&row.ok_or(Error::NotFound)?)
}

fn read(row: &Row) -> Result<Material> {
    Ok(Material {
        id: row.get(0)?,
        unit: UnitId(row.get(1)?),
        title: row.get(2)?,
        link: row.get(3)?,
        file: Kept { hash: row.get(4)?, name: row.get(5)? },
        added_at: row.get(6)?,
    })
}

/// Adds a link or a file of the own unit.
pub async fn add(State(app): State<App>, Staff(session): Staff, form: Fields) -> Answer {
    must_be_own(&session, &form)?;
    if !may_plan(&session.actor(), session.unit) {
        return Err(Error::Forbidden.into());
    }
    match added(&app, &session, &form).await {
        Ok(()) => Ok(Redirect::to(HERE).into_response()),
        Err(Error::Invalid(errors)) => answer(&app, &session, None, form, errors).await,
        Err(other) => Err(other.into()),
    }
}

async fn added(app: &App, session: &Session, form: &Fields) -> Result<()> {
    let id: Uuid = form.get("ma").parse().map_err(|_| Error::NotFound)?;
    let (title, link) = (form.get("ten").to_owned(), form.get("lien-ket").to_owned());
    let file = file::chosen(app, form, "tep", &["pdf", "docx", "xlsx", "jpg", "jpeg", "png"])?;
    if title.is_empty() || title.chars().count() > LONGEST {
        return Err(Error::field("ten", "Ghi tên tài liệu."));
    }
    if link.is_empty() == file.is_none() {
        return Err(Error::field("lien-ket", "Ghi liên kết hoặc chọn tệp, một trong hai."));
    }
    let is_link = link.starts_with("https://") && link.chars().all(|c| !c.is_whitespace());
    if !link.is_empty() && (!is_link || link.chars().count() > LONGEST) {
        return Err(Error::field("lien-ket", "Liên kết bắt đầu bằng https://, không có khoảng trắng."));
    }
    let kept = match file {
        Some(file) => file::keep(app, file).await?,
        None => Kept { hash: String::new(), name: String::new() },
    };
    let (by, unit, now) = (session.actor(), session.unit, app.now());
    app.write(move |tx| {
        let (title, link, file) = (title.clone(), link.clone(), kept.clone());
        keep(tx, &Material { id, unit, title, link, file, added_at: now }, by)
    })
    .await
}

/// Adds a link or a file, once.
pub fn keep(tx: &mut Tx, new: &Material, by: Actor) -> Result<()> {
    let Material { id, unit, title, link, file, added_at } = new;
    let count = tx.execute(
        "INSERT INTO guidance_material (id, unit_id, title, link, file_hash, file_name, added_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (id) DO NOTHING",
        args![*id, unit.0, title.clone(), link.clone(), file.hash.clone(), file.name.clone(), *added_at],
    )?;
    if count == 0 { Ok(()) } else { audit::begin(tx, *id, "guidance_material_added", title, by, *added_at) }
}

/// Takes one away.
pub async fn remove(State(app): State<App>, Staff(session): Staff, form: Fields) -> Answer {
    must_be_own(&session, &form)?;
    let id: Uuid = form.number("tai-lieu").ok_or(Error::NotFound)?;
    let (by, now) = (session.actor(), app.now());
    app.write(move |tx| {
        let material = load(tx, id)?;
        if !may_plan(&by, material.unit) {
            return Err(Error::NotFound);
        }
        tx.later("UPDATE guidance_material SET removed_at = $2 WHERE id = $1", args![id, now]);
        audit::note(tx, id, "guidance_material_removed", &material.title, by, now)
    })
    .await?;
    Ok(Redirect::to(HERE).into_response())
}

/// The file of one.
pub async fn file(State(app): State<App>, Staff(session): Staff, Path(id): Path<Uuid>) -> Answer {
    if !may_guide(&session.actor()) {
        return Err(Error::Forbidden.into());
    }
    let material = app.read(move |tx| load(tx, id)).await?;
    if material.file.hash.is_empty() {
        return Err(Error::NotFound.into());
    }
    Ok(file::give(&app, material.file).await?)
}
