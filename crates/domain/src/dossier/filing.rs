//! What the applicant brings: who, for whom, which papers, by which channel, how the result is wanted.

use serde::{Deserialize, Serialize};

use super::event::FileRef;
use crate::{catalogue::form::Stated, notice::is_address, words::words};

/// Everything that was filed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Filing {
    /// How it came in.
    pub channel: Channel,
    /// The case of the procedure (trường hợp), by its number from 0.
    pub case: u16,
    /// Whose dossier it is (chủ hồ sơ).
    pub owner: Party,
    /// Who files for the owner, if somebody else does (người được ủy quyền).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub proxy: Option<Party>,
    /// What is asked for, in a few words (trích yếu).
    pub summary: String,
    /// What is stated in the form of the procedure (tờ khai).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub stated: Vec<Stated>,
    /// The papers handed in.
    pub papers: Vec<FiledPaper>,
    /// How many sets.
    pub sets: u16,
    /// How the result is wanted.
    pub return_way: ReturnWay,
    /// Why it goes before others, if it does (NĐ 63/2010 Điều 18.8; row C-03).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub priority: Option<Priority>,
}

impl Filing {
    /// The address to which news of it are sent: the one who files for the owner, or else the owner, if a letter can be sent there.
    pub fn address(&self) -> Option<String> {
        let parties = self.proxy.iter().chain([&self.owner]);
        parties.map(|party| party.email.clone()).find(|email| is_address(email))
    }
}

/// A person or an organisation in a dossier.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Party {
    /// Full name as on the identity paper.
    pub name: String,
    /// Personal identification number, or tax code of an organisation.
    pub identity: String,
    /// Whether it is an organisation.
    #[serde(default)]
    pub is_organisation: bool,
    /// Where they live or have their seat.
    pub address: String,
    /// Telephone, or empty.
    #[serde(default)]
    pub phone: String,
    /// E-mail, or empty.
    #[serde(default)]
    pub email: String,
}

impl Party {
    /// The last four characters of the identity number: the proof asked of who tracks a dossier without an account.
    pub fn last_four(&self) -> String {
        let digits: Vec<char> = self.identity.chars().filter(char::is_ascii_alphanumeric).collect();
        digits.iter().skip(digits.len().saturating_sub(4)).collect()
    }
}

/// One paper handed in, or taken from the store by reference.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FiledPaper {
    /// Its number in the procedure's list for the case, from 0; nothing if it is an extra.
    pub item: Option<u16>,
    /// What it is called.
    pub name: String,
    /// How many originals (bản chính).
    pub originals: u16,
    /// How many certified copies (bản sao chứng thực).
    pub certified_copies: u16,
    /// How many plain copies (bản chụp).
    pub copies: u16,
    /// Its digital copies, if any.
    #[serde(default)]
    pub files: Vec<FileRef>,
    /// The code of the dossier from which the store holds its digital copies, where it was not brought again (row C-16).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reused_from: Option<String>,
}

words! {
    /// How a dossier comes in (kênh nộp).
    Channel {
        /// At the counter.
        Counter = "counter" "Trực tiếp",
        /// Online.
        Online = "online" "Trực tuyến",
        /// By the public postal service (BCCI).
        Post = "post" "Bưu chính công ích",
    }
}

words! {
    /// How the result goes out (cách nhận kết quả).
    ReturnWay {
        /// At the counter.
        Counter = "counter" "Nhận tại quầy",
        /// By the public postal service.
        Post = "post" "Qua bưu chính công ích",
        /// As a signed file.
        Online = "online" "Nhận bản điện tử",
    }
}

words! {
    /// Groups who go first (NĐ 63/2010 Điều 18.8; row C-03).
    Priority {
        /// People with merit to the revolution.
        Merit = "merit" "Người có công",
        /// The elderly.
        Elderly = "elderly" "Người cao tuổi",
        /// People with disabilities.
        Disabled = "disabled" "Người khuyết tật",
        /// Poor households.
        Poor = "poor" "Hộ nghèo",
        /// Pregnant women.
        Pregnant = "pregnant" "Phụ nữ mang thai",
        /// Orphans.
        Orphan = "orphan" "Trẻ mồ côi",
        /// People under social protection.
        Protected = "protected" "Đối tượng bảo trợ xã hội",
    }
}

#[cfg(test)]
mod tests {
    use super::{Party, Priority};

    #[test]
    fn the_proof_is_the_last_four_of_the_identity_number() {
        for (identity, four) in
            [("084199001234", "1234"), ("2100 123 456-001", "6001"), ("12", "12"), ("", "")]
        {
            let party = Party { identity: identity.into(), ..Party::default() };
            assert_eq!(party.last_four(), four, "{identity}");
        }
    }

    #[test]
    fn stored_words_are_found_again() {
        for value in Priority::ALL {
            assert_eq!(Priority::by_name(value.name()), Some(*value));
        }
    }
}
