//! Migrations, written once in PostgreSQL's words. They only go forward; a published one is never edited.

use jiff::Timestamp;
use sha2::{Digest, Sha256};

use super::{Db, Dialect, Error, Tx, args};

/// One migration: its name, which orders it, and its text.
pub type Migration = (&'static str, &'static str);

/// Applies those of `migrations` that the database does not have yet, each in its own transaction; their names.
///
/// Refuses when one that was applied has been edited since. Two servers may start at once: one applies, the other
/// finds it done.
pub fn migrate(
    db: &Db,
    migrations: &'static [Migration],
    now: Timestamp,
) -> Result<Vec<&'static str>, Error> {
    db.write_blocking(|tx| {
        tx.script(&text_for(
            tx.dialect(),
            "CREATE TABLE IF NOT EXISTS migration (name TEXT PRIMARY KEY, hash TEXT NOT NULL, at TIMESTAMPTZ NOT NULL);",
        ))
    })
    .or_else(|error| if is_race(&error) { Ok(()) } else { Err(error) })?;
    let mut applied = vec![];
    for migration in migrations {
        if db.write_blocking(move |tx| apply(tx, *migration, now))? {
            applied.push(migration.0);
        }
    }
    Ok(applied)
}

/// How the schema of a database stands to a program.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    /// Migrations that the database lacks.
    pub lacking: Vec<&'static str>,
    /// Migrations that were edited since they were applied.
    pub edited: Vec<&'static str>,
    /// Migrations of the database that the program does not know: it is older than the database.
    pub unknown: Vec<String>,
}

/// Compares without changing anything.
pub fn standing(db: &Db, migrations: &'static [Migration]) -> Result<Standing, Error> {
    let rows = db.read_blocking(|tx| tx.all("SELECT name, hash FROM migration", args![]));
    // Nothing was ever applied where there is no such table.
    let rows =
        rows.or_else(|error| if matches!(error, Error::Engine(_)) { Ok(vec![]) } else { Err(error) })?;
    let mut applied = std::collections::BTreeMap::new();
    for row in rows {
        applied.insert(row.get::<String>(0)?, row.get::<String>(1)?);
    }
    let mut standing = Standing::default();
    for (name, text) in migrations {
        match applied.remove(*name) {
            None => standing.lacking.push(name),
            Some(hash) if hash != crate::hex(&Sha256::digest(text)) => standing.edited.push(name),
            Some(_) => {}
        }
    }
    standing.unknown = applied.into_keys().collect();
    Ok(standing)
}

/// Two starters that both make the first table: PostgreSQL refuses one of them although it said IF NOT EXISTS.
fn is_race(error: &Error) -> bool {
    matches!(error, Error::Duplicate { .. })
}

fn apply(tx: &mut Tx, (name, text): Migration, now: Timestamp) -> Result<bool, Error> {
    let hash = crate::hex(&Sha256::digest(text));
    if tx.dialect() == Dialect::Postgres {
        // The second starter waits here until the first has committed.
        tx.script("LOCK TABLE migration IN EXCLUSIVE MODE")?;
    }
    if let Some(row) = tx.optional("SELECT hash FROM migration WHERE name = $1", args![name])? {
        let is_same = row.get::<String>(0)? == hash;
        let edited = || Error::Migration(format!("migration {name} was edited after it had been applied"));
        return if is_same { Ok(false) } else { Err(edited()) };
    }
    tx.script(&text_for(tx.dialect(), text))?;
    tx.execute("INSERT INTO migration (name, hash, at) VALUES ($1, $2, $3)", args![name, hash, now])?;
    Ok(true)
}

/// SQLite's word for PostgreSQL's.
const WORDS: &[(&str, &str)] = &[
    ("BIGSERIAL PRIMARY KEY", "INTEGER PRIMARY KEY"),
    ("TIMESTAMPTZ", "TEXT"),
    ("BIGINT", "INTEGER"),
    ("BOOLEAN", "INTEGER"),
    ("DOUBLE PRECISION", "REAL"),
    ("JSONB", "TEXT"),
    ("BYTEA", "BLOB"),
    ("UUID", "BLOB"),
    (" DATE", " TEXT"),
];

/// The text for one engine: blocks between `-- only: ENGINE` and `-- end` for another engine left out, and for SQLite
/// the types translated and the tables made strict.
fn text_for(dialect: Dialect, text: &str) -> String {
    let engine = match dialect {
        Dialect::Sqlite => "sqlite",
        Dialect::Postgres => "postgres",
    };
    let mut kept = String::with_capacity(text.len());
    let mut only = None;
    for line in text.lines() {
        if let Some(name) = line.strip_prefix("-- only: ") {
            only = Some(name.trim());
        } else if line.trim() == "-- end" {
            only = None;
        } else if only.is_none_or(|name| name == engine) && !line.trim_start().starts_with("--") {
            kept.push_str(line);
            kept.push('\n');
        }
    }
    if dialect == Dialect::Postgres {
        return kept;
    }
    let translated = WORDS.iter().fold(kept, |text, (theirs, ours)| text.replace(theirs, ours));
    translated.split(';').map(strict).collect::<Vec<_>>().join(";")
}

fn strict(statement: &str) -> String {
    let is_table = statement.trim_start().starts_with("CREATE TABLE");
    let text = statement.trim_end();
    match text.strip_suffix("WITHOUT ROWID") {
        Some(_) => format!("{text}, STRICT"),
        None if is_table => format!("{text} STRICT"),
        None => statement.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_text_becomes_two() {
        let text = "-- a; comment\nCREATE TABLE a (id UUID PRIMARY KEY, at TIMESTAMPTZ, ok BOOLEAN);\n\
                    -- only: postgres\nCREATE INDEX p ON a USING gin (x);\n-- end\n\
                    -- only: sqlite\nCREATE VIRTUAL TABLE f USING fts5 (x);\n-- end\n";
        assert_eq!(
            text_for(Dialect::Sqlite, text),
            "CREATE TABLE a (id BLOB PRIMARY KEY, at TEXT, ok INTEGER) STRICT;\nCREATE VIRTUAL TABLE f USING fts5 (x);\n"
        );
        let postgres = text_for(Dialect::Postgres, text);
        assert!(postgres.contains("id UUID") && postgres.contains("gin") && !postgres.contains("fts5"));
    }
}
