//! The log of guidance as who guides fills it in: one short form, ready for the next person before the last has gone.

use std::collections::BTreeMap;

use askama::Template;
use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Redirect},
};
use base::{
    app::App,
    error::{Error, FieldError, Result},
    page::{Shell, with_status},
    session::Session,
    visit::{Answer, Staff, must_be_own},
};
use domain::{
    calendar::Timetable,
    guidance::{GuidanceChannel, GuidanceOutcome, Tally, Topic, may_guide},
    instant::{local, local_date},
};
use kit::{
    db::{Tx, Value, args},
    form::Fields,
};
use uuid::Uuid;

use super::store::{self, Visit};

const HERE: &str = "/lam-viec/huong-dan";
/// How many procedures are offered.
const OFFERED: usize = 8;

#[derive(Template)]
#[template(path = "guidance/log.html")]
struct Page {
    shell: Shell,
    errors: Vec<FieldError>,
    typed: Fields,
    id: Uuid,
    /// Time of the day and visit.
    today: Vec<(String, Visit)>,
    tally: Tally,
    /// Code and name of procedures that are asked about often.
    offered: Vec<(String, String)>,
}

/// The page.
pub async fn show(State(app): State<App>, Staff(session): Staff) -> Answer {
    answer(&app, &session, None, vec![]).await
}

async fn answer(app: &App, session: &Session, typed: Option<Fields>, errors: Vec<FieldError>) -> Answer {
    if !may_guide(&session.actor()) {
        return Err(Error::Forbidden.into());
    }
    let (person, morning) = (session.person, Timetable::midnight(local_date(app.now())));
    let (today, latest, offered) = app
        .read(move |tx| {
            let latest = store::latest(tx, person)?;
            let offered = offered(tx, &latest)?;
            Ok((store::since(tx, person, morning)?, latest.into_iter().next(), offered))
        })
        .await?;
    // Like the one before, except for its outcome.
    let typed = typed.unwrap_or_else(|| {
        let Some(last) = latest else { return Fields::default() };
        let values =
            [("kenh", last.channel.name()), ("ve", last.topic.name()), ("thu-tuc", last.procedure.as_str())];
        Fields::of(&values)
    });
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let mut tally = Tally::default();
    for visit in &today {
        let at = GuidanceOutcome::ALL.iter().position(|outcome| *outcome == visit.outcome);
        if let Some(count) = at.and_then(|at| tally.outcomes.get_mut(at)) {
            *count += 1;
        }
    }
    let clock = |visit: Visit| {
        let at = local(visit.at);
        (format!("{:02}:{:02}", at.hour(), at.minute()), visit)
    };
    let page = Page {
        shell: Shell::new(app, Some(session), "Hướng dẫn nộp hồ sơ", "huong-dan"),
        // A visit that is wrong is sent again under the same identifier.
        id: typed.get("ma").parse().unwrap_or_else(|_| app.id()),
        errors,
        typed,
        today: today.into_iter().map(clock).collect(),
        tally,
        offered,
    };
    Ok(with_status(status, &page))
}

/// The procedures that were asked about last, those asked about most first.
fn offered(tx: &mut Tx, latest: &[Visit]) -> Result<Vec<(String, String)>> {
    let mut often: BTreeMap<&str, usize> = BTreeMap::new();
    for visit in latest.iter().filter(|visit| !visit.procedure.is_empty()) {
        *often.entry(&visit.procedure).or_default() += 1;
    }
    let mut codes: Vec<(usize, &str)> = often.into_iter().map(|(code, count)| (count, code)).collect();
    codes.sort_unstable_by(|one, other| other.cmp(one));
    codes.truncate(OFFERED);
    if codes.is_empty() {
        return Ok(vec![]);
    }
    let places: Vec<String> = (1..=codes.len()).map(|no| format!("${no}")).collect();
    let sql = format!(
        "SELECT code, name FROM procedure WHERE state = 'published' AND code IN ({})",
        places.join(", ")
    );
    let args: Vec<Value> = codes.iter().map(|(_, code)| (*code).into()).collect();
    tx.all(&sql, args)?.iter().map(|row| Ok((row.get(0)?, row.get(1)?))).collect()
}

/// Notes a visit.
pub async fn note(State(app): State<App>, Staff(session): Staff, form: Fields) -> Answer {
    must_be_own(&session, &form)?;
    if !may_guide(&session.actor()) {
        return Err(Error::Forbidden.into());
    }
    let (now, person, unit, typed) = (app.now(), session.person, session.unit, form.clone());
    let done = app
        .write(move |tx| {
            let visit = Visit { at: now, ..read(tx, &typed)? };
            store::note(tx, &visit, person, unit);
            Ok(())
        })
        .await;
    match done {
        Ok(()) => Ok(Redirect::to(HERE).into_response()),
        Err(Error::Invalid(errors)) => answer(&app, &session, Some(form), errors).await,
        Err(other) => Err(other.into()),
    }
}

fn read(tx: &mut Tx, form: &Fields) -> Result<Visit> {
    let mut errors = vec![];
    let mut wrong = |field: &str, message: &str| {
        errors.push(FieldError { field: field.into(), message: message.into() });
    };
    let channel = GuidanceChannel::by_name(form.get("kenh"));
    let topic = Topic::by_name(form.get("ve"));
    let outcome = GuidanceOutcome::by_name(form.get("ket-qua"));
    if channel.is_none() {
        wrong("kenh", "Chọn hướng dẫn qua đâu.");
    }
    if topic.is_none() {
        wrong("ve", "Chọn nội dung hướng dẫn.");
    }
    if outcome.is_none() {
        wrong("ket-qua", "Chọn kết quả.");
    }
    let code = form.get("thu-tuc");
    if !code.is_empty() {
        let sql = "SELECT 1 FROM procedure WHERE code = $1 AND state = 'published'";
        if tx.optional(sql, args![code])?.is_none() {
            wrong("thu-tuc", "Ghi mã của một thủ tục đang công bố, hoặc để trống.");
        }
    }
    let (Some(channel), Some(topic), Some(outcome), true) = (channel, topic, outcome, errors.is_empty())
    else {
        return Err(Error::Invalid(errors));
    };
    let id = form.get("ma").parse().map_err(|_| Error::NotFound)?;
    let at = domain::instant::Instant::UNIX_EPOCH;
    Ok(Visit { id, channel, topic, procedure: code.to_owned(), outcome, at })
}

/// Takes back what was noted by mistake today.
pub async fn withdraw(State(app): State<App>, Staff(session): Staff, form: Fields) -> Answer {
    must_be_own(&session, &form)?;
    let id: Uuid = form.number("luot").ok_or(Error::NotFound)?;
    let (person, now) = (session.person, app.now());
    let morning = Timetable::midnight(local_date(now));
    app.write(move |tx| store::withdraw(tx, id, person, morning, now)).await?;
    Ok(Redirect::to(HERE).into_response())
}
