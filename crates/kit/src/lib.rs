//! Plumbing that never says "dossier": database, jobs, files, forms, passwords, time.

pub mod form;
pub mod password;
pub mod rate_limit;
pub mod upload;
