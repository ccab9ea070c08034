//! Rounds of supervision by checklist: planned for a unit and a month, held, and what they found.

pub mod list;
pub mod show;
pub mod store;
