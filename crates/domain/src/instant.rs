//! Moments and days. Instants are UTC inside; the law speaks in Viet Nam's local time, UTC+7 all year.

use jiff::{
    Timestamp,
    civil::{Date, DateTime},
    tz::Offset,
};

/// A moment, in UTC. Shown to people in local time.
pub type Instant = Timestamp;

/// Viet Nam has one zone, UTC+7, and no summer time.
const VIET_NAM: Offset = Offset::constant(7);

/// The local date and time of `at` in Viet Nam.
pub fn local(at: Instant) -> DateTime {
    VIET_NAM.to_datetime(at)
}

/// The local calendar day of `at` in Viet Nam.
pub fn local_date(at: Instant) -> Date {
    local(at).date()
}

/// The moment at which Viet Nam's clocks show `at`; the last representable moment if `at` lies beyond it.
pub fn from_local(at: DateTime) -> Instant {
    VIET_NAM.to_timestamp(at).unwrap_or(Timestamp::MAX)
}
