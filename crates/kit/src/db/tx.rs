//! One transaction, in the hands of a closure.

use std::borrow::Cow;

use super::{Error, Row, Value, error::Cure, pg::PgConnection, sqlite::SqliteConnection};

/// Which engine runs a statement. For the few places where the two need different words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dialect {
    /// SQLite.
    Sqlite,
    /// PostgreSQL.
    Postgres,
}

/// One statement with its arguments.
pub(super) type Statement = (Cow<'static, str>, Vec<Value>);

pub(super) enum Engine<'c> {
    Sqlite(&'c mut SqliteConnection),
    Postgres(&'c mut PgConnection),
}

/// One transaction. Statements are written with `$1 …` and understood by both engines.
pub struct Tx<'c> {
    engine: Engine<'c>,
    later: Vec<Statement>,
    /// What the door should do if the closure now says no: set by the last error of the engine.
    pub(super) cure: Cure,
}

impl std::fmt::Debug for Tx<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Tx({:?})", self.dialect())
    }
}

impl<'c> Tx<'c> {
    pub(super) fn new(engine: Engine<'c>) -> Tx<'c> {
        Tx { engine, later: vec![], cure: Cure::None }
    }

    /// Which engine this is.
    pub fn dialect(&self) -> Dialect {
        match self.engine {
            Engine::Sqlite(_) => Dialect::Sqlite,
            Engine::Postgres(_) => Dialect::Postgres,
        }
    }

    /// Every row of the answer. For answers that may be large, [`Tx::each`].
    pub fn all(&mut self, sql: &str, args: Vec<Value>) -> Result<Vec<Row>, Error> {
        let mut rows = vec![];
        self.each(sql, args, |row| {
            rows.push(row);
            Ok::<(), Error>(())
        })?;
        Ok(rows)
    }

    /// The first row of the answer, if there is one.
    pub fn optional(&mut self, sql: &str, args: Vec<Value>) -> Result<Option<Row>, Error> {
        Ok(self.all(sql, args)?.into_iter().next())
    }

    /// The first row of an answer that has one.
    pub fn one(&mut self, sql: &str, args: Vec<Value>) -> Result<Row, Error> {
        self.optional(sql, args)?.ok_or_else(|| Error::Decode("no row".into()))
    }

    /// Hands each row to `take` as it arrives; nothing is kept.
    pub fn each<E: From<Error>>(
        &mut self,
        sql: &str,
        args: Vec<Value>,
        mut take: impl FnMut(Row) -> Result<(), E>,
    ) -> Result<(), E> {
        self.flush()?;
        let cure = &mut self.cure;
        match &mut self.engine {
            Engine::Sqlite(c) => c.each(sql, &args, cure, &mut take),
            Engine::Postgres(c) => c.each(sql, &args, cure, &mut take),
        }
    }

    /// Does it now; how many rows it touched.
    pub fn execute(&mut self, sql: &str, args: Vec<Value>) -> Result<u64, Error> {
        self.flush()?;
        let cure = &mut self.cure;
        match &mut self.engine {
            Engine::Sqlite(c) => c.execute(sql, &args, cure),
            Engine::Postgres(c) => c.execute(sql, &args, cure),
        }
    }

    /// Does it before the next statement that needs an answer, or with the commit: PostgreSQL gets all that wait in
    /// one round trip. An error is the whole transaction's.
    pub fn later(&mut self, sql: impl Into<Cow<'static, str>>, args: Vec<Value>) {
        self.later.push((sql.into(), args));
    }

    /// Runs several statements of a script, without arguments.
    pub fn script(&mut self, sql: &str) -> Result<(), Error> {
        self.flush()?;
        match &mut self.engine {
            Engine::Sqlite(c) => c.script(sql, &mut self.cure),
            Engine::Postgres(c) => c.script(sql, &mut self.cure),
        }
    }

    fn flush(&mut self) -> Result<(), Error> {
        if self.later.is_empty() {
            return Ok(());
        }
        let statements = std::mem::take(&mut self.later);
        match &mut self.engine {
            Engine::Sqlite(c) => c.run(&statements, &mut self.cure),
            Engine::Postgres(c) => c.run(&statements, false, &mut self.cure),
        }
    }

    /// Does what still waits; on PostgreSQL the commit goes out with it.
    pub(super) fn finish(&mut self) -> Result<(), Error> {
        let statements = std::mem::take(&mut self.later);
        match &mut self.engine {
            Engine::Sqlite(c) => c.run(&statements, &mut self.cure),
            Engine::Postgres(c) => c.run(&statements, true, &mut self.cure),
        }
    }
}
