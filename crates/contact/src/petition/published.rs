//! What was answered, for everybody to read.

use askama::Template;
use axum::extract::{Query, State};
use base::{
    app::App,
    dossier::list::key,
    error::{Error, Result},
    page::{Shell, public},
    texts::Lang,
    visit::{Answer, Reader},
};
use domain::{instant::Instant, petition::Petition};
use kit::db::{Row, Value, args};
use serde::Deserialize;
use uuid::Uuid;

/// How many a page shows.
const PAGE: usize = 20;

struct Line {
    code: String,
    unit: String,
    said: String,
    answer: String,
    at: String,
    key: String,
}

#[derive(Template)]
#[template(path = "petition/published.html")]
struct Page {
    shell: Shell,
    lines: Vec<Line>,
    first: Option<String>,
    after: Option<String>,
}

/// From where on.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    #[serde(default)]
    sau: String,
}

/// The list, the newest first.
pub async fn show(State(app): State<App>, reader: Reader, Query(asked): Query<Asked>) -> Answer {
    let after = key(&asked.sau);
    let rows = app
        .read(move |tx| {
            let mut sql =
                String::from("SELECT id, body, published_at FROM petition WHERE state = 'published'");
            let mut args: Vec<Value> = args![];
            if let Some((at, id)) = after {
                args.extend([Value::from(at), Value::from(id)]);
                sql.push_str(" AND (published_at, id) < ($1, $2)");
            }
            sql.push_str(&format!(" ORDER BY published_at DESC, id DESC LIMIT {PAGE}"));
            Ok(tx.all(&sql, args)?)
        })
        .await?;
    let lines: Vec<Line> = rows.iter().map(|row| read(&app, reader.lang, row)).collect::<Result<_>>()?;
    let next = lines.last().filter(|_| lines.len() == PAGE);
    Ok(public(&Page {
        shell: Shell::new(&app, None, reader.lang.say("petition-published-title"), "phan-anh")
            .read_by(&reader),
        first: (!asked.sau.is_empty()).then(|| "/phan-anh/cong-khai".into()),
        after: next.map(|last| format!("/phan-anh/cong-khai?sau={}", last.key)),
        lines,
    }))
}

fn read(app: &App, lang: Lang, row: &Row) -> Result<Line> {
    let id: Uuid = row.get(0)?;
    let petition: Petition = row.json(1)?;
    let at: Instant = row.get(2)?;
    let publication = petition.publication.ok_or(Error::NotFound)?;
    let house = app.house();
    Ok(Line {
        code: petition.code,
        unit: petition.unit.map_or(petition.outside, |unit| house.unit_name(unit).to_owned()),
        said: publication.said().to_owned(),
        answer: publication.answer().to_owned(),
        at: lang.moment(at),
        key: format!("{}_{id}", at.as_microsecond()),
    })
}
