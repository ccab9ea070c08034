//! The dossiers behind a number of the list as it would be published now, for the Centre.

use askama::Template;
use axum::{
    Extension,
    extract::{Query, State},
};
use base::{
    app::App,
    dossier::list::{self, Line, PAGE, key},
    error::Error,
    page::{Shell, page},
    visit::{Answer, Staff},
};
use domain::{instant::Instant, people::Role};
use serde::Deserialize;
use uuid::Uuid;

use super::manage::{late, role_word};
use crate::board::live::Hub;

#[derive(Template)]
#[template(path = "overdue/dossiers.html")]
struct Page {
    shell: Shell,
    of_whom: String,
    total: usize,
    lines: Vec<Line>,
    first: Option<String>,
    after: Option<String>,
}

/// Which line, and from where on.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "kebab-case", default)]
pub struct Asked {
    don_vi: String,
    vai_tro: String,
    /// `chua` for those without an apology.
    xin_loi: String,
    sau: String,
}

/// The list: as long as the number says, the longest late first.
pub async fn list(
    State(app): State<App>,
    Extension(hub): Extension<Hub>,
    Staff(session): Staff,
    Query(asked): Query<Asked>,
) -> Answer {
    if !matches!(session.role, Role::CentreSupervisor | Role::CentreDirector) {
        return Err(Error::Forbidden.into());
    }
    let (now, house) = (app.now(), app.house());
    let mut found = late(&*hub.watch.now(&app).await?, now);
    found.retain(|one| {
        one.unit.to_string() == asked.don_vi
            && role_word(one.role) == asked.vai_tro
            && !(asked.xin_loi == "chua" && one.has_apology)
    });
    let of_whom = found.first().map_or_else(String::new, |one| {
        let role = one.role.map_or("Chưa phân công", Role::title);
        format!("{}, {}", house.unit_name(one.unit), role.to_lowercase())
    });
    let mut wanted: Vec<(Instant, Uuid)> = found.iter().map(|one| (one.due_at, one.dossier.0)).collect();
    wanted.sort_unstable();
    let total = wanted.len();
    let from = key(&asked.sau).map_or(0, |after| wanted.partition_point(|one| *one <= after));
    let part: Vec<(Instant, Uuid)> = wanted.into_iter().skip(from).take(PAGE).collect();
    let url = format!(
        "/lam-viec/giam-sat/cham/ho-so?don-vi={}&vai-tro={}&xin-loi={}",
        kit::encoded(&asked.don_vi),
        kit::encoded(&asked.vai_tro),
        kit::encoded(&asked.xin_loi)
    );
    let last = part.last().filter(|_| from + part.len() < total);
    let after = last.map(|(at, id)| format!("{url}&sau={}_{id}", at.as_microsecond()));
    let ids: Vec<Uuid> = part.into_iter().map(|(_, id)| id).collect();
    let lines = app.read(move |tx| list::of(tx, &ids, &house, now)).await?;
    Ok(page(&Page {
        shell: Shell::new(&app, Some(&session), "Hồ sơ chậm giải quyết", "giam-sat"),
        of_whom,
        total,
        lines,
        first: (!asked.sau.is_empty()).then_some(url),
        after,
    }))
}
