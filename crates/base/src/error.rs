//! What can go wrong, in four kinds that are never mixed: refusal, conflict, not yours or not there, fault.

use domain::refusal::Refusal;

use crate::texts::Lang;

/// Why something was not done.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The law or the process does not allow it; the sentence is shown as it stands.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// What was typed does not hold; each entry names its field and says what to do.
    #[error("{}", Lang::Vi.say("error-invalid"))]
    Invalid(Vec<FieldError>),
    /// Somebody else was faster; the person is shown the new state and may try again.
    #[error("{}", Lang::Vi.say("error-stale"))]
    Stale,
    /// There is no such thing, or this person must not know that there is.
    #[error("{}", Lang::Vi.say("error-not-found"))]
    NotFound,
    /// Nobody is signed in.
    #[error("{}", Lang::Vi.say("error-signed-out"))]
    SignedOut,
    /// The role does not include this page.
    #[error("{}", Lang::Vi.say("error-forbidden"))]
    Forbidden,
    /// Too many tries from one place.
    #[error("{}", Lang::Vi.say("error-too-many"))]
    TooMany,
    /// More work at once than the machine takes; nothing was written.
    #[error("{}", Lang::Vi.say("error-busy"))]
    Busy,
    /// There is no room left on a disk; nothing was written.
    #[error("{}", Lang::Vi.say("error-no-room"))]
    NoRoom,
    /// The store of files cannot be reached; why not is in the log.
    #[error("{}", Lang::Vi.say("error-files-away"))]
    FilesAway,
    /// What was sent is larger than a request may be.
    #[error("{}", Lang::Vi.say("error-too-large"))]
    TooLarge,
    /// What was sent is no form.
    #[error("{}", Lang::Vi.say("error-unreadable"))]
    Unreadable,
    /// A fault of ours: logged in full, shown only as a number to quote.
    #[error(transparent)]
    Fault(Box<dyn std::error::Error + Send + Sync>),
}

/// What is wrong with one field of a form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldError {
    /// The field's name in the form.
    pub field: String,
    /// What to do about it.
    pub message: String,
}

/// The outcome of a feature's work.
pub type Result<T> = std::result::Result<T, Error>;

impl From<kit::db::Error> for Error {
    fn from(error: kit::db::Error) -> Error {
        match error {
            kit::db::Error::Stale => Error::Stale,
            // Two writers of one dossier meet at the key of the log, two planners at a half day: the slower one is stale. So are two
            // who begin the same round, set weights, plan the same duties, enter the same decision, ring for the same basis at once.
            kit::db::Error::Duplicate { ref constraint }
                if [
                    "event",
                    "dossier",
                    "petition",
                    "checklist_round",
                    "data_confirmation",
                    "sample",
                    "secondment",
                    "roster",
                    "shift",
                    "work_weights",
                    "corrective",
                    "regulation_version",
                    "task_of_basis",
                ]
                .iter()
                .any(|table| constraint.contains(table)) =>
            {
                Error::Stale
            }
            kit::db::Error::Overloaded => Error::Busy,
            kit::db::Error::DiskFull => Error::NoRoom,
            other => Error::fault(other),
        }
    }
}

impl From<kit::blob::Error> for Error {
    fn from(error: kit::blob::Error) -> Error {
        match error {
            kit::blob::Error::Missing => Error::NotFound,
            kit::blob::Error::Disk(disk) if disk.kind() == std::io::ErrorKind::StorageFull => Error::NoRoom,
            kit::blob::Error::Away(why) => {
                tracing::error!(why, "the store of files");
                Error::FilesAway
            }
            other => Error::fault(other),
        }
    }
}

impl Error {
    /// A fault of ours, whatever it was.
    pub fn fault(error: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Error {
        Error::Fault(error.into())
    }

    /// One field is wrong.
    pub fn field(field: &str, message: impl Into<String>) -> Error {
        Error::Invalid(vec![FieldError { field: field.into(), message: message.into() }])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_at_once_are_told_that_one_was_faster() {
        for (constraint, is_stale) in [
            ("corrective_of_plan", true),
            ("regulation_version_number_signed_on_key", true),
            ("task_of_basis", true),
            ("person_login_key", false),
        ] {
            let error: Error = kit::db::Error::Duplicate { constraint: constraint.into() }.into();
            assert_eq!(matches!(error, Error::Stale), is_stale, "{constraint}");
        }
    }

    #[test]
    fn a_full_disk_and_a_store_that_is_away_are_said_and_not_numbered() {
        let full = || std::io::Error::from(std::io::ErrorKind::StorageFull);
        assert!(matches!(kit::blob::Error::Disk(full()).into(), Error::NoRoom));
        assert!(matches!(kit::db::Error::DiskFull.into(), Error::NoRoom));
        assert!(matches!(kit::blob::Error::Away("x".into()).into(), Error::FilesAway));
        assert!(matches!(kit::blob::Error::Damaged("x".into()).into(), Error::Fault(_)));
    }
}
