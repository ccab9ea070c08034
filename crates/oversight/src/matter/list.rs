//! The lists of matters: what waits for my unit, what my unit asked, what the Centre watches.

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
    id::{PersonId, UnitId},
    instant::Instant,
    matter::{Matter, MatterState, Rung},
    people::Role,
};
use kit::db::{Row, Value, args};
use serde::Deserialize;
use uuid::Uuid;

use super::begin::kinds;

/// How many matters a page shows.
const PAGE: usize = 50;

/// A list of matters that are not over.
#[derive(Clone, Copy)]
enum Wanted {
    /// What waits for this unit; of what is for one person, who is no head sees only what is for them or for whom they stand in.
    Answer(UnitId, Option<(PersonId, PersonId)>),
    /// What this unit asked; whether a head looks.
    Asked(UnitId, bool),
    /// All: the Centre watches.
    All,
    /// What should have been answered.
    Late,
    /// What has climbed up to the province because nobody answered.
    Climbed,
    /// The obstacles; of the province those that were put before it.
    Obstacles(bool),
}

impl Wanted {
    fn condition(self, now: Instant) -> (&'static str, Vec<Value>) {
        match self {
            Wanted::Answer(unit, None) => {
                ("m.to_unit_id = $1 AND m.state IN ('open', 'lifted')", args![unit.0])
            }
            Wanted::Answer(unit, Some((person, absent))) => (
                "m.to_unit_id = $1 AND m.state IN ('open', 'lifted')
                 AND (m.person_id IS NULL OR m.person_id IN ($2, $3))",
                args![unit.0, person.0, absent.0],
            ),
            // What a head reminds of, and the system for the heads, is the head's.
            Wanted::Asked(unit, true) => ("m.from_unit_id = $1", args![unit.0]),
            Wanted::Asked(unit, false) => ("m.from_unit_id = $1 AND m.person_id IS NULL", args![unit.0]),
            Wanted::All => ("TRUE", args![]),
            Wanted::Late => ("m.state IN ('open', 'lifted') AND m.due_at < $1", args![now]),
            Wanted::Climbed => {
                ("m.rung = 'province' AND m.kind <> 'vuong-mac' AND m.state <> 'answered'", args![])
            }
            Wanted::Obstacles(false) => ("m.kind = 'vuong-mac'", args![]),
            Wanted::Obstacles(true) => {
                ("m.kind = 'vuong-mac' AND m.rung = 'province' AND m.state <> 'answered'", args![])
            }
        }
    }
}

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
    sees_ladder: bool,
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
    let here =
        tabs.iter().find(|(_, word, _)| *word == asked.muc).or(tabs.first()).ok_or(Error::Forbidden)?;
    let (_, word, wanted) = *here;
    let (now, house) = (app.now(), app.house());
    let (after, person) = (key(&asked.sau), session.person);
    let rows = app
        .read(move |tx| {
            let (condition, mut args) = wanted.condition(now);
            args.push(person.0.into());
            let mut sql = format!(
                "SELECT m.id, m.body, r.seq, (SELECT max(e.seq) FROM event e WHERE e.stream_id = m.id), m.opened_at
                 FROM matter m LEFT JOIN matter_read r ON r.matter_id = m.id AND r.person_id = ${}
                 WHERE {condition} AND m.state <> 'closed'",
                args.len()
            );
            if let Some((at, id)) = after {
                args.extend([Value::from(at), Value::from(id)]);
                sql.push_str(&format!(" AND (m.due_at, m.id) > (${}, ${})", args.len() - 1, args.len()));
            }
            sql.push_str(&format!(" ORDER BY m.due_at, m.id LIMIT {PAGE}"));
            Ok(tx.all(&sql, args)?)
        })
        .await?;
    let lines: Vec<Line> = rows.iter().map(|row| read(row, &house, now)).collect::<Result<_>>()?;
    let url = |word: &str| {
        if word.is_empty() { "/lam-viec/phoi-hop".into() } else { format!("/lam-viec/phoi-hop?muc={word}") }
    };
    let next = lines
        .last()
        .filter(|_| lines.len() == PAGE)
        .map(|last| format!("/lam-viec/phoi-hop?muc={word}&sau={}", last.key));
    Ok(page(&Page {
        shell: Shell::new(&app, Some(&session), "Trao đổi, đôn đốc", "phoi-hop"),
        tabs: tabs.iter().map(|tab| (tab.0, url(tab.1), tab.1 == word)).collect(),
        may_begin: kinds(&app, &session, false).into_iter().map(|kind| (kind.name(), kind.title())).collect(),
        lines,
        first: (!asked.sau.is_empty()).then(|| url(word)),
        after: next,
        sees_effect: session.role.watches(),
        sees_ladder: matches!(session.role, Role::CentreSupervisor | Role::CentreDirector),
    }))
}

/// The lists of the person signed in: name, word in the address, what is wanted.
fn tabs(session: &Session) -> Result<Vec<(&'static str, &'static str, Wanted)>> {
    let is_head = matches!(session.role, Role::DivisionHead | Role::Leader);
    let meant = session.stands_in_for.unwrap_or(session.person);
    let own = [
        (
            "Chờ đơn vị tôi trả lời",
            "",
            Wanted::Answer(session.unit, (!is_head).then_some((session.person, meant))),
        ),
        ("Đơn vị tôi gửi", "da-gui", Wanted::Asked(session.unit, is_head)),
    ];
    // Obstacles have a list of their own: they would drown in what the system urges by itself.
    let obstacles = "Khó khăn, vướng mắc";
    let centre = [
        (obstacles, "vuong-mac", Wanted::Obstacles(false)),
        ("Toàn tỉnh", "tat-ca", Wanted::All),
        ("Quá hạn trả lời", "qua-han", Wanted::Late),
    ];
    Ok(match session.role {
        Role::CentreSupervisor | Role::CentreDirector => own.into_iter().chain(centre).collect(),
        Role::ProvincialLeader => {
            vec![(obstacles, "", Wanted::Obstacles(true)), ("Quá hạn, báo lên", "bao-len", Wanted::Climbed)]
        }
        Role::Receptionist | Role::Handler | Role::DivisionHead | Role::Leader | Role::Clerk => own.to_vec(),
        _ => return Err(Error::Forbidden),
    })
}

fn read(row: &Row, house: &House, now: Instant) -> Result<Line> {
    let id: Uuid = row.get(0)?;
    let matter: Matter = row.json(1)?;
    let (read, last): (Option<i64>, Option<i64>) = (row.get(2)?, row.get(3)?);
    let name = |unit: UnitId| house.unit_name(unit).to_owned();
    let waits = matches!(matter.state, MatterState::Open | MatterState::Lifted);
    let mut left = TimeLeft::of(row.get(4)?, matter.due_at, now, &house.timetable(matter.to));
    if !waits {
        left = TimeLeft::rest(matter.state.title().to_lowercase());
    }
    Ok(Line {
        id,
        kind: matter.kind.title(),
        state: matter.state.title(),
        from: name(matter.from),
        to: name(matter.to),
        left,
        rung: (matter.rung != Rung::Handlers && waits).then(|| matter.rung.inside()),
        is_new: read < last,
        key: format!("{}_{id}", matter.due_at.as_microsecond()),
        subject: matter.subject,
    })
}
