//! One file for each story.

mod counter;
mod house;
mod online;
mod together;
mod turns;
