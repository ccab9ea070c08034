//! People: accounts, roles, sign-in, the role acted in.

pub mod account;
pub mod admin;
pub mod person;
pub mod sign_in;
pub mod store;
