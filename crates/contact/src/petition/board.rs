//! The board of petitions (Quy chế 1267 Điều 4.2; row C-57): for each unit how many wait, are late, were not passed on, not checked,
//! not sent. A number and the list behind it are the same question to the same petitions.

use std::array;

use askama::Template;
use axum::extract::{Query, State};
use base::{
    app::App,
    dossier::list::key,
    error::{Error, Result},
    house::House,
    page::{Shell, moment, page},
    recommend,
    timeleft::TimeLeft,
    visit::{Answer, Staff},
};
use domain::{
    board::{Edges, tally},
    corrective::Area,
    id::UnitId,
    instant::{Instant, local_date},
    org::UnitKind,
    petition::{
        Petition, PetitionState,
        figure::PetitionFigure,
        right::{Right, of},
    },
};
use kit::db::{Tx, args};
use serde::Deserialize;
use uuid::Uuid;

use super::list::left;

/// What is counted: as many as stand in the index `petition_watched`.
const WATCHED: &str = "p.state NOT IN ('declined', 'published', 'closed', 'joined') OR p.delivery = 'failed' \
     OR (p.state IN ('published', 'closed') AND p.delivery IS NULL)";
/// How many figures there are.
const FIGURES: usize = PetitionFigure::ALL.len();
/// The row of what no unit is to do.
const NOBODY: &str = "-";
/// How many petitions a page of a list shows.
const PAGE: usize = 50;

/// A petition that is counted.
struct Watched {
    id: Uuid,
    petition: Petition,
}

impl Watched {
    /// The row it stands in: of who is to act, for what the Centre has not done is no unit's.
    fn key(&self) -> String {
        self.petition.acts().map_or_else(|| NOBODY.to_owned(), |unit| unit.to_string())
    }

    /// Its place in a list.
    fn place(&self) -> (Instant, Uuid) {
        (self.petition.received_at, self.id)
    }
}

/// Every petition that some figure may count, received first first.
fn watched(tx: &mut Tx) -> Result<Vec<Watched>> {
    let sql = format!("SELECT p.id, p.body FROM petition p WHERE {WATCHED} ORDER BY p.received_at, p.id");
    let mut found = vec![];
    for row in tx.all(&sql, args![])? {
        found.push(Watched { id: row.get(0)?, petition: row.json(1)? });
    }
    Ok(found)
}

/// The moments of this minute by the days that the province works.
fn edges(house: &House, now: Instant) -> Result<Edges> {
    let province = house.serving(UnitKind::Province, local_date(now));
    let province = province.ok_or_else(|| Error::fault("no province"))?;
    Ok(Edges::of(now, &house.timetable(province.id)))
}

fn name(house: &House, key: &str) -> String {
    let unit = key.parse().map(UnitId).ok();
    unit.map_or_else(|| "Trung tâm, cơ quan ngoài hệ thống".into(), |unit| house.unit_name(unit).to_owned())
}

struct Row {
    key: String,
    name: String,
    counts: [usize; FIGURES],
}

#[derive(Template)]
#[template(path = "petition/board.html")]
struct Page {
    shell: Shell,
    now: String,
    figures: &'static [PetitionFigure],
    rows: Vec<Row>,
    sum: [usize; FIGURES],
    /// Whether the lists behind the numbers may be opened.
    may_open: bool,
}

/// The board.
pub async fn show(State(app): State<App>, Staff(session): Staff) -> Answer {
    let by = session.actor();
    if !of(&by, Right::Report) {
        return Err(Error::Forbidden.into());
    }
    let (house, now) = (app.house(), app.now());
    let edges = edges(&house, now)?;
    let found = app.read(watched).await?;
    let counts = |one: &Watched, no: usize| {
        PetitionFigure::ALL.get(no).is_some_and(|figure| figure.counts(&one.petition, &edges))
    };
    let (rows, sum) = tally(found.iter().map(|one| (one.key(), array::from_fn(|no| counts(one, no)))));
    let mut rows: Vec<Row> =
        rows.into_iter().map(|(key, counts)| Row { name: name(&house, &key), key, counts }).collect();
    // Where most is late comes first.
    rows.sort_by_cached_key(|row| (std::cmp::Reverse(late(&row.counts)), domain::text::fold(&row.name)));
    Ok(page(&Page {
        shell: Shell::new(&app, Some(&session), "Giám sát trả lời phản ánh", "giam-sat"),
        now: moment(now),
        figures: PetitionFigure::ALL,
        rows,
        sum,
        may_open: of(&by, Right::Desk),
    }))
}

fn late(counts: &[usize; FIGURES]) -> usize {
    let is_late = |figure: &PetitionFigure| figure.look() == "is-bad";
    PetitionFigure::ALL.iter().zip(counts).filter(|(figure, _)| is_late(figure)).map(|(_, count)| count).sum()
}

struct Line {
    id: Uuid,
    code: String,
    title: String,
    state: &'static str,
    holder: String,
    left: TimeLeft,
}

#[derive(Template)]
#[template(path = "petition/behind.html")]
struct List {
    shell: Shell,
    heading: &'static str,
    of_whom: String,
    total: usize,
    lines: Vec<Line>,
    /// Where a recommendation to the unit begins, with the list as its ground.
    recommend: Option<String>,
    first: Option<String>,
    after: Option<String>,
}

/// Which number, and from where on.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    so: String,
    dong: String,
    sau: String,
}

/// The petitions behind a number: as many as it says.
pub async fn list(State(app): State<App>, Staff(session): Staff, Query(asked): Query<Asked>) -> Answer {
    let by = session.actor();
    if !of(&by, Right::Desk) {
        return Err(Error::Forbidden.into());
    }
    let figure = PetitionFigure::by_name(&asked.so).ok_or(Error::NotFound)?;
    let (house, now) = (app.house(), app.now());
    let edges = edges(&house, now)?;
    let mut found = app.read(watched).await?;
    found.retain(|one| {
        figure.counts(&one.petition, &edges) && (asked.dong.is_empty() || one.key() == asked.dong)
    });
    let total = found.len();
    let said = format!("{}: {total} phản ánh, kiến nghị", figure.title());
    let codes: Vec<&str> = found.iter().map(|one| one.petition.code.as_str()).collect();
    let unit = asked.dong.parse().map(UnitId).ok();
    let recommend = unit.and_then(|unit| recommend::address(unit, Area::Petitions, &said, &codes, total));
    let centre = house.serving(UnitKind::Centre, local_date(now)).map_or("", |centre| centre.name());
    let from = key(&asked.sau);
    found.retain(|one| from.is_none_or(|from| one.place() > from));
    let url = format!(
        "/lam-viec/phan-anh/giam-sat/danh-sach?so={}&dong={}",
        figure.name(),
        kit::encoded(&asked.dong)
    );
    let next = found.get(PAGE - 1).filter(|_| found.len() > PAGE).map(Watched::place);
    let next = next.map(|(at, id)| format!("{url}&sau={}_{id}", at.as_microsecond()));
    found.truncate(PAGE);
    let line = |one: Watched| {
        let (id, petition) = (one.id, one.petition);
        let holder = match petition.acts() {
            Some(unit) => house.unit_name(unit),
            None if petition.state == PetitionState::PassedOn => &petition.outside,
            None => centre,
        };
        Line {
            id,
            left: left(&petition, &house, now),
            state: petition.state.title(),
            holder: holder.to_owned(),
            code: petition.code,
            title: petition.title,
        }
    };
    Ok(page(&List {
        shell: Shell::new(&app, Some(&session), figure.title(), "giam-sat"),
        heading: figure.title(),
        of_whom: if asked.dong.is_empty() { String::new() } else { name(&house, &asked.dong) },
        total,
        lines: found.into_iter().map(line).collect(),
        recommend,
        first: (!asked.sau.is_empty()).then(|| url.clone()),
        after: next,
    }))
}
