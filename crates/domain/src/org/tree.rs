//! The units as a whole: who is part of whom, who took over, and what is wrong with a list of them (row C-01).

use std::collections::{HashMap, HashSet};

use jiff::civil::Date;

/// What a list of units must tell of each for the whole to be checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Node<'a> {
    /// Its code.
    pub code: &'a str,
    /// The code of the unit above it.
    pub parent: Option<&'a str>,
    /// Its first day.
    pub from: Date,
    /// Its last day.
    pub to: Option<Date>,
    /// The first days of its names, in the order of the list.
    pub names: Vec<(&'a str, Date)>,
    /// The codes of those who took over.
    pub successors: Vec<&'a str>,
}

/// Why a unit cannot be as the list has it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// A code stands for one unit only.
    #[error("Mã đơn vị trùng với một đơn vị khác trong tệp.")]
    Double,
    /// Nobody above it by that code, neither in the list nor among the units known already.
    #[error("Không có đơn vị cấp trên mang mã “{0}”.")]
    NoParent(String),
    /// It is above itself.
    #[error("Đơn vị nằm trong vòng cấp trên – cấp dưới của chính nó.")]
    Circle,
    /// It ends before it begins.
    #[error("Ngày kết thúc trước ngày bắt đầu.")]
    Dates,
    /// It has no name, or an empty one.
    #[error("Thiếu tên đơn vị.")]
    NoName,
    /// Its names do not follow each other in time.
    #[error("Các tên phải theo thứ tự ngày, mỗi tên bắt đầu sau tên trước và trước khi đơn vị kết thúc.")]
    Names,
    /// It would take over from itself.
    #[error("Đơn vị không thể là đơn vị kế thừa của chính nó.")]
    OwnSuccessor,
}

/// What is wrong with each of `units`, by its place in the list; `is_known` says whether a code exists already.
pub fn check(units: &[Node], is_known: &dyn Fn(&str) -> bool) -> Vec<(usize, Fault)> {
    let by_code: HashMap<&str, &Node> = units.iter().map(|unit| (unit.code, unit)).collect();
    let mut seen = HashSet::new();
    let mut faults = vec![];
    for (place, unit) in units.iter().enumerate() {
        let found = [
            (!seen.insert(unit.code)).then_some(Fault::Double),
            no_parent(unit, &by_code, is_known),
            is_in_circle(unit, &by_code).then_some(Fault::Circle),
            unit.to.is_some_and(|to| to < unit.from).then_some(Fault::Dates),
            unit.names.iter().all(|(name, _)| name.trim().is_empty()).then_some(Fault::NoName),
            (!names_follow(unit)).then_some(Fault::Names),
            unit.successors.contains(&unit.code).then_some(Fault::OwnSuccessor),
        ];
        faults.extend(found.into_iter().flatten().map(|fault| (place, fault)));
    }
    faults
}

fn no_parent(unit: &Node, by_code: &HashMap<&str, &Node>, is_known: &dyn Fn(&str) -> bool) -> Option<Fault> {
    let parent = unit.parent.filter(|parent| !by_code.contains_key(parent) && !is_known(parent))?;
    Some(Fault::NoParent(parent.to_owned()))
}

fn is_in_circle(unit: &Node, by_code: &HashMap<&str, &Node>) -> bool {
    let mut above = unit.parent;
    for _ in 0..by_code.len() {
        match above {
            None => return false,
            Some(code) if code == unit.code => return true,
            Some(code) => above = by_code.get(code).and_then(|unit| unit.parent),
        }
    }
    // A circle further up, to which this unit does not belong.
    false
}

fn names_follow(unit: &Node) -> bool {
    let days: Vec<Date> = unit.names.iter().map(|(_, from)| *from).collect();
    let is_rising = days.windows(2).all(|pair| pair.first() < pair.last());
    is_rising && days.iter().all(|day| unit.to.is_none_or(|to| *day <= to))
}

/// Whether the unit `part` is `whole` or lies under it, at any depth; `parent` names the unit above one.
pub fn is_part_of<C: PartialEq + Copy>(part: C, whole: C, parent: &dyn Fn(C) -> Option<C>) -> bool {
    let mut at = Some(part);
    // Deeper than any administration is: province, department, division, counter. A circle ends here.
    for _ in 0..16 {
        match at {
            None => return false,
            Some(unit) if unit == whole => return true,
            Some(unit) => at = parent(unit),
        }
    }
    false
}

/// Who answers today for what `code` left: its successors that are active on `day`, or theirs, without repetition.
///
/// An active unit is its own heir. Nobody if the line ends.
pub fn heirs<'a>(code: &'a str, day: Date, unit: &dyn Fn(&str) -> Option<&'a Node<'a>>) -> Vec<&'a str> {
    let (mut heirs, mut seen, mut open) = (vec![], HashSet::new(), vec![code]);
    while let Some(code) = open.pop() {
        let Some(found) = unit(code).filter(|_| seen.insert(code)) else { continue };
        if found.from <= day && found.to.is_none_or(|to| day <= to) {
            heirs.push(found.code);
        } else {
            open.extend(found.successors.iter().rev());
        }
    }
    heirs
}

/// Who may answer today for what `code` left, and where nobody took over from it as a whole, who took over from the units under
/// it: since 1/7/2025 the communes have what the districts had.
pub fn inheritors<'a>(code: &'a str, day: Date, units: &'a [Node<'a>]) -> Vec<&'a str> {
    let find = |code: &str| units.iter().find(|unit| unit.code == code);
    let mut found = heirs(code, day, &find);
    if found.is_empty() {
        let parts = units.iter().filter(|unit| unit.parent == Some(code));
        found = parts.flat_map(|part| heirs(part.code, day, &find)).collect();
        found.sort_unstable();
        found.dedup();
    }
    found
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn node<'a>(code: &'a str, parent: Option<&'a str>) -> Node<'a> {
        let from = date(2010, 1, 1);
        Node { code, parent, from, to: None, names: vec![("Sở", from)], successors: vec![] }
    }

    fn faults(units: &[Node]) -> Vec<(usize, Fault)> {
        check(units, &|code| code == "H59")
    }

    #[test]
    fn a_sound_list_has_no_fault() {
        assert_eq!(faults(&[node("H59.842.1", Some("H59.842")), node("H59.842", Some("H59"))]), vec![]);
        assert_eq!(faults(&[]), vec![]);
    }

    #[test]
    fn each_fault_is_found_at_its_place() {
        type Spoil = for<'a> fn(&mut Node<'a>);
        let cases: [(Fault, Spoil); 6] = [
            (Fault::NoParent("H60".into()), |unit| unit.parent = Some("H60")),
            (Fault::Circle, |unit| unit.parent = Some(unit.code)),
            (Fault::Dates, |unit| (unit.to, unit.names[0].1) = (Some(date(2009, 1, 1)), date(2008, 1, 1))),
            (Fault::NoName, |unit| unit.names = vec![(" ", unit.from)]),
            (Fault::Names, |unit| unit.names.push(("Cũ", date(2009, 1, 1)))),
            (Fault::OwnSuccessor, |unit| unit.successors.push(unit.code)),
        ];
        for (fault, spoil) in cases {
            let mut units = [node("H59.01", Some("H59")), node("H59.02", Some("H59"))];
            spoil(&mut units[1]);
            assert_eq!(faults(&units), [(1, fault)]);
        }
        let twice = [node("H59.01", None), node("H59.01", None)];
        assert_eq!(faults(&twice), [(1, Fault::Double)]);
    }

    #[test]
    fn a_circle_of_several_is_found_at_each() {
        let units = [node("A", Some("B")), node("B", Some("C")), node("C", Some("A")), node("D", Some("A"))];
        let found: Vec<usize> = faults(&units).into_iter().map(|(place, _)| place).collect();
        assert_eq!(found, [0, 1, 2], "D hangs from the circle but is not in it");
    }

    #[test]
    fn part_of_at_any_depth() {
        let parent = |unit: u8| match unit {
            3 => Some(2),
            2 => Some(1),
            8 => Some(9),
            9 => Some(8),
            _ => None,
        };
        assert!(is_part_of(3, 1, &parent));
        assert!(is_part_of(1, 1, &parent));
        assert!(!is_part_of(1, 3, &parent));
        assert!(!is_part_of(8, 1, &parent), "a circle ends");
    }

    #[test]
    fn who_answers_for_a_dissolved_unit() {
        // Row C-01; the departments of Trà Vinh: merged on 1/3/2025, province merged on 1/7/2025.
        let until = |mut unit: Node<'static>, to, successors: &[&'static str]| {
            (unit.to, unit.successors) = (Some(to), successors.to_vec());
            unit
        };
        let units = [
            until(node("H59.03", None), date(2025, 2, 28), &["H59.08"]),
            until(node("H59.08", None), date(2025, 6, 30), &["H61.10"]),
            Node { from: date(2025, 7, 1), ..node("H61.10", None) },
            until(node("H59.21", None), date(2025, 6, 30), &[]),
        ];
        let find = |code: &str| units.iter().find(|unit| unit.code == code);
        let on = |code: &'static str, day| heirs(code, day, &find);
        assert_eq!(on("H59.03", date(2023, 8, 22)), ["H59.03"]);
        assert_eq!(on("H59.03", date(2025, 3, 1)), ["H59.08"]);
        assert_eq!(on("H59.03", date(2026, 1, 1)), ["H61.10"]);
        assert_eq!(on("H59.21", date(2026, 1, 1)), Vec::<&str>::new());
        assert_eq!(on("H00", date(2026, 1, 1)), Vec::<&str>::new());
    }

    #[test]
    fn after_a_district_its_communes_heirs_answer() {
        // Điều 5.2 since 1/7/2025; row C-61.
        let until = |mut unit: Node<'static>, successors: &[&'static str]| {
            (unit.to, unit.successors) = (Some(date(2025, 6, 30)), successors.to_vec());
            unit
        };
        let since = |code: &'static str| Node { from: date(2025, 7, 1), ..node(code, Some("H61")) };
        let units = [
            until(node("H59.842", Some("H59")), &[]),
            until(node("H59.842.1", Some("H59.842")), &["H61.2"]),
            until(node("H59.842.2", Some("H59.842")), &["H61.1"]),
            until(node("H59.842.3", Some("H59.842")), &["H61.1"]),
            until(node("H59.844", Some("H59")), &["H61.3"]),
            until(node("H59.844.1", Some("H59.844")), &["H61.1"]),
            since("H61.1"),
            since("H61.2"),
            since("H61.3"),
        ];
        let (before, after) = (date(2025, 6, 30), date(2025, 7, 1));
        assert_eq!(inheritors("H59.842", before, &units), ["H59.842"]);
        assert_eq!(inheritors("H59.842", after, &units), ["H61.1", "H61.2"]);
        assert_eq!(inheritors("H59.844", after, &units), ["H61.3"], "its own successor goes first");
        assert_eq!(inheritors("H59.9", after, &units), Vec::<&str>::new());
    }
}
