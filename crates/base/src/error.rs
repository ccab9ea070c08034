//! What can go wrong, in four kinds that are never mixed: refusal, conflict, not yours or not there, fault.

use domain::refusal::Refusal;

/// Why something was not done.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The law or the process does not allow it; the sentence is shown as it stands.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// What was typed does not hold; each entry names its field and says what to do.
    #[error("Thông tin chưa đúng, xin xem lại các ô được đánh dấu.")]
    Invalid(Vec<FieldError>),
    /// Somebody else was faster; the person is shown the new state and may try again.
    #[error("Hồ sơ vừa được người khác cập nhật. Xin xem lại tình trạng mới bên dưới.")]
    Stale,
    /// There is no such thing, or this person must not know that there is.
    #[error("Không tìm thấy nội dung này.")]
    NotFound,
    /// Nobody is signed in.
    #[error("Xin đăng nhập để tiếp tục.")]
    SignedOut,
    /// The role does not include this page.
    #[error("Ông/bà không có quyền xem trang này.")]
    Forbidden,
    /// Too many tries from one place.
    #[error("Ông/bà thao tác quá nhanh. Xin thử lại sau ít phút.")]
    TooMany,
    /// More work at once than the machine takes; nothing was written.
    #[error("Hệ thống đang bận. Xin thử lại sau giây lát; dữ liệu đã nhập chưa được ghi.")]
    Busy,
    /// There is no room left on a disk; nothing was written.
    #[error("Máy chủ đã hết dung lượng lưu trữ; nội dung vừa gửi chưa được ghi. Xin báo quản trị hệ thống.")]
    NoRoom,
    /// The store of files cannot be reached; why not is in the log.
    #[error(
        "Kho tệp tạm thời không truy cập được. Nếu vừa gửi nội dung, nội dung đó chưa được ghi. Xin thử lại sau ít phút."
    )]
    FilesAway,
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
            // Two writers of one dossier meet at the key of the log: the slower one is stale.
            kit::db::Error::Duplicate { ref constraint }
                if constraint.contains("event") || constraint.contains("dossier") =>
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
    fn a_full_disk_and_a_store_that_is_away_are_said_and_not_numbered() {
        let full = || std::io::Error::from(std::io::ErrorKind::StorageFull);
        assert!(matches!(kit::blob::Error::Disk(full()).into(), Error::NoRoom));
        assert!(matches!(kit::db::Error::DiskFull.into(), Error::NoRoom));
        assert!(matches!(kit::blob::Error::Away("x".into()).into(), Error::FilesAway));
        assert!(matches!(kit::blob::Error::Damaged("x".into()).into(), Error::Fault(_)));
    }
}
