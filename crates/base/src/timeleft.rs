//! How much time is left: one component everywhere, in words and as a bar (screens; row C-22: green above 30 %, amber
//! at 30 % or less, red when overdue).

use domain::{
    calendar::{Timetable, deadline::DAY_MINUTES},
    dossier::State,
    instant::Instant,
};

/// The component.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TimeLeft {
    /// `is-good`, `is-warn`, `is-bad` or `is-rest`: the colour; the words say the same.
    pub class: &'static str,
    /// The words: "còn 2 ngày 3 giờ".
    pub words: String,
    /// How full the bar is, in percent.
    pub percent: i64,
    /// What it is left of: "Bước", "Hồ sơ"; empty where that is plain.
    pub of: &'static str,
    /// What is left of the other of the two, in words; empty if there is none.
    pub other: String,
}

impl TimeLeft {
    /// Whether none is left.
    pub fn is_over(&self) -> bool {
        self.class == "is-bad"
    }

    /// Of a time that runs from `since` to `due`, looked at `now`, in the working time of `table`.
    pub fn of(since: Instant, due: Instant, now: Instant, table: &Timetable) -> TimeLeft {
        if now > due {
            let over = table.minutes_between(due, now).max(1);
            return TimeLeft::plain("is-bad", format!("quá hạn {}", duration(over)), 100);
        }
        let left = table.minutes_between(now, due);
        let whole = table.minutes_between(since, due).max(1);
        let percent = (left * 100 / whole).clamp(0, 100);
        let class = if left * 10 > whole * 3 { "is-good" } else { "is-warn" };
        TimeLeft::plain(class, format!("còn {}", duration(left)), percent)
    }

    /// Words of their own with a colour.
    pub fn plain(class: &'static str, words: impl Into<String>, percent: i64) -> TimeLeft {
        TimeLeft { class, words: words.into(), percent, of: "", other: String::new() }
    }

    /// Of a dossier in `state`, whose step and whole each run from one moment to another. The one that ends first gives colour and
    /// bar, and both are named (row C-22).
    pub fn of_dossier(
        state: State,
        step: Option<(Instant, Instant)>,
        whole: Option<(Instant, Instant)>,
        now: Instant,
        table: &Timetable,
    ) -> TimeLeft {
        let left = |(since, due): (Instant, Instant)| TimeLeft::of(since, due, now, table);
        let beside = |of: &str, other: (Instant, Instant)| format!("{of}: {}", left(other).words);
        let (step, whole) = (step.filter(|_| state.has_running_step()), whole.filter(|_| state.is_running()));
        match (step, whole) {
            (Some(step), Some(whole)) if whole.1 < step.1 => {
                TimeLeft { of: "Hồ sơ", other: beside("Bước", step), ..left(whole) }
            }
            (Some(step), Some(whole)) => {
                TimeLeft { of: "Bước", other: beside("Hồ sơ", whole), ..left(step) }
            }
            (Some(step), None) => TimeLeft { of: "Bước", ..left(step) },
            (None, Some(whole)) => TimeLeft { of: "Hồ sơ", ..left(whole) },
            (None, None) => TimeLeft::at_rest(state),
        }
    }

    /// Of what needs no time any more, in these words.
    pub fn rest(words: impl Into<String>) -> TimeLeft {
        TimeLeft::plain("is-rest", words, 0)
    }

    /// Of a dossier in `state`, whose time does not run or has none.
    pub fn at_rest(state: State) -> TimeLeft {
        let words = match state {
            State::AwaitingCompletion | State::AwaitingSupplement => "đang chờ công dân",
            State::AwaitingDuty => "đang chờ công dân nộp tiền",
            State::Refused => "từ chối giải quyết",
            State::Withdrawn => "đã rút",
            State::Stopped => "đã dừng",
            State::Expired => "đã kết thúc",
            State::Returned => "đã trả",
            State::ResultReady => "chờ trả kết quả",
            State::Declined => "không tiếp nhận",
            _ => "không tính hạn",
        };
        TimeLeft::rest(words)
    }
}

/// Working minutes in words, in the two largest units: "2 ngày 3 giờ".
pub fn duration(minutes: i64) -> String {
    let (days, hours, rest) = (minutes / DAY_MINUTES, minutes % DAY_MINUTES / 60, minutes % 60);
    match (days, hours, rest) {
        (0, 0, m) => format!("{m} phút"),
        (0, h, 0) => format!("{h} giờ"),
        (0, h, m) => format!("{h} giờ {m} phút"),
        (d, 0, _) => format!("{d} ngày"),
        (d, h, _) => format!("{d} ngày {h} giờ"),
    }
}

#[cfg(test)]
mod tests {
    use domain::{
        calendar::{Calendar, WorkingHours},
        instant::from_local,
    };

    use super::*;

    #[test]
    fn colours_and_words() {
        let (calendar, hours) = (Calendar::default(), WorkingHours::usual());
        let table = Timetable { calendar: &calendar, hours: &hours };
        let at = |text: &str| from_local(text.parse().unwrap());
        // Ten working hours: Tuesday 08:00 to Wednesday 10:00 and two more.
        let left = |now| TimeLeft::of(at("2023-08-22T08:00"), at("2023-08-23T10:00"), at(now), &table);
        assert_eq!(
            (left("2023-08-22T08:00").class, left("2023-08-22T08:00").words.as_str()),
            ("is-good", "còn 1 ngày 2 giờ")
        );
        assert_eq!(left("2023-08-22T14:59").class, "is-good", "more than 30 % left (row C-22)");
        assert_eq!(left("2023-08-22T16:00").class, "is-good");
        assert_eq!(
            (left("2023-08-23T07:00").class, left("2023-08-23T07:00").percent),
            ("is-warn", 30),
            "30 % or less"
        );
        assert_eq!(
            (left("2023-08-23T10:30").class, left("2023-08-23T10:30").words.as_str()),
            ("is-bad", "quá hạn 30 phút")
        );
        assert_eq!(TimeLeft::at_rest(State::AwaitingCompletion).words, "đang chờ công dân");
    }

    #[test]
    fn step_and_whole_are_both_named() {
        let (calendar, hours) = (Calendar::default(), WorkingHours::usual());
        let table = Timetable { calendar: &calendar, hours: &hours };
        let at = |text: &str| from_local(text.parse().unwrap());
        let now = at("2023-08-22T10:00");
        let until = |text: &str| Some((at("2023-08-22T08:00"), at(text)));
        let (soon, late) = (until("2023-08-22T16:00"), until("2023-08-24T08:00"));
        for (state, step, whole, of, words, other) in [
            (State::InProgress, soon, late, "Bước", "còn 4 giờ", "Hồ sơ: còn 1 ngày 6 giờ"),
            (State::InProgress, late, soon, "Hồ sơ", "còn 4 giờ", "Bước: còn 1 ngày 6 giờ"),
            (State::InProgress, soon, None, "Bước", "còn 4 giờ", ""),
            (State::InProgress, None, soon, "Hồ sơ", "còn 4 giờ", ""),
            (State::AwaitingSupplement, soon, late, "", "đang chờ công dân", ""),
        ] {
            let left = TimeLeft::of_dossier(state, step, whole, now, &table);
            assert_eq!((left.of, left.words.as_str(), left.other.as_str()), (of, words, other), "{state:?}");
        }
    }

    #[test]
    fn durations_in_words() {
        for (minutes, words) in
            [(5, "5 phút"), (60, "1 giờ"), (90, "1 giờ 30 phút"), (480, "1 ngày"), (1_140, "2 ngày 3 giờ")]
        {
            assert_eq!(duration(minutes), words);
        }
    }
}
