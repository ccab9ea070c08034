//! SQLite: one writer that commits together whatever waits, and readers on snapshots.

use std::{
    path::Path,
    sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel},
    thread,
    time::Duration,
};

use rusqlite::{Connection, ErrorCode, OpenFlags, config::DbConfig, ffi};

use super::{
    Error, Options, Row, Tx, Value,
    error::Cure,
    lane::{self, Lane, Ran, Source, TRIES, Work},
    tx::{Engine, Statement},
};

/// How many closures one commit carries at most.
const BATCH: usize = 64;
/// After how many closures the writer wakes the checkpointer, which otherwise comes round each second.
const WAKES: usize = 500;
/// Pages in the write-ahead log at which the writer itself makes room: most of them lie in the database by then, and only it
/// can begin the log again while others write all the time.
const LAST_RESORT_PAGES: u32 = 20_000;

pub(super) struct SqliteConnection {
    connection: Connection,
    /// How many scripts it ran: what they do the engine does not count.
    scripts: u64,
}

fn open(path: &Path, options: &Options) -> Result<SqliteConnection, Error> {
    let unreachable = |error: rusqlite::Error| Error::Unreachable(format!("{}: {error}", path.display()));
    let connection = Connection::open_with_flags(
        path,
        OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | OpenFlags::SQLITE_OPEN_NO_MUTEX,
    )
    .map_err(unreachable)?;
    connection.busy_timeout(Duration::from_secs(5)).map_err(unreachable)?;
    connection.set_prepared_statement_cache_capacity(256);
    let pragmas = format!(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;
         PRAGMA cache_size = -{}; PRAGMA temp_store = MEMORY; PRAGMA wal_autocheckpoint = {LAST_RESORT_PAGES};",
        options.cache_kib
    );
    connection.execute_batch(&pragmas).map_err(unreachable)?;
    // Without this SQLite prepares a statement again whenever an argument that could sway its plan has changed.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true).map_err(unreachable)?;
    Ok(SqliteConnection { connection, scripts: 0 })
}

/// The one connection that writes.
pub(super) fn writer(path: &Path, options: &Options) -> Result<Lane, Error> {
    let mut connection = open(path, options)?;
    let (lane, source) = Lane::new();
    let (wake, woken) = sync_channel(1);
    checkpointer(path, options, woken)?;
    let write = move || {
        let mut written = 0;
        while let Some(batch) = next_batch(&source) {
            written += batch.len();
            connection.write_together(batch);
            written = call_checkpointer(&wake, written);
        }
    };
    thread::Builder::new()
        .name("sqlite-write".into())
        .spawn(write)
        .map_err(|error| Error::Unreachable(error.to_string()))?;
    Ok(lane)
}

/// The connections that read, each on the snapshot of its closure.
pub(super) fn readers(path: &Path, options: &Options) -> Result<Lane, Error> {
    let (lane, source) = Lane::new();
    for n in 0..options.connections.max(1) {
        let mut connection = open(path, options)?;
        connection
            .connection
            .execute_batch("PRAGMA query_only = ON")
            .map_err(|error| Error::Unreachable(error.to_string()))?;
        let source = Source::clone(&source);
        thread::Builder::new()
            .name(format!("sqlite-read-{n}"))
            .spawn(move || {
                while let Some(work) = lane::next(&source) {
                    connection.read_one(work);
                }
            })
            .map_err(|error| Error::Unreachable(error.to_string()))?;
    }
    Ok(lane)
}

/// Wakes the checkpointer when so much was `written` since it was last; how much that is now.
fn call_checkpointer(wake: &SyncSender<()>, written: usize) -> usize {
    if written < WAKES {
        return written;
    }
    // It is at work already if it cannot be woken, and comes round by itself.
    let _ = wake.try_send(());
    0
}

/// Moves the log into the database beside the writer, so that no commit has to wait for it.
fn checkpointer(path: &Path, options: &Options, woken: Receiver<()>) -> Result<(), Error> {
    let connection = open(path, options)?.connection;
    thread::Builder::new()
        .name("sqlite-checkpoint".into())
        .spawn(move || {
            loop {
                if woken.recv_timeout(Duration::from_secs(1)) == Err(RecvTimeoutError::Disconnected) {
                    break;
                }
                let moved = connection.query_row("PRAGMA wal_checkpoint(PASSIVE)", [], |_| Ok(()));
                if let Err(error) = moved {
                    tracing::warn!(%error, "checkpoint");
                }
            }
        })
        .map(drop)
        .map_err(|error| Error::Unreachable(error.to_string()))
}

/// Whatever waits, bounded; at least one. Nothing when the lane is closed.
fn next_batch(source: &Source) -> Option<Vec<Box<dyn Work>>> {
    let mut source = source.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    let mut batch = vec![source.blocking_recv()?];
    while batch.len() < BATCH
        && let Ok(work) = source.try_recv()
    {
        batch.push(work);
    }
    Some(batch)
}

impl SqliteConnection {
    /// Runs every closure of `batch`, commits them together and only then answers.
    fn write_together(&mut self, mut batch: Vec<Box<dyn Work>>) {
        // Hardly ever is anything to be undone: a closure that refuses has mostly only read. Savepoints, which copy every page
        // that is touched, are for when it is.
        let done = match self.try_together(&mut batch, false) {
            Ok(false) => self.try_together(&mut batch, true).map(drop),
            done => done.map(drop),
        };
        if let Err(error) = done {
            if !self.connection.is_autocommit() {
                drop(self.connection.execute_batch("ROLLBACK"));
            }
            for work in &mut batch {
                work.fail(error.clone());
            }
        }
        for work in batch {
            work.answer();
        }
    }

    /// Whether all of `batch` is settled; if not, because one that failed had written something and there were no
    /// `savepoints`, nothing has happened.
    fn try_together(&mut self, batch: &mut [Box<dyn Work>], savepoints: bool) -> Result<bool, Error> {
        self.short("BEGIN IMMEDIATE")?;
        let is_alone = batch.len() == 1;
        let mut kept = 0;
        for work in &mut *batch {
            let before = self.written();
            if savepoints {
                self.short("SAVEPOINT work")?;
            }
            let is_kept = self.run_one(work.as_mut());
            if self.connection.is_autocommit() {
                // The engine undid the whole transaction by itself: no room, or the disk failed.
                return Err(Error::DiskFull);
            }
            if savepoints {
                self.short(if is_kept { "RELEASE work" } else { "ROLLBACK TO work; RELEASE work" })?;
            } else if !is_kept && (is_alone || self.written() != before) {
                self.short("ROLLBACK")?;
                return Ok(is_alone);
            }
            kept += usize::from(is_kept);
        }
        self.short(if kept == 0 { "ROLLBACK" } else { "COMMIT" })?;
        Ok(true)
    }

    /// Grows with whatever is written.
    fn written(&self) -> (u64, u64) {
        (self.connection.total_changes(), self.scripts)
    }

    fn run_one(&mut self, work: &mut dyn Work) -> bool {
        let mut tx = Tx::new(Engine::Sqlite(self));
        if !matches!(work.run(&mut tx), Ran::Keep) {
            return false;
        }
        match tx.finish() {
            Ok(()) => true,
            Err(error) => {
                work.fail(error);
                false
            }
        }
    }

    fn read_one(&mut self, mut work: Box<dyn Work>) {
        for _ in 0..TRIES {
            if let Err(error) = self.short("BEGIN DEFERRED") {
                work.fail(error);
                break;
            }
            let ran = {
                let mut tx = Tx::new(Engine::Sqlite(self));
                work.run(&mut tx)
            };
            drop(self.short("ROLLBACK"));
            if !matches!(ran, Ran::Again) {
                break;
            }
        }
        work.answer();
    }

    fn short(&self, sql: &str) -> Result<(), Error> {
        if sql.contains(';') {
            return self.connection.execute_batch(sql).map_err(|error| translate(&error, &mut Cure::None));
        }
        let done = self.connection.prepare_cached(sql).and_then(|mut statement| statement.raw_execute());
        done.map(drop).map_err(|error| translate(&error, &mut Cure::None))
    }

    pub(super) fn each<E: From<Error>>(
        &mut self,
        sql: &str,
        args: &[Value],
        cure: &mut Cure,
        take: &mut dyn FnMut(Row) -> Result<(), E>,
    ) -> Result<(), E> {
        let mut statement =
            self.connection.prepare_cached(&numbered(sql)).map_err(|error| translate(&error, cure))?;
        bind(&mut statement, args).map_err(|error| translate(&error, cure))?;
        let columns = statement.column_count();
        let mut rows = statement.raw_query();
        while let Some(row) = rows.next().map_err(|error| translate(&error, cure))? {
            let values: Result<Vec<Value>, rusqlite::Error> =
                (0..columns).map(|i| row.get_ref(i).map(Value::from)).collect();
            take(Row(values.map_err(|error| translate(&error, cure))?))?;
        }
        Ok(())
    }

    pub(super) fn execute(&mut self, sql: &str, args: &[Value], cure: &mut Cure) -> Result<u64, Error> {
        let done = self.connection.prepare_cached(&numbered(sql)).and_then(|mut statement| {
            bind(&mut statement, args)?;
            statement.raw_execute()
        });
        done.map(|n| n as u64).map_err(|error| translate(&error, cure))
    }

    pub(super) fn run(&mut self, statements: &[Statement], cure: &mut Cure) -> Result<(), Error> {
        statements.iter().try_for_each(|(sql, args)| self.execute(sql, args, cure).map(drop))
    }

    pub(super) fn script(&mut self, sql: &str, cure: &mut Cure) -> Result<(), Error> {
        self.scripts += 1;
        self.connection.execute_batch(sql).map_err(|error| translate(&error, cure))
    }
}

/// SQLite numbers `$2 … $1` by first appearance; `?2 … ?1` it reads as PostgreSQL reads `$`.
fn numbered(sql: &str) -> String {
    let mut parts = sql.split('$');
    let mut out = String::with_capacity(sql.len());
    out.push_str(parts.next().unwrap_or_default());
    for part in parts {
        out.push(if part.starts_with(|c: char| c.is_ascii_digit()) { '?' } else { '$' });
        out.push_str(part);
    }
    out
}

fn bind(statement: &mut rusqlite::Statement<'_>, args: &[Value]) -> rusqlite::Result<()> {
    args.iter().enumerate().try_for_each(|(i, value)| statement.raw_bind_parameter(i + 1, value))
}

fn translate(error: &rusqlite::Error, cure: &mut Cure) -> Error {
    let rusqlite::Error::SqliteFailure(code, message) = error else {
        return Error::Engine(error.to_string());
    };
    let message = message.clone().unwrap_or_default();
    match (code.code, code.extended_code) {
        (ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked, _) => {
            *cure = Cure::Again;
            Error::Contended
        }
        (ErrorCode::DiskFull, _) => Error::DiskFull,
        (_, ffi::SQLITE_CONSTRAINT_UNIQUE | ffi::SQLITE_CONSTRAINT_PRIMARYKEY) => {
            let constraint = message.rsplit(": ").next().unwrap_or_default().to_owned();
            Error::Duplicate { constraint }
        }
        _ => Error::Engine(format!("{error}")),
    }
}
