//! Plumbing that never says "dossier": database, jobs, files, forms, passwords, time.

pub mod blob;
pub mod clock;
pub mod db;
pub mod form;
pub mod mail;
pub mod password;
pub mod queue;
pub mod rate_limit;
#[cfg(any(test, feature = "testing"))]
pub mod testing;
pub mod upload;

/// The bytes in hexadecimal digits.
pub fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut out, byte| {
        // Writing to a string cannot fail.
        let _ = write!(out, "{byte:02x}");
        out
    })
}
