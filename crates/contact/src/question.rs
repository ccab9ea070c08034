//! Questions and answers: asked without an account, answered by a unit, kept for others to find.

pub mod act;
pub mod ask;
pub mod browse;
pub mod list;
pub mod overdue;
pub mod show;
pub mod store;
pub mod track;
