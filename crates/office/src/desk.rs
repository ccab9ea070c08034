//! Counters of the Centre and of communes, who sits there on which half day, and today's board of them.

pub mod board;
pub mod store;
pub mod week;
