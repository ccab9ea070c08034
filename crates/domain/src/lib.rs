//! The law as plain functions: types, states, deadlines. No input or output, no clock, no chance.
//!
//! Read in this order: [`people`] (who acts), [`process`] (how it is done), [`dossier`] (the life of one
//! application), [`access`] (who may do what to it), [`reaction`] (what follows from each event).

pub mod access;
pub mod announcement;
pub mod board;
pub mod calendar;
pub mod campaign;
pub mod catalogue;
pub mod checklist;
pub mod confirmation;
pub mod corrective;
pub mod coverage;
pub mod desk;
pub mod digest;
pub mod dossier;
pub mod evidence;
pub mod flow;
pub mod guidance;
pub mod id;
pub mod identity;
pub mod improvement;
pub mod instant;
pub mod legal_basis;
pub mod matter;
pub mod meeting;
pub mod mirror;
pub mod notice;
pub mod number;
pub mod org;
pub mod overdue;
pub mod overlap;
pub mod people;
pub mod petition;
pub mod plan;
pub mod posting;
pub mod process;
pub mod quality;
pub mod question;
pub mod reaction;
pub mod refusal;
pub mod regulation;
pub mod review;
pub mod rules;
pub mod sample;
pub mod secondment;
pub mod signature;
pub mod task;
pub mod text;
pub mod ticket;
pub mod urge_letter;
mod words;
pub mod workload;
