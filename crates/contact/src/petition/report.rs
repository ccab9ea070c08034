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

/// The tables: what people read, and the column of `petition` by which they count.
pub const TABLES: [(&str, &str); 3] = [("Loại", "class"), ("Đơn vị", "unit_id"), ("Kênh", "channel")];

/// The numbers of a line: what people read, and what counts; $3 is the moment. The lists behind them ask the same.
pub const FIGURES: [(&str, &str); 4] = [
    ("Đã nhận", "TRUE"),
    ("Đã xong", "state IN ('declined', 'published', 'closed')"),
    ("Trong hạn", "NOT is_late AND (due_at IS NULL OR due_at >= $3)"),
    ("Trễ hạn", "is_late OR due_at < $3"),
];

/// What people read for a line of the table by `column`, where `word` stands in it, or nothing.
pub fn name_of(column: &str, word: Option<&str>, house: &House) -> String {
    match (column, word) {
        ("class", word) => {
            let class = word.and_then(PetitionClass::by_name).map(PetitionClass::title);
            class.unwrap_or("Chưa phân loại").to_owned()
        }
        ("channel", word) => {
            word.and_then(PetitionChannel::by_name).map_or("", PetitionChannel::title).to_owned()
        }
        (_, word) => {
            let unit = word.and_then(|word| word.parse().ok()).map(UnitId);
            unit.map_or("Trung tâm, cơ quan ngoài hệ thống", |unit| house.unit_name(unit)).to_owned()
        }
    }
}

/// A line: what stands in the column and how people read it; its numbers.
struct Line {
    word: String,
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
    id: Uuid,
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
    /// Whether the lists behind the numbers may be opened.
    may_open: bool,
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
            let found = Found {
                classes: count(tx, "class", days, now, &house)?,
                units: count(tx, "unit_id", days, now, &house)?,
                channels: count(tx, "channel", days, now, &house)?,
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
    Ok(page(&Page { shell, from, to, found, may_open: is_desk, draft, letters: letters.collect() }))
}

fn count(
    tx: &mut Tx,
    column: &'static str,
    (since, until): (Instant, Instant),
    now: Instant,
    house: &House,
) -> Result<Vec<Line>> {
    let figures = FIGURES.map(|(_, condition)| format!("count(*) FILTER (WHERE {condition})")).join(", ");
    let rows = tx.all(
        &format!(
            "SELECT {column}, {figures} FROM petition WHERE received_at >= $1 AND received_at < $2
             GROUP BY {column} ORDER BY count(*) DESC"
        ),
        args![since, until, now],
    )?;
    rows.iter()
        .map(|row| {
            let word = match column {
                "unit_id" => row.get::<Option<Uuid>>(0)?.map(|unit| unit.to_string()),
                _ => row.get::<Option<String>>(0)?,
            };
            Ok(Line {
                name: name_of(column, word.as_deref(), house),
                word: word.unwrap_or_default(),
                counts: [row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?],
            })
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
            id: row.get(0)?,
            code: head.code,
        });
    }
    Ok(groups)
}
