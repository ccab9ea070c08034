//! How far each procedure is on its way from announcement to posting, and how each agency does.

pub mod show;
pub mod store;
