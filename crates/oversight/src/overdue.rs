//! The public list of those who are late: proposed every day by the board, published by the director of the Centre,
//! corrected by itself when a due date is lawfully moved.

pub mod dossiers;
pub mod manage;
pub mod public;
pub mod store;
