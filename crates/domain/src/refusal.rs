//! Why a rule says no. One list; each entry has its sentence for the person who asked.

/// The law, the process or the state of the dossier does not allow it; the text is shown as it stands.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The event cannot happen in this state.
    #[error("Hồ sơ đang ở trạng thái “{state}”, không thể {deed}.")]
    WrongState {
        /// The state's name on screen.
        state: &'static str,
        /// What was wanted, as a verb phrase.
        deed: &'static str,
    },
    /// The person's role or unit does not include this.
    #[error("Ông/bà không có quyền {deed} ở bước này của hồ sơ.")]
    NotYours {
        /// What was wanted, as a verb phrase.
        deed: &'static str,
    },
    /// Somebody else already holds the step (Quy chế 1267 Điều 2: one responsible person; row C-02).
    #[error("Bước này đã có người nhận xử lý.")]
    AlreadyTaken,
    /// A reason is required and was not given.
    #[error("Cần ghi rõ lý do.")]
    ReasonMissing,
    /// A refusal must name its legal basis (NĐ 61/2018 Điều 17.1.b).
    #[error("Cần nêu căn cứ pháp lý của việc từ chối.")]
    BasisMissing,
    /// Asking for a supplement without saying which papers (NĐ 61/2018 Điều 15.3).
    #[error("Cần chọn ít nhất một giấy tờ hoặc nội dung phải bổ sung.")]
    NothingAsked,
    /// Only what the published procedure lists may be asked for (Quy chế 1267 Điều 3.2.a; NĐ 61/2018 Điều 5.1).
    #[error("“{0}” không có trong thành phần hồ sơ đã công bố của thủ tục.")]
    PaperNotListed(String),
    /// A procedure that is not published cannot be applied for.
    #[error("Thủ tục này chưa được công bố hoặc đã bị bãi bỏ, không thể tiếp nhận hồ sơ.")]
    ProcedureNotPublished,
    /// Nobody has built or approved a process for it (row C-10: it cannot be chosen at intake).
    #[error("Thủ tục này chưa có quy trình điện tử, chưa thể tiếp nhận hồ sơ.")]
    NoProcess,
    /// Only drafts are published and changed; what was published is a record.
    #[error("Chỉ có thể sửa hoặc công bố bản nháp.")]
    NotADraft,
    /// Only what is in force can be taken out of force.
    #[error("Bản này hiện không có hiệu lực.")]
    NotPublished,
    /// Parts of the procedure are missing (NĐ 63/2010 Điều 8.2; row C-42).
    #[error("Thủ tục chưa đủ nội dung để công bố. {0}")]
    ProcedureIncomplete(String),
    /// A process that is not sound (TT 01/2018 Điều 8; row C-08).
    #[error("Quy trình chưa hợp lệ. {0}")]
    ProcessUnsound(String),
    /// A login that is too short or has other characters.
    #[error("Tên đăng nhập gồm ít nhất 3 chữ thường không dấu, chữ số, dấu chấm; họ tên không để trống.")]
    BadLogin,
    /// Another account has this login.
    #[error("Tên đăng nhập này đã có người dùng.")]
    LoginTaken,
    /// The person named does not have the role in the unit that answers for the step.
    #[error("Người được phân công không có vai trò này trong đơn vị.")]
    NotAHolder,
    /// The procedure cannot be filed online.
    #[error("Thủ tục này không nộp trực tuyến được. Xin nộp trực tiếp hoặc qua bưu chính.")]
    NotOnline,
    /// Nobody is named who settles it.
    #[error("Chưa xác định cơ quan giải quyết thủ tục này. Xin chọn cơ quan giải quyết.")]
    NoSettler,
    /// A unit must begin before it ends and have a name.
    #[error("Đơn vị phải có tên và ngày kết thúc không trước ngày bắt đầu.")]
    UnitDates,
    /// A unit that a record names is not there.
    #[error("Không có đơn vị mang mã “{0}”.")]
    UnknownUnit(String),
    /// A unit past its end date receives no new dossier (row C-01).
    #[error("Đơn vị “{0}” không còn hoạt động, không thể tiếp nhận hồ sơ mới.")]
    UnitClosed(String),
    /// The papers that the procedure requires are not all there.
    #[error("Hồ sơ còn thiếu: {0}.")]
    PapersMissing(String),
    /// A receipt cannot lie in the future.
    #[error("Thời điểm nhận hồ sơ không thể ở sau lúc này.")]
    ReceivedInFuture,
    /// What was received long ago is not entered as new.
    #[error("Thời điểm nhận hồ sơ đã quá một tháng, không nhập như hồ sơ mới được.")]
    ReceivedLongAgo,
    /// The procedure takes longer than a visit (NĐ 61/2018 Điều 17.4).
    #[error("Thủ tục này có thời hạn dài hơn một ngày làm việc, không trả kết quả ngay được.")]
    NotAtOnce,
    /// Submitted for review or signature without a draft of the result (row C-25).
    #[error("Chưa có dự thảo kết quả để trình.")]
    DraftMissing,
    /// A result cannot be issued while steps still follow.
    #[error("Chưa đến bước ban hành kết quả.")]
    NotLastStep,
    /// There is no step to go to.
    #[error("Quy trình không có bước này.")]
    NoSuchStep,
    /// A result needs its number, date and file (NĐ 61/2018 Điều 19, 20).
    #[error("Kết quả phải có số, ngày và tệp đính kèm.")]
    ResultIncomplete,
    /// Out of the order of due times without a reason (row C-03).
    #[error("Có hồ sơ đến hạn sớm hơn đang chờ. Cần ghi lý do nhận hồ sơ này trước.")]
    OutOfOrder,
    /// The person who collects must be named (NĐ 61/2018 Điều 6.2.b, 20).
    #[error("Cần ghi họ tên và giấy tờ của người nhận kết quả.")]
    CollectorMissing,
}
