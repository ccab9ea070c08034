//! People: accounts, roles, sign-in.

pub mod admin;
pub mod sign_in;
pub mod store;
