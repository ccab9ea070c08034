//! The legal documents on which procedures rest: the register, one document with the procedures that name it, its end and the
//! alarm that rings for them (row C-43).

pub mod list;
pub mod ring;
pub mod show;
pub mod store;
