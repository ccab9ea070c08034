//! Files in a folder, two levels deep: `ab/cd/abcd…`.

use std::{
    fs,
    io::{self, Write},
    path::{Path, PathBuf},
    thread,
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

    /// Keeps `files`, each with its place. Durable when it returns; on a full disk nothing half is left. Several are waited for
    /// at once: a disk that must remember one thing remembers what else it was told in the same go.
    pub(super) fn put(&self, files: &[(String, &[u8])]) -> Result<(), Error> {
        let mut drafts = vec![];
        for (place, bytes) in files {
            let path = self.root.join(place);
            if !path.exists() && !drafts.iter().any(|draft: &Draft| draft.path == path) {
                drafts.push(Draft::write(path, bytes)?);
            }
        }
        at_once(&drafts, |draft| draft.file.sync_all())?;
        drafts.iter().try_for_each(Draft::name)?;
        // A name is durable when its folder is.
        at_once(&drafts, |draft| sync(draft.path.parent().unwrap_or(&self.root)))?;
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

/// A file under a name of its own, until it is on the disk and gets the one it is found by.
struct Draft {
    file: fs::File,
    temporary: PathBuf,
    path: PathBuf,
}

impl Draft {
    fn write(path: PathBuf, bytes: &[u8]) -> io::Result<Draft> {
        let folder = path.parent().unwrap_or(&path);
        make_durably(folder)?;
        let temporary = folder.join(format!("{}.part", crate::hex(&crate::clock::random::<8>())));
        let draft = Draft { file: fs::File::create_new(&temporary)?, temporary, path };
        (&draft.file).write_all(bytes)?;
        Ok(draft)
    }

    fn name(&self) -> io::Result<()> {
        fs::rename(&self.temporary, &self.path)
    }
}

impl Drop for Draft {
    /// What did not come to its name goes; what did is no longer here.
    fn drop(&mut self) {
        drop(fs::remove_file(&self.temporary));
    }
}

/// Makes `folder` and those above it that are not there; each is durable when the one above it is.
fn make_durably(folder: &Path) -> io::Result<()> {
    if folder.exists() {
        return Ok(());
    }
    let Some(above) = folder.parent() else { return Ok(()) };
    make_durably(above)?;
    match fs::create_dir(folder) {
        // Another was quicker, and waits for the same.
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
        made => made?,
    }
    sync(above)
}

fn sync(folder: &Path) -> io::Result<()> {
    fs::File::open(folder)?.sync_all()
}

/// Waits for the disk for all `drafts` at the same time.
fn at_once(drafts: &[Draft], wait: impl Fn(&Draft) -> io::Result<()> + Sync) -> io::Result<()> {
    match drafts {
        [one] => wait(one),
        _ => thread::scope(|scope| {
            let waits: Vec<_> = drafts.iter().map(|draft| scope.spawn(|| wait(draft))).collect();
            waits.into_iter().try_for_each(|wait| wait.join().map_err(|_| io::ErrorKind::Other)?)
        }),
    }
}
