//! What can happen to a dossier. Facts, past tense, never changed afterwards; everything else is derived from them.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{Filing, Place};
use crate::{
    id::{PersonId, ProcedureVersionId, ProcessVersionId, UnitId},
    instant::Instant,
};

/// One thing that happened to one dossier. Who did it, where and when stands beside it in the log.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum Event {
    /// The applicant filed online (T02).
    Submitted {
        /// What was filed.
        filing: Box<Filing>,
        /// What it is for and who is to receive and to settle it.
        target: Target,
        /// Where it waits to be checked, and until when it should be.
        to: Place,
    },
    /// Complete: accepted, with code and appointment (T05; NĐ 61/2018 Điều 17.1.c, 17.3).
    Received {
        /// What was filed, as checked by the officer.
        filing: Box<Filing>,
        /// What it is for and who settles it.
        target: Target,
        /// The clock and the numbers given at acceptance.
        acceptance: Box<Acceptance>,
    },
    /// Gaps found before acceptance: one complete request (T06; Mẫu 02).
    CompletionRequested {
        /// What was filed so far.
        filing: Box<Filing>,
        /// What it is for and who is to receive and to settle it.
        target: Target,
        /// What is missing.
        request: CompletionRequest,
    },
    /// The applicant completed it (T08).
    Completed {
        /// What is filed now.
        filing: Box<Filing>,
        /// Where it waits to be checked again.
        to: Place,
    },
    /// Not accepted (T07; Mẫu 03; NĐ 61/2018 Điều 17.1.b).
    Declined {
        /// What was filed.
        filing: Box<Filing>,
        /// What it was for.
        target: Target,
        /// Why, and by which rule.
        ground: Ground,
        /// The slip's number in its book.
        slip_number: u32,
    },
    /// Handed to the settling unit (T11; NĐ 61/2018 Điều 18).
    Transferred {
        /// The step at which it now waits.
        to: Place,
    },
    /// Somebody of the responsible unit took the step: from now on one person answers for it (row C-02).
    Taken {
        /// Why it was taken before one that is due earlier, if it was (row C-03).
        #[serde(default, skip_serializing_if = "Option::is_none")]
        out_of_order: Option<String>,
    },
    /// The head gave it to a person (T13; NĐ 61/2018 Điều 19.1).
    Assigned {
        /// The person who answers for the step from now on.
        person: PersonId,
        /// The step it is now at.
        to: Place,
        /// A word for that person.
        note: String,
    },
    /// The draft of the result was written or rewritten (row C-25).
    Drafted {
        /// The draft.
        draft: Draft,
    },
    /// The step is done and the next one begins: forwarded, submitted for approval, approved.
    Advanced {
        /// The step it is now at.
        to: Place,
        /// A word for whoever does that step.
        note: String,
    },
    /// Sent back to an earlier step.
    SentBack {
        /// The step it is now at.
        to: Place,
        /// Why; the person who gets it back reads it first.
        reason: String,
    },
    /// The result is signed, numbered and attached (T25; NĐ 61/2018 Điều 19, 20).
    ResultIssued {
        /// The result.
        result: Outcome,
        /// The hand-over step, at the unit that received the dossier.
        to: Place,
    },
    /// The result was handed over (T27; NĐ 61/2018 Điều 20).
    Returned {
        /// Who took it and how.
        handover: Handover,
    },
}

/// What a dossier is for, and who receives and settles it. Receiver and settler may differ
/// (phi địa giới: NĐ 107/2021; NĐ 118/2025 Điều 14).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Target {
    /// The version of the procedure it was filed under; it never changes afterwards.
    pub procedure: ProcedureVersionId,
    /// The national code of the procedure, `1.001234`.
    pub procedure_code: String,
    /// Where it is received and, as a rule, returned.
    pub receiving_unit: UnitId,
    /// Who decides it.
    pub settling_unit: UnitId,
}

/// What is fixed at the moment of acceptance and never changes afterwards.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Acceptance {
    /// The public code (NĐ 61/2018 Điều 26).
    pub code: String,
    /// The rule set in force on the day of receipt: `nd61-2018` or `nd118-2025`.
    pub rules: String,
    /// The version of the internal process it is settled by.
    pub process: ProcessVersionId,
    /// When the papers were in the officer's hands; may lie before the moment of entry (row C-20).
    pub received_at: Instant,
    /// When the result is owed, or nothing if the procedure sets no limit.
    pub due_at: Option<Instant>,
    /// The number of Mẫu 01 in its book of the year; nothing where the result is given at once and nobody asked for the
    /// receipt (NĐ 61/2018 Điều 17.4).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub slip_number: Option<u32>,
    /// The first step.
    pub place: Place,
}

/// One request for everything that is missing (NĐ 61/2018 Điều 15.3: once, in writing, complete).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CompletionRequest {
    /// What is asked for, each by the number of its paper in the procedure or by a legal basis (row C-15).
    pub lines: Vec<RequestLine>,
    /// Why it is asked for.
    pub reason: String,
    /// The slip's number in its book.
    pub slip_number: u32,
}

/// One line of a request for completion.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RequestLine {
    /// The paper's number in the procedure's list, from 0, if the line asks for one of them.
    pub paper: Option<u16>,
    /// What the applicant reads.
    pub text: String,
}

/// Why a dossier is not accepted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ground {
    /// The reason in words the applicant understands.
    pub reason: String,
    /// The legal basis of it.
    pub basis: String,
}

/// The draft of a result on its way to signature.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    /// What is proposed: the result's name or a short opinion.
    pub opinion: String,
    /// The drafted document, if one is attached.
    pub file: Option<FileRef>,
}

/// The result of a dossier.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outcome {
    /// Number and symbol, `123/GP-SXD`.
    pub number: String,
    /// The day it is dated.
    pub dated_on: Date,
    /// The document.
    pub file: FileRef,
}

/// A file in the content-addressed store.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileRef {
    /// SHA-256 of its bytes, in hexadecimal digits.
    pub hash: String,
    /// The name under which it was given.
    pub name: String,
    /// What it is: `application/pdf`.
    pub mime: String,
    /// Its length in bytes.
    pub size: u64,
}

/// How the result left the house (NĐ 61/2018 Điều 20; domain §2.8).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Handover {
    /// Who took it.
    pub collector: String,
    /// The paper by which that person proved who they are.
    pub identity: String,
    /// At the counter, by post or online.
    pub way: super::ReturnWay,
    /// Whether the receipt (Mẫu 01) was taken back.
    pub receipt_taken_back: bool,
}

impl Event {
    /// The word stored in the log: `result_issued`.
    pub fn name(&self) -> &'static str {
        match self {
            Event::Submitted { .. } => "submitted",
            Event::Received { .. } => "received",
            Event::CompletionRequested { .. } => "completion_requested",
            Event::Completed { .. } => "completed",
            Event::Declined { .. } => "declined",
            Event::Transferred { .. } => "transferred",
            Event::Taken { .. } => "taken",
            Event::Assigned { .. } => "assigned",
            Event::Drafted { .. } => "drafted",
            Event::Advanced { .. } => "advanced",
            Event::SentBack { .. } => "sent_back",
            Event::ResultIssued { .. } => "result_issued",
            Event::Returned { .. } => "returned",
        }
    }

    /// What the timeline says happened.
    pub fn title(&self) -> &'static str {
        match self {
            Event::Submitted { .. } => "Nộp hồ sơ trực tuyến",
            Event::Received { .. } => "Tiếp nhận hồ sơ",
            Event::CompletionRequested { .. } => "Yêu cầu bổ sung, hoàn thiện hồ sơ",
            Event::Completed { .. } => "Đã bổ sung hồ sơ",
            Event::Declined { .. } => "Từ chối tiếp nhận",
            Event::Transferred { .. } => "Chuyển hồ sơ đến cơ quan giải quyết",
            Event::Taken { .. } => "Nhận xử lý",
            Event::Assigned { .. } => "Phân công",
            Event::Drafted { .. } => "Soạn dự thảo kết quả",
            Event::Advanced { .. } => "Chuyển bước",
            Event::SentBack { .. } => "Trả lại bước trước",
            Event::ResultIssued { .. } => "Ban hành kết quả",
            Event::Returned { .. } => "Trả kết quả",
        }
    }
}
