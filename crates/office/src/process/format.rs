//! The forms of a file of processes, told by its ending: JSON lines, YAML, BPMN 2.0.

use domain::process::Process;

use super::{bpmn, read, yaml};
use crate::import::Row;

/// The largest file read as YAML or BPMN, in bytes: the processes of a province are some fifteen million as BPMN.
const LARGEST: usize = 40 * 1024 * 1024;

/// The form of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// JSON, one process a line.
    Json,
    /// YAML: one process, or a list of them.
    Yaml,
    /// BPMN 2.0 XML.
    Bpmn,
}

impl Format {
    /// The form of the file with that name.
    pub fn of(file: &str) -> Format {
        let ending = file.rsplit('.').next().unwrap_or_default().to_lowercase();
        match ending.as_str() {
            "yaml" | "yml" => Format::Yaml,
            "bpmn" | "xml" => Format::Bpmn,
            _ => Format::Json,
        }
    }
}

/// The processes of the file with that name and text. Of two with one code the first is taken.
pub fn rows(file: &str, text: &str) -> Vec<Row<Process>> {
    let records = match Format::of(file) {
        Format::Json => return read::rows(text),
        _ if text.len() > LARGEST => Err(format!("Tệp lớn hơn {} MB.", LARGEST / 1024 / 1024)),
        Format::Yaml => yaml::read(text),
        Format::Bpmn => bpmn::read(text),
    };
    match records {
        Ok(records) => read::unlike(records.into_iter().map(read::of_record).collect()),
        Err(why) => vec![Row { id: String::new(), read: Err(why) }],
    }
}
