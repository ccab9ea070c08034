//! The report of a month: guided → filed online for each officer, and the targets that heads set.

use askama::Template;
use axum::{
    extract::{Query, State},
    http::StatusCode,
    response::{IntoResponse, Redirect},
};
use base::{
    app::App,
    audit,
    error::{Error, FieldError},
    page::{Shell, with_status},
    session::Session,
    visit::{Answer, Staff, must_be_own},
};
use domain::{
    desk::may_plan,
    guidance::GuidanceOutcome,
    id::PersonId,
    instant::local_date,
    people::reach::Reach,
    posting::{month_before, month_of},
};
use jiff::civil::Date;
use kit::form::Fields;
use serde::Deserialize;
use uuid::Uuid;

use super::store::{self, Line, PAGE};

const HERE: &str = "/lam-viec/huong-dan/bao-cao";
/// The highest target that is taken.
const MOST: i64 = 10_000;

struct Shown {
    line: Line,
    unit: String,
    /// The name of its field where a target may be set, what stands in it, and what stood there when the page was made.
    target: Option<(String, String, String)>,
}

#[derive(Template)]
#[template(path = "guidance/report.html")]
struct Page {
    shell: Shell,
    errors: Vec<FieldError>,
    month: Date,
    months: (Date, Option<Date>),
    lines: Vec<Shown>,
    may_aim: bool,
    first: Option<String>,
    after: Option<String>,
}

/// Which month, from where on.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    #[serde(default)]
    thang: String,
    #[serde(default)]
    sau: String,
}

/// The month of `text`, by its first day: `2023-08`; that of `today` where it is none or lies after the next.
fn month(text: &str, today: Date) -> Date {
    let this = month_of(today);
    let read = format!("{text}-01").parse::<Date>().ok();
    read.filter(|month| *month <= following(this)).unwrap_or(this)
}

/// The month as it stands in an address.
pub fn word(month: &Date) -> String {
    format!("{}-{:02}", month.year(), month.month())
}

/// The first day of the month after `month`.
pub fn following(month: Date) -> Date {
    month.last_of_month().tomorrow().unwrap_or(month)
}

/// The report.
pub async fn show(State(app): State<App>, Staff(session): Staff, Query(asked): Query<Asked>) -> Answer {
    answer(&app, &session, &asked, &Fields::default(), vec![]).await
}

async fn answer(
    app: &App,
    session: &Session,
    asked: &Asked,
    typed: &Fields,
    errors: Vec<FieldError>,
) -> Answer {
    let (by, today, house) = (session.actor(), local_date(app.now()), app.house());
    let reach = Reach::of(&by).ok_or(Error::Forbidden)?;
    let month = month(&asked.thang, today);
    let after =
        asked.sau.split_once('_').and_then(|(unit, person)| Some((unit.parse().ok()?, person.parse().ok()?)));
    let lines = app.read(move |tx| store::report(tx, (month, following(month)), reach, None, after)).await?;
    let url = |rest: &str| format!("{HERE}?thang={}{rest}", word(&month));
    let last = lines.last().filter(|_| lines.len() == PAGE);
    let shown = |line: Line| {
        let field = format!("chi-tieu-{}", line.person);
        let kept = line.tally.target.map(|target| target.to_string()).unwrap_or_default();
        let shown = typed.get(format!("truoc-{}", line.person)).to_owned();
        let (value, before) =
            if errors.is_empty() { (kept.clone(), kept) } else { (typed.get(&field).to_owned(), shown) };
        let is_open = may_plan(&by, line.unit) && month >= month_of(today);
        Shown {
            unit: house.unit_name(line.unit).to_owned(),
            target: is_open.then_some((field, value, before)),
            line,
        }
    };
    let after = last.map(|last| url(&format!("&sau={}_{}", last.unit, last.person)));
    let lines: Vec<Shown> = lines.into_iter().map(shown).collect();
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let page = Page {
        shell: Shell::new(app, Some(session), "Kết quả hướng dẫn", "huong-dan"),
        months: (
            month_before(month),
            Some(following(month)).filter(|next| *next <= following(month_of(today))),
        ),
        may_aim: lines.iter().any(|line| line.target.is_some()),
        first: (!asked.sau.is_empty()).then(|| url("")),
        after,
        month,
        lines,
        errors,
    };
    Ok(with_status(status, &page))
}

/// Sets the targets of the officers of the own unit, for this month or the next.
pub async fn aim(State(app): State<App>, Staff(session): Staff, form: Fields) -> Answer {
    must_be_own(&session, &form)?;
    let (by, now, unit) = (session.actor(), app.now(), session.unit);
    if !may_plan(&by, unit) {
        return Err(Error::Forbidden.into());
    }
    let month = month(form.get("thang"), local_date(now));
    if month < month_of(local_date(now)) {
        return Err(Error::Forbidden.into());
    }
    let targets = match targets(&form) {
        Ok(targets) => targets,
        Err(errors) => {
            let asked = Asked { thang: word(&month), sau: form.get("sau").to_owned() };
            return answer(&app, &session, &asked, &form, errors).await;
        }
    };
    app.write(move |tx| {
        // Only who stands in the report of the own unit is given a target, whatever the form says.
        let people: Vec<PersonId> = targets.iter().map(|target| target.person).collect();
        let known = store::report(tx, (month, following(month)), Reach::Unit(unit), Some(&people), None)?;
        for Target { person, online, before } in &targets {
            let Some(line) = known.iter().find(|line| line.person == *person) else { continue };
            if line.tally.target != *before {
                return Err(Error::Stale);
            }
            store::aim(tx, *person, unit, month, *online);
            audit::note(tx, person.0, "guidance_target_set", &(month, online), by, now)?;
        }
        Ok(())
    })
    .await?;
    Ok(Redirect::to(&format!("{HERE}?thang={}", word(&month))).into_response())
}

/// A target that is changed.
struct Target {
    person: PersonId,
    /// What it is from now on; nothing takes it away.
    online: Option<i64>,
    /// What it was when the page was made.
    before: Option<i64>,
}

/// The targets that were changed, no more than a page has; or what is wrong with them.
fn targets(form: &Fields) -> std::result::Result<Vec<Target>, Vec<FieldError>> {
    let (mut targets, mut errors) = (vec![], vec![]);
    for (field, value) in form.pairs() {
        let Some(person) = field.strip_prefix("chi-tieu-").and_then(|id| id.parse::<Uuid>().ok()) else {
            continue;
        };
        let before = form.number::<i64>(&format!("truoc-{person}"));
        let person = PersonId(person);
        match (value.trim(), value.trim().parse::<i64>()) {
            ("", _) => targets.push(Target { person, online: None, before }),
            (_, Ok(online)) if (0..=MOST).contains(&online) => {
                targets.push(Target { person, online: Some(online), before });
            }
            _ => errors
                .push(FieldError {
                    field: field.clone(), message: "Ghi một số từ 0 đến 10.000.".into()
                }),
        }
    }
    targets.retain(|target| target.online != target.before);
    targets.truncate(PAGE);
    if errors.is_empty() { Ok(targets) } else { Err(errors) }
}
