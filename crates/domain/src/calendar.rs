//! Working days and hours: which moments count.
//!
//! Inside, a moment is the number of seconds on Viet Nam's wall clock since 1/1/1970, so that a day is always 86,400
//! of them and the arithmetic is plain.

pub mod deadline;
pub mod due_line;
pub mod trace;

use jiff::civil::{Date, Weekday, date};
use serde::{Deserialize, Serialize};

use crate::instant::{Instant, from_local};

const DAY: i64 = 86_400;
const EPOCH: Date = date(1970, 1, 1);
const UTC_OFFSET: i64 = 7 * 3_600;

/// The last day that is counted to; a limit that reaches beyond it is refused.
const HORIZON: i64 = 84_006 * DAY; // 1/1/2200

/// Seconds on Viet Nam's wall clock since 1/1/1970.
pub(crate) type Wall = i64;

pub(crate) fn wall(at: Instant) -> Wall {
    at.as_second() + UTC_OFFSET
}

pub(crate) fn instant(wall: Wall) -> Instant {
    Instant::from_second(wall - UTC_OFFSET).unwrap_or(Instant::MAX)
}

fn day_number(day: Date) -> i64 {
    day.duration_since(EPOCH).as_hours() / 24
}

pub(crate) fn date_of(wall: Wall) -> Date {
    EPOCH.checked_add(jiff::SignedDuration::from_hours(wall.div_euclid(DAY) * 24)).unwrap_or(Date::MAX)
}

/// Why a day differs from its weekday.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DayKind {
    /// A holiday, a compensatory day, or a working day swapped away.
    Off,
    /// A day off on which work is made up (làm bù).
    MakeUp,
    /// Only the morning is worked.
    HalfDay,
    /// Only the afternoon is worked.
    Afternoon,
}

/// A day that differs from its weekday, and the document that says so.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SpecialDay {
    /// The day.
    pub day: Date,
    /// In which way it differs.
    pub kind: DayKind,
    /// What it is called: "Tết Nguyên Đán".
    pub name: String,
    /// The notice or decision; empty if none is known.
    pub basis: String,
}

/// The days that differ from their weekdays. Outside the days it knows, a day is what its weekday says.
#[derive(Clone, Debug, Default)]
pub struct Calendar {
    days: Vec<SpecialDay>,
    first: i64,
    /// For each day from `first` on: 0, or 1 + the place in `days`.
    index: Vec<u16>,
}

impl Calendar {
    /// A calendar of these days; of two entries for one day the later counts.
    pub fn new(days: impl IntoIterator<Item = SpecialDay>) -> Calendar {
        let mut days: Vec<SpecialDay> = days.into_iter().collect();
        days.sort_by_key(|special| special.day);
        days.truncate(usize::from(u16::MAX) - 1);
        let first = days.first().map_or(0, |special| day_number(special.day));
        let last = days.last().map_or(-1, |special| day_number(special.day));
        let mut index = vec![0; usize::try_from(last - first + 1).unwrap_or_default()];
        for (place, special) in (1u16..).zip(&days) {
            let offset = usize::try_from(day_number(special.day) - first).unwrap_or(usize::MAX);
            if let Some(slot) = index.get_mut(offset) {
                *slot = place;
            }
        }
        Calendar { days, first, index }
    }

    /// The special days, in order.
    pub fn days(&self) -> &[SpecialDay] {
        &self.days
    }

    /// What is special about `day`, if anything.
    pub fn special(&self, day: Date) -> Option<&SpecialDay> {
        self.special_no(self.place(day_number(day)))
    }

    pub(crate) fn special_no(&self, place: u16) -> Option<&SpecialDay> {
        self.days.get(usize::from(place).checked_sub(1)?)
    }

    fn place(&self, day: i64) -> u16 {
        usize::try_from(day - self.first).ok().and_then(|offset| self.index.get(offset)).copied().unwrap_or(0)
    }
}

/// An interval of a day that is worked, in seconds from midnight.
type Open = (i64, i64);

/// The hours of a unit in a usual week.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WorkingHours {
    /// For each weekday from Monday on, the intervals worked, in seconds from midnight, in order.
    week: [Vec<Open>; 7],
}

/// An interval given to [`WorkingHours::new`] that is empty, out of order or outside the day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("Giờ làm việc không hợp lệ: giờ mở cửa phải trước giờ đóng cửa, các khoảng không được chồng nhau.")]
pub struct BadHours;

impl WorkingHours {
    /// Hours given as minutes from midnight for each weekday, Monday first.
    pub fn new(week: [&[(u16, u16)]; 7]) -> Result<WorkingHours, BadHours> {
        for day in week {
            let mut last = 0;
            for (open, close) in day {
                if *open < last || close <= open || *close > 1_440 {
                    return Err(BadHours);
                }
                last = *close;
            }
        }
        let seconds =
            |day: &[(u16, u16)]| day.iter().map(|(a, b)| (i64::from(*a) * 60, i64::from(*b) * 60)).collect();
        Ok(WorkingHours { week: week.map(seconds) })
    }

    /// Monday to Friday, 07:00–11:00 and 13:00–17:00: what applies where nothing else is configured.
    pub fn usual() -> WorkingHours {
        let day = || vec![(7 * 3_600, 11 * 3_600), (13 * 3_600, 17 * 3_600)];
        WorkingHours { week: [day(), day(), day(), day(), day(), vec![], vec![]] }
    }

    /// For each weekday from Monday on, the intervals worked in minutes from midnight, as [`WorkingHours::new`] takes them; nothing
    /// if one begins or ends within a minute.
    pub fn minutes(&self) -> Option<[Vec<(u16, u16)>; 7]> {
        let whole = |second: i64| u16::try_from(second / 60).ok().filter(|_| second % 60 == 0);
        let mut week: [Vec<(u16, u16)>; 7] = Default::default();
        for (minutes, day) in week.iter_mut().zip(&self.week) {
            let spans = day.iter().map(|(open, close)| whole(*open).zip(whole(*close)));
            *minutes = spans.collect::<Option<_>>()?;
        }
        Some(week)
    }

    /// The hours in words, days that are alike together: "T2–T6 07:00–11:00, 13:00–17:00; T7 07:00–11:00".
    pub fn words(&self) -> String {
        const DAYS: [&str; 7] = ["T2", "T3", "T4", "T5", "T6", "T7", "CN"];
        let clock = |second: i64| format!("{:02}:{:02}", second / 3_600, second % 3_600 / 60);
        let mut parts: Vec<String> = vec![];
        let mut days = DAYS.iter().zip(&self.week).peekable();
        while let Some((first, spans)) = days.next() {
            let mut last = first;
            while let Some((day, _)) = days.next_if(|(_, next)| *next == spans) {
                last = day;
            }
            let spans: Vec<String> =
                spans.iter().map(|(open, close)| format!("{}–{}", clock(*open), clock(*close))).collect();
            if !spans.is_empty() {
                let of = if first == last { (*first).to_owned() } else { format!("{first}–{last}") };
                parts.push(format!("{of} {}", spans.join(", ")));
            }
        }
        parts.join("; ")
    }

    /// The usual hours and Saturday mornings, as many one-stop units work.
    #[must_use]
    pub fn with_saturday_morning(mut self) -> WorkingHours {
        let [.., saturday, _] = &mut self.week;
        *saturday = vec![(7 * 3_600, 11 * 3_600)];
        self
    }
}

/// A calendar and a unit's hours: together they say which moments count.
#[derive(Clone, Copy, Debug)]
pub struct Timetable<'a> {
    /// The special days.
    pub calendar: &'a Calendar,
    /// The usual week.
    pub hours: &'a WorkingHours,
}

impl<'a> Timetable<'a> {
    /// The place of the day in the calendar's list, and the intervals worked on it.
    pub(crate) fn day(&self, number: i64) -> (u16, &'a [Open]) {
        let place = self.calendar.place(number);
        // 1/1/1970 was a Thursday.
        let weekday = usize::try_from((number + 3).rem_euclid(7)).unwrap_or_default();
        let usual = self.hours.week.get(weekday).map_or(&[][..], Vec::as_slice);
        let open = match self.calendar.special_no(place).map(|special| special.kind) {
            None => usual,
            Some(DayKind::Off) => &[],
            // A make-up day is worked like a usual Monday, whatever its weekday.
            Some(DayKind::MakeUp) => self.hours.week.first().map_or(&[][..], Vec::as_slice),
            Some(DayKind::HalfDay) => usual.get(..1).unwrap_or_default(),
            Some(DayKind::Afternoon) => usual.get(1..).unwrap_or_default(),
        };
        (place, open)
    }

    /// Whether any of `day` is worked.
    pub fn is_working(&self, day: Date) -> bool {
        !self.day(day_number(day)).1.is_empty()
    }

    /// Whether `at` lies in working time. A closing time does not.
    pub fn is_open(&self, at: Instant) -> bool {
        let at = wall(at);
        self.opening_from(at) == Some(at)
    }

    /// The first moment of working time at or after `at`; nothing if there is none before the horizon.
    pub(crate) fn opening_from(&self, at: Wall) -> Option<Wall> {
        let mut number = at.div_euclid(DAY);
        let mut second = at.rem_euclid(DAY);
        while number * DAY < HORIZON {
            if let Some((open, _)) = self.day(number).1.iter().find(|(_, close)| second < *close) {
                return Some(number * DAY + second.max(*open));
            }
            number += 1;
            second = 0;
        }
        None
    }

    /// The moment at which `seconds` of working time after `at` have passed. An end at a closing time stays there.
    pub(crate) fn after(&self, at: Wall, mut seconds: i64) -> Option<Wall> {
        if seconds == 0 {
            return Some(at);
        }
        let start = self.opening_from(at)?;
        let mut number = start.div_euclid(DAY);
        let mut from = start.rem_euclid(DAY);
        while number * DAY < HORIZON {
            for (open, close) in self.day(number).1 {
                let begin = from.max(*open);
                let room = close - begin;
                if room > 0 {
                    if seconds <= room {
                        return Some(number * DAY + begin + seconds);
                    }
                    seconds -= room;
                }
            }
            number += 1;
            from = 0;
        }
        None
    }

    /// Seconds of working time from `from` to `to`; 0 if `to` lies before `from`.
    pub(crate) fn between(&self, from: Wall, to: Wall) -> i64 {
        let (first, last) = (from.div_euclid(DAY), to.min(HORIZON).div_euclid(DAY));
        (first..=last).map(|number| self.within(number, from, to)).sum()
    }

    /// Seconds of working time that day `number` has between `from` and `to`.
    pub(crate) fn within(&self, number: i64, from: Wall, to: Wall) -> i64 {
        let midnight = number * DAY;
        let overlap = |(open, close): &Open| (to.min(midnight + close) - from.max(midnight + open)).max(0);
        self.day(number).1.iter().map(overlap).sum()
    }

    /// Working minutes from `from` to `to`; 0 if `to` lies before `from`.
    pub fn minutes_between(&self, from: Instant, to: Instant) -> i64 {
        self.between(wall(from), wall(to)) / 60
    }

    /// The moment at which `minutes` of working time after `at` have passed.
    pub fn after_minutes(&self, at: Instant, minutes: i64) -> Option<Instant> {
        self.after(wall(at), minutes * 60).map(instant)
    }

    /// The latest moment from which `minutes` of working time are left until `at`; nothing if there are not so many within a year.
    pub fn before_minutes(&self, at: Instant, minutes: i64) -> Option<Instant> {
        let (end, mut seconds) = (wall(at), minutes * 60);
        if seconds == 0 {
            return Some(at);
        }
        let (last, mut until) = (end.div_euclid(DAY), end.rem_euclid(DAY));
        for number in (last - 366..=last).rev() {
            for (open, close) in self.day(number).1.iter().rev() {
                let close = until.min(*close);
                let room = close - open;
                if room > 0 {
                    if seconds <= room {
                        return Some(instant(number * DAY + close - seconds));
                    }
                    seconds -= room;
                }
            }
            until = DAY;
        }
        None
    }

    /// The closing time of the first day worked at or after `day`.
    pub(crate) fn closing_from(&self, day: Date) -> Option<Wall> {
        let mut number = day_number(day);
        while number * DAY < HORIZON {
            if let Some((_, close)) = self.day(number).1.last() {
                return Some(number * DAY + close);
            }
            number += 1;
        }
        None
    }

    /// The closing time of `day`, or of the first day worked after it.
    pub fn closing_of(&self, day: Date) -> Option<Instant> {
        self.closing_from(day).map(instant)
    }

    /// The next day worked after `day`.
    pub fn next_working_day(&self, day: Date) -> Option<Date> {
        let tomorrow = day.tomorrow().ok()?;
        self.closing_from(tomorrow).map(date_of)
    }

    /// Midnight of `day` as an instant.
    pub fn midnight(day: Date) -> Instant {
        from_local(day.at(0, 0, 0, 0))
    }
}

/// Whether a weekday is Saturday or Sunday.
pub(crate) fn is_weekend(day: Date) -> bool {
    matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hours_are_given_back_and_said_in_words() {
        let usual = WorkingHours::usual().with_saturday_morning();
        assert_eq!(usual.words(), "T2–T6 07:00–11:00, 13:00–17:00; T7 07:00–11:00");
        let week = usual.minutes().unwrap();
        assert_eq!((week[0].clone(), week[6].clone()), (vec![(420, 660), (780, 1_020)], vec![]));
        assert_eq!(WorkingHours::new(week.each_ref().map(Vec::as_slice)), Ok(usual));
        let own: [&[(u16, u16)]; 7] = [&[(450, 690)], &[], &[(450, 690)], &[], &[], &[], &[(0, 1_440)]];
        assert_eq!(WorkingHours::new(own).unwrap().words(), "T2 07:30–11:30; T4 07:30–11:30; CN 00:00–24:00");
    }
}
