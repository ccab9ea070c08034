//! How often one address may try something that can be guessed.

use std::{collections::HashMap, hash::Hash, sync::Mutex, time::Duration};

use jiff::Timestamp;

/// Allows `burst` tries at once and one more every `refill`, for each key.
#[derive(Debug)]
pub struct RateLimit<K> {
    burst: u32,
    refill: Duration,
    /// For each key, the moment at which its allowance will be full again.
    full_at: Mutex<HashMap<K, Timestamp>>,
}

/// Keys kept before those with a full allowance are forgotten.
const KEYS: usize = 10_000;

impl<K: Eq + Hash> RateLimit<K> {
    /// A limit of `burst` tries, refilled by one every `refill`.
    pub fn new(burst: u32, refill: Duration) -> RateLimit<K> {
        RateLimit { burst, refill, full_at: Mutex::default() }
    }

    /// Whether `key` may try at `now`; a try that may is counted.
    pub fn allows(&self, key: K, now: Timestamp) -> bool {
        let mut full_at = self.full_at.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if full_at.len() >= KEYS {
            full_at.retain(|_, at| *at > now);
        }
        let from = full_at.get(&key).copied().filter(|at| *at > now).unwrap_or(now);
        let after = from + self.refill;
        let is_allowed =
            after.duration_since(now) <= (self.refill * self.burst).try_into().unwrap_or_default();
        if is_allowed {
            full_at.insert(key, after);
        }
        is_allowed
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_burst_then_one_at_a_time_and_each_key_by_itself() {
        let limit = RateLimit::new(3, Duration::from_secs(10));
        let at = |s: i64| Timestamp::from_second(s).unwrap();
        let tries: Vec<bool> = (0..4).map(|_| limit.allows("a", at(0))).collect();
        assert_eq!(tries, [true, true, true, false]);
        assert!(limit.allows("b", at(0)));
        assert!(!limit.allows("a", at(9)));
        assert!(limit.allows("a", at(10)));
        assert!(!limit.allows("a", at(11)));
        assert!(limit.allows("a", at(1000)));
    }
}
