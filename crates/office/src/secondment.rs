//! Staff that agencies sent to the Centre, and the note of each month about each of them.

pub mod draft;
pub mod list;
pub mod note;
pub mod notes;
pub mod store;
