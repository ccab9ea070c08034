//! The lists: what the Centre's desk has to do, what waits for my unit.

use askama::Template;
use axum::{
    extract::{Query, State},
    response::{IntoResponse, Redirect},
};
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
    id::UnitId,
    instant::{Instant, local_date},
    people::Actor,
    petition::{
        Petition, PetitionClass, PetitionState,
        right::{Right, of},
    },
};
use kit::db::{Row, Tx, Value};
use serde::Deserialize;
use uuid::Uuid;

use super::store;
use crate::typed;

/// How many petitions a page shows.
const PAGE: usize = 50;

/// One list.
#[derive(Clone, Copy)]
struct Tab {
    name: &'static str,
    word: &'static str,
    condition: &'static str,
    /// The newest first: what is looked through, not worked off.
    is_newest_first: bool,
}

const fn tab(name: &'static str, word: &'static str, condition: &'static str) -> Tab {
    Tab { name, word, condition, is_newest_first: false }
}

/// The lists of the Centre.
const DESK: [Tab; 6] = [
    tab("Chờ phân loại", "", "p.state = 'received'"),
    tab("Chờ chuyển, xử lý", "chuyen", "p.state = 'classified'"),
    tab("Ở đơn vị", "don-vi", "p.state IN ('forwarded', 'passed_on', 'asked')"),
    tab("Chờ kiểm tra", "kiem-tra", "p.state = 'answered'"),
    tab("Quá hạn", "qua-han", "p.due_at < $1"),
    Tab { is_newest_first: true, ..tab("Tất cả", "tat-ca", "TRUE") },
];
/// The lists of a unit: of what is its own.
const UNIT: [Tab; 2] = [
    tab("Chờ đơn vị trả lời", "", "p.state = 'forwarded'"),
    Tab { is_newest_first: true, ..tab("Đã nhận", "tat-ca", "TRUE") },
];

struct Line {
    id: Uuid,
    code: String,
    title: String,
    class: &'static str,
    channel: &'static str,
    state: &'static str,
    holder: String,
    left: TimeLeft,
    is_late: bool,
    members: i64,
    key: String,
}

#[derive(Template)]
#[template(path = "petition/list.html")]
struct Page {
    shell: Shell,
    /// Name, address, whether it is shown, how many wait.
    tabs: Vec<(&'static str, String, bool, Option<i64>)>,
    here: &'static str,
    q: String,
    lines: Vec<Line>,
    first: Option<String>,
    after: Option<String>,
    may_enter: bool,
    is_desk: bool,
    reports: bool,
}

/// Which list, with which words, from where on.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    muc: String,
    q: String,
    sau: String,
}

/// The list. Who only enters is shown the form.
pub async fn list(State(app): State<App>, Staff(session): Staff, Query(asked): Query<Asked>) -> Answer {
    let by = session.actor();
    let (is_desk, answers) = (of(&by, Right::Desk), of(&by, Right::Answer));
    let tabs: &'static [Tab] = match (is_desk, answers) {
        (true, _) => &DESK,
        (false, true) => &UNIT,
        _ if of(&by, Right::Enter) => return Ok(Redirect::to("/lam-viec/phan-anh/moi").into_response()),
        _ if of(&by, Right::Report) => return Ok(Redirect::to("/lam-viec/phan-anh/tong-hop").into_response()),
        _ => return Err(Error::Forbidden.into()),
    };
    let here = *tabs.iter().find(|tab| tab.word == asked.muc).or(tabs.first()).ok_or(Error::Forbidden)?;
    let (now, house) = (app.now(), app.house());
    let reader = session.clone();
    let ask = (asked.q.clone(), key(&asked.sau));
    let (rows, counts) = app
        .read(move |tx| {
            let counts: Result<Vec<Option<i64>>> =
                tabs.iter().map(|tab| count(tx, &reader, *tab, now)).collect();
            Ok((rows(tx, &reader, here, (&ask.0, ask.1), now)?, counts?))
        })
        .await?;
    let lines: Vec<Line> = rows.iter().map(|row| read(row, &by, &house, now)).collect::<Result<_>>()?;
    let url = |word: &str| match word {
        "" => "/lam-viec/phan-anh".to_owned(),
        word => format!("/lam-viec/phan-anh?muc={word}"),
    };
    let with = |after: &str| {
        format!("/lam-viec/phan-anh?muc={}&q={}&sau={after}", here.word, kit::encoded(&asked.q))
    };
    let next = lines.last().filter(|_| lines.len() == PAGE).map(|last| with(&last.key));
    Ok(page(&Page {
        shell: Shell::new(&app, Some(&session), "Phản ánh, kiến nghị", "phan-anh"),
        tabs: tabs
            .iter()
            .zip(counts)
            .map(|(tab, count)| (tab.name, url(tab.word), tab.word == here.word, count))
            .collect(),
        here: here.word,
        lines,
        first: (!asked.sau.is_empty()).then(|| with("")),
        after: next,
        q: asked.q,
        may_enter: of(&by, Right::Enter),
        is_desk,
        reports: of(&by, Right::Report),
    }))
}

/// What stands in the list: of the Centre all, of a unit its own, and of conduct only what its heads may read.
fn condition(session: &Session, tab: Tab, now: Instant) -> (String, Vec<Value>) {
    let by = session.actor();
    // The moment stands first wherever a list needs it.
    let mut args: Vec<Value> = if tab.condition.contains("$1") { vec![now.into()] } else { vec![] };
    let mut sql = tab.condition.to_owned();
    if !of(&by, Right::Desk) {
        args.push(session.unit.0.into());
        sql.push_str(&format!(" AND p.unit_id = ${}", args.len()));
        if !of(&by, Right::AnswerConduct) {
            sql.push_str(" AND NOT p.is_conduct");
        }
    }
    (sql, args)
}

/// How many wait in a list that is worked off.
fn count(tx: &mut Tx, session: &Session, tab: Tab, now: Instant) -> Result<Option<i64>> {
    if tab.is_newest_first {
        return Ok(None);
    }
    let (condition, args) = condition(session, tab, now);
    Ok(Some(tx.one(&format!("SELECT count(*) FROM petition p WHERE {condition}"), args)?.get(0)?))
}

fn rows(
    tx: &mut Tx,
    session: &Session,
    here: Tab,
    (q, after): (&str, Option<(Instant, Uuid)>),
    now: Instant,
) -> Result<Vec<Row>> {
    let (condition, mut args) = condition(session, here, now);
    let mut sql = format!(
        "SELECT p.id, p.body, (SELECT count(*) FROM petition m WHERE m.head_id = p.id), s.body
         FROM petition p JOIN petition_sender s ON s.petition_id = p.id WHERE {condition}"
    );
    // A search would find the sender's name in a text that hides it: only the Centre searches.
    if of(&session.actor(), Right::Desk) {
        sql.push_str(&typed::words(q, &mut args));
    }
    let (compare, order) = if here.is_newest_first { ("<", "DESC") } else { (">", "ASC") };
    if let Some((at, id)) = after {
        args.extend([Value::from(at), Value::from(id)]);
        let (at, id) = (args.len() - 1, args.len());
        sql.push_str(&format!(" AND (p.received_at, p.id) {compare} (${at}, ${id})"));
    }
    sql.push_str(&format!(" ORDER BY p.received_at {order}, p.id {order} LIMIT {PAGE}"));
    Ok(tx.all(&sql, args)?)
}

fn read(row: &Row, by: &Actor, house: &House, now: Instant) -> Result<Line> {
    let id: Uuid = row.get(0)?;
    let petition: Petition = row.json(1)?;
    let title = if petition.may_know_sender(by) {
        petition.title.clone()
    } else {
        let sender = row.json(3)?;
        store::veiled(&petition.title, &petition, &[sender])
    };
    Ok(Line {
        id,
        left: left(&petition, house, now),
        class: petition.class.map_or("", PetitionClass::title),
        channel: petition.channel.title(),
        state: petition.state.title(),
        holder: petition.unit.map_or(petition.outside, |unit| house.unit_name(unit).to_owned()),
        is_late: !petition.late.is_empty(),
        members: row.get(2)?,
        key: format!("{}_{id}", petition.received_at.as_microsecond()),
        code: petition.code,
        title,
    })
}

/// How much time is left on its clock.
pub fn left(petition: &Petition, house: &House, now: Instant) -> TimeLeft {
    let Some(running) = petition.clock else {
        return match petition.state {
            PetitionState::Asked => TimeLeft::rest("đang chờ công dân"),
            PetitionState::PassedOn => TimeLeft::rest("đã chuyển"),
            PetitionState::Joined => TimeLeft::rest("đã gộp"),
            _ => TimeLeft::rest("đã xong"),
        };
    };
    let unit = petition.unit.filter(|_| petition.state == PetitionState::Forwarded);
    let centre = house.serving(domain::org::UnitKind::Centre, local_date(now)).map(|centre| centre.id);
    let whose: Option<UnitId> = unit.or(centre);
    whose.map_or_else(
        || TimeLeft::rest(""),
        |unit| TimeLeft::of(running.since, running.due_at, now, &house.timetable(unit)),
    )
}
