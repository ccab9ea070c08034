//! One ticket: where it stands, what happened, and the step that is the reader's to take.

use askama::Template;
use axum::{
    extract::{Path, State},
    http::header,
    response::{IntoResponse, Redirect},
};
use base::{
    app::App,
    dossier::log,
    error::{Error, Result},
    page::{Shell, page, short},
    timeleft::duration,
    visit::{Answer, Staff, must_be_own},
};
use domain::{
    people::Actor,
    ticket::{Ticket, TicketDeed, TicketEvent, TicketState},
};
use kit::{
    db::{Tx, args},
    form::Fields,
    upload,
};
use uuid::Uuid;

use super::store;

/// The largest file of a process taken, in bytes.
const LIMIT: usize = 20 * 1024 * 1024;

struct Told {
    title: &'static str,
    who: String,
    text: String,
    /// Where the file is, and its name.
    file: Option<(String, String)>,
}

#[derive(Template)]
#[template(path = "ticket/show.html")]
struct Page {
    shell: Shell,
    id: Uuid,
    seq: i64,
    by: Actor,
    ticket: Ticket,
    unit: String,
    age: String,
    told: Vec<Told>,
    /// Whether a process is in force that adds up to the limit.
    process_fits: bool,
    /// The steps of the way, in order.
    way: [TicketState; 5],
}

impl Page {
    fn deeds(&self) -> Vec<(TicketDeed, &'static str)> {
        let label = |deed: TicketDeed| match deed {
            TicketDeed::Send => "Số, ngày quyết định phê duyệt quy trình; điều cần lưu ý khi cấu hình",
            TicketDeed::Check => "Nhận xét của Trung tâm (không bắt buộc)",
            TicketDeed::Configure => "Ghi chú (không bắt buộc)",
            TicketDeed::Hand => "Cần thử gì (không bắt buộc)",
            TicketDeed::Accept => "Nhật ký chạy thử: hồ sơ thử, kết quả từng bước",
            TicketDeed::Return => "Lý do trả lại",
        };
        let mine = TicketDeed::ALL.iter().copied().filter(|deed| self.ticket.may(&self.by, *deed));
        mine.map(|deed| (deed, label(deed))).collect()
    }
}

/// The page.
pub async fn show(State(app): State<App>, Staff(session): Staff, Path(id): Path<Uuid>) -> Answer {
    let (by, now, house) = (session.actor(), app.now(), app.house());
    let (seen, told, process_fits) = app
        .read(move |tx| {
            let seen = visible(tx, id, &by)?;
            let fits = crate::task::store::facts(tx, &seen.ticket.procedure)?.process_fits;
            Ok((seen, told(tx, id)?, fits))
        })
        .await?;
    let ticket = seen.ticket;
    let since = house.timetable(ticket.unit).minutes_between(ticket.since, now);
    Ok(page(&Page {
        shell: Shell::new(&app, Some(&session), "Phiếu cấu hình quy trình điện tử", "vong-doi"),
        id,
        seq: seen.seq,
        by,
        unit: house.unit_name(ticket.unit).to_owned(),
        age: duration(since),
        ticket,
        told,
        process_fits,
        way: [
            TicketState::Sent,
            TicketState::Checked,
            TicketState::Configuring,
            TicketState::Testing,
            TicketState::Live,
        ],
    }))
}

fn visible(tx: &mut Tx, id: Uuid, by: &Actor) -> Result<store::Seen> {
    let seen = store::load(tx, id)?;
    if seen.ticket.may_read(by) { Ok(seen) } else { Err(Error::NotFound) }
}

/// What happened to it, the latest first.
fn told(tx: &mut Tx, id: Uuid) -> Result<Vec<Told>> {
    let names = tx.all(
        "SELECT p.id, p.name FROM person p WHERE p.id IN (SELECT person_id FROM event WHERE stream_id = $1)",
        args![id],
    )?;
    let mut told = vec![];
    for line in log::of(tx, id)?.into_iter().rev() {
        let mut who = "Hệ thống".to_owned();
        for row in &names {
            if line.by.person().is_some_and(|person| row.get::<Uuid>(0).is_ok_and(|id| id == person.0)) {
                who = row.get(1)?;
            }
        }
        let event = serde_json::from_str::<TicketEvent>(&line.body).ok();
        let file = event.as_ref().and_then(|event| event.file.clone());
        told.push(Told {
            title: event.as_ref().map_or("Mở phiếu", |event| event.deed.title()),
            who: format!("{who} · {}", short(line.at)),
            text: event.map(|event| event.text).unwrap_or_default(),
            file: file.map(|(_, name)| (format!("/lam-viec/thu-tuc/cau-hinh/{id}/tep/{}", line.seq), name)),
        });
    }
    Ok(told)
}

/// Takes the step that the form says.
pub async fn act(
    State(app): State<App>,
    Staff(session): Staff,
    Path((id, deed)): Path<(Uuid, String)>,
    form: Fields,
) -> Answer {
    must_be_own(&session, &form)?;
    let deed = TicketDeed::by_name(&deed).ok_or(Error::NotFound)?;
    let (by, now) = (session.actor(), app.now());
    // Nothing is kept of a file before it is known that this person may take the step.
    let seen = app.read(move |tx| visible(tx, id, &by)).await?;
    let mut kept = None;
    if let Some(file) = form.files("tep").next().filter(|_| seen.ticket.may(&by, deed)) {
        if file.bytes.is_empty() {
            return Err(Error::field("tep", format!("Tệp “{}” trống.", file.name)).into());
        }
        if file.bytes.len() > LIMIT {
            return Err(Error::TooLarge.into());
        }
        let ending = file.name.rsplit_once('.').map(|(_, ending)| ending.to_lowercase()).unwrap_or_default();
        // The shapes of processes are text; everything else must be what its ending says.
        let is_process = ["bpmn", "yaml", "yml", "json", "jsonl"].contains(&ending.as_str());
        if !is_process && upload::check(file, LIMIT).is_err() {
            let message = "Tệp không đúng với đuôi của nó, hoặc là loại không nhận.";
            return Err(Error::field("tep", message).into());
        }
        let (bytes, name) = (file.bytes.clone(), file.name.clone());
        kept = Some((app.files(move |blobs| blobs.put(&bytes)).await?, name));
    }
    app.write(move |tx| {
        let seen = visible(tx, id, &by)?;
        if form.get("ban") != seen.seq.to_string() {
            return Err(Error::Stale);
        }
        let event = TicketEvent { deed, text: form.get("noi-dung").to_owned(), file: kept.clone() };
        store::record(tx, &seen, &event, by, now)
    })
    .await?;
    Ok(Redirect::to(&format!("/lam-viec/thu-tuc/cau-hinh/{id}")).into_response())
}

/// The file that came with a step of the ticket.
pub async fn file(
    State(app): State<App>,
    Staff(session): Staff,
    Path((id, seq)): Path<(Uuid, i64)>,
) -> Answer {
    let by = session.actor();
    let line = app
        .read(move |tx| {
            visible(tx, id, &by)?;
            log::line(tx, id, seq)
        })
        .await?;
    let event = serde_json::from_str::<TicketEvent>(&line.body).map_err(|_| Error::NotFound)?;
    let (hash, name) = event.file.ok_or(Error::NotFound)?;
    let bytes = app.files(move |blobs| blobs.get(&hash)).await?;
    // A name from elsewhere may hold what no header may.
    let name: String =
        name.chars().filter(|c| c.is_ascii_alphanumeric() || ['-', '.', '_'].contains(c)).collect();
    let headers = [
        (header::CONTENT_TYPE, "application/octet-stream".to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")),
    ];
    Ok((headers, bytes).into_response())
}
