//! One file for each story.

mod counter;
mod house;
mod languages;
mod online;
mod together;
mod turns;
