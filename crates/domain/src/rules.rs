//! Rule sets by date: the law the regulation cites and its successor are two values of one type. A dossier keeps the
//! set that was in force when it was received (domain, "Version warning").

use std::sync::OnceLock;

use jiff::civil::{Date, date};
use serde::{Deserialize, Serialize};

use crate::calendar::deadline::ClockPolicy;

/// What the law says between two dates.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleSet {
    /// Its name in files and in the log.
    pub id: &'static str,
    /// What people call it.
    pub title: &'static str,
    /// The first day on which it applies.
    pub in_force_from: Date,
    /// The last day on which it applies, if it was replaced.
    pub in_force_to: Option<Date>,
    /// How it is read where it leaves something open.
    pub reading: Reading,
    /// Working days from receipt within which the settling unit may ask for a supplement (NĐ 61/2018 Điều 19.4).
    pub supplement_window_days: i64,
    /// How often the day of return may be put off (NĐ 61/2018 Điều 19.9: once).
    pub extensions: u16,
    /// Whether districts exist.
    pub has_districts: bool,
    /// The letters' forms.
    pub forms: Forms,
}

/// What the law leaves open, or what was not seen in a text: a province sets it (`motcua.toml`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reading {
    /// How time is counted.
    #[serde(flatten)]
    pub clock: ClockPolicy,
    /// Working hours within which a dossier filed online is accepted, sent back or declined (unverified for both).
    pub online_check_hours: i64,
    /// Working days after which a dossier that was not completed is closed (unverified for NĐ 61/2018).
    pub completion_days: i64,
    /// Working days before that on which the applicant is reminded.
    pub reminder_days: i64,
    /// Whether "one day before" means a working day (unverified; NĐ 61/2018 Điều 19.9).
    pub notice_in_working_days: bool,
}

impl Reading {
    /// What applies where nothing is configured.
    pub const USUAL: Reading = Reading {
        clock: ClockPolicy::USUAL,
        online_check_hours: 8,
        completion_days: 15,
        reminder_days: 3,
        notice_in_working_days: false,
    };
}

/// The forms of the letters: their numbers, and the paper they are printed on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Forms {
    /// The circular that has them.
    pub circular: &'static str,
    /// Receipt and appointment.
    pub receipt: Form,
    /// Request for completion.
    pub completion: Form,
    /// Refusal to accept or to settle.
    pub refusal: Form,
    /// Apology and new day of return.
    pub apology: Form,
    /// Notice that settling stops; only the newer set has it.
    pub stop: Option<Form>,
    /// Control slip: who had it when.
    pub control: Form,
    /// Register book.
    pub register: Form,
}

impl Forms {
    /// Every form of the set.
    pub fn all(&self) -> impl Iterator<Item = Form> {
        let fixed = [self.receipt, self.completion, self.refusal, self.apology, self.control, self.register];
        fixed.into_iter().chain(self.stop)
    }
}

impl Form {
    /// Its title as it stands within a sentence: "Giấy tiếp nhận hồ sơ và hẹn trả kết quả".
    pub fn name(&self) -> String {
        let mut letters = self.title.chars();
        letters.next().into_iter().chain(letters.flat_map(char::to_lowercase)).collect()
    }
}

/// One form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Form {
    /// Its number: `01`.
    pub number: &'static str,
    /// Its title in capitals.
    pub title: &'static str,
    /// The symbol behind the number of a letter: `PBS-TTPVHCC`.
    pub symbol: &'static str,
}

/// NĐ 61/2018 with NĐ 107/2021, TT 01/2018 and TT 01/2023: the law that Decision 1267 cites.
const ND61: RuleSet = RuleSet {
    id: "nd61-2018",
    title: "NĐ 61/2018/NĐ-CP, NĐ 107/2021/NĐ-CP; TT 01/2018/TT-VPCP, TT 01/2023/TT-VPCP",
    in_force_from: date(2018, 6, 21),
    in_force_to: Some(date(2025, 6, 30)),
    reading: Reading::USUAL,
    supplement_window_days: 3,
    extensions: 1,
    has_districts: true,
    forms: Forms {
        circular: "TT 01/2018/TT-VPCP",
        receipt: Form {
            number: "01", title: "GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ", symbol: "TTPVHCC"
        },
        completion: Form {
            number: "02",
            title: "PHIẾU YÊU CẦU BỔ SUNG, HOÀN THIỆN HỒ SƠ",
            symbol: "PBS-TTPVHCC",
        },
        refusal: Form {
            number: "03",
            title: "PHIẾU TỪ CHỐI TIẾP NHẬN GIẢI QUYẾT HỒ SƠ",
            symbol: "PTC-TTPVHCC",
        },
        apology: Form {
            number: "04", title: "PHIẾU XIN LỖI VÀ HẸN LẠI NGÀY TRẢ KẾT QUẢ", symbol: "PXL"
        },
        stop: None,
        control: Form {
            number: "05",
            title: "PHIẾU KIỂM SOÁT QUÁ TRÌNH GIẢI QUYẾT HỒ SƠ",
            symbol: "PKS-TTPVHCC",
        },
        register: Form { number: "06", title: "SỔ THEO DÕI HỒ SƠ", symbol: "STD-TTPVHCC" },
    },
};

/// NĐ 118/2025 with TT 03/2025: in force since 1 July 2025, two levels, no district.
const ND118: RuleSet = RuleSet {
    id: "nd118-2025",
    title: "NĐ 118/2025/NĐ-CP; TT 03/2025/TT-VPCP",
    in_force_from: date(2025, 7, 1),
    in_force_to: None,
    reading: Reading::USUAL,
    supplement_window_days: 3,
    extensions: 1,
    has_districts: false,
    forms: Forms {
        circular: "TT 03/2025/TT-VPCP",
        receipt: Form {
            number: "01", title: "GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ", symbol: "TTPVHCC"
        },
        completion: Form {
            number: "02",
            title: "PHIẾU YÊU CẦU BỔ SUNG, HOÀN THIỆN HỒ SƠ",
            symbol: "PBS-TTPVHCC",
        },
        refusal: Form {
            number: "03",
            title: "PHIẾU TỪ CHỐI TIẾP NHẬN GIẢI QUYẾT HỒ SƠ",
            symbol: "PTC-TTPVHCC",
        },
        apology: Form {
            number: "04",
            title: "PHIẾU XIN LỖI VÀ ĐỀ NGHỊ GIA HẠN THỜI GIAN GIẢI QUYẾT",
            symbol: "PXL",
        },
        stop: Some(Form {
            number: "05", title: "THÔNG BÁO DỪNG GIẢI QUYẾT HỒ SƠ", symbol: "TBD-TTPVHCC"
        }),
        control: Form {
            number: "06",
            title: "PHIẾU KIỂM SOÁT QUÁ TRÌNH GIẢI QUYẾT HỒ SƠ",
            symbol: "PKS-TTPVHCC",
        },
        register: Form { number: "07", title: "SỔ THEO DÕI HỒ SƠ", symbol: "STD-TTPVHCC" },
    },
};

/// The sets as this process reads them: the law does not change while it runs.
static READ: OnceLock<[RuleSet; 2]> = OnceLock::new();

impl RuleSet {
    /// Says, before anything is counted, how each set is read; the oldest first. Refuses (`false`) once they were read
    /// differently.
    pub fn read_as(readings: [Reading; 2]) -> bool {
        let [old, new] = readings;
        let sets = [RuleSet { reading: old, ..ND61 }, RuleSet { reading: new, ..ND118 }];
        *READ.get_or_init(|| sets.clone()) == sets
    }

    /// Every set, the oldest first.
    pub fn all() -> &'static [RuleSet; 2] {
        READ.get_or_init(|| [ND61, ND118])
    }

    /// The set in force on `day`; before the first there is only the first.
    pub fn at(day: Date) -> &'static RuleSet {
        let [old, new] = RuleSet::all();
        if day < new.in_force_from { old } else { new }
    }

    /// The set of that name, or nothing.
    pub fn by_id(id: &str) -> Option<&'static RuleSet> {
        RuleSet::all().iter().find(|rules| rules.id == id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_set_changes_with_the_first_of_july_2025() {
        assert_eq!(RuleSet::at(date(2023, 8, 22)).id, "nd61-2018", "the day of Decision 1267");
        assert_eq!(RuleSet::at(date(2025, 6, 30)).id, "nd61-2018", "NĐ 118/2025 Điều 41");
        assert_eq!(RuleSet::at(date(2025, 7, 1)).id, "nd118-2025");
    }

    #[test]
    fn once_read_the_law_is_not_read_otherwise() {
        assert!(RuleSet::read_as([Reading::USUAL; 2]));
        let other = Reading { completion_days: 30, ..Reading::USUAL };
        assert!(!RuleSet::read_as([other, Reading::USUAL]));
        assert_eq!(RuleSet::all()[0].reading, Reading::USUAL);
    }

    #[test]
    fn the_sets_follow_each_other_without_a_gap() {
        let [old, new] = RuleSet::all();
        assert_eq!(old.in_force_to.and_then(|day| day.tomorrow().ok()), Some(new.in_force_from));
        for rules in RuleSet::all() {
            assert_eq!(RuleSet::by_id(rules.id), Some(rules));
        }
    }
}
