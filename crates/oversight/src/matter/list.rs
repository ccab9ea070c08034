//! The lists of matters: what waits for my unit, what my unit asked, what the Centre watches.

use askama::Template;
use axum::extract::{Query, State};
use base::{
    app::App,
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
    matter::{Matter, MatterKind, MatterState, Rung},
    people::Role,
};
use kit::db::{Row, Value, args};
use serde::Deserialize;
use uuid::Uuid;

/// How many matters a page shows.
const PAGE: usize = 50;

struct Tab {
    name: &'static str,
    word: &'static str,
    /// What it holds.
    condition: &'static str,
}

const ANSWER: Tab = Tab {
    name: "Chờ đơn vị tôi trả lời",
    word: "",
    condition: "m.to_unit_id = $1 AND m.state IN ('open', 'lifted')",
};
const ASKED: Tab = Tab { name: "Đơn vị tôi gửi", word: "da-gui", condition: "m.from_unit_id = $1" };
const ALL: Tab = Tab { name: "Toàn tỉnh", word: "tat-ca", condition: "m.id <> $1" };
const LATE: Tab = Tab {
    name: "Quá hạn trả lời",
    word: "qua-han",
    condition: "m.state IN ('open', 'lifted') AND m.due_at < $2 AND m.id <> $1",
};
const CLIMBED: Tab = Tab {
    name: "Báo lên lãnh đạo tỉnh",
    word: "",
    condition: "m.rung = 'province' AND m.state <> 'answered' AND m.id <> $1",
};

struct Line {
    id: Uuid,
    subject: String,
    kind: &'static str,
    state: &'static str,
    from: String,
    to: String,
    left: TimeLeft,
    rung: Option<&'static str>,
    is_new: bool,
    key: String,
}

#[derive(Template)]
#[template(path = "matter/list.html")]
struct Page {
    shell: Shell,
    tabs: Vec<(&'static str, String, bool)>,
    /// What may be begun: the kind's word and title.
    may_begin: Vec<(&'static str, &'static str)>,
    lines: Vec<Line>,
    first: Option<String>,
    after: Option<String>,
    sees_effect: bool,
}

/// Which list, from where on.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    #[serde(default)]
    muc: String,
    #[serde(default)]
    sau: String,
}

/// The list.
pub async fn list(State(app): State<App>, Staff(session): Staff, Query(asked): Query<Asked>) -> Answer {
    let tabs = tabs(&session)?;
    let here = tabs.iter().position(|tab| tab.word == asked.muc).unwrap_or_default();
    let condition = tabs.get(here).map_or("", |tab| tab.condition);
    let (now, house) = (app.now(), app.house());
    let after = key(&asked.sau);
    let (unit, person) = (session.unit, session.person);
    let rows = app
        .read(move |tx| {
            let mut args = args![unit.0, now, person.0];
            let mut sql = format!(
                "SELECT m.id, m.body, r.seq, (SELECT max(e.seq) FROM event e WHERE e.stream_id = m.id), m.opened_at
                 FROM matter m
                 LEFT JOIN matter_read r ON r.matter_id = m.id AND r.person_id = $3
                 WHERE {condition} AND m.state <> 'closed' AND m.opened_at <= $2"
            );
            if let Some((at, id)) = after {
                args.extend([Value::from(at), Value::from(id)]);
                sql.push_str(" AND (m.due_at, m.id) > ($4, $5)");
            }
            sql.push_str(&format!(" ORDER BY m.due_at, m.id LIMIT {PAGE}"));
            Ok(tx.all(&sql, args)?)
        })
        .await?;
    let lines: Vec<Line> = rows.iter().map(|row| read(row, &house, now)).collect::<Result<_>>()?;
    let url = |word: &str| {
        if word.is_empty() { "/lam-viec/phoi-hop".into() } else { format!("/lam-viec/phoi-hop?muc={word}") }
    };
    let word = tabs.get(here).map_or("", |tab| tab.word);
    let next = lines
        .last()
        .filter(|_| lines.len() == PAGE)
        .map(|last| format!("/lam-viec/phoi-hop?muc={word}&sau={}", last.key));
    let actor = session.actor();
    let may_begin = MatterKind::ALL.iter().filter(|kind| Matter::may_begin(&actor, **kind));
    Ok(page(&Page {
        shell: Shell::new(&app, Some(&session), "Trao đổi, đôn đốc", "phoi-hop"),
        tabs: tabs.iter().enumerate().map(|(no, tab)| (tab.name, url(tab.word), no == here)).collect(),
        may_begin: may_begin.map(|kind| (kind.name(), kind.title())).collect(),
        lines,
        first: (!asked.sau.is_empty()).then(|| url(word)),
        after: next,
        sees_effect: session.role.watches(),
    }))
}

fn tabs(session: &Session) -> Result<Vec<Tab>> {
    Ok(match session.role {
        Role::CentreSupervisor | Role::CentreDirector => vec![ANSWER, ASKED, ALL, LATE],
        Role::ProvincialLeader => vec![CLIMBED],
        Role::Receptionist | Role::Handler | Role::DivisionHead | Role::Leader | Role::Clerk => {
            vec![ANSWER, ASKED]
        }
        _ => return Err(Error::Forbidden),
    })
}

fn read(row: &Row, house: &House, now: Instant) -> Result<Line> {
    let id: Uuid = row.get(0)?;
    let matter: Matter = serde_json::from_value(row.get(1)?).map_err(Error::fault)?;
    let (read, last): (Option<i64>, Option<i64>) = (row.get(2)?, row.get(3)?);
    let name = |unit: UnitId| house.unit_name(unit).to_owned();
    let waits = matches!(matter.state, MatterState::Open | MatterState::Lifted);
    let mut left = TimeLeft::of(row.get(4)?, matter.due_at, now, &house.timetable(matter.to));
    if !waits {
        left = TimeLeft { class: "is-rest", words: matter.state.title().to_lowercase(), percent: 0 };
    }
    Ok(Line {
        id,
        kind: matter.kind.title(),
        state: matter.state.title(),
        from: name(matter.from),
        to: name(matter.to),
        left,
        rung: (matter.rung != Rung::Handlers && waits).then(|| matter.rung.title()),
        is_new: read < last,
        key: format!("{}_{id}", matter.due_at.as_microsecond()),
        subject: matter.subject,
    })
}

fn key(text: &str) -> Option<(Instant, Uuid)> {
    base::dossier::list::key(text)
}
