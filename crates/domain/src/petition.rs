//! Petitions: what people report and propose about procedures, rules and conduct (phản ánh, kiến nghị; NĐ 20/2008; Quy chế
//! 1267 Điều 3.3, 4.1.e; rows C-31, C-32, C-54, C-55, C-56). Each has one class and, while it is open, one clock.

pub mod clock;
pub mod figure;
pub mod letter;
pub mod right;
pub mod sender;

use serde::{Deserialize, Serialize};

use crate::{
    dossier::event::FileRef,
    id::{DossierId, PetitionId, UnitId},
    instant::Instant,
    people::Actor,
    refusal::Refusal,
    words::words,
};
use clock::Clock;
use right::PetitionDeed;
use sender::Publication;

words! {
    /// How it came in (NĐ 20/2008 Điều 6, 13).
    PetitionChannel {
        /// At a counter.
        Counter = "quay" "Trực tiếp tại quầy",
        /// On the published telephone number.
        Telephone = "dien-thoai" "Điện thoại",
        /// By letter.
        Letter = "thu" "Thư, văn bản",
        /// By e-mail.
        Email = "email" "Thư điện tử",
        /// On this system's form.
        Web = "web" "Trang web",
        /// From a suggestion box.
        Box = "hom-thu" "Hòm thư góp ý",
        /// On a hotline.
        Hotline = "duong-day-nong" "Đường dây nóng",
        /// From a portal, as a file.
        Portal = "cong" "Cổng dịch vụ công",
    }
}

words! {
    /// What it is about, as the sender sees it (NĐ 20/2008 Điều 5).
    PetitionSubject {
        /// A rule or a procedure.
        Rule = "quy-dinh" "Quy định, thủ tục hành chính",
        /// How somebody behaved.
        Conduct = "hanh-vi" "Thái độ, hành vi của cán bộ",
        /// One dossier.
        Dossier = "ho-so" "Một hồ sơ cụ thể",
        /// A proposal.
        Suggestion = "sang-kien" "Giải pháp, sáng kiến",
        /// Anything else.
        Other = "khac" "Việc khác",
    }
}

words! {
    /// What it is in law (NĐ 20/2008 Điều 9.1).
    PetitionClass {
        /// Fails Điều 7, or is a complaint or a denunciation, which have their own laws.
        NotAccepted = "khong-tiep-nhan" "Không tiếp nhận",
        /// About conduct: delay, trouble, wrong doing. To the competent unit.
        Conduct = "hanh-vi" "Phản ánh hành vi",
        /// About a rule that the province may change.
        Within = "trong-tham-quyen" "Quy định trong thẩm quyền",
        /// About a rule that others made. Passed on within five working days.
        Outside = "ngoai-tham-quyen" "Quy định ngoài thẩm quyền",
    }
}

words! {
    /// Where it stands.
    PetitionState {
        /// To be classified.
        Received = "received" "Chờ phân loại",
        /// The sender is to say more.
        Asked = "asked" "Chờ người gửi bổ sung",
        /// Not accepted.
        Declined = "declined" "Không tiếp nhận",
        /// Classified; to be passed on or settled.
        Classified = "classified" "Chờ chuyển, xử lý",
        /// A unit is to answer.
        Forwarded = "forwarded" "Đơn vị đang xử lý",
        /// With an authority outside the system.
        PassedOn = "passed_on" "Đã chuyển cơ quan ngoài hệ thống",
        /// Answered; the Centre checks.
        Answered = "answered" "Chờ Trung tâm kiểm tra",
        /// Answered and public.
        Published = "published" "Đã trả lời, công khai",
        /// Answered, not public.
        Closed = "closed" "Đã trả lời",
        /// Answered together with another.
        Joined = "joined" "Đã gộp",
    }
}

impl PetitionState {
    /// Nothing more will be decided.
    pub fn is_over(self) -> bool {
        matches!(self, PetitionState::Declined | PetitionState::Published | PetitionState::Closed)
    }
}

words! {
    /// How it was settled (NĐ 20/2008 Điều 14, 15).
    Outcome {
        /// A rule is amended or abolished.
        Amend = "sua-doi" "Sửa đổi, bổ sung, thay thế, bãi bỏ quy định",
        /// A new rule is made.
        Issue = "ban-hanh" "Ban hành quy định mới",
        /// Proposed to who is competent.
        Propose = "kien-nghi" "Kiến nghị cơ quan có thẩm quyền",
        /// Conduct was put right.
        Corrected = "chan-chinh" "Đã chấn chỉnh, khắc phục",
        /// Explained.
        Explained = "giai-thich" "Giải thích, hướng dẫn",
        /// There is not enough to act on.
        Unfounded = "khong-du-co-so" "Không đủ cơ sở xem xét",
        /// Checked, and not so (TT 01/2018 Điều 13.7.c).
        Untrue = "khong-dung" "Xác minh: nội dung không đúng",
    }
}

words! {
    /// How the answer reached the sender (NĐ 20/2008 Điều 19).
    ReplyWay {
        /// By letter.
        Letter = "thu" "Văn bản gửi bưu điện",
        /// By e-mail.
        Email = "email" "Thư điện tử",
        /// As a text message.
        Message = "tin-nhan" "Tin nhắn",
        /// By telephone.
        Telephone = "dien-thoai" "Điện thoại",
        /// In person.
        InPerson = "truc-tiep" "Trực tiếp",
        /// On the portal that it came from.
        Portal = "cong" "Cổng dịch vụ công",
    }
}

/// A clock that runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Running {
    /// Which.
    pub clock: Clock,
    /// From when on.
    pub since: Instant,
    /// Until when.
    pub due_at: Instant,
}

/// The answer of who settled it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reply {
    /// What is said.
    pub text: String,
    /// How it was settled.
    pub outcome: Outcome,
    /// The rule that it rests on (căn cứ pháp lý).
    pub basis: String,
    /// What the agency sends to the Centre with it (row C-32).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file: Option<FileRef>,
}

/// To whom it is passed on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Receiver {
    /// A unit of the house.
    Unit(UnitId),
    /// An authority that does not work here, by name.
    Outside(String),
}

/// Where it came from, if it came as an item of another system: an item is entered once (row C-33).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Source {
    /// The system.
    pub system: String,
    /// Its number there.
    pub id: String,
}

/// A petition as it stands. Who sent it is kept apart: see [`sender::Sender`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Petition {
    /// Its code, which is its number in the register: `PAKN-2023-00001`.
    pub code: String,
    /// How it came in.
    pub channel: PetitionChannel,
    /// Where it came from, if from another system.
    pub source: Option<Source>,
    /// What it is about.
    pub subject: PetitionSubject,
    /// In a line.
    pub title: String,
    /// In full, with what was supplied later. A telephone call is written down truthfully (NĐ 20/2008 Điều 7.2.đ).
    pub content: String,
    /// The code of the dossier it is about, as the sender wrote it, or empty.
    pub dossier_code: String,
    /// That dossier, if there is one of that code.
    pub dossier: Option<DossierId>,
    /// The procedure it is about, as the sender wrote it, or empty.
    pub procedure: String,
    /// When it was received.
    pub received_at: Instant,
    /// Where it stands.
    pub state: PetitionState,
    /// What it is in law, once somebody said so.
    pub class: Option<PetitionClass>,
    /// Why it is not accepted, or whatever was said at the classification.
    pub ground: String,
    /// Who has it: a unit of the house.
    pub unit: Option<UnitId>,
    /// Who has it: an authority outside, by name; or empty.
    pub outside: String,
    /// The clock that runs, if one does.
    pub clock: Option<Running>,
    /// The sender was asked for more, at least once.
    pub was_asked: bool,
    /// The limits that were not kept, each once.
    pub late: Vec<Clock>,
    /// The answer.
    pub reply: Option<Reply>,
    /// What everybody reads.
    pub publication: Option<Publication>,
    /// The petition that it is answered together with.
    pub head: Option<PetitionId>,
    /// What the sender added: a scan, a photograph. Only for who may know the sender; the names say nothing.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub files: Vec<FileRef>,
    /// The signed letter with the answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub letter: Option<letter::Signed>,
    /// Whether the answer reached the sender.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub delivery: Option<letter::Delivery>,
}

/// What happens to a petition.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum PetitionEvent {
    /// It came in.
    Filed {
        /// How it begins.
        petition: Box<Petition>,
    },
    /// The sender is asked for more.
    Asked {
        /// For what.
        text: String,
    },
    /// The sender said more.
    Supplied {
        /// What.
        text: String,
    },
    /// Its class was found.
    Classified {
        /// Which.
        class: PetitionClass,
        /// Why; for what is not accepted its legal ground.
        ground: String,
    },
    /// Passed on.
    Forwarded {
        /// To whom.
        to: Receiver,
        /// With which words.
        text: String,
    },
    /// Answered.
    Answered {
        /// The answer.
        reply: Reply,
    },
    /// The answer is not enough.
    SentBack {
        /// What is missing.
        text: String,
    },
    /// Everybody may read it.
    Published {
        /// What they read.
        publication: Publication,
    },
    /// Answered, and not for everybody.
    Closed {
        /// Why not.
        text: String,
    },
    /// The answer reached the sender.
    Delivered {
        /// How.
        way: ReplyWay,
        /// When.
        sent_at: Instant,
        /// The number of the letter, who took the call.
        text: String,
    },
    /// The letter with the answer was signed.
    LetterSigned {
        /// Its number, and whose it is.
        letter: letter::Signed,
    },
    /// The answer did not reach the sender that way: another is to be chosen.
    Undelivered {
        /// Which way.
        way: ReplyWay,
        /// Why not, without the sender's address.
        text: String,
    },
    /// Answered together with another.
    Joined {
        /// The other.
        head: PetitionId,
        /// The class of the other, which is its own now.
        class: PetitionClass,
    },
    /// It was joined by mistake, and is classified anew.
    Unjoined {
        /// Why.
        text: String,
    },
    /// What everybody could read is taken back.
    Withdrawn {
        /// Why.
        text: String,
    },
    /// The petition that it was joined to is over.
    Settled,
    /// Its limit ended.
    Overdue,
}

impl PetitionEvent {
    /// The word stored in the log, and what people read.
    pub fn words(&self) -> (&'static str, &'static str) {
        match self {
            PetitionEvent::Filed { .. } => ("petition_filed", "Tiếp nhận"),
            PetitionEvent::Asked { .. } => ("petition_asked", "Đề nghị người gửi bổ sung"),
            PetitionEvent::Supplied { .. } => ("petition_supplied", "Người gửi bổ sung"),
            PetitionEvent::Classified { .. } => ("petition_classified", "Phân loại"),
            PetitionEvent::Forwarded { .. } => ("petition_forwarded", "Chuyển xử lý"),
            PetitionEvent::Answered { .. } => ("petition_answered", "Trả lời"),
            PetitionEvent::SentBack { .. } => ("petition_sent_back", "Đề nghị trả lời lại"),
            PetitionEvent::Published { .. } => ("petition_published", "Công khai"),
            PetitionEvent::Closed { .. } => ("petition_closed", "Kết thúc, không công khai"),
            PetitionEvent::Delivered { .. } => ("petition_delivered", "Gửi trả lời cho người phản ánh"),
            PetitionEvent::LetterSigned { .. } => ("petition_letter_signed", "Ký công văn trả lời"),
            PetitionEvent::Undelivered { .. } => {
                ("petition_undelivered", "Trả lời không đến được người phản ánh")
            }
            PetitionEvent::Joined { .. } => ("petition_joined", "Gộp vào phản ánh khác"),
            PetitionEvent::Unjoined { .. } => ("petition_unjoined", "Tách khỏi phản ánh đã gộp"),
            PetitionEvent::Withdrawn { .. } => ("petition_withdrawn", "Rút công khai"),
            PetitionEvent::Settled => ("petition_settled", "Được trả lời cùng phản ánh đã gộp"),
            PetitionEvent::Overdue => ("petition_overdue", "Quá hạn"),
        }
    }

    /// What was said with it.
    pub fn text(&self) -> &str {
        match self {
            PetitionEvent::Asked { text }
            | PetitionEvent::Supplied { text }
            | PetitionEvent::Classified { ground: text, .. }
            | PetitionEvent::Forwarded { text, .. }
            | PetitionEvent::SentBack { text }
            | PetitionEvent::Closed { text }
            | PetitionEvent::Delivered { text, .. }
            | PetitionEvent::Unjoined { text }
            | PetitionEvent::Withdrawn { text }
            | PetitionEvent::Undelivered { text, .. } => text,
            PetitionEvent::Answered { reply } => &reply.text,
            _ => "",
        }
    }
}

mod fold;
pub use fold::{Happened, Next};

#[cfg(test)]
mod tests;
