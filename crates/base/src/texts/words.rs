//! Words that the law gives: Vietnamese as `domain` has them, translated in `texts/law.*.ftl` under the kind and the
//! stored word. Names out of the catalogue and the calendar are not translated.

use domain::{
    calendar::{
        Timetable,
        deadline::{Limit, LimitUnit, PauseKind},
        trace::{TraceDay, Why, by_stretch, summary},
    },
    catalogue::limit::decimal,
    dossier::{Channel, Event, ReturnWay, State},
    instant::{Instant, local},
    petition::{PetitionState, PetitionSubject},
    question::QuestionState,
    refusal::Refusal,
    rules::Form,
};
use fluent_bundle::FluentValue;
use jiff::civil::Date;

use super::Lang;
use crate::page;

/// Words on a page that may be Vietnamese in every language, because the catalogue or an officer wrote them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Words {
    /// The words.
    pub text: String,
    /// Whether they are Vietnamese whatever the language of the page.
    pub is_vietnamese: bool,
}

impl Words {
    /// Words in the language of the page.
    pub fn translated(text: String) -> Words {
        Words { text, is_vietnamese: false }
    }

    /// Words as somebody wrote them in Vietnamese.
    pub fn vietnamese(text: impl Into<String>) -> Words {
        Words { text: text.into(), is_vietnamese: true }
    }
}

/// One line of the account of a due date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccountLine {
    /// The day or days.
    pub days: String,
    /// The name of a day off, Vietnamese in every language; empty if the line is about none.
    pub name: String,
    /// Why it counted or not.
    pub why: String,
}

impl Lang {
    fn word(self, kind: &str, name: &str, vietnamese: &str) -> String {
        match self {
            Lang::Vi => vietnamese.to_owned(),
            Lang::Km | Lang::En => self.say(&format!("{kind}-{}", name.replace('_', "-"))),
        }
    }

    /// Where a dossier stands.
    pub fn state(self, state: State) -> String {
        self.word("state", state.name(), state.title())
    }

    /// What happened to a dossier.
    pub fn event(self, event: &Event) -> String {
        self.word("event", event.name(), event.title())
    }

    /// How a dossier comes in.
    pub fn channel(self, channel: Channel) -> String {
        self.word("channel", channel.name(), channel.title())
    }

    /// How the result goes out.
    pub fn return_way(self, way: ReturnWay) -> String {
        self.word("return-way", way.name(), way.title())
    }

    /// Where a petition stands.
    pub fn petition_state(self, state: PetitionState) -> String {
        self.word("petition-state", state.name(), state.title())
    }

    /// What a petition is about.
    pub fn petition_subject(self, subject: PetitionSubject) -> String {
        self.word("petition-subject", subject.name(), subject.title())
    }

    /// Where a question stands.
    pub fn question_state(self, state: QuestionState) -> String {
        self.word("question-state", state.name(), state.title())
    }

    /// What a letter is in the language of the page; empty in Vietnamese, where its title says it.
    pub fn letter(self, form: &Form) -> String {
        self.word("letter", form.number, "")
    }

    /// How long something may take.
    pub fn limit(self, limit: Limit) -> String {
        if self == Lang::Vi {
            return limit.to_string();
        }
        let unit = match limit.unit {
            LimitUnit::WorkingDay => "limit-working-day",
            LimitUnit::CalendarDay => "limit-calendar-day",
            LimitUnit::WorkingHour => "limit-working-hour",
            LimitUnit::Hour => "limit-hour",
            LimitUnit::Month => "limit-month",
            LimitUnit::SameDay => return self.say("limit-same-day"),
        };
        self.say_with(unit, &[("amount", FluentValue::try_number(&decimal(limit.amount)))])
    }

    /// A moment as people read it: `thứ Ba, 29/8/2023, 14:30`.
    pub fn moment(self, at: Instant) -> String {
        if self == Lang::Vi {
            return page::moment(at);
        }
        let at = local(at);
        let words = [
            ("weekday", self.weekday(at.date())),
            ("day", at.day().to_string()),
            ("month", self.say(&format!("month-{}", at.month()))),
            ("year", at.year().to_string()),
            ("time", format!("{:02}:{:02}", at.hour(), at.minute())),
        ];
        self.say_with("moment", &words)
    }

    fn weekday(self, day: Date) -> String {
        self.say(&format!("weekday-{}", day.weekday().to_monday_one_offset()))
    }

    /// Why a rule says no. What only officers meet is said in Vietnamese.
    pub fn refusal(self, refusal: &Refusal) -> Words {
        let (key, name) = match refusal {
            _ if self == Lang::Vi => return Words::vietnamese(refusal.to_string()),
            Refusal::ProcedureNotPublished => ("refusal-procedure-not-published", ""),
            Refusal::NotOnline => ("refusal-not-online", ""),
            Refusal::NoSettler => ("refusal-no-settler", ""),
            Refusal::UnitClosed(name) => ("refusal-unit-closed", name.as_str()),
            Refusal::PapersMissing(names) => ("refusal-papers-missing", names.as_str()),
            officers => return Words::vietnamese(officers.to_string()),
        };
        Words::translated(self.say_with(key, &[("name", name)]))
    }

    /// The account of a due date, in as few lines as it takes.
    pub fn account(self, trace: &[TraceDay], table: &Timetable) -> Vec<AccountLine> {
        let line = |day: &TraceDay, is_each: bool| {
            let why = self.why(day);
            let why = if is_each { self.say_with("trace-each", &[("counted", why)]) } else { why };
            (day.special(table).unwrap_or_default().to_owned(), why)
        };
        let lines = match self {
            Lang::Vi => {
                summary(trace, table).into_iter().map(|(days, why)| (days, (String::new(), why))).collect()
            }
            Lang::Km | Lang::En => by_stretch(trace, line),
        };
        lines.into_iter().map(|(days, (name, why))| AccountLine { days, name, why }).collect()
    }

    fn why(self, day: &TraceDay) -> String {
        let minutes = day.counted_minutes;
        let key = match day.why {
            Why::Counted | Why::Extended if minutes == 1_440 => "trace-day",
            Why::Counted if minutes == 480 => "trace-working-day",
            Why::Counted => return self.say_with("trace-time", &[("time", self.time(minutes))]),
            Why::Extended => return self.say_with("trace-extended", &[("time", self.time(minutes))]),
            Why::Weekend => return self.say_with("trace-weekend", &[("weekday", self.weekday(day.date))]),
            Why::Special(_) => "trace-day-off",
            Why::MovedOn => "trace-moved-on",
            Why::Paused(PauseKind::Supplement) => "trace-supplement",
            Why::Paused(PauseKind::FinancialDuty) => "trace-financial-duty",
            Why::Paused(PauseKind::Other) => "trace-paused",
            Why::Void => "trace-void",
            Why::Closed => "trace-closed",
        };
        self.say(key)
    }

    fn time(self, minutes: i32) -> String {
        match (minutes / 60, minutes % 60) {
            (0, minutes) => self.say_with("minutes", &[("minutes", minutes)]),
            (hours, 0) => self.say_with("hours", &[("hours", hours)]),
            (hours, minutes) => self.say_with("hours-and-minutes", &[("hours", hours), ("minutes", minutes)]),
        }
    }
}

#[cfg(test)]
mod tests {
    use domain::{
        calendar::{Calendar, DayKind, SpecialDay, WorkingHours},
        instant::from_local,
        rules::RuleSet,
    };

    use super::*;

    /// The keys of `law.en.ftl` that begin with `kind-`, without it.
    fn keys(kind: &str) -> Vec<String> {
        let start = format!("{kind}-");
        let lines = include_str!("../../texts/law.en.ftl").lines();
        let mut keys: Vec<_> = lines
            .filter_map(|line| line.strip_prefix(&start)?.split_once(" ="))
            .map(|(key, _)| key.to_owned())
            .collect();
        keys.sort();
        keys
    }

    fn sorted<'a>(names: impl IntoIterator<Item = &'a str>) -> Vec<String> {
        let mut names: Vec<_> = names.into_iter().map(|name| name.replace('_', "-")).collect();
        names.sort();
        names
    }

    #[test]
    fn every_word_of_the_law_is_translated_and_no_other() {
        assert_eq!(keys("state"), sorted(State::ALL.iter().copied().map(State::name)));
        assert_eq!(keys("channel"), sorted(Channel::ALL.iter().map(|channel| channel.name())));
        assert_eq!(keys("return-way"), sorted(ReturnWay::ALL.iter().map(|way| way.name())));
        assert_eq!(keys("petition-state"), sorted(PetitionState::ALL.iter().map(|state| state.name())));
        assert_eq!(keys("petition-subject"), sorted(PetitionSubject::ALL.iter().map(|one| one.name())));
        assert_eq!(keys("question-state"), sorted(QuestionState::ALL.iter().map(|state| state.name())));
        // The forms of which citizens get a letter.
        let [_, newest] = RuleSet::all();
        let f = &newest.forms;
        let letters = [Some(f.receipt), Some(f.completion), Some(f.refusal), Some(f.apology), f.stop];
        assert_eq!(keys("letter"), sorted(letters.into_iter().flatten().map(|form| form.number)));
        // The stored words of events are listed only in their `match`.
        let source = include_str!("../../../domain/src/dossier/event.rs");
        let table =
            source.split("fn words(&self)").nth(1).unwrap().split("/// The word stored").next().unwrap();
        let names = table
            .lines()
            .filter_map(|line| line.split_once("=> (\""))
            .filter_map(|(_, rest)| rest.split('"').next());
        assert_eq!(keys("event"), sorted(names));
    }

    #[test]
    fn translated_words_are_found() {
        let no = |words: String| assert!(!words.contains('-') || words.contains(' '), "{words}");
        for lang in [Lang::Km, Lang::En] {
            for state in State::ALL {
                no(lang.state(*state));
            }
            for number in 1..=7 {
                no(lang.say(&format!("weekday-{number}")));
            }
            for number in 1..=12 {
                no(lang.say(&format!("month-{number}")));
            }
        }
    }

    #[test]
    fn limits_and_moments_in_each_language() {
        use LimitUnit as U;
        for (amount, unit, vi, en) in [
            (5_000, U::WorkingDay, "05 ngày làm việc", "5 working days"),
            (1_000, U::WorkingDay, "01 ngày làm việc", "1 working day"),
            (500, U::WorkingDay, "0,5 ngày làm việc", "0.5 working days"),
            (30_000, U::CalendarDay, "30 ngày", "30 days"),
            (4_000, U::WorkingHour, "04 giờ làm việc", "4 working hours"),
            (8_000, U::Hour, "08 giờ", "8 hours"),
            (6_000, U::Month, "06 tháng", "6 months"),
            (1_000, U::SameDay, "trong ngày làm việc", "within the working day"),
        ] {
            let limit = Limit { amount, unit };
            assert_eq!((Lang::Vi.limit(limit).as_str(), Lang::En.limit(limit).as_str()), (vi, en));
        }
        let at = from_local("2023-08-29T14:05".parse().unwrap());
        assert_eq!(Lang::Vi.moment(at), "thứ Ba, 29/8/2023, 14:05");
        assert_eq!(Lang::En.moment(at), "Tuesday, 29 August 2023, 14:05");
        assert_eq!(Lang::Km.moment(at), "ថ្ងៃអង្គារ ទី 29 ខែសីហា ឆ្នាំ 2023 ម៉ោង 14:05");
        assert_eq!(Lang::Km.limit(Limit { amount: 500, unit: U::Hour }), "0.5 ម៉ោង");
    }

    #[test]
    fn the_account_of_a_due_date_keeps_the_name_of_the_holiday() {
        let day = |text: &str| text.parse::<Date>().unwrap();
        let special = SpecialDay {
            day: day("2023-09-01"),
            kind: DayKind::Off,
            name: "Quốc khánh".into(),
            basis: String::new(),
        };
        let (calendar, hours) = (Calendar::new(vec![special]), WorkingHours::usual());
        let table = Timetable { calendar: &calendar, hours: &hours };
        let on = |date: &str, counted_minutes, why| TraceDay { date: day(date), counted_minutes, why };
        let trace = [
            on("2023-08-31", 90, Why::Counted),
            on("2023-09-01", 0, Why::Special(1)),
            on("2023-09-02", 0, Why::Weekend),
            on("2023-09-04", 480, Why::Counted),
            on("2023-09-05", 480, Why::Counted),
        ];
        let lines = |lang: Lang| -> Vec<String> {
            let lines = lang.account(&trace, &table).into_iter();
            lines.map(|line| format!("{}|{}|{}", line.days, line.name, line.why)).collect()
        };
        assert_eq!(lines(Lang::Vi)[1], "01/09/2023||Quốc khánh, không tính");
        assert_eq!(
            lines(Lang::En),
            [
                "31/08/2023||1 h 30 min counted",
                "01/09/2023|Quốc khánh|day off, not counted",
                "02/09/2023||Saturday, not counted",
                "04/09–05/09/2023||1 working day counted for each day",
            ]
        );
    }

    #[test]
    fn what_citizens_may_be_refused_is_translated_and_the_rest_stays_vietnamese() {
        let closed = Refusal::UnitClosed("UBND huyện X".into());
        assert!(!Lang::En.refusal(&closed).is_vietnamese);
        assert!(Lang::En.refusal(&closed).text.contains("UBND huyện X"));
        assert!(Lang::En.refusal(&Refusal::OutOfOrder).is_vietnamese);
        assert_eq!(Lang::Vi.refusal(&Refusal::NotOnline).text, Refusal::NotOnline.to_string());
        assert_eq!(keys("refusal").len(), 5);
    }
}
