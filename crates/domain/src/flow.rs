//! Where dossiers lose time, which paths they really take and when they will be done (Quy chế 1267 Điều 4.1.d points 1, 2
//! and 7: progress, urging, proposals to simplify): what the log says of it, and what can be counted and foretold from that.
//!
//! Read in this order: [`course`] (the stays of one dossier), [`histogram`] (many of them in little room), [`forecast`]
//! (what they say of one that is still open), [`route`] (the whole way of one that is over).

pub mod course;
pub mod forecast;
pub mod histogram;
pub mod route;
