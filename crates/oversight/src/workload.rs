//! Work done by officers, weighted: by unit, by officer, and what each figure counts; the weights.

pub mod count;
pub mod person;
pub mod show;
pub mod store;
pub mod weights;
