//! The binary `motcua`: commands, wiring, the demo. A library only so that the stories in `tests/` can call it.

pub mod boot;
pub mod cli;
pub mod config;
pub mod demo;
pub mod doctor;
pub mod due;
pub mod metrics;
pub mod serve;
