//! One file for each story.

mod board;
mod browser;
mod catalogue;
mod counter;
mod house;
mod languages;
mod life;
mod matters;
mod online;
mod overdue;
mod process;
mod staff;
mod stand_in;
mod together;
mod turns;
mod walks;
