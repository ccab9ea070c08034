//! The server is killed in the middle of receiving: what it acknowledged is there, the log is whole, nothing is there twice.

use std::{
    collections::BTreeMap,
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    process::{Child, Stdio},
    sync::Mutex,
    time::{Duration, Instant},
};

use base::app::App;
use kit::{
    blob::Blobs,
    clock::Clock,
    db::{Db, Options, migrate::migrate},
    testing::TempDir,
};
use motcua::demo::{self, Profile, accounts};

use crate::{operate::motcua, world::BY_DEPARTMENT};

/// How many are received between a start and a kill.
const RECEIVED: usize = 24;
/// How many officers receive at once.
const AT_ONCE: usize = 4;
/// Longer than a round takes on a slow machine; a server that hangs fails the test instead of holding it up.
const PATIENCE: Duration = Duration::from_mins(1);

/// A province with a counter and one procedure, in the data folder `d`; nothing holds it open afterwards.
fn set_up(dir: &TempDir) {
    let data = dir.path().join("d");
    std::fs::create_dir_all(&data).unwrap();
    let db = Db::open(&format!("sqlite:{}", data.join("motcua.db").display()), &Options::default()).unwrap();
    migrate(&db, base::migrations::ALL, jiff::Timestamp::UNIX_EPOCH).unwrap();
    let blobs = Blobs::open(&data.join("files")).unwrap();
    let app = App::open(db, blobs, Clock::default(), "http://x").unwrap();
    let is_meant = |line: &&str| line.contains(&format!("\"ma\":\"{BY_DEPARTMENT}\""));
    let catalogue: Vec<&str> = demo::data::CATALOGUE.lines().filter(is_meant).collect();
    demo::set_up(&app, Profile::VinhLong2025, &catalogue.join("\n")).unwrap();
    accounts::open(&app).unwrap();
}

fn start(dir: &TempDir) -> (Child, String) {
    let mut command = motcua(dir);
    command.args(["--data", "d", "serve", "--listen", "127.0.0.1:0"]);
    let mut server = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    let line = BufReader::new(server.stdout.take().unwrap()).lines().next().unwrap().unwrap();
    (server, line.strip_prefix("http://").unwrap().to_owned())
}

/// An officer's browser.
struct Desk {
    address: String,
    cookie: String,
    csrf: String,
}

impl Desk {
    fn open(address: &str) -> Desk {
        let mut desk = Desk { address: address.to_owned(), cookie: String::new(), csrf: String::new() };
        let signed_in = desk.post("/dang-nhap", "ten=tiepnhan&mat-khau=motcua-demo").unwrap();
        let cookie = header(&signed_in, "set-cookie: ").unwrap_or_else(|| panic!("{signed_in}"));
        cookie.split(';').next().unwrap().clone_into(&mut desk.cookie);
        let form = desk.get(&format!("/lam-viec/tiep-nhan/{BY_DEPARTMENT}"));
        let csrf = form.split("name=\"csrf\" value=\"").nth(1).unwrap_or_else(|| panic!("{form}"));
        csrf.split('"').next().unwrap().clone_into(&mut desk.csrf);
        desk
    }

    /// The whole answer, or nothing if the server went away before it was whole.
    fn send(&self, head: &str, body: &str) -> Option<String> {
        let mut line = TcpStream::connect(&self.address).ok()?;
        line.set_read_timeout(Some(PATIENCE)).unwrap();
        let cookie = &self.cookie;
        write!(line, "{head} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nCookie: {cookie}\r\n").ok()?;
        write!(line, "Content-Type: application/x-www-form-urlencoded\r\n").ok()?;
        write!(line, "Content-Length: {}\r\n\r\n{body}", body.len()).ok()?;
        let mut answer = vec![];
        line.read_to_end(&mut answer).ok()?;
        let answer = String::from_utf8_lossy(&answer).into_owned();
        answer.contains("\r\n\r\n").then_some(answer)
    }

    fn get(&self, path: &str) -> String {
        self.send(&format!("GET {path}"), "").unwrap()
    }

    fn post(&self, path: &str, body: &str) -> Option<String> {
        self.send(&format!("POST {path}"), body)
    }

    /// Sends the form of the dossier `id`; whether it was acknowledged.
    fn receive(&self, id: &str) -> bool {
        let csrf = &self.csrf;
        let body = format!(
            "csrf={csrf}&phieu={id}&so-dinh-danh=084199001234&ho-ten=Kim+Thi+Mau&dia-chi=Ap+3&kenh=counter&cach=counter\
             &co=0&co=1&co=2&co=3&chinh-0=1&chinh-1=1&chinh-2=1&chinh-3=1&viec=tiep-nhan"
        );
        let Some(answer) = self.post(&format!("/lam-viec/tiep-nhan/{BY_DEPARTMENT}"), &body) else {
            return false;
        };
        let place = header(&answer, "location: ").unwrap_or_else(|| panic!("{answer}"));
        assert!(place.ends_with(&format!("xong={id}")), "{place}");
        true
    }
}

fn header(answer: &str, name: &str) -> Option<String> {
    answer.lines().find_map(|line| line.strip_prefix(name)).map(str::to_owned)
}

/// Several receive at once until some were acknowledged and the server is killed while the others still send; each form by its
/// identifier, and whether it was acknowledged.
fn received_until_killed(address: &str, server: &mut Child, sent: &Mutex<BTreeMap<String, bool>>) {
    let since = Instant::now();
    let acknowledged = || sent.lock().unwrap().values().filter(|is_known| **is_known).count();
    let before = acknowledged();
    let desks: Vec<Desk> = (0..AT_ONCE).map(|_| Desk::open(address)).collect();
    std::thread::scope(|scope| {
        for desk in &desks {
            scope.spawn(move || {
                loop {
                    let id = kit::clock::id(Clock::default().now()).to_string();
                    sent.lock().unwrap().insert(id.clone(), false);
                    if !desk.receive(&id) {
                        return;
                    }
                    sent.lock().unwrap().insert(id, true);
                }
            });
        }
        while acknowledged() < before + RECEIVED && since.elapsed() < PATIENCE {
            std::thread::sleep(Duration::from_millis(2));
        }
        // SIGKILL: nothing is finished, nothing is put away.
        server.kill().unwrap();
        server.wait().unwrap();
    });
    assert!(acknowledged() >= before + RECEIVED, "too slow: {} in a minute", acknowledged() - before);
}

#[test]
fn what_was_acknowledged_survives_a_kill_and_nothing_is_there_twice() {
    let dir = TempDir::new().unwrap();
    set_up(&dir);
    let sent = Mutex::new(BTreeMap::new());
    for _ in 0..2 {
        let (mut server, address) = start(&dir);
        received_until_killed(&address, &mut server, &sent);
    }
    let sent = sent.into_inner().unwrap();
    assert!(sent.values().any(|is_known| !is_known), "nobody was in the middle of it");

    let verified = motcua(&dir).args(["--data", "d", "audit", "verify"]).output().unwrap();
    assert!(verified.status.success(), "{}", String::from_utf8_lossy(&verified.stdout));
    let (mut server, address) = start(&dir);
    let desk = Desk::open(&address);
    for (id, is_known) in &sent {
        if *is_known {
            let page = desk.get(&format!("/lam-viec/ho-so/{id}"));
            assert!(page.starts_with("HTTP/1.1 200"), "{id} was acknowledged: {page}");
        }
        // The officer who saw no answer sends the form again, as the browser offers; so does one who did.
        assert!(desk.receive(id), "{id}");
    }
    server.kill().unwrap();
    server.wait().unwrap();

    let path = dir.path().join("d/motcua.db");
    let db = Db::open(&format!("sqlite:{}", path.display()), &Options::default()).unwrap();
    let counts: (i64, i64, i64) = db
        .read_blocking(|tx| {
            let sql = "SELECT count(*), count(DISTINCT code), (SELECT count(*) FROM dossier) FROM filing";
            let row = tx.one(sql, vec![])?;
            Ok::<_, kit::db::Error>((row.get(0)?, row.get(1)?, row.get(2)?))
        })
        .unwrap();
    let all = i64::try_from(sent.len()).unwrap();
    assert_eq!(counts, (all, all, all), "each form is one dossier with a code of its own");
    let found = db.read_blocking(base::audit::verify).unwrap();
    assert_eq!(found.faults, Vec::<String>::new());
}
