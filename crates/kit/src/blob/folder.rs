//! Files in a folder, two levels deep: `ab/cd/abcd…`.

use std::{
    fs,
    io::{self, Write},
    path::{Path, PathBuf},
};

use super::Error;

/// A folder of files.
#[derive(Clone, Debug)]
pub struct Folder {
    root: PathBuf,
}

impl Folder {
    pub(super) fn open(root: &Path) -> io::Result<Folder> {
        fs::create_dir_all(root)?;
        Ok(Folder { root: root.to_owned() })
    }

    /// Durable when it returns; on a full disk nothing half is left.
    pub(super) fn put(&self, place: &str, bytes: &[u8]) -> Result<(), Error> {
        let path = self.root.join(place);
        if path.exists() {
            return Ok(());
        }
        let folder = path.parent().unwrap_or(&self.root);
        fs::create_dir_all(folder)?;
        let temporary = folder.join(format!("{}.part", crate::hex(&crate::clock::random::<8>())));
        let written = write_durably(&temporary, bytes).and_then(|()| fs::rename(&temporary, &path));
        if let Err(error) = written {
            drop(fs::remove_file(&temporary));
            return Err(error.into());
        }
        // The name is durable when its folder is, and a folder made just now when the one above it is.
        let folders = folder.ancestors().take_while(|folder| folder.starts_with(&self.root));
        for folder in folders {
            fs::File::open(folder)?.sync_all()?;
        }
        Ok(())
    }

    pub(super) fn get(&self, place: &str) -> Result<Vec<u8>, Error> {
        fs::read(self.root.join(place)).map_err(|error| match error.kind() {
            io::ErrorKind::NotFound => Error::Missing,
            _ => error.into(),
        })
    }

    pub(super) fn remove(&self, place: &str) -> Result<(), Error> {
        Ok(fs::remove_file(self.root.join(place))?)
    }
}

fn write_durably(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = fs::File::create_new(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}
