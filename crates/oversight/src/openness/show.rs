//! The page of figures, by unit and by month.

use askama::Template;
use axum::{
    Extension,
    extract::{Query, State},
};
use base::{
    app::App,
    page::{Shell, public, thousands},
    visit::{Answer, Reader},
};
use domain::{confirmation::Figures, id::UnitId, instant::local_date, text::fold};
use jiff::{ToSpan, civil::Date};
use serde::Deserialize;

use super::count::Memory;
use crate::flow::Month;

/// How many months there are to choose from.
const MONTHS: i64 = 12;

struct Line {
    unit: String,
    /// Received, settled in time, late, the share in time, ended otherwise, in progress.
    cells: [String; 6],
}

#[derive(Template)]
#[template(path = "openness/show.html")]
struct Page {
    shell: Shell,
    month: Month,
    months: Vec<Month>,
    lines: Vec<Line>,
    /// The same of all units together.
    sum: [String; 6],
    /// When they were counted; nothing if they are fixed.
    at: Option<String>,
}

/// The figures as they are read; the share is of what was settled with a result, in whole percent rounded down.
fn cells(figures: &Figures) -> [String; 6] {
    let share = match figures.on_time + figures.late {
        0 => "–".into(),
        settled => format!("{} %", figures.on_time * 100 / settled),
    };
    let (received, on_time, late) = (figures.received, figures.on_time, figures.late);
    let [received, on_time, late, ended, open] =
        [received, on_time, late, figures.ended, figures.open].map(thousands);
    [received, on_time, late, share, ended, open]
}

/// Which month: `2023-08`.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    #[serde(default)]
    thang: String,
}

/// The page: this month, unless another of the last twelve is given.
pub async fn show(
    State(app): State<App>,
    Extension(memory): Extension<Memory>,
    reader: Reader,
    Query(asked): Query<Asked>,
) -> Answer {
    let this = local_date(app.now()).first_of_month();
    let first = this.saturating_sub((MONTHS - 1).months());
    let month = format!("{}-01", asked.thang).parse::<Date>().unwrap_or(this).clamp(first, this);
    let (counted, house) = (memory.of(&app, month).await?, app.house());
    let line = |(unit, figures): &(UnitId, Figures)| Line {
        unit: house.unit_name(*unit).to_owned(),
        cells: cells(figures),
    };
    let mut lines: Vec<Line> = counted.units.iter().map(line).collect();
    lines.sort_by_cached_key(|line| fold(&line.unit));
    let sum = counted.units.iter().fold(Figures::default(), |sum, (_, one)| Figures {
        received: sum.received + one.received,
        on_time: sum.on_time + one.on_time,
        late: sum.late + one.late,
        ended: sum.ended + one.ended,
        open: sum.open + one.open,
    });
    let here =
        if month == this { "/cong-khai".to_owned() } else { format!("/cong-khai?thang={}", asked.thang) };
    let reader = reader.at(here);
    Ok(public(&Page {
        shell: Shell::new(&app, None, reader.lang.say("open-title"), "").read_by(&reader),
        at: counted.at.map(|at| reader.lang.moment(at)),
        months: (0..MONTHS).map(|back| Month::of(this.saturating_sub(back.months()))).collect(),
        month: Month::of(month),
        lines,
        sum: cells(&sum),
    }))
}
