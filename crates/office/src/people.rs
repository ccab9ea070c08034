//! People: accounts, roles, sign-in.

pub mod sign_in;
pub mod store;
