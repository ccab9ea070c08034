//! What may be applied for: procedures (thủ tục hành chính) with all their national parts (NĐ 63/2010 Điều 8.2).

pub mod code;
pub mod complete;
pub mod form;
pub mod limit;

use serde::{Deserialize, Serialize};

pub use form::{FieldKind, FormField};
pub use limit::TimeLimit;

use crate::{calendar::deadline::Limit, dossier::Channel};

/// One procedure as it is published. Immutable once published: a change is a new version.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Procedure {
    /// Its national code, `1.001193`.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Its field (lĩnh vực).
    pub field: String,
    /// The ministry it belongs to.
    pub ministry: String,
    /// Where it is settled: `tinh`, `huyen`, `xa`, `bo`, `khac`.
    pub levels: Vec<String>,
    /// Whether a vertical body settles it.
    pub is_vertical: bool,
    /// Who settles it, as published.
    pub executing_body: String,
    /// Who is competent, as published.
    pub competent_body: String,
    /// The decision that announced it.
    pub decision: String,
    /// Its kind: in the law itself, delegated, special.
    pub kind: String,
    /// Who may apply.
    pub audiences: Vec<String>,
    /// By which channels, each with its own limits and fees.
    pub channels: Vec<Way>,
    /// The cases, each with its papers; a procedure without distinct cases has one without a name.
    pub cases: Vec<Case>,
    /// What its form asks (mẫu đơn, tờ khai), in that order; nothing where the form is a file alone.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub form: Vec<FormField>,
    /// How many sets of papers.
    pub sets: Option<u16>,
    /// The legal basis.
    pub legal_basis: Vec<String>,
    /// What comes out of it.
    pub results: Vec<Product>,
    /// The order of steps, as published.
    pub sequence: String,
    /// What the applicant must fulfil.
    pub conditions: String,
    /// How far it can be done online.
    pub online: OnlineLevel,
    /// The parts that the procedure expressly does not have (`phi_le_phi`, `yeu_cau_dieu_kien`, …; NĐ 63/2010 Điều
    /// 8.2.h: "không có" is said, not left empty).
    #[serde(default)]
    pub without: Vec<String>,
    /// The province whose own list it comes from; empty for a record that holds everywhere. Fees and limits set by
    /// another province's council are not law here.
    #[serde(default)]
    pub locality: String,
    /// The fee in the words of the source.
    #[serde(default)]
    pub fee_text: String,
    /// Papers that a national database stands in for (NQ 66.7/2025/NQ-CP): they are not asked for again.
    #[serde(default)]
    pub replaced: Vec<Replaced>,
    /// Where the record comes from.
    pub source: String,
    /// The page it was taken from.
    pub url: String,
    /// What is known to be wrong with the record.
    pub flags: Vec<String>,
}

/// One way to file, with its time limit and fees.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Way {
    /// The channel; nothing if the record does not say.
    pub channel: Option<Channel>,
    /// How long it takes.
    pub limit: Option<TimeLimit>,
    /// What it costs.
    pub fees: Vec<Fee>,
    /// What the record adds in words.
    pub note: String,
}

/// A fee or charge as published.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fee {
    /// The amount in whole units of the currency; nothing if only words say it.
    pub amount: Option<i64>,
    /// The currency, `VND`.
    pub currency: String,
    /// What it is for, or by which rule it is set.
    pub note: String,
}

/// One case of a procedure (trường hợp) with its papers.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Case {
    /// Its name; empty if the procedure has only one.
    pub name: String,
    /// The papers asked for (thành phần hồ sơ).
    pub papers: Vec<Paper>,
}

/// One paper asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Paper {
    /// What it is called.
    pub name: String,
    /// How many originals; nothing if the record does not say.
    pub originals: Option<u16>,
    /// How many copies; nothing if the record does not say.
    pub copies: Option<u16>,
    /// The files of its form.
    pub forms: Vec<String>,
}

impl Paper {
    /// Whether a dossier is incomplete without it. A paper whose name says that only some must bring it ("nếu có",
    /// "trường hợp …") is asked for by the officer, not by the list.
    pub fn is_mandatory(&self) -> bool {
        let folded = crate::text::fold(&self.name);
        let is_conditional =
            ["neu co", "truong hop", "doi voi", "xuat trinh", "neu "].iter().any(|w| folded.contains(w));
        let is_asked = self.originals.unwrap_or(1) + self.copies.unwrap_or(0) > 0;
        is_asked && !is_conditional
    }
}

/// What a procedure gives.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Product {
    /// Its name.
    pub name: String,
    /// Its national code, or empty.
    pub code: String,
}

/// A paper that a database stands in for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Replaced {
    /// The paper, as the resolution names it.
    pub paper: String,
    /// The database.
    pub database: String,
}

/// How far a procedure can be done online (NĐ 42/2022 Điều 11).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OnlineLevel {
    /// Information only.
    #[default]
    Information,
    /// In part.
    Partial,
    /// From filing to result.
    Full,
}

impl OnlineLevel {
    /// What people read.
    pub fn title(self) -> &'static str {
        match self {
            OnlineLevel::Information => "Cung cấp thông tin",
            OnlineLevel::Partial => "Dịch vụ công trực tuyến một phần",
            OnlineLevel::Full => "Dịch vụ công trực tuyến toàn trình",
        }
    }
}

/// Where a version of a procedure or process is in its life.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum VersionState {
    /// Being written; may be changed.
    Draft,
    /// In force; never changes again.
    Published,
    /// No longer in force; dossiers received under it go on.
    Retired,
}

impl VersionState {
    /// The word stored and sent.
    pub fn name(self) -> &'static str {
        match self {
            VersionState::Draft => "draft",
            VersionState::Published => "published",
            VersionState::Retired => "retired",
        }
    }

    /// The state of that stored word, or nothing.
    pub fn by_name(name: &str) -> Option<VersionState> {
        [VersionState::Draft, VersionState::Published, VersionState::Retired]
            .into_iter()
            .find(|s| s.name() == name)
    }

    /// Whether a version may go from here to `next`: drafts are published, what is published is retired, and nothing
    /// comes back.
    pub fn may_become(self, next: VersionState) -> bool {
        use VersionState as S;
        matches!((self, next), (S::Draft, S::Published) | (S::Published, S::Retired))
    }

    /// What people read.
    pub fn title(self) -> &'static str {
        match self {
            VersionState::Draft => "Bản nháp",
            VersionState::Published => "Đang công bố",
            VersionState::Retired => "Hết hiệu lực",
        }
    }
}

impl Procedure {
    /// The way to file by `channel`: its own entry, else one that names no channel, else the first.
    pub fn way(&self, channel: Channel) -> Option<&Way> {
        let by = |wanted: Option<Channel>| {
            self.channels.iter().find(|way| way.channel == wanted && has_limit(way))
        };
        by(Some(channel)).or_else(|| by(None)).or_else(|| self.channels.iter().find(|way| has_limit(way)))
    }

    /// How long it takes when filed by `channel`; nothing if the record sets no limit.
    pub fn limit(&self, channel: Channel) -> Option<Limit> {
        self.way(channel)?.limit.as_ref()?.limit()
    }

    /// Whether it may be filed online.
    pub fn is_online(&self) -> bool {
        self.online != OnlineLevel::Information
    }

    /// Whether its cases exclude one another, so that an applicant has to choose. Some records list there, instead of
    /// cases, groups of the papers of one case ("Giấy tờ phải nộp", "Giấy tờ phải xuất trình", "Lưu ý").
    pub fn has_choice_of_case(&self) -> bool {
        let is_group = |case: &Case| {
            let folded = crate::text::fold(&case.name);
            ["giay to phai", "luu y", "xuat trinh"].iter().any(|words| folded.contains(words))
        };
        self.cases.len() > 1 && !self.cases.iter().any(is_group)
    }

    /// The papers asked for in case number `case`, from 0.
    pub fn papers(&self, case: u16) -> &[Paper] {
        self.cases.get(usize::from(case)).map_or(&[], |case| &case.papers)
    }
}

fn has_limit(way: &Way) -> bool {
    way.limit.as_ref().is_some_and(|limit| limit.limit().is_some())
}

#[cfg(test)]
mod tests {
    use super::{Case, Procedure, VersionState as S};

    #[test]
    fn groups_of_papers_are_no_choice_of_cases() {
        let of = |names: &[&str]| {
            let case = |name: &&str| Case { name: (*name).into(), papers: vec![] };
            Procedure { cases: names.iter().map(case).collect(), ..Procedure::default() }.has_choice_of_case()
        };
        assert!(of(&["Đăng ký thường trú vào chỗ ở do thuê", "Đăng ký thường trú tại cơ sở tôn giáo"]));
        assert!(!of(&["* Giấy tờ phải nộp:", "* Giấy tờ phải xuất trình:", "* Lưu ý:", ""]), "1.001193");
        assert!(!of(&["Chỉ một"]));
        assert!(!of(&[]));
    }

    #[test]
    fn a_version_goes_one_way() {
        let all = [S::Draft, S::Published, S::Retired];
        for from in all {
            for to in all {
                let may = [(S::Draft, S::Published), (S::Published, S::Retired)].contains(&(from, to));
                assert_eq!(from.may_become(to), may, "{from:?} → {to:?}");
            }
            assert_eq!(S::by_name(from.name()), Some(from));
        }
    }
}
