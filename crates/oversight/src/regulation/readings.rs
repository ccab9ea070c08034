//! How the law is read where it leaves something open stands in `motcua.toml`; that it was changed is noted at the start.

use base::{
    app::App,
    dossier::log,
    error::{Error, Result},
};
use domain::{
    people::Actor,
    regulation::ChangeKind,
    rules::{Reading, RuleSet},
};
use serde_json::{Map, Value, json};
use uuid::Uuid;

/// The stream of the readings in the log; the calendar has the one before it.
const STREAM: Uuid = Uuid::from_u128(2);

/// Every rule set with its reading.
fn all(reading: impl Fn(&RuleSet) -> Reading) -> Value {
    let set = |rules: &RuleSet| (rules.id.to_owned(), json!(reading(rules)));
    Value::Object(RuleSet::all().iter().map(set).collect::<Map<_, _>>())
}

/// What applies where nothing is configured.
pub fn usual() -> Value {
    all(|_| Reading::USUAL)
}

/// Notes how the law is read from now on, if that is another than before. Where another process notes it at the same moment, it is
/// noted.
pub fn note(app: &App) -> Result<()> {
    let now = app.now();
    let noted = app.db.write_blocking(move |tx| {
        let (new, last) = (all(|rules| rules.reading), log::of(tx, STREAM)?.pop());
        let old = match last {
            Some(line) => serde_json::from_str(&line.body).map_err(Error::fault)?,
            None => usual(),
        };
        if new == old {
            return Ok(());
        }
        let head = log::head(tx, STREAM)?;
        log::append(tx, &head.next(ChangeKind::Rules.name(), &new, Actor::System, now)?);
        Ok(())
    });
    match noted {
        Err(Error::Stale) => Ok(()),
        other => other,
    }
}
