//! One file for each story.

mod board;
mod browser;
mod catalogue;
mod coordination;
mod counter;
mod flow;
mod house;
mod ladder;
mod languages;
mod life;
mod matters;
mod officers;
mod online;
mod overdue;
mod petitions;
mod process;
mod quality;
mod questions;
mod search;
mod staff;
mod stand_in;
mod together;
mod turns;
mod walks;
