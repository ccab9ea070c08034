//! Who exists: units with their dates, names and successors (row C-01). Levels are data: they change by law.

pub mod tree;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::{calendar::WorkingHours, id::UnitId, refusal::Refusal};

/// What a unit is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum UnitKind {
    /// The provincial People's Committee (UBND tỉnh).
    Province,
    /// A department, board or vertical body of the province (sở, ban, ngành).
    Department,
    /// A district-level People's Committee; none since 1/7/2025.
    District,
    /// A commune-level People's Committee (xã, phường, thị trấn).
    Commune,
    /// A public administration service centre or one-stop unit.
    Centre,
    /// A counter of a centre.
    Counter,
}

impl UnitKind {
    /// Every kind, the highest first.
    pub const ALL: [UnitKind; 6] = [
        UnitKind::Province,
        UnitKind::Department,
        UnitKind::District,
        UnitKind::Commune,
        UnitKind::Centre,
        UnitKind::Counter,
    ];

    /// The word stored and sent.
    pub fn name(self) -> &'static str {
        match self {
            UnitKind::Province => "province",
            UnitKind::Department => "department",
            UnitKind::District => "district",
            UnitKind::Commune => "commune",
            UnitKind::Centre => "centre",
            UnitKind::Counter => "counter",
        }
    }

    /// The kind of that stored word, or nothing.
    pub fn by_name(name: &str) -> Option<UnitKind> {
        UnitKind::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// What people call it.
    pub fn title(self) -> &'static str {
        match self {
            UnitKind::Province => "UBND tỉnh",
            UnitKind::Department => "Sở, ban, ngành",
            UnitKind::District => "UBND cấp huyện",
            UnitKind::Commune => "UBND cấp xã",
            UnitKind::Centre => "Trung tâm, Bộ phận Một cửa",
            UnitKind::Counter => "Quầy",
        }
    }
}

/// A name and the days on which it was the name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NameVersion {
    /// The name.
    pub name: String,
    /// The first day of it.
    pub from: Date,
}

/// One unit through all its names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unit {
    /// Its identifier.
    pub id: UnitId,
    /// Its electronic identifier (QĐ 20/2020/QĐ-TTg), `H59.01`.
    pub code: String,
    /// What it is.
    pub kind: UnitKind,
    /// The unit above it.
    #[serde(default)]
    pub parent: Option<UnitId>,
    /// Its names, the oldest first; at least one.
    pub names: Vec<NameVersion>,
    /// The first day of its existence.
    pub active_from: Date,
    /// The last day of its existence, if it has ended.
    #[serde(default)]
    pub active_to: Option<Date>,
    /// The codes of the units that took over from it.
    #[serde(default)]
    pub successors: Vec<String>,
    /// Its hours, if they differ from the usual.
    #[serde(default)]
    pub hours: Option<WorkingHours>,
    /// Where it is.
    #[serde(default)]
    pub address: String,
    /// Its published telephone number.
    #[serde(default)]
    pub phone: String,
    /// How sure the record is, and where it comes from.
    #[serde(default)]
    pub source: String,
}

impl Unit {
    /// Its name on `day`: what an old dossier or signature of that day shows.
    pub fn name_on(&self, day: Date) -> &str {
        let known = self.names.iter().rev().find(|version| version.from <= day);
        known.or(self.names.first()).map_or("", |version| &version.name)
    }

    /// Its latest name.
    pub fn name(&self) -> &str {
        self.names.last().map_or("", |version| &version.name)
    }

    /// Whether it exists on `day`, and so may receive new dossiers (row C-01).
    pub fn is_active_on(&self, day: Date) -> bool {
        self.active_from <= day && self.active_to.is_none_or(|last| day <= last)
    }

    /// Gives it `name` from the day `from` on; the names before stay (row C-01). From the very day of the latest name it is
    /// a correction of that name. Refuses a day before the latest name, outside the unit's life, or still to come: a name
    /// shows on letters as soon as it is written here.
    pub fn rename(&mut self, name: &str, from: Date, today: Date) -> Result<(), Refusal> {
        let latest = self.names.last().map_or(self.active_from, |version| version.from);
        let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
        if name.is_empty() || from < latest || !self.is_active_on(from) || from > today.max(latest) {
            return Err(Refusal::UnitName);
        }
        self.names.retain(|version| version.from != from);
        self.names.push(NameVersion { name, from });
        Ok(())
    }

    /// Ends it with the day `last`, succeeded by the units with these codes; without a day it goes on. Refuses a last day
    /// before its first or before its latest name, itself as successor, and successors of a unit that goes on.
    pub fn end(&mut self, last: Option<Date>, successors: Vec<String>) -> Result<(), Refusal> {
        let begun = self.names.last().map_or(self.active_from, |version| version.from.max(self.active_from));
        if last.is_some_and(|last| last < begun) {
            return Err(Refusal::UnitDates);
        }
        if successors.contains(&self.code) || (last.is_none() && !successors.is_empty()) {
            return Err(Refusal::UnitSuccessors);
        }
        (self.active_to, self.successors) = (last, successors);
        Ok(())
    }

    /// Refuses a new dossier on a day on which the unit does not exist. What it received before stays open under the
    /// name it had (row C-01).
    pub fn must_receive_on(&self, day: Date) -> Result<(), Refusal> {
        if self.is_active_on(day) { Ok(()) } else { Err(Refusal::UnitClosed(self.name().to_owned())) }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn unit() -> Unit {
        let name = |name: &str, from| NameVersion { name: name.into(), from };
        Unit {
            id: UnitId(uuid::Uuid::from_u128(1)),
            code: "H59.07".into(),
            kind: UnitKind::Department,
            parent: None,
            names: vec![
                name("Sở Thông tin và Truyền thông", date(2008, 5, 1)),
                name("Sở Khoa học và Công nghệ", date(2025, 3, 1)),
            ],
            active_from: date(2008, 5, 1),
            active_to: Some(date(2025, 6, 30)),
            successors: vec!["H61.07".into()],
            hours: None,
            address: String::new(),
            phone: String::new(),
            source: String::new(),
        }
    }

    #[test]
    fn after_its_last_day_a_unit_receives_nothing_and_keeps_its_old_name() {
        let unit = unit();
        assert!(unit.is_active_on(date(2025, 6, 30)), "row C-01");
        assert!(!unit.is_active_on(date(2025, 7, 1)), "row C-01");
        assert!(!unit.is_active_on(date(2008, 4, 30)));
        assert_eq!(unit.must_receive_on(date(2025, 6, 30)), Ok(()));
        let closed = unit.must_receive_on(date(2025, 7, 1)).unwrap_err().to_string();
        assert_eq!(
            closed,
            "Đơn vị “Sở Khoa học và Công nghệ” không còn hoạt động, không thể tiếp nhận hồ sơ mới."
        );
        assert_eq!(unit.name_on(date(2023, 8, 22)), "Sở Thông tin và Truyền thông");
        assert_eq!(unit.name_on(date(2026, 1, 1)), "Sở Khoa học và Công nghệ");
        assert_eq!(unit.name_on(date(1990, 1, 1)), "Sở Thông tin và Truyền thông");
    }

    #[test]
    fn a_name_is_given_from_a_day_on_and_the_old_ones_stay() {
        let today = date(2025, 6, 1);
        // Row C-01: the day of the new name, and the names by date afterwards; nothing where it is refused.
        let cases: [(&str, Date, Option<&[&str]>); 7] = [
            (
                "Sở  Khoa học",
                date(2025, 4, 1),
                Some(&["Sở Thông tin và Truyền thông", "Sở Khoa học và Công nghệ", "Sở Khoa học"]),
            ),
            ("Sở KHCN", date(2025, 3, 1), Some(&["Sở Thông tin và Truyền thông", "Sở KHCN"])),
            ("Sở Cũ", date(2025, 2, 28), None),
            ("Sở Cũ", date(2007, 1, 1), None),
            ("Sở Mới", date(2025, 6, 2), None),
            ("Sở Mới", date(2025, 7, 1), None),
            (" ", date(2025, 4, 1), None),
        ];
        for (name, from, names) in cases {
            let mut renamed = unit();
            let done = renamed.rename(name, from, today);
            assert_eq!(done.is_ok(), names.is_some(), "{name} {from}");
            let expected: Vec<&str> = names.map_or_else(
                || vec!["Sở Thông tin và Truyền thông", "Sở Khoa học và Công nghệ"],
                <[&str]>::to_vec,
            );
            let found: Vec<&str> = renamed.names.iter().map(|version| version.name.as_str()).collect();
            assert_eq!(found, expected);
        }
    }

    #[test]
    fn a_unit_ends_on_a_day_of_its_life_with_others_after_it() {
        let codes = |codes: &[&str]| codes.iter().map(|code| (*code).to_owned()).collect::<Vec<_>>();
        for (last, successors, is_fine) in [
            (Some(date(2025, 6, 30)), codes(&["H61.07", "H61.08"]), true),
            (Some(date(2025, 3, 1)), codes(&[]), true),
            (None, codes(&[]), true),
            (None, codes(&["H61.07"]), false),
            (Some(date(2025, 2, 28)), codes(&[]), false),
            (Some(date(2025, 6, 30)), codes(&["H59.07"]), false),
        ] {
            assert_eq!(unit().end(last, successors.clone()).is_ok(), is_fine, "{last:?} {successors:?}");
        }
    }

    #[test]
    fn kinds_are_found_again_by_their_stored_names() {
        for kind in UnitKind::ALL {
            assert_eq!(UnitKind::by_name(kind.name()), Some(kind));
        }
    }
}
