//! What events carry: the target, the numbers given at acceptance, requests, grounds, results, files.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::Place;
use crate::{
    id::{ProcedureVersionId, ProcessVersionId, UnitId},
    instant::Instant,
};

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
    /// When it must be clear whether that can be kept: the last working day before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub warn_at: Option<Instant>,
    /// The number of Mẫu 01 in its book of the year; nothing where the result is given at once and nobody asked for the
    /// receipt (NĐ 61/2018 Điều 17.4).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub slip_number: Option<u32>,
    /// The first step.
    pub place: Place,
}

/// One request for everything that is missing (Mẫu 02; NĐ 61/2018 Điều 15.3: once, in writing, complete), before
/// acceptance or after it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Request {
    /// What is asked for, each by the number of its paper in the procedure or by a legal basis (row C-15).
    pub lines: Vec<RequestLine>,
    /// Why it is asked for.
    pub reason: String,
    /// The slip's number in its book.
    pub slip_number: u32,
    /// By when the applicant is to answer; the dossier is closed otherwise (DECREE-KRK 6.4.a).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answer_by: Option<Instant>,
    /// When the applicant is reminded of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub remind_at: Option<Instant>,
}

/// One line of a request.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RequestLine {
    /// The paper's number in the procedure's list, from 0, if the line asks for one of them.
    pub paper: Option<u16>,
    /// What the applicant reads.
    pub text: String,
    /// The rule that asks for it, where no paper of the list does (row C-15).
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub basis: String,
    /// Why a paper that the store holds is asked for all the same: to verify that it is genuine (row C-17).
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub verifies: String,
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

/// How the clock runs again after it stood still.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Resumption {
    /// When everything was in the officer's hands.
    pub at: Instant,
    /// The new appointment, or nothing if the procedure sets no limit.
    pub due_at: Option<Instant>,
    /// When it must be clear whether that can be kept.
    pub warn_at: Option<Instant>,
    /// Where it goes on: the step and the person it stood at, with its time anew.
    pub to: Place,
    /// The number of the new receipt (Mẫu 01 again), if one is due.
    pub slip_number: Option<u32>,
}
