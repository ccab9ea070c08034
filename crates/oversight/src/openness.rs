//! The figures that everybody may read: what was received and settled, and whether in time (Quy chế 1267 Điều 2; row C-04).

pub mod count;
pub mod show;
