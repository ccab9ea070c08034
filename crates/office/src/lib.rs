//! Features that set the house up: units, people, catalogue, processes, calendar.

pub mod calendar;
pub mod catalogue;
pub mod import;
pub mod org;
pub mod people;
pub mod process;
