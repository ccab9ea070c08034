//! The week, to be read and printed: what was past its deadline and not mended when the week was over, unit by unit (row C-30).
//! Deviations of posting are tasks about procedures; those past their deadline stand here too (row C-41).

use askama::Template;
use axum::extract::{Query, State};
use base::{
    app::App,
    error::{Error, Result},
    house::House,
    page::{Shell, page, short},
    visit::{Answer, Staff},
};
use domain::{
    calendar::Timetable,
    corrective::{Corrective, State as Standing},
    id::UnitId,
    instant::{Instant, local_date},
    task::{Task, TaskKind, TaskState},
    text::fold,
};
use jiff::{
    SignedDuration, ToSpan,
    civil::{Date, ISOWeekDate, Weekday},
};
use kit::db::{Tx, Value, args};
use serde::Deserialize;
use uuid::Uuid;

use super::list::scope;

/// The most lines of either kind: a week has some dozens.
const AT_MOST: i64 = 1_000;

/// What is past its deadline.
struct Line {
    unit: String,
    subject: String,
    url: String,
    /// What is to be done.
    action: String,
    due: String,
    /// How many days it was late when the week was over.
    days: i64,
    state: &'static str,
}

/// How much happened in the week.
#[derive(Clone, Copy, Default)]
struct Counts {
    opened: i64,
    closed: i64,
    left: i64,
    /// Past its deadline when the week was over, also what the page has no room for.
    late: i64,
}

#[derive(Template)]
#[template(path = "corrective/week.html")]
struct Page {
    shell: Shell,
    of_whom: String,
    number: i8,
    year: i16,
    first: String,
    last: String,
    is_over: bool,
    before: String,
    after: Option<String>,
    counts: Counts,
    lines: Vec<Line>,
}

impl Page {
    /// Whether there are more than the page lists.
    fn is_cut(&self) -> bool {
        usize::try_from(self.counts.late).is_ok_and(|late| late > self.lines.len())
    }
}

/// Which week, as in `2023-W34`.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    #[serde(default)]
    tuan: String,
}

/// The week of that word, by its Monday.
fn monday(word: &str) -> Option<Date> {
    let (year, week) = word.split_once("-W")?;
    Some(ISOWeekDate::new(year.parse().ok()?, week.parse().ok()?, Weekday::Monday).ok()?.date())
}

/// The word of the week of `day`.
fn word(day: Date) -> String {
    let week = day.iso_week_date();
    format!("{:04}-W{:02}", week.year(), week.week())
}

/// The page: this week, unless one is given. A week to come is this week.
pub async fn show(State(app): State<App>, Staff(session): Staff, Query(asked): Query<Asked>) -> Answer {
    let scope = scope(&session)?;
    let (now, house) = (app.now(), app.house());
    let today = local_date(now);
    let this = monday(&word(today)).ok_or_else(|| Error::fault("no week"))?;
    let first = monday(&asked.tuan).unwrap_or(this).min(this);
    let next = first.saturating_add(1.week());
    // This week as it stands, with what happens at this very moment.
    let until_now = now + SignedDuration::from_micros(1);
    let (begin, end) = (Timetable::midnight(first), Timetable::midnight(next).min(until_now));
    let inner = std::sync::Arc::clone(&house);
    let (counts, lines) = app
        .read(move |tx| {
            let mut counts = counts(tx, scope, (begin, end))?;
            let (mut lines, mended) = correctives(tx, scope, end, &inner)?;
            let (posted, n) = deviations(tx, scope, end, &inner)?;
            lines.extend(posted);
            counts.late = mended + n;
            lines.sort_by_cached_key(|line| (fold(&line.unit), std::cmp::Reverse(line.days)));
            Ok((counts, lines))
        })
        .await?;
    let week = first.iso_week_date();
    let day = |day: Date| format!("{}/{}/{}", day.day(), day.month(), day.year());
    let url = |day: Date| format!("/lam-viec/chan-chinh/tuan?tuan={}", word(day));
    Ok(page(&Page {
        shell: Shell::new(&app, Some(&session), "Quá hạn khắc phục trong tuần", "chan-chinh"),
        of_whom: scope.map_or_else(|| "toàn tỉnh".into(), |unit| house.unit_name(unit).to_owned()),
        number: week.week(),
        year: week.year(),
        first: day(first),
        last: day(next.saturating_sub(1.day())),
        is_over: first < this,
        before: url(first.saturating_sub(1.week())),
        after: (first < this).then(|| url(next)),
        counts,
        lines,
    }))
}

fn scoped(scope: Option<UnitId>, column: &str, args: &mut Vec<Value>) -> String {
    scope.map_or_else(String::new, |unit| {
        args.push(unit.0.into());
        format!(" AND {column} = ${}", args.len())
    })
}

fn counts(tx: &mut Tx, scope: Option<UnitId>, (begin, end): (Instant, Instant)) -> Result<Counts> {
    let mut args = args![begin, end];
    let own = scoped(scope, "unit_id", &mut args);
    let row = tx.one(
        &format!(
            "SELECT count(*) FILTER (WHERE opened_at >= $1), count(*) FILTER (WHERE closed_at >= $1 AND closed_at < $2),
                 count(*) FILTER (WHERE closed_at IS NULL OR closed_at >= $2)
             FROM corrective WHERE origin <> 'ke-hoach' AND opened_at < $2 AND (closed_at IS NULL OR closed_at >= $1){own}"
        ),
        args,
    )?;
    Ok(Counts { opened: row.get(0)?, closed: row.get(1)?, left: row.get(2)?, late: 0 })
}

/// What was due before `end` and neither closed nor reported in time by then, by the deadline that held at that time.
fn correctives(tx: &mut Tx, scope: Option<UnitId>, end: Instant, house: &House) -> Result<(Vec<Line>, i64)> {
    let mut args = args![end];
    let own = scoped(scope, "c.unit_id", &mut args);
    let rest = format!(
        "FROM corrective_deadline d JOIN corrective c ON c.id = d.corrective_id
         WHERE c.origin <> 'ke-hoach' AND d.due_at < $1 AND d.set_at < $1 AND (c.closed_at IS NULL OR c.closed_at >= $1)
             AND (d.reported_at IS NULL OR d.reported_at > d.due_at)
             AND NOT EXISTS (SELECT 1 FROM corrective_deadline n WHERE n.corrective_id = d.corrective_id
                 AND n.set_at < $1 AND (n.set_at, n.due_at) > (d.set_at, d.due_at)){own}"
    );
    let n = tx.one(&format!("SELECT count(*) {rest}"), args.clone())?.get(0)?;
    let sql = format!(
        "SELECT c.id, c.body, d.reported_at, d.due_at {rest} ORDER BY d.due_at, c.id LIMIT {AT_MOST}"
    );
    let rows = tx.all(&sql, args)?;
    let lines = rows
        .iter()
        .map(|row| {
            let id: Uuid = row.get(0)?;
            let corrective: Corrective = row.json(1)?;
            let is_reported = row.get::<Option<Instant>>(2)?.is_some_and(|at| at < end);
            let due_at: Instant = row.get(3)?;
            Ok(Line {
                unit: house.unit_name(corrective.unit).to_owned(),
                url: format!("/lam-viec/chan-chinh/{id}"),
                due: short(due_at),
                days: days_late(due_at, end),
                state: if is_reported { Standing::Reported.title() } else { Standing::Open.title() },
                subject: corrective.subject,
                action: corrective.action,
            })
        })
        .collect::<Result<_>>()?;
    Ok((lines, n))
}

/// Deviations of posting that were due before `end` and not reported in time.
fn deviations(tx: &mut Tx, scope: Option<UnitId>, end: Instant, house: &House) -> Result<(Vec<Line>, i64)> {
    let mut args = args![end, TaskKind::Correct.name()];
    let own = scoped(scope, "owner_unit_id", &mut args);
    let rest = format!(
        "FROM task WHERE kind = $2 AND due_at < $1 AND opened_at < $1
             AND (done_at IS NULL OR done_at >= $1) AND missed_at IS NOT NULL{own}"
    );
    let n = tx.one(&format!("SELECT count(*) {rest}"), args.clone())?.get(0)?;
    let sql = format!("SELECT id, body {rest} ORDER BY due_at, id LIMIT {AT_MOST}");
    let rows = tx.all(&sql, args)?;
    let lines = rows
        .iter()
        .map(|row| {
            let id: Uuid = row.get(0)?;
            let task: Task = row.json(1)?;
            let is_reported = task.state == TaskState::Reported;
            Ok(Line {
                unit: house.unit_name(task.owner).to_owned(),
                subject: format!("Niêm yết {}: {}", task.procedure, task.name),
                url: format!("/lam-viec/thu-tuc/viec/{id}"),
                action: task.note,
                due: short(task.due_at),
                days: days_late(task.due_at, end),
                state: if is_reported { Standing::Reported.title() } else { Standing::Open.title() },
            })
        })
        .collect::<Result<_>>()?;
    Ok((lines, n))
}

/// Whole days from the day it was due to the last day before `end`.
fn days_late(due: Instant, end: Instant) -> i64 {
    let last = local_date(end - jiff::SignedDuration::from_secs(1));
    (last - local_date(due)).get_days().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_week_is_named_as_iso_8601_does() {
        let day = |text: &str| text.parse::<Date>().unwrap();
        for (text, name) in
            [("2023-08-22", "2023-W34"), ("2023-01-01", "2022-W52"), ("2024-12-30", "2025-W01")]
        {
            assert_eq!(word(day(text)), name);
        }
        assert_eq!(monday("2023-W34"), Some(day("2023-08-21")));
        assert_eq!((monday("2023-W54"), monday("2023-34"), monday("")), (None, None, None));
    }
}
