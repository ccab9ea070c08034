//! The matrix of coverage and the score of each agency (rows C-40, C-52).

use askama::Template;
use axum::extract::{Query, State};
use base::{
    app::App,
    error::{Error, Result},
    house::House,
    page::{Shell, page},
    timeleft::duration,
    visit::{Answer, Staff},
};
use domain::{
    coverage::{Cover, PARTS, Score},
    id::UnitId,
    org::UnitKind,
};
use serde::Deserialize;

use super::store::{self, PAGE, Wanted};

struct Line {
    code: String,
    name: String,
    unit: String,
    cover: Cover,
    /// How long something has been owed, in working time.
    age: String,
}

#[derive(Template)]
#[template(path = "coverage/show.html")]
struct Page {
    shell: Shell,
    has_gaps: bool,
    unit: String,
    /// The agencies: address word, name, score; those that do worst first. Nothing for who sees one unit only.
    scores: Vec<(String, String, Score)>,
    lines: Vec<Line>,
    first: Option<String>,
    after: Option<String>,
}

/// Which procedures.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Asked {
    don_vi: Option<UnitId>,
    #[serde(default)]
    xem: String,
    #[serde(default)]
    sau: String,
}

/// The page: every agency for who oversees them, otherwise the own unit.
pub async fn show(State(app): State<App>, Staff(session): Staff, Query(asked): Query<Asked>) -> Answer {
    let (by, now, house) = (session.actor(), app.now(), app.house());
    let is_overseer = by.oversees_procedures();
    if !is_overseer && !by.acts_for(session.unit) {
        return Err(Error::Forbidden.into());
    }
    let unit = if is_overseer { asked.don_vi } else { Some(session.unit) };
    let has_gaps = asked.xem != "tat-ca";
    let wanted = Wanted { unit, has_gaps, after: asked.sau.clone() };
    let (lines, scores) = app
        .read(move |tx| {
            let scores = if is_overseer { store::scores(tx, now)? } else { vec![] };
            Ok((store::lines(tx, &wanted)?, scores))
        })
        .await?;
    let word = unit.map(|unit| unit.to_string()).unwrap_or_default();
    let url = |after: &str| {
        let unit = if word.is_empty() { String::new() } else { format!("&don-vi={word}") };
        format!("/lam-viec/thu-tuc/do-phu?xem={}{unit}&sau={after}", asked.xem)
    };
    let mut scores: Vec<_> = scores
        .into_iter()
        .map(|(unit, kind, score)| {
            (unit.map(|unit| unit.to_string()).unwrap_or_default(), named(&house, unit, &kind), score)
        })
        .collect();
    scores.sort_by_cached_key(|(_, name, score)| (score.percent(), domain::text::fold(name)));
    let after = lines.last().filter(|_| lines.len() == PAGE).map(|last| url(&last.code));
    let shown = |line: store::Line| -> Result<Line> {
        let table = house.timetable(line.unit.unwrap_or(session.unit));
        let age = line.since.map(|since| duration(table.minutes_between(since, now)));
        Ok(Line {
            code: line.code,
            name: line.name,
            unit: named(&house, line.unit, &line.kind),
            cover: line.cover,
            age: age.unwrap_or_default(),
        })
    };
    Ok(page(&Page {
        shell: Shell::new(&app, Some(&session), "Độ phủ", "vong-doi"),
        has_gaps,
        unit: unit.map(|unit| house.unit_name(unit).to_owned()).unwrap_or_default(),
        scores,
        first: (!asked.sau.is_empty()).then(|| url("")),
        after,
        lines: lines.into_iter().map(shown).collect::<Result<_>>()?,
    }))
}

/// Who answers for a procedure, in words.
fn named(house: &House, unit: Option<UnitId>, kind: &str) -> String {
    match unit {
        Some(unit) => house.unit_name(unit).to_owned(),
        None => UnitKind::by_name(kind).map_or("Chưa xác định đơn vị", UnitKind::title).to_owned(),
    }
}
