//! Internal processes: import, check, publish.

pub mod import;
pub mod read;
mod record;
pub mod store;
pub mod write;
