//! How a procedure is done inside the house: steps with owner, time limit and outcome (TT 01/2018 Điều 8).

pub mod check;
pub mod compare;
pub mod example;
pub mod path;
pub mod role;
pub mod standard;
pub mod trial;

use serde::{Deserialize, Serialize};

use crate::people::Role;

/// What kind of work a step is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StepKind {
    /// Reception and transfer (NĐ 61/2018 Điều 17, 18).
    Receive,
    /// The head gives it to a person (Điều 19.1).
    Assign,
    /// Appraisal, drafting.
    Process,
    /// Opinion of another body (Điều 19.5).
    Opinion,
    /// Review by the head.
    Review,
    /// Decision and signature.
    Sign,
    /// Number, date, seal (văn thư).
    Number,
    /// Hand-over of the result; its time is not counted.
    Return,
}

impl StepKind {
    /// Every kind, in the order of a usual process.
    pub const ALL: [StepKind; 8] = [
        StepKind::Receive,
        StepKind::Assign,
        StepKind::Process,
        StepKind::Opinion,
        StepKind::Review,
        StepKind::Sign,
        StepKind::Number,
        StepKind::Return,
    ];

    /// The word stored and sent.
    pub fn name(self) -> &'static str {
        match self {
            StepKind::Receive => "receive",
            StepKind::Assign => "assign",
            StepKind::Process => "process",
            StepKind::Opinion => "opinion",
            StepKind::Review => "review",
            StepKind::Sign => "sign",
            StepKind::Number => "number",
            StepKind::Return => "return",
        }
    }

    /// The kind of that stored word, or nothing.
    pub fn by_name(name: &str) -> Option<StepKind> {
        StepKind::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// What people read.
    pub fn title(self) -> &'static str {
        match self {
            StepKind::Receive => "Tiếp nhận",
            StepKind::Assign => "Phân công",
            StepKind::Process => "Thẩm định, xử lý",
            StepKind::Opinion => "Cho ý kiến",
            StepKind::Review => "Xem xét, trình duyệt",
            StepKind::Sign => "Phê duyệt, ký",
            StepKind::Number => "Vào sổ, đóng dấu",
            StepKind::Return => "Trả kết quả",
        }
    }

    /// Who does it.
    pub fn role(self) -> Role {
        match self {
            StepKind::Receive | StepKind::Return => Role::Receptionist,
            StepKind::Assign | StepKind::Review => Role::DivisionHead,
            StepKind::Process | StepKind::Opinion => Role::Handler,
            StepKind::Sign => Role::Leader,
            StepKind::Number => Role::Clerk,
        }
    }
}

/// One step.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// Its number as written in the source: `3`, `4a`.
    pub no: String,
    /// What is done.
    pub content: String,
    /// Who does it, as written in the source.
    pub owner: String,
    /// What kind of work it is.
    pub kind: StepKind,
    /// Who it is, as far as the owner's words say.
    #[serde(default)]
    pub performer: Option<role::Performer>,
    /// Whether the kind was guessed because the text does not say it clearly.
    #[serde(default)]
    pub is_guess: bool,
    /// Working minutes it may take; nothing if its time is not counted.
    pub minutes: Option<i64>,
    /// Where it may go next, by place in the list; empty means the step below it.
    #[serde(default)]
    pub next: Vec<u16>,
    /// The form or result it gives.
    #[serde(default)]
    pub output: String,
}

/// One internal process.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Process {
    /// Its code: `QTNB-001`.
    pub code: String,
    /// What it settles.
    pub name: String,
    /// The procedures it settles, by national code.
    pub procedures: Vec<String>,
    /// The case it is for; empty for all.
    #[serde(default)]
    pub case: String,
    /// The steps, the first first.
    pub steps: Vec<Step>,
    /// The whole time as its text states it, in working minutes.
    pub stated_minutes: Option<i64>,
    /// The decision that approved it.
    #[serde(default)]
    pub decision: String,
    /// Whether it was made by rule because the agency has not built one yet.
    #[serde(default)]
    pub is_generated: bool,
    /// Where it comes from.
    #[serde(default)]
    pub source: String,
}

impl Process {
    /// Working minutes of all steps together.
    pub fn minutes(&self) -> i64 {
        self.steps.iter().filter_map(|step| step.minutes).sum()
    }
}
