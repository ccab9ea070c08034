//! Who is told of a matter by e-mail, in the transaction in which it begins or climbs.

use base::{
    app::App,
    dossier::{self, draft_code},
    error::Result,
    notice::{self, News},
    page::moment,
};
use domain::{
    instant::Instant,
    matter::{Matter, MatterEvent},
    notice::{NoticeKind, told},
};
use kit::db::Tx;
use uuid::Uuid;

/// Tells those whom the event with the number `seq` concerns. The letter names the code of the dossier and nothing that anybody
/// typed.
pub fn tell(
    app: &App,
    tx: &mut Tx,
    (id, seq): (Uuid, i64),
    event: &MatterEvent,
    matter: &Matter,
    at: Instant,
) -> Result<()> {
    if app.mail.is_none() {
        return Ok(());
    }
    let about = matter.dossier.map(|id| dossier::load(tx, id)).transpose()?;
    let here = about.as_ref().and_then(|about| about.place.as_ref());
    let holder = here.filter(|place| place.unit == matter.to).and_then(|place| place.owner);
    let Some(told) = told(event, matter, holder) else { return Ok(()) };
    let people = notice::readers(tx, &told, NoticeKind::Urging, at)?;
    let title = match event {
        MatterEvent::Climbed { .. } => format!("Quá hạn trả lời: {}", matter.kind.title().to_lowercase()),
        _ => matter.kind.title().to_owned(),
    };
    let code = about.map(|about| about.code.clone().unwrap_or_else(|| draft_code(&about)));
    let subject = code.map_or_else(|| title.clone(), |code| format!("{title}: hồ sơ {code}"));
    let text = format!(
        "{subject}\n\nĐơn vị trả lời: {}\nHạn trả lời: {}\n\nXem và trả lời: {}/lam-viec/phoi-hop/{id}",
        app.house().unit_name(matter.to),
        moment(matter.due_at),
        app.public_url
    );
    let news = News {
        kind: NoticeKind::Urging,
        about: format!("matter {id} {seq}"),
        subject,
        text,
        until: notice::until(at),
    };
    notice::leave(app, tx, &people, &news, at)
}
