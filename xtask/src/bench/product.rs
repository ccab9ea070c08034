//! The product under load: its own server process, officers signed in, real forms.

use std::{
    fs,
    io::{BufRead, BufReader},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use uuid::Uuid;

use super::{Outcome, http::Client};

/// The password of the demo's accounts.
pub const PASSWORD: &str = "motcua-demo";
/// A published procedure that a department settles, with several papers.
const PROCEDURE: &str = "1.001216";

/// A running `motcua`, ended when this goes out of scope.
pub struct Server {
    process: Child,
    /// `host:port`.
    pub host: String,
    /// From the start of the process to its first good answer.
    pub ready: Duration,
}

/// The binary, built for release.
pub fn binary() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/release/motcua")
}

/// A `motcua` command on the data in `data` or in the database at `url`.
pub fn command(data: &Path, url: Option<&str>) -> Command {
    let mut command = Command::new(binary());
    command.arg("--data").arg(data);
    if let Some(url) = url {
        command.args(["--database", url]);
    }
    command.env("MOTCUA_LOG", "warn");
    command
}

/// Makes a province with its people and procedures, and `dossiers` dossiers.
pub fn fill(data: &Path, url: Option<&str>, dossiers: u32) -> Outcome<()> {
    let dossiers = dossiers.to_string();
    let status = command(data, url).args(["demo", "--no-serve", "--dossiers", &dossiers]).status()?;
    if status.success() { Ok(()) } else { Err("the province could not be made".into()) }
}

impl Server {
    /// Starts serving what is there.
    pub fn start(data: &Path, url: Option<&str>) -> Outcome<Server> {
        Server::serving(command(data, url).arg("serve"))
    }

    /// The same, with the jobs left to nobody: what it uses is what it is asked.
    pub fn without_work(data: &Path, url: Option<&str>) -> Outcome<Server> {
        Server::serving(command(data, url).args(["serve", "--no-work"]))
    }

    fn serving(command: &mut Command) -> Outcome<Server> {
        let began = Instant::now();
        let mut process = command.args(["--listen", "127.0.0.1:0"]).stdout(Stdio::piped()).spawn()?;
        let out = process.stdout.take().ok_or("the server has no output")?;
        let line = BufReader::new(out).lines().map_while(Result::ok).find(|line| line.starts_with("http://"));
        let host = line.unwrap_or_default().trim_start_matches("http://").to_owned();
        let mut server = Server { process, host, ready: Duration::ZERO };
        Client::connect(&server.host)?.get("/readyz")?;
        server.ready = began.elapsed();
        Ok(server)
    }

    /// Resident memory, in MiB.
    pub fn memory(&self) -> Outcome<f64> {
        let status = fs::read_to_string(format!("/proc/{}/status", self.process.id()))?;
        let line = status.lines().find(|line| line.starts_with("VmRSS:")).ok_or("no VmRSS")?;
        let kib: f64 = line.split_whitespace().nth(1).ok_or("no VmRSS")?.parse()?;
        Ok(kib / 1024.0)
    }

    /// The processor time used so far by all its threads, in seconds.
    pub fn seconds_used(&self) -> Outcome<f64> {
        let stat = fs::read_to_string(format!("/proc/{}/stat", self.process.id()))?;
        let (_, fields) = stat.rsplit_once(") ").ok_or("no stat")?;
        // Fields 14 and 15 of the whole line, in ticks; the kernel counts a hundred a second.
        let ticks: Vec<f64> = fields.split(' ').skip(11).take(2).map_while(|n| n.parse().ok()).collect();
        Ok(ticks.iter().sum::<f64>() / 100.0)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.process.kill());
        drop(self.process.wait());
    }
}

/// A reception officer at the desk.
pub struct Officer {
    client: Client,
    form: String,
    csrf: String,
    /// Dossiers received and not yet transferred.
    pub held: Vec<String>,
}

impl Officer {
    /// Signs in and opens the form once; a form filled in again and again needs no more.
    pub fn at_desk(server: &Server, login: &str) -> Outcome<Officer> {
        let mut client = Client::connect(&server.host)?;
        client.sign_in(login, PASSWORD)?;
        let page = String::from_utf8(client.get(&format!("/lam-viec/tiep-nhan/{PROCEDURE}"))?)?;
        let csrf = between(&page, "name=\"csrf\" value=\"", "\"").ok_or("no token in the form")?.to_owned();
        let papers = page.matches("name=\"co\"").count();
        let mut form = format!(
            "csrf={csrf}&viec=tiep-nhan&truong-hop=0&kenh=counter&cach=counter&so-dinh-danh=084090000017\
             &ho-ten=Th%E1%BA%A1ch+Th%E1%BB%8B+Sa+Ri&dia-chi=%E1%BA%A4p+Ba+Se+A%2C+x%C3%A3+L%C6%B0%C6%A1ng+H%C3%B2a\
             &dien-thoai=0901234567"
        );
        for item in 0..papers {
            form.push_str(&format!("&co={item}&chinh-{item}=1"));
        }
        Ok(Officer { client, form, csrf, held: vec![] })
    }

    /// Receives one dossier: signed in, checked, its due date counted, entered in the log, its letter ordered.
    pub fn receive(&mut self) -> Outcome<bool> {
        #[expect(clippy::disallowed_methods, reason = "a load has no clock to set")]
        let id = Uuid::now_v7().to_string();
        let form = format!("{}&phieu={id}", self.form);
        let answer = self.client.post(&format!("/lam-viec/tiep-nhan/{PROCEDURE}"), &form)?;
        if answer.status != 303 {
            return Err(
                format!("receive: {} {}", answer.status, String::from_utf8_lossy(&answer.body)).into()
            );
        }
        self.held.push(id);
        Ok(true)
    }

    /// Hands one dossier to its settling unit; `false` when none is left.
    pub fn transfer(&mut self) -> Outcome<bool> {
        let Some(id) = self.held.pop() else { return Ok(false) };
        let form = format!("csrf={}&ban=1", self.csrf);
        let answer = self.client.post(&format!("/lam-viec/ho-so/{id}/chuyen"), &form)?;
        if answer.status == 303 { Ok(true) } else { Err(format!("transfer: {}", answer.status).into()) }
    }
}

/// What stands between `before` and `after`, the first time.
pub fn between<'a>(text: &'a str, before: &str, after: &str) -> Option<&'a str> {
    let (_, rest) = text.split_once(before)?;
    rest.split_once(after).map(|(value, _)| value)
}

/// Officers of four roles who bring dossiers on their way, one step after the other, each step by another hand.
pub struct Chain {
    reception: Officer,
    head: Desk,
    handler: Desk,
    /// The handler, as the head chooses them.
    person: String,
}

/// A browser that is signed in, and its token.
struct Desk {
    client: Client,
    csrf: String,
}

impl Desk {
    fn open(server: &Server, login: &str) -> Outcome<Desk> {
        let mut client = Client::connect(&server.host)?;
        client.sign_in(login, PASSWORD)?;
        let page = String::from_utf8(client.get("/tai-khoan")?)?;
        let csrf = between(&page, "name=\"csrf\" value=\"", "\"").ok_or("no token")?.to_owned();
        Ok(Desk { client, csrf })
    }

    /// Does a deed to the dossier as it stands in its version `version`.
    fn act(&mut self, id: &str, deed: &str, version: u32, fields: &str) -> Outcome<()> {
        let form = format!("csrf={}&ban={version}{fields}", self.csrf);
        let answer = self.client.post(&format!("/lam-viec/ho-so/{id}/{deed}"), &form)?;
        if answer.status == 303 {
            return Ok(());
        }
        Err(format!("{deed}: {} {}", answer.status, String::from_utf8_lossy(&answer.body)).into())
    }
}

impl Chain {
    /// Signs them in; one dossier is brought to the head's desk to see whom it can be given to.
    pub fn open(server: &Server) -> Outcome<Chain> {
        let mut chain = Chain {
            reception: Officer::at_desk(server, "tiepnhan")?,
            head: Desk::open(server, "truongphong")?,
            handler: Desk::open(server, "chuyenvien")?,
            person: String::new(),
        };
        chain.reception.receive()?;
        let id = chain.reception.held.last().cloned().ok_or("nothing received")?;
        chain.reception.transfer()?;
        let desk = String::from_utf8(chain.handler.client.get("/lam-viec")?)?;
        let name = between(&desk, "<span><b>", "</b>").ok_or("the handler has no name")?;
        let page = String::from_utf8(chain.head.client.get(&format!("/lam-viec/ho-so/{id}"))?)?;
        let option =
            page.split("<option value=\"").find(|part| part.contains(name)).ok_or("no such handler")?;
        option.split('"').next().unwrap_or_default().clone_into(&mut chain.person);
        Ok(chain)
    }

    /// One dossier through six steps: received, handed over, assigned, drafted, submitted, approved by the head. How long
    /// each took, in milliseconds, is added to `waits`.
    pub fn process(&mut self, waits: &mut Vec<f64>) -> Outcome<()> {
        let mut began = Instant::now();
        let mut took = || {
            waits.push(began.elapsed().as_secs_f64() * 1e3);
            began = Instant::now();
        };
        self.reception.receive()?;
        took();
        let id = self.reception.held.last().cloned().ok_or("nothing received")?;
        self.reception.transfer()?;
        took();
        self.head.act(&id, "phan-cong", 2, &format!("&nguoi={}", self.person))?;
        took();
        self.handler.act(&id, "du-thao", 3, "&y-kien=%C4%90%E1%BB%A7+%C4%91i%E1%BB%81u+ki%E1%BB%87n")?;
        took();
        self.handler.act(&id, "chuyen-buoc", 4, "")?;
        took();
        self.head.act(&id, "chuyen-buoc", 5, "")?;
        took();
        Ok(())
    }
}
