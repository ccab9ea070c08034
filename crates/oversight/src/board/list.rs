//! The dossiers behind a number of the board: as many as it says, the most urgent first.

use askama::Template;
use axum::{
    Extension,
    extract::{Query, State},
};
use base::{
    app::App,
    dossier::{
        list::{self, PAGE},
        matters::KINDS,
    },
    error::Error,
    page::{Shell, page, thousands},
    visit::{Answer, Staff},
};
use domain::{
    board::{Figure, Grouping},
    digest::DigestLine,
    instant::Instant,
    matter::{Matter, MatterKind},
};
use serde::Deserialize;
use uuid::Uuid;

use super::{count::Key, live::Hub};
use crate::{
    digest::whose::Whose,
    flow::open::{Line, foretold},
};

#[derive(Template)]
#[template(path = "board/list.html")]
struct Page {
    shell: Shell,
    heading: String,
    of_whom: String,
    /// Where the reader came from: address and name.
    back: (String, &'static str),
    total: String,
    /// What may be sent about dossiers that are ticked.
    deeds: Vec<MatterKind>,
    lines: Vec<Line>,
    first: Option<String>,
    after: Option<String>,
}

/// Which number.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    #[serde(default)]
    so: String,
    #[serde(default)]
    theo: String,
    #[serde(default)]
    dong: String,
    #[serde(default)]
    sau: String,
}

/// The list.
pub async fn list(
    State(app): State<App>,
    Extension(hub): Extension<Hub>,
    Staff(session): Staff,
    Query(asked): Query<Asked>,
) -> Answer {
    // The leadership of the province sees numbers only.
    let whose = Whose::of(&session.actor()).ok_or(Error::Forbidden)?;
    let is_own = matches!(whose, Whose::Own { .. });
    let (heading, figures) = figures(&asked.so)?;
    let grouping = Grouping::by_name(&asked.theo);
    let (house, now) = (app.house(), app.now());
    let mut of_whom = String::new();
    let mut wanted: Vec<(Instant, Uuid)> = vec![];
    {
        let memory = hub.watch.now(&app).await?;
        let edges = memory.edges.ok_or(Error::NotFound)?;
        for (id, kept) in memory.dossiers.iter().filter(|(_, kept)| whose.holds(kept)) {
            if let Some(grouping) = grouping {
                let key = Key::of(kept, grouping);
                if key.word() != asked.dong {
                    continue;
                }
                if of_whom.is_empty() {
                    of_whom = key.name(&memory, &house);
                }
            }
            if figures.iter().any(|figure| figure.counts(&kept.glance, &edges)) {
                wanted.push((kept.urgent_at.unwrap_or(Instant::MAX), *id));
            }
        }
    }
    wanted.sort_unstable();
    let total = wanted.len();
    let from = list::key(&asked.sau).map_or(0, |after| wanted.partition_point(|one| *one <= after));
    let part: Vec<(Instant, Uuid)> = wanted.into_iter().skip(from).take(PAGE).collect();
    let key = |(at, id): &(Instant, Uuid)| format!("{}_{id}", at.as_microsecond());
    let url = format!(
        "/lam-viec/giam-sat/ho-so?so={}&theo={}&dong={}",
        asked.so,
        asked.theo,
        kit::encoded(&asked.dong)
    );
    let after =
        part.last().filter(|_| from + part.len() < total).map(|last| format!("{url}&sau={}", key(last)));
    let ids: Vec<Uuid> = part.into_iter().map(|(_, id)| id).collect();
    let lines = app.read(move |tx| foretold(tx, &ids, &house, now)).await?;
    Ok(page(&Page {
        shell: Shell::new(&app, Some(&session), heading, if is_own { "hom-nay" } else { "giam-sat" }),
        heading: heading.to_owned(),
        of_whom,
        back: if is_own {
            ("/lam-viec/hom-nay".into(), "Việc hôm nay")
        } else {
            (format!("/lam-viec/giam-sat?theo={}", asked.theo), "Bảng giám sát")
        },
        total: thousands(i64::try_from(total).unwrap_or(i64::MAX)),
        lines,
        deeds: KINDS.into_iter().filter(|kind| Matter::may_begin(&session.actor(), *kind)).collect(),
        first: (!asked.sau.is_empty()).then_some(url),
        after,
    }))
}

/// The figures that a word in the address stands for: one, or those of a line of the digest.
fn figures(word: &str) -> Result<(&'static str, Vec<Figure>), Error> {
    match word {
        "qua-han" => return Ok(("Quá hạn", DigestLine::Late.figures().to_vec())),
        "3-ngay" => return Ok(("Đến hạn trong 3 ngày làm việc tới", DigestLine::Soon.figures().to_vec())),
        _ => {}
    }
    let figure = Figure::by_name(word).ok_or(Error::NotFound)?;
    Ok((figure.title(), vec![figure]))
}
