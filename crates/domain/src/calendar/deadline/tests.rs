//! Cases worked by hand (`hand_worked.txt`), cases worked out minute by minute by an independent script (`cases.csv`),
//! each with its source, and properties that hold for all.

use jiff::civil::DateTime;
use proptest::prelude::*;

use super::*;
use crate::{
    calendar::{Calendar, DayKind, SpecialDay, WorkingHours, trace::Why},
    instant::{from_local, local, local_date},
};

mod hand_worked;

/// The calendar that ships with the product.
fn shipped() -> Calendar {
    let day = |text: &str| text.parse().unwrap();
    let rows = |text: &'static str| text.lines().skip(1).map(|line| line.split(',').collect::<Vec<_>>());
    let off = rows(include_str!("../../../../../data/calendar/ngay_nghi.csv")).map(|row| SpecialDay {
        day: day(row[0]),
        kind: DayKind::Off,
        name: row[2].into(),
        basis: row[4].into(),
    });
    let make_up = rows(include_str!("../../../../../data/calendar/ngay_lam_bu.csv")).map(|row| SpecialDay {
        day: day(row[0]),
        kind: DayKind::MakeUp,
        name: "làm bù".into(),
        basis: row[3].into(),
    });
    Calendar::new(off.chain(make_up))
}

fn at(text: &str) -> Instant {
    from_local(text.parse::<DateTime>().unwrap())
}

fn unit(word: &str) -> LimitUnit {
    match word {
        "working_day" => LimitUnit::WorkingDay,
        "working_hour" => LimitUnit::WorkingHour,
        "calendar_day" => LimitUnit::CalendarDay,
        "hour" => LimitUnit::Hour,
        "month" => LimitUnit::Month,
        "same_day" => LimitUnit::SameDay,
        other => panic!("{other}"),
    }
}

fn limit(amount: &str, word: &str) -> Limit {
    let unit = unit(word);
    serde_json::from_value(serde_json::json!({ "amount": amount.parse::<f64>().unwrap(), "unit": unit }))
        .unwrap()
}

fn pause(text: &str) -> Pause {
    let [from, to, kind] = text.split('/').collect::<Vec<_>>()[..] else { panic!("{text}") };
    let kind = match kind {
        "supplement" => PauseKind::Supplement,
        "financial_duty" => PauseKind::FinancialDuty,
        _ => PauseKind::Other,
    };
    Pause { from: at(from), to: at(to), kind }
}

#[test]
fn the_worked_cases() {
    let calendar = shipped();
    let lines: Vec<Vec<&str>> =
        include_str!("cases.csv").lines().skip(1).map(|line| line.split(',').rev().collect()).collect();
    assert!(lines.len() >= 150, "{}", lines.len());
    for line in lines {
        // From the right: only the source may hold a comma.
        let [due_at, week, supplement, hour, cutoff, extensions, pauses, amount_unit, amount, received] =
            line[..10]
        else {
            panic!("{line:?}")
        };
        let source: Vec<&str> = line[10..].iter().rev().copied().collect();
        let hours = match week {
            "saturday" => WorkingHours::usual().with_saturday_morning(),
            _ => WorkingHours::usual(),
        };
        let table = Timetable { calendar: &calendar, hours: &hours };
        let policy = ClockPolicy {
            after_supplement: if supplement == "resume" {
                AfterSupplement::Resume
            } else {
                AfterSupplement::Restart
            },
            cutoff: match cutoff {
                "15" => Cutoff::FifteenHours,
                "last" => Cutoff::LastHour,
                _ => Cutoff::None,
            },
            ends_with_the_day: hour == "end",
        };
        let parts = |text: &'static str| text.split(';').filter(|part| !part.is_empty());
        let pauses: Vec<Pause> = parts(pauses).map(pause).collect();
        let extensions: Vec<Limit> =
            parts(extensions).map(|part| part.split_once('/').map(|(a, u)| limit(a, u)).unwrap()).collect();
        let course = Course { pauses: &pauses, extensions: &extensions };
        let due = due(at(received), limit(amount, amount_unit), course, policy, &table).unwrap();
        let source = source.join(",");
        assert_eq!(
            local(due.at),
            due_at.parse::<DateTime>().unwrap(),
            "{source}: {received} + {amount} {amount_unit}"
        );
    }
}

#[test]
fn an_extension_is_proposed_one_day_before_at_the_latest() {
    // B13: due Wednesday 6/9/2023; NĐ 61/2018 Điều 19.9.
    let calendar = shipped();
    let table = Timetable { calendar: &calendar, hours: &WorkingHours::usual() };
    let last = |due, working| local_date(last_proposal(at(due), working, &table).unwrap()).to_string();
    assert_eq!(last("2023-09-06T09:00", true), "2023-09-05");
    assert_eq!(last("2023-09-06T09:00", false), "2023-09-05");
    assert_eq!(last("2023-09-05T09:00", true), "2023-08-31", "the days before are off");
    assert_eq!(last("2023-09-05T09:00", false), "2023-09-04");
}

#[test]
fn what_cannot_be_counted_is_refused() {
    let table = Timetable { calendar: &Calendar::default(), hours: &WorkingHours::usual() };
    let ask = |received, limit, pauses: &[Pause]| {
        due(at(received), limit, Course { pauses, extensions: &[] }, ClockPolicy::USUAL, &table)
            .map(|due| due.at)
    };
    let day = Limit::of(1, LimitUnit::WorkingDay);
    assert_eq!(ask("1969-01-01T00:00", day, &[]), Err(NoDue::TooEarly));
    assert_eq!(ask("2023-01-01T00:00", Limit::of(100_000, LimitUnit::WorkingDay), &[]), Err(NoDue::TooFar));
    assert_eq!(ask("2023-01-01T00:00", Limit::of(9_999, LimitUnit::Month), &[]), Err(NoDue::TooFar));
    assert_eq!(ask("2023-01-02T00:00", limit("0.25", "month"), &[]), Err(NoDue::Fraction));
    let backwards = pause("2023-01-04T00:00/2023-01-03T00:00/other");
    assert_eq!(ask("2023-01-02T00:00", day, &[backwards]), Err(NoDue::Pauses));
    let never = WorkingHours::new([&[]; 7]).unwrap();
    let closed = Timetable { calendar: &Calendar::default(), hours: &never };
    assert_eq!(
        due(at("2023-01-02T00:00"), day, Course::default(), ClockPolicy::USUAL, &closed),
        Err(NoDue::TooFar)
    );
}

#[test]
fn a_citizen_can_read_why() {
    let calendar = shipped();
    let table = Timetable { calendar: &calendar, hours: &WorkingHours::usual() };
    let limit = Limit::of(3, LimitUnit::WorkingDay);
    let due = due(at("2023-08-30T09:00"), limit, Course::default(), ClockPolicy::USUAL, &table).unwrap();
    let lines = crate::calendar::trace::summary(&due.trace, &table);
    let lines: Vec<String> = lines.into_iter().map(|(days, why)| format!("{days}: {why}")).collect();
    assert_eq!(
        lines,
        [
            "30/08/2023: tính 6 giờ",
            "31/08/2023: tính 1 ngày làm việc",
            "01/09–02/09/2023: Quốc khánh, không tính",
            "03/09/2023: Chủ nhật, không tính",
            "04/09/2023: Quốc khánh (nghỉ bù), không tính",
            "05/09/2023: tính 1 ngày làm việc",
            "06/09/2023: tính 2 giờ"
        ]
    );
}

fn moments() -> impl Strategy<Value = Instant> {
    // 2018 to 2026, to the second.
    (1_514_764_800i64..1_798_700_000).prop_map(|second| Instant::from_second(second).unwrap())
}

fn counted() -> impl Strategy<Value = Limit> {
    let unit = prop_oneof![Just(LimitUnit::WorkingDay), Just(LimitUnit::WorkingHour)];
    (0i64..120, unit).prop_map(|(quarters, unit)| Limit { amount: quarters * 250, unit })
}

fn any_limit() -> impl Strategy<Value = Limit> {
    let unit = prop_oneof![
        Just(LimitUnit::WorkingDay),
        Just(LimitUnit::WorkingHour),
        Just(LimitUnit::CalendarDay),
        Just(LimitUnit::Hour),
        Just(LimitUnit::Month),
        Just(LimitUnit::SameDay)
    ];
    (0i64..40, unit).prop_map(|(amount, unit)| Limit::of(amount, unit))
}

fn plain(received: Instant, limit: Limit, table: &Timetable) -> Instant {
    due(received, limit, Course::default(), ClockPolicy::USUAL, table).unwrap().at
}

proptest! {
    #[test]
    fn a_later_receipt_is_never_due_earlier(a in moments(), b in moments(), limit in any_limit()) {
        let (calendar, hours) = (shipped(), WorkingHours::usual());
        let table = Timetable { calendar: &calendar, hours: &hours };
        let (first, second) = (a.min(b), a.max(b));
        prop_assert!(plain(first, limit, &table) <= plain(second, limit, &table));
    }

    #[test]
    fn more_time_is_never_due_earlier(received in moments(), limit in any_limit(), more in 0i64..10) {
        let (calendar, hours) = (shipped(), WorkingHours::usual());
        let table = Timetable { calendar: &calendar, hours: &hours };
        let longer = Limit { amount: limit.amount + more * 1_000, ..limit };
        prop_assert!(plain(received, limit, &table) <= plain(received, longer, &table));
    }

    #[test]
    fn adding_both_is_adding_one_then_the_other(received in moments(), a in 1i64..60_000, b in 1i64..60_000) {
        let (calendar, hours) = (shipped(), WorkingHours::usual().with_saturday_morning());
        let table = Timetable { calendar: &calendar, hours: &hours };
        let together = table.after_minutes(received, a + b);
        let apart = table.after_minutes(received, a).and_then(|at| table.after_minutes(at, b));
        prop_assert_eq!(together, apart);
    }

    #[test]
    fn a_pause_shifts_by_exactly_its_working_time(received in moments(), limit in counted(), start in 0i64..40, length in 0i64..200) {
        let (calendar, hours) = (shipped(), WorkingHours::usual());
        let table = Timetable { calendar: &calendar, hours: &hours };
        let from = received + jiff::SignedDuration::from_hours(start);
        let pause = Pause { from, to: from + jiff::SignedDuration::from_hours(length), kind: PauseKind::Other };
        let before = plain(received, limit, &table);
        let course = Course { pauses: &[pause], extensions: &[] };
        let after = due(received, limit, course, ClockPolicy::USUAL, &table).unwrap().at;
        let shifted = if pause.from > before { 0 } else { table.between(wall(pause.from), wall(pause.to)) };
        prop_assert_eq!(table.between(wall(before), wall(after)), shifted);
    }

    #[test]
    fn nothing_is_due_on_a_day_off(received in moments(), limit in any_limit()) {
        let (calendar, hours) = (shipped(), WorkingHours::usual());
        let table = Timetable { calendar: &calendar, hours: &hours };
        let at = plain(received, limit, &table);
        prop_assert!(table.is_working(local_date(at)), "{}", local(at));
        prop_assert!(at >= received || limit.amount == 0 || limit.unit == LimitUnit::SameDay);
    }

    #[test]
    fn the_account_adds_up_to_the_limit(received in moments(), limit in counted()) {
        let (calendar, hours) = (shipped(), WorkingHours::usual());
        let table = Timetable { calendar: &calendar, hours: &hours };
        // On whole minutes: the account shows no seconds.
        let received = Instant::from_second(received.as_second() / 60 * 60).unwrap();
        let due = due(received, limit, Course::default(), ClockPolicy::USUAL, &table).unwrap();
        let sum: i64 = due.trace.iter().map(|day| i64::from(day.counted_minutes)).sum();
        prop_assert_eq!(Some(sum), limit.working_minutes());
        prop_assert!(due.trace.iter().all(|day| (day.counted_minutes > 0) == (day.why == Why::Counted)));
    }
}
