//! The numbers of a month, fixed by the Centre and confirmed by the heads of units.

pub mod show;
pub mod store;
