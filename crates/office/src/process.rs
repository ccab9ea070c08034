//! Internal processes: drawn, checked, tried on settled dossiers, published; files in three forms.

pub mod admin;
mod bpmn;
pub mod compare;
pub mod decision;
pub mod draft;
pub mod edit;
pub mod example;
pub mod format;
pub mod import;
pub mod picture;
pub mod read;
mod record;
pub mod store;
pub mod trial;
mod typed;
pub mod write;
mod yaml;
