//! A fresh database for each test: SQLite always, PostgreSQL too when `MOTCUA_TEST_POSTGRES` names a server.

pub mod smtp;

use std::{
    path::{Path, PathBuf},
    sync::atomic::{AtomicU32, Ordering},
};

use crate::db::{Db, Error, Options, args, migrate::Migration};

static COUNT: AtomicU32 = AtomicU32::new(0);

/// A folder that is removed with everything in it when it goes out of scope.
#[derive(Debug)]
pub struct TempDir(PathBuf);

impl TempDir {
    /// A new, empty folder.
    pub fn new() -> std::io::Result<TempDir> {
        let n = COUNT.fetch_add(1, Ordering::Relaxed);
        let path = std::env::temp_dir().join(format!("motcua-test-{}-{n}", std::process::id()));
        std::fs::create_dir_all(&path)?;
        Ok(TempDir(path))
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for TempDir {
    fn drop(&mut self) {
        drop(std::fs::remove_dir_all(&self.0));
    }
}

/// A database of its own, gone when this goes out of scope.
#[derive(Debug)]
pub struct TestDb {
    /// The database.
    pub db: Db,
    /// Its address.
    pub url: String,
    /// A folder for the test's files.
    pub dir: TempDir,
    server: Option<(String, String)>,
}

impl Drop for TestDb {
    fn drop(&mut self) {
        let Some((server, name)) = self.server.take() else { return };
        let drop_it = move || {
            let one = Options { connections: 1, ..Options::default() };
            let dropped = Db::open(&server, &one)
                .and_then(|db| outside_transaction(&db, format!("DROP DATABASE {name} WITH (FORCE)")));
            if let Err(error) = dropped {
                tracing::warn!(%error, name, "a test database stays behind");
            }
        };
        drop(std::thread::spawn(drop_it).join());
    }
}

/// Databases cannot be made or dropped inside a transaction: leave it first.
fn outside_transaction(db: &Db, statement: String) -> Result<(), Error> {
    db.write_blocking(move |tx| {
        tx.script("COMMIT")?;
        tx.script(&statement)
    })
}

/// A fresh database on each engine at hand, with `migrations` applied.
///
/// # Panics
/// When one cannot be made: a test without its database has nothing to say.
#[expect(clippy::expect_used, reason = "for tests only")]
pub fn databases(migrations: &'static [Migration]) -> Vec<TestDb> {
    // On a thread of its own: a test may itself run inside an asynchronous runtime, where nothing may wait.
    std::thread::spawn(move || make(migrations)).join().expect("databases are made")
}

#[expect(clippy::expect_used, reason = "for tests only")]
fn make(migrations: &'static [Migration]) -> Vec<TestDb> {
    let mut all = vec![sqlite()];
    #[expect(clippy::disallowed_methods, reason = "the tests' own setting")]
    if let Ok(server) = std::env::var("MOTCUA_TEST_POSTGRES") {
        all.push(postgres(&server));
    }
    for test in &all {
        crate::db::migrate::migrate(&test.db, migrations, jiff::Timestamp::UNIX_EPOCH)
            .expect("migrations apply");
    }
    all
}

#[expect(clippy::expect_used, reason = "for tests only")]
fn sqlite() -> TestDb {
    let dir = TempDir::new().expect("a temporary folder");
    let url = format!("sqlite:{}", dir.path().join("test.db").display());
    let db = Db::open(&url, &Options { connections: 2, cache_kib: 1024 }).expect("SQLite opens");
    TestDb { db, url, dir, server: None }
}

#[expect(clippy::expect_used, reason = "for tests only")]
fn postgres(server: &str) -> TestDb {
    let n = COUNT.fetch_add(1, Ordering::Relaxed);
    let name = format!("motcua_test_{}_{n}", std::process::id());
    let one = Options { connections: 1, ..Options::default() };
    let admin = Db::open(server, &one).expect("the test server answers");
    outside_transaction(&admin, format!("CREATE DATABASE {name}")).expect("a database is made");
    let url = match server.rsplit_once('/') {
        Some((host, _)) => format!("{host}/{name}"),
        None => server.to_owned(),
    };
    let db = Db::open(&url, &Options { connections: 4, ..Options::default() }).expect("PostgreSQL opens");
    let dir = TempDir::new().expect("a temporary folder");
    TestDb { db, url, dir, server: Some((server.to_owned(), name)) }
}

/// How many rows `table` has.
///
/// # Panics
/// When it cannot be counted.
#[expect(clippy::expect_used, reason = "for tests only")]
pub fn count(db: &Db, table: &'static str) -> i64 {
    db.read_blocking(move |tx| tx.one(&format!("SELECT count(*) FROM {table}"), args![])?.get(0))
        .expect("a count")
}
