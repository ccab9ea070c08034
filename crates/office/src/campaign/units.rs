//! What each unit held in a month, and what share of its dossiers was filed online, against the month before and the province.

use std::collections::{BTreeMap, BTreeSet};

use askama::Template;
use axum::extract::{Query, State};
use base::{
    app::App,
    error::Result,
    page::{Shell, page, thousands},
    visit::{Answer, Staff},
};
use domain::{
    campaign::{Filed, Twice},
    desk::{monday_of, weeks_after},
    id::UnitId,
    instant::local_date,
    org::UnitKind,
    posting::{month_before, month_of},
    text::fold,
};
use jiff::civil::Date;
use kit::db::Tx;
use serde::Deserialize;

use super::{
    list::scope,
    share,
    store::{self, Held},
};
use crate::guidance::report::following;

struct Line {
    unit: String,
    held: Held,
    before: String,
    after: String,
    dossiers: String,
    change: String,
}

#[derive(Template)]
#[template(path = "campaign/units.html")]
struct Page {
    shell: Shell,
    month: Date,
    months: (Date, Option<Date>),
    lines: Vec<Line>,
    province: Line,
}

/// Which month.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    #[serde(default)]
    thang: String,
}

/// The first Monday of a month: weeks belong to the month in which they begin.
fn first_monday(month: Date) -> Date {
    let monday = monday_of(month);
    if monday < month { weeks_after(monday, 1) } else { monday }
}

/// The page: every unit that held something or received dossiers, for the Centre; the own unit for others.
pub async fn show(State(app): State<App>, Staff(session): Staff, Query(asked): Query<Asked>) -> Answer {
    let (of, house, today) = (scope(&session)?, app.house(), local_date(app.now()));
    let this = month_of(today);
    let asked = format!("{}-01", asked.thang).parse::<Date>().ok();
    let month = asked.filter(|month| *month <= this).unwrap_or(this);
    let next = following(month);
    let read = move |tx: &mut Tx| -> Result<_> {
        let weeks = |month: Date| (first_monday(month), first_monday(following(month)));
        let (before, after) =
            (share::filed(tx, weeks(month_before(month)))?, share::filed(tx, weeks(month))?);
        Ok((store::held(tx, of, (month, next))?, before, after))
    };
    let (held, before, after) = app.read(read).await?;
    let mut filed: BTreeMap<UnitId, Twice> = BTreeMap::new();
    for (unit, one) in before {
        filed.entry(unit).or_default().before.add(one);
    }
    for (unit, one) in after {
        filed.entry(unit).or_default().after.add(one);
    }
    let held: BTreeMap<UnitId, Held> = held.into_iter().collect();
    let units: BTreeSet<UnitId> = match of {
        Some(unit) => BTreeSet::from([unit]),
        None => filed.keys().chain(held.keys()).copied().collect(),
    };
    let is_province = |unit: UnitId| house.unit(unit).is_ok_and(|unit| unit.kind == UnitKind::Province);
    let line = |unit: &UnitId| {
        let mut own = Twice::default();
        for (_, twice) in filed.iter().filter(|(id, _)| share::is_under(&house, **id, *unit)) {
            add(&mut own, *twice);
        }
        of_line(house.unit_name(*unit), held.get(unit).copied().unwrap_or_default(), own)
    };
    let mut lines: Vec<Line> = units.iter().filter(|unit| !is_province(**unit)).map(line).collect();
    lines.sort_by_cached_key(|line| fold(&line.unit));
    let mut whole = Twice::default();
    for twice in filed.values() {
        add(&mut whole, *twice);
    }
    Ok(page(&Page {
        shell: Shell::new(&app, Some(&session), "Kết quả tuyên truyền, tập huấn", "huong-dan"),
        months: (month_before(month), Some(next).filter(|next| *next <= this)),
        province: of_line("Toàn tỉnh", Held::default(), whole),
        month,
        lines,
    }))
}

fn add(sum: &mut Twice, one: Twice) {
    sum.before.add(one.before);
    sum.after.add(one.after);
}

fn of_line(unit: &str, held: Held, twice: Twice) -> Line {
    let share = |filed: Filed| share::words(filed.share());
    Line {
        unit: unit.to_owned(),
        held,
        before: share(twice.before),
        after: share(twice.after),
        dossiers: thousands(twice.after.dossiers),
        change: twice.change().map_or_else(|| "–".into(), share::points),
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::first_monday;

    #[test]
    fn a_week_belongs_to_the_month_in_which_it_begins() {
        for (month, monday) in [
            (date(2023, 8, 1), date(2023, 8, 7)),
            (date(2023, 5, 1), date(2023, 5, 1)),
            (date(2023, 10, 1), date(2023, 10, 2)),
        ] {
            assert_eq!(first_monday(month), monday);
        }
    }
}
