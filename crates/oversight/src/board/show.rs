//! The page of the board; without controls for a screen on the wall.

use askama::Template;
use axum::{
    Extension,
    extract::{Query, State},
};
use base::{
    app::App,
    house::House,
    page::{Shell, moment, page},
    visit::{Answer, Staff},
};
use domain::{
    board::{Figure, Grouping},
    id::UnitId,
    people::Role,
    petition::right::{Right, of},
    quality::Defect,
};
use serde::Deserialize;

use super::{
    also,
    count::{Counts, Scope, Table, View, late},
    live::Hub,
};
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
    /// How many petitions nobody answered, where the reader watches over all.
    unanswered: Option<i64>,
    /// Whether the reader may open the list of petitions.
    opens_petitions: bool,
    /// What is wrong with dossiers, open or not, and with how many.
    wrong: Vec<(Defect, i64)>,
    /// The same by unit: identifier, name, and a number for each kind.
    wrong_by_unit: Vec<(String, String, Vec<(Defect, i64)>)>,
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
    let also = app.read(move |tx| also::read(tx, scope, now)).await?;
    let sum = also.get(also::ALL).cloned().unwrap_or_default();
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
        unanswered: sum.first().copied().filter(|_| scope == Scope::All),
        opens_petitions: of(&session.actor(), Right::Desk),
        wrong: kinds(&sum),
        wrong_by_unit: if here == Grouping::Unit { by_unit(&also, &house) } else { vec![] },
        may_open: session.role != Role::ProvincialLeader,
        is_wall: !asked.tuong.is_empty(),
    }))
}

/// Each kind of what is wrong with its number in a row of [`also::Numbers`].
fn kinds(row: &[i64]) -> Vec<(Defect, i64)> {
    Defect::ALL.iter().copied().zip(row.iter().skip(1).copied()).collect()
}

/// The rows of single units, by name.
fn by_unit(also: &also::Numbers, house: &House) -> Vec<(String, String, Vec<(Defect, i64)>)> {
    let line = |(key, row): (&String, &Vec<i64>)| {
        let id = key.strip_prefix(also::ALL).filter(|id| !id.is_empty())?;
        let name = house.unit_name(UnitId(id.parse().ok()?)).to_owned();
        Some((id.to_owned(), name, kinds(row)))
    };
    let mut lines: Vec<_> = also.iter().filter_map(line).collect();
    lines.sort_by_cached_key(|(_, name, _)| domain::text::fold(name));
    lines
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
