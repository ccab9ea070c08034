//! One task: what is to be done, what happened, and what may be done with it.

use askama::Template;
use axum::{
    extract::{Path, State},
    response::{IntoResponse, Redirect},
};
use base::{
    app::App,
    error::{Error, Result},
    page::{Shell, moment, page, short},
    timeleft::TimeLeft,
    visit::{Answer, Staff, must_be_own},
};
use domain::{
    people::{Actor, Role},
    task::{Task, TaskDeed, TaskEvent, TaskState},
};
use kit::form::Fields;
use uuid::Uuid;

use super::store;
use crate::change;

#[derive(Template)]
#[template(path = "task/show.html")]
struct Page {
    shell: Shell,
    id: Uuid,
    seq: i64,
    by: Actor,
    task: Task,
    owner: String,
    due: String,
    left: TimeLeft,
    /// Number of the decision it follows from, with its page.
    announcement: Option<(Uuid, String)>,
    told: Vec<(String, String, String)>,
}

impl Page {
    fn may(&self, deed: &str) -> bool {
        TaskDeed::by_name(deed).is_some_and(|deed| self.task.may(&self.by, deed))
    }

    /// Where the work itself is done, for what the data tell.
    fn place(&self) -> Option<(String, &'static str)> {
        use domain::task::TaskKind as K;
        let code = &self.task.procedure;
        match self.task.kind {
            K::Build | K::Check | K::Configure | K::Try => {
                Some((format!("/lam-viec/thu-tuc/cau-hinh?thu-tuc={code}"), "Phiếu cấu hình quy trình"))
            }
            K::Publish | K::Retire if self.by.role() == Some(Role::Administrator) => {
                Some((format!("/quan-tri/thu-tuc?q={code}"), "Danh mục thủ tục"))
            }
            K::Announce | K::Repeal => {
                let plan = self.task.source?;
                Some((format!("/lam-viec/thu-tuc/ra-soat/{plan}"), "Kế hoạch rà soát"))
            }
            K::Basis => {
                let document = self.task.source?;
                Some((format!("/lam-viec/thu-tuc/can-cu/{document}"), "Văn bản làm căn cứ"))
            }
            _ => None,
        }
    }
}

/// The page.
pub async fn show(State(app): State<App>, Staff(session): Staff, Path(id): Path<Uuid>) -> Answer {
    let (by, now, house) = (session.actor(), app.now(), app.house());
    let (seen, told, announcement) = app
        .read(move |tx| {
            let seen = store::load(tx, id)?;
            if !seen.task.may_read(&by) {
                return Err(Error::NotFound);
            }
            let announcement = match seen.task.source {
                Some(source) => {
                    tx.optional("SELECT id, number FROM announcement WHERE id = $1", kit::db::args![source])?
                }
                None => None,
            };
            let announcement =
                announcement.map(|row| Ok::<_, Error>((row.get(0)?, row.get(1)?))).transpose()?;
            Ok((seen, told(tx, id)?, announcement))
        })
        .await?;
    let task = seen.task;
    let mut left = TimeLeft::of(task.since, task.due_at, now, &house.timetable(task.owner));
    if task.state != TaskState::Open {
        left = TimeLeft::rest(task.state.title().to_lowercase());
    }
    Ok(page(&Page {
        shell: Shell::new(&app, Some(&session), task.kind.title(), "vong-doi"),
        id,
        seq: seen.seq,
        by,
        owner: house.unit_name(task.owner).to_owned(),
        due: moment(task.due_at),
        left,
        announcement,
        told,
        task,
    }))
}

/// What happened to it, the latest first: what, by whom and when, in which words.
fn told(tx: &mut kit::db::Tx, id: Uuid) -> Result<Vec<(String, String, String)>> {
    let told = change::told(tx, id, |line| {
        let event = serde_json::from_str::<TaskEvent>(&line.body);
        event.map_or_else(|_| line.kind.clone(), |event| format!("{}\n{}", event.words().1, event.text()))
    })?;
    let split = |(at, who, what): (_, String, String)| {
        let (title, text) = what.split_once('\n').unwrap_or((&what, ""));
        (title.to_owned(), format!("{who} · {}", short(at)), text.to_owned())
    };
    Ok(told.into_iter().map(split).collect())
}

/// Does what the form says.
pub async fn act(
    State(app): State<App>,
    Staff(session): Staff,
    Path((id, deed)): Path<(Uuid, String)>,
    form: Fields,
) -> Answer {
    must_be_own(&session, &form)?;
    let deed = TaskDeed::by_name(&deed).ok_or(Error::NotFound)?;
    let (by, now) = (session.actor(), app.now());
    app.write(move |tx| {
        let seen = store::load(tx, id)?;
        if !seen.task.may_read(&by) {
            return Err(Error::NotFound);
        }
        if form.get("ban") != seen.seq.to_string() {
            return Err(Error::Stale);
        }
        let text = form.get("noi-dung").to_owned();
        let event = match deed {
            TaskDeed::Report => TaskEvent::Reported { text },
            TaskDeed::Confirm => TaskEvent::Confirmed { text },
            TaskDeed::SendBack => TaskEvent::SentBack { text },
        };
        store::record(tx, &seen, &event, by, now)
    })
    .await?;
    Ok(Redirect::to(&format!("/lam-viec/thu-tuc/viec/{id}")).into_response())
}
