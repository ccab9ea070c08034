//! `cargo xtask bench`: the product and what the machine can do at best, measured in one run, by turns. What counts is
//! the ratio of the two in the same round; absolute figures are for orientation.

mod ceiling;
mod http;
mod load;
mod peers;
mod product;
mod reads;
mod watchers;

use std::{
    error::Error,
    fs,
    path::{Path, PathBuf},
    process::Command,
    thread,
    time::{Duration, Instant},
};

use load::median;
use product::{Officer, Server};
use reads::Side;
use serde::Serialize;

use crate::postgres::Postgres;

type Outcome<T> = Result<T, Box<dyn Error>>;

/// How many rounds, unless it is said otherwise.
const ROUNDS: usize = 5;
/// At how many dossiers lists are read, and how many at most unless it is said otherwise.
const SCALES: [u32; 3] = [100_000, 1_000_000, 10_000_000];
const LARGEST: u32 = 1_000_000;
/// How long one turn lasts, in seconds.
const TURN: f64 = 2.0;
/// How many work at once.
const CLIENTS: [usize; 3] = [1, 8, 32];
/// How much of a core others may use before a round is put off.
const FOREIGN: f64 = 0.25;

/// One figure of the result (`target/bench/result.json`).
#[derive(Clone, Debug, Serialize)]
struct Figure {
    name: String,
    engine: Option<&'static str>,
    clients: usize,
    value: f64,
    unit: &'static str,
    ceiling: Option<f64>,
    ratio: Option<f64>,
    /// The least and the greatest ratio of the rounds.
    range: Option<(f64, f64)>,
    /// One in a hundred waited longer, in milliseconds.
    p99_ms: Option<f64>,
}

/// Where it all happens; gone at the end.
struct Place(PathBuf);

impl Drop for Place {
    fn drop(&mut self) {
        drop(fs::remove_dir_all(&self.0));
    }
}

/// Runs it. `--rounds N` for fewer or more; `--only writes|reads|rest`; `--dossiers N` for up to ten million; `--peers` for
/// nothing but the comparison with other engines.
pub fn run(arguments: &[String]) -> Outcome<()> {
    let rounds = option(arguments, "--rounds").map_or(Ok(ROUNDS), str::parse)?;
    let status = Command::new("cargo").args(["build", "--release"]).status()?;
    if !status.success() {
        return Err("the product does not build".into());
    }
    let place = Place(std::env::temp_dir().join(format!("motcua-bench-{}", std::process::id())));
    fs::create_dir_all(&place.0)?;
    let mut figures = vec![];
    if arguments.iter().any(|argument| argument == "--peers") {
        peers::measure(&place.0, rounds, &mut figures)?;
        return report(&figures, "peers.json");
    }
    let is_wanted = |part: &str| option(arguments, "--only").is_none_or(|only| only == part);
    if is_wanted("writes") {
        writes_on_sqlite(&place.0, rounds, &mut figures)?;
        writes_on_postgres(&place.0, rounds, &mut figures)?;
    }
    if is_wanted("reads") {
        let largest = option(arguments, "--dossiers").map_or(Ok(LARGEST), str::parse)?;
        let scales: Vec<u32> = SCALES.into_iter().filter(|scale| *scale <= largest).collect();
        reads_on_both(&place.0, &scales, rounds, &mut figures)?;
    }
    if is_wanted("rest") {
        figures.extend(letters()?);
    }
    report(&figures, "result.json")
}

fn option<'a>(arguments: &'a [String], name: &str) -> Option<&'a str> {
    let at = arguments.iter().position(|argument| argument == name)?;
    arguments.get(at + 1).map(String::as_str)
}

fn writes_on_sqlite(folder: &Path, rounds: usize, figures: &mut Vec<Figure>) -> Outcome<()> {
    let data = folder.join("sqlite");
    let bare = ceiling::prepare_sqlite(folder)?;
    product::fill(&data, None, 0)?;
    let server = Server::start(&data, None)?;
    // The floor is one connection, one commit each: the same for every number of clients.
    writes(&server, "sqlite", rounds, figures, &|_| ceiling::sqlite(&bare, TURN))?;
    server_itself(server, &data, None, "sqlite", figures)
}

fn writes_on_postgres(folder: &Path, rounds: usize, figures: &mut Vec<Figure>) -> Outcome<()> {
    let postgres = Postgres::start()?;
    let data = folder.join("postgres");
    let script = ceiling::prepare_postgres(&postgres, folder)?;
    let url = postgres.socket_url();
    product::fill(&data, Some(&url), 0)?;
    let server = Server::start(&data, Some(&url))?;
    writes(&server, "postgres", rounds, figures, &|clients| postgres.pgbench(&script, clients, TURN))?;
    server_itself(server, &data, Some(&url), "postgres", figures)
}

/// Lists, search and pages among very many dossiers.
fn reads_on_both(folder: &Path, scales: &[u32], rounds: usize, figures: &mut Vec<Figure>) -> Outcome<()> {
    let data = folder.join("many");
    reads::history(&data, None)?;
    let side = Side::Sqlite(rusqlite::Connection::open(data.join("motcua.db"))?);
    let embedded = reads::Data { folder: &data, url: None, engine: "sqlite", side };
    reads::measure(&embedded, scales, rounds, figures)?;
    drop(fs::remove_dir_all(&data));
    let data = folder.join("many-postgres");
    let postgres = Postgres::start()?;
    let url = postgres.socket_url();
    reads::history(&data, Some(&url))?;
    let side = Side::Postgres(&postgres);
    reads::measure(
        &reads::Data { folder: &data, url: Some(url), engine: "postgres", side },
        scales,
        rounds,
        figures,
    )
}

/// A letter: the first of a process and a warm one.
fn letters() -> Outcome<[Figure; 2]> {
    let said: serde_json::Value = serde_json::from_str(&reads::example("casework", "letter_rate")?)?;
    let value = |name: &str| said.get(name).and_then(serde_json::Value::as_f64).ok_or("no figure");
    Ok([
        plain("letter, the first of the process", None, 1, value("first_ms")?, "ms"),
        plain("letter, warm", None, 1, value("warm_ms")?, "ms"),
    ])
}

/// Receptions and transfers at 1, 8 and 32 clients, each round with its own ceiling.
fn writes(
    server: &Server,
    engine: &'static str,
    rounds: usize,
    figures: &mut Vec<Figure>,
    ceiling: &dyn Fn(usize) -> Outcome<f64>,
) -> Outcome<()> {
    for clients in CLIENTS {
        let mut officers =
            (0..clients).map(|no| Officer::at_desk(server, &login(no))).collect::<Outcome<Vec<Officer>>>()?;
        // The first turn warms caches and statements; it does not count.
        load::run(&mut officers, 0.5, Officer::receive)?;
        load::run(&mut officers, 0.5, Officer::transfer)?;
        let (mut receive, mut transfer) = (Rounds::default(), Rounds::default());
        for _ in 0..rounds {
            wait_for_quiet()?;
            // What was received but not passed on in the last round would make this one's second turn longer.
            let received = load::run(&mut officers, TURN, Officer::receive)?;
            let top = ceiling(clients)?;
            let moved = load::run(&mut officers, TURN, Officer::transfer)?;
            receive.add(received, top);
            transfer.add(moved, top);
        }
        figures.push(receive.figure("receive a dossier", engine, clients));
        figures.push(transfer.figure("make a transition", engine, clients));
    }
    Ok(())
}

/// The reception officers of the demo: one at the provincial centre, then one in each of thirty communes.
fn login(no: usize) -> String {
    match no {
        0 => "tiepnhan".into(),
        1..=30 => format!("canbo{:03}", no + 256),
        _ => format!("canbo{:03}", no - 30),
    }
}

/// The figures of several rounds.
#[derive(Default)]
struct Rounds {
    values: Vec<f64>,
    ceilings: Vec<f64>,
    p99: Vec<f64>,
}

impl Rounds {
    fn add(&mut self, measured: load::Measured, ceiling: f64) {
        self.values.push(measured.rate);
        self.ceilings.push(ceiling);
        self.p99.push(measured.p99);
    }

    fn figure(&self, name: &str, engine: &'static str, clients: usize) -> Figure {
        let ratios: Vec<f64> =
            self.values.iter().zip(&self.ceilings).map(|(value, top)| value / top).collect();
        let least = ratios.iter().copied().fold(f64::INFINITY, f64::min);
        let most = ratios.iter().copied().fold(0.0, f64::max);
        // What has no ceiling was given none.
        let is_measured = self.ceilings.iter().all(|top| top.is_finite());
        let figure = Figure {
            name: name.into(),
            engine: Some(engine),
            clients,
            value: median(&self.values),
            unit: "/s",
            ceiling: is_measured.then(|| median(&self.ceilings)),
            ratio: is_measured.then(|| median(&ratios)),
            range: is_measured.then_some((least, most)),
            p99_ms: Some(median(&self.p99)),
        };
        eprintln!("{}", line(&figure));
        figure
    }
}

/// Memory after the load, and how soon a start on what is there answers.
fn server_itself(
    server: Server,
    data: &Path,
    url: Option<&str>,
    engine: &'static str,
    figures: &mut Vec<Figure>,
) -> Outcome<()> {
    figures.push(plain("resident memory after 32 clients", Some(engine), 32, server.memory()?, "MiB"));
    drop(server);
    let mut starts = vec![];
    for _ in 0..3 {
        starts.push(Server::start(data, url)?.ready.as_secs_f64() * 1e3);
    }
    figures.push(plain("start to first answer", Some(engine), 1, median(&starts), "ms"));
    Ok(())
}

/// A figure without a ceiling.
fn plain(name: &str, engine: Option<&'static str>, clients: usize, value: f64, unit: &'static str) -> Figure {
    let figure = Figure {
        name: name.into(),
        engine,
        clients,
        value,
        unit,
        ceiling: None,
        ratio: None,
        range: None,
        p99_ms: None,
    };
    eprintln!("{}", line(&figure));
    figure
}

/// Waits until others leave the machine alone; gives up after a minute, and says so.
fn wait_for_quiet() -> Outcome<()> {
    for _ in 0..20 {
        if busy()? < FOREIGN {
            return Ok(());
        }
        thread::sleep(Duration::from_secs(3));
    }
    Err("others use this machine: nothing to be measured now".into())
}

/// How much of a core is in use while we do nothing.
fn busy() -> Outcome<f64> {
    let idle = || -> Outcome<f64> {
        let text = fs::read_to_string("/proc/stat")?;
        let first = text.lines().next().ok_or("no /proc/stat")?;
        let ticks: Vec<f64> = first.split_whitespace().skip(1).map_while(|n| n.parse().ok()).collect();
        // The kernel counts a hundred ticks a second. What runs at low priority gives way, as our own letters do.
        let gives_way: f64 = [1, 3, 4].iter().filter_map(|place| ticks.get(*place)).sum();
        Ok(gives_way / 100.0)
    };
    let (began, before) = (Instant::now(), idle()?);
    thread::sleep(Duration::from_millis(500));
    let cores = load::count(thread::available_parallelism()?.get());
    Ok(cores - (idle()? - before) / began.elapsed().as_secs_f64())
}

fn line(figure: &Figure) -> String {
    let number = |value: Option<f64>, digits: usize| {
        value.map_or_else(|| "–".into(), |value| format!("{value:.digits$}"))
    };
    let range = figure.range.map_or_else(|| "–".into(), |(least, most)| format!("{least:.2}–{most:.2}"));
    format!(
        "| {} | {} | {} | {:.1} {} | {} | {} | {} | {} |",
        figure.name,
        figure.engine.unwrap_or("–"),
        figure.clients,
        figure.value,
        figure.unit,
        number(figure.ceiling, 0),
        number(figure.ratio, 2),
        range,
        number(figure.p99_ms, 1)
    )
}

/// Prints the table and writes it to the file `name` in `target/bench`.
fn report(figures: &[Figure], name: &str) -> Outcome<()> {
    println!("| what | engine | clients | value | ceiling | ratio | least–most | p99 ms |");
    println!("|---|---|---|---|---|---|---|---|");
    for figure in figures {
        println!("{}", line(figure));
    }
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/bench");
    fs::create_dir_all(&folder)?;
    fs::write(folder.join(name), serde_json::to_string_pretty(figures)?)?;
    Ok(())
}
