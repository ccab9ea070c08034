//! People: sign-in, accounts, roles.
