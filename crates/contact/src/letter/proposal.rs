//! What the Centre proposes to the provincial People's Committee from the petitions of a period (Quy chế 1267 Điều 4.1.e; NĐ
//! 20/2008 Điều 18; row C-55): lines of the summary that the Centre chose, drafted, signed by its director, and never changed again.

use askama::Template;
use axum::{
    extract::{Path, State},
    response::{IntoResponse, Redirect},
};
use base::{
    app::App,
    audit,
    error::{Error, Result},
    page::{Shell, moment, page},
    visit::{Answer, Staff, must_be_own},
};
use domain::{
    instant::{Instant, local_date},
    org::UnitKind,
    people::Actor,
    petition::right::{Right, of},
    reaction,
    refusal::Refusal,
    rules::RuleSet,
};
use jiff::civil::Date;
use kit::{
    db::{Tx, args},
    form::Fields,
    queue,
};
use serde::{Deserialize, Serialize};
use serde_json::json;
use uuid::Uuid;

use super::{
    file,
    store::{self, Letter},
};
use crate::petition::report;

/// The address of the summary.
const SUMMARY: &str = "/lam-viec/phan-anh/tong-hop";

/// What a letter proposes, as it was when it was drafted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proposal {
    /// The first day of the period.
    pub from: Date,
    /// The last day of it.
    pub to: Date,
    /// How many petitions were received in it.
    pub received: i64,
    /// What is proposed; names nobody who sent anything.
    pub lines: Vec<Line>,
}

/// One thing that is proposed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// The petition.
    pub code: String,
    /// What is to be done with the rule.
    pub outcome: String,
    /// Who answered.
    pub unit: String,
    /// What it is about.
    pub title: String,
    /// What was answered.
    pub text: String,
}

/// Drafts a letter under `id` with the chosen lines of the summary of those days. The same form sent twice drafts one; refuses what
/// is in another letter already.
fn draft(
    app: &App,
    tx: &mut Tx,
    id: Uuid,
    ((from, to), chosen): ((Date, Date), &[Uuid]),
    by: Actor,
    now: Instant,
) -> Result<()> {
    if !of(&by, Right::Desk) {
        return Err(Error::Forbidden);
    }
    let days = report::moments(from, to);
    let house = app.house();
    let found = report::proposals(tx, &house, days)?;
    // Only what the Centre has checked leaves the house.
    let found: Vec<_> = found.into_iter().filter(|one| one.is_checked && chosen.contains(&one.id)).collect();
    let lines: Vec<Line> = found
        .iter()
        .cloned()
        .map(|one| Line {
            code: one.code,
            outcome: one.outcome.to_owned(),
            unit: one.unit,
            title: one.title,
            text: one.text,
        })
        .collect();
    if lines.is_empty() {
        return Err(Refusal::NothingToPropose.into());
    }
    let sql = "SELECT count(*) FROM petition WHERE received_at >= $1 AND received_at < $2";
    let received = tx.one(sql, args![days.0, days.1])?.get(0)?;
    let proposal = Proposal { from, to, received, lines };
    let unit = by.unit().ok_or(Error::Forbidden)?;
    audit::begin(tx, id, "proposal_drafted", &proposal, by, now)?;
    let body = serde_json::to_value(&proposal).map_err(Error::fault)?;
    tx.later(
        "INSERT INTO contact_letter (id, kind, unit_id, drafted_at, body) VALUES ($1, 'proposal', $2, $3, $4)",
        args![id, unit.0, now, body],
    );
    for one in found {
        let sql =
            "INSERT INTO contact_letter_line (petition_id, letter_id) VALUES ($1, $2) ON CONFLICT DO NOTHING";
        if tx.execute(sql, args![one.id, id])? == 0 {
            return Err(Refusal::NothingToPropose.into());
        }
    }
    Ok(())
}

/// Signs the draft `id`: it gets its number. [`Error::Stale`] if it is no draft any more.
fn sign(tx: &mut Tx, id: Uuid, by: Actor, now: Instant) -> Result<()> {
    if !of(&by, Right::Publish) {
        return Err(Error::Forbidden);
    }
    let letter = proposed(tx, id)?;
    if letter.signed.is_some() {
        return Err(Error::Stale);
    }
    let (number, signing) = store::signing(tx, letter.unit, by, now)?;
    let mut values = args![id];
    values.extend(signing);
    let changed = tx.execute(
        "UPDATE contact_letter SET signed_at = $2, signer_id = $3, year = $4, number = $5, proof = $6
         WHERE id = $1 AND signed_at IS NULL",
        values,
    )?;
    if changed == 0 {
        return Err(Error::Stale);
    }
    audit::note(tx, id, "proposal_signed", &number, by, now)?;
    queue::enqueue(tx, reaction::PETITION_LETTER, &json!({ "letter": id }), now);
    Ok(())
}

/// Throws the draft `id` away; [`Error::Stale`] if it is none any more.
fn discard(tx: &mut Tx, id: Uuid, by: Actor, now: Instant) -> Result<()> {
    if !of(&by, Right::Desk) {
        return Err(Error::Forbidden);
    }
    if proposed(tx, id)?.signed.is_some() {
        return Err(Error::Stale);
    }
    tx.later("DELETE FROM contact_letter_line WHERE letter_id = $1", args![id]);
    if tx.execute("DELETE FROM contact_letter WHERE id = $1 AND signed_at IS NULL", args![id])? == 0 {
        return Err(Error::Stale);
    }
    audit::note(tx, id, "proposal_discarded", &"", by, now)
}

/// The letter of proposals `id`; [`Error::NotFound`] if there is none.
fn proposed(tx: &mut Tx, id: Uuid) -> Result<Letter> {
    let letter = store::load(tx, id)?;
    if letter.petition.is_none() { Ok(letter) } else { Err(Error::NotFound) }
}

/// The letter for who may read it: the Centre all, the province what is signed.
fn open(tx: &mut Tx, id: Uuid, by: &Actor) -> Result<Letter> {
    let letter = proposed(tx, id)?;
    let may_read = of(by, Right::Desk) || (letter.signed.is_some() && of(by, Right::Report));
    if may_read { Ok(letter) } else { Err(Error::NotFound) }
}

fn body(letter: &Letter) -> Result<Proposal> {
    serde_json::from_value(letter.body.clone().unwrap_or_default()).map_err(Error::fault)
}

/// What the letter says, as its template reads it.
pub fn facts(app: &App, letter: &Letter, now: Instant) -> Result<serde_json::Value> {
    let (house, proposal) = (app.house(), body(letter)?);
    let day = local_date(letter.signed.as_ref().map_or(now, |signed| signed.at));
    let province = house.serving(UnitKind::Province, day).map_or("", |unit| unit.name_on(day));
    let line = |line: &Line| {
        json!({
            "code": line.code, "outcome": line.outcome.to_lowercase(), "unit": line.unit,
            "title": line.title.trim_end_matches('.'), "paragraphs": file::paragraphs(&line.text),
        })
    };
    let more = json!({
        "title": "Báo cáo, kiến nghị từ phản ánh, kiến nghị của cá nhân, tổ chức",
        "about": "báo cáo, kiến nghị từ phản ánh, kiến nghị của cá nhân, tổ chức",
        "to": province,
        // Who writes to the province does not sign by its order.
        "post": ["GIÁM ĐỐC TRUNG TÂM"],
        // Decision 1267 stands on NĐ 61/2018.
        "regulation": domain::urge_letter::has_regulation(RuleSet::at(day)),
        "from": proposal.from.strftime("%-d/%-m/%Y").to_string(),
        "until": proposal.to.strftime("%-d/%-m/%Y").to_string(),
        "received": proposal.received,
        "lines": proposal.lines.iter().map(line).collect::<Vec<_>>(),
    });
    Ok(file::facts(app, house.unit(letter.unit)?, letter, now, more))
}

#[derive(Template)]
#[template(path = "letter/proposal.html")]
struct Page {
    shell: Shell,
    letter: Letter,
    number: String,
    drafted: String,
    signed: Option<String>,
    proposal: Proposal,
    is_desk: bool,
    may_sign: bool,
}

/// The page of one letter.
pub async fn show(State(app): State<App>, Staff(session): Staff, Path(id): Path<Uuid>) -> Answer {
    let by = session.actor();
    let letter = app.read(move |tx| open(tx, id, &by)).await?;
    Ok(page(&Page {
        shell: Shell::new(&app, Some(&session), "Văn bản kiến nghị", "phan-anh"),
        number: letter.number(&app.house()),
        drafted: moment(letter.drafted_at),
        signed: letter.signed.as_ref().map(|signed| format!("{}, {}", signed.signer, moment(signed.at))),
        proposal: body(&letter)?,
        is_desk: of(&by, Right::Desk),
        may_sign: of(&by, Right::Publish),
        letter,
    }))
}

/// The letter as PDF.
pub async fn document(State(app): State<App>, Staff(session): Staff, Path(id): Path<Uuid>) -> Answer {
    let by = session.actor();
    app.read(move |tx| open(tx, id, &by).map(drop)).await?;
    Ok(base::letter::answer(file::document(&app, id).await?, &format!("kien-nghi-{id}"), true))
}

/// Drafts a letter from the summary.
pub async fn begin(State(app): State<App>, Staff(session): Staff, form: Fields) -> Answer {
    must_be_own(&session, &form)?;
    let id: Uuid = form.get("ma").parse().map_err(|_| Error::NotFound)?;
    let day = |field: &str| form.get(field).parse::<Date>().map_err(|_| Error::NotFound);
    let (from, to) = (day("tu")?, day("den")?);
    let chosen: Vec<Uuid> = form.all("chon").filter_map(|id| id.parse().ok()).collect();
    let (inner, by, now) = (app.clone(), session.actor(), app.now());
    match app.write(move |tx| draft(&inner, tx, id, ((from, to), &chosen), by, now)).await {
        // Drafted already.
        Ok(()) | Err(Error::Stale) => {
            Ok(Redirect::to(&format!("/lam-viec/phan-anh/kien-nghi/{id}")).into_response())
        }
        Err(other) => Err(other.into()),
    }
}

/// Signs it or throws the draft away. Who clicks twice signs once.
pub async fn act(
    State(app): State<App>,
    Staff(session): Staff,
    Path((id, deed)): Path<(Uuid, String)>,
    form: Fields,
) -> Answer {
    must_be_own(&session, &form)?;
    let (by, now) = (session.actor(), app.now());
    match deed.as_str() {
        "ky" => {
            app.write(move |tx| sign(tx, id, by, now)).await?;
            Ok(Redirect::to(&format!("/lam-viec/phan-anh/kien-nghi/{id}")).into_response())
        }
        "bo" => {
            app.write(move |tx| discard(tx, id, by, now)).await?;
            Ok(Redirect::to(SUMMARY).into_response())
        }
        _ => Err(Error::NotFound.into()),
    }
}
