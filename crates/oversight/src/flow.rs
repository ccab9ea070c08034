//! Where dossiers lose time, which paths they take, and which of them will be late.

pub mod bottleneck;
pub mod foretell;
pub mod late;
pub mod map;
pub mod open;
pub(crate) mod period;
mod picture;
pub mod routes;
pub mod store;

pub use period::Month;
