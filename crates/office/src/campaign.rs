//! Campaigns and training of units on filing online and by post, and what share is filed online after them.

pub mod list;
pub mod share;
pub mod show;
pub mod store;
pub mod units;
