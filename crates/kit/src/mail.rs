//! E-mail: one letter to one person over one connection that ends in time. Only jobs send: a server may take its time, refuse,
//! or be away.

use std::{
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant, SystemTime},
};

use jiff::{SignedDuration, Timestamp};
use lettre::{
    AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor,
    message::{
        Body, Mailbox,
        header::{ContentTransferEncoding, ContentType, HeaderName, HeaderValue},
    },
    transport::smtp::{authentication::Credentials, extension::ClientId},
};
use uuid::Uuid;

/// How long the server may take over one command.
const COMMAND: Duration = Duration::from_secs(10);
/// How long one letter may take in all: much less than a job's lease.
const WHOLE: Duration = Duration::from_secs(25);
/// How long a server that did not answer is left alone, so that other jobs do not wait behind each letter.
const REST: SignedDuration = SignedDuration::from_secs(60);

/// How the connection is protected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tls {
    /// Not at all: a server on this machine or in its own network.
    None,
    /// From the command STARTTLS on; nothing is sent where the server does not offer it.
    StartTls,
    /// From the beginning.
    Implicit,
}

/// The server that takes the letters. Not `Debug`: it holds a password.
#[derive(Clone)]
pub struct Server {
    /// Its name.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// How the connection is protected.
    pub tls: Tls,
    /// Who signs in there; empty for nobody.
    pub user: String,
    /// With which password.
    pub password: String,
    /// The sender: an address, or a name and an address in angle brackets.
    pub from: String,
}

/// A letter.
#[derive(Clone, Copy, Debug)]
pub struct Letter<'a> {
    /// What makes it this letter: the same when it is sent again, so that a repetition is recognised.
    pub id: Uuid,
    /// The address it goes to.
    pub to: &'a str,
    /// What it is about.
    pub subject: &'a str,
    /// Its words.
    pub text: &'a str,
}

/// A letter that was not taken.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// It never will be: the address is none, or the server refuses it for good.
    #[error("{0}")]
    Refused(String),
    /// It may be taken later: the server is away, busy, or does not let us in.
    #[error("{0}")]
    Away(String),
    /// It was not tried: the server did not answer a moment ago and is left alone until then.
    #[error("Máy chủ thư vừa không trả lời.")]
    Resting(Timestamp),
}

/// Who sends letters. Cheap to clone.
#[derive(Clone)]
pub struct Mailer {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
    /// Until when the server is left alone.
    rests_until: Arc<Mutex<Option<Timestamp>>>,
}

impl std::fmt::Debug for Mailer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Mailer").finish_non_exhaustive()
    }
}

impl Mailer {
    /// Prepares to send through `server`; asks it nothing yet. [`Error::Refused`] if the sender is no address.
    pub fn new(server: &Server) -> Result<Mailer, Error> {
        let from: Mailbox = server.from.parse().map_err(|_| refused("the sender is no address"))?;
        let builder = match server.tls {
            Tls::None => Ok(AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(&server.host)),
            Tls::StartTls => AsyncSmtpTransport::<Tokio1Executor>::starttls_relay(&server.host),
            Tls::Implicit => AsyncSmtpTransport::<Tokio1Executor>::relay(&server.host),
        };
        let mut builder = builder
            .map_err(refused)?
            .port(server.port)
            .timeout(Some(COMMAND))
            .hello_name(ClientId::Domain(from.email.domain().to_owned()));
        if !server.user.is_empty() {
            builder = builder.credentials(Credentials::new(server.user.clone(), server.password.clone()));
        }
        Ok(Mailer { transport: builder.build(), from, rests_until: Arc::default() })
    }

    /// Sends `letter`. Where the server did not answer a moment before `now`, it is not asked again at once.
    pub async fn send(&self, letter: Letter<'_>, now: Timestamp) -> Result<(), Error> {
        let message = self.message(letter, now)?;
        if let Some(until) = self.rests(now) {
            return Err(Error::Resting(until));
        }
        let begun = Instant::now();
        let why = match tokio::time::timeout(WHOLE, self.transport.send(message)).await {
            Ok(Ok(_)) => return Ok(()),
            Ok(Err(error)) if error.status().is_some() => {
                let status = error.status().map(|code| code.to_string()).unwrap_or_default();
                let why = error.to_string();
                if is_final(&status, &why) {
                    return Err(Error::Refused(why));
                }
                // Who is not let in (530, 535, 538) has the wrong password, and 421 closes the door: the next letter
                // would fare no better.
                if !status.starts_with("53") && status != "421" {
                    return Err(Error::Away(why));
                }
                why
            }
            Ok(Err(error)) => error.to_string(),
            Err(_) => "Máy chủ thư trả lời quá lâu.".to_owned(),
        };
        // From the end of the attempt on: it may have taken long.
        let ended = now + SignedDuration::from_secs(begun.elapsed().as_secs().min(60).cast_signed());
        *self.rests_until.lock().unwrap_or_else(PoisonError::into_inner) = Some(ended + REST);
        Err(Error::Away(why))
    }

    fn rests(&self, now: Timestamp) -> Option<Timestamp> {
        self.rests_until.lock().unwrap_or_else(PoisonError::into_inner).filter(|until| now < *until)
    }

    fn message(&self, letter: Letter<'_>, now: Timestamp) -> Result<Message, Error> {
        let to: Mailbox = letter.to.parse().map_err(|_| refused("Địa chỉ thư không đúng."))?;
        let text = Body::new_with_encoding(letter.text.to_owned(), ContentTransferEncoding::QuotedPrintable);
        let mut message = Message::builder()
            .message_id(Some(format!("<{}@{}>", letter.id, self.from.email.domain())))
            .date(SystemTime::UNIX_EPOCH + Duration::from_secs(now.as_second().unsigned_abs()))
            .from(self.from.clone())
            .to(to)
            .subject(letter.subject)
            .header(ContentType::TEXT_PLAIN)
            .body(text.map_err(|_| refused("Nội dung thư không gửi được."))?)
            .map_err(refused)?;
        // Nobody's absence notice answers it (RFC 3834).
        message.headers_mut().insert_raw(HeaderValue::new(
            HeaderName::new_from_ascii_str("Auto-Submitted"),
            "auto-generated".into(),
        ));
        Ok(message)
    }
}

/// Whether an answer with this `status` and text says that the receiver's address takes no letters: an enhanced code (RFC 3463)
/// 5.1.x that is not about the sender, or 550, 551, 553 without any. Everything else is mended here or passes.
fn is_final(status: &str, text: &str) -> bool {
    let words = text.split(|c: char| !c.is_ascii_digit() && c != '.').map(|word| word.trim_end_matches('.'));
    let mut enhanced = words.filter(|word| word.starts_with("5.") && word.split('.').count() == 3);
    match enhanced.next() {
        Some(code) => code.starts_with("5.1.") && !matches!(code, "5.1.7" | "5.1.8"),
        None => matches!(status, "550" | "551" | "553"),
    }
}

fn refused(why: impl std::fmt::Display) -> Error {
    Error::Refused(why.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::smtp::{Mood, StandIn};

    fn letter(to: &str) -> Letter<'_> {
        Letter {
            id: Uuid::from_u128(7), to, subject: "Việc hôm nay", text: "Quá hạn: 2\nhttp://x/lam-viec"
        }
    }

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    #[tokio::test]
    async fn a_letter_arrives_whole_and_its_repetition_is_recognised() {
        let stand_in = StandIn::start();
        let mailer = Mailer::new(&stand_in.server()).unwrap();
        for second in [0, 3_600] {
            mailer.send(letter("a@b.vn"), at(second)).await.unwrap();
        }
        let taken = stand_in.taken();
        assert_eq!(taken.len(), 2);
        for mail in &taken {
            assert_eq!(mail.to, "a@b.vn");
            assert!(mail.text.contains("Quá hạn: 2"), "{}", mail.text);
            assert!(mail.text.contains("Message-ID: <00000000-0000-0000-0000-000000000007@x.vn>"));
            assert!(mail.text.contains("Auto-Submitted: auto-generated"));
        }
        assert!(taken.iter().any(|mail| mail.text.contains("Thu, 01 Jan 1970 01:00:00")));
    }

    #[tokio::test]
    async fn what_is_refused_for_good_is_told_from_what_may_come_later() {
        let stand_in = StandIn::start();
        let mailer = Mailer::new(&stand_in.server()).unwrap();
        for (mood, is_final) in [(Mood::Refuse, true), (Mood::Defer, false)] {
            stand_in.set(mood);
            let error = mailer.send(letter("a@b.vn"), at(0)).await.unwrap_err();
            assert_eq!(matches!(error, Error::Refused(_)), is_final, "{error}");
        }
        stand_in.set(Mood::Accept);
        assert!(matches!(mailer.send(letter("no address"), at(0)).await, Err(Error::Refused(_))));
        let smuggled = letter("a@b.vn\r\nBcc: c@d.vn");
        assert!(matches!(mailer.send(smuggled, at(0)).await, Err(Error::Refused(_))));
        assert!(stand_in.taken().is_empty());
    }

    #[test]
    fn only_what_is_about_the_receiver_is_final() {
        for (status, text, expected) in [
            ("550", "permanent error (550): 5.1.1 no such mailbox", true),
            ("550", "permanent error (550): no such mailbox", true),
            ("553", "permanent error (553): mailbox name not allowed", true),
            ("550", "permanent error (550): 5.7.1 relaying denied for 5.1.2.3", false),
            ("553", "permanent error (553): 5.1.8 sender's domain unknown", false),
            ("552", "permanent error (552): 5.2.2 mailbox full", false),
            ("552", "permanent error (552): mailbox full", false),
            ("554", "permanent error (554): rejected", false),
            ("535", "permanent error (535): 5.7.8 authentication failed", false),
            ("451", "transient error (451): 4.7.1 later", false),
        ] {
            assert_eq!(is_final(status, text), expected, "{text}");
        }
    }

    #[tokio::test]
    async fn a_server_that_hangs_up_is_left_alone_for_a_minute() {
        let stand_in = StandIn::start();
        let mailer = Mailer::new(&stand_in.server()).unwrap();
        stand_in.set(Mood::HangUp);
        assert!(matches!(mailer.send(letter("a@b.vn"), at(0)).await, Err(Error::Away(_))));
        stand_in.set(Mood::Accept);
        assert_eq!(mailer.send(letter("a@b.vn"), at(59)).await, Err(Error::Resting(at(60))));
        assert!(stand_in.taken().is_empty());
        mailer.send(letter("a@b.vn"), at(60)).await.unwrap();
        assert_eq!(stand_in.taken().len(), 1);
    }

    #[tokio::test]
    async fn nothing_is_sent_in_the_clear_where_tls_was_asked_for() {
        let stand_in = StandIn::start();
        let mailer = Mailer::new(&Server { tls: Tls::StartTls, ..stand_in.server() }).unwrap();
        assert!(mailer.send(letter("a@b.vn"), at(0)).await.is_err());
        assert!(stand_in.taken().is_empty());
    }
}
