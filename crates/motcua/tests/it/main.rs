//! Stories through HTTP, on every database at hand, in the words of the manual. One test binary: it links once.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::too_many_lines,
    reason = "a story that breaks off has failed"
)]

mod architecture;
mod demo;
mod journeys;
mod killed;
mod letters;
mod operate;
mod random;
mod texts;
mod world;
