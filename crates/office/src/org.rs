//! Units: import, list, edit.

pub mod import;
pub mod read;
pub mod store;
