//! The cases of `hand_worked.txt`: received, limit, options, due, source.

use super::*;
use crate::rules::RuleSet;

struct Case {
    received: Instant,
    limit: Limit,
    policy: ClockPolicy,
    unit: &'static str,
    pauses: Vec<Pause>,
    extensions: Vec<Limit>,
    due: Instant,
}

fn moment(text: &str) -> Instant {
    at(&text.replace(' ', "T"))
}

fn short(text: &str) -> Limit {
    let digits = text.find(|c: char| c.is_ascii_alphabetic()).unwrap();
    let unit = match &text[digits..] {
        "wd" => "working_day",
        "wh" => "working_hour",
        "cd" => "calendar_day",
        "m" => "month",
        "same" => return Limit::of(1, LimitUnit::SameDay),
        other => panic!("{other}"),
    };
    limit(&text[..digits], unit)
}

fn case(line: &'static str) -> Case {
    let columns: Vec<&str> = line.split('|').map(str::trim).collect();
    let [received, limit, options, due, source] = columns[..] else { panic!("five columns: {line}") };
    assert!(source.len() > 5, "a source and what it shows: {line}");
    let received = moment(received);
    let policy = RuleSet::at(local_date(received)).reading.clock;
    let (limit, due) = (short(limit), moment(due));
    let mut case = Case { received, limit, policy, unit: "", pauses: vec![], extensions: vec![], due };
    let mut words = options.split_whitespace();
    while let Some(word) = words.next() {
        match word {
            "cut15" => case.policy.cutoff = Cutoff::FifteenHours,
            "lasthour" => case.policy.cutoff = Cutoff::LastHour,
            "eod" => case.policy.ends_with_the_day = true,
            "pause" => case.policy.after_supplement = AfterSupplement::Resume,
            _ if word.starts_with('+') => case.extensions.push(short(&word[1..])),
            _ if word.starts_with("unit=") => case.unit = &word[5..],
            _ if word.starts_with("rules=") => {
                case.policy = RuleSet::by_id(&word[6..]).unwrap().reading.clock;
            }
            _ => {
                let (from, to) = words.next().and_then(|w| w.split_once("..")).unwrap();
                case.pauses.push(pause(&format!("{from}/{to}/{word}")));
            }
        }
    }
    case
}

/// The offices of the table: their calendar and hours, in minutes from midnight.
fn office(unit: &str) -> (Calendar, WorkingHours) {
    let week = |hours: &'static [(u16, u16)], saturday: &'static [(u16, u16)]| {
        WorkingHours::new([hours, hours, hours, hours, hours, saturday, &[]]).unwrap()
    };
    let hours = match unit {
        "" | "half" => WorkingHours::usual(),
        "saturday" => WorkingHours::usual().with_saturday_morning(),
        "north" => week(&[(420, 690), (810, 1_020)], &[]),
        "short" => week(&[(480, 690), (810, 990)], &[]),
        other => panic!("no office {other}"),
    };
    let mut days = shipped().days().to_vec();
    if unit == "half" {
        for (day, kind) in [("2024-12-31", DayKind::HalfDay), ("2024-02-15", DayKind::Afternoon)] {
            days.push(SpecialDay {
                day: day.parse().unwrap(),
                kind,
                name: "Nửa ngày".into(),
                basis: String::new(),
            });
        }
    }
    (Calendar::new(days), hours)
}

#[test]
fn the_hand_worked_cases() {
    let lines = include_str!("../hand_worked.txt").lines();
    let lines: Vec<&str> = lines.filter(|line| !line.is_empty() && !line.starts_with('#')).collect();
    assert!(lines.len() >= 150, "{}", lines.len());
    let mut wrong = vec![];
    for line in &lines {
        let case = case(line);
        let (calendar, hours) = office(case.unit);
        let table = Timetable { calendar: &calendar, hours: &hours };
        let course = Course { pauses: &case.pauses, extensions: &case.extensions };
        let due = due(case.received, case.limit, course, case.policy, &table).map(|due| due.at);
        if due != Ok(case.due) {
            wrong.push(format!("{line}\n    gave {:?}", due.map(local)));
        }
    }
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), lines.len(), wrong.join("\n"));
}
