//! Exports: what holds, in the shape that the import reads again.

use std::collections::BTreeMap;

use base::{
    app::App,
    error::{Error, Result},
};
use kit::db::args;
use serde::de::DeserializeOwned;

/// The latest version of everything in `table` that is not retired, each written by `line`, by code: not as the engine
/// would sort them, so that both give the same file.
pub fn latest<T: DeserializeOwned + 'static>(
    app: &App,
    table: &'static str,
    line: fn(&T) -> serde_json::Result<String>,
) -> Result<String> {
    let lines = app.db.read_blocking(move |tx| {
        let mut lines = BTreeMap::new();
        let sql = format!(
            "SELECT p.code, p.body FROM {table} p WHERE p.state <> 'retired'
             AND NOT EXISTS (SELECT 1 FROM {table} q WHERE q.code = p.code AND q.version > p.version)"
        );
        tx.each(&sql, args![], |row| {
            let content: T = row.json(1)?;
            lines.insert(row.get::<String>(0)?, line(&content).map_err(Error::fault)? + "\n");
            Ok::<_, Error>(())
        })?;
        Ok::<_, Error>(lines)
    })?;
    Ok(lines.into_values().collect())
}
