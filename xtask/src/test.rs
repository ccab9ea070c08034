//! Every test: rules, stores and pages on both databases and both stores of files, and the pages in a real browser.

use std::{
    error::Error,
    io::{BufRead, BufReader},
    path::Path,
    process::{Child, Command, Stdio},
    thread,
};

use crate::{postgres::Postgres, s3::S3};

type Outcome<T> = Result<T, Box<dyn Error>>;

/// Runs them all; `arguments` are handed to `cargo test`, and then only that is run.
pub fn run(arguments: &[String]) -> Outcome<()> {
    let postgres = Postgres::start()?;
    // A test that was not run must not look like one that passed: without the stand-in this fails.
    let store = S3::start()?;
    let mut cargo = Command::new("cargo");
    cargo
        .args(["test", "--workspace", "--all-targets"])
        .args(arguments)
        .env("MOTCUA_TEST_POSTGRES", postgres.url())
        .env("MOTCUA_TEST_S3", &store.url);
    succeed(&mut cargo)?;
    if !arguments.is_empty() {
        return Ok(());
    }
    let folder = std::env::temp_dir().join(format!("motcua-browser-{}", std::process::id()));
    // Beside each other: a browser waits more than it works.
    let in_browser = thread::scope(|scope| {
        let other = scope.spawn(|| browse(&folder, Some(&postgres.url())).map_err(|error| error.to_string()));
        let one = browse(&folder, None);
        one.and(other.join().unwrap_or_else(|_| Err("the second walk fell".into())).map_err(Into::into))
    });
    drop(std::fs::remove_dir_all(&folder));
    in_browser
}

/// Walks a demo in the browser, on SQLite or on the server at `database`, and says what came of it when it is over.
fn browse(folder: &Path, database: Option<&str>) -> Outcome<()> {
    let demo = Demo::start(&folder.join(database.map_or("sqlite", |_| "postgres")), database)?;
    let mut node = Command::new("npm");
    node.args(["test", "--prefix", "web", "--silent"]).env("MOTCUA_URL", &demo.url);
    // Which database answers changes nothing of how a page fits a telephone.
    node.envs(database.map(|_| ("MOTCUA_SIZE", "desk")));
    let walked = node.stderr(Stdio::inherit()).output()?;
    println!("── browser, {}", database.map_or("SQLite", |_| "PostgreSQL"));
    println!("{}", String::from_utf8_lossy(&walked.stdout));
    if walked.status.success() { Ok(()) } else { Err(format!("{node:?}: {}", walked.status).into()) }
}

/// A running demo, ended when this goes out of scope.
struct Demo {
    process: Child,
    url: String,
}

impl Demo {
    fn start(data: &Path, database: Option<&str>) -> Outcome<Demo> {
        // Beside this program lies what the tests were built with; to ask cargo for one package alone would build most of it anew.
        let mut command = Command::new(std::env::current_exe()?.with_file_name("motcua"));
        command.arg("--data").arg(data);
        if let Some(url) = database {
            command.args(["--database", url]);
        }
        command.args(["demo", "--dossiers", "80", "--listen", "127.0.0.1:0"]);
        let mut process = command.env("MOTCUA_LOG", "warn").stdout(Stdio::piped()).spawn()?;
        let out = process.stdout.take().ok_or("the demo has no output")?;
        let line = BufReader::new(out).lines().map_while(Result::ok).find(|line| line.starts_with("http://"));
        let demo = Demo { process, url: line.unwrap_or_default() };
        if demo.url.is_empty() { Err("the demo did not start".into()) } else { Ok(demo) }
    }
}

impl Drop for Demo {
    fn drop(&mut self) {
        drop(self.process.kill());
        drop(self.process.wait());
    }
}

/// Runs a command; its failure is ours.
pub fn succeed(command: &mut Command) -> Outcome<()> {
    let done = command.status()?;
    if done.success() { Ok(()) } else { Err(format!("{command:?}: {done}").into()) }
}
