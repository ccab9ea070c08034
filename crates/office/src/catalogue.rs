//! The catalogue of procedures: import, publish, retire, browse.

pub mod admin;
pub mod browse;
pub mod import;
pub mod read;
mod record;
pub mod settler;
pub mod show;
pub mod store;
pub mod write;
