//! The national catalogue beside ours: the copy, the daily comparison, and taking over what it says.

pub mod compare;
pub mod import;
pub mod list;
pub mod take;
