//! A browser that costs next to nothing: one connection, kept open. The load shares two cores with what it loads, so
//! every microsecond here is taken from the product; a general client would take several times as many.

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    time::Duration,
};

use super::Outcome;

/// One connection to the server, with its cookie.
pub struct Client {
    stream: BufReader<TcpStream>,
    host: String,
    cookie: String,
}

/// What came back.
pub struct Answer {
    /// The status code.
    pub status: u16,
    /// The `set-cookie` header, if there was one.
    cookie: Option<String>,
    /// The body.
    pub body: Vec<u8>,
}

impl Client {
    /// Connects to `host:port`.
    pub fn connect(host: &str) -> Outcome<Client> {
        let stream = TcpStream::connect(host)?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(Duration::from_secs(30)))?;
        Ok(Client { stream: BufReader::new(stream), host: host.to_owned(), cookie: String::new() })
    }

    /// Signs in; the session's cookie goes with every later request.
    pub fn sign_in(&mut self, login: &str, password: &str) -> Outcome<()> {
        let answer = self.post("/dang-nhap", &format!("ten={login}&mat-khau={password}"))?;
        let cookie = answer.cookie.ok_or_else(|| format!("{login} cannot sign in: {}", answer.status))?;
        cookie.split(';').next().unwrap_or_default().clone_into(&mut self.cookie);
        Ok(())
    }

    /// Another connection of the same session.
    pub fn beside(&self) -> Outcome<Client> {
        Ok(Client { cookie: self.cookie.clone(), ..Client::connect(&self.host)? })
    }

    /// Opens a page; it must be there.
    pub fn get(&mut self, path: &str) -> Outcome<Vec<u8>> {
        let request =
            format!("GET {path} HTTP/1.1\r\nhost: {}\r\ncookie: {}\r\n\r\n", self.host, self.cookie);
        let answer = self.send(request.as_bytes())?;
        if answer.status == 200 { Ok(answer.body) } else { Err(format!("{path}: {}", answer.status).into()) }
    }

    /// Sends a form, already written as `a=b&c=d`.
    pub fn post(&mut self, path: &str, form: &str) -> Outcome<Answer> {
        let request = format!(
            "POST {path} HTTP/1.1\r\nhost: {}\r\ncookie: {}\r\ncontent-type: application/x-www-form-urlencoded\r\n\
             content-length: {}\r\n\r\n{form}",
            self.host,
            self.cookie,
            form.len()
        );
        self.send(request.as_bytes())
    }

    /// Opens a page that never ends, on a connection of its own; what follows its headers is read from what comes back.
    pub fn listen(&self, path: &str) -> Outcome<BufReader<TcpStream>> {
        let mut stream = self.beside()?.stream;
        let request =
            format!("GET {path} HTTP/1.1\r\nhost: {}\r\ncookie: {}\r\n\r\n", self.host, self.cookie);
        stream.get_mut().write_all(request.as_bytes())?;
        let mut line = String::new();
        stream.read_line(&mut line)?;
        if !line.contains(" 200 ") {
            return Err(format!("{path}: {line}").into());
        }
        while !line.trim_end().is_empty() {
            line.clear();
            stream.read_line(&mut line)?;
        }
        Ok(stream)
    }

    fn send(&mut self, request: &[u8]) -> Outcome<Answer> {
        self.stream.get_mut().write_all(request)?;
        let mut line = String::new();
        self.stream.read_line(&mut line)?;
        let status = line.split(' ').nth(1).and_then(|code| code.parse().ok()).ok_or("not an answer")?;
        let (mut length, mut cookie) = (0, None);
        loop {
            line.clear();
            self.stream.read_line(&mut line)?;
            let header = line.trim_end();
            if header.is_empty() {
                break;
            }
            let Some((name, value)) = header.split_once(": ") else { continue };
            match name {
                "content-length" => length = value.parse()?,
                "set-cookie" => cookie = Some(value.to_owned()),
                "transfer-encoding" => return Err("an answer of unknown length".into()),
                _ => {}
            }
        }
        let mut body = vec![0; length];
        self.stream.read_exact(&mut body)?;
        Ok(Answer { status, cookie, body })
    }
}
