//! Where procedures are posted: places, what hangs there, the printable board, the monthly rounds.

pub mod act;
pub mod board;
pub mod list;
pub mod show;
pub mod store;
