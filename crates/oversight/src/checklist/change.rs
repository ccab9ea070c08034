//! A planned round is put to another day or called off; what a held one found is corrected by a further entry.

use axum::{
    extract::{Path, State},
    response::{IntoResponse, Redirect},
};
use base::{
    app::App,
    error::Error,
    visit::{Answer, Staff, must_be_own},
};
use domain::{
    checklist::{Entry, Item, RoundEvent, Verdict},
    instant::local_date,
};
use jiff::civil::Date;
use kit::form::Fields;
use uuid::Uuid;

use super::store;

/// Does what the form says: `chuyen-ngay`, `huy` or `dinh-chinh`.
pub async fn act(
    State(app): State<App>,
    Staff(session): Staff,
    Path((id, deed)): Path<(Uuid, String)>,
    form: Fields,
) -> Answer {
    must_be_own(&session, &form)?;
    let (by, now, inner) = (session.actor(), app.now(), app.clone());
    app.write(move |tx| {
        let round = store::load(tx, id, &by)?.0;
        let text = form.get("ly-do").to_owned();
        let (after, event) = match deed.as_str() {
            "chuyen-ngay" => {
                let to: Option<Date> = form.get("ngay").parse().ok();
                let to = to
                    .filter(|day| *day >= local_date(now))
                    .ok_or_else(|| Error::field("ngay", "Ghi ngày giám sát, không trước hôm nay."))?;
                (round.moved(to, &text, &by)?, RoundEvent::Moved { to, text })
            }
            "huy" => (round.off(&text, &by)?, RoundEvent::CalledOff { text }),
            "dinh-chinh" => {
                let item = Item::by_name(form.get("muc")).ok_or(Error::NotFound)?;
                let verdict = Verdict::by_name(form.get("ket-luan")).ok_or(Error::NotFound)?;
                let entry = Entry { item, verdict, note: text };
                (round.corrected(entry.clone(), &by)?, RoundEvent::Corrected { entry })
            }
            _ => return Err(Error::NotFound),
        };
        store::change(&inner, tx, id, (&after, &event), by, now)
    })
    .await?;
    Ok(Redirect::to(&format!("/lam-viec/phieu-giam-sat/{id}")).into_response())
}
