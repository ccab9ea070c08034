//! What can happen to a dossier. Facts, past tense, never changed afterwards; everything else is derived from them.

use serde::{Deserialize, Serialize};

pub use super::facts::*;
use super::{
    Filing, Place, State,
    duty::{Duty, Payment},
    extend::{Apology, DelayCause},
    outgoing::Given,
    part::{Answer, NewPart, Released},
    proposal::Proposal,
    reopen::Reopening,
    stop::StopCause,
    verify::{Check, Loss},
};
use crate::{id::PersonId, instant::Instant};

/// One thing that happened to one dossier. Who did it, where and when stands beside it in the log. The numbers T01–T30
/// are those of the domain reference §2.3.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
#[expect(missing_docs, reason = "a variant's line says what its fields are; their types say the rest")]
pub enum Event {
    // ── Intake ──
    /// The applicant filed online (T02); it waits at `to` to be checked.
    Submitted { filing: Box<Filing>, target: Target, to: Place },
    /// Complete: accepted, with code and appointment (T05; NĐ 61/2018 Điều 17.1.c, 17.3).
    Received { filing: Box<Filing>, target: Target, acceptance: Box<Acceptance> },
    /// Gaps found before acceptance: one complete request (T06; Mẫu 02).
    CompletionRequested { filing: Box<Filing>, target: Target, request: Request },
    /// The applicant completed it before acceptance (T08); it waits at `to` to be checked again.
    Completed { filing: Box<Filing>, to: Place },
    /// Not accepted (T07; Mẫu 03; NĐ 61/2018 Điều 17.1.b).
    Declined { filing: Box<Filing>, target: Target, ground: Ground, slip_number: u32 },
    // ── Settlement ──
    /// Handed to the settling unit (T11; NĐ 61/2018 Điều 18).
    Transferred { to: Place },
    /// Somebody of the responsible unit took the step (row C-02), before one that is due earlier for a reason (row C-03).
    Taken {
        #[serde(default, skip_serializing_if = "Option::is_none")]
        out_of_order: Option<String>,
    },
    /// The head gave the next step to a person (T13; NĐ 61/2018 Điều 19.1), with a word for that person.
    Assigned { person: PersonId, to: Place, note: String },
    /// The head gave the present step to another person, so that it waits for nobody who is absent.
    Reassigned { person: PersonId, reason: String },
    /// The draft of the result was written or rewritten (row C-25).
    Drafted { draft: Draft },
    /// The step is done and the next one begins: forwarded, submitted for approval, approved.
    Advanced { to: Place, note: String },
    /// Sent back to an earlier step; the person who gets it back reads the reason first.
    SentBack { to: Place, reason: String },
    /// The last deed was undone by a new one: the dossier stands again where it stood before.
    Undone { deed: String, reason: String, state: State, to: Option<Place> },
    /// Checked on the spot, or the genuineness of a paper verified (T14; NĐ 61/2018 Điều 19.3; row C-17).
    Verified { check: Check },
    // ── The applicant is asked, and answers ──
    /// After acceptance: one complete request; the clock stops (T17; Mẫu 02; NĐ 61/2018 Điều 19.4). `is_late`: outside the
    /// days that the law leaves for it, a violation.
    SupplementRequested { request: Request, is_late: bool },
    /// The applicant supplied everything that was asked for (T18); the clock runs again, with a new appointment.
    Supplemented { filing: Box<Filing>, resumption: Resumption },
    /// The applicant was reminded that the time to answer runs out.
    Reminded,
    /// Nobody answered in time: closed (T09). Papers that were handed in wait at `to` to be given back.
    Expired {
        slip_number: Option<u32>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        to: Option<Place>,
    },
    /// What the applicant was asked for was asked by mistake, and is not asked for any more: as if the clock had not stopped.
    RequestCancelled { reason: String },
    /// A financial duty must be paid first (T20); the clock stops.
    DutyRequired { duty: Duty },
    /// It was paid (T21); the clock runs again towards the second appointment.
    DutyPaid { payment: Payment, resumption: Resumption },
    /// The day until which it should be paid passed without a proof.
    DutyUnpaid { pay_by: Instant },
    // ── Decided by a leader on somebody's proposal ──
    /// Somebody proposed what only a leader may decide.
    Proposed { proposal: Proposal },
    /// The leader did not agree.
    ProposalRejected { reason: String },
    /// Refused to settle (T19; Mẫu 03; NĐ 61/2018 Điều 19.8); the papers go back through the one-stop unit at `to`.
    Refused { ground: Ground, slip_number: u32, to: Place },
    /// Stopped with cause (T24, Appendix A); `to` as above.
    Stopped { cause: StopCause, ground: Ground, slip_number: Option<u32>, to: Place },
    // ── Late ──
    /// It will be late: the letter of apology is drafted and numbered (T22; Mẫu 04).
    ApologyDrafted { slip_number: u32, due_at: Instant },
    /// The head of the authority signed the apology with the new day of return (T22, T23; NĐ 61/2018 Điều 19.9).
    Apologised { apology: Apology },
    /// The number of a letter that was drafted is used for no letter: it stands in the book with the reason (TT 01/2018 Điều 10.2).
    ApologyVoided { slip_number: u32, reason: String },
    /// The due date passed without a result; whether a signed apology had gone out by then.
    FellOverdue { due_at: Instant, has_apology: bool },
    /// Why it is late, where no letter of apology says it (row C-51).
    OverdueExplained { due_at: Instant, cause: DelayCause, reason: String },
    // ── Other units (liên thông, lấy ý kiến) ──
    /// A part was given to another unit, or its opinion asked for (T15; NĐ 61/2018 Điều 19.5–19.7).
    PartOpened { part: NewPart },
    /// The other unit confirmed: from now on it answers for the part.
    PartConfirmed { no: u16 },
    /// The other unit did its part; parts that waited for it begin.
    PartDone { no: u16, answer: Answer, released: Vec<Released> },
    /// The time for an opinion passed without one: recorded as silence (T16; NĐ 61/2018 Điều 19.5.b); parts that waited for it
    /// begin.
    PartSilent {
        no: u16,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        released: Vec<Released>,
    },
    /// The sender took the part back before it was answered; parts that waited for it begin.
    PartCancelled { no: u16, reason: String, released: Vec<Released> },
    /// The other unit did not take the part over: it is the sender's again; parts that waited for it begin.
    PartDeclined { no: u16, reason: String, released: Vec<Released> },
    /// The head of the other unit gave the part to another person there.
    PartReassigned { no: u16, person: PersonId, reason: String },
    /// The time for a part passed without its result.
    PartLate { no: u16 },
    // ── The end ──
    /// The applicant withdrew it (T24; TT 03/2025 Điều 7).
    Withdrawn { reason: String, slip_number: Option<u32>, to: Option<Place> },
    /// The result is signed, numbered and attached (T25; NĐ 61/2018 Điều 19, 20); `to` is the hand-over step.
    ResultIssued { result: Outcome, to: Place },
    /// The applicant was told that the result waits (T26, T28).
    CollectionReminded { note: String },
    /// The postal service brought it back after two invitations (T28; TT 17/2017 Điều 5.2.h).
    PostReturned { note: String },
    /// The result was handed over (T27; NĐ 61/2018 Điều 20).
    Returned { handover: Handover },
    /// The papers of a dossier that ended without a result were given back.
    PapersReturned { handover: Handover },
    // ── Afterwards ──
    /// An error of the authority is put right, or it is opened again by decision (T29; NĐ 61/2018 Điều 21.1).
    Reopened { reopening: Reopening, to: Place },
    /// What goes out to the applicant was handed out, posted or said (domain §2.9).
    LetterGiven { given: Given },
    /// A paper was lost or damaged (T30; NĐ 61/2018 Điều 21.2).
    PaperLost { loss: Loss },
}

impl Event {
    /// The word stored in the log, what the timeline says, and what it would have done as a verb phrase for a refusal.
    #[rustfmt::skip]
    fn words(&self) -> (&'static str, &'static str, &'static str) {
        match self {
            Event::Submitted { .. } => ("submitted", "Nộp hồ sơ trực tuyến", "nộp hồ sơ"),
            Event::Received { .. } => ("received", "Tiếp nhận hồ sơ", "tiếp nhận"),
            Event::CompletionRequested { .. } => ("completion_requested", "Yêu cầu bổ sung, hoàn thiện hồ sơ", "yêu cầu bổ sung"),
            Event::Completed { .. } => ("completed", "Đã bổ sung hồ sơ", "bổ sung"),
            Event::Declined { .. } => ("declined", "Từ chối tiếp nhận", "từ chối tiếp nhận"),
            Event::Transferred { .. } => ("transferred", "Chuyển hồ sơ đến cơ quan giải quyết", "chuyển hồ sơ"),
            Event::Taken { .. } => ("taken", "Nhận xử lý", "nhận xử lý"),
            Event::Assigned { .. } => ("assigned", "Phân công", "phân công"),
            Event::Reassigned { .. } => ("reassigned", "Giao lại cho người khác", "giao lại"),
            Event::Drafted { .. } => ("drafted", "Soạn dự thảo kết quả", "soạn dự thảo"),
            Event::Advanced { .. } => ("advanced", "Chuyển bước", "chuyển bước"),
            Event::SentBack { .. } => ("sent_back", "Trả lại bước trước", "trả lại"),
            Event::Undone { .. } => ("undone", "Hoàn tác", "hoàn tác"),
            Event::Verified { .. } => ("verified", "Thẩm tra, xác minh", "ghi kết quả thẩm tra"),
            Event::SupplementRequested { .. } => ("supplement_requested", "Yêu cầu bổ sung hồ sơ", "yêu cầu bổ sung"),
            Event::Supplemented { .. } => ("supplemented", "Đã bổ sung hồ sơ, hẹn lại ngày trả", "nhận bổ sung"),
            Event::Reminded => ("reminded", "Nhắc bổ sung hồ sơ", "nhắc bổ sung"),
            Event::Expired { .. } => ("expired", "Hết hạn bổ sung, kết thúc hồ sơ", "kết thúc hồ sơ"),
            Event::RequestCancelled { .. } => ("request_cancelled", "Thu hồi yêu cầu đối với người nộp", "thu hồi yêu cầu"),
            Event::DutyRequired { .. } => ("duty_required", "Yêu cầu thực hiện nghĩa vụ tài chính", "yêu cầu nghĩa vụ tài chính"),
            Event::DutyPaid { .. } => ("duty_paid", "Đã hoàn thành nghĩa vụ tài chính", "ghi nhận nghĩa vụ tài chính"),
            Event::DutyUnpaid { .. } => ("duty_unpaid", "Quá hạn nộp nghĩa vụ tài chính", "ghi quá hạn nộp"),
            Event::Proposed { .. } => ("proposed", "Trình lãnh đạo quyết định", "trình lãnh đạo"),
            Event::ProposalRejected { .. } => ("proposal_rejected", "Lãnh đạo không đồng ý đề xuất", "trả lời đề xuất"),
            Event::Refused { .. } => ("refused", "Từ chối giải quyết", "từ chối giải quyết"),
            Event::Stopped { .. } => ("stopped", "Dừng giải quyết", "dừng giải quyết"),
            Event::ApologyDrafted { .. } => ("apology_drafted", "Lập phiếu xin lỗi, chờ ký", "lập phiếu xin lỗi"),
            Event::ApologyVoided { .. } => ("apology_voided", "Hủy số phiếu xin lỗi", "hủy số phiếu"),
            Event::LetterGiven { .. } => ("letter_given", "Giao phiếu, báo tin cho người nộp", "ghi giao phiếu"),
            Event::Apologised { .. } => ("apologised", "Xin lỗi và hẹn lại ngày trả kết quả", "xin lỗi và hẹn lại"),
            Event::FellOverdue { .. } => ("fell_overdue", "Quá hạn trả kết quả", "ghi quá hạn"),
            Event::OverdueExplained { .. } => ("overdue_explained", "Ghi nguyên nhân quá hạn", "ghi nguyên nhân quá hạn"),
            Event::PartOpened { .. } => ("part_opened", "Chuyển đơn vị khác phối hợp", "chuyển đơn vị phối hợp"),
            Event::PartConfirmed { .. } => ("part_confirmed", "Đơn vị phối hợp đã nhận", "xác nhận phần việc"),
            Event::PartDone { .. } => ("part_done", "Đơn vị phối hợp đã trả lời", "trả lời phần việc"),
            Event::PartSilent { .. } => ("part_silent", "Đơn vị được hỏi không trả lời trong hạn", "ghi nhận không trả lời"),
            Event::PartCancelled { .. } => ("part_cancelled", "Thu hồi phần việc phối hợp", "thu hồi phần việc"),
            Event::PartDeclined { .. } => ("part_declined", "Đơn vị phối hợp từ chối tiếp nhận", "từ chối tiếp nhận phần việc"),
            Event::PartReassigned { .. } => ("part_reassigned", "Đơn vị phối hợp giao lại cho người khác", "giao lại phần việc"),
            Event::PartLate { .. } => ("part_late", "Đơn vị phối hợp chậm trả kết quả", "ghi nhận chậm"),
            Event::Withdrawn { .. } => ("withdrawn", "Người nộp rút hồ sơ", "rút hồ sơ"),
            Event::ResultIssued { .. } => ("result_issued", "Ban hành kết quả", "ban hành kết quả"),
            Event::CollectionReminded { .. } => ("collection_reminded", "Báo người nộp đến nhận kết quả", "báo nhận kết quả"),
            Event::PostReturned { .. } => ("post_returned", "Bưu chính trả lại kết quả", "ghi nhận bưu chính trả lại"),
            Event::Returned { .. } => ("returned", "Trả kết quả", "trả kết quả"),
            Event::PapersReturned { .. } => ("papers_returned", "Trả lại hồ sơ cho người nộp", "trả lại hồ sơ"),
            Event::Reopened { .. } => ("reopened", "Mở lại hồ sơ", "mở lại hồ sơ"),
            Event::PaperLost { .. } => ("paper_lost", "Mất hoặc hỏng giấy tờ", "ghi mất giấy tờ"),
        }
    }

    /// The word stored in the log: `result_issued`.
    pub fn name(&self) -> &'static str {
        self.words().0
    }

    /// What the timeline says happened.
    pub fn title(&self) -> &'static str {
        self.words().1
    }

    /// What it would have done, as a verb phrase for a refusal.
    pub fn deed(&self) -> &'static str {
        self.words().2
    }

    /// What was filed, if the event brings it or changes it.
    pub fn filing(&self) -> Option<&Filing> {
        match self {
            Event::Submitted { filing, .. }
            | Event::Received { filing, .. }
            | Event::CompletionRequested { filing, .. }
            | Event::Completed { filing, .. }
            | Event::Declined { filing, .. }
            | Event::Supplemented { filing, .. } => Some(filing),
            _ => None,
        }
    }

    /// The parts of other units that begin by it.
    pub fn released(&self) -> &[Released] {
        match self {
            Event::PartDone { released, .. }
            | Event::PartSilent { released, .. }
            | Event::PartCancelled { released, .. }
            | Event::PartDeclined { released, .. } => released,
            _ => &[],
        }
    }
}
