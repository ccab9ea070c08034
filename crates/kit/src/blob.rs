//! Files by the hash of their content: the same file is kept once, and what was kept never changes. In a folder, or in
//! a bucket that several servers share.

mod folder;
mod s3;

use std::{io, path::Path};

pub use folder::Folder;
pub use s3::{Bucket, S3};
use sha2::{Digest, Sha256};

/// A store of files. Its calls wait for the disk or the network: they are for threads that may.
#[derive(Clone, Debug)]
pub enum Blobs {
    /// In a folder of this machine.
    Folder(Folder),
    /// In a bucket.
    S3(S3),
}

/// Why a file was not kept or found.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// There is no file with this hash.
    #[error("no file with this hash")]
    Missing,
    /// The file's bytes are no longer those that were kept.
    #[error("the file {0} was damaged")]
    Damaged(String),
    /// The disk.
    #[error(transparent)]
    Disk(#[from] io::Error),
    /// The store cannot be reached or does not let us in.
    #[error("the store of files: {0}")]
    Away(String),
}

impl Blobs {
    /// The store in the folder `root`, which is made if it is not there.
    pub fn open(root: &Path) -> Result<Blobs, Error> {
        Ok(Blobs::Folder(Folder::open(root)?))
    }

    /// The store in `bucket`, which must be there. Nothing is asked of it yet: a server starts without its store.
    pub fn in_bucket(bucket: &Bucket) -> Result<Blobs, Error> {
        Ok(Blobs::S3(S3::open(bucket)?))
    }

    /// Keeps `bytes` and gives their hash. Durable when it returns.
    pub fn put(&self, bytes: &[u8]) -> Result<String, Error> {
        self.put_all(&[bytes])?.pop().ok_or(Error::Missing)
    }

    /// Keeps every one of `files` and gives their hashes in the same order: a folder waits once for all. Durable when it returns;
    /// when it fails, some may be kept.
    pub fn put_all(&self, files: &[&[u8]]) -> Result<Vec<String>, Error> {
        let hashes: Vec<String> = files.iter().map(|bytes| crate::hex(&Sha256::digest(bytes))).collect();
        let pairs = hashes.iter().zip(files.iter().copied());
        let placed: Vec<_> = pairs.filter_map(|(hash, bytes)| Some((place(hash)?, bytes))).collect();
        match self {
            Blobs::Folder(folder) => folder.put(&placed)?,
            Blobs::S3(s3) => placed.iter().try_for_each(|(place, bytes)| s3.put(place, bytes))?,
        }
        Ok(hashes)
    }

    /// The bytes with this hash, checked.
    pub fn get(&self, hash: &str) -> Result<Vec<u8>, Error> {
        let place = place(hash).ok_or(Error::Missing)?;
        let bytes = match self {
            Blobs::Folder(folder) => folder.get(&place)?,
            Blobs::S3(s3) => s3.get(&place)?,
        };
        if crate::hex(&Sha256::digest(&bytes)) == hash {
            Ok(bytes)
        } else {
            Err(Error::Damaged(hash.to_owned()))
        }
    }

    /// Keeps, reads and removes a file that nobody else has: whether the store works.
    pub fn probe(&self) -> Result<(), Error> {
        let hash = self.put(&crate::clock::random::<32>())?;
        self.get(&hash)?;
        let place = place(&hash).ok_or(Error::Missing)?;
        match self {
            Blobs::Folder(folder) => folder.remove(&place),
            Blobs::S3(s3) => s3.remove(&place),
        }
    }
}

/// Where the file with this hash is; nothing if it is not a hash.
fn place(hash: &str) -> Option<String> {
    let is_hash = hash.len() == 64 && hash.bytes().all(|b| b.is_ascii_hexdigit());
    let (first, rest) = hash.split_at_checked(2)?;
    let (second, _) = rest.split_at_checked(2)?;
    is_hash.then(|| format!("{first}/{second}/{hash}"))
}

#[cfg(test)]
mod tests;
