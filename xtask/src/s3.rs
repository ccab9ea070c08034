//! A stand-in for a store that speaks S3 (moto, from Python's registry), ended when the chore ends.

use std::{
    error::Error,
    io::{Read, Write},
    net::{TcpListener, TcpStream},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

type Outcome<T> = Result<T, Box<dyn Error>>;

/// The bucket that the tests write to.
const BUCKET: &str = "motcua";

/// A running stand-in.
pub struct S3 {
    process: Child,
    /// Where it answers.
    pub url: String,
}

impl S3 {
    /// Installs it where that was not done yet, starts it and makes the bucket.
    pub fn start() -> Outcome<S3> {
        let programs = install()?;
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let process = Command::new(programs.join("moto_server"))
            .args(["-H", "127.0.0.1", "-p", &port.to_string()])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()?;
        let store = S3 { process, url: format!("http://127.0.0.1:{port}") };
        let patience = Instant::now() + Duration::from_mins(1);
        while make_bucket(port).is_err() {
            if Instant::now() > patience {
                return Err("the stand-in for S3 does not answer".into());
            }
            thread::sleep(Duration::from_millis(100));
        }
        Ok(store)
    }
}

impl Drop for S3 {
    fn drop(&mut self) {
        drop(self.process.kill());
        drop(self.process.wait());
    }
}

/// The folder of its programs.
fn install() -> Outcome<PathBuf> {
    let place = Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/python");
    let programs = place.join("bin");
    if !programs.join("moto_server").exists() {
        crate::test::succeed(Command::new("python3").args(["-m", "venv"]).arg(&place))?;
        let mut pip = Command::new(programs.join("pip"));
        crate::test::succeed(pip.args([
            "install",
            "--quiet",
            "--disable-pip-version-check",
            "moto[server]>=5,<6",
        ]))?;
    }
    Ok(programs)
}

fn make_bucket(port: u16) -> Outcome<()> {
    let mut stream = TcpStream::connect(("127.0.0.1", port))?;
    write!(stream, "PUT /{BUCKET} HTTP/1.0\r\nHost: 127.0.0.1\r\nContent-Length: 0\r\n\r\n")?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer)?;
    if answer.contains(" 200 ") { Ok(()) } else { Err(answer.into()) }
}
