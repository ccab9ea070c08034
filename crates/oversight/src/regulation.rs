//! The regulation through its versions, and one page of what was configured, when, by whom, from what to what (row C-66).

pub mod changes;
pub mod list;
pub mod readings;
mod say;
pub mod show;
pub mod store;
