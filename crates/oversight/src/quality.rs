//! What is wrong with dossiers, for the Centre to have it mended.

pub mod show;
pub mod store;
