//! When a result is owed: one pure function, [`due`], and the day-by-day account of it that a citizen can read.
//!
//! The defaults are those of NĐ 61/2018 and the practice under it; each is a field of [`ClockPolicy`].

use jiff::{Span, civil::Date};
use serde::{Deserialize, Serialize};

use super::{
    Timetable, Wall, date_of, instant,
    trace::{Segment, TraceDay, trace},
    wall,
};
use crate::instant::Instant;

/// What a limit counts in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LimitUnit {
    /// Working days of 480 working minutes.
    WorkingDay,
    /// Days of the calendar; the last is moved to a working day (Bộ luật Dân sự 2015 Điều 148).
    CalendarDay,
    /// Working hours.
    WorkingHour,
    /// Hours of the clock; an end outside working time moves to the next opening.
    Hour,
    /// Months; the last day is moved to a working day.
    Month,
    /// By the end of the day of receipt, or of the next working day if received from 15:00 on (NĐ 61/2018 Điều 18).
    SameDay,
}

/// How long something may take: an amount to a thousandth, so that half and quarter days are exact.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Limit {
    /// The amount, in thousandths of the unit.
    #[serde(with = "thousandths")]
    pub amount: i64,
    /// The unit.
    pub unit: LimitUnit,
}

/// Working minutes of one working day (TT 01/2018: limits in hours, 8 a day).
pub const DAY_MINUTES: i64 = 480;

impl Limit {
    /// A limit of whole units.
    pub const fn of(amount: i64, unit: LimitUnit) -> Limit {
        Limit { amount: amount * 1_000, unit }
    }

    /// Its working minutes, for limits that are counted in them.
    pub fn working_minutes(&self) -> Option<i64> {
        match self.unit {
            LimitUnit::WorkingDay => Some(self.amount * DAY_MINUTES / 1_000),
            LimitUnit::WorkingHour => Some(self.amount * 60 / 1_000),
            LimitUnit::CalendarDay | LimitUnit::Hour | LimitUnit::Month | LimitUnit::SameDay => None,
        }
    }
}

impl std::fmt::Display for Limit {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let unit = match self.unit {
            LimitUnit::WorkingDay => "ngày làm việc",
            LimitUnit::CalendarDay => "ngày",
            LimitUnit::WorkingHour => "giờ làm việc",
            LimitUnit::Hour => "giờ",
            LimitUnit::Month => "tháng",
            LimitUnit::SameDay => return f.write_str("trong ngày làm việc"),
        };
        let (whole, rest) = (self.amount / 1_000, self.amount % 1_000);
        if rest == 0 {
            return write!(f, "{whole:02} {unit}");
        }
        let decimals = format!("{rest:03}");
        write!(f, "{whole},{} {unit}", decimals.trim_end_matches('0'))
    }
}

mod thousandths {
    //! An amount is written as a number, `0.5`, and kept as 500.
    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    #[expect(clippy::cast_precision_loss, reason = "amounts are small")]
    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde's signature")]
    pub fn serialize<S: Serializer>(amount: &i64, to: S) -> Result<S::Ok, S::Error> {
        if amount % 1_000 == 0 {
            to.serialize_i64(amount / 1_000)
        } else {
            to.serialize_f64(*amount as f64 / 1_000.0)
        }
    }

    #[expect(clippy::cast_possible_truncation, reason = "checked to be small")]
    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<i64, D::Error> {
        let amount = f64::deserialize(from)?;
        if !(0.0..=100_000.0).contains(&amount) {
            return Err(D::Error::custom("số lượng của thời hạn phải từ 0 đến 100000"));
        }
        Ok((amount * 1_000.0).round() as i64)
    }
}

/// Why the clock stood still.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PauseKind {
    /// Waiting for the applicant to complete the dossier.
    Supplement,
    /// Waiting for a financial duty to be paid (ĐT-2025 5.3).
    FinancialDuty,
    /// Anything else the law lets the clock stop for.
    Other,
}

/// A time in which the clock stood still.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pause {
    /// When it began.
    pub from: Instant,
    /// When it ended.
    pub to: Instant,
    /// Why.
    pub kind: PauseKind,
}

/// What a supplement does to the clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AfterSupplement {
    /// The limit is counted again from the start (NĐ 61/2018 Điều 19.4).
    Restart,
    /// The waiting time is left out (practice in some provinces).
    Resume,
}

/// From which hour on a dossier received counts as received at the next opening.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Cutoff {
    /// The clock starts at the moment of receipt.
    None,
    /// From 15:00 on (NĐ 61/2018 Điều 18.2, where read as a rule about the clock).
    FifteenHours,
    /// In the last hour of the working day.
    LastHour,
}

/// The choices that the law leaves open or that differ between rule sets.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClockPolicy {
    /// What a supplement does.
    pub after_supplement: AfterSupplement,
    /// When the clock starts.
    pub cutoff: Cutoff,
    /// Whether the hour shown is the end of the working day instead of the hour reached.
    pub ends_with_the_day: bool,
}

impl ClockPolicy {
    /// What applies where nothing is configured.
    pub const USUAL: ClockPolicy = ClockPolicy {
        after_supplement: AfterSupplement::Restart,
        cutoff: Cutoff::None,
        ends_with_the_day: false,
    };
}

/// When it is due, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Due {
    /// The moment.
    pub at: Instant,
    /// Day by day, from receipt to the moment.
    pub trace: Vec<TraceDay>,
}

/// Why no due date can be given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoDue {
    /// The limit reaches beyond what is counted.
    #[error("Thời hạn vượt quá năm 2200 hoặc đơn vị không có giờ làm việc.")]
    TooFar,
    /// A pause ends before it begins, or overlaps the one before.
    #[error("Các lần tạm dừng phải theo thứ tự thời gian và không chồng nhau.")]
    Pauses,
    /// A part of a calendar day, or a part of a month that is not its half.
    #[error("Thời hạn tính theo ngày phải là số nguyên; theo tháng chỉ nhận số nguyên hoặc nửa tháng.")]
    Fraction,
    /// Before 1970.
    #[error("Thời điểm tiếp nhận không hợp lệ.")]
    TooEarly,
}

/// What happened to the clock after receipt.
#[derive(Clone, Copy, Debug, Default)]
pub struct Course<'a> {
    /// The times in which it stood still, in order.
    pub pauses: &'a [Pause],
    /// What was added, in order; each is counted from the moment reached so far.
    pub extensions: &'a [Limit],
}

/// When the result of a dossier received at `received` is owed under `limit`.
///
/// Refuses pauses out of order, parts of months, and limits beyond the year 2200.
pub fn due(
    received: Instant,
    limit: Limit,
    course: Course,
    policy: ClockPolicy,
    table: &Timetable,
) -> Result<Due, NoDue> {
    let start = wall(received);
    if start < 0 {
        return Err(NoDue::TooEarly);
    }
    check_order(course.pauses)?;
    let mut segments = vec![];
    let mut from = start;
    let mut at = count(start, limit, policy, table)?;
    for pause in course.pauses {
        let (stop, go) = (wall(pause.from), wall(pause.to));
        if stop > at {
            break;
        }
        let restarts =
            pause.kind == PauseKind::Supplement && policy.after_supplement == AfterSupplement::Restart;
        segments.push(Segment {
            from,
            to: stop,
            is: if restarts { Segment::VOID } else { Segment::COUNTED },
        });
        segments.push(Segment { from: stop, to: go, is: Segment::paused(pause.kind) });
        from = go;
        at = if restarts { count(go, limit, policy, table)? } else { shift(at, limit, stop, go, table)? };
    }
    if policy.ends_with_the_day && limit.unit == LimitUnit::WorkingDay {
        at = table.closing_from(date_of(at)).ok_or(NoDue::TooFar)?;
    }
    segments.push(Segment { from, to: at, is: Segment::COUNTED });
    for extension in course.extensions {
        let to = if extension.amount == 0 { at } else { count(at, *extension, ClockPolicy::USUAL, table)? };
        segments.push(Segment { from: at, to, is: Segment::EXTENDED });
        at = to;
    }
    Ok(Due { at: instant(at), trace: trace(&segments, limit.unit, table) })
}

fn check_order(pauses: &[Pause]) -> Result<(), NoDue> {
    let mut last = Instant::MIN;
    for pause in pauses {
        if pause.from < last || pause.to < pause.from {
            return Err(NoDue::Pauses);
        }
        last = pause.to;
    }
    Ok(())
}

/// The end of `limit` counted from `from`; the hour reached, not yet the hour shown.
fn count(from: Wall, limit: Limit, policy: ClockPolicy, table: &Timetable) -> Result<Wall, NoDue> {
    let start = cut(from, policy.cutoff, table).ok_or(NoDue::TooFar)?;
    match limit.unit {
        LimitUnit::WorkingDay | LimitUnit::WorkingHour => {
            let start = table.opening_from(start).ok_or(NoDue::TooFar)?;
            table.after(start, limit.working_minutes().unwrap_or_default() * 60).ok_or(NoDue::TooFar)
        }
        LimitUnit::Hour => table.opening_from(from + limit.amount * 3_600 / 1_000).ok_or(NoDue::TooFar),
        LimitUnit::CalendarDay if limit.amount % 1_000 == 0 => {
            day_end(date_of(start), Span::new().try_days(limit.amount / 1_000), table)
        }
        LimitUnit::Month if limit.amount % 500 == 0 => {
            // Half a month is fifteen days (Bộ luật Dân sự 2015 Điều 146).
            let span = Span::new().try_months(limit.amount / 1_000);
            let span = span.and_then(|span| span.try_days(limit.amount % 1_000 * 15 / 500));
            day_end(date_of(start), span, table)
        }
        LimitUnit::CalendarDay | LimitUnit::Month => Err(NoDue::Fraction),
        LimitUnit::SameDay => same_day(from, table),
    }
}

/// The closing time of the day `span` after `day`, or of the next working day.
fn day_end(day: Date, span: Result<Span, jiff::Error>, table: &Timetable) -> Result<Wall, NoDue> {
    let last = span.and_then(|span| day.checked_add(span)).map_err(|_| NoDue::TooFar)?;
    table.closing_from(last).ok_or(NoDue::TooFar)
}

fn same_day(from: Wall, table: &Timetable) -> Result<Wall, NoDue> {
    let today = date_of(from);
    let second = from.rem_euclid(super::DAY);
    let close = table.day(from.div_euclid(super::DAY)).1.last().map_or(0, |(_, close)| *close);
    let is_early = second < close.min(15 * 3_600);
    let day = if is_early { Some(today) } else { table.next_working_day(today) };
    day.and_then(|day| table.closing_from(day)).ok_or(NoDue::TooFar)
}

/// The moment from which a dossier received at `from` counts: from the cut-off on, the next opening.
fn cut(from: Wall, cutoff: Cutoff, table: &Timetable) -> Option<Wall> {
    let day = from.div_euclid(super::DAY);
    let Some((_, close)) = table.day(day).1.last() else { return Some(from) };
    let last = match cutoff {
        Cutoff::None => return Some(from),
        Cutoff::FifteenHours => 15 * 3_600,
        Cutoff::LastHour => close - 3_600,
    };
    let is_late = from.rem_euclid(super::DAY) >= last;
    if is_late { table.opening_from((day + 1) * super::DAY) } else { Some(from) }
}

/// `at` moved by the part of the pause that counts: working time, or calendar days rounded up.
fn shift(at: Wall, limit: Limit, stop: Wall, go: Wall, table: &Timetable) -> Result<Wall, NoDue> {
    match limit.unit {
        LimitUnit::WorkingDay | LimitUnit::WorkingHour | LimitUnit::SameDay => {
            table.after(at, table.between(stop, go)).ok_or(NoDue::TooFar)
        }
        LimitUnit::Hour => table.opening_from(at + (go - stop)).ok_or(NoDue::TooFar),
        LimitUnit::CalendarDay | LimitUnit::Month => {
            let days = (go - stop + super::DAY - 1) / super::DAY;
            day_end(date_of(at), Span::new().try_days(days), table)
        }
    }
}

/// The last moment at which an extension may still be proposed: the end of the day before the due day
/// (NĐ 61/2018 Điều 19.9: at the latest one day before), a working day or a day of the calendar.
pub fn last_proposal(due: Instant, in_working_days: bool, table: &Timetable) -> Option<Instant> {
    let mut day = date_of(wall(due)).yesterday().ok()?;
    while in_working_days && !table.is_working(day) {
        day = day.yesterday().ok()?;
    }
    Some(instant((super::day_number(day) + 1) * super::DAY - 1))
}

/// When a result owed at `due_at` is owed after the clock stood still: counted again from the start, or moved by the time
/// that passed, as `policy` and the kind of the pause say.
pub fn resumed(
    due_at: Instant,
    limit: Limit,
    pause: Pause,
    policy: ClockPolicy,
    table: &Timetable,
) -> Result<Instant, NoDue> {
    let (stop, go) = (wall(pause.from), wall(pause.to));
    let restarts = pause.kind == PauseKind::Supplement && policy.after_supplement == AfterSupplement::Restart;
    let at = if restarts {
        count(go, limit, policy, table)?
    } else {
        shift(wall(due_at), limit, stop, go, table)?
    };
    Ok(instant(at))
}

/// When it must be clear whether a result owed at `due` can be given: the opening of the last working day before it. Where
/// that lies before `start`, three tenths of the working time are left (the yellow of row C-22).
pub fn warning(start: Instant, due: Instant, table: &Timetable) -> Option<Instant> {
    let mut day = date_of(wall(due)).yesterday().ok()?;
    while !table.is_working(day) {
        day = day.yesterday().ok()?;
    }
    let opening = instant(table.opening_from(super::day_number(day) * super::DAY)?);
    if opening > start {
        return Some(opening);
    }
    table.after_minutes(start, table.minutes_between(start, due) * 7 / 10)
}

/// The moment `days` working days after `from`, at the close of that day.
pub fn working_days_after(from: Instant, days: i64, table: &Timetable) -> Option<Instant> {
    table.after_minutes(from, days * DAY_MINUTES)
}

#[cfg(test)]
mod tests;
