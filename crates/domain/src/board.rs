//! What the board of the Centre counts (Quy chế 1267 Điều 4.1.d, 4.2; Điều 3.2.c for a head; rows C-22, C-48, C-57). Each
//! figure is a question to one dossier, so that a number and the list behind it cannot differ.

pub mod duty;

use std::{collections::HashMap, hash::Hash};

use jiff::{SignedDuration, civil::Date};

use crate::{
    calendar::Timetable,
    dossier::{State, Turns},
    instant::{Instant, local_date},
    words::words,
};

/// How often each of `N` figures counts, by row and in all. What counts nowhere has no row.
pub fn tally<K: Eq + Hash, const N: usize>(
    found: impl IntoIterator<Item = (K, [bool; N])>,
) -> (HashMap<K, [usize; N]>, [usize; N]) {
    let (mut rows, mut sum) = (HashMap::new(), [0; N]);
    for (key, counts) in found.into_iter().filter(|(_, counts)| counts.contains(&true)) {
        let row = rows.entry(key).or_insert([0; N]);
        for ((counts, count), sum) in counts.into_iter().zip(row).zip(&mut sum) {
            (*count, *sum) = (*count + usize::from(counts), *sum + usize::from(counts));
        }
    }
    (rows, sum)
}

words! {
    /// A figure of the board. The word stands in addresses.
    Figure {
        /// Received since midnight, whatever became of it since.
        ReceivedToday = "tiep-nhan" "Tiếp nhận hôm nay",
        /// Settled since midnight: there is a result, or it ended without one.
        SettledToday = "xong" "Xong hôm nay",
        /// Accepted and not settled.
        Open = "dang-giai-quyet" "Đang giải quyết",
        /// Nobody holds its step.
        Unassigned = "chua-ai-nhan" "Chưa ai nhận",
        /// Owed today, and not late yet.
        DueToday = "hom-nay" "Đến hạn hôm nay",
        /// Owed on the next working day.
        DueIn1 = "con-1-ngay" "Còn 1 ngày",
        /// Owed on the second working day from today.
        DueIn2 = "con-2-ngay" "Còn 2 ngày",
        /// Owed on the third working day from today.
        DueIn3 = "con-3-ngay" "Còn 3 ngày",
        /// Late since today or the working day before.
        LateUpTo1 = "qua-han-1" "Quá hạn đến 1 ngày",
        /// Late for two to five working days.
        LateUpTo5 = "qua-han-5" "Quá hạn 2–5 ngày",
        /// Late for more than five working days.
        LateMore = "qua-han-lau" "Quá hạn trên 5 ngày",
        /// The applicant is waited for; the clock stands still.
        AwaitingApplicant = "cho-nguoi-nop" "Chờ người nộp",
        /// Another unit has a part to do.
        AwaitingUnit = "cho-don-vi" "Chờ đơn vị khác",
        /// A unit that was asked for its opinion has not given it in time: the Centre is told (NĐ 61/2018 Điều 19.5.b; row C-23).
        Silence = "khong-tra-loi" "Không trả lời ý kiến",
        /// Late, or about to be: no letter of apology signed (NĐ 61/2018 Điều 19.9) and no cause recorded (row C-51).
        ApologyOwed = "no-xin-loi" "Nợ phiếu xin lỗi",
    }
}

words! {
    /// By what the board's rows are made.
    Grouping {
        /// The unit that decides.
        Unit = "don-vi" "Đơn vị",
        /// The field of the procedure.
        Field = "linh-vuc" "Lĩnh vực",
        /// Who holds the step.
        Officer = "can-bo" "Cán bộ",
        /// The step it is at.
        Step = "buoc" "Bước",
    }
}

/// What the board looks at in one dossier.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Glance {
    /// Where it stands.
    pub state: State,
    /// When it was accepted.
    pub received_at: Option<Instant>,
    /// When it was settled.
    pub settled_at: Option<Instant>,
    /// When its result is owed.
    pub due_at: Option<Instant>,
    /// Whether somebody holds its step.
    pub is_held: bool,
    /// Whether another unit has a part to do.
    pub waits_for_unit: bool,
    /// Whether a unit that was asked for its opinion fell silent.
    pub has_silence: bool,
    /// What is owed of an apology for the present due date.
    pub apology: ApologyStatus,
}

/// What there is of the letter of apology for the present due date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ApologyStatus {
    /// Nothing: owed once the due date has passed.
    None,
    /// Drafted, not signed: it will be late.
    Drafted,
    /// Signed.
    Sent,
    /// Not signed, and the cause of lateness is recorded.
    Explained,
}

impl ApologyStatus {
    /// What `turns` say of the due date `due_at`.
    pub fn of(turns: &Turns, due_at: Option<Instant>) -> ApologyStatus {
        if due_at.is_some() && turns.apologised_for == due_at {
            ApologyStatus::Sent
        } else if due_at.is_some() && turns.explained_for == due_at {
            ApologyStatus::Explained
        } else if turns.apology.is_some_and(|drafted| Some(drafted.due_at) == due_at) {
            ApologyStatus::Drafted
        } else {
            ApologyStatus::None
        }
    }
}

/// For how long something is late, in working days.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lateness {
    /// Since today or the working day before.
    UpTo1,
    /// For two to five.
    UpTo5,
    /// For more than five.
    More,
}

/// The moments between which the figures of one minute lie.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Edges {
    now: Instant,
    /// Midnight at which today began.
    pub today: Instant,
    /// Midnights: where today, and the first, second and third working day after it end.
    ends: [Instant; 4],
    /// Midnights: where the first and the fifth working day before today began.
    late: [Instant; 2],
}

impl Edges {
    /// The moments of the minute of `now` by the days that are worked in `table`: within a minute nothing moves by itself.
    pub fn of(now: Instant, table: &Timetable) -> Edges {
        let now = Instant::from_second(now.as_second() - now.as_second().rem_euclid(60)).unwrap_or(now);
        let today = local_date(now);
        let end = |day: Date| Timetable::midnight(day) + A_DAY;
        let next = |day: Date| table.next_working_day(day).unwrap_or(Date::MAX);
        let (first, second, third) = (next(today), next(next(today)), next(next(next(today))));
        Edges {
            now,
            today: Timetable::midnight(today),
            ends: [today, first, second, third].map(end),
            late: [1, 5].map(|days| Timetable::midnight(worked_before(today, days, table))),
        }
    }

    /// For how long what was due at `due` is late; nothing if it is not.
    pub fn lateness(&self, due: Instant) -> Option<Lateness> {
        let [one, five] = self.late;
        match due {
            due if due >= self.now => None,
            due if due >= one => Some(Lateness::UpTo1),
            due if due >= five => Some(Lateness::UpTo5),
            _ => Some(Lateness::More),
        }
    }

    /// Whether `at` lies in today or, counted in working days, on the day `after` it; days off belong to the next one.
    fn is_due(&self, at: Instant, after: usize) -> bool {
        let end = |place: usize| self.ends.get(place).copied().unwrap_or(Instant::MAX);
        let begin = after.checked_sub(1).map_or(self.now, end);
        at >= begin && at < end(after)
    }
}

const A_DAY: SignedDuration = SignedDuration::from_hours(24);
/// How far back a working day is looked for; the longest holiday has nine days.
const LOOK_BACK: usize = 60;

/// The working day `days` working days before `day`.
fn worked_before(day: Date, days: usize, table: &Timetable) -> Date {
    let back = std::iter::successors(day.yesterday().ok(), |day| day.yesterday().ok()).take(LOOK_BACK);
    back.filter(|day| table.is_working(*day)).nth(days - 1).unwrap_or(Date::MIN)
}

impl Figure {
    /// Whether the dossier counts for this figure at the moment of `edges`.
    pub fn counts(self, seen: &Glance, edges: &Edges) -> bool {
        let due = seen.due_at.filter(|_| seen.state.is_running());
        let late = due.and_then(|due| edges.lateness(due));
        match self {
            Figure::ReceivedToday => seen.received_at.is_some_and(|at| at >= edges.today),
            Figure::SettledToday => seen.settled_at.is_some_and(|at| at >= edges.today),
            Figure::Open => seen.state.is_accepted(),
            Figure::Unassigned => seen.state.has_running_step() && seen.settled_at.is_none() && !seen.is_held,
            Figure::DueToday => due.is_some_and(|due| edges.is_due(due, 0)),
            Figure::DueIn1 => due.is_some_and(|due| edges.is_due(due, 1)),
            Figure::DueIn2 => due.is_some_and(|due| edges.is_due(due, 2)),
            Figure::DueIn3 => due.is_some_and(|due| edges.is_due(due, 3)),
            Figure::LateUpTo1 => late == Some(Lateness::UpTo1),
            Figure::LateUpTo5 => late == Some(Lateness::UpTo5),
            Figure::LateMore => late == Some(Lateness::More),
            Figure::AwaitingApplicant => seen.state.is_waiting() || seen.state == State::AwaitingCompletion,
            Figure::AwaitingUnit => seen.state.is_accepted() && seen.waits_for_unit,
            Figure::Silence => seen.state.is_accepted() && seen.has_silence,
            Figure::ApologyOwed => match seen.apology {
                ApologyStatus::None => late.is_some(),
                ApologyStatus::Drafted => seen.state.is_running(),
                ApologyStatus::Sent | ApologyStatus::Explained => false,
            },
        }
    }

    /// Whether it counts what is late.
    pub fn is_late(self) -> bool {
        matches!(self, Figure::LateUpTo1 | Figure::LateUpTo5 | Figure::LateMore)
    }

    /// How it looks when it is not nothing: `is-bad`, `is-warn`, or plain.
    pub fn look(self) -> &'static str {
        match self {
            Figure::LateUpTo1 | Figure::LateUpTo5 | Figure::LateMore | Figure::ApologyOwed => "is-bad",
            Figure::DueToday | Figure::DueIn1 => "is-warn",
            _ => "",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        calendar::{Calendar, WorkingHours},
        instant::from_local,
    };

    fn at(text: &str) -> Instant {
        from_local(text.parse().unwrap())
    }

    #[test]
    fn each_figure_is_counted_by_row_and_in_all() {
        // Row C-57.
        let found = [("a", [true, true]), ("b", [false, false]), ("c", [false, true]), ("a", [false, true])];
        let (rows, sum) = tally(found);
        assert_eq!(rows, HashMap::from([("a", [1, 2]), ("c", [0, 1])]), "what counts nowhere has no row");
        assert_eq!(sum, [1, 3]);
    }

    fn glance(due: &str) -> Glance {
        Glance {
            state: State::InProgress,
            received_at: Some(at("2023-08-01T08:00")),
            settled_at: None,
            due_at: Some(at(due)),
            is_held: true,
            waits_for_unit: false,
            has_silence: false,
            apology: ApologyStatus::None,
        }
    }

    /// The figures of time that count the dossier on Thursday 24/8/2023 at 10:00.
    fn on_thursday(seen: &Glance) -> Vec<Figure> {
        let (calendar, hours) = (Calendar::default(), WorkingHours::usual());
        let edges = Edges::of(at("2023-08-24T10:00"), &Timetable { calendar: &calendar, hours: &hours });
        Figure::ALL.iter().copied().filter(|figure| figure.counts(seen, &edges)).collect()
    }

    #[test]
    fn a_dossier_counts_by_the_working_days_to_its_due_date() {
        use Figure as F;
        // Rows C-22, C-48. Friday is the next working day, Monday the second, Tuesday the third.
        for (due, figure) in [
            ("2023-08-24T10:00", Some(F::DueToday)),
            ("2023-08-24T17:00", Some(F::DueToday)),
            ("2023-08-25T17:00", Some(F::DueIn1)),
            ("2023-08-26T11:00", Some(F::DueIn2)),
            ("2023-08-28T17:00", Some(F::DueIn2)),
            ("2023-08-29T17:00", Some(F::DueIn3)),
            ("2023-08-30T07:30", None),
            ("2023-08-24T09:59", Some(F::LateUpTo1)),
            ("2023-08-23T17:00", Some(F::LateUpTo1)),
            ("2023-08-22T17:00", Some(F::LateUpTo5)),
            ("2023-08-17T08:00", Some(F::LateUpTo5)),
            ("2023-08-16T17:00", Some(F::LateMore)),
        ] {
            let found = on_thursday(&glance(due));
            let late = figure.is_some_and(|figure| figure.look() == "is-bad");
            let expected: Vec<F> =
                [Some(F::Open), figure, late.then_some(F::ApologyOwed)].into_iter().flatten().collect();
            assert_eq!(found, expected, "{due}");
        }
    }

    #[test]
    fn within_a_minute_nothing_moves_by_itself() {
        let (calendar, hours) = (Calendar::default(), WorkingHours::usual());
        let table = Timetable { calendar: &calendar, hours: &hours };
        let edges = |text| Edges::of(at(text), &table);
        assert_eq!(edges("2023-08-24T10:00:00"), edges("2023-08-24T10:00:59.9"));
        assert_ne!(edges("2023-08-24T10:00:59"), edges("2023-08-24T10:01:00"));
    }

    #[test]
    fn who_waits_for_the_applicant_is_never_late() {
        let waiting = Glance { state: State::AwaitingSupplement, ..glance("2023-08-01T17:00") };
        assert_eq!(on_thursday(&waiting), [Figure::Open, Figure::AwaitingApplicant]);
        let ready = Glance {
            state: State::ResultReady,
            settled_at: Some(at("2023-08-24T08:00")),
            ..glance("2023-08-01T17:00")
        };
        assert_eq!(on_thursday(&ready), [Figure::SettledToday]);
    }

    #[test]
    fn an_apology_is_owed_until_it_is_signed() {
        let late = glance("2023-08-22T17:00");
        assert!(on_thursday(&late).contains(&Figure::ApologyOwed), "row C-51");
        let sent = Glance { apology: ApologyStatus::Sent, ..late };
        assert!(!on_thursday(&sent).contains(&Figure::ApologyOwed));
        // Drafted ahead of the due date: the leader is to sign it before it passes (NĐ 61/2018 Điều 19.9).
        let drafted = Glance { apology: ApologyStatus::Drafted, ..glance("2023-08-25T17:00") };
        assert!(on_thursday(&drafted).contains(&Figure::ApologyOwed));
    }
}
