//! Form templates and sample dossiers: sent by agencies, accepted by the Centre, shown to everybody.

pub mod first_page;
pub mod list;
pub mod published;
pub mod show;
pub mod store;
