//! From settings to a running application.

use std::path::PathBuf;

use base::{
    app::App,
    error::{Error, Result},
};
use kit::{
    clock::Clock,
    db::{Db, Options, migrate::migrate},
};

/// What every command needs to know.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The folder of the embedded database and of the files.
    pub data: PathBuf,
    /// The address of the database; the embedded one in the folder if nothing is said.
    pub database: Option<String>,
    /// The address under which people reach the system.
    pub public_url: String,
}

impl Settings {
    /// The address of the database.
    pub fn database_url(&self) -> String {
        self.database.clone().unwrap_or_else(|| format!("sqlite:{}", self.data.join("motcua.db").display()))
    }
}

/// Opens the database, applies what it lacks, and gives the application.
pub fn open(settings: &Settings, clock: Clock) -> Result<App> {
    std::fs::create_dir_all(&settings.data).map_err(Error::fault)?;
    let db = Db::open(&settings.database_url(), &Options::default())?;
    let applied = migrate(&db, base::migrations::ALL, clock.now())?;
    if !applied.is_empty() {
        tracing::info!(?applied, "schema");
    }
    App::open(db, &settings.data.join("files"), clock, &settings.public_url)
}
