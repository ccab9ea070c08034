//! One folder for the dossier, one file for each deed.

pub mod number;
pub mod place;
pub mod receive;
pub mod settle;
