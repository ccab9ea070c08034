//! Who listens to what: event → jobs, one table. The jobs are left behind in the event's own transaction and done
//! afterwards by the feature that owns their kind.

use crate::dossier::Event;

/// Renders a letter and files it.
pub const LETTER: &str = "letter.file";
/// Tells the applicant.
pub const TELL: &str = "applicant.tell";
/// Looks at a dossier when a date has come.
pub const ALARM: &str = "dossier.alarm";
/// Reminds of a dossier, or urges it.
pub const URGE: &str = "matter.urge";
/// Leaves [`URGE`] behind for the moment at which whoever holds a dossier is reminded of its due date.
pub const REMIND: &str = "matter.remind";
/// Looks at a matter between units when its answer is due.
pub const MATTER: &str = "matter.climb";
/// Sends a letter by e-mail.
pub const NOTICE: &str = "notice.send";
/// Sets a letter of urging and keeps its file.
pub const URGE_LETTER: &str = "urge_letter.file";
/// Looks at a corrective action when it is to be mended.
pub const CORRECTIVE: &str = "corrective.climb";
/// Looks at a petition when its limit ends.
pub const PETITION: &str = "petition.overdue";
/// Sets a letter about petitions and keeps its file.
pub const PETITION_LETTER: &str = "petition.letter";
/// Notes what became of the e-mail that tells the sender of a petition of the answer.
pub const PETITION_SENT: &str = "petition.sent";
/// Looks at a question when its limit ends.
pub const QUESTION: &str = "question.overdue";

/// Looks at a task about a procedure when it is due.
pub const TASK: &str = "task.miss";
/// Looks at an item of a review before, on and after its day.
pub const REVIEW: &str = "review.ring";
/// Takes a procedure out of force when its last day is over.
pub const PROCEDURE_END: &str = "procedure.end";
/// Rings for the procedures whose legal basis ends.
pub const LEGAL_BASIS: &str = "legal_basis.ring";
/// Compares the catalogue with the copy of the national one.
pub const MIRROR: &str = "mirror.compare";
/// Drafts the notes of a month about seconded staff.
pub const STAFF_NOTE: &str = "secondment.note";

/// The kinds of job that follow from `event` at once.
pub fn to(event: &Event) -> &'static [&'static str] {
    match event {
        // Each outcome of intake owes exactly one slip (row C-18): Mẫu 01, 02, 03; what is given at once owes none unless
        // it was asked for.
        Event::Received { acceptance, .. } if acceptance.slip_number.is_none() => &[REMIND],
        // Whatever sets a due date sets the reminder of it.
        Event::Received { .. } | Event::Apologised { .. } => &[LETTER, REMIND, TELL],
        Event::CompletionRequested { .. } | Event::Declined { .. } | Event::SupplementRequested { .. } => {
            &[LETTER, TELL]
        }
        // A working day before the due date, on it, and once it is settled: then nobody is urged any more.
        Event::ApologyDrafted { .. } | Event::FellOverdue { .. } | Event::DutyUnpaid { .. } => &[URGE],
        Event::RequestCancelled { .. } | Event::ResultIssued { .. } => &[URGE, TELL],
        Event::Refused { .. } => &[LETTER, URGE, TELL],
        Event::Reminded | Event::DutyRequired { .. } => &[TELL],
        Event::Supplemented { resumption, .. } if resumption.slip_number.is_some() => &[LETTER, REMIND, TELL],
        Event::DutyPaid { resumption, .. } if resumption.slip_number.is_some() => {
            &[LETTER, URGE, REMIND, TELL]
        }
        Event::DutyPaid { .. } => &[URGE, REMIND, TELL],
        Event::Supplemented { .. } => &[REMIND, TELL],
        Event::Reopened { .. } => &[REMIND, TELL],
        Event::Withdrawn { slip_number: Some(_), .. } => &[LETTER, URGE],
        Event::Withdrawn { .. } => &[URGE],
        Event::Stopped { slip_number: Some(_), .. } | Event::Expired { slip_number: Some(_), .. } => {
            &[LETTER, URGE, TELL]
        }
        Event::Stopped { .. } | Event::Expired { .. } => &[URGE, TELL],
        _ => &[],
    }
}
