//! Internal processes: import, check, publish.

pub mod admin;
pub mod import;
pub mod picture;
pub mod read;
pub mod store;
