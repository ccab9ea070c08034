//! What every feature shares: the application, who is asking, errors, the one way a dossier changes, pages.

pub mod app;
pub mod audit;
pub mod dossier;
pub mod error;
pub mod house;
pub mod migrations;
pub mod session;
pub mod version;
