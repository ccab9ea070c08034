//! The petitions desk: what comes in is entered once, classified, passed on in time, answered, checked, and published without
//! anybody's particulars.

pub mod act;
pub mod board;
pub mod enter;
pub mod file;
pub mod import;
pub mod list;
pub mod overdue;
pub mod published;
pub mod register;
pub mod report;
pub mod report_list;
pub mod show;
pub mod store;
pub mod track;
