//! The account of a due date, day by day: what was counted, what was not, and why.

use jiff::civil::Date;

use super::{
    DAY, Timetable, Wall, date_of,
    deadline::{LimitUnit, PauseKind},
    is_weekend,
};
use crate::rules::RuleSet;

/// Why a day was counted or not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// Counted.
    Counted,
    /// Counted, beyond the first limit: an extension.
    Extended,
    /// A Saturday or Sunday that is not worked.
    Weekend,
    /// A day of the calendar's list, by its place.
    Special(u16),
    /// A day of the calendar that ends the limit but is not worked: moved on.
    MovedOn,
    /// The clock stood still.
    Paused(PauseKind),
    /// Counted once, but the limit started again after a supplement.
    Void,
    /// Received or moved to outside working hours.
    Closed,
}

/// One day of the account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TraceDay {
    /// The day.
    pub date: Date,
    /// How many minutes of it went into the limit.
    pub counted_minutes: i32,
    /// Why so many.
    pub why: Why,
}

/// A stretch of time and how it counts.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Segment {
    pub from: Wall,
    pub to: Wall,
    pub is: Why,
}

impl Segment {
    pub const COUNTED: Why = Why::Counted;
    pub const EXTENDED: Why = Why::Extended;
    pub const VOID: Why = Why::Void;

    pub fn paused(kind: PauseKind) -> Why {
        Why::Paused(kind)
    }
}

/// The account of `segments`, of a limit counted in `unit`.
pub(crate) fn trace(segments: &[Segment], unit: LimitUnit, table: &Timetable) -> Vec<TraceDay> {
    let days: i64 = segments.iter().map(|s| s.to.div_euclid(DAY) - s.from.div_euclid(DAY) + 1).sum();
    let mut out = Vec::with_capacity(usize::try_from(days).unwrap_or_default());
    for segment in segments {
        let first = segment.from.div_euclid(DAY);
        let last = segment.to.div_euclid(DAY);
        let mut date = date_of(segment.from);
        for number in first..=last {
            let (counted_minutes, why) = match unit {
                LimitUnit::CalendarDay | LimitUnit::Month => by_calendar(segment, number, table),
                _ => by_hours(segment, number, date, table),
            };
            let is_empty_edge = counted_minutes == 0 && why == Why::Closed && number != first;
            if !is_empty_edge {
                out.push(TraceDay { date, counted_minutes, why });
            }
            date = date.tomorrow().unwrap_or(date);
        }
    }
    out
}

fn by_hours(segment: &Segment, number: i64, date: Date, table: &Timetable) -> (i32, Why) {
    if matches!(segment.is, Why::Paused(_)) {
        return (0, segment.is);
    }
    let minutes = i32::try_from(table.within(number, segment.from, segment.to) / 60).unwrap_or(i32::MAX);
    if minutes > 0 {
        return (minutes, segment.is);
    }
    let (place, open) = table.day(number);
    let why = match open {
        [] if place > 0 => Why::Special(place),
        [] if is_weekend(date) => Why::Weekend,
        _ => Why::Closed,
    };
    (0, why)
}

/// By the calendar every day after the first counts; days behind the limit, to which it was moved, do not.
fn by_calendar(segment: &Segment, number: i64, table: &Timetable) -> (i32, Why) {
    if matches!(segment.is, Why::Paused(_)) {
        return (0, segment.is);
    }
    if number == segment.from.div_euclid(DAY) {
        return (0, Why::Closed);
    }
    let is_off = table.day(number).1.is_empty();
    let place = table.day(number).0;
    let is_moved = (number..segment.to.div_euclid(DAY)).all(|day| table.day(day).1.is_empty()) && is_off;
    match (is_moved, place) {
        (true, 0) => (0, Why::MovedOn),
        (true, place) => (0, Why::Special(place)),
        _ => (1_440, segment.is),
    }
}

impl TraceDay {
    /// The name of the day off that this day is, in the calendar's words.
    pub fn special<'t>(&self, table: &Timetable<'t>) -> Option<&'t str> {
        let Why::Special(place) = self.why else { return None };
        table.calendar.special_no(place).map(|special| special.name.as_str())
    }

    /// What a citizen reads about the day.
    pub fn sentence(&self, table: &Timetable) -> String {
        let minutes = self.counted_minutes;
        match self.why {
            Why::Counted | Why::Extended if minutes == 1_440 => "tính 1 ngày".into(),
            Why::Counted if minutes == 480 => "tính 1 ngày làm việc".into(),
            Why::Counted => format!("tính {}", hours(minutes)),
            Why::Extended => format!("gia hạn, tính {}", hours(minutes)),
            Why::Weekend => format!("{}, không tính", weekday(self.date)),
            Why::Special(_) => format!("{}, không tính", self.special(table).unwrap_or("ngày nghỉ")),
            Why::MovedOn => "ngày nghỉ, chuyển sang ngày làm việc tiếp theo".into(),
            Why::Paused(PauseKind::Supplement) => "chờ bổ sung hồ sơ, không tính".into(),
            Why::Paused(PauseKind::FinancialDuty) => "chờ thực hiện nghĩa vụ tài chính, không tính".into(),
            Why::Paused(PauseKind::Other) => "tạm dừng, không tính".into(),
            Why::Void => "đã qua trước khi bổ sung, thời hạn tính lại từ đầu".into(),
            Why::Closed => "ngoài thời gian tính, không tính".into(),
        }
    }
}

impl TraceDay {
    /// The rule by which the day counts so, where there is one: the document that makes it a day off, the article that stops or
    /// restarts the clock, the rule on limits that end on a day off.
    pub fn rule(&self, table: &Timetable, rules: &RuleSet) -> Option<String> {
        let Why::Special(place) = self.why else {
            return match self.why {
                Why::Paused(PauseKind::Supplement) | Why::Void => Some(of_supplement(rules).to_owned()),
                Why::MovedOn => Some("Điều 148 Bộ luật Dân sự 2015".to_owned()),
                _ => None,
            };
        };
        let special = table.calendar.special_no(place)?;
        Some(special.basis.clone()).filter(|basis| !basis.is_empty())
    }
}

/// The article by which a supplement stops the clock. That of NĐ 118/2025 is named as far as it was seen.
fn of_supplement(rules: &RuleSet) -> &'static str {
    if is_oldest(rules) { "Điều 19 khoản 4 NĐ 61/2018/NĐ-CP" } else { "NĐ 118/2025/NĐ-CP" }
}

/// The article by which an apology moves the day of return, as above.
pub fn of_extension(rules: &RuleSet) -> &'static str {
    if is_oldest(rules) { "Điều 19 khoản 9 NĐ 61/2018/NĐ-CP" } else { "NĐ 118/2025/NĐ-CP" }
}

fn is_oldest(rules: &RuleSet) -> bool {
    let [oldest, _] = RuleSet::all();
    rules.id == oldest.id
}

/// As [`summary`], each line with its rule.
pub fn grounded(trace: &[TraceDay], table: &Timetable, rules: &RuleSet) -> Vec<(String, String)> {
    by_stretch(trace, |day, is_each| {
        let each = if is_each { "mỗi ngày " } else { "" };
        let rule = day.rule(table, rules).map(|rule| format!(" ({rule})")).unwrap_or_default();
        format!("{each}{}{rule}", day.sentence(table))
    })
}

fn hours(minutes: i32) -> String {
    match (minutes / 60, minutes % 60) {
        (0, m) => format!("{m} phút"),
        (h, 0) => format!("{h} giờ"),
        (h, m) => format!("{h} giờ {m} phút"),
    }
}

/// The Vietnamese name of the weekday.
pub fn weekday(day: Date) -> &'static str {
    use jiff::civil::Weekday as W;
    match day.weekday() {
        W::Monday => "thứ Hai",
        W::Tuesday => "thứ Ba",
        W::Wednesday => "thứ Tư",
        W::Thursday => "thứ Năm",
        W::Friday => "thứ Sáu",
        W::Saturday => "thứ Bảy",
        W::Sunday => "Chủ nhật",
    }
}

/// The account in as few lines as it takes: `("03/02–09/02/2024", "Tết Nguyên đán, không tính")`.
pub fn summary(trace: &[TraceDay], table: &Timetable) -> Vec<(String, String)> {
    by_stretch(trace, |day, is_each| match day.sentence(table) {
        counted if is_each => format!("mỗi ngày {counted}"),
        words => words,
    })
}

/// The account with the days in a row of which the same is to be said in one line. `say` is told whether the day
/// stands for several that each count what it counts.
pub fn by_stretch<W: PartialEq>(trace: &[TraceDay], say: impl Fn(&TraceDay, bool) -> W) -> Vec<(String, W)> {
    let mut lines: Vec<(&TraceDay, Date, W)> = vec![];
    for day in trace {
        let words = say(day, false);
        match lines.last_mut() {
            Some((_, last, same)) if *same == words && last.tomorrow().ok() == Some(day.date) => {
                *last = day.date;
            }
            _ => lines.push((day, day.date, words)),
        }
    }
    let short = |day: Date| format!("{:02}/{:02}", day.day(), day.month());
    let range = |from: Date, to: Date| {
        if from == to {
            format!("{}/{}", short(from), from.year())
        } else {
            format!("{}–{}/{}", short(from), short(to), to.year())
        }
    };
    let said = |(first, last, words): (&TraceDay, Date, W)| {
        let is_each = first.date != last && matches!(first.why, Why::Counted | Why::Extended);
        (range(first.date, last), if is_each { say(first, true) } else { words })
    };
    lines.into_iter().map(said).collect()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::calendar::{Calendar, DayKind, SpecialDay, WorkingHours};

    #[test]
    fn each_line_names_its_rule_where_it_has_one() {
        // "Vì sao hẹn ngày này": the decision on the holiday, the article that stops the clock.
        let day = date(2023, 9, 1);
        let special = SpecialDay {
            day,
            kind: DayKind::Off,
            name: "Quốc khánh".into(),
            basis: "Điều 112 Bộ luật Lao động".into(),
        };
        let (calendar, hours) = (Calendar::new([special]), WorkingHours::usual());
        let table = Timetable { calendar: &calendar, hours: &hours };
        let of = |why| TraceDay { date: day, counted_minutes: 0, why };
        let [old, new] = RuleSet::all();
        for (why, rules, rule) in [
            (Why::Special(1), old, Some("Điều 112 Bộ luật Lao động")),
            (Why::Paused(PauseKind::Supplement), old, Some("Điều 19 khoản 4 NĐ 61/2018/NĐ-CP")),
            (Why::Void, new, Some("NĐ 118/2025/NĐ-CP")),
            (Why::MovedOn, new, Some("Điều 148 Bộ luật Dân sự 2015")),
            (Why::Weekend, old, None),
        ] {
            assert_eq!(of(why).rule(&table, rules).as_deref(), rule, "{why:?}");
        }
        let lines = grounded(&[of(Why::Special(1))], &table, old);
        assert_eq!(lines[0].1, "Quốc khánh, không tính (Điều 112 Bộ luật Lao động)");
    }
}
