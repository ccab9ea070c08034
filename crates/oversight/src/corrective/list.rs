//! The lists of corrective actions: of my unit, what the Centre is to check, what is late, by board of supervision.

use askama::Template;
use axum::extract::{Query, State};
use base::{
    app::App,
    dossier::list::key,
    error::{Error, Result},
    house::House,
    page::{Shell, page},
    session::Session,
    timeleft::TimeLeft,
    visit::{Answer, Staff},
};
use domain::{
    corrective::{Area, Corrective, Origin, State as Standing},
    id::UnitId,
    instant::Instant,
    matter::Rung,
    people::Role,
};
use kit::db::{Row, Tx, Value, args};
use serde::Deserialize;
use uuid::Uuid;

/// How many a page shows.
const PAGE: usize = 50;
const HERE: &str = "/lam-viec/chan-chinh";

/// A corrective action in a list.
pub struct Line {
    /// Its identifier.
    pub id: Uuid,
    /// How it stands.
    pub corrective: Corrective,
    /// Whose it is to mend.
    pub unit: String,
    /// How much time is left.
    pub left: TimeLeft,
    /// From where the next page goes on.
    pub key: String,
}

impl Line {
    /// How its state looks.
    pub fn look(&self) -> &'static str {
        super::look(self.corrective.state)
    }

    /// How far it has climbed, while nothing is reported.
    pub fn rung(&self) -> Option<&'static str> {
        let is_told = self.corrective.rung != Rung::Handlers && self.corrective.state == Standing::Open;
        is_told.then(|| self.corrective.rung.inside())
    }
}

/// What is wanted.
#[derive(Clone, Copy)]
enum Wanted {
    Open,
    Late,
    Reported,
    Closed,
    Area(Area),
}

impl Wanted {
    fn condition(self, now: Instant) -> (&'static str, Vec<Value>) {
        match self {
            Wanted::Open => ("c.state = 'open'", args![]),
            Wanted::Late => ("c.state = 'open' AND c.due_at < $1", args![now]),
            Wanted::Reported => ("c.state = 'reported'", args![]),
            Wanted::Closed => ("c.state = 'closed'", args![]),
            Wanted::Area(area) => ("c.state <> 'closed' AND c.area = $1", args![area.name()]),
        }
    }
}

#[derive(Template)]
#[template(path = "corrective/list.html")]
struct Page {
    shell: Shell,
    tabs: Vec<(&'static str, String, bool)>,
    /// The boards of supervision, with how many are not over on each.
    boards: Vec<(Area, i64, bool)>,
    lines: Vec<Line>,
    first: Option<String>,
    after: Option<String>,
    begins: Option<&'static str>,
}

/// Which list, from where on.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    #[serde(default)]
    muc: String,
    #[serde(default)]
    sau: String,
}

/// Whose corrective actions the person signed in sees: of all, or of one unit.
pub fn scope(session: &Session) -> Result<Option<UnitId>> {
    if session.role.is_centre() || session.role == Role::ProvincialLeader {
        return Ok(None);
    }
    if session.actor().acts_for(session.unit) { Ok(Some(session.unit)) } else { Err(Error::Forbidden) }
}

/// The list.
pub async fn list(State(app): State<App>, Staff(session): Staff, Query(asked): Query<Asked>) -> Answer {
    let scope = scope(&session)?;
    let tabs = tabs(session.role.is_centre());
    let area = Area::by_name(&asked.muc).map(|area| (area.name(), Wanted::Area(area)));
    let (word, wanted) = area
        .or_else(|| tabs.iter().find(|(_, word, _)| *word == asked.muc).map(|tab| (tab.1, tab.2)))
        .or_else(|| tabs.first().map(|tab| (tab.1, tab.2)))
        .ok_or(Error::Forbidden)?;
    let (now, house, after) = (app.now(), app.house(), key(&asked.sau));
    let (lines, counts) = app
        .read(move |tx| {
            let (condition, mut args) = wanted.condition(now);
            // What is planned stands on the board of the plan.
            let mut sql = format!("c.origin <> 'ke-hoach' AND {condition}");
            if let Some(unit) = scope {
                args.push(unit.0.into());
                sql.push_str(&format!(" AND c.unit_id = ${}", args.len()));
            }
            if let Some((at, id)) = after {
                args.extend(args![at, id]);
                sql.push_str(&format!(" AND (c.due_at, c.id) > (${}, ${})", args.len() - 1, args.len()));
            }
            sql.push_str(&format!(" ORDER BY c.due_at, c.id LIMIT {PAGE}"));
            Ok((lines(tx, &sql, args, &house, now)?, counts(tx, scope)?))
        })
        .await?;
    let url = |word: &str| if word.is_empty() { HERE.into() } else { format!("{HERE}?muc={word}") };
    let next = lines
        .last()
        .filter(|_| lines.len() == PAGE)
        .map(|last| format!("{HERE}?muc={word}&sau={}", last.key));
    let of = |area: &Area| counts.iter().find(|(name, _)| name == area.name()).map_or(0, |(_, n)| *n);
    Ok(page(&Page {
        shell: Shell::new(&app, Some(&session), "Chấn chỉnh, khắc phục", "chan-chinh"),
        tabs: tabs.iter().map(|tab| (tab.0, url(tab.1), tab.1 == word)).collect(),
        boards: Area::ALL.iter().map(|area| (*area, of(area), area.name() == word)).collect(),
        lines,
        first: (!asked.sau.is_empty()).then(|| url(word)),
        after: next,
        begins: super::begin::origin(&session).map(Origin::title),
    }))
}

/// The corrective actions for which `rest` holds, which begins with a condition and says the order.
pub fn lines(tx: &mut Tx, rest: &str, args: Vec<Value>, house: &House, now: Instant) -> Result<Vec<Line>> {
    let sql = format!("SELECT c.id, c.body, c.opened_at FROM corrective c WHERE {rest}");
    tx.all(&sql, args)?.iter().map(|row| read(row, house, now)).collect()
}

/// How many are not over on each board.
fn counts(tx: &mut Tx, scope: Option<UnitId>) -> Result<Vec<(String, i64)>> {
    let (own, args) = match scope {
        Some(unit) => (" AND unit_id = $1", args![unit.0]),
        None => ("", args![]),
    };
    let sql = format!(
        "SELECT area, count(*) FROM corrective WHERE state <> 'closed' AND origin <> 'ke-hoach'{own} GROUP BY area"
    );
    tx.all(&sql, args)?.iter().map(|row| Ok((row.get(0)?, row.get(1)?))).collect()
}

/// The lists: name, word in the address, what is wanted. What waits for the reader stands first.
fn tabs(is_centre: bool) -> Vec<(&'static str, &'static str, Wanted)> {
    let open = ("Phải khắc phục", "", Wanted::Open);
    let late = ("Quá hạn", "qua-han", Wanted::Late);
    let reported = ("Chờ Trung tâm kiểm tra", "cho-kiem-tra", Wanted::Reported);
    let closed = ("Đã khắc phục", "da-xong", Wanted::Closed);
    if is_centre { vec![open, reported, late, closed] } else { vec![open, late, reported, closed] }
}

fn read(row: &Row, house: &House, now: Instant) -> Result<Line> {
    let id: Uuid = row.get(0)?;
    let corrective: Corrective = row.json(1)?;
    Ok(Line {
        id,
        unit: house.unit_name(corrective.unit).to_owned(),
        left: left(&corrective, row.get(2)?, house, now),
        key: format!("{}_{id}", corrective.due_at.as_microsecond()),
        corrective,
    })
}

/// How much time is left for what was opened at `since`; its state, once something is reported.
pub fn left(corrective: &Corrective, since: Instant, house: &House, now: Instant) -> TimeLeft {
    if corrective.state == Standing::Open {
        TimeLeft::of(since, corrective.due_at, now, &house.timetable(corrective.unit))
    } else {
        TimeLeft::rest(corrective.standing().to_lowercase())
    }
}
