//! The report of what is there twice: procedures with the same papers, work with several owners (Quy chế 1267 Điều 2).

use askama::Template;
use axum::extract::State;
use base::{
    app::App,
    error::Error,
    page::{Shell, page},
    visit::{Answer, Staff},
};
use domain::{
    catalogue::Procedure,
    overlap::{ByPapers, ByWork, SamePapers, SameWork},
    process::Process,
};
use kit::db::args;

/// How many findings of each kind are shown.
const SHOWN: usize = 100;

#[derive(Template)]
#[template(path = "overlap/show.html")]
struct Page {
    shell: Shell,
    papers: Vec<SamePapers>,
    work: Vec<SameWork>,
    /// How many there are in all.
    counts: (usize, usize),
}

/// The page: for who looks after the procedures of every agency.
pub async fn show(State(app): State<App>, Staff(session): Staff) -> Answer {
    if !session.role.oversees_procedures() {
        return Err(Error::Forbidden.into());
    }
    let (mut papers, mut work) = app
        .read(|tx| {
            let (mut papers, mut work) = (ByPapers::default(), ByWork::default());
            tx.each("SELECT body FROM procedure WHERE state = 'published' ORDER BY code", args![], |row| {
                let procedure: Procedure = row.json(0)?;
                papers.add(&procedure);
                Ok::<(), Error>(())
            })?;
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
            Ok((papers.several(), work.several()))
        })
        .await?;
    let counts = (papers.len(), work.len());
    papers.truncate(SHOWN);
    work.truncate(SHOWN);
    Ok(page(&Page {
        shell: Shell::new(&app, Some(&session), "Thủ tục, nhiệm vụ trùng lặp", "vong-doi"),
        papers,
        work,
        counts,
    }))
}
