//! The catalogue of procedures: import, publish, retire, browse.

pub mod import;
pub mod read;
pub mod settler;
pub mod store;
