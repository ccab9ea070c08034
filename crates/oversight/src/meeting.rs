//! The register of meetings of the Centre with the agencies.

pub mod list;
pub mod show;
pub mod store;
