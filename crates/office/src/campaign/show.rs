//! One campaign: what was held, and whether more was filed online after it.

use askama::Template;
use axum::{
    extract::{Path, State},
    response::{IntoResponse, Redirect},
};
use base::{
    app::App,
    attachment,
    error::{Error, Result},
    page::{Shell, page, short, thousands},
    visit::{Answer, Staff, must_be_own},
};
use domain::{
    campaign::{Effect, Filed, Twice, around, effect, may_withdraw},
    instant::local_date,
    org::UnitKind,
};
use jiff::civil::Date;
use kit::{db::Tx, form::Fields};
use uuid::Uuid;

use super::{
    list::{days, scope},
    share,
    store::{self, Entered},
};

/// What was filed with somebody before and after.
struct Row {
    of_whom: String,
    before: [String; 2],
    after: [String; 2],
    change: String,
}

#[derive(Template)]
#[template(path = "campaign/show.html")]
struct Page {
    shell: Shell,
    entered: Entered,
    unit: String,
    days: String,
    reach: String,
    at: String,
    may_withdraw: bool,
    /// The first and the last day of the weeks before, and after.
    weeks: [String; 4],
    rows: Vec<Row>,
    effect: Effect,
    /// The Centre receives what a department settles: the department has no share of its own.
    is_received_by_the_centre: bool,
}

/// The page.
pub async fn show(State(app): State<App>, Staff(session): Staff, Path(id): Path<Uuid>) -> Answer {
    let (of, house, today) = (scope(&session)?, app.house(), local_date(app.now()));
    let inner = std::sync::Arc::clone(&house);
    let read = move |tx: &mut Tx| -> Result<_> {
        let entered = store::load(tx, id, of)?;
        let weeks = around(entered.campaign.first_day, entered.campaign.last_day);
        let filed = share::of_unit(tx, &inner, entered.unit, weeks)?;
        Ok((entered, weeks, filed))
    };
    let (entered, weeks, (own, rest)) = app.read(read).await?;
    let unit = house.unit_name(entered.unit).to_owned();
    let cells = |filed: Filed| [share::words(filed.share()), thousands(filed.dossiers)];
    let row = |of_whom: &str, twice: Twice| Row {
        of_whom: of_whom.to_owned(),
        before: cells(twice.before),
        after: cells(twice.after),
        change: twice.change().map_or_else(|| "–".into(), share::points),
    };
    let last = |day: Date| crate::day(&day.yesterday().unwrap_or(day));
    Ok(page(&Page {
        shell: Shell::new(&app, Some(&session), entered.campaign.kind.title(), "huong-dan"),
        rows: vec![row(&unit, own), row("Phần còn lại của tỉnh", rest)],
        unit,
        days: days(&entered.campaign),
        reach: thousands(entered.campaign.reach),
        at: short(entered.at),
        may_withdraw: may_withdraw(&session.actor(), entered.person, entered.unit),
        weeks: [
            crate::day(&weeks.before.0),
            last(weeks.before.1),
            crate::day(&weeks.after.0),
            last(weeks.after.1),
        ],
        effect: effect(weeks, own, rest, today),
        is_received_by_the_centre: house
            .unit(entered.unit)
            .is_ok_and(|unit| unit.kind == UnitKind::Department),
        entered,
    }))
}

/// Its file.
pub async fn file(State(app): State<App>, Staff(session): Staff, Path(id): Path<Uuid>) -> Answer {
    let of = scope(&session)?;
    let entered = app.read(move |tx| store::load(tx, id, of)).await?;
    Ok(attachment::give(&app, entered.campaign.file.ok_or(Error::NotFound)?).await?)
}

/// Takes back what was entered by mistake; the log keeps it.
pub async fn withdraw(
    State(app): State<App>,
    Staff(session): Staff,
    Path(id): Path<Uuid>,
    form: Fields,
) -> Answer {
    must_be_own(&session, &form)?;
    let (of, by, now) = (scope(&session)?, session.actor(), app.now());
    app.write(move |tx| {
        let entered = store::load(tx, id, of)?;
        if !may_withdraw(&by, entered.person, entered.unit) {
            return Err(Error::Forbidden);
        }
        store::withdraw(tx, id, by, now)
    })
    .await?;
    Ok(Redirect::to("/lam-viec/huong-dan/tuyen-truyen").into_response())
}
