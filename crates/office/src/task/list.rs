//! The lists of tasks: of my unit, what the Centre is to check, what is late.

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
    id::UnitId,
    instant::Instant,
    people::Role,
    task::{Task, TaskState},
};
use kit::db::{Row, Tx, Value, args};
use serde::Deserialize;
use uuid::Uuid;

/// How many tasks a page shows.
const PAGE: usize = 50;

/// A task in a list.
pub struct Line {
    /// Its identifier.
    pub id: Uuid,
    /// The task.
    pub task: Task,
    /// Who owns it.
    pub owner: String,
    /// How much time is left.
    pub left: TimeLeft,
    key: String,
}

/// What is wanted.
#[derive(Clone, Copy)]
enum Wanted {
    Own(UnitId),
    OwnDone(UnitId),
    All,
    Late(Option<UnitId>),
    Reported,
}

impl Wanted {
    fn condition(self, now: Instant) -> (&'static str, Vec<Value>) {
        match self {
            Wanted::Own(unit) => ("t.owner_unit_id = $1 AND t.state IN ('open', 'reported')", args![unit.0]),
            Wanted::OwnDone(unit) => ("t.owner_unit_id = $1 AND t.state = 'done'", args![unit.0]),
            Wanted::All => ("t.state = 'open'", args![]),
            Wanted::Late(None) => ("t.state = 'open' AND t.due_at < $1", args![now]),
            Wanted::Late(Some(unit)) => {
                ("t.state = 'open' AND t.due_at < $1 AND t.owner_unit_id = $2", args![now, unit.0])
            }
            Wanted::Reported => ("t.state = 'reported'", args![]),
        }
    }
}

#[derive(Template)]
#[template(path = "task/list.html")]
struct Page {
    shell: Shell,
    tabs: Vec<(&'static str, String, bool)>,
    lines: Vec<Line>,
    first: Option<String>,
    after: Option<String>,
}

/// Which list, from where on.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    #[serde(default)]
    muc: String,
    #[serde(default)]
    sau: String,
}

const HERE: &str = "/lam-viec/thu-tuc";

/// The list.
pub async fn list(State(app): State<App>, Staff(session): Staff, Query(asked): Query<Asked>) -> Answer {
    let tabs = tabs(&session)?;
    let here =
        tabs.iter().find(|(_, word, _)| *word == asked.muc).or(tabs.first()).ok_or(Error::Forbidden)?;
    let (_, word, wanted) = *here;
    let (now, house, after) = (app.now(), app.house(), key(&asked.sau));
    let (condition, args) = wanted.condition(now);
    let lines = app
        .read(move |tx| {
            let (mut sql, mut args) = (condition.to_owned(), args.clone());
            if let Some((at, id)) = after {
                args.extend([Value::from(at), Value::from(id)]);
                sql.push_str(&format!(" AND (t.due_at, t.id) > (${}, ${})", args.len() - 1, args.len()));
            }
            lines(tx, &sql, args, &house, now)
        })
        .await?;
    let url = |word: &str| if word.is_empty() { HERE.into() } else { format!("{HERE}?muc={word}") };
    let next = lines
        .last()
        .filter(|_| lines.len() == PAGE)
        .map(|last| format!("{HERE}?muc={word}&sau={}", last.key));
    Ok(page(&Page {
        shell: Shell::new(&app, Some(&session), "Việc về thủ tục", "vong-doi"),
        tabs: tabs.iter().map(|tab| (tab.0, url(tab.1), tab.1 == word)).collect(),
        lines,
        first: (!asked.sau.is_empty()).then(|| url(word)),
        after: next,
    }))
}

/// The first tasks for which `condition` holds, those due first.
pub fn lines(
    tx: &mut Tx,
    condition: &str,
    args: Vec<Value>,
    house: &House,
    now: Instant,
) -> Result<Vec<Line>> {
    let sql = format!(
        "SELECT t.id, t.body, t.opened_at FROM task t WHERE {condition} ORDER BY t.due_at, t.id LIMIT {PAGE}"
    );
    tx.all(&sql, args)?.iter().map(|row| read(row, house, now)).collect()
}

/// The lists of the person signed in: name, word in the address, what is wanted.
fn tabs(session: &Session) -> Result<Vec<(&'static str, &'static str, Wanted)>> {
    let by = session.actor();
    let all = [("Mọi việc đang mở", "tat-ca", Wanted::All), ("Quá hạn", "qua-han", Wanted::Late(None))];
    if session.role.is_centre() {
        let own = [
            ("Chờ Trung tâm kiểm tra", "", Wanted::Reported),
            ("Việc của Trung tâm", "don-vi", Wanted::Own(session.unit)),
        ];
        return Ok(own.into_iter().chain(all).collect());
    }
    if session.role == Role::Administrator {
        return Ok(vec![
            ("Việc của cơ quan vận hành Hệ thống", "", Wanted::Own(session.unit)),
            ("Mọi việc đang mở", "tat-ca", Wanted::All),
            ("Quá hạn", "qua-han", Wanted::Late(None)),
            ("Đã xong", "da-xong", Wanted::OwnDone(session.unit)),
        ]);
    }
    if by.oversees_procedures() {
        return Ok(vec![("Mọi việc đang mở", "", Wanted::All), ("Quá hạn", "qua-han", Wanted::Late(None))]);
    }
    if by.acts_for(session.unit) {
        return Ok(vec![
            ("Việc của đơn vị tôi", "", Wanted::Own(session.unit)),
            ("Quá hạn", "qua-han", Wanted::Late(Some(session.unit))),
            ("Đã xong", "da-xong", Wanted::OwnDone(session.unit)),
        ]);
    }
    Err(Error::Forbidden)
}

fn read(row: &Row, house: &House, now: Instant) -> Result<Line> {
    let id: Uuid = row.get(0)?;
    let task: Task = row.json(1)?;
    let mut left = TimeLeft::of(row.get(2)?, task.due_at, now, &house.timetable(task.owner));
    if task.state != TaskState::Open {
        left = TimeLeft::rest(task.state.title().to_lowercase());
    }
    Ok(Line {
        id,
        owner: house.unit_name(task.owner).to_owned(),
        left,
        key: format!("{}_{id}", task.due_at.as_microsecond()),
        task,
    })
}
