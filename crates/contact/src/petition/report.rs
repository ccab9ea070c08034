//! The summary for the province: how many of which class, where, in time or late; what was proposed; who said the same
//! (Quy chế 1267 Điều 4.1.e; NĐ 20/2008 Điều 18).

use askama::Template;
use axum::extract::{Query, State};
use base::{
    app::App,
    error::{Error, Result},
    house::House,
    page::{Shell, moment, page},
    visit::{Answer, Staff},
};
use domain::{
    calendar::Timetable,
    id::UnitId,
    instant::Instant,
    petition::{
        Outcome, Petition, PetitionChannel, PetitionClass,
        right::{Right, of},
    },
};
use jiff::civil::Date;
use kit::db::{Row, Tx, args};
use uuid::Uuid;

use super::{register::Asked, store};
use crate::letter;

/// How many proposals and groups a report lists.
const AT_MOST: usize = 100;

/// A line: name; received, over, open, of these late; with a limit that was not kept.
struct Line {
    name: String,
    counts: [i64; 4],
}

/// An answer that would change a rule. It names nobody who sent anything.
#[derive(Clone)]
pub struct Proposal {
    /// The petition.
    pub id: Uuid,
    /// Its code.
    pub code: String,
    /// What is to be done with the rule.
    pub outcome: &'static str,
    /// Who answered.
    pub unit: String,
    /// What it is about.
    pub title: String,
    /// What was answered.
    pub text: String,
    /// The Centre has checked the answer: it may be put before the province.
    pub is_checked: bool,
    /// The letter in which it stands already: identifier, number, and whether it is signed.
    pub letter: Option<(Uuid, String, bool)>,
}

impl Proposal {
    /// Whether it may be put before the province, which it is once.
    pub fn is_offered(&self) -> bool {
        self.is_checked && self.letter.is_none()
    }
}

struct Group {
    code: String,
    title: String,
    state: &'static str,
    count: i64,
}

#[derive(Default)]
struct Found {
    classes: Vec<Line>,
    units: Vec<Line>,
    channels: Vec<Line>,
    proposals: Vec<Proposal>,
    groups: Vec<Group>,
}

#[derive(Template)]
#[template(path = "petition/report.html")]
struct Page {
    shell: Shell,
    from: Date,
    to: Date,
    found: Found,
    /// The identifier of the letter that would be drafted, if the reader may draft one.
    draft: Option<Uuid>,
    /// The letters that were written: identifier, number, period, whether it is signed.
    letters: Vec<(Uuid, String, String, bool)>,
}

impl Page {
    /// Whether there is something to put before the province.
    fn may_propose(&self) -> bool {
        self.draft.is_some() && self.found.proposals.iter().any(Proposal::is_offered)
    }
}

/// The moments between which those days lie.
pub fn moments(from: Date, to: Date) -> (Instant, Instant) {
    (Timetable::midnight(from), Timetable::midnight(to.tomorrow().unwrap_or(to)))
}

/// How many letters the page shows.
const LETTERS: usize = 20;

/// The report of some days: this month, unless days are given.
pub async fn show(State(app): State<App>, Staff(session): Staff, Query(asked): Query<Asked>) -> Answer {
    if !of(&session.actor(), Right::Report) {
        return Err(Error::Forbidden.into());
    }
    let now = app.now();
    let ((from, to), days) = asked.days(now);
    let (house, inner, is_desk) = (app.house(), app.house(), of(&session.actor(), Right::Desk));
    let (found, letters) = app
        .read(move |tx| {
            let name = |row: &Row| row.get::<Option<String>>(0);
            let class = |row: &Row| {
                let title =
                    name(row)?.and_then(|word| PetitionClass::by_name(&word)).map(PetitionClass::title);
                Ok(title.unwrap_or("Chưa phân loại").to_owned())
            };
            let channel = |row: &Row| {
                let title = name(row)?.and_then(|word| PetitionChannel::by_name(&word));
                Ok(title.map_or("", PetitionChannel::title).to_owned())
            };
            let unit = |row: &Row| {
                let unit: Option<Uuid> = row.get(0)?;
                let name = unit.map(|unit| house.unit_name(UnitId(unit)).to_owned());
                Ok(name.unwrap_or_else(|| "Trung tâm, cơ quan ngoài hệ thống".into()))
            };
            let found = Found {
                classes: count(tx, "class", days, now, &class)?,
                units: count(tx, "unit_id", days, now, &unit)?,
                channels: count(tx, "channel", days, now, &channel)?,
                proposals: proposals(tx, &house, days)?,
                groups: groups(tx, days)?,
            };
            Ok((found, letter::store::proposals(tx, LETTERS)?))
        })
        .await?;
    // A draft is the Centre's own.
    let letters = letters.into_iter().filter(|letter| is_desk || letter.signed.is_some());
    let letters = letters.map(|letter| {
        let made = letter.signed.as_ref().map_or(letter.drafted_at, |signed| signed.at);
        (letter.id, letter.number(&inner), moment(made), letter.signed.is_some())
    });
    let shell = Shell::new(&app, Some(&session), "Tổng hợp phản ánh, kiến nghị", "phan-anh");
    let draft = is_desk.then(|| app.id());
    Ok(page(&Page { shell, from, to, found, draft, letters: letters.collect() }))
}

fn count(
    tx: &mut Tx,
    column: &'static str,
    (since, until): (Instant, Instant),
    now: Instant,
    name: &dyn Fn(&Row) -> Result<String>,
) -> Result<Vec<Line>> {
    let rows = tx.all(
        &format!(
            "SELECT {column}, count(*), count(*) FILTER (WHERE state IN ('declined', 'published', 'closed')),
                 count(*) FILTER (WHERE NOT is_late AND (due_at IS NULL OR due_at >= $3)),
                 count(*) FILTER (WHERE is_late OR due_at < $3)
             FROM petition WHERE received_at >= $1 AND received_at < $2 GROUP BY {column} ORDER BY count(*) DESC"
        ),
        args![since, until, now],
    )?;
    rows.iter()
        .map(|row| {
            Ok(Line { name: name(row)?, counts: [row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?] })
        })
        .collect()
}

/// What is to be changed: answers that amend, make or propose a rule.
pub fn proposals(tx: &mut Tx, house: &House, (since, until): (Instant, Instant)) -> Result<Vec<Proposal>> {
    let rows = tx.all(
        &format!(
            "SELECT id, body FROM petition WHERE outcome IN ($3, $4, $5) AND received_at >= $1 AND received_at < $2
             ORDER BY received_at, id LIMIT {AT_MOST}"
        ),
        args![since, until, Outcome::Amend.name(), Outcome::Issue.name(), Outcome::Propose.name()],
    )?;
    let senders = store::senders_of(tx, &ids(&rows)?)?;
    let letters = letter::store::proposed(tx, &ids(&rows)?)?;
    let mut proposals = vec![];
    for row in &rows {
        let id: Uuid = row.get(0)?;
        let petition: Petition = row.json(1)?;
        let Some(reply) = &petition.reply else { continue };
        // The report leaves the house: it names nobody who sent anything.
        let veil =
            |text: &str| store::veiled(text, &petition, senders.get(&id).map_or(&[][..], Vec::as_slice));
        proposals.push(Proposal {
            id,
            is_checked: petition.is_answered(),
            letter: letters.get(&id).map(|one| (one.id, one.number(house), one.signed.is_some())),
            outcome: reply.outcome.title(),
            title: veil(&petition.title),
            text: veil(&reply.text),
            unit: petition.unit.map_or(petition.outside, |unit| house.unit_name(unit).to_owned()),
            code: petition.code,
        });
    }
    Ok(proposals)
}

fn ids(rows: &[Row]) -> Result<Vec<Uuid>> {
    rows.iter().map(|row| Ok(row.get(0)?)).collect()
}

fn groups(tx: &mut Tx, (since, until): (Instant, Instant)) -> Result<Vec<Group>> {
    let rows = tx.all(
        &format!(
            "SELECT h.id, h.body, g.n FROM petition h
             JOIN (SELECT head_id, count(*) AS n FROM petition WHERE head_id IS NOT NULL GROUP BY head_id) g ON g.head_id = h.id
             WHERE h.received_at >= $1 AND h.received_at < $2 ORDER BY g.n DESC, h.received_at, h.id LIMIT {AT_MOST}"
        ),
        args![since, until],
    )?;
    let senders = store::senders_of(tx, &ids(&rows)?)?;
    let mut groups = vec![];
    for row in &rows {
        let senders = senders.get(&row.get::<Uuid>(0)?).map_or(&[][..], Vec::as_slice);
        let head: Petition = row.json(1)?;
        let count: i64 = row.get(2)?;
        groups.push(Group {
            title: store::veiled(&head.title, &head, senders),
            state: head.state.title(),
            count: count + 1,
            code: head.code,
        });
    }
    Ok(groups)
}
