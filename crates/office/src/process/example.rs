//! `motcua process test`: the examples inside a YAML file of processes.

use domain::{calendar::Timetable, process::example};
use serde::Serialize;

use super::{read, yaml};

/// What came of the examples of one process. The shape is a contract with other programs.
#[derive(Clone, Debug, Serialize)]
pub struct Proved {
    /// The process.
    pub id: String,
    /// Why it could not be read, if so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unreadable: Option<String>,
    /// Its examples.
    pub examples: Vec<example::Tested>,
}

impl Proved {
    /// Whether it could be read and every example passed.
    pub fn passed(&self) -> bool {
        self.unreadable.is_none() && self.examples.iter().all(|example| example.passed)
    }
}

/// Runs the examples of every process in the file with this text, in the working time of `table`.
pub fn run(text: &str, table: &Timetable) -> Vec<Proved> {
    let unreadable = |id: String, why| Proved { id, unreadable: Some(why), examples: vec![] };
    let records = match yaml::read(text) {
        Ok(records) => records,
        Err(why) => return vec![unreadable(String::new(), why)],
    };
    let one = |mut record: super::record::Record| {
        let examples = std::mem::take(&mut record.vi_du);
        let row = read::of_record(record);
        match row.read {
            Err(why) => unreadable(row.id, why),
            Ok((process, _)) => {
                let examples = examples.iter().map(|one| example::run(&process, one, table)).collect();
                Proved { id: row.id, unreadable: None, examples }
            }
        }
    };
    records.into_iter().map(one).collect()
}
