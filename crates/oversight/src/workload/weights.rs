//! The weights: what is in force, what was, and from which month on others count. Everybody whose work is weighed may read them.

use std::collections::BTreeMap;

use askama::Template;
use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Redirect},
};
use base::{
    app::App,
    error::{Error, FieldError},
    page::{Shell, short, with_status},
    session::Session,
    visit::{Answer, Staff, must_be_own},
};
use domain::{
    instant::local_date,
    people::reach::Reach,
    workload::{Complexity, FACTORS, WEIGHTS, Weights, WorkKind, may_begin, may_weigh, weights_of},
};
use jiff::{ToSpan, civil::Date};
use kit::form::Fields;
use uuid::Uuid;

use super::{show::tenths, store};
use crate::flow::period::Month;

const HERE: &str = "/lam-viec/khoi-luong/he-so";
/// How many months ahead there are to choose from.
const AHEAD: i64 = 6;

struct Line {
    from: Month,
    entered: String,
    by: String,
    weights: Weights,
}

#[derive(Template)]
#[template(path = "workload/weights.html")]
struct Page {
    shell: Shell,
    errors: Vec<FieldError>,
    typed: Fields,
    id: Uuid,
    /// How many sets the reader saw.
    known: i64,
    /// Somebody set weights since the form was made.
    is_clash: bool,
    may_set: bool,
    may_see_work: bool,
    now: Weights,
    /// Name, label and value of each field: what was typed, or the last set that was entered.
    kinds: Vec<(&'static str, &'static str, String)>,
    factors: Vec<(&'static str, &'static str, String)>,
    months: Vec<Month>,
    lines: Vec<Line>,
}

/// The page.
pub async fn show(State(app): State<App>, Staff(session): Staff) -> Answer {
    answer(&app, &session, StatusCode::OK, Fields::default(), vec![]).await
}

async fn answer(
    app: &App,
    session: &Session,
    status: StatusCode,
    mut typed: Fields,
    errors: Vec<FieldError>,
) -> Answer {
    let by = session.actor();
    let (may_set, may_see_work) = (may_weigh(&by), Reach::of(&by).is_some());
    if !may_set && !may_see_work {
        return Err(Error::Forbidden.into());
    }
    let sets = app.read(store::sets).await?;
    let this = local_date(app.now()).first_of_month();
    let pairs: Vec<(Date, Weights)> = sets.iter().map(|set| (set.from, set.weights.clone())).collect();
    let known = i64::try_from(sets.len()).unwrap_or(i64::MAX);
    let is_clash = status == StatusCode::CONFLICT;
    if is_clash {
        // What was typed goes with what is in force by now, under a name of its own.
        typed.set("ma", app.id().to_string());
        typed.set("ban", known.to_string());
    }
    let line = |set: store::Set| Line {
        from: Month::of(set.from),
        entered: short(set.at),
        by: set.by,
        weights: set.weights,
    };
    let latest = sets.last().map_or_else(Weights::usual, |set| set.weights.clone());
    let value = |name: &str, weight: i64| typed.or(name, &tenths(weight)).to_owned();
    let kind = |kind: &WorkKind| (kind.name(), kind.title(), value(kind.name(), latest.kind(*kind)));
    let factor = |one: &Complexity| (one.name(), one.title(), value(one.name(), latest.factor(*one)));
    let page = Page {
        shell: Shell::new(app, Some(session), "Hệ số khối lượng công việc", "giam-sat"),
        id: typed.get("ma").parse().unwrap_or_else(|_| app.id()),
        // Who is told of a mistake still knows what the first page showed.
        known: typed.number("ban").unwrap_or(known),
        kinds: WorkKind::ALL.iter().map(kind).collect(),
        factors: Complexity::ALL.iter().map(factor).collect(),
        errors,
        typed,
        is_clash,
        may_set,
        may_see_work,
        now: weights_of(&pairs, this),
        months: (1..=AHEAD).map(|months| Month::of(this.saturating_add(months.months()))).collect(),
        lines: sets.into_iter().rev().map(line).collect(),
    };
    Ok(with_status(status, &page))
}

/// Sets weights from a month to come on.
pub async fn set(State(app): State<App>, Staff(session): Staff, form: Fields) -> Answer {
    must_be_own(&session, &form)?;
    let (by, now) = (session.actor(), app.now());
    if !may_weigh(&by) {
        return Err(Error::Forbidden.into());
    }
    let id: Uuid = form.get("ma").parse().map_err(|_| Error::NotFound)?;
    let known: i64 = form.number("ban").ok_or(Error::NotFound)?;
    let done = match read(&form, local_date(now)) {
        Ok((from, weights)) => {
            app.write(move |tx| store::set(tx, (id, known), (from, &weights), by, now)).await
        }
        Err(errors) => Err(Error::Invalid(errors)),
    };
    match done {
        Ok(()) => Ok(Redirect::to(HERE).into_response()),
        Err(Error::Stale) => answer(&app, &session, StatusCode::CONFLICT, form, vec![]).await,
        Err(Error::Invalid(errors)) => {
            answer(&app, &session, StatusCode::UNPROCESSABLE_ENTITY, form, errors).await
        }
        Err(other) => Err(other.into()),
    }
}

/// The weights as typed, and the month; everything that is wrong with them at once.
fn read(form: &Fields, today: Date) -> std::result::Result<(Date, Weights), Vec<FieldError>> {
    let mut errors = vec![];
    let mut number = |field: &str, range: &std::ops::RangeInclusive<i64>| {
        let tenths = of_tenths(form.get(field)).filter(|tenths| range.contains(tenths));
        if tenths.is_none() {
            let (from, to) = (range.start() / 10, range.end() / 10);
            let message =
                format!("Ghi một số từ {from} đến {to}, nhiều nhất một chữ số thập phân, ví dụ 1,5.");
            errors.push(FieldError { field: field.into(), message });
        }
        tenths.unwrap_or_default()
    };
    let kinds: BTreeMap<WorkKind, i64> =
        WorkKind::ALL.iter().map(|kind| (*kind, number(kind.name(), &WEIGHTS))).collect();
    let factors: BTreeMap<Complexity, i64> =
        Complexity::ALL.iter().map(|one| (*one, number(one.name(), &FACTORS))).collect();
    let from = format!("{}-01", form.get("tu-thang")).parse::<Date>().ok();
    let from = from.filter(|from| may_begin(*from, today));
    if from.is_none() {
        let message = "Chọn từ tháng sau trở đi: việc đã làm không tính lại.".into();
        errors.push(FieldError { field: "tu-thang".into(), message });
    }
    match (from, Weights::new(kinds, factors)) {
        (Some(from), Some(weights)) if errors.is_empty() => Ok((from, weights)),
        _ => Err(errors),
    }
}

/// A number with at most one decimal, in tenths: `1,5` is 15.
fn of_tenths(text: &str) -> Option<i64> {
    let text = text.trim().replace('.', ",");
    let (whole, part) = text.split_once(',').unwrap_or((&text, "0"));
    let is_plain = |digits: &str, most: usize| {
        !digits.is_empty() && digits.len() <= most && digits.bytes().all(|byte| byte.is_ascii_digit())
    };
    if !is_plain(whole, 3) || !is_plain(part, 1) {
        return None;
    }
    Some(whole.parse::<i64>().ok()? * 10 + part.parse::<i64>().ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_weight_is_typed_with_one_decimal_at_most() {
        for (text, expected) in [
            ("1", Some(10)),
            ("1,5", Some(15)),
            ("0.2", Some(2)),
            (" 10,0 ", Some(100)),
            ("1,25", None),
            (",5", None),
            ("1,", None),
            ("-1", None),
            ("", None),
            ("nhiều", None),
        ] {
            assert_eq!(of_tenths(text), expected, "{text}");
        }
    }
}
