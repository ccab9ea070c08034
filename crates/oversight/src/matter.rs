//! What the Centre and the agencies want of each other: one thread for each matter, with a deadline and a ladder.

pub mod begin;
pub mod climb;
pub mod effect;
pub mod ladder;
pub mod list;
pub mod question;
pub mod register;
pub mod show;
pub mod store;
pub mod tell;
pub mod urge;
