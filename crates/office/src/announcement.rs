//! Decisions that announce procedures: entered, listed, and what followed from each.

pub mod begin;
pub mod list;
pub mod show;
pub mod store;
