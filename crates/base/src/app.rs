//! The application: what every handler and every job has in its hands.

use std::{net::IpAddr, sync::Arc, time::Duration};

use domain::instant::Instant;
use kit::{
    blob::Blobs,
    clock::{self, Clock},
    db::{Db, Tx},
    mail::Mailer,
    rate_limit::RateLimit,
};
use tokio::sync::watch;
use uuid::Uuid;

use crate::{
    error::{Error, Result},
    house::{House, Shared},
    session::Sessions,
    version::Versions,
};

/// What every handler and every job has in its hands. Cheap to clone.
#[derive(Clone, Debug)]
pub struct App {
    /// The database.
    pub db: Db,
    /// The files.
    pub blobs: Blobs,
    /// The clock.
    pub clock: Clock,
    /// Who is signed in.
    pub sessions: Sessions,
    /// Procedures and processes in use.
    pub versions: Versions,
    /// How often one thing may be guessed at: the password of one account, the proof of one code.
    pub guesses: Arc<RateLimit<String>>,
    /// How often one address may guess at anything: a whole office may stand behind one.
    pub callers: Arc<RateLimit<std::net::IpAddr>>,
    /// The proxies whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Arc<Vec<IpAddr>>,
    /// The largest single file taken, in bytes.
    pub file_limit: usize,
    /// Becomes true when the process is told to stop: what would go on for ever ends then.
    pub stopping: watch::Sender<bool>,
    /// Who sends e-mail; nobody where none is configured.
    pub mail: Option<Mailer>,
    /// The address under which people reach the system, for QR codes.
    pub public_url: String,
    house: Shared,
}

impl App {
    /// The application over a migrated database and a store of files. It believes no proxy unless it is told to.
    pub fn open(db: Db, blobs: Blobs, clock: Clock, public_url: &str) -> Result<App> {
        Ok(App {
            house: Shared::load(&db)?,
            db,
            blobs,
            clock,
            sessions: Sessions::default(),
            versions: Versions::default(),
            guesses: Arc::new(RateLimit::new(20, Duration::from_secs(6))),
            callers: Arc::new(RateLimit::new(600, Duration::from_secs(1))),
            trusted_proxies: Arc::default(),
            file_limit: kit::upload::LIMIT,
            mail: None,
            stopping: watch::Sender::new(false),
            public_url: public_url.trim_end_matches('/').to_owned(),
        })
    }

    /// The moment.
    pub fn now(&self) -> Instant {
        self.clock.now()
    }

    /// A new identifier.
    pub fn id(&self) -> Uuid {
        clock::id(self.now())
    }

    /// Units and calendar as they stand.
    pub fn house(&self) -> Arc<House> {
        self.house.get()
    }

    /// Reads units and calendar again if they changed.
    pub async fn refresh_house(&self) -> Result<()> {
        self.house.refresh(&self.db).await
    }

    /// One transaction; durable when it returns.
    pub async fn write<T, F>(&self, work: F) -> Result<T>
    where
        F: Fn(&mut Tx) -> Result<T> + Send + 'static,
        T: Send + 'static,
    {
        self.db.write(work).await
    }

    /// One snapshot.
    pub async fn read<T, F>(&self, work: F) -> Result<T>
    where
        F: Fn(&mut Tx) -> Result<T> + Send + 'static,
        T: Send + 'static,
    {
        self.db.read(work).await
    }

    /// Work that reads or writes files, away from the threads that serve pages.
    pub async fn files<T, F>(&self, work: F) -> Result<T>
    where
        F: FnOnce(&Blobs) -> std::result::Result<T, kit::blob::Error> + Send + 'static,
        T: Send + 'static,
    {
        let blobs = self.blobs.clone();
        let done = tokio::task::spawn_blocking(move || work(&blobs)).await.map_err(Error::fault)?;
        Ok(done?)
    }
}
