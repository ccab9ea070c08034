//! The one place that knows what time it is and draws lots. Everybody else is told.

use std::{
    sync::{Arc, Mutex, PoisonError},
    time::SystemTime,
};

use jiff::{SignedDuration, Timestamp};
use uuid::{Builder, Uuid};

/// The system's clock, or one that a test or the demo sets.
#[derive(Clone, Debug, Default)]
pub struct Clock {
    set: Option<Arc<Mutex<Timestamp>>>,
    behind: SignedDuration,
}

impl Clock {
    /// A clock that shows `at` until it is moved.
    pub fn at(at: Timestamp) -> Clock {
        Clock { set: Some(Arc::new(Mutex::new(at))), behind: SignedDuration::ZERO }
    }

    /// The system's clock, so much behind: for a demo of the law of another year.
    pub fn behind(by: SignedDuration) -> Clock {
        Clock { set: None, behind: by }
    }

    /// The moment, to the microsecond: no engine keeps more.
    pub fn now(&self) -> Timestamp {
        let now = match &self.set {
            Some(set) => *set.lock().unwrap_or_else(PoisonError::into_inner),
            #[expect(clippy::disallowed_methods, reason = "this is the clock")]
            None => Timestamp::try_from(SystemTime::now()).unwrap_or(Timestamp::UNIX_EPOCH) - self.behind,
        };
        Timestamp::from_microsecond(now.as_microsecond()).unwrap_or(now)
    }

    /// Moves a clock that was set; the system's stays.
    pub fn set(&self, at: Timestamp) {
        if let Some(set) = &self.set {
            *set.lock().unwrap_or_else(PoisonError::into_inner) = at;
        }
    }
}

/// `N` bytes that nobody can guess.
///
/// # Panics
/// When the machine gives no randomness.
pub fn random<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    // Without randomness there are no sessions and no keys: better to stop than to go on.
    #[expect(clippy::expect_used, reason = "the machine has no randomness")]
    getrandom::fill(&mut bytes).expect("the machine gives randomness");
    bytes
}

/// A new identifier that sorts by the time it was made (`UUIDv7`).
pub fn id(now: Timestamp) -> Uuid {
    let millis = u64::try_from(now.as_millisecond()).unwrap_or_default();
    Builder::from_unix_timestamp_millis(millis, &random()).into_uuid()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifiers_sort_by_time_and_differ() {
        let at = |second| Timestamp::from_second(second).unwrap();
        assert!(id(at(1)) < id(at(2)));
        assert_ne!(id(at(1)), id(at(1)));
    }

    #[test]
    fn a_set_clock_moves_only_when_it_is_moved() {
        let clock = Clock::at(Timestamp::UNIX_EPOCH);
        assert_eq!(clock.now(), clock.clone().now());
        clock.set(Timestamp::from_second(9).unwrap());
        assert_eq!(clock.now().as_second(), 9);
    }
}
