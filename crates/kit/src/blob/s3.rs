//! Files in a bucket of a store that speaks S3, under the same names as in a folder.

use std::{sync::Arc, time::Duration};

use object_store::{
    ClientOptions, ObjectStoreExt, RetryConfig,
    aws::{AmazonS3, AmazonS3Builder},
    path::Path,
};
use tokio::runtime::Runtime;

use super::Error;

/// How long the store may take for one answer, and how long a person waits for it with all tries together.
const ANSWER: Duration = Duration::from_secs(30);
const PATIENCE: Duration = Duration::from_secs(10);

/// A bucket and the key to it. Not `Debug`: it holds a secret.
#[derive(Clone, Default)]
pub struct Bucket {
    /// Its name.
    pub name: String,
    /// The address of the store; empty for Amazon's of the region.
    pub endpoint: String,
    /// The region, as the store calls it.
    pub region: String,
    /// The public half of the key.
    pub access_key: String,
    /// The secret half of the key.
    pub secret_key: String,
    /// What every name begins with.
    pub prefix: String,
}

/// A bucket of files. Its calls wait: they are for threads that may.
#[derive(Clone, Debug)]
pub struct S3 {
    store: Arc<AmazonS3>,
    runtime: Arc<OwnRuntime>,
    prefix: String,
}

impl S3 {
    pub(super) fn open(bucket: &Bucket) -> Result<S3, Error> {
        // The one TLS implementation of the process; whoever came first has installed the same.
        drop(rustls::crypto::ring::default_provider().install_default());
        let client = ClientOptions::new()
            .with_connect_timeout(Duration::from_secs(5))
            .with_timeout(ANSWER)
            .with_allow_http(bucket.endpoint.starts_with("http://"));
        let retry = RetryConfig { max_retries: 2, retry_timeout: PATIENCE, ..RetryConfig::default() };
        let mut builder = AmazonS3Builder::new()
            .with_bucket_name(&bucket.name)
            .with_region(&bucket.region)
            .with_access_key_id(&bucket.access_key)
            .with_secret_access_key(&bucket.secret_key)
            .with_client_options(client)
            .with_retry(retry);
        if !bucket.endpoint.is_empty() {
            builder = builder.with_endpoint(&bucket.endpoint);
        }
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build()?;
        Ok(S3 {
            store: Arc::new(builder.build().map_err(away)?),
            runtime: Arc::new(OwnRuntime(Some(runtime))),
            prefix: bucket.prefix.clone(),
        })
    }

    fn at(&self, place: &str) -> Path {
        Path::from(format!("{}{place}", self.prefix))
    }

    /// Durable when it returns: the store has said that it keeps the whole.
    pub(super) fn put(&self, place: &str, bytes: &[u8]) -> Result<(), Error> {
        let at = self.at(place);
        self.wait(async {
            let is_there = match self.store.head(&at).await {
                // A shorter one is what a broken upload left behind on a store that keeps such things.
                Ok(known) => known.size == bytes.len() as u64,
                Err(object_store::Error::NotFound { .. }) => false,
                Err(error) => return Err(away(error)),
            };
            if !is_there {
                self.store.put(&at, bytes.to_vec().into()).await.map_err(away)?;
            }
            Ok(())
        })
    }

    pub(super) fn get(&self, place: &str) -> Result<Vec<u8>, Error> {
        let at = self.at(place);
        self.wait(async {
            match self.store.get(&at).await {
                Ok(found) => Ok(found.bytes().await.map_err(away)?.to_vec()),
                Err(object_store::Error::NotFound { .. }) => Err(Error::Missing),
                Err(error) => Err(away(error)),
            }
        })
    }

    pub(super) fn remove(&self, place: &str) -> Result<(), Error> {
        let at = self.at(place);
        self.wait(async { self.store.delete(&at).await.map_err(away) })
    }

    fn wait<T>(&self, work: impl Future<Output = Result<T, Error>>) -> Result<T, Error> {
        let closed = || Error::Away("its threads have ended".into());
        self.runtime.0.as_ref().ok_or_else(closed)?.block_on(work)
    }
}

/// The store's error with what lies behind it, on one line.
fn away(error: object_store::Error) -> Error {
    let mut text = error.to_string();
    let mut cause = std::error::Error::source(&error);
    while let Some(deeper) = cause {
        let said = deeper.to_string();
        if !text.contains(&said) {
            text = format!("{text}: {said}");
        }
        cause = deeper.source();
    }
    Error::Away(text.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// The threads that talk to the store. Ended without waiting: the last owner may be a thread that must not wait.
#[derive(Debug)]
struct OwnRuntime(Option<Runtime>);

impl Drop for OwnRuntime {
    fn drop(&mut self) {
        if let Some(runtime) = self.0.take() {
            runtime.shutdown_background();
        }
    }
}
