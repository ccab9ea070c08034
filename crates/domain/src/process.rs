//! Internal processes (stand-in until the law branch is merged).
use serde::{Deserialize, Serialize};
/// What kind of work a step is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "stand-in")]
pub enum StepKind {
    Receive,
    Assign,
    Process,
    Review,
    Sign,
    Number,
    Opinion,
    Return,
}
