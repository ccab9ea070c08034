//! What a line of configuration in the log says to people: what it is about, and each value with what it was before.

use base::house::House;
use domain::{
    calendar::{DayKind, SpecialDay, WorkingHours},
    id::UnitId,
    legal_basis::LegalDocument,
    matter::ladder::Ladder,
    org::{Unit, UnitKind},
    petition::clock::Clock,
    regulation::{ChangeKind, RegulationVersion},
};
use serde::{Deserialize, de::DeserializeOwned};
use serde_json::Value;

use super::{list::day, readings};

/// One value that is another than before.
#[derive(Debug, PartialEq, Eq)]
pub struct Change {
    /// What it is.
    pub label: String,
    /// What it was; nothing if it was not there.
    pub before: Option<String>,
    /// What it is now.
    pub after: String,
}

/// What a line says.
#[derive(Debug, PartialEq, Eq)]
pub struct Said {
    /// What it is about.
    pub about: String,
    /// What is another than before.
    pub changes: Vec<Change>,
}

type Values = Vec<(String, String)>;

/// What the line of `kind` with the body `after` says, where `before` is the body of the line before it. `named` is what its stream
/// is called, where it has a name of its own. A body that cannot be read any more says nothing.
pub fn said(kind: ChangeKind, named: String, bodies: (Option<&str>, &str), house: &House) -> Said {
    let (before, after) = bodies;
    let (mut about, new) = told(kind, after, house).unwrap_or_default();
    let old = match before {
        Some(before) => told(kind, before, house).unwrap_or_default().1,
        // Before its own a unit had the rule for all, whatever that was then.
        None if is_of_one_unit(kind, after, house) => {
            about.push_str(" (trước đó theo quy tắc chung)");
            vec![]
        }
        None => usual(kind),
    };
    let was = |label: &str| old.iter().find(|(known, _)| known == label).map(|(_, value)| value.clone());
    let is_there = |label: &str| new.iter().any(|(known, _)| known == label);
    let gone = old.iter().filter(|(label, _)| !is_there(label));
    let gone = gone.map(|(label, value)| Change {
        label: label.clone(),
        before: Some(value.clone()),
        after: "không còn".into(),
    });
    let changes = new.iter().filter(|(label, value)| was(label).as_ref() != Some(value));
    let changes = changes
        .map(|(label, value)| Change { label: label.clone(), before: was(label), after: value.clone() })
        .chain(gone)
        .collect();
    Said { about: if about.is_empty() { named } else { about }, changes }
}

/// Whether it is a ladder for one unit, not for all.
fn is_of_one_unit(kind: ChangeKind, body: &str, house: &House) -> bool {
    kind == ChangeKind::Ladder
        && read::<LadderSet>(body)
            .and_then(|set| house.unit(set.unit).ok())
            .is_some_and(|unit| unit.kind != UnitKind::Centre)
}

/// What holds before anybody sets something.
fn usual(kind: ChangeKind) -> Values {
    match kind {
        ChangeKind::Ladder => of_ladder(&Ladder::default()),
        ChangeKind::Rules => of_rules(&readings::usual()),
        ChangeKind::Clocks => {
            Clock::ALL.iter().map(|clock| of_clock(*clock, clock.days(), clock.source())).collect()
        }
        _ => vec![],
    }
}

/// What a body says: what it is about, and its values.
fn told(kind: ChangeKind, body: &str, house: &House) -> Option<(String, Values)> {
    Some(match kind {
        ChangeKind::Regulation => {
            let version: RegulationVersion = read(body)?;
            (
                version.number,
                vec![value("Có hiệu lực từ", day(version.effective_on)), value("Nội dung", version.changes)],
            )
        }
        ChangeKind::Rules => ("motcua.toml".to_owned(), of_rules(&read(body)?)),
        ChangeKind::Ladder => {
            let set: LadderSet = read(body)?;
            let unit = house.unit(set.unit).ok()?;
            let is_for_all = unit.kind == UnitKind::Centre;
            let about = if is_for_all { "Mọi đơn vị" } else { unit.name() };
            (about.to_owned(), set.ladder.as_ref().map_or_else(Values::new, of_ladder))
        }
        ChangeKind::Clocks => {
            let clocks: Vec<(Clock, i64, String)> = read(body)?;
            let values = clocks.iter().map(|(clock, days, source)| of_clock(*clock, *days, source)).collect();
            ("Mọi phản ánh, câu hỏi".to_owned(), values)
        }
        ChangeKind::Calendar => {
            let special: SpecialDay = read(body)?;
            let taken_out: TakenOut = read(body)?;
            let kind = match special.kind {
                _ if taken_out.is_removed => "bỏ khỏi lịch",
                DayKind::Off => "nghỉ",
                DayKind::MakeUp => "làm bù",
                DayKind::HalfDay => "làm buổi sáng",
                DayKind::Afternoon => "làm buổi chiều",
            };
            let values =
                vec![value("Kiểu", kind), value("Tên", special.name), value("Văn bản", special.basis)];
            (day(special.day), said_only(values))
        }
        ChangeKind::Unit => {
            let unit: Unit = read(body)?;
            (unit.name().to_owned(), of_unit(&unit))
        }
        ChangeKind::Document => {
            let document: LegalDocument = read(body)?;
            (document.number.clone(), of_document(&document))
        }
        ChangeKind::Procedure => (String::new(), vec![value("Bản mới", "có hiệu lực")]),
        ChangeKind::ProcedureRetired | ChangeKind::ProcessRetired => {
            (String::new(), vec![value("Hiệu lực", "đã hết")])
        }
        ChangeKind::Process => (String::new(), vec![value("Quyết định", read::<String>(body)?)]),
    })
}

fn read<T: DeserializeOwned>(body: &str) -> Option<T> {
    serde_json::from_str(body).ok()
}

fn value(label: &str, value: impl Into<String>) -> (String, String) {
    (label.to_owned(), value.into())
}

/// The values that say something.
fn said_only(values: Values) -> Values {
    values.into_iter().filter(|(_, value)| !value.is_empty()).collect()
}

/// The body of a ladder that was set, or taken away.
#[derive(Deserialize)]
struct LadderSet {
    unit: UnitId,
    ladder: Option<Ladder>,
}

fn of_ladder(ladder: &Ladder) -> Values {
    let yes = |is: bool| if is { "có" } else { "không" };
    let after = |days: i64| format!("sau hạn {days} ngày làm việc");
    vec![
        value("Tự nhắc việc", yes(ladder.reminds)),
        value("Nhắc trước hạn", format!("{} giờ làm việc", ladder.remind_hours)),
        value("Báo lãnh đạo phòng trước hạn", format!("{} giờ làm việc", ladder.head_hours)),
        value("Tự đôn đốc", yes(ladder.urges)),
        value("Hạn trả lời đôn đốc", format!("{} ngày làm việc", ladder.answer_days)),
        value("Báo lãnh đạo phòng", after(ladder.head)),
        value("Báo lãnh đạo cơ quan", after(ladder.leader)),
        value("Báo Giám đốc Trung tâm", after(ladder.centre)),
        value("Báo lãnh đạo UBND tỉnh", after(ladder.province)),
    ]
}

/// Each key as it stands in the file, `[nd61_2018] completion_days`.
fn of_rules(rules: &Value) -> Values {
    let sets = rules.as_object().into_iter().flatten();
    let keys = |(set, reading): (&String, &Value)| {
        let keys = reading.as_object().cloned().unwrap_or_default().into_iter();
        let set = set.replace('-', "_");
        keys.map(move |(key, is)| value(&format!("[{set}] {key}"), is.to_string())).collect::<Values>()
    };
    sets.flat_map(keys).collect()
}

fn of_clock(clock: Clock, days: i64, source: &str) -> (String, String) {
    value(clock.title(), format!("{days} ngày làm việc ({source})"))
}

/// Whether a special day was taken out of the calendar.
#[derive(Deserialize)]
struct TakenOut {
    #[serde(default)]
    is_removed: bool,
}

fn of_unit(unit: &Unit) -> Values {
    let hours = match &unit.hours {
        None => "giờ chung".to_owned(),
        Some(hours) if *hours == WorkingHours::usual().with_saturday_morning() => "thêm sáng thứ Bảy".into(),
        Some(hours) => hours.words(),
    };
    said_only(vec![
        value("Tên", unit.name()),
        value("Loại", unit.kind.title()),
        value("Hoạt động từ", day(unit.active_from)),
        value("Hoạt động đến", unit.active_to.map_or_else(String::new, day)),
        value("Đơn vị kế thừa", unit.successors.join(", ")),
        value("Giờ làm việc", hours),
        value("Địa chỉ", unit.address.clone()),
        value("Điện thoại", unit.phone.clone()),
    ])
}

fn of_document(document: &LegalDocument) -> Values {
    let end = document.end.as_ref();
    said_only(vec![
        value("Hết hiệu lực từ", end.map_or_else(String::new, |end| day(end.from))),
        value("Theo", end.map_or_else(String::new, |end| end.reason.clone())),
        value("Thay thế bằng", end.map_or_else(String::new, |end| end.replaced_by.clone())),
        value("Báo trước", end.map_or_else(String::new, |end| format!("{} ngày", end.warn_days))),
        value("Tên văn bản", document.title.clone()),
        value("Cơ quan ban hành", document.issuer.clone()),
        value("Có hiệu lực từ", document.effective_on.map_or_else(String::new, day)),
    ])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_the_file_only_the_keys_that_are_another_are_said() {
        // Row C-66.
        let mut rules = readings::usual();
        rules["nd61-2018"]["completion_days"] = 30.into();
        let found = of_rules(&rules);
        let usual = of_rules(&readings::usual());
        let changed: Vec<_> = found.iter().filter(|value| !usual.contains(value)).collect();
        assert_eq!(changed, [&value("[nd61_2018] completion_days", "30")]);
        assert_eq!(found.len(), usual.len());
    }
}
