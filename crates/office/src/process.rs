//! Internal processes: import, check, publish.

pub mod import;
pub mod read;
pub mod store;
