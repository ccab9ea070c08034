//! Units: import, list, edit.

pub mod admin;
pub mod import;
pub mod read;
pub mod store;
