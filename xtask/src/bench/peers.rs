//! `cargo xtask bench --peers`: a process of six human steps by one client, durable after each and loaded afresh for each:
//! the product over HTTP, with login, permission, audit and jobs, against two engines that are only libraries. By turns in
//! one run; what counts is the median of the rounds' ratios.

use std::{
    fs,
    io::{BufRead, BufReader, Write},
    path::{Path, PathBuf},
    process::{Child, ChildStdin, ChildStdout, Command, Stdio},
    time::{Duration, Instant},
};

use super::{
    Figure, Outcome, Rounds,
    load::Measured,
    product::{self, Chain, Server},
    wait_for_quiet,
};
use crate::test::succeed;

/// How long one turn lasts, in seconds.
const TURN: f64 = 3.0;

/// Measures `rounds` rounds; ratios are ours over the peer's.
pub fn measure(folder: &Path, rounds: usize, figures: &mut Vec<Figure>) -> Outcome<()> {
    let mut peers = [Peer::spiff(folder)?, Peer::bpmn(folder)?];
    let data = folder.join("peers");
    product::fill(&data, None, 0)?;
    let server = Server::start(&data, None)?;
    let mut chain = Chain::open(&server)?;
    // The first turn warms caches; it does not count.
    ours(&mut chain, 1.0)?;
    for peer in &mut peers {
        peer.turn(1.0)?;
    }
    let mut all = [Rounds::default(), Rounds::default()];
    for _ in 0..rounds {
        for (peer, rounds) in peers.iter_mut().zip(&mut all) {
            wait_for_quiet()?;
            let their = peer.turn(TURN)?;
            rounds.add(ours(&mut chain, TURN)?, their);
        }
    }
    for (peer, rounds) in peers.iter().zip(&all) {
        figures.push(rounds.figure(&format!("six human steps, against {}", peer.name), "sqlite", 1));
    }
    Ok(())
}

/// The product for `seconds`: how many steps a second.
fn ours(chain: &mut Chain, seconds: f64) -> Outcome<Measured> {
    let began = Instant::now();
    let end = began + Duration::from_secs_f64(seconds);
    let mut waits = vec![];
    while Instant::now() < end {
        chain.process(&mut waits)?;
    }
    Ok(Measured::of(waits, began.elapsed()))
}

/// A peer: a process of its own that is told to work for so many seconds and says its rate.
struct Peer {
    name: &'static str,
    process: Child,
    ask: ChildStdin,
    answers: BufReader<ChildStdout>,
}

impl Peer {
    fn start(name: &'static str, command: &mut Command) -> Outcome<Peer> {
        let mut process = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()?;
        let ask = process.stdin.take().ok_or("no input")?;
        let answers = BufReader::new(process.stdout.take().ok_or("no output")?);
        Ok(Peer { name, process, ask, answers })
    }

    /// `SpiffWorkflow`, in Python, installed into `target/peers` if it is not there.
    fn spiff(folder: &Path) -> Outcome<Peer> {
        let home = installed().join("python");
        let python = home.join("bin/python");
        if !home.join("done").exists() {
            succeed(Command::new("python3").args(["-m", "venv"]).arg(&home))?;
            let wanted = source("requirements.txt");
            succeed(Command::new(&python).args(["-m", "pip", "install", "--quiet", "-r"]).arg(wanted))?;
            fs::write(home.join("done"), "")?;
        }
        let mut command = Command::new(python);
        command.arg(source("spiff.py")).arg(folder.join("spiff.db")).arg(source("six.bpmn"));
        Peer::start("SpiffWorkflow, reload", &mut command)
    }

    /// bpmn-engine, in Node, likewise.
    fn bpmn(folder: &Path) -> Outcome<Peer> {
        let home = installed().join("node");
        if !home.join("done").exists() {
            fs::create_dir_all(&home)?;
            fs::copy(source("package.json"), home.join("package.json"))?;
            let options = ["install", "--no-audit", "--no-fund", "--no-package-lock", "--silent", "--prefix"];
            succeed(Command::new("npm").args(options).arg(&home))?;
            fs::write(home.join("done"), "")?;
        }
        let mut command = Command::new("node");
        command.arg(source("bpmn.js")).arg(folder.join("bpmn.db")).arg(source("six.bpmn"));
        Peer::start("bpmn-engine, recover", command.env("NODE_PATH", home.join("node_modules")))
    }

    /// Works for `seconds`; steps a second.
    fn turn(&mut self, seconds: f64) -> Outcome<f64> {
        writeln!(self.ask, "{seconds}")?;
        let mut line = String::new();
        self.answers.read_line(&mut line)?;
        line.trim().parse().map_err(|_| format!("{} said: {line}", self.name).into())
    }
}

impl Drop for Peer {
    fn drop(&mut self) {
        drop(self.process.kill());
        drop(self.process.wait());
    }
}

fn source(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("peers").join(name)
}

fn installed() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/peers")
}
