//! Who is told by e-mail that something about a procedure is due, late, or late for so long that the Centre hears of it.

use base::{
    app::App,
    error::Result,
    notice::{self, News},
    page::moment,
};
use domain::{
    id::UnitId,
    instant::Instant,
    notice::NoticeKind,
    task::{
        Doer,
        alarm::{Alarm, told},
    },
};
use kit::db::Tx;

/// What is due.
pub struct Due<'a> {
    /// What is to be done.
    pub title: &'a str,
    /// The code of the procedure.
    pub procedure: &'a str,
    /// Whose work it is.
    pub doer: Doer,
    /// The unit that is to do it.
    pub owner: UnitId,
    /// Until when.
    pub due_at: Instant,
    /// Its page.
    pub url: String,
}

/// Tells them, once for each alarm.
pub fn tell(app: &App, tx: &mut Tx, alarm: Alarm, due: &Due, at: Instant) -> Result<()> {
    if app.mail.is_none() {
        return Ok(());
    }
    let people = notice::readers(tx, &told(alarm, due.doer, due.owner), NoticeKind::Urging, at)?;
    let subject = format!("{}: {}, thủ tục {}", alarm.title(), due.title.to_lowercase(), due.procedure);
    let text = format!(
        "{subject}\n\nĐơn vị: {}\nHạn: {}\n\nXem và làm: {}{}",
        app.house().unit_name(due.owner),
        moment(due.due_at),
        app.public_url,
        due.url
    );
    let news = News {
        kind: NoticeKind::Urging,
        about: format!("{} {}", due.url, alarm.name()),
        subject,
        text,
        until: notice::until(at),
    };
    notice::leave(app, tx, &people, &news, at)
}
