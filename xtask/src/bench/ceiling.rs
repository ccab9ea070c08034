//! What the machine can do at best: the same rows written by a bare database, without rules, pages or people.

use std::{
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use rusqlite::Connection;

use super::{Outcome, load::count};
use crate::postgres::Postgres;

/// Rows that the bare tables hold.
const ROWS: u32 = 200_000;

/// The four statements of one transition: read, version-checked update, event, job.
const SCRIPT: &str = "\\set id random(1, 200000)
BEGIN;
SELECT version AS seen FROM bare_dossier WHERE id = :id \\gset
UPDATE bare_dossier SET version = :seen + 1, state = 'in_progress', urgent_at = now() WHERE id = :id AND version = :seen;
INSERT INTO bare_event (id, stream, at, kind, body) VALUES (gen_random_uuid(), :id, now(), 'transferred', repeat('x', 300));
INSERT INTO bare_job (id, kind, payload, run_at) VALUES (gen_random_uuid(), 'letter.file', '{\"n\":1}', now());
COMMIT;
";

const SCHEMA: &str = "CREATE TABLE bare_dossier (id BIGINT PRIMARY KEY, version BIGINT NOT NULL, state TEXT NOT NULL,
    owner BIGINT NOT NULL, urgent_at TIMESTAMPTZ NOT NULL, rest TEXT NOT NULL);
CREATE INDEX bare_by_owner ON bare_dossier (owner, urgent_at);
CREATE TABLE bare_event (id UUID PRIMARY KEY, stream BIGINT NOT NULL, at TIMESTAMPTZ NOT NULL, kind TEXT NOT NULL,
    body TEXT NOT NULL);
CREATE TABLE bare_job (id UUID PRIMARY KEY, kind TEXT NOT NULL, payload JSONB NOT NULL, run_at TIMESTAMPTZ NOT NULL);
";

/// Makes the bare tables on PostgreSQL and the script for them; bare transactions a second are what `pgbench` gets through.
pub fn prepare_postgres(postgres: &Postgres, folder: &Path) -> Outcome<PathBuf> {
    postgres.sql(SCHEMA)?;
    postgres.sql(&format!(
        "INSERT INTO bare_dossier SELECT n, 1, 'received', n % 80, now(), repeat('x', 200)
         FROM generate_series(1, {ROWS}) n"
    ))?;
    postgres.sql("VACUUM ANALYZE")?;
    let script = folder.join("transition.sql");
    std::fs::write(&script, SCRIPT)?;
    Ok(script)
}

/// Makes the bare tables on SQLite.
pub fn prepare_sqlite(folder: &Path) -> Outcome<Connection> {
    let connection = Connection::open(folder.join("bare.db"))?;
    connection
        .execute_batch("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -65536;")?;
    connection.execute_batch(SCHEMA)?;
    connection.execute_batch(&format!(
        "BEGIN; WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {ROWS})
         INSERT INTO bare_dossier SELECT i, 1, 'received', i % 80, i, printf('%.200c', 'x') FROM n; COMMIT;"
    ))?;
    Ok(connection)
}

/// Bare transactions a second on SQLite: the same four statements, one durable commit each, one connection.
pub fn sqlite(connection: &Connection, seconds: f64) -> Outcome<f64> {
    let (began, mut done, mut chance) = (Instant::now(), 0_usize, 17_u64);
    let body = "x".repeat(300);
    while began.elapsed() < Duration::from_secs_f64(seconds) {
        chance = chance.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        let id = i64::from(u32::try_from(chance >> 40)? % ROWS + 1);
        connection.prepare_cached("BEGIN IMMEDIATE")?.execute([])?;
        let version: i64 = connection
            .prepare_cached("SELECT version FROM bare_dossier WHERE id = ?1")?
            .query_row([id], |row| row.get(0))?;
        connection
            .prepare_cached(
                "UPDATE bare_dossier SET version = ?2 + 1, state = 'in_progress', urgent_at = ?3
                 WHERE id = ?1 AND version = ?2",
            )?
            .execute((id, version, i64::try_from(done)?))?;
        connection
            .prepare_cached(
                "INSERT INTO bare_event (id, stream, at, kind, body) VALUES (randomblob(16), ?1, 0, 'transferred', ?2)",
            )?
            .execute((id, &body))?;
        connection
            .prepare_cached(
                "INSERT INTO bare_job (id, kind, payload, run_at) VALUES (randomblob(16), 'letter.file', '{}', 0)",
            )?
            .execute([])?;
        connection.prepare_cached("COMMIT")?.execute([])?;
        done += 1;
    }
    Ok(count(done) / began.elapsed().as_secs_f64())
}
