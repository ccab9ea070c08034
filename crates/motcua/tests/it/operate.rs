//! What an operator sees: the binary as it is started, stopped, configured, examined; exports and figures.

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    process::{Child, Command, Output, Stdio},
};

use axum::http::StatusCode;
use base::app::App;
use jiff::civil::date;
use kit::{
    blob::Blobs,
    clock::Clock,
    testing::{TempDir, TestDb, databases},
};
use motcua::{
    config::Settings,
    demo::{self, Profile},
    doctor::{self, Examination, State},
};

use crate::world::{at, on_each};

/// The binary, in a folder of its own.
pub fn motcua(dir: &TempDir) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_motcua"));
    // Nothing of the surroundings may sway it.
    command.current_dir(dir.path()).env_clear();
    command
}

fn run(dir: &TempDir, arguments: &[&str]) -> (Option<i32>, String, String) {
    let Output { status, stdout, stderr } = motcua(dir).args(arguments).output().unwrap();
    (status.code(), String::from_utf8(stdout).unwrap(), String::from_utf8(stderr).unwrap())
}

#[test]
fn the_examples_in_a_file_pass_or_tell_the_difference() {
    let dir = TempDir::new().unwrap();
    let manual = crate::architecture::root().join("docs/manual/quan-tri/quy-trinh.md");
    let manual = std::fs::read_to_string(manual).unwrap();
    let text = manual.split("```yaml\n").nth(1).unwrap().split("```").next().unwrap();
    std::fs::write(dir.path().join("a.yaml"), text).unwrap();
    let (code, told, _) = run(&dir, &["process", "test", "a.yaml"]);
    assert_eq!((code, told.contains("5/5 ví dụ đạt.")), (Some(0), true), "{told}");
    let (code, told, _) = run(&dir, &["process", "check", "a.yaml", "--json"]);
    assert_eq!((code, told.contains("\"sound\":true")), (Some(0), true), "{told}");
    std::fs::write(
        dir.path().join("b.yml"),
        text.replace("buoc: 3, han: 2025-06-09", "buoc: 4, han: 2025-06-09"),
    )
    .unwrap();
    let (code, told, _) = run(&dir, &["process", "test", "b.yml", "--json"]);
    assert_eq!(code, Some(1));
    assert!(told.contains("\"differences\":[\"Hồ sơ đứng ở bước: mong đợi 4, thực tế 3.\"]"), "{told}");
    // A file without examples proves nothing.
    std::fs::write(dir.path().join("c.yaml"), text.split("vi_du:").next().unwrap()).unwrap();
    assert_eq!(run(&dir, &["process", "test", "c.yaml"]).0, Some(1));
}

/// A running server and its address.
fn start(dir: &TempDir) -> (Child, String) {
    let mut command = motcua(dir);
    command.args(["--data", "d", "serve", "--listen", "127.0.0.1:0"]);
    let mut server = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    let line = BufReader::new(server.stdout.take().unwrap()).lines().next().unwrap().unwrap();
    (server, line.strip_prefix("http://").unwrap().to_owned())
}

fn stop(server: &Child) {
    let id = rustix::process::Pid::from_child(server);
    rustix::process::kill_process(id, rustix::process::Signal::TERM).unwrap();
}

#[test]
fn a_server_that_is_told_to_stop_finishes_the_request_at_hand() {
    let dir = TempDir::new().unwrap();
    let (mut server, address) = start(&dir);
    let mut slow = TcpStream::connect(&address).unwrap();
    let body = "ma=000.00.00.H59-230822-0001";
    write!(
        slow,
        "POST /tra-cuu HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\n\
         Content-Length: {}\r\nExpect: 100-continue\r\n\r\n",
        body.len()
    )
    .unwrap();
    // The server asks for the rest: the request is at hand.
    let mut begun = [0; 12];
    slow.read_exact(&mut begun).unwrap();
    assert_eq!(&begun, b"HTTP/1.1 100");
    stop(&server);
    // No new visitor is let in from the moment it knows.
    while TcpStream::connect(&address).is_ok() {
        std::thread::yield_now();
    }
    slow.write_all(body.as_bytes()).unwrap();
    let mut answer = String::new();
    slow.read_to_string(&mut answer).unwrap();
    assert!(answer.contains("HTTP/1.1 200") || answer.contains("HTTP/1.1 4"), "{answer}");
    assert!(answer.contains("</html>"), "{answer}");
    assert_eq!(server.wait().unwrap().code(), Some(0));
}

#[test]
fn what_stands_in_the_way_of_a_start_is_said_in_a_sentence() {
    let dir = TempDir::new().unwrap();
    let (mut server, address) = start(&dir);
    let (code, _, said) = run(&dir, &["--data", "e", "serve", "--listen", &address]);
    assert_eq!(code, Some(1));
    assert!(said.contains("đã có chương trình khác"), "{said}");
    stop(&server);
    server.wait().unwrap();
    std::fs::write(dir.path().join("tep"), "x").unwrap();
    let (code, _, said) = run(&dir, &["--data", "tep", "serve"]);
    assert_eq!(code, Some(1));
    assert!(said.contains("Không dùng được thư mục dữ liệu tep: đường dẫn này là một tệp"), "{said}");
    let (code, _, said) = run(&dir, &["--database", "mysql://x", "migrate"]);
    assert_eq!(code, Some(1));
    assert!(said.contains("database: phải bắt đầu bằng"), "{said}");
    let (code, ..) = run(&dir, &["serve", "--bogus"]);
    assert_eq!(code, Some(2), "wrong usage");
}

#[test]
fn the_configuration_is_checked_without_telling_secrets() {
    let dir = TempDir::new().unwrap();
    let file = dir.path().join("motcua.toml");
    std::fs::write(
        &file,
        "[files]\nkind = \"s3\"\nbucket = \"b\"\naccess_key = \"a\"\nsecret_key = \"kín\"\n",
    )
    .unwrap();
    let (code, said, _) = run(&dir, &["config", "check"]);
    assert_eq!(code, Some(0), "{said}");
    assert!(
        said.contains("files.secret_key = \"***\"  # tệp motcua.toml") && !said.contains("kín"),
        "{said}"
    );
    std::fs::write(&file, "[files]\nkind = \"s3\"\n").unwrap();
    let (code, said, _) = run(&dir, &["config", "check", "--json"]);
    assert_eq!(code, Some(1));
    assert!(said.contains("files.bucket: phải có"), "{said}");
    std::fs::write(&file, "dat = 1\n").unwrap();
    let (code, _, said) = run(&dir, &["config", "check"]);
    assert_eq!((code, said.trim()), (Some(1), "Không có khóa cấu hình “dat” (tệp motcua.toml)."));
}

/// When what is received on 30 August 2023 at 15:30 with a limit of one working day is due.
fn due_as_configured(configuration: &str) -> String {
    let dir = TempDir::new().unwrap();
    std::fs::write(dir.path().join("motcua.toml"), configuration).unwrap();
    let asked = r#"{"received_at":"2023-08-30T15:30:00","limit":{"amount":1,"unit":"working_day"}}"#;
    let mut command = motcua(&dir);
    let mut asking = command.arg("due").stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    asking.stdin.take().unwrap().write_all(asked.as_bytes()).unwrap();
    let answer = String::from_utf8(asking.wait_with_output().unwrap().stdout).unwrap();
    let (_, due) = answer.split_once(r#""due_at":""#).unwrap();
    due[..16].to_owned()
}

#[test]
fn what_the_law_leaves_open_is_read_as_configured_under_its_own_rule_set() {
    assert_eq!(due_as_configured(""), "2023-08-31T15:30");
    // 15:30 counts as the next opening (NĐ 61/2018 Điều 18.2, where read as a rule about the clock).
    let strict = "cutoff = \"fifteen_hours\"\nends_with_the_day = true\n";
    assert_eq!(due_as_configured(&format!("[nd61_2018]\n{strict}")), "2023-08-31T17:00");
    assert_eq!(due_as_configured(&format!("[nd118_2025]\n{strict}")), "2023-08-31T15:30");
}

#[test]
fn the_doctor_says_what_is_missing_and_makes_nothing() {
    let dir = TempDir::new().unwrap();
    let (code, said, _) = run(&dir, &["doctor"]);
    assert_eq!(code, Some(1));
    assert!(said.contains("Chưa có cơ sở dữ liệu motcua-data/motcua.db"), "{said}");
    assert!(!dir.path().join("motcua-data").exists());
    assert_eq!(run(&dir, &["migrate"]).0, Some(0));
    let (code, said, _) = run(&dir, &["doctor", "--json"]);
    assert_eq!(code, Some(1));
    let said: serde_json::Value = serde_json::from_str(&said).unwrap();
    let state = |check: &str| {
        let all = said["findings"].as_array().unwrap();
        all.iter().find(|finding| finding["check"] == check).unwrap()["state"].clone()
    };
    for check in ["files", "database", "durability", "schema", "jobs", "clock"] {
        assert_eq!(state(check), "ok", "{check}");
    }
    for check in ["calendar", "units", "people", "procedures", "processes"] {
        assert_eq!(state(check), "wrong", "{check}");
    }
}

#[test]
fn the_first_account_is_opened_on_the_command_line() {
    let dir = TempDir::new().unwrap();
    let unit = r#"{"code":"H59","kind":"province","names":[{"name":"UBND","from":"2020-01-01"}],"active_from":"2020-01-01"}"#;
    std::fs::write(dir.path().join("u.jsonl"), unit).unwrap();
    assert_eq!(run(&dir, &["units", "import", "u.jsonl"]).0, Some(0));
    let mut add = motcua(&dir);
    add.args([
        "people",
        "add",
        "quantri",
        "--name",
        "Nguyễn Văn A",
        "--unit",
        "H59",
        "--role",
        "administrator",
    ]);
    let mut ask = |secret: &str| {
        let mut child = add.stdin(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        child.stdin.take().unwrap().write_all(secret.as_bytes()).unwrap();
        child.wait().unwrap().code()
    };
    assert_eq!(ask("ngắn\n"), Some(1));
    assert_eq!(ask("một câu dài dễ nhớ\n"), Some(0));
    assert_eq!(ask("một câu dài dễ nhớ\n"), Some(1), "the name is taken");
    assert!(run(&dir, &["doctor"]).1.contains("1 tài khoản quản trị"));
}

/// The state of one check.
fn state(found: &Examination, check: &str) -> (State, String) {
    let finding = found.findings.iter().find(|finding| finding.check == check);
    let finding = finding.unwrap_or_else(|| panic!("{check} was not looked at: {}", found.text()));
    (finding.state, finding.message.clone())
}

#[test]
fn the_doctor_finds_what_is_wrong_on_either_engine() {
    for db in databases(base::migrations::ALL) {
        let settings =
            Settings { data: db.dir.path().into(), database: db.url.clone(), ..Settings::default() };
        let now = at("2026-11-25T08:00");
        let examine = || doctor::examine(&settings, now);
        for check in ["files", "database", "durability", "schema", "jobs", "clock"] {
            assert_eq!(state(&examine(), check).0, State::Ok, "{check}");
        }
        let change = |sql: &'static str| db.db.write_blocking(move |tx| tx.execute(sql, vec![])).unwrap();
        db.db
            .write_blocking(move |tx| {
                for (kind, hours) in [("fail", 0), ("late", 2), ("soon", 0)] {
                    let run_at = now - jiff::SignedDuration::from_hours(hours);
                    kit::queue::enqueue(tx, kind, &serde_json::json!({}), run_at);
                }
                base::audit::note(
                    tx,
                    uuid::Uuid::from_u128(7),
                    "test",
                    &"",
                    domain::people::Actor::System,
                    now + jiff::SignedDuration::from_mins(6),
                )
            })
            .unwrap();
        change("UPDATE job SET state = 'dead', last_error = 'hỏng' WHERE kind = 'fail'");
        let found = examine();
        assert!(!found.sound);
        let dead = "1 việc chạy nền đã thất bại hẳn (fail: hỏng).".to_owned();
        assert_eq!(state(&found, "jobs_dead"), (State::Wrong, dead));
        assert_eq!(state(&found, "jobs_waiting"), (State::Wrong, "1 việc chạy nền chờ hơn một giờ.".into()));
        assert_eq!(state(&found, "clock").0, State::Wrong, "the log is ahead of it");
        change("UPDATE migration SET hash = 'x' WHERE name = '0000_kit'");
        assert!(state(&examine(), "schema").1.contains("đã bị sửa"));
        change("UPDATE migration SET name = '9999_later' WHERE name = '0000_kit'");
        assert!(state(&examine(), "schema").1.contains("mới hơn chương trình"));
        change("DELETE FROM migration WHERE name = '9999_later'");
        assert!(state(&examine(), "schema").1.contains("còn thiếu: 0000_kit"));
        change("DROP TABLE migration");
        assert!(state(&examine(), "schema").1.contains("0001_office"));
    }
}

#[test]
fn a_database_that_is_away_is_said() {
    let dir = TempDir::new().unwrap();
    let settings = Settings {
        data: dir.path().into(),
        database: "postgres://nobody@127.0.0.1:1/none".into(),
        ..Settings::default()
    };
    let found = doctor::examine(&settings, at("2026-11-25T08:00"));
    assert_eq!(state(&found, "database").0, State::Wrong);
}

fn empty(db: &TestDb) -> App {
    let blobs = Blobs::open(&db.dir.path().join("files")).unwrap();
    App::open(db.db.clone(), blobs, Clock::at(at("2023-08-22T08:00")), "http://x").unwrap()
}

fn refresh(app: &App) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
    runtime.block_on(app.refresh_house()).unwrap();
}

/// Everything that can be exported, and how it is imported.
const FILES: [(fn(&App) -> base::error::Result<String>, fn(&App, &str)); 4] = [
    (office::org::export, |app, text| whole(office::org::import::import(app, "a", text, false))),
    (office::calendar::export, |app, text| whole(office::calendar::import(app, "a", text, false))),
    (office::catalogue::write::export, |app, text| {
        whole(office::catalogue::import::import(app, "a", text, false));
    }),
    (office::process::write::export, |app, text| {
        whole(office::process::import::import(app, "a", text, false));
    }),
];

fn whole(report: base::error::Result<office::import::Report>) {
    let report = report.unwrap();
    assert_eq!(report.refused, vec![]);
    assert_eq!(report.added, report.rows);
}

#[test]
fn what_is_exported_and_imported_elsewhere_is_exported_again_to_the_letter() {
    // That every record survives is proved beside the writer; here it is the way through the database.
    let catalogue = demo::data::CATALOGUE.lines().take(150).collect::<Vec<_>>().join("\n");
    for (from, to) in databases(base::migrations::ALL).iter().zip(&databases(base::migrations::ALL)) {
        let (from, to) = (empty(from), empty(to));
        demo::set_up(&from, Profile::TraVinh2023, &catalogue).unwrap();
        from.db
            .write_blocking(|tx| {
                let half = domain::calendar::SpecialDay {
                    day: date(2026, 2, 13),
                    kind: domain::calendar::DayKind::HalfDay,
                    name: "Nghỉ chiều, có dấu \"phẩy\"".into(),
                    basis: String::new(),
                };
                let (by, at) = (domain::people::Actor::System, at("2023-08-22T08:00"));
                office::calendar::put(tx, &half, by, at)
            })
            .unwrap();
        let known = from.house();
        let unit = domain::org::Unit {
            hours: Some(domain::calendar::WorkingHours::usual()),
            address: "Số 1".into(),
            phone: "0294".into(),
            ..known.by_code("H59").unwrap().clone()
        };
        let by = domain::people::Actor::System;
        from.db
            .write_blocking(move |tx| office::org::store::save(tx, &unit, by, at("2023-08-22T08:00")))
            .unwrap();
        refresh(&from);
        for (export, import) in FILES {
            let text = export(&from).unwrap();
            import(&to, &text);
            refresh(&to);
            assert!(text.lines().count() > 100);
            assert!(export(&to).unwrap() == text, "{}", text.lines().next().unwrap());
        }
        assert_eq!(to.house().by_code("H59").unwrap().phone, "0294");
    }
}

#[test]
fn figures_name_routes_and_nobody() {
    on_each(async |world| {
        let visitor = world.visitor();
        assert_eq!(visitor.get("/thu-tuc/1.001216").await.status, StatusCode::OK);
        assert_eq!(visitor.get("/khong-co/1.001216").await.status, StatusCode::NOT_FOUND);
        let text = visitor.get("/metrics").await.text();
        assert!(text.contains("motcua_requests_total{route=\"/thu-tuc/{ma}\",status=\"200\"}"), "{text}");
        assert!(text.contains("motcua_requests_total{route=\"-\",status=\"404\"}"), "{text}");
        assert!(
            text.contains("motcua_request_seconds_bucket{route=\"/thu-tuc/{ma}\",le=\"0.005\"}"),
            "{text}"
        );
        assert!(text.contains("motcua_jobs{state=\"dead\"} 0"), "{text}");
        assert!(text.contains("motcua_database_queue{kind=\"write\"} 0"), "{text}");
        assert!(!text.contains("1.001216"), "{text}");
    });
}
