//! Internal processes: import, check, publish.

pub mod admin;
pub mod import;
pub mod picture;
pub mod read;
mod record;
pub mod store;
pub mod write;
