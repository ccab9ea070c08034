//! The page of the board; without controls for a screen on the wall.

use askama::Template;
use axum::{
    Extension,
    extract::{Query, State},
};
use base::{
    app::App,
    page::{Shell, moment, page},
    visit::{Answer, Staff},
};
use domain::{
    board::{Figure, Grouping},
    people::Role,
    quality::Defect,
};
use serde::Deserialize;

use super::{
    count::{Counts, Scope, Table, View, late},
    live::Hub,
};
use crate::quality;

/// The number on a tile above the table.
struct Tile {
    name: &'static str,
    look: &'static str,
    /// The figures whose sum it is, as places in a row.
    figures: String,
    count: u32,
    url: String,
}

struct Row {
    key: String,
    name: String,
    counts: Counts,
}

#[derive(Template)]
#[template(path = "board/board.html")]
struct Page {
    shell: Shell,
    of_whom: String,
    now: String,
    groupings: &'static [Grouping],
    here: Grouping,
    figures: &'static [Figure],
    tiles: Vec<Tile>,
    rows: Vec<Row>,
    sum: Counts,
    /// What is wrong with dossiers, open or not, and with how many.
    wrong: Vec<(Defect, i64)>,
    /// Whether the lists behind the numbers may be opened.
    may_open: bool,
    is_wall: bool,
}

/// Which board.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    #[serde(default)]
    theo: String,
    #[serde(default)]
    tuong: String,
}

/// The board.
pub async fn show(
    State(app): State<App>,
    Extension(hub): Extension<Hub>,
    Staff(session): Staff,
    Query(asked): Query<Asked>,
) -> Answer {
    let scope = Scope::of(&session)?;
    // A head has one unit; its rows are people.
    let first = if scope == Scope::All { Grouping::Unit } else { Grouping::Officer };
    let groupings =
        if scope == Scope::All { Grouping::ALL } else { Grouping::ALL.get(1..).unwrap_or_default() };
    let here = groupings.iter().copied().find(|by| by.name() == asked.theo).unwrap_or(first);
    let house = app.house();
    let (table, rows) = {
        let memory = hub.watch.now(&app).await?;
        let table = Table::of(&memory, View { grouping: here, scope });
        let rows = table.in_order(&memory, &house);
        (table, rows)
    };
    let now = app.now();
    let found = app.read(move |tx| quality::show::counts(tx, scope, now)).await?;
    let count = |defect: &Defect| found.get(defect.name()).map(|(count, _)| (*defect, *count));
    let of_whom = match scope {
        Scope::All => "toàn tỉnh".to_owned(),
        Scope::Unit(unit) => house.unit_name(unit).to_owned(),
    };
    Ok(page(&Page {
        shell: Shell::new(&app, Some(&session), "Giám sát", "giam-sat"),
        of_whom,
        now: moment(now),
        groupings,
        here,
        figures: Figure::ALL,
        tiles: tiles(&table.sum),
        rows: rows.into_iter().map(|(key, name, counts)| Row { key, name, counts }).collect(),
        sum: table.sum,
        wrong: Defect::ALL.iter().filter_map(count).collect(),
        may_open: session.role != Role::ProvincialLeader,
        is_wall: !asked.tuong.is_empty(),
    }))
}

fn tiles(sum: &Counts) -> Vec<Tile> {
    let one = |figure: Figure| {
        let place = Figure::ALL.iter().position(|known| *known == figure).unwrap_or_default();
        let count = sum.get(place).copied().unwrap_or_default();
        let url = format!("/lam-viec/giam-sat/ho-so?so={}", figure.name());
        Tile { name: figure.title(), look: figure.look(), figures: place.to_string(), count, url }
    };
    let places = Figure::ALL.iter().enumerate().filter(|(_, figure)| figure.is_late());
    let all_late = Tile {
        name: "Quá hạn",
        look: "is-bad",
        figures: places.map(|(place, _)| place.to_string()).collect::<Vec<_>>().join(","),
        count: late(sum),
        url: "/lam-viec/giam-sat/ho-so?so=qua-han".into(),
    };
    vec![
        one(Figure::ReceivedToday),
        one(Figure::SettledToday),
        one(Figure::DueToday),
        all_late,
        one(Figure::ApologyOwed),
        one(Figure::AwaitingApplicant),
    ]
}
