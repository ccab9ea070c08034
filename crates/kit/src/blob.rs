//! Files by the hash of their content: the same file is kept once, and what was kept never changes.

use std::{
    fs,
    io::{self, Write},
    path::{Path, PathBuf},
};

use sha2::{Digest, Sha256};

/// A folder of files, two levels deep: `ab/cd/abcd…`.
#[derive(Clone, Debug)]
pub struct Blobs {
    root: PathBuf,
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
}

impl Blobs {
    /// The store in the folder `root`, which is made if it is not there.
    pub fn open(root: &Path) -> io::Result<Blobs> {
        fs::create_dir_all(root)?;
        Ok(Blobs { root: root.to_owned() })
    }

    /// Keeps `bytes` and gives their hash. Durable when it returns; on a full disk nothing half is left.
    pub fn put(&self, bytes: &[u8]) -> Result<String, Error> {
        let hash = crate::hex(&Sha256::digest(bytes));
        let path = self.path(&hash).ok_or(Error::Missing)?;
        if path.exists() {
            return Ok(hash);
        }
        let folder = path.parent().unwrap_or(&self.root);
        fs::create_dir_all(folder)?;
        let temporary = folder.join(format!("{}.part", crate::hex(&crate::clock::random::<8>())));
        let written = write_durably(&temporary, bytes).and_then(|()| fs::rename(&temporary, &path));
        if let Err(error) = written {
            drop(fs::remove_file(&temporary));
            return Err(error.into());
        }
        fs::File::open(folder)?.sync_all()?;
        Ok(hash)
    }

    /// The bytes with this hash, checked.
    pub fn get(&self, hash: &str) -> Result<Vec<u8>, Error> {
        let path = self.path(hash).ok_or(Error::Missing)?;
        let bytes = match fs::read(path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Err(Error::Missing),
            Err(error) => return Err(error.into()),
        };
        if crate::hex(&Sha256::digest(&bytes)) == hash {
            Ok(bytes)
        } else {
            Err(Error::Damaged(hash.to_owned()))
        }
    }

    /// Where the file with this hash is; nothing if it is not a hash.
    fn path(&self, hash: &str) -> Option<PathBuf> {
        let is_hash = hash.len() == 64 && hash.bytes().all(|b| b.is_ascii_hexdigit());
        let (first, rest) = hash.split_at_checked(2)?;
        let (second, _) = rest.split_at_checked(2)?;
        is_hash.then(|| self.root.join(first).join(second).join(hash))
    }
}

fn write_durably(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = fs::File::create_new(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::TempDir;

    #[test]
    fn the_same_file_is_kept_once_and_found_by_its_hash() {
        let dir = TempDir::new().unwrap();
        let blobs = Blobs::open(dir.path()).unwrap();
        let hash = blobs.put(b"abc").unwrap();
        assert_eq!(hash, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        assert_eq!(blobs.put(b"abc").unwrap(), hash);
        assert_eq!(blobs.get(&hash).unwrap(), b"abc");
        assert!(matches!(blobs.get(&"0".repeat(64)), Err(Error::Missing)));
        for wrong in ["", "../../etc/passwd", "é", &"../".repeat(22)] {
            assert!(matches!(blobs.get(wrong), Err(Error::Missing)), "{wrong}");
        }
    }

    #[test]
    fn a_damaged_file_is_not_given_out() {
        let dir = TempDir::new().unwrap();
        let blobs = Blobs::open(dir.path()).unwrap();
        let hash = blobs.put(b"abc").unwrap();
        fs::write(blobs.path(&hash).unwrap(), b"abd").unwrap();
        assert!(matches!(blobs.get(&hash), Err(Error::Damaged(_))));
    }
}
