//! One file for each story.

mod board;
mod browser;
mod catalogue;
mod counter;
mod house;
mod ladder;
mod languages;
mod matters;
mod online;
mod overdue;
mod petitions;
mod process;
mod questions;
mod search;
mod staff;
mod stand_in;
mod together;
mod turns;
mod walks;
