//! Plumbing that never says "dossier": database, jobs, files, forms, passwords, time.

pub mod db;
pub mod form;
pub mod password;
pub mod rate_limit;
#[cfg(any(test, feature = "testing"))]
pub mod testing;
pub mod upload;
