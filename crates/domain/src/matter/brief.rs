//! What a form asks for beside words, and what an answer says beside them (Quy chế 1267 Điều 4.1.d, 6.3; rows C-37, C-47, C-65).

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::words::words;

words! {
    /// What is asked of an agency (Điều 4.1.d). The word stands in addresses.
    AskFor {
        /// How far it is.
        Status = "tinh-trang" "Tình trạng, tiến độ",
        /// Why it is late; answered from the list of causes.
        Cause = "nguyen-nhan" "Nguyên nhân chậm",
        /// What the applicant has to supplement.
        Supplement = "bo-sung" "Nội dung cần bổ sung",
        /// Until when it is to be put off.
        Extension = "gia-han" "Đề xuất gia hạn, ngày trả mới",
    }
}

/// What stands in a matter beside its words.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Brief {
    /// What is asked for, of a request.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub asks: Vec<AskFor>,
    /// The rule that an obstacle is about.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub basis: String,
    /// What is proposed against the obstacle.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub proposal: String,
}

impl Brief {
    /// Whether that is asked for.
    pub fn asks_for(&self, what: AskFor) -> bool {
        self.asks.contains(&what)
    }
}

/// What an answer says beside its words.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Facts {
    /// What the applicant has to supplement.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub supplement: String,
    /// The day of return that is proposed; nothing where none is needed. It moves no date: the leader decides on the proposal about the
    /// dossier itself (NĐ 61/2018 Điều 19.9).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub new_due_on: Option<Date>,
}
