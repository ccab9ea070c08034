//! Review of procedures: plans, their items and alarms, what waits for me, and what has not been reviewed for long.

pub mod list;
pub mod mine;
pub mod plan;
pub mod ring;
pub mod show;
pub mod stale;
pub mod store;
