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
    /// A matter between units is answered, sent back and closed by the side whose turn it is (Quy chế 1267 Điều 4.1.d, 6.3).
    #[error(
        "Lúc này ông/bà không làm được việc đó: hoặc chưa đến lượt đơn vị ông/bà, hoặc việc đã kết thúc."
    )]
    MatterNotYours,
    /// An obstacle is joined to another that waits for its answer, and takes none with it (Quy chế 1267 Điều 6.3).
    #[error(
        "Chỉ gộp được vào một khó khăn, vướng mắc khác đang chờ trả lời, hạn trả lời không muộn hơn, hoặc đã trình UBND tỉnh; việc đã có việc khác gộp vào thì không gộp đi nữa."
    )]
    NotALead,
    /// The list of those who are late is published by the director of the Centre (Quy chế 1267 Điều 3.2.d).
    #[error("Danh sách này do Giám đốc Trung tâm công khai.")]
    NotYoursToPublish,
    /// Nothing was written.
    #[error("Cần ghi nội dung.")]
    NothingSaid,
    /// Who is urged says why it is late (row C-49).
    #[error("Cần chọn nguyên nhân chậm.")]
    CauseMissing,
    /// A letter of urging lists at least one dossier (row C-48).
    #[error("Đơn vị này không có hồ sơ quá hạn hay đến hạn trong một ngày làm việc.")]
    NothingToUrge,
    /// A letter of urging is signed on the day of its figures (row C-48).
    #[error("Số liệu của dự thảo này không phải của hôm nay. Xin bỏ dự thảo và lập lại.")]
    UrgeLetterOld,
    /// A letter of urging of which nothing is left to settle (row C-48).
    #[error("Mọi hồ sơ trong dự thảo này đã giải quyết xong, không còn gì để đôn đốc. Xin bỏ dự thảo.")]
    NothingLeftToUrge,
    /// A ladder on which somebody above would be told before somebody below.
    #[error("Cấp trên không được báo trước cấp dưới; thời hạn 0–30 ngày làm việc, trả lời ít nhất 1 ngày.")]
    LadderDescends,
    /// A petition or a question is not this person's to act on, or not now.
    #[error("Lúc này ông/bà không làm được việc đó: phản ánh, câu hỏi này không ở chỗ ông/bà, hoặc đã xong.")]
    ContactNotYours,
    /// What is published points to the sender (domain §8.5; row C-56).
    #[error("Chưa công khai được: nội dung còn {0}. Xin bỏ những chỗ đó.")]
    PointsToSender(String),
    /// An answer names its kind and its legal basis (row C-32).
    #[error("Trả lời phải có nội dung, hình thức xử lý và căn cứ pháp lý.")]
    SettlementIncomplete,
    /// It is passed on to a unit or to an authority outside, and to exactly one.
    #[error("Chọn một đơn vị, hoặc ghi tên cơ quan ngoài hệ thống.")]
    NoReceiver,
    /// What was delivered was delivered before now.
    #[error("Thời điểm gửi trả lời phải trước lúc này và sau khi tiếp nhận.")]
    DeliveredWhen,
    /// A letter needs a name to be written to (row C-56).
    #[error("Người gửi không ghi tên: không có ai để gửi công văn. Xin trả lời bằng cách khác.")]
    NobodyToWriteTo,
    /// A letter of proposals holds some, and each is put before the province once (row C-55).
    #[error("Chọn ít nhất một kiến nghị, và chỉ những kiến nghị chưa có trong văn bản nào.")]
    NothingToPropose,
    /// What an applicant reads names no officer (row C-47).
    #[error("Nội dung cho người nộp xem không nêu tên cán bộ ({0}). Xin bỏ tên đó.")]
    NamesOfficer(String),
    /// Only what is being settled takes others in, and nothing takes itself in.
    #[error("Chỉ gộp được vào một phản ánh khác đang xử lý, chưa gộp vào đâu.")]
    NotAGroup,
    /// Samples are sent by agencies and decided by the Centre, once (row C-12).
    #[error(
        "Lúc này ông/bà không làm được việc đó: biểu mẫu do đơn vị gửi, Trung tâm duyệt một lần cho mỗi bản."
    )]
    SampleNotYours,
    /// A sample dossier carries the word “MẪU” (TT 01/2018 Điều 5.2).
    #[error(
        "Trang đầu chưa có chữ “MẪU” in hoa ở góc trên bên phải (TT 01/2018 Điều 5.2), hoặc tệp là ảnh quét nên không đọc được chữ. Xin ghi chữ này rồi xuất lại tệp PDF."
    )]
    MarkMissing,
    /// The word stands somewhere else.
    #[error("Chữ “MẪU” phải ở góc trên bên phải của trang đầu (TT 01/2018 Điều 5.2).")]
    MarkElsewhere,
    /// The word is of another size.
    #[error("Chữ “MẪU” đang là cỡ {0}; phải là cỡ 16 (TT 01/2018 Điều 5.2).")]
    MarkSize(String),
    /// The word is in another typeface.
    #[error("Chữ “MẪU” đang dùng phông {0}; phải là Times New Roman, in đậm (TT 01/2018 Điều 5.2).")]
    MarkFont(String),
    /// A sample still shows whose dossier it was.
    #[error("Trang đầu còn số định danh của một người. Xin che thông tin cá nhân (TT 01/2018 Điều 5.2).")]
    SampleNamesSomebody,
    /// A period begins before it ends, and is not all over.
    #[error("Ngày cuối không được trước ngày đầu và không được trước hôm nay.")]
    PeriodDates,
    /// One person sits at one counter at a time.
    #[error("{name} đã ngồi ở {desk} trong buổi này.")]
    TwoDesks {
        /// Who.
        name: String,
        /// Where already.
        desk: String,
    },
    /// Seconded staff are kept by the Centre; notes about them go to their agency, each once (NĐ 61/2018 Điều 9.3).
    #[error(
        "Lúc này ông/bà không làm được việc đó: việc của Trung tâm hoặc của cơ quan cử cán bộ, hoặc đã xong."
    )]
    SecondmentNotYours,
    /// Staff come from another agency.
    #[error("Cơ quan cử cán bộ phải khác Trung tâm.")]
    SenderIsCentre,
    /// The person is seconded already.
    #[error("Người này đang được cử đến trong thời gian đó.")]
    SecondmentKnown,
    /// A note speaks of punctuality, discipline and work (NĐ 61/2018 Điều 9.3).
    #[error("Ghi đủ thời gian làm việc, thái độ và kỷ luật, đánh giá của Trung tâm.")]
    NoteIncomplete,
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
    /// Its last day is over (NĐ 63/2010 Điều 14.2; row C-43).
    #[error(
        "Thủ tục này đã hết hiệu lực sau ngày {}/{}/{}, không tiếp nhận hồ sơ mới. Hồ sơ đã tiếp nhận vẫn được giải quyết.",
        .0.day(), .0.month(), .0.year()
    )]
    ProcedureEnded(jiff::civil::Date),
    /// A newer version came into force while the form was filled in.
    #[error("Thủ tục vừa có bản công bố mới. Xin xem lại thành phần hồ sơ rồi tiếp nhận.")]
    ProcedureChanged,
    /// Nobody has built or approved a process for it (row C-10: it cannot be chosen at intake).
    #[error("Thủ tục này chưa có quy trình điện tử, chưa thể tiếp nhận hồ sơ.")]
    NoProcess,
    /// The process in force does not add up to the limit that was published after it (row C-08).
    #[error(
        "Quy trình điện tử của thủ tục không khớp với thời hạn đang công bố, chưa thể tiếp nhận hồ sơ cho đến khi quy trình được sửa. {0}"
    )]
    ProcessMisfit(String),
    /// Nothing is configured yet that could be tried or used (rows C-08, C-10).
    #[error("Thủ tục chưa có quy trình đang áp dụng khớp với thời hạn. Xin công bố quy trình trước.")]
    NoFittingProcess,
    /// A task about a procedure is reported by its owner and checked by the Centre (Quy chế 1267 Điều 3.1, 4.1).
    #[error("Lúc này ông/bà không làm được việc đó: việc thuộc đơn vị khác, hoặc đã sang bước khác.")]
    TaskNotYours,
    /// Supervision: the Centre inspects and checks, the agency mends and confirms (Quy chế 1267 Điều 4.1, 4.2, 6.2).
    #[error("Lúc này ông/bà không làm được việc đó: việc thuộc đơn vị khác, hoặc đã sang bước khác.")]
    SupervisionNotYours,
    /// Every item of a round of supervision is looked at, and what is not met is described (Quy chế 1267 Điều 4.1).
    #[error("Cần kết luận từng mục; mục không đạt phải ghi rõ sai ở đâu.")]
    RoundIncomplete,
    /// What is exported as evidence does not change any more (Quy chế 1267 Điều 4.3; row C-58).
    #[error("Kỳ phải kết thúc trước hôm nay, và ngày cuối không trước ngày đầu.")]
    PeriodOpen,
    /// An export is made at once, so it is bounded (row C-58).
    #[error("Mỗi lần xuất không quá 366 ngày.")]
    PeriodTooLong,
    /// The numbers of a month are fixed when it is over (Quy chế 1267 Điều 6.2; row C-63).
    #[error("Chỉ chốt số liệu của tháng đã kết thúc, mỗi tháng một lần.")]
    MonthOpen,
    /// A meeting has been held before its minutes are entered (NĐ 61/2018 Điều 9.2).
    #[error("Ngày họp không được sau hôm nay.")]
    NotHeldYet,
    /// A proposal to cut says what is cut (NĐ 63/2010 Điều 28; row C-06).
    #[error("Đề xuất cắt giảm phải ghi số ngày, số giấy tờ hoặc số tiền giảm được.")]
    NothingSaved,
    /// What is adopted holds from a day on (row C-53).
    #[error("Cần ghi ngày bắt đầu áp dụng.")]
    DayMissing,
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
    /// The person has the role in the unit already.
    #[error("Người này đang có vai trò đó trong đơn vị.")]
    RoleHeld,
    /// A role begins before it ends.
    #[error("Ngày cuối của vai trò không được trước ngày đầu.")]
    RoleDates,
    /// An absence is for days still to come, the first before the last.
    #[error("Ngày cuối của thời gian vắng không được trước ngày đầu và không được trước hôm nay.")]
    AbsenceDates,
    /// The absence is written down already.
    #[error("Người này đã được ghi vắng trong thời gian đó.")]
    AbsenceKnown,
    /// Absence and standing in are arranged by the heads of the unit and the administrator.
    #[error("Ông/bà không có quyền ghi vắng, phân công thay cho người này.")]
    NotYoursToArrange,
    /// Nobody stands in for themself.
    #[error("Người làm thay phải là người khác.")]
    OwnSubstitute,
    /// Who stands in works in the unit.
    #[error("Người làm thay phải đang làm việc trong cùng đơn vị trong thời gian đó.")]
    SubstituteElsewhere,
    /// Who stands in is there.
    #[error("Người làm thay cũng vắng trong thời gian đó.")]
    SubstituteAway,
    /// Who takes the fees does not settle them (domain §11.2).
    #[error("Thu ngân và kế toán đối soát phải là hai người khác nhau.")]
    DutiesMixed,
    /// New work is not given to somebody who is away.
    #[error(
        "{name} vắng đến hết ngày {}/{}/{}, không giao việc mới được. Xin chọn người khác.",
        until.day(), until.month(), until.year()
    )]
    Away {
        /// Who.
        name: String,
        /// The last day away.
        until: jiff::civil::Date,
    },
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
    /// A name begins within the life of its unit, after the names before it, and not in the future.
    #[error(
        "Tên mới không để trống; ngày có hiệu lực phải sau tên trước, trong thời gian đơn vị hoạt động và không muộn hơn hôm nay."
    )]
    UnitName,
    /// Only a unit that ends is succeeded, and by others.
    #[error("Chỉ đơn vị đã có ngày kết thúc mới có đơn vị kế thừa, và không thể tự kế thừa chính mình.")]
    UnitSuccessors,
    /// A code names one unit for good.
    #[error("Mã đơn vị “{0}” đã được dùng.")]
    UnitCodeTaken(String),
    /// The unit does not fit among the others.
    #[error("Đơn vị chưa hợp lệ. {0}")]
    UnitUnsound(String),
    /// A code names one procedure (domain §4.3).
    #[error("Mã thủ tục “{0}” đã có. Xin tìm trong danh sách và sửa thành bản mới.")]
    ProcedureCodeTaken(String),
    /// A person has worked on this draft: a file does not write over it.
    #[error(
        "Bản nháp này đã có người sửa trên màn hình; tệp không ghi đè. Xin công bố hoặc bỏ bản nháp rồi nhập lại."
    )]
    DraftMended,
    /// A process takes its time from the limit of its procedure.
    #[error("Thủ tục chưa có thời hạn đủ số và đơn vị, chưa thể lập quy trình. Xin ghi thời hạn trước.")]
    NoLimit,
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
    /// The store holds it already (Quy chế 1267 Điều 3.2.a; row C-16).
    #[error("“{0}” đã có bản số hóa trong kho; không yêu cầu nộp lại, trừ khi cần xác minh tính xác thực.")]
    PaperHeld(String),
    /// Verification is an exception for what the store holds (row C-17).
    #[error("“{0}” chưa có trong kho nên không phải trường hợp xác minh.")]
    NothingToVerify(String),
    /// More than one request, and verifications, are a leader's to decide (row C-14).
    #[error("Đã yêu cầu bổ sung một lần, hoặc có giấy tờ cần xác minh: phải trình lãnh đạo quyết định.")]
    LeaderMustDecide,
    /// One proposal at a time.
    #[error("Hồ sơ đang có một đề xuất chờ lãnh đạo quyết định.")]
    ProposalWaits,
    /// There is nothing to decide.
    #[error("Không có đề xuất nào chờ quyết định.")]
    NothingProposed,
    /// The procedure sets no limit.
    #[error("Hồ sơ không có ngày hẹn trả.")]
    NoDueDate,
    /// A new day of return lies after the old one and after today.
    #[error("Ngày hẹn lại phải sau ngày hẹn cũ và sau lúc này.")]
    NewDueTooEarly,
    /// Longer than the law leaves.
    #[error("Ngày hẹn lại quá xa: thời gian gia hạn không được dài hơn thời hạn giải quyết.")]
    NewDueTooLate,
    /// A supplement is taken back on the day on which it was asked for.
    #[error("Chỉ thu hồi được yêu cầu bổ sung trong ngày đã gửi.")]
    AskedTooLongAgo,
    /// A due date lies in working time still to come.
    #[error("Ngày hẹn phải ở phía trước, trong giờ làm việc của nơi trả kết quả.")]
    DueNotInWorkingTime,
    /// A financial duty has its name and its document.
    #[error("Ghi rõ nghĩa vụ tài chính và số văn bản.")]
    DutyIncomplete,
    /// A check has its time, place, persons and content (NĐ 61/2018 Điều 19.3).
    #[error("Ghi đủ nơi thẩm tra, người tham gia và nội dung.")]
    CheckIncomplete,
    /// A check cannot lie in the future.
    #[error("Thời điểm thẩm tra không thể ở sau lúc này.")]
    CheckInFuture,
    /// A loss has its paper, its story and its remedy (NĐ 61/2018 Điều 21.2).
    #[error("Ghi đủ giấy tờ bị mất, sự việc và cách khắc phục.")]
    LossIncomplete,
    /// Opening again by decision names the decision.
    #[error("Ghi số, ngày của quyết định.")]
    DecisionMissing,
    /// Withdrawal ends where the result begins (TT 03/2025 Điều 7).
    #[error("Hồ sơ đã có kết quả, không rút được nữa.")]
    ResultIsThere,
    /// The settling unit does its own work itself.
    #[error("Đơn vị đang giải quyết hồ sơ không thể là đơn vị phối hợp.")]
    PartToOneself,
    /// A part has a task.
    #[error("Ghi nội dung đề nghị đơn vị phối hợp.")]
    TaskMissing,
    /// There is no such part.
    #[error("Không có phần việc này, hoặc chưa ghi thời hạn.")]
    NoSuchPart,
    /// The part is over.
    #[error("Phần việc này đã kết thúc hoặc chưa bắt đầu.")]
    PartClosed,
    /// The parts do not fit into what is left of the limit (row C-24).
    #[error("Các phần việc nối tiếp cần {} giờ làm việc, hồ sơ chỉ còn {} giờ.", path / 60, left / 60)]
    PartTooLong {
        /// Working minutes of the longest path.
        path: i64,
        /// Working minutes that the dossier has left.
        left: i64,
    },
    /// Parts that others do are still open.
    #[error("Còn phần việc của đơn vị phối hợp chưa xong, chưa ban hành kết quả được.")]
    PartsOpen,
    /// An answer has words; an opinion says whether it agrees.
    #[error("Ghi nội dung trả lời; với ý kiến, chọn đồng ý hay không.")]
    AnswerIncomplete,
    /// Nobody outside may have been told.
    #[error("Không hoàn tác được việc “{deed}”.")]
    NotUndoable {
        /// The last deed.
        deed: &'static str,
    },
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
