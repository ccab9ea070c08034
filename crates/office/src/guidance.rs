//! Guidance on filing online and by post: the log of visits, the report with targets, what is taught with, who guides where.

pub mod contact;
pub mod log;
pub mod material;
pub mod post;
pub mod report;
pub mod store;
