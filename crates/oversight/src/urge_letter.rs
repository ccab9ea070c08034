//! Letters of urging (văn bản đôn đốc): the Centre drafts one for an agency, its director signs it, the agency answers.

pub mod file;
pub mod list;
pub mod show;
pub mod store;
