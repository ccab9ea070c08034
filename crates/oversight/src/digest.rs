//! What a day asks of somebody: as a page, and as a letter in the morning. Both are the same lines.

pub mod gather;
pub mod send;
pub mod show;
pub mod whose;
