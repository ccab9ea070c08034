//! The catalogue of procedures: import, edit, compare, publish, retire, browse.

pub mod admin;
pub mod browse;
pub mod draft;
pub mod edit;
pub mod end;
pub mod import;
pub mod parts;
pub mod read;
mod record;
pub mod settler;
pub mod show;
pub mod store;
pub mod typed;
pub mod versions;
pub mod words;
pub mod write;
