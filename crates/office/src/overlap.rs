//! The report of what is there twice: procedures with much the same papers, work with several owners (Quy chế 1267 Điều 2). A pair
//! that somebody looked at and found to be none leaves the list, with the reason.

use std::collections::BTreeSet;

use askama::Template;
use axum::{
    extract::State,
    response::{IntoResponse, Redirect},
};
use base::{
    app::App,
    error::{Error, Result},
    page::{Shell, page, short},
    visit::{Answer, Staff, must_be_own},
};
use domain::{
    catalogue::Procedure,
    instant::Instant,
    overlap::{ByPapers, ByWork, OverlapKind, Pair, SameWork, may_dismiss},
    people::Actor,
    process::Process,
    refusal::Refusal,
};
use kit::{
    db::{Tx, args},
    form::Fields,
};

/// How many findings of each kind are shown.
const SHOWN: usize = 100;
const HERE: &str = "/lam-viec/thu-tuc/trung-lap";

/// A pair that is none.
struct Dismissed {
    codes: (String, String),
    reason: String,
    /// Who said so and when.
    by: String,
}

#[derive(Template)]
#[template(path = "overlap/show.html")]
struct Page {
    shell: Shell,
    pairs: Vec<Pair>,
    work: Vec<SameWork>,
    dismissed: Vec<Dismissed>,
    may_dismiss: bool,
    /// How many there are in all.
    counts: (usize, usize),
}

/// The page: for who looks after the procedures of every agency.
pub async fn show(State(app): State<App>, Staff(session): Staff) -> Answer {
    if !session.role.oversees_procedures() {
        return Err(Error::Forbidden.into());
    }
    let (mut pairs, mut work, dismissed) = app
        .read(|tx| {
            let dismissed = dismissed(tx)?;
            let out: BTreeSet<(String, String)> = dismissed.iter().map(|one| one.codes.clone()).collect();
            let (papers, work) = (papers(tx)?, work(tx)?);
            Ok((papers.pairs(&out), work.several(), dismissed))
        })
        .await?;
    let counts = (pairs.len(), work.len());
    pairs.truncate(SHOWN);
    work.truncate(SHOWN);
    Ok(page(&Page {
        shell: Shell::new(&app, Some(&session), "Thủ tục, nhiệm vụ trùng lặp", "vong-doi"),
        may_dismiss: may_dismiss(&session.actor()),
        pairs,
        work,
        dismissed,
        counts,
    }))
}

fn papers(tx: &mut Tx) -> Result<ByPapers> {
    let mut papers = ByPapers::default();
    tx.each("SELECT body FROM procedure WHERE state = 'published' ORDER BY code", args![], |row| {
        papers.add(&row.json::<Procedure>(0)?);
        Ok::<(), Error>(())
    })?;
    Ok(papers)
}

fn work(tx: &mut Tx) -> Result<ByWork> {
    let mut work = ByWork::default();
    tx.each(
        "SELECT q.body, p.field, p.code FROM process q
         JOIN procedure p ON p.code = q.procedure_code AND p.state = 'published'
         WHERE q.state = 'published' AND NOT q.is_generated ORDER BY p.code",
        args![],
        |row| {
            let process: Process = row.json(0)?;
            let (field, code): (String, String) = (row.get(1)?, row.get(2)?);
            work.add(&field, &code, &process);
            Ok::<(), Error>(())
        },
    )?;
    Ok(work)
}

fn dismissed(tx: &mut Tx) -> Result<Vec<Dismissed>> {
    let rows = tx.all(
        "SELECT o.first_code, o.second_code, o.reason, o.dismissed_at, p.name FROM overlap_dismissed o
         JOIN person p ON p.id = o.dismissed_by ORDER BY o.dismissed_at DESC, o.first_code, o.second_code",
        args![],
    )?;
    rows.iter()
        .map(|row| {
            let (at, who): (Instant, String) = (row.get(3)?, row.get(4)?);
            Ok(Dismissed {
                codes: (row.get(0)?, row.get(1)?),
                reason: row.get(2)?,
                by: format!("{who}, {}", short(at)),
            })
        })
        .collect()
}

/// Takes the pair `mot`, `hai` out of the list with a reason, or puts it back (`dua-lai`).
pub async fn act(State(app): State<App>, Staff(session): Staff, form: Fields) -> Answer {
    must_be_own(&session, &form)?;
    let (by, now) = (session.actor(), app.now());
    app.write(move |tx| {
        let (first, second) = (form.get("mot"), form.get("hai"));
        let pair = if first < second { (first, second) } else { (second, first) };
        match form.get("viec") {
            "dua-lai" => put_back(tx, pair, by, now),
            _ => dismiss(tx, pair, form.get("ly-do"), by, now),
        }
    })
    .await?;
    Ok(Redirect::to(HERE).into_response())
}

fn dismiss(tx: &mut Tx, (first, second): (&str, &str), reason: &str, by: Actor, at: Instant) -> Result<()> {
    let person = by.person().filter(|_| may_dismiss(&by)).ok_or(Refusal::TaskNotYours)?;
    if reason.is_empty() {
        return Err(Refusal::ReasonMissing.into());
    }
    let known = tx.one(
        "SELECT count(*) FROM procedure WHERE code IN ($1, $2) AND state = 'published'",
        args![first, second],
    )?;
    if known.get::<i64>(0)? != 2 {
        return Err(Error::NotFound);
    }
    let told = serde_json::json!({ "procedures": [first, second], "reason": reason });
    base::audit::note(tx, uuid::Uuid::nil(), "overlap_dismissed", &told, by, at)?;
    tx.execute(
        "INSERT INTO overlap_dismissed (first_code, second_code, reason, dismissed_at, dismissed_by)
         VALUES ($1, $2, $3, $4, $5) ON CONFLICT (first_code, second_code) DO NOTHING",
        args![first, second, reason, at, person.0],
    )?;
    Ok(())
}

fn put_back(tx: &mut Tx, (first, second): (&str, &str), by: Actor, at: Instant) -> Result<()> {
    if !may_dismiss(&by) {
        return Err(Refusal::TaskNotYours.into());
    }
    let told = serde_json::json!({ "procedures": [first, second] });
    base::audit::note(tx, uuid::Uuid::nil(), "overlap_put_back", &told, by, at)?;
    tx.execute(
        "DELETE FROM overlap_dismissed WHERE first_code = $1 AND second_code = $2",
        args![first, second],
    )?;
    Ok(())
}
