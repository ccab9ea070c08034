//! A stand-in for a mail server, in this process: it takes letters, refuses them, puts them off, or hangs up.

use std::{
    io::{BufRead, BufReader, Write},
    net::{TcpListener, TcpStream},
    sync::{Arc, Mutex, PoisonError},
};

use crate::mail::{Server, Tls};

/// How it meets who comes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mood {
    /// Takes what comes.
    #[default]
    Accept,
    /// Refuses every receiver for good.
    Refuse,
    /// Asks to come again later.
    Defer,
    /// Ends the connection.
    HangUp,
}

/// A letter that was taken.
#[derive(Clone, Debug)]
pub struct Taken {
    /// Whom it is for.
    pub to: String,
    /// Its head and its words, decoded.
    pub text: String,
}

#[derive(Default)]
struct Desk {
    mood: Mood,
    taken: Vec<Taken>,
}

/// The stand-in.
pub struct StandIn {
    port: u16,
    desk: Arc<Mutex<Desk>>,
}

impl StandIn {
    /// Listens at a port of its own until the process ends.
    ///
    /// # Panics
    /// When no port is free.
    #[expect(clippy::expect_used, reason = "for tests only")]
    pub fn start() -> StandIn {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let port = listener.local_addr().expect("its address").port();
        let desk = Arc::<Mutex<Desk>>::default();
        let shared = Arc::clone(&desk);
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                // Who hangs up in the middle has said what there was to say.
                drop(talk(&stream, &shared));
            }
        });
        StandIn { port, desk }
    }

    /// How it is reached.
    pub fn server(&self) -> Server {
        Server {
            host: "127.0.0.1".into(),
            port: self.port,
            tls: Tls::None,
            user: String::new(),
            password: String::new(),
            from: "Một cửa <motcua@x.vn>".into(),
        }
    }

    /// From now on it is in that mood.
    pub fn set(&self, mood: Mood) {
        self.desk.lock().unwrap_or_else(PoisonError::into_inner).mood = mood;
    }

    /// What it has taken.
    pub fn taken(&self) -> Vec<Taken> {
        self.desk.lock().unwrap_or_else(PoisonError::into_inner).taken.clone()
    }
}

fn talk(stream: &TcpStream, desk: &Mutex<Desk>) -> std::io::Result<()> {
    let mood = desk.lock().unwrap_or_else(PoisonError::into_inner).mood;
    if mood == Mood::HangUp {
        return Ok(());
    }
    let (mut lines, mut out) = (BufReader::new(stream).lines(), stream);
    out.write_all(b"220 x.vn\r\n")?;
    let mut to = String::new();
    while let Some(line) = lines.next().transpose()? {
        let command = line.to_uppercase();
        let answer = match (command.split([' ', ':']).next().unwrap_or_default(), mood) {
            ("RCPT", Mood::Refuse) => "550 5.1.1 no such mailbox",
            ("RCPT", Mood::Defer) => "451 4.7.1 come again later",
            ("RCPT", _) => {
                let address = line.split(['<', '>']).nth(1).unwrap_or_default();
                address.clone_into(&mut to);
                "250 ok"
            }
            ("DATA", _) => {
                out.write_all(b"354 go on\r\n")?;
                let mut raw = String::new();
                while let Some(line) = lines.next().transpose()?.filter(|line| line != ".") {
                    raw.push_str(&line);
                    raw.push_str("\r\n");
                }
                let taken = Taken { to: to.clone(), text: decoded(&raw) };
                desk.lock().unwrap_or_else(PoisonError::into_inner).taken.push(taken);
                "250 taken"
            }
            ("QUIT", _) => {
                out.write_all(b"221 bye\r\n")?;
                return Ok(());
            }
            _ => "250 ok",
        };
        out.write_all(format!("{answer}\r\n").as_bytes())?;
    }
    Ok(())
}

/// Quoted-printable text, read.
fn decoded(raw: &str) -> String {
    let joined = raw.replace("=\r\n", "");
    let mut bytes = vec![];
    let mut rest = joined.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let digits = after.get(..2).and_then(|two| std::str::from_utf8(two).ok());
        let byte = digits.filter(|_| *first == b'=').and_then(|two| u8::from_str_radix(two, 16).ok());
        bytes.push(byte.unwrap_or(*first));
        rest = if byte.is_some() { after.get(2..).unwrap_or_default() } else { after };
    }
    String::from_utf8_lossy(&bytes).into_owned()
}
