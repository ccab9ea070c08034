//! The tables `question` and `question_asker`: the fold of what happened, who asked, and the search in what is published.

use base::{
    app::App,
    dossier::log::{self, Head},
    error::{Error, Result},
};
use domain::{
    id::QuestionId,
    instant::Instant,
    people::Actor,
    petition::{
        clock::Clock,
        sender::{Publication, Sender},
    },
    question::{Question, QuestionDeed, QuestionEvent, QuestionState},
    reaction,
    refusal::Refusal,
    text::fold,
};
use jiff::SignedDuration;
use kit::db::{Tx, args};

use crate::{clocks, typed};

/// A question as it was read.
#[derive(Clone, Debug)]
pub struct Seen {
    /// Its identifier.
    pub id: QuestionId,
    /// The number of its last line in the log.
    pub seq: i64,
    /// How it stands.
    pub question: Question,
}

/// The question `id`; [`Error::NotFound`] if there is none.
pub fn load(tx: &mut Tx, id: QuestionId) -> Result<Seen> {
    let row = tx.optional("SELECT body FROM question WHERE id = $1", args![id.0])?.ok_or(Error::NotFound)?;
    let question = row.json(0)?;
    Ok(Seen { id, seq: log::head(tx, id.0)?.seq, question })
}

/// Who asked.
pub fn asker(tx: &mut Tx, id: QuestionId) -> Result<Sender> {
    let row = tx.one("SELECT body FROM question_asker WHERE question_id = $1", args![id.0])?;
    Ok(row.json(0)?)
}

/// Takes a question in. The same identifier twice is [`Error::Stale`] the second time.
pub fn file(
    app: &App,
    tx: &mut Tx,
    id: QuestionId,
    (title, content, asker): (&str, &str, &Sender),
    by: Actor,
    at: Instant,
) -> Result<String> {
    let running = clocks::start(app, tx, Clock::Question, at, None)?;
    let question = Question {
        code: typed::number(tx, "HD", at)?,
        title: title.to_owned(),
        content: content.to_owned(),
        asked_at: at,
        state: QuestionState::Asked,
        unit: None,
        answer: String::new(),
        reused: None,
        publication: None,
        corrected_at: None,
        ground: String::new(),
        clock: Some(running),
        is_late: false,
    };
    let event = QuestionEvent::Asked { question: Box::new(question) };
    let question = Question::after(None, &event, &by, at)?;
    // The log first: a form sent twice meets its key, and is stale.
    log::append(tx, &Head::new(id.0).next(event.words().0, &event, by, at)?);
    tx.later(
        "INSERT INTO question (id, code, state, asked_at, due_at, is_late, uses, folded, body)
         VALUES ($1, $2, $3, $4, $5, $6, 0, $7, $8)",
        args![
            id.0,
            question.code.clone(),
            question.state.name(),
            at,
            running.due_at,
            false,
            words(&question),
            serde_json::to_value(&question).map_err(Error::fault)?
        ],
    );
    tx.later(
        "INSERT INTO question_asker (question_id, proof, body) VALUES ($1, $2, $3)",
        args![id.0, asker.proof(), serde_json::to_value(asker).map_err(Error::fault)?],
    );
    let payload = serde_json::json!({ "question": id });
    kit::queue::enqueue(tx, reaction::QUESTION, &payload, running.due_at + SignedDuration::from_secs(1));
    Ok(question.code)
}

/// What is searched: of a published question only what is public.
fn words(question: &Question) -> String {
    match &question.publication {
        Some(publication) => fold(&format!("{} {}", publication.said(), publication.answer())),
        None => fold(&format!("{} {} {}", question.code, question.title, question.content)),
    }
}

/// Writes that `event` happened to the question `seen`. Fails with [`Error::Stale`] if something happened since it was read.
pub fn record(tx: &mut Tx, seen: &Seen, event: &QuestionEvent, by: Actor, at: Instant) -> Result<()> {
    let head = log::head(tx, seen.id.0)?;
    if head.seq != seen.seq {
        return Err(Error::Stale);
    }
    let question = Question::after(Some(&seen.question), event, &by, at)?;
    let is_published = question.state == QuestionState::Published;
    let is_answered = is_published || question.state == QuestionState::Answered;
    tx.later(
        "UPDATE question SET state = $2, unit_id = $3, due_at = $4, is_late = $5, answered_at = coalesce(answered_at, $6),
             published_at = coalesce(published_at, $7), folded = $8, body = $9 WHERE id = $1",
        args![
            seen.id.0,
            question.state.name(),
            question.unit.map(|unit| unit.0),
            question.clock.map(|running| running.due_at),
            question.is_late,
            is_answered.then_some(at),
            is_published.then_some(at),
            words(&question),
            serde_json::to_value(&question).map_err(Error::fault)?
        ],
    );
    log::append(tx, &head.next(event.words().0, event, by, at)?);
    Ok(())
}

/// Answers `seen` with what was published as the answer to `from`.
pub fn reuse(tx: &mut Tx, seen: &Seen, from: QuestionId, by: Actor, at: Instant) -> Result<()> {
    let earlier = load(tx, from)?.question.publication.ok_or(Error::NotFound)?;
    let event = QuestionEvent::Reused { from, text: earlier.answer().to_owned() };
    record(tx, seen, &event, by, at)?;
    tx.later("UPDATE question SET uses = uses + 1 WHERE id = $1", args![from.0]);
    Ok(())
}

/// Publishes it, if it points to nobody who asked.
pub fn publish(tx: &mut Tx, seen: &Seen, (said, answer): (&str, &str), by: Actor, at: Instant) -> Result<()> {
    // Who may not publish learns nothing from what would be refused.
    if !seen.question.may(&by, QuestionDeed::Publish) {
        return Err(Refusal::ContactNotYours.into());
    }
    let publication = Publication::new(said, answer, &[asker(tx, seen.id)?])?;
    record(tx, seen, &QuestionEvent::Published { publication }, by, at)
}

/// Puts another answer in place of the published one, if it points to nobody who asked.
pub fn correct(
    tx: &mut Tx,
    seen: &Seen,
    (said, answer): (&str, &str),
    why: &str,
    by: Actor,
    at: Instant,
) -> Result<()> {
    if !seen.question.may(&by, QuestionDeed::Correct) {
        return Err(Refusal::ContactNotYours.into());
    }
    let publication = Publication::new(said, answer, &[asker(tx, seen.id)?])?;
    record(tx, seen, &QuestionEvent::Corrected { publication, text: why.to_owned() }, by, at)
}

/// A published question.
#[derive(Clone, Debug)]
pub struct Published {
    /// Its identifier.
    pub id: QuestionId,
    /// The question.
    pub said: String,
    /// The answer.
    pub answer: String,
    /// When it was published.
    pub at: Instant,
}

/// The published questions in which every word of `q` occurs, the newest first, after `after`; `most` at most.
pub fn find(
    tx: &mut Tx,
    q: &str,
    after: Option<(Instant, uuid::Uuid)>,
    most: usize,
) -> Result<Vec<Published>> {
    let mut args = args![];
    let mut sql = String::from("SELECT id, body, published_at FROM question WHERE state = 'published'");
    sql.push_str(&typed::words(q, &mut args));
    if let Some((at, id)) = after {
        args.extend([at.into(), id.into()]);
        sql.push_str(&format!(" AND (published_at, id) < (${}, ${})", args.len() - 1, args.len()));
    }
    sql.push_str(&format!(" ORDER BY published_at DESC, id DESC LIMIT {most}"));
    let mut found = vec![];
    for row in tx.all(&sql, args)? {
        let question: Question = row.json(1)?;
        if let Some(publication) = question.publication {
            found.push(Published {
                id: QuestionId(row.get(0)?),
                said: publication.said().to_owned(),
                answer: publication.answer().to_owned(),
                at: row.get(2)?,
            });
        }
    }
    Ok(found)
}
