//! The one door to SQLite and PostgreSQL: one SQL text, one closure = one transaction.
//!
//! `db.write(move |tx| …)` commits what the closure did if it says `Ok`, and undoes it if it says `Err`. A closure
//! that lost a race is run again, so it must have no other effect than through `tx`. `db.read(move |tx| …)` sees one
//! snapshot. Each connection belongs to one thread; closures wait for it in a bounded queue.

mod error;
mod lane;
pub mod migrate;
mod pg;
mod sqlite;
mod tx;
mod value;

use std::{path::PathBuf, sync::Arc};

pub use error::Error;
use lane::Lane;
pub use tx::{Dialect, Tx};
pub use value::{FromValue, Row, Value};

/// How a database is opened.
#[derive(Clone, Debug)]
pub struct Options {
    /// Connections that read (SQLite), or all of them (PostgreSQL).
    pub connections: usize,
    /// Memory that SQLite's page cache may take for each connection, in KiB.
    pub cache_kib: u32,
}

impl Default for Options {
    fn default() -> Options {
        Options { connections: 8, cache_kib: 8 * 1024 }
    }
}

/// A database, shared by everybody who clones it.
#[derive(Clone)]
pub struct Db {
    write: Arc<Lane>,
    read: Arc<Lane>,
    dialect: Dialect,
}

impl std::fmt::Debug for Db {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Db({:?})", self.dialect)
    }
}

impl Db {
    /// Opens `sqlite:PATH` or `postgres://…`. An SQLite file that is not there is made; an address that is neither is
    /// refused rather than taken for a file name.
    pub fn open(url: &str, options: &Options) -> Result<Db, Error> {
        if let Some(path) = url.strip_prefix("sqlite:") {
            let path = PathBuf::from(path);
            let write = Arc::new(sqlite::writer(&path, options)?);
            let read = Arc::new(sqlite::readers(&path, options)?);
            return Ok(Db { write, read, dialect: Dialect::Sqlite });
        }
        if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            let lane = Arc::new(pg::pool(url, options)?);
            return Ok(Db { write: Arc::clone(&lane), read: lane, dialect: Dialect::Postgres });
        }
        Err(Error::Address)
    }

    /// Which engine it is.
    pub fn dialect(&self) -> Dialect {
        self.dialect
    }

    /// How many closures wait to write and to read; on PostgreSQL both wait in one queue.
    pub fn waiting(&self) -> (usize, usize) {
        (self.write.waiting(), self.read.waiting())
    }

    /// Whether anybody's closure waits or runs at this moment.
    pub fn is_in_use(&self) -> bool {
        self.write.in_use() + self.read.in_use() > 0
    }

    /// Runs `work` in one transaction, commits it if it says `Ok`, and answers when it is durable.
    pub async fn write<T, E, F>(&self, work: F) -> Result<T, E>
    where
        F: Fn(&mut Tx) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        self.write.run(work, lane::Mode::Write).await
    }

    /// Runs `work` on one snapshot; it cannot change anything.
    pub async fn read<T, E, F>(&self, work: F) -> Result<T, E>
    where
        F: Fn(&mut Tx) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        self.read.run(work, lane::Mode::Read).await
    }

    /// As [`Db::write`], from a thread that may wait: commands, not handlers.
    pub fn write_blocking<T, E, F>(&self, work: F) -> Result<T, E>
    where
        F: Fn(&mut Tx) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        self.write.run_blocking(work, lane::Mode::Write)
    }

    /// As [`Db::read`], from a thread that may wait.
    pub fn read_blocking<T, E, F>(&self, work: F) -> Result<T, E>
    where
        F: Fn(&mut Tx) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        self.read.run_blocking(work, lane::Mode::Read)
    }
}

/// The arguments of a statement: anything that is a [`Value`].
#[macro_export]
macro_rules! args {
    ($($value:expr),* $(,)?) => { vec![$($crate::db::Value::from($value)),*] };
}
pub use args;

#[cfg(test)]
mod tests;
