//! The page "Việc hôm nay": each number one click from its list.

use askama::Template;
use axum::{Extension, extract::State};
use base::{
    app::App,
    error::Error,
    page::{Shell, page, thousands},
    visit::{Answer, Staff},
};
use domain::{
    calendar::trace::weekday,
    digest::{DigestLine, has_digest},
    instant::local_date,
};

use super::{
    gather::{Counts, Waiting, counts_of, lines},
    whose::Whose,
};
use crate::board::{count::Scope, live::Hub};

#[derive(Template)]
#[template(path = "digest/show.html")]
struct Page {
    shell: Shell,
    /// The day, and whose work it is.
    day: String,
    of_whom: String,
    /// Each line with its number, and as people read it.
    lines: Vec<(DigestLine, i64, String)>,
    is_quiet: bool,
    /// Whether it is sent by e-mail, too.
    is_sent: bool,
}

/// The page.
pub async fn show(State(app): State<App>, Extension(hub): Extension<Hub>, Staff(session): Staff) -> Answer {
    if !has_digest(session.role) {
        return Err(Error::Forbidden.into());
    }
    let (unit, by, house, now) = (session.unit, session.actor(), app.house(), app.now());
    let waiting = app.read(move |tx| Waiting::of(tx, unit, now)).await?;
    let whose = Whose::of(&by);
    // The memory is everybody's: it is let go at once.
    let counts = match whose {
        Some(whose) => counts_of(&*hub.watch.now(&app).await?, whose),
        None => Counts::default(),
    };
    let lines = lines(counts, &waiting, &by);
    let today = local_date(app.now());
    Ok(page(&Page {
        shell: Shell::new(&app, Some(&session), "Việc hôm nay", "hom-nay"),
        day: format!("{}, {}/{}/{}", weekday(today), today.day(), today.month(), today.year()),
        of_whom: match whose {
            Some(Whose::Watched(Scope::All)) => "toàn tỉnh".to_owned(),
            Some(Whose::Watched(Scope::Unit(unit))) => house.unit_name(unit).to_owned(),
            Some(Whose::Own { .. }) => "hồ sơ ông/bà đang giữ".to_owned(),
            None => "cấu hình, công bố thủ tục trên Hệ thống".to_owned(),
        },
        is_quiet: lines.iter().all(|(_, count)| *count == 0),
        lines: lines.into_iter().map(|(line, count)| (line, count, thousands(count))).collect(),
        is_sent: app.mail.is_some(),
    }))
}
