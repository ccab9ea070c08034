//! What people are told by e-mail: left behind in the transaction of what happened, sent afterwards by a job. Without a mail
//! server nothing is left behind; everything stands in the system anyway.

use domain::{
    dossier::{Filing, outgoing::Delivery},
    id::{DossierId, PersonId, PetitionId},
    instant::{Instant, local_date},
    notice::{NoticeKind, NoticeState, TRIED_FOR, Told, again},
    people::Role,
    petition::sender::{Sender, masked},
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
    dossier::outgoing,
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
    /// Later than that it is no news.
    pub until: Instant,
}

/// Until when something that is told at `at` is news, unless it says otherwise.
pub fn until(at: Instant) -> Instant {
    at + TRIED_FOR
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
    let text = format!("{}{}", news.text.trim_end(), ending(app));
    people.iter().try_for_each(|person| leave_one(app, tx, ("person_id", person.0), news, &text, at))
}

/// Tells who sent the petition, once. Their address stays where it is: it is read when the letter goes out. Nobody where there is no
/// mail server.
pub fn leave_for_sender(
    app: &App,
    tx: &mut Tx,
    petition: PetitionId,
    news: &News,
    at: Instant,
) -> Result<()> {
    let text = format!("{}\n\n--\nThư do hệ thống gửi tự động, xin không trả lời.\n", news.text.trim_end());
    leave_one(app, tx, ("petition_id", petition.0), news, &text, at)
}

/// Tells the applicant of the dossier of its event `seq`, once. Their address stays where it is: it is read when the letter goes
/// out. Nobody where there is no mail server.
pub fn leave_for_applicant(
    app: &App,
    tx: &mut Tx,
    (dossier, seq): (DossierId, i64),
    (subject, text): (String, &str),
    at: Instant,
) -> Result<()> {
    let kind = NoticeKind::Dossier;
    let news = News { kind, about: seq.to_string(), subject, text: String::new(), until: until(at) };
    let text = format!("{}\n\n--\nThư do hệ thống gửi tự động, xin không trả lời.\n", text.trim_end());
    leave_one(app, tx, ("dossier_id", dossier.0), &news, &text, at)
}

/// Leaves one letter behind for whom the column names.
fn leave_one(
    app: &App,
    tx: &mut Tx,
    (column, reader): (&str, Uuid),
    news: &News,
    text: &str,
    at: Instant,
) -> Result<()> {
    if app.mail.is_none() {
        return Ok(());
    }
    let new = tx.optional(
        &format!(
            "INSERT INTO notice (id, {column}, kind, about, subject, body, state, tries, turn, made_at, send_until)
             VALUES ($1, $2, $3, $4, $5, $6, 'waiting', 0, 0, $7, $8)
             ON CONFLICT ({column}, about) DO NOTHING RETURNING id"
        ),
        args![
            clock::id(at),
            reader,
            news.kind.name(),
            news.about.clone(),
            format!("[Một cửa] {}", news.subject),
            text,
            at,
            news.until
        ],
    )?;
    if let Some(row) = new {
        send_at(tx, row.get(0)?, 0, at);
    }
    Ok(())
}

/// Leaves the job behind that sends the letter `id` at `at`, if it is still that letter's `turn` then.
fn send_at(tx: &mut Tx, id: Uuid, turn: i64, at: Instant) {
    queue::enqueue(tx, reaction::NOTICE, &json!({ "notice": id, "turn": turn }), at);
}

/// Those of `told` who have an address and want letters of `kind`.
pub fn readers(tx: &mut Tx, told: &Told, kind: NoticeKind, at: Instant) -> Result<Vec<PersonId>> {
    let wants = match kind {
        NoticeKind::Urging => "p.wants_urging",
        NoticeKind::Digest => "p.wants_digest",
        // Only the sender of a petition, the applicant of a dossier gets it.
        NoticeKind::Reply | NoticeKind::Dossier => return Ok(vec![]),
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

/// The job that sends a letter. What the server refuses for good is not tried again; what it puts off is, until it is no news
/// any more. A job whose turn has passed does nothing: a letter has one chain of jobs.
pub async fn job(app: App, job: Job) -> Outcome {
    let id = job.payload.get("notice").and_then(|id| id.as_str()).unwrap_or_default();
    let id: Uuid = id.parse().map_err(Error::fault)?;
    let turn = job.payload.get("turn").and_then(serde_json::Value::as_i64).unwrap_or_default();
    let found = app
        .read(move |tx| {
            tx.optional(
                "SELECT n.subject, n.body, n.tries, n.send_until, p.email, p.disabled_at IS NULL, n.kind, n.petition_id, s.body,
                     n.dossier_id, f.body, n.about
                 FROM notice n LEFT JOIN person p ON p.id = n.person_id
                 LEFT JOIN petition_sender s ON s.petition_id = n.petition_id
                 LEFT JOIN filing f ON f.dossier_id = n.dossier_id
                 WHERE n.id = $1 AND n.state = 'waiting' AND n.turn = $2",
                args![id, turn],
            )?
            .map(|row| read(&row))
            .transpose()
        })
        .await?;
    let Some(waiting) = found else { return Ok(()) };
    let begun = app.now();
    let sent = match (&app.mail, &waiting.to) {
        (Some(_), Some(_)) if waiting.until < begun => Err(waiting.is_too_late()),
        (Some(mailer), Some(to)) => {
            waiting.send(mailer, id, to, begun).await.map_err(|error| waiting.after(error, app.now()))
        }
        // Closed since, without an address now, or no server any more.
        _ => Err(Next::End(NoticeState::Void, None)),
    };
    let (now, of) = (app.now(), waiting.of);
    Ok(app
        .write(move |tx| match &sent {
            Ok(()) => end(tx, (id, turn), (NoticeState::Sent, None), of, now),
            Err(Next::End(state, why)) => end(tx, (id, turn), (*state, why.as_deref()), of, now),
            Err(Next::Again(at, why)) => {
                if note(tx, (id, turn), NoticeState::Waiting, Some(why), now)? {
                    send_at(tx, id, turn + 1, *at);
                }
                Ok(())
            }
            Err(Next::Rest(at)) => {
                // Not tried, so not counted.
                let sql =
                    "UPDATE notice SET turn = turn + 1 WHERE id = $1 AND state = 'waiting' AND turn = $2";
                if tx.execute(sql, args![id, turn])? > 0 {
                    send_at(tx, id, turn + 1, *at);
                }
                Ok(())
            }
        })
        .await?)
}

/// Notes how the letter `id` ended; whose petition it was about is told by a job, and with the dossier it is noted that its
/// applicant was told.
fn end(
    tx: &mut Tx,
    (id, turn): (Uuid, i64),
    (state, why): (NoticeState, Option<&str>),
    of: Option<Of>,
    now: Instant,
) -> Result<()> {
    let is_noted = note(tx, (id, turn), state, why, now)?;
    let has_arrived = state == NoticeState::Sent;
    if let (Some(Of::Dossier(dossier, seq)), true) = (of, is_noted && has_arrived) {
        outgoing::give(tx, dossier, seq, Delivery::Email, local_date(now))?;
    }
    if let (Some(Of::Petition(petition)), true) = (of, is_noted) {
        let told = json!({ "petition": petition, "notice": id, "turn": turn, "arrived": has_arrived });
        queue::enqueue(tx, reaction::PETITION_SENT, &told, now);
    }
    Ok(())
}

/// What follows where a letter was not sent.
enum Next {
    /// It stays so, and why.
    End(NoticeState, Option<String>),
    /// It is tried again then, and why.
    Again(Instant, String),
    /// It was not tried: the server rests until then.
    Rest(Instant),
}

/// What a letter to somebody who is no officer is about.
#[derive(Clone, Copy, Debug)]
enum Of {
    /// The petition whose sender it is for.
    Petition(Uuid),
    /// The dossier whose applicant it is for, and the event it tells of.
    Dossier(DossierId, i64),
}

/// A letter that is to be sent.
struct Waiting {
    subject: String,
    text: String,
    tries: i64,
    until: Instant,
    to: Option<String>,
    is_digest: bool,
    /// What it is about, if it is for no officer.
    of: Option<Of>,
}

fn read(row: &Row) -> Result<Waiting> {
    let (mut to, mut is_open): (Option<String>, bool) = (row.get(4)?, row.get(5)?);
    if let Some(body) = row.get::<Option<serde_json::Value>>(8)? {
        let sender: Sender = serde_json::from_value(body).map_err(Error::fault)?;
        (to, is_open) = (Some(sender.email).filter(|email| !email.is_empty()), true);
    }
    let mut of = row.get::<Option<Uuid>>(7)?.map(Of::Petition);
    if let (Some(dossier), Some(body)) =
        (row.get::<Option<Uuid>>(9)?, row.get::<Option<serde_json::Value>>(10)?)
    {
        let filing: Filing = serde_json::from_value(body).map_err(Error::fault)?;
        (to, is_open) = (filing.address(), true);
        let seq = row.get::<String>(11)?.parse().map_err(Error::fault)?;
        of = Some(Of::Dossier(DossierId(dossier), seq));
    }
    Ok(Waiting {
        subject: row.get(0)?,
        text: row.get(1)?,
        tries: row.get(2)?,
        until: row.get(3)?,
        to: to.filter(|_| is_open),
        is_digest: row.get::<String>(6)? == NoticeKind::Digest.name(),
        of,
    })
}

impl Waiting {
    /// What becomes of it once it is no news: the digest of a day that is over is missed by nobody; that somebody was not
    /// told of anything else, the administrator sees.
    fn is_too_late(&self) -> Next {
        if self.is_digest {
            Next::End(NoticeState::Void, None)
        } else {
            Next::End(NoticeState::Failed, Some("Quá thời gian gửi.".to_owned()))
        }
    }

    /// What the server said: without the address of who is no officer, which the administrator may not know.
    fn told(&self, why: String) -> String {
        match (&self.of, &self.to) {
            (Some(_), Some(email)) => masked(&why, &[Sender { email: email.clone(), ..Sender::default() }]),
            _ => why,
        }
    }

    /// What follows from `error` at `now`.
    fn after(&self, error: mail::Error, now: Instant) -> Next {
        match error {
            mail::Error::Refused(why) => Next::End(NoticeState::Failed, Some(self.told(why))),
            mail::Error::Resting(until) => Next::Rest(until),
            mail::Error::Away(why) => match again(self.tries + 1, now, self.until) {
                None => Next::End(NoticeState::Failed, Some(self.told(why))),
                Some(next) => Next::Again(next, self.told(why)),
            },
        }
    }

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

/// Notes what became of the letter `id` at one more try, if it is still its `turn`; whether it was. What is sent or void keeps
/// no words.
fn note(
    tx: &mut Tx,
    (id, turn): (Uuid, i64),
    state: NoticeState,
    error: Option<&str>,
    at: Instant,
) -> Result<bool> {
    let sent_at = (state == NoticeState::Sent).then_some(at);
    let body = if matches!(state, NoticeState::Sent | NoticeState::Void) { "''" } else { "body" };
    let changed = tx.execute(
        &format!(
            "UPDATE notice SET state = $3, tries = tries + 1, turn = turn + 1, sent_at = $4, last_error = $5, body = {body}
             WHERE id = $1 AND state = 'waiting' AND turn = $2"
        ),
        args![id, turn, state.name(), sent_at, error],
    )?;
    Ok(changed > 0)
}

/// Whether nobody has told yet how the letter `id` ended at that `turn`; from now on it is told.
pub fn is_untold(tx: &mut Tx, id: Uuid, turn: i64) -> Result<bool> {
    let sql = "UPDATE notice SET told = $2 WHERE id = $1 AND (told IS NULL OR told < $2)";
    Ok(tx.execute(sql, args![id, turn])? > 0)
}

/// Tries a letter that failed once more, or every one, for a day from now on; a digest only while its day lasts.
pub fn retry(tx: &mut Tx, which: Option<Uuid>, at: Instant) -> Result<()> {
    // Any letter where none is named: the same comparison then holds for each.
    let rows = tx.all(
        "UPDATE notice SET state = 'waiting', tries = 0, turn = turn + 1, made_at = $2,
             send_until = CASE WHEN kind = 'digest' THEN send_until ELSE $3 END
         WHERE id = coalesce($1, id) AND state = 'failed' RETURNING id, turn",
        args![which, at, until(at)],
    )?;
    for row in &rows {
        send_at(tx, row.get(0)?, row.get(1)?, at);
    }
    Ok(())
}
