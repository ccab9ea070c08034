//! What could not be sent by e-mail, or not yet: for the administrator. Not what it is about: that is no business of theirs.

use askama::Template;
use axum::{
    extract::{Query, State},
    response::{IntoResponse, Redirect},
};
use base::{
    app::App,
    dossier::list::key,
    error::{Error, Result},
    notice,
    page::{Shell, page, short},
    visit::{Administrator, Answer, must_be_own},
};
use domain::{
    instant::Instant,
    notice::{NoticeKind, NoticeState},
};
use kit::{
    db::{Row, Value},
    form::Fields,
};
use serde::Deserialize;
use uuid::Uuid;

/// How many letters a page shows.
const PAGE: usize = 50;
/// The address of the page.
const HERE: &str = "/quan-tri/thu-dien-tu";

struct Line {
    id: Uuid,
    to: String,
    login: String,
    kind: &'static str,
    state: NoticeState,
    tries: i64,
    made: String,
    error: String,
    key: String,
}

#[derive(Template)]
#[template(path = "notice/list.html")]
struct Page {
    shell: Shell,
    /// Whether a mail server is configured.
    sends: bool,
    lines: Vec<Line>,
    /// Whether one on this page could not be sent.
    has_failed: bool,
    first: Option<&'static str>,
    after: Option<String>,
}

/// From where on.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    #[serde(default)]
    sau: String,
}

/// The list, the latest first.
pub async fn list(
    State(app): State<App>,
    Administrator(session): Administrator,
    Query(asked): Query<Asked>,
) -> Answer {
    let after = key(&asked.sau);
    let rows = app
        .read(move |tx| {
            let (mut sql, mut args) = (
                "SELECT n.id, coalesce(p.name, CASE WHEN n.dossier_id IS NULL THEN 'Người phản ánh' ELSE 'Người nộp hồ sơ' END),
                     coalesce(p.login, t.code, f.code, f.draft_code, ''), n.kind, n.state, n.tries, n.made_at,
                     n.last_error
                 FROM notice n LEFT JOIN person p ON p.id = n.person_id LEFT JOIN petition t ON t.id = n.petition_id
                 LEFT JOIN filing f ON f.dossier_id = n.dossier_id
                 WHERE n.state IN ('waiting', 'failed')"
                    .to_owned(),
                vec![],
            );
            if let Some((at, id)) = after {
                args.extend([Value::from(at), Value::from(id)]);
                sql.push_str(" AND (n.made_at, n.id) < ($1, $2)");
            }
            sql.push_str(&format!(" ORDER BY n.made_at DESC, n.id DESC LIMIT {PAGE}"));
            Ok(tx.all(&sql, args)?)
        })
        .await?;
    let lines: Vec<Line> = rows.iter().map(read).collect::<Result<_>>()?;
    Ok(page(&Page {
        shell: Shell::new(&app, Some(&session), "Thư điện tử", "thu-dien-tu"),
        sends: app.mail.is_some(),
        first: (!asked.sau.is_empty()).then_some(HERE),
        after: lines.last().filter(|_| lines.len() == PAGE).map(|last| format!("{HERE}?sau={}", last.key)),
        has_failed: lines.iter().any(|line| line.state == NoticeState::Failed),
        lines,
    }))
}

fn read(row: &Row) -> Result<Line> {
    let (id, made_at): (Uuid, Instant) = (row.get(0)?, row.get(6)?);
    let (kind, state): (String, String) = (row.get(3)?, row.get(4)?);
    Ok(Line {
        id,
        to: row.get(1)?,
        login: row.get(2)?,
        kind: NoticeKind::by_name(&kind).map_or("", NoticeKind::title),
        state: NoticeState::by_name(&state).ok_or_else(|| Error::fault("unknown state of a notice"))?,
        tries: row.get(5)?,
        made: short(made_at),
        error: row.get::<Option<String>>(7)?.unwrap_or_default(),
        key: format!("{}_{id}", made_at.as_microsecond()),
    })
}

/// Tries one letter that failed once more, or all.
pub async fn retry(State(app): State<App>, Administrator(session): Administrator, form: Fields) -> Answer {
    must_be_own(&session, &form)?;
    let is_all = form.get("viec") == "tat-ca";
    let which: Option<Uuid> = if is_all { None } else { Some(form.number("thu").ok_or(Error::NotFound)?) };
    let now = app.now();
    app.write(move |tx| notice::retry(tx, which, now)).await?;
    Ok(Redirect::to(HERE).into_response())
}
