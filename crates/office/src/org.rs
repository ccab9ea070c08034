//! Units: import, export, list, edit.

pub mod admin;
pub mod hours;
pub mod import;
pub mod read;
pub mod store;

use base::{
    app::App,
    error::{Error, Result},
    house::House,
};
use domain::org::Unit;
use read::UnitRow;

/// Every unit as lines of the file of units (`data/README.md`), each after the one above it.
pub fn export(app: &App) -> Result<String> {
    let house = app.house();
    // By code already; a stable sort by depth keeps that among equals.
    let mut units = house.units();
    units.sort_by_key(|unit| depth(&house, unit));
    let mut text = String::new();
    for unit in units {
        let parent = unit.parent.and_then(|id| house.unit(id).ok());
        let row = UnitRow::of(unit, parent.map(|parent| parent.code.as_str()));
        text.push_str(&serde_json::to_string(&row).map_err(Error::fault)?);
        text.push('\n');
    }
    Ok(text)
}

/// How many units are above `unit`.
fn depth(house: &House, unit: &Unit) -> usize {
    let above = |unit: &&Unit| house.unit(unit.parent?).ok();
    std::iter::successors(Some(unit), above).count()
}
