//! What the Centre did to supervise, from the log: by unit on a page, and as a file that is the same whenever it is made.

pub mod show;
pub mod store;
