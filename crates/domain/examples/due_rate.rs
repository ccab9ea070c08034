//! How many due dates, with their account, one core gives in a second: `cargo run --release -p domain --example due_rate`.

use std::{hint::black_box, time::Instant as Stopwatch};

use domain::{
    calendar::{
        Calendar, Timetable, WorkingHours,
        deadline::{ClockPolicy, Course, Limit, LimitUnit, due},
    },
    instant::Instant,
};

fn main() {
    let (calendar, hours) = (Calendar::default(), WorkingHours::usual());
    let table = Timetable { calendar: &calendar, hours: &hours };
    for days in [1i64, 5, 10, 20] {
        let start = Stopwatch::now();
        let n = 1_000_000i64;
        for i in 0..n {
            let received =
                Instant::from_second(1_692_666_000 + (i * 7_919) % 31_000_000).unwrap_or(Instant::MIN);
            let limit = Limit::of(days, LimitUnit::WorkingDay);
            let answer = due(received, limit, Course::default(), ClockPolicy::USUAL, &table);
            drop(black_box(answer));
        }
        #[expect(clippy::cast_precision_loss, reason = "a figure for people")]
        let rate = n as f64 / start.elapsed().as_secs_f64();
        println!("{days:>3} ngày làm việc: {rate:>12.0} hạn/giây");
    }
}
