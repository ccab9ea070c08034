//! The hand-over of processes to those who configure them: list, one ticket, its deeds.

pub mod list;
pub mod show;
pub mod store;
