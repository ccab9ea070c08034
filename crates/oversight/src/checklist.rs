//! Rounds of supervision by checklist: planned for a unit and a month, moved or called off, held, what they found, and the lists
//! behind what the data count.

pub mod behind;
pub mod change;
pub mod list;
pub mod show;
pub mod store;
