//! The plan of implementing the regulation: its board, the first plan out of the regulation's own duties, another task (row C-62).
//! Its tasks are corrective actions of the origin "plan": one life, one page.

pub mod adopt;
pub mod begin;
pub mod board;
