//! What units ask of each other and how they answer.

pub mod behind;
pub mod show;
pub mod store;
