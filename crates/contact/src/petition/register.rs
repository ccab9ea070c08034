//! The register of petitions (sổ tiếp nhận; NĐ 20/2008 Điều 9.1), for the screen and for paper.

use std::collections::HashMap;

use askama::Template;
use axum::extract::{Query, State};
use base::{
    app::App,
    dossier::log,
    error::{Error, Result},
    house::House,
    page::{Shell, page, short},
    visit::{Answer, Staff},
};
use domain::{
    calendar::Timetable,
    instant::{Instant, local_date},
    petition::{
        Petition, PetitionClass, PetitionEvent,
        letter::number,
        right::{Right, of},
        sender::Sender,
    },
};
use jiff::civil::Date;
use kit::db::{Row, Tx, args};
use serde::Deserialize;
use uuid::Uuid;

use super::store;

/// How many lines are printed at once.
const AT_MOST: usize = 2_000;

struct Line {
    code: String,
    received: String,
    channel: &'static str,
    sender: String,
    title: String,
    class: &'static str,
    holder: String,
    due: String,
    settled: String,
    outcome: &'static str,
    /// How and when the answer went out.
    sent: Vec<String>,
    is_late: bool,
}

#[derive(Template)]
#[template(path = "petition/register.html")]
struct Page {
    shell: Shell,
    from: Date,
    to: Date,
    lines: Vec<Line>,
    at_most: usize,
}

/// Which days.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    tu: String,
    den: String,
}

impl Asked {
    /// The days asked for, else this month: their names, and the moments between which they lie.
    pub fn days(&self, now: Instant) -> ((Date, Date), (Instant, Instant)) {
        let today = local_date(now);
        let from = self.tu.parse().unwrap_or_else(|_| today.first_of_month());
        let to: Date = self.den.parse().unwrap_or(today);
        let until = Timetable::midnight(to.tomorrow().unwrap_or(to));
        ((from, to), (Timetable::midnight(from), until))
    }
}

/// The register of some days.
pub async fn show(State(app): State<App>, Staff(session): Staff, Query(asked): Query<Asked>) -> Answer {
    if !of(&session.actor(), Right::Desk) {
        return Err(Error::Forbidden.into());
    }
    let ((from, to), (since, until)) = asked.days(app.now());
    let house = app.house();
    let lines = app.read(move |tx| lines(tx, &house, (since, until))).await?;
    let shell = Shell::new(&app, Some(&session), "Sổ tiếp nhận phản ánh, kiến nghị", "phan-anh");
    Ok(page(&Page { shell, from, to, lines, at_most: AT_MOST }))
}

fn lines(tx: &mut Tx, house: &House, (since, until): (Instant, Instant)) -> Result<Vec<Line>> {
    let sent = tx.all(
        &format!(
            "SELECT {} FROM event WHERE kind IN ('petition_delivered', 'petition_undelivered', 'petition_letter_signed') AND stream_id IN
                 (SELECT id FROM petition WHERE received_at >= $1 AND received_at < $2
                  ORDER BY received_at, id LIMIT {AT_MOST})
             ORDER BY stream_id, seq",
            log::COLUMNS
        ),
        args![since, until],
    )?;
    let mut deliveries: HashMap<Uuid, Vec<String>> = HashMap::new();
    for row in &sent {
        let line = log::read(row)?;
        let told = match store::event(&line)? {
            PetitionEvent::Delivered { way, sent_at, .. } => format!("{}, {}", way.title(), short(sent_at)),
            PetitionEvent::Undelivered { way, .. } => {
                format!("{}: không đến, {}", way.title(), short(line.at))
            }
            PetitionEvent::LetterSigned { letter } => match house.unit(letter.unit) {
                Ok(unit) => {
                    let number = number(letter.number, unit.kind, unit.name_on(local_date(line.at)));
                    format!("Công văn {number}, {}", short(line.at))
                }
                Err(_) => continue,
            },
            _ => continue,
        };
        deliveries.entry(line.stream).or_default().push(told);
    }
    let rows = tx.all(
        &format!(
            "SELECT p.id, p.body, s.body, p.settled_at FROM petition p JOIN petition_sender s ON s.petition_id = p.id
             WHERE p.received_at >= $1 AND p.received_at < $2 ORDER BY p.received_at, p.id LIMIT {AT_MOST}"
        ),
        args![since, until],
    )?;
    rows.iter().map(|row| line(row, house, &mut deliveries)).collect()
}

fn line(row: &Row, house: &House, sent: &mut HashMap<Uuid, Vec<String>>) -> Result<Line> {
    let id: Uuid = row.get(0)?;
    let petition: Petition = row.json(1)?;
    let sender: Sender = row.json(2)?;
    let settled: Option<Instant> = row.get(3)?;
    let parts = [sender.name, sender.address, sender.phone, sender.email];
    let parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    Ok(Line {
        received: short(petition.received_at),
        channel: petition.channel.title(),
        sender: if parts.is_empty() { "không ghi tên".into() } else { parts.join("; ") },
        class: petition.class.map_or("", PetitionClass::title),
        holder: petition.unit.map_or(petition.outside, |unit| house.unit_name(unit).to_owned()),
        due: petition.clock.map_or_else(String::new, |running| short(running.due_at)),
        settled: settled.map(short).unwrap_or_default(),
        outcome: petition.reply.map_or_else(|| petition.state.title(), |reply| reply.outcome.title()),
        sent: sent.remove(&id).unwrap_or_default(),
        is_late: !petition.late.is_empty(),
        code: petition.code,
        title: petition.title,
    })
}
