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

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// What need not be encoded in an address (RFC 3986, 2.3) besides letters and digits.
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~');

/// The text as it may stand in an address or in a header.
pub fn encoded(text: &str) -> String {
    utf8_percent_encode(text, ENCODED).to_string()
}

/// The bytes in hexadecimal digits.
pub fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut out, byte| {
        // Writing to a string cannot fail.
        let _ = write!(out, "{byte:02x}");
        out
    })
}
