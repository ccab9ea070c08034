//! E-mail to the staff: which letters somebody wants, and what could not be sent.

pub mod list;
pub mod wish;
