//! One folder for the dossier, one file for each deed.

pub mod act;
pub mod desk;
pub mod list;
pub mod number;
pub mod place;
pub mod receive;
pub mod settle;
pub mod show;
pub mod submit;
pub mod track;
pub mod worklist;
