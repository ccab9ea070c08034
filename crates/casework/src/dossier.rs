//! One folder for the dossier, one file for each deed.

pub mod act;
pub mod alarm;
pub mod batch;
pub mod choices;
pub mod deeds;
pub mod desk;
pub mod files;
pub mod held;
pub mod late_entries;
pub mod list;
pub mod notices;
pub mod number;
pub mod particulars;
pub mod period;
pub mod picks;
pub mod place;
pub mod receive;
pub mod reception;
pub mod settle;
pub mod show;
pub mod submit;
pub mod timeline;
pub mod track;
pub mod turn;
pub mod worklist;
