//! A PostgreSQL of our own in a temporary folder, gone when the chore ends.

use std::{
    error::Error,
    fs,
    net::TcpListener,
    os::unix::fs::{PermissionsExt, chown},
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

/// A running server.
pub struct Postgres {
    folder: PathBuf,
    programs: PathBuf,
    /// Where it listens.
    pub port: u16,
}

type Outcome<T> = Result<T, Box<dyn Error>>;

impl Postgres {
    /// Makes and starts one, durable like a real one.
    pub fn start() -> Outcome<Postgres> {
        let folder = std::env::temp_dir().join(format!("motcua-postgres-{}", std::process::id()));
        fs::create_dir_all(&folder)?;
        fs::set_permissions(&folder, fs::Permissions::from_mode(0o755))?;
        if let Some((user, group)) = other_user()? {
            chown(&folder, Some(user), Some(group))?;
        }
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let server = Postgres { programs: programs()?, folder, port };
        let data = server.folder.join("data");
        server.command(
            "initdb",
            &["-D", text(&data)?, "-A", "trust", "-U", "motcua", "-E", "UTF8", "--locale=C"],
        )?;
        let options = format!(
            "-p {port} -k {} -c listen_addresses=127.0.0.1 -c max_connections=200 -c shared_buffers=256MB",
            text(&server.folder)?
        );
        let log = server.folder.join("log");
        server.command("pg_ctl", &["-D", text(&data)?, "-o", &options, "-l", text(&log)?, "-w", "start"])?;
        Ok(server)
    }

    /// The address of its first database.
    pub fn url(&self) -> String {
        format!("postgres://motcua@127.0.0.1:{}/postgres", self.port)
    }

    /// The address of its first database through its socket, which spares the network's share.
    pub fn socket_url(&self) -> String {
        let folder = self.folder.display().to_string().replace('/', "%2F");
        format!("postgres://motcua@{folder}:{}/postgres", self.port)
    }

    /// How often a second `clients` at once get through the script, with prepared statements.
    pub fn pgbench(&self, script: &Path, clients: usize, seconds: f64) -> Outcome<f64> {
        let output = Command::new(self.programs.join("pgbench"))
            .args(["-n", "-M", "prepared", "-j", "1"])
            .args(["-c", &clients.to_string(), "-T", &seconds.ceil().to_string(), "-f", text(script)?])
            .arg(self.socket_url())
            .output()?;
        let said = String::from_utf8_lossy(&output.stdout);
        let line = said.lines().find(|line| line.starts_with("tps"));
        let rate = line.and_then(|line| line.split_whitespace().nth(2)).and_then(|rate| rate.parse().ok());
        rate.ok_or_else(|| format!("pgbench: {}", String::from_utf8_lossy(&output.stderr)).into())
    }

    /// Runs statements; what they answer, one row a line.
    pub fn sql(&self, statements: &str) -> Outcome<String> {
        let output = Command::new(self.programs.join("psql"))
            .args(["-qAt", "-v", "ON_ERROR_STOP=1", "-c", statements, &self.url()])
            .output()?;
        if !output.status.success() {
            return Err(String::from_utf8_lossy(&output.stderr).into());
        }
        Ok(String::from_utf8(output.stdout)?)
    }

    fn command(&self, program: &str, arguments: &[&str]) -> Outcome<()> {
        let path = self.programs.join(program);
        let mut command = if other_user()?.is_some() {
            // PostgreSQL refuses to run as root.
            let mut command = Command::new("runuser");
            command.args(["-u", "postgres", "--"]).arg(path);
            command
        } else {
            Command::new(path)
        };
        let done = command.args(arguments).current_dir("/").stdout(Stdio::null()).status()?;
        if done.success() { Ok(()) } else { Err(format!("{program}: {done}").into()) }
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        let data = self.folder.join("data");
        if let Ok(data) = text(&data) {
            drop(self.command("pg_ctl", &["-D", data, "-m", "immediate", "-w", "stop"]));
        }
        drop(fs::remove_dir_all(&self.folder));
    }
}

fn text(path: &Path) -> Outcome<&str> {
    path.to_str().ok_or_else(|| "a path that is not text".into())
}

/// The user that runs the server when we are root; nobody else is needed otherwise.
fn other_user() -> Outcome<Option<(u32, u32)>> {
    let is_root = fs::metadata("/proc/self").map(|own| std::os::unix::fs::MetadataExt::uid(&own) == 0)?;
    if !is_root {
        return Ok(None);
    }
    let users = fs::read_to_string("/etc/passwd")?;
    let line = users.lines().find(|line| line.starts_with("postgres:")).ok_or("no user named postgres")?;
    let mut parts = line.split(':').skip(2);
    let mut number = || parts.next().and_then(|part| part.parse().ok()).ok_or("unreadable /etc/passwd");
    Ok(Some((number()?, number()?)))
}

/// The folder of the newest server's programs.
fn programs() -> Outcome<PathBuf> {
    let mut found: Vec<PathBuf> = fs::read_dir("/usr/lib/postgresql")
        .map_err(|_| "PostgreSQL is missing: apt-get install postgresql")?
        .filter_map(Result::ok)
        .map(|entry| entry.path().join("bin"))
        .filter(|bin| bin.join("initdb").exists())
        .collect();
    found.sort();
    found.pop().ok_or_else(|| "PostgreSQL is missing: apt-get install postgresql".into())
}
