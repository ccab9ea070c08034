//! What must be done about procedures: the lists, one task, the alarm of its deadline.

pub mod list;
pub mod ring;
pub mod show;
pub mod store;
pub mod tell;
