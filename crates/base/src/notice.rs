//! What people are told by e-mail: left behind in the transaction of what happened, sent afterwards by a job. Without a mail
//! server nothing is left behind; everything stands in the system anyway.

use domain::{
    id::PersonId,
    instant::{Instant, local_date},
    notice::{NoticeKind, NoticeState, Told, again},
    people::Role,
    reaction,
};
use kit::{
    clock,
    db::{Row, Tx, args},
    mail::{self, Letter, Mailer},
    queue::{self, Job, Outcome},
};
use serde_json::json;
use uuid::Uuid;

use crate::{
    app::App,
    error::{Error, Result},
};

/// What is told, before it is known to whom. Codes, counts and addresses of ours; never who applied.
#[derive(Clone, Debug)]
pub struct News {
    /// Its kind: who does not want it is not told.
    pub kind: NoticeKind,
    /// What it tells of, in a word of its own: nobody is told twice.
    pub about: String,
    /// The line above it.
    pub subject: String,
    /// Its words.
    pub text: String,
}

/// What every letter ends with.
fn ending(app: &App) -> String {
    format!(
        "\n\n--\nThư do hệ thống gửi tự động, xin không trả lời. Chọn thư muốn nhận: {}/tai-khoan\n",
        app.public_url
    )
}

/// Tells `people`, once. Nobody where there is no mail server.
pub fn leave(app: &App, tx: &mut Tx, people: &[PersonId], news: &News, at: Instant) -> Result<()> {
    if app.mail.is_none() {
        return Ok(());
    }
    let text = format!("{}{}", news.text.trim_end(), ending(app));
    for person in people {
        let new = tx.optional(
            "INSERT INTO notice (id, person_id, kind, about, subject, body, state, tries, made_at)
             VALUES ($1, $2, $3, $4, $5, $6, 'waiting', 0, $7)
             ON CONFLICT (person_id, about) DO NOTHING RETURNING id",
            args![
                clock::id(at),
                person.0,
                news.kind.name(),
                news.about.clone(),
                format!("[Một cửa] {}", news.subject),
                text.clone(),
                at
            ],
        )?;
        if let Some(row) = new {
            send_at(tx, row.get(0)?, at);
        }
    }
    Ok(())
}

/// Leaves the job behind that sends the letter `id` at `at`.
fn send_at(tx: &mut Tx, id: Uuid, at: Instant) {
    queue::enqueue(tx, reaction::NOTICE, &json!({ "notice": id }), at);
}

/// Those of `told` who have an address and want letters of `kind`.
pub fn readers(tx: &mut Tx, told: &Told, kind: NoticeKind, at: Instant) -> Result<Vec<PersonId>> {
    let wants = match kind {
        NoticeKind::Urging => "p.wants_urging",
        NoticeKind::Digest => "p.wants_digest",
    };
    // Words of ours, so that the list needs no argument of its own.
    let roles: Vec<String> = told.roles.iter().map(|role: &Role| format!("'{}'", role.name())).collect();
    let in_role = match roles.as_slice() {
        [] => "FALSE".to_owned(),
        roles => format!("a.role IN ({})", roles.join(", ")),
    };
    // In any unit where none is named: the same comparison then holds for each.
    let rows = tx.all(
        &format!(
            "SELECT DISTINCT p.id FROM person p JOIN assignment a ON a.person_id = p.id
             WHERE p.disabled_at IS NULL AND p.email IS NOT NULL AND {wants}
               AND a.valid_from <= $1 AND (a.valid_to IS NULL OR a.valid_to >= $1)
               AND (p.id = $2 OR a.stands_in_for = $2 OR ({in_role} AND a.unit_id = coalesce($3, a.unit_id)))"
        ),
        args![local_date(at), told.person.map(|person| person.0), told.unit.map(|unit| unit.0)],
    )?;
    rows.iter().map(|row| Ok(PersonId(row.get(0)?))).collect()
}

/// The job that sends a letter. What the server refuses for good is not tried again; what it puts off is, for a day.
pub async fn job(app: App, job: Job) -> Outcome {
    let id = job.payload.get("notice").and_then(|id| id.as_str()).unwrap_or_default();
    let id: Uuid = id.parse().map_err(Error::fault)?;
    let found = app
        .read(move |tx| {
            tx.optional(
                "SELECT n.subject, n.body, n.tries, n.made_at, p.email, p.disabled_at IS NULL FROM notice n
                 JOIN person p ON p.id = n.person_id WHERE n.id = $1 AND n.state = 'waiting'",
                args![id],
            )?
            .map(|row| read(&row))
            .transpose()
        })
        .await?;
    let Some(waiting) = found else { return Ok(()) };
    let now = app.now();
    let sent = match (&app.mail, &waiting.to) {
        (Some(mailer), Some(to)) => waiting.send(mailer, id, to, now).await,
        // Closed since, without an address now, or no server any more.
        _ => return Ok(app.write(move |tx| note(tx, id, NoticeState::Void, None, now)).await?),
    };
    let next = again(waiting.tries + 1, waiting.made_at, now);
    Ok(app
        .write(move |tx| match &sent {
            Ok(()) => note(tx, id, NoticeState::Sent, None, now),
            Err(mail::Error::Refused(why)) => note(tx, id, NoticeState::Failed, Some(why), now),
            Err(mail::Error::Away(why)) => match next {
                None => note(tx, id, NoticeState::Failed, Some(why), now),
                Some(next) => {
                    send_at(tx, id, next);
                    note(tx, id, NoticeState::Waiting, Some(why), now)
                }
            },
        })
        .await?)
}

/// A letter that is to be sent.
struct Waiting {
    subject: String,
    text: String,
    tries: i64,
    made_at: Instant,
    to: Option<String>,
}

fn read(row: &Row) -> Result<Waiting> {
    let (to, is_open): (Option<String>, bool) = (row.get(4)?, row.get(5)?);
    Ok(Waiting {
        subject: row.get(0)?,
        text: row.get(1)?,
        tries: row.get(2)?,
        made_at: row.get(3)?,
        to: to.filter(|_| is_open),
    })
}

impl Waiting {
    async fn send(
        &self,
        mailer: &Mailer,
        id: Uuid,
        to: &str,
        now: Instant,
    ) -> std::result::Result<(), mail::Error> {
        mailer.send(Letter { id, to, subject: &self.subject, text: &self.text }, now).await
    }
}

/// Notes what became of the letter `id` at one more try.
fn note(tx: &mut Tx, id: Uuid, state: NoticeState, error: Option<&str>, at: Instant) -> Result<()> {
    let sent_at = (state == NoticeState::Sent).then_some(at);
    tx.execute(
        "UPDATE notice SET state = $2, tries = tries + 1, sent_at = $3, last_error = $4 WHERE id = $1 AND state = 'waiting'",
        args![id, state.name(), sent_at, error],
    )?;
    Ok(())
}

/// Tries a letter that failed once more, for a day from now on. Nothing if it did not fail.
pub fn retry(tx: &mut Tx, id: Uuid, at: Instant) -> Result<()> {
    let failed = tx.execute(
        "UPDATE notice SET state = 'waiting', tries = 0, made_at = $2 WHERE id = $1 AND state = 'failed'",
        args![id, at],
    )?;
    if failed > 0 {
        send_at(tx, id, at);
    }
    Ok(())
}
