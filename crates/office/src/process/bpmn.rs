//! Processes as BPMN 2.0 XML, for other programs that draw: a user task for each step, an exclusive gateway where several
//! may follow. What BPMN has no word for stands in extension elements of ours; a file without them is read, too, and the
//! check says what is missing.

mod read;
mod write;

pub use read::read;
pub use write::write;

/// The namespace of BPMN 2.0.
const BPMN: &str = "http://www.omg.org/spec/BPMN/20100524/MODEL";
/// The namespace of our extension elements.
const OURS: &str = "urn:motcua:bpmn:1";

#[cfg(test)]
mod tests;
