//! The board: every open dossier at a glance, in memory; what changed is read from the log. Numbers and the lists behind
//! them come from the same memory and the same questions ([`domain::board`]).

pub mod also;
pub mod count;
pub mod duty;
pub mod list;
pub mod live;
pub mod show;
pub mod watch;
