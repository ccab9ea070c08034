//! One procedure under review: what its unit found and proposes, and what was decided.

use askama::Template;
use axum::{
    extract::{Path, State},
    response::{IntoResponse, Redirect},
};
use base::{
    app::App,
    error::{Error, Result},
    page::{Shell, dong, moment, page, thousands},
    visit::{Answer, Staff, must_be_own},
};
use domain::{
    instant::local_date,
    people::Actor,
    review::{Finding, Proposal, ReviewEvent, ReviewItem, Saving, Yearly},
};
use kit::{db::Tx, form::Fields};
use uuid::Uuid;

use super::store::{self, Seen};

#[derive(Template)]
#[template(path = "review/show.html")]
struct Page {
    shell: Shell,
    id: Uuid,
    seq: i64,
    item: ReviewItem,
    unit: String,
    due: String,
    /// What a year saves, and of how many dossiers; nothing where nothing is saved each time.
    yearly: Option<String>,
    may_propose: bool,
    may_decide: bool,
}

fn visible(tx: &mut Tx, id: Uuid, by: &Actor) -> Result<Seen> {
    let seen = store::load(tx, id)?;
    if seen.item.may_read(by) { Ok(seen) } else { Err(Error::NotFound) }
}

/// The page.
pub async fn show(State(app): State<App>, Staff(session): Staff, Path(id): Path<Uuid>) -> Answer {
    let (by, house, today) = (session.actor(), app.house(), local_date(app.now()));
    let (seen, volume) = app
        .read(move |tx| {
            let seen = visible(tx, id, &by)?;
            let volume = store::volume(tx, &seen.item.procedure, today)?;
            Ok((seen, volume))
        })
        .await?;
    let item = seen.item;
    Ok(page(&Page {
        shell: Shell::new(&app, Some(&session), "Rà soát thủ tục", "vong-doi"),
        id,
        seq: seen.seq,
        unit: house.unit_name(item.unit).to_owned(),
        due: moment(item.due_at),
        yearly: (!item.saving().is_nothing()).then(|| match volume {
            0 => "chưa biết: 12 tháng qua chưa có hồ sơ".to_owned(),
            _ => format!(
                "{} ({} hồ sơ trong 12 tháng qua)",
                told(item.saving().yearly(volume)),
                thousands(count(volume))
            ),
        }),
        may_propose: item.may_propose(&by),
        may_decide: item.may_decide(&by),
        item,
    }))
}

/// Proposes or decides, as the form says.
pub async fn act(
    State(app): State<App>,
    Staff(session): Staff,
    Path((id, deed)): Path<(Uuid, String)>,
    form: Fields,
) -> Answer {
    must_be_own(&session, &form)?;
    let (by, now, house) = (session.actor(), app.now(), app.house());
    app.write(move |tx| {
        let seen = visible(tx, id, &by)?;
        if form.get("ban") != seen.seq.to_string() {
            return Err(Error::Stale);
        }
        let proposal = Proposal::by_name(form.get("de-xuat")).ok_or(Error::NotFound)?;
        let text = form.get("noi-dung").to_owned();
        let event = match deed.as_str() {
            "de-xuat" => {
                ReviewEvent::Proposed { finding: Finding { proposal, text, saving: saving(&form)? } }
            }
            "quyet-dinh" => ReviewEvent::Decided { proposal, text },
            _ => return Err(Error::NotFound),
        };
        store::record(tx, &house, &seen, &event, by, now)
    })
    .await?;
    Ok(Redirect::to(&format!("/lam-viec/thu-tuc/ra-soat/viec/{id}")).into_response())
}

/// What a year saves, in words; empty if that is nothing.
pub fn told(saved: Yearly) -> String {
    let parts = [
        (saved.days, format!("{} ngày làm việc", thousands(count(saved.days)))),
        (saved.papers, format!("{} giấy tờ", thousands(count(saved.papers)))),
        (saved.fee, dong(count(saved.fee))),
    ];
    parts.into_iter().filter(|(n, _)| *n > 0).map(|(_, words)| words).collect::<Vec<_>>().join(", ")
}

fn count(n: u64) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}

/// The saving that a form tells: days and papers as they are, money with its thousands apart or not; nothing where nothing
/// is told.
pub fn saving(form: &Fields) -> Result<Saving> {
    Ok(Saving {
        days: number("giam-ngay", form.get("giam-ngay"))?,
        papers: number("giam-giay-to", form.get("giam-giay-to"))?,
        fee: number("giam-phi", &form.get("giam-phi").replace('.', ""))?,
    })
}

fn number<T: std::str::FromStr + Default>(field: &str, typed: &str) -> Result<T> {
    let read = if typed.is_empty() { Ok(T::default()) } else { typed.parse() };
    read.map_err(|_| Error::field(field, "Ghi một số nguyên, không kèm chữ."))
}
