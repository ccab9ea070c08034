//! One question, how it went, what may be done now.

use askama::Template;
use axum::extract::{Path, Query, State};
use base::{
    app::App,
    dossier::log,
    error::{Error, Result},
    page::{Shell, moment, page},
    timeleft::TimeLeft,
    visit::{Answer, Staff},
};
use domain::{
    id::QuestionId,
    instant::local_date,
    org::UnitKind,
    people::Actor,
    petition::sender::{Sender, masked},
    question::{Question, QuestionDeed, QuestionEvent},
};
use kit::db::args;
use serde::Deserialize;
use uuid::Uuid;

use super::{
    list::left,
    store::{self, Published, Seen},
};

/// How many published answers are offered.
const OFFERED: usize = 8;

struct Line {
    title: String,
    who: String,
    at: String,
    text: String,
}

#[derive(Template)]
#[template(path = "question/show.html")]
struct Page {
    shell: Shell,
    id: QuestionId,
    seq: i64,
    question: Question,
    by: Actor,
    asker: Sender,
    unit: String,
    left: TimeLeft,
    asked: String,
    due: Option<String>,
    lines: Vec<Line>,
    units: Vec<(Uuid, String)>,
    q: String,
    earlier: Vec<Published>,
    offered: (String, String),
    corrected: Option<String>,
}

impl Page {
    fn may(&self, deed: &str) -> bool {
        QuestionDeed::by_name(deed).is_some_and(|deed| self.question.may(&self.by, deed))
    }
}

/// With which words earlier answers are looked for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    q: Option<String>,
}

struct Told {
    seen: Seen,
    asker: Sender,
    lines: Vec<log::Line>,
    people: Vec<(Uuid, String)>,
    earlier: Vec<Published>,
}

/// The page.
pub async fn show(
    State(app): State<App>,
    Staff(session): Staff,
    Path(id): Path<QuestionId>,
    Query(asked): Query<Asked>,
) -> Answer {
    let by = session.actor();
    let q = asked.q.unwrap_or_default();
    let wanted = q.clone();
    let told = app
        .read(move |tx| {
            let seen = store::load(tx, id)?;
            if !seen.question.may_read(&by) {
                return Err(Error::NotFound);
            }
            let people = tx.all(
                "SELECT id, name FROM person WHERE id IN (SELECT person_id FROM event WHERE stream_id = $1)",
                args![id.0],
            )?;
            let may_reuse = seen.question.may(&by, QuestionDeed::Reuse);
            Ok(Told {
                asker: store::asker(tx, id)?,
                lines: log::of(tx, id.0)?,
                people: people.iter().map(|row| Ok((row.get(0)?, row.get(1)?))).collect::<Result<_>>()?,
                earlier: if may_reuse { store::find(tx, &wanted, None, OFFERED)? } else { vec![] },
                seen,
            })
        })
        .await?;
    let (house, now) = (app.house(), app.now());
    let lines: Result<Vec<Line>> =
        told.lines.iter().rev().map(|one| line(one, &told.people, &house)).collect();
    let question = told.seen.question;
    let kinds = [UnitKind::Department, UnitKind::District, UnitKind::Commune];
    let units = house.units().into_iter().filter(|unit| kinds.contains(&unit.kind));
    let units = units.filter(|unit| unit.is_active_on(local_date(now)));
    let said = if question.content.is_empty() {
        question.title.clone()
    } else {
        format!("{}\n{}", question.title, question.content)
    };
    let own = std::slice::from_ref(&told.asker);
    Ok(page(&Page {
        shell: Shell::new(&app, Some(&session), question.code.clone(), "hoi-dap"),
        id,
        seq: told.seen.seq,
        by,
        offered: (masked(&said, own), masked(&question.answer, own)),
        unit: question.unit.map(|unit| house.unit_name(unit).to_owned()).unwrap_or_default(),
        left: left(&question, &house, now),
        asked: moment(question.asked_at),
        corrected: question.corrected_at.map(moment),
        due: question.clock.map(|running| moment(running.due_at)),
        lines: lines?,
        units: units.map(|unit| (unit.id.0, unit.name().to_owned())).collect(),
        question,
        asker: told.asker,
        q,
        earlier: told.earlier,
    }))
}

fn line(line: &log::Line, people: &[(Uuid, String)], house: &base::house::House) -> Result<Line> {
    let event: QuestionEvent = serde_json::from_str(&line.body).map_err(Error::fault)?;
    let unit = line.by.unit().map(|unit| house.unit_name(unit)).unwrap_or_default();
    let name = people.iter().find(|(id, _)| line.by.person().is_some_and(|person| person.0 == *id));
    let who = match (name, line.by) {
        (Some((_, name)), _) => format!("{name}, {unit}"),
        (None, Actor::Public) => "Người hỏi".into(),
        (None, _) => "Hệ thống".into(),
    };
    let title = match &event {
        QuestionEvent::Assigned { to, .. } => format!("{}: {}", event.words().1, house.unit_name(*to)),
        _ => event.words().1.to_owned(),
    };
    Ok(Line { title, who, at: moment(line.at), text: event.text().to_owned() })
}
