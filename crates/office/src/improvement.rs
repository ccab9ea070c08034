//! The register of ideas that simplify: told, decided, measured.

pub mod list;
pub mod show;
pub mod store;
