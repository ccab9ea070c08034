//! People: accounts, roles, sign-in.

pub mod store;
