//! What every feature shares: the application, who is asking, errors, the one way a dossier changes, pages.

// So that the layout's macros name this crate alike wherever they are used.
extern crate self as base;

pub mod app;
pub mod assets;
pub mod attachment;
pub mod audit;
pub mod dossier;
pub mod error;
pub mod house;
pub mod letter;
pub mod migrations;
pub mod notice;
pub mod number;
pub mod page;
pub mod recommend;
pub mod session;
pub mod texts;
pub mod timeleft;
pub mod version;
pub mod visit;
