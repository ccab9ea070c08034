//! Reads the form of a deed field by field, so that everything that is wrong is said at once.

use base::{
    app::App,
    attachment::take,
    error::{Error, FieldError, Result},
};
use domain::{
    dossier::{
        event::{FileRef, Ground, RequestLine},
        extend::DelayCause,
        stop::StopCause,
    },
    id::PersonId,
    instant::{Instant, from_local},
    refusal::Refusal,
};
use jiff::civil::Date;
use kit::form::Fields;
use uuid::Uuid;

use super::{
    super::turn::Turn,
    turns::{ground, lines},
};

/// Reads a form field by field and keeps what is wrong with each.
pub struct Reader<'f> {
    /// The form.
    pub form: &'f Fields,
    /// Which deed it is of.
    pub deed: &'f str,
    /// What is wrong so far.
    pub errors: Vec<FieldError>,
}

impl Reader<'_> {
    /// Notes what is wrong with `field`.
    pub fn wrong(&mut self, field: &str, message: impl Into<String>) {
        self.errors.push(FieldError { field: field.into(), message: message.into() });
    }

    /// What was found; `otherwise`, and a note that it is wrong, if nothing was.
    pub fn or<T>(&mut self, found: Option<T>, field: &str, message: &str, otherwise: T) -> T {
        found.unwrap_or_else(|| {
            self.wrong(field, message);
            otherwise
        })
    }

    /// The person chosen in `field`.
    pub fn person(&mut self, field: &str) -> PersonId {
        self.or(self.form.number(field), field, "Chọn người nhận.", PersonId(Uuid::nil()))
    }

    /// The text of `field`, which must not be empty.
    pub fn needed(&mut self, field: &str, message: &str) -> String {
        let text = self.form.get(field).to_owned();
        if text.is_empty() {
            self.wrong(field, message);
        }
        text
    }

    /// The moment of `field`, in local time.
    pub fn moment(&mut self, field: &str) -> Instant {
        let at = self.form.get(field).parse().ok().map(from_local);
        self.or(at, field, "Ghi ngày và giờ, ví dụ 2023-09-12T16:00.", Instant::UNIX_EPOCH)
    }

    /// The day of `field`.
    pub fn day(&mut self, field: &str) -> Date {
        self.or(self.form.get(field).parse().ok(), field, "Ghi ngày, ví dụ 2023-08-29.", Date::ZERO)
    }

    /// The letter of apology (Mẫu 04).
    pub fn apology(&mut self) -> Turn {
        Turn::Apologise {
            cause: self.delay_cause("xl"),
            reason: self.needed("ly-do-xl", "Ghi lý do người nộp đọc được."),
            new_due_at: self.moment("hen-moi-xl"),
        }
    }

    /// Why settling stops.
    pub fn stop_cause(&mut self) -> StopCause {
        let cause = StopCause::by_name(self.form.get("nguyen-nhan-dung"));
        self.or(cause, "nguyen-nhan-dung", "Chọn nguyên nhân dừng.", StopCause::System)
    }

    /// Why it is late, in the fields that end on `of`.
    pub fn delay_cause(&mut self, of: &str) -> DelayCause {
        let field = format!("nguyen-nhan-{of}");
        let cause = DelayCause::by_name(self.form.get(&field));
        self.or(cause, &field, "Chọn nguyên nhân chậm.", DelayCause::Load)
    }

    /// The file chosen in `field`, kept.
    pub async fn file(&mut self, app: &App, field: &str) -> Result<Option<FileRef>> {
        match take(app, self.form, field).await {
            Err(Error::Invalid(wrong)) => {
                self.errors.extend(wrong);
                Ok(None)
            }
            other => other,
        }
    }

    /// The lines of a request: something must be asked for. Its fields carry the name of the deed, for two deeds ask alike.
    pub fn lines(&mut self) -> Vec<RequestLine> {
        let lines = lines(self.form);
        if lines.is_empty() {
            self.wrong(&format!("thieu-{}", self.deed), Refusal::NothingAsked.to_string());
        }
        lines
    }

    /// The reason of a request.
    pub fn reason(&mut self) -> String {
        let reason = self.form.get("ly-do-yc").to_owned();
        if reason.is_empty() {
            self.wrong(&format!("ly-do-yc-{}", self.deed), Refusal::ReasonMissing.to_string());
        }
        reason
    }

    /// A ground has a reason and its legal basis (NĐ 61/2018 Điều 19.5).
    pub fn ground(&mut self, of: &str) -> Ground {
        let ground = ground(self.form, of);
        if ground.reason.trim().is_empty() {
            self.wrong(&format!("ly-do-{of}"), Refusal::ReasonMissing.to_string());
        }
        if ground.basis.trim().is_empty() {
            self.wrong(&format!("can-cu-{of}"), "Ghi căn cứ pháp lý.");
        }
        ground
    }
}
