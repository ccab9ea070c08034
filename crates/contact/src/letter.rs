//! Letters about petitions (công văn; NĐ 30/2020): the answer to who sent one, and what the Centre proposes to the province.

pub mod file;
pub mod proposal;
pub mod reply;
pub mod store;
