//! One line of `motcua due`: what is asked and what is answered (the shapes are a contract with other programs).

use jiff::civil::DateTime;
use serde::{Deserialize, Serialize};

use super::{
    Timetable,
    deadline::{Course, Limit, Pause, PauseKind, due},
};
use crate::{
    instant::{Instant, from_local, local},
    rules::RuleSet,
};

/// What is asked.
#[derive(Clone, Debug, Deserialize)]
pub struct Request {
    /// Given back with the answer.
    #[serde(default)]
    pub id: Option<Id>,
    /// When it was received: RFC 3339, local time in Viet Nam if it has no offset.
    pub received_at: String,
    /// How long it may take.
    pub limit: Limit,
    /// The rule set; left out, the one in force on the day of receipt.
    #[serde(default)]
    pub rules: Option<String>,
    /// The unit whose hours count; left out, the province's usual hours.
    #[serde(default)]
    pub unit: Option<String>,
    /// The times in which the clock stood still.
    #[serde(default)]
    pub pauses: Vec<PauseLine>,
    /// What was added.
    #[serde(default)]
    pub extensions: Vec<Limit>,
}

/// An identifier as it was given: a string or a number.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Id {
    /// A number.
    Number(i64),
    /// A string.
    Text(String),
}

/// A pause as it is asked about.
#[derive(Clone, Debug, Deserialize)]
pub struct PauseLine {
    /// When it began.
    pub from: String,
    /// When it ended.
    pub to: String,
    /// Why.
    pub kind: PauseKind,
}

/// What is answered.
#[derive(Clone, Debug, Serialize)]
pub struct Answer {
    /// As it was asked.
    pub id: Option<Id>,
    /// When it is due, in Viet Nam's time.
    pub due_at: String,
    /// Day by day, why.
    pub trace: Vec<TraceLine>,
}

/// One day of the answer.
#[derive(Clone, Debug, Serialize)]
pub struct TraceLine {
    /// The day.
    pub date: String,
    /// How many minutes of it counted.
    pub counted_minutes: i32,
    /// Why so many.
    pub why: String,
}

/// Answers `request`, or says in a sentence why it cannot be answered.
pub fn answer(request: &Request, table: &Timetable) -> Result<Answer, String> {
    let received = moment(&request.received_at)?;
    let rules = match &request.rules {
        None => RuleSet::at(crate::instant::local_date(received)),
        Some(id) => RuleSet::by_id(id).ok_or_else(|| format!("Không có bộ quy tắc “{id}”."))?,
    };
    let pauses: Result<Vec<Pause>, String> = request
        .pauses
        .iter()
        .map(|pause| Ok(Pause { from: moment(&pause.from)?, to: moment(&pause.to)?, kind: pause.kind }))
        .collect();
    let pauses = pauses?;
    let course = Course { pauses: &pauses, extensions: &request.extensions };
    let due = due(received, request.limit, course, rules.reading.clock, table)
        .map_err(|error| error.to_string())?;
    let trace = due.trace.iter().map(|day| TraceLine {
        date: day.date.to_string(),
        counted_minutes: day.counted_minutes,
        why: day.sentence(table),
    });
    Ok(Answer { id: request.id.clone(), due_at: rfc3339(due.at), trace: trace.collect() })
}

/// The moment in Viet Nam's time, to the second: `2023-08-22T09:15:00+07:00`.
pub fn rfc3339(at: Instant) -> String {
    format!("{:.0}+07:00", local(at))
}

fn moment(text: &str) -> Result<Instant, String> {
    let with_offset = text.parse::<Instant>().ok();
    let moment = with_offset.or_else(|| text.parse::<DateTime>().ok().map(from_local));
    moment.ok_or_else(|| format!("“{text}” không phải là thời điểm hợp lệ (RFC 3339)."))
}
