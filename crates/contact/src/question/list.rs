//! The lists of questions: what the Centre is to assign, what my unit is to answer.

use askama::Template;
use axum::extract::{Query, State};
use base::{
    app::App,
    dossier::list::key,
    error::{Error, Result},
    house::House,
    page::{Shell, page},
    timeleft::TimeLeft,
    visit::{Answer, Staff},
};
use domain::{
    instant::{Instant, local_date},
    org::UnitKind,
    petition::right::{Right, of},
    question::Question,
};
use kit::db::{Row, Value};
use serde::Deserialize;
use uuid::Uuid;

/// How many questions a page shows.
const PAGE: usize = 50;

/// The Centre's lists: name, word in the address, condition.
const DESK: [(&str, &str, &str); 6] = [
    ("Chờ phân công", "", "state = 'asked'"),
    ("Ở đơn vị", "don-vi", "state IN ('assigned', 'drafted')"),
    ("Đã trả lời, chưa công khai", "da-tra-loi", "state = 'answered'"),
    ("Quá hạn", "qua-han", "due_at < $1"),
    ("Không trả lời", "khong-tra-loi", "state = 'declined'"),
    ("Tất cả", "tat-ca", "TRUE"),
];
/// A unit's lists, of what is its own.
const UNIT: [(&str, &str, &str); 3] = [
    ("Chờ soạn", "", "state = 'assigned'"),
    ("Chờ duyệt", "cho-duyet", "state = 'drafted'"),
    ("Đã nhận", "tat-ca", "TRUE"),
];

struct Line {
    id: Uuid,
    code: String,
    title: String,
    state: &'static str,
    unit: String,
    left: TimeLeft,
    is_late: bool,
    key: String,
}

#[derive(Template)]
#[template(path = "question/list.html")]
struct Page {
    shell: Shell,
    tabs: Vec<(&'static str, String, bool)>,
    lines: Vec<Line>,
    first: Option<String>,
    after: Option<String>,
    times: Vec<(String, [i64; 3])>,
}

/// Which list, from where on.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    muc: String,
    sau: String,
}

/// The list, the oldest first.
pub async fn list(State(app): State<App>, Staff(session): Staff, Query(asked): Query<Asked>) -> Answer {
    let by = session.actor();
    let is_desk = of(&by, Right::Desk);
    let tabs: &[(&str, &str, &str)] = match (is_desk, of(&by, Right::Answer)) {
        (true, _) => &DESK,
        (false, true) => &UNIT,
        _ => return Err(Error::Forbidden.into()),
    };
    let here = tabs.iter().find(|tab| tab.1 == asked.muc).or(tabs.first()).ok_or(Error::Forbidden)?;
    let (now, house) = (app.now(), app.house());
    let (mut sql, mut args): (String, Vec<Value>) = ("SELECT id, body FROM question WHERE ".into(), vec![]);
    if here.2.contains("$1") {
        args.push(now.into());
    }
    sql.push_str(here.2);
    if !is_desk {
        args.push(session.unit.0.into());
        sql.push_str(&format!(" AND unit_id = ${}", args.len()));
    }
    if let Some((at, id)) = key(&asked.sau) {
        args.extend([Value::from(at), Value::from(id)]);
        sql.push_str(&format!(" AND (asked_at, id) > (${}, ${})", args.len() - 1, args.len()));
    }
    sql.push_str(&format!(" ORDER BY asked_at, id LIMIT {PAGE}"));
    let (rows, times) = app
        .read(move |tx| {
            let times = if is_desk { times(tx)? } else { vec![] };
            Ok((tx.all(&sql, args.clone())?, times))
        })
        .await?;
    let lines: Vec<Line> = rows.iter().map(|row| read(row, &house, now)).collect::<Result<_>>()?;
    let url = |word: &str| match word {
        "" => "/lam-viec/hoi-dap".to_owned(),
        word => format!("/lam-viec/hoi-dap?muc={word}"),
    };
    let next = lines.last().filter(|_| lines.len() == PAGE);
    Ok(page(&Page {
        shell: Shell::new(&app, Some(&session), "Hỏi đáp", "hoi-dap"),
        tabs: tabs.iter().map(|tab| (tab.0, url(tab.1), tab.1 == here.1)).collect(),
        first: (!asked.sau.is_empty()).then(|| url(here.1)),
        after: next.map(|last| format!("/lam-viec/hoi-dap?muc={}&sau={}", here.1, last.key)),
        lines,
        times: times
            .into_iter()
            .map(|(unit, counts)| (house.unit_name(domain::id::UnitId(unit)).to_owned(), counts))
            .collect(),
    }))
}

/// For each unit: given to it, answered in time, late (row C-34: answer time per unit).
fn times(tx: &mut kit::db::Tx) -> Result<Vec<(Uuid, [i64; 3])>> {
    let rows = tx.all(
        "SELECT unit_id, count(*), count(*) FILTER (WHERE answered_at IS NOT NULL AND NOT is_late),
             count(*) FILTER (WHERE is_late)
         FROM question WHERE unit_id IS NOT NULL GROUP BY unit_id ORDER BY count(*) DESC",
        vec![],
    )?;
    rows.iter().map(|row| Ok((row.get(0)?, [row.get(1)?, row.get(2)?, row.get(3)?]))).collect()
}

fn read(row: &Row, house: &House, now: Instant) -> Result<Line> {
    let id: Uuid = row.get(0)?;
    let question: Question = row.json(1)?;
    Ok(Line {
        id,
        left: left(&question, house, now),
        state: question.state.title(),
        unit: question.unit.map(|unit| house.unit_name(unit).to_owned()).unwrap_or_default(),
        is_late: question.is_late,
        key: format!("{}_{id}", question.asked_at.as_microsecond()),
        code: question.code,
        title: question.title,
    })
}

/// How much time is left to answer it.
pub fn left(question: &Question, house: &House, now: Instant) -> TimeLeft {
    let centre = house.serving(UnitKind::Centre, local_date(now)).map(|centre| centre.id);
    match (question.clock, centre) {
        (Some(running), Some(centre)) => {
            TimeLeft::of(running.since, running.due_at, now, &house.timetable(centre))
        }
        _ => TimeLeft::rest("đã trả lời"),
    }
}
