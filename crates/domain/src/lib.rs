//! The law as plain functions: types, states, deadlines. No input or output, no clock, no chance.
//!

pub mod id;
pub mod instant;
pub mod text;
