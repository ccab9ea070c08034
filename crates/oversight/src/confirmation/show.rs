//! The page of a month: the numbers of each unit, who confirmed them, who objects and why, and who has said nothing in time.

use askama::Template;
use axum::{
    extract::{Path, Query, State},
    http::StatusCode,
    response::{IntoResponse, Redirect},
};
use base::{
    app::App,
    dossier::log,
    error::{Error, FieldError},
    page::{Shell, short, with_status},
    session::Session,
    visit::{Answer, Staff, must_be_own},
};
use domain::{
    confirmation::{Confirmation, DAYS, Figures, Standing, may_fix},
    instant::local_date,
    text::fold,
};
use jiff::{ToSpan, civil::Date};
use kit::form::Fields;
use serde::Deserialize;
use uuid::Uuid;

use super::store;
use crate::{corrective::list::scope, flow::Month};

/// How many months there are to choose from.
const MONTHS: i64 = 12;

struct Line {
    unit: String,
    confirmation: Confirmation,
    due: String,
    is_named: bool,
    look: &'static str,
}

#[derive(Template)]
#[template(path = "confirmation/show.html")]
struct Page {
    shell: Shell,
    errors: Vec<FieldError>,
    typed: Fields,
    month: Month,
    months: Vec<Month>,
    lines: Vec<Line>,
    sum: Figures,
    may_fix: bool,
    /// The numbers that are the reader's to confirm, and the number of their last line in the log.
    own: Option<(Uuid, i64)>,
    days: i64,
}

impl Page {
    /// The units whose heads have said nothing in time.
    fn named(&self) -> Vec<&str> {
        self.lines.iter().filter(|line| line.is_named).map(|line| line.unit.as_str()).collect()
    }
}

/// Which month: `2023-08`.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    #[serde(default)]
    thang: String,
}

/// The page: the last month that is over, unless one is given.
pub async fn show(State(app): State<App>, Staff(session): Staff, Query(asked): Query<Asked>) -> Answer {
    answer(&app, &session, &asked.thang, Fields::default(), vec![]).await
}

async fn answer(app: &App, session: &Session, word: &str, typed: Fields, errors: Vec<FieldError>) -> Answer {
    let (scope, by, now, house) = (scope(session)?, session.actor(), app.now(), app.house());
    let last = local_date(now).first_of_month().saturating_sub(1.month());
    let month = format!("{word}-01").parse::<Date>().unwrap_or(last).min(last);
    let (seen, own) = app
        .read(move |tx| {
            let seen = store::of(tx, month, scope)?;
            let own = seen.iter().find(|one| one.confirmation.may_answer(&by));
            let own = own.map(|one| Ok::<_, Error>((one.id, log::head(tx, one.id)?.seq))).transpose()?;
            Ok((seen, own))
        })
        .await?;
    let mut lines: Vec<Line> = seen
        .into_iter()
        .map(|store::Seen { confirmation, .. }| Line {
            unit: house.unit_name(confirmation.unit).to_owned(),
            due: short(confirmation.due_at),
            is_named: confirmation.is_named(now),
            look: match confirmation.standing {
                Standing::Waiting => "",
                Standing::Confirmed => "is-good",
                Standing::Objected => "is-warn",
            },
            confirmation,
        })
        .collect();
    lines.sort_by_cached_key(|line| fold(&line.unit));
    let mut sum = Figures::default();
    for one in lines.iter().map(|line| line.confirmation.figures) {
        (sum.received, sum.on_time) = (sum.received + one.received, sum.on_time + one.on_time);
        (sum.late, sum.ended) = (sum.late + one.late, sum.ended + one.ended);
        sum.open += one.open;
    }
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let page = Page {
        shell: Shell::new(app, Some(session), "Xác nhận số liệu tháng", "chan-chinh"),
        errors,
        typed,
        month: Month::of(month),
        months: (0..MONTHS).map(|back| Month::of(last.saturating_sub(back.months()))).collect(),
        may_fix: lines.is_empty() && may_fix(&by, month, local_date(now)).is_ok(),
        own,
        lines,
        sum,
        days: DAYS,
    };
    Ok(with_status(status, &page))
}

/// Fixes the numbers of the month in the form; sent twice, they are fixed once.
pub async fn fix(State(app): State<App>, Staff(session): Staff, form: Fields) -> Answer {
    must_be_own(&session, &form)?;
    let word = form.get("thang").to_owned();
    let month: Date = format!("{word}-01").parse().map_err(|_| Error::NotFound)?;
    let (by, now, house) = (session.actor(), app.now(), app.house());
    match app.write(move |tx| store::fix(tx, &house, month, by, now)).await {
        Ok(()) | Err(Error::Stale) => {
            Ok(Redirect::to(&format!("/lam-viec/so-lieu-thang?thang={word}")).into_response())
        }
        Err(error) => Err(error.into()),
    }
}

/// The head confirms or objects.
pub async fn say(
    State(app): State<App>,
    Staff(session): Staff,
    Path(id): Path<Uuid>,
    form: Fields,
) -> Answer {
    must_be_own(&session, &form)?;
    let word = form.get("thang").to_owned();
    let standing = Standing::by_name(form.get("viec")).ok_or(Error::NotFound)?;
    let reason = form.get("ly-do").to_owned();
    if standing == Standing::Objected && reason.is_empty() {
        let errors = vec![FieldError {
            field: "ly-do".into(),
            message: "Ghi rõ số nào chưa đúng, vì sao.".into(),
        }];
        return answer(&app, &session, &word, form, errors).await;
    }
    let (by, now) = (session.actor(), app.now());
    let reason = if standing == Standing::Objected { reason } else { String::new() };
    let seq = form.get("ban").to_owned();
    let month = app.write(move |tx| store::answer(tx, (id, &seq), (standing, &reason), by, now)).await?;
    Ok(Redirect::to(&format!("/lam-viec/so-lieu-thang?thang={}", Month::of(month).word)).into_response())
}
