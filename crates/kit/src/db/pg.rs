//! PostgreSQL: a few connections, each with its own thread. What waits in [`Tx::later`] goes out in one round trip, and
//! so does `BEGIN` with the first statement.

use std::{collections::HashMap, future::Future, thread, time::Duration};

use futures_util::{
    StreamExt,
    future::{join, join_all},
    pin_mut,
};
use tokio::runtime::{Builder, Runtime};
use tokio_postgres::{Client, Config, NoTls, Statement as Prepared, config::SslMode, error::SqlState};

use super::{
    Error, Options, Row, Tx, Value,
    error::Cure,
    lane::{self, Lane, Mode, Ran, Source, TRIES, Work},
    tx::{Engine, Statement},
};

/// How long the server may take over one statement.
const SETTINGS: &str = "-c statement_timeout=60000 -c timezone=UTC";

/// Where the connection is between two transactions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    /// No transaction.
    Idle,
    /// One is wanted; its first words go out with the first statement.
    Wanted(&'static str),
    /// The server is inside one.
    Open,
}

pub(super) struct PgConnection {
    runtime: Runtime,
    config: Config,
    client: Option<Client>,
    prepared: HashMap<String, Prepared>,
    stage: Stage,
}

/// The pool. Fails at once when the server cannot be reached.
pub(super) fn pool(url: &str, options: &Options) -> Result<Lane, Error> {
    let mut config: Config = url.parse().map_err(unreachable)?;
    if config.get_ssl_mode() == SslMode::Require {
        return Err(unreachable(
            "sslmode=require: this build reaches PostgreSQL over a private network only",
        ));
    }
    config.connect_timeout(Duration::from_secs(5)).options(SETTINGS).application_name("motcua");
    let (lane, source) = Lane::new();
    for n in 0..options.connections.max(1) {
        let runtime = Builder::new_current_thread().enable_all().build().map_err(unreachable)?;
        let config = config.clone();
        let mut connection =
            PgConnection { runtime, config, client: None, prepared: HashMap::new(), stage: Stage::Idle };
        let source = Source::clone(&source);
        let (tell, first) = std::sync::mpsc::channel();
        let serve = move || {
            if n == 0 && tell.send(connection.connect()).is_err() {
                return;
            }
            while let Some(work) = lane::next(&source) {
                connection.serve(work);
            }
        };
        thread::Builder::new().name(format!("postgres-{n}")).spawn(serve).map_err(unreachable)?;
        if n == 0 {
            first.recv().map_err(unreachable)??;
        }
    }
    Ok(lane)
}

fn unreachable(error: impl ToString) -> Error {
    Error::Unreachable(error.to_string())
}

impl PgConnection {
    fn connect(&mut self) -> Result<(), Error> {
        if self.client.as_ref().is_some_and(|client| !client.is_closed()) {
            return Ok(());
        }
        self.prepared.clear();
        self.stage = Stage::Idle;
        let (client, connection) = self.runtime.block_on(self.config.connect(NoTls)).map_err(unreachable)?;
        self.runtime.spawn(connection);
        self.client = Some(client);
        Ok(())
    }

    /// Runs one closure to its end, answers, and leaves the connection ready for the next.
    fn serve(&mut self, mut work: Box<dyn Work>) {
        for run in 1..=TRIES {
            if let Err(error) = self.connect() {
                work.fail(error);
                break;
            }
            match self.run_once(work.as_mut()) {
                Ran::Again if run < TRIES => thread::sleep(Duration::from_millis(u64::from(run) * 3)),
                Ran::Again => work.fail(Error::Contended),
                Ran::Keep | Ran::Undo => break,
            }
        }
        if work.mode() == Mode::Read {
            // Nothing of a reader's is lost by answering before the server has heard of its end.
            work.answer();
            self.end("COMMIT");
        } else {
            self.end("ROLLBACK");
            work.answer();
        }
    }

    fn run_once(&mut self, work: &mut dyn Work) -> Ran {
        self.end("ROLLBACK");
        let mode = work.mode();
        self.stage = Stage::Wanted(match mode {
            Mode::Read => "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
            Mode::Write => "BEGIN",
        });
        let mut tx = Tx::new(Engine::Postgres(self));
        let ran = work.run(&mut tx);
        if mode == Mode::Read || !matches!(ran, Ran::Keep) {
            return ran;
        }
        match tx.finish() {
            Ok(()) => Ran::Keep,
            Err(_) if tx.cure == Cure::Again => Ran::Again,
            Err(error) => {
                work.fail(error);
                Ran::Undo
            }
        }
    }

    /// Ends the transaction, if the server is inside one.
    fn end(&mut self, how: &str) {
        if let (Stage::Open, Some(client)) = (self.stage, &self.client) {
            drop(self.runtime.block_on(client.batch_execute(how)));
        }
        self.stage = Stage::Idle;
    }

    fn client(&self) -> Result<&Client, Error> {
        self.client.as_ref().ok_or_else(|| unreachable("no connection"))
    }

    /// Does `work`, with the first words of the transaction in front of it if they have not gone out yet. Both travel
    /// in one round trip.
    fn with_begin<T>(
        &self,
        work: impl Future<Output = Result<T, tokio_postgres::Error>>,
    ) -> Result<T, tokio_postgres::Error> {
        let Stage::Wanted(begin) = self.stage else { return self.runtime.block_on(work) };
        let Some(client) = &self.client else { return self.runtime.block_on(work) };
        let (opened, done) = self.runtime.block_on(join(client.batch_execute(begin), work));
        opened.and(done)
    }

    fn prepare(&mut self, sql: &str, cure: &mut Cure) -> Result<Prepared, Error> {
        if let Some(prepared) = self.prepared.get(sql) {
            return Ok(prepared.clone());
        }
        let prepared =
            self.with_begin(self.client()?.prepare(sql)).map_err(|error| self.translate(&error, cure))?;
        self.stage = Stage::Open;
        self.prepared.insert(sql.to_owned(), prepared.clone());
        Ok(prepared)
    }

    pub(super) fn each<E: From<Error>>(
        &mut self,
        sql: &str,
        args: &[Value],
        cure: &mut Cure,
        take: &mut dyn FnMut(Row) -> Result<(), E>,
    ) -> Result<(), E> {
        let prepared = self.prepare(sql, cure)?;
        let rows = self
            .with_begin(self.client()?.query_raw(&prepared, args))
            .map_err(|error| self.translate(&error, cure))?;
        self.stage = Stage::Open;
        pin_mut!(rows);
        while let Some(row) = self.runtime.block_on(rows.next()) {
            let row = row.map_err(|error| self.translate(&error, cure))?;
            let values: Result<Vec<Value>, _> = (0..row.len()).map(|i| row.try_get(i)).collect();
            take(Row(values.map_err(|error| Error::Decode(error.to_string()))?))?;
        }
        Ok(())
    }

    pub(super) fn execute(&mut self, sql: &str, args: &[Value], cure: &mut Cure) -> Result<u64, Error> {
        let prepared = self.prepare(sql, cure)?;
        let done = self
            .with_begin(self.client()?.execute_raw(&prepared, args))
            .map_err(|error| self.translate(&error, cure))?;
        self.stage = Stage::Open;
        Ok(done)
    }

    /// Sends all `statements` at once, and the commit behind them if this is the end. The server stops at the first
    /// that fails and turns the commit into a rollback, so nothing of a failed lot stays.
    pub(super) fn run(
        &mut self,
        statements: &[Statement],
        commit: bool,
        cure: &mut Cure,
    ) -> Result<(), Error> {
        let mut ready = Vec::with_capacity(statements.len());
        for (sql, args) in statements {
            ready.push((self.prepare(sql, cure)?, args));
        }
        if ready.is_empty() && self.stage != Stage::Open {
            return Ok(());
        }
        let client = self.client()?;
        let all = join_all(ready.iter().map(|(prepared, args)| client.execute_raw(prepared, *args)));
        let done = self.with_begin(async {
            let (all, committed) =
                if commit { join(all, client.batch_execute("COMMIT")).await } else { (all.await, Ok(())) };
            all.into_iter().collect::<Result<Vec<u64>, _>>()?;
            committed
        });
        self.stage = if commit { Stage::Idle } else { Stage::Open };
        done.map_err(|error| self.translate(&error, cure))
    }

    pub(super) fn script(&mut self, sql: &str, cure: &mut Cure) -> Result<(), Error> {
        self.with_begin(self.client()?.batch_execute(sql)).map_err(|error| self.translate(&error, cure))?;
        self.stage = Stage::Open;
        Ok(())
    }

    fn translate(&self, error: &tokio_postgres::Error, cure: &mut Cure) -> Error {
        if error.is_closed() || self.client.as_ref().is_none_or(Client::is_closed) {
            *cure = Cure::Again;
            return unreachable(error);
        }
        let Some(said) = error.as_db_error() else { return Error::Engine(describe(error)) };
        match said.code() {
            code if [SqlState::T_R_SERIALIZATION_FAILURE, SqlState::T_R_DEADLOCK_DETECTED].contains(code) => {
                *cure = Cure::Again;
                Error::Contended
            }
            code if *code == SqlState::ADMIN_SHUTDOWN || *code == SqlState::CRASH_SHUTDOWN => {
                *cure = Cure::Again;
                unreachable(error)
            }
            code if *code == SqlState::UNIQUE_VIOLATION => {
                Error::Duplicate { constraint: said.constraint().unwrap_or_default().to_owned() }
            }
            code if *code == SqlState::DISK_FULL => Error::DiskFull,
            _ => Error::Engine(describe(error)),
        }
    }
}

/// The error with what lies behind it.
fn describe(error: &tokio_postgres::Error) -> String {
    let cause = std::error::Error::source(error).map(|cause| format!(": {cause}")).unwrap_or_default();
    format!("{error}{cause}")
}
