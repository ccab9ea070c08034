//! Review of procedures: plans, their items, and what has not been reviewed for long.

pub mod list;
pub mod plan;
pub mod show;
pub mod stale;
pub mod store;
