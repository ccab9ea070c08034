//! People: accounts, roles, sign-in, the role acted in, who stands in for whom.

pub mod absence;
pub mod account;
pub mod admin;
pub mod person;
pub mod sign_in;
pub mod stand_in;
pub mod store;
