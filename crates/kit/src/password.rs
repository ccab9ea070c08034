//! Passwords: argon2id, slow on purpose, so a bounded number at a time.

use argon2::{
    Argon2,
    password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash},
};
use tokio::sync::Semaphore;

/// How many passwords are worked on at once: each takes some 19 MiB and a tenth of a second of one core.
const AT_ONCE: usize = 2;

static SLOTS: Semaphore = Semaphore::const_new(AT_ONCE);

/// A hash that no password has: checked when the name is unknown, so that an answer takes as long either way.
const NOBODY: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$bW90Y3VhLW5vYm9keQ$Vb1xZp0n3jZ0yq7oQ1pVYl1mE4mJm1mC0B3m1xw6a3I";

/// The string to store for `password`, with its salt in it.
pub fn hash(password: &str) -> Result<String, argon2::password_hash::Error> {
    Argon2::default().hash_password(password.as_bytes()).map(|hash| hash.to_string())
}

/// As [`hash`], away from the threads that serve pages.
pub async fn make(password: String) -> Result<String, String> {
    let Ok(_slot) = SLOTS.acquire().await else { return Err("closed".into()) };
    let made = tokio::task::spawn_blocking(move || hash(&password).map_err(|error| error.to_string())).await;
    made.unwrap_or_else(|error| Err(error.to_string()))
}

/// Whether `password` is the one that `stored` was made of; nothing stored is never right, and takes as long to say.
pub async fn is_right(password: String, stored: Option<String>) -> bool {
    let Ok(_slot) = SLOTS.acquire().await else { return false };
    tokio::task::spawn_blocking(move || verify(&password, stored.as_deref())).await.unwrap_or(false)
}

fn verify(password: &str, stored: Option<&str>) -> bool {
    let Ok(hash) = PasswordHash::new(stored.unwrap_or(NOBODY)) else { return false };
    Argon2::default().verify_password(password.as_bytes(), &hash).is_ok() && stored.is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_right_password_opens() {
        let stored = hash("motcua-demo").unwrap();
        assert!(verify("motcua-demo", Some(&stored)));
        assert!(!verify("motcua-dem0", Some(&stored)));
        assert!(!verify("motcua-demo", None));
        assert!(!verify("motcua-demo", Some("not a hash")));
        assert_ne!(stored, hash("motcua-demo").unwrap(), "each hash has its own salt");
    }

    #[test]
    fn the_hash_of_nobody_is_well_formed() {
        assert!(PasswordHash::new(NOBODY).is_ok());
    }
}
