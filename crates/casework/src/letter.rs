//! Letters and slips: numbered at the event, set once, kept for good.

pub mod facts;
pub mod file;
pub mod print;
pub mod proof;
pub mod run;
