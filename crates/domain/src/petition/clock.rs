//! How long each step of a petition or a question may take, and when that ends.

use crate::{
    calendar::{Timetable, deadline::DAY_MINUTES},
    instant::{Instant, local_date},
    words::words,
};

words! {
    /// A limit that runs. The Centre may set another number of days for each; these are the defaults.
    Clock {
        /// Decide whether it is a petition and of which class.
        Classify = "phan-loai" "Phân loại, hoặc từ chối tiếp nhận",
        /// Ask the sender for what is missing, before acceptance.
        Ask = "de-nghi-bo-sung" "Đề nghị người gửi bổ sung lần đầu",
        /// Pass it on to who is competent, from receipt.
        Forward = "chuyen" "Chuyển cơ quan, đơn vị có thẩm quyền",
        /// Settle it, from receipt or from the last transfer.
        Settle = "giai-quyet" "Xử lý, trả lời",
        /// Answer again what the Centre sent back.
        Again = "tra-loi-lai" "Trả lời lại theo yêu cầu của Trung tâm",
        /// Check the answer and publish it.
        Publish = "cong-khai" "Kiểm tra và công khai",
        /// Answer a question (hỏi đáp).
        Question = "hoi-dap" "Trả lời câu hỏi",
    }
}

impl Clock {
    /// Working days, where nobody set another number.
    pub fn days(self) -> i64 {
        match self {
            Clock::Classify | Clock::Again | Clock::Publish => 2,
            Clock::Ask | Clock::Forward | Clock::Question => 5,
            Clock::Settle => 15,
        }
    }

    /// Where the number comes from.
    pub fn source(self) -> &'static str {
        match self {
            Clock::Classify => "Công văn 766, mục 5.2: từ chối trong 02 ngày làm việc",
            Clock::Ask => "Công văn 766, mục 5.2",
            Clock::Forward => "NĐ 20/2008/NĐ-CP Điều 9.1.d: không quá 05 ngày làm việc từ khi tiếp nhận",
            Clock::Settle => "Công văn 766, mục 5.2: 15 ngày làm việc từ khi gửi hoặc chuyển lần cuối",
            Clock::Publish => "Công văn 766, mục 5.2: 02 ngày làm việc từ khi chờ công khai",
            Clock::Again | Clock::Question => "Trung tâm quy định (pháp luật không ấn định)",
        }
    }
}

/// The end of the working day that is `days` working days after the day of `from`; the day itself does not count
/// (Bộ luật Dân sự 2015 Điều 147, 148). Nothing if the calendar ends before.
pub fn due(from: Instant, days: i64, table: &Timetable) -> Option<Instant> {
    let tomorrow = local_date(from).tomorrow().ok()?;
    table.after_minutes(Timetable::midnight(tomorrow), days * DAY_MINUTES)
}
