//! A file that appears whole or not at all: written beside its place and then moved there.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use tempfile::NamedTempFile;

/// Why a file could not be made.
#[derive(Debug, thiserror::Error)]
pub enum WholeError {
    #[error("{0} is there already; name another file")]
    There(PathBuf),
    #[error("{0} is a folder; name a file in it")]
    Folder(PathBuf),
    #[error("there is no folder {0}; make it, or name a file in another one")]
    NoFolder(PathBuf),
    #[error("{0} cannot be written ({1}); name a file in a folder of yours")]
    Refused(PathBuf, io::Error),
}

/// A file that is being written.
pub struct Whole {
    path: PathBuf,
    to: To,
}

enum To {
    Beside(BufWriter<NamedTempFile>),
    /// A pipe or a device is written as it stands.
    Stream(BufWriter<File>),
}

impl Whole {
    /// Begins a file at a path.
    ///
    /// # Errors
    /// When nothing can be written there.
    pub fn begin(path: &Path) -> Result<Self, WholeError> {
        let refused = |error| WholeError::Refused(path.to_owned(), error);
        let to = match path.metadata() {
            Ok(meta) if meta.is_dir() => return Err(WholeError::Folder(path.to_owned())),
            Ok(meta) if !meta.is_file() => {
                To::Stream(BufWriter::new(File::options().write(true).open(path).map_err(refused)?))
            }
            _ => {
                // A link goes on leading to the file.
                let place = path.canonicalize().unwrap_or_else(|_| path.to_owned());
                let folder = place.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
                if !folder.is_dir() {
                    return Err(WholeError::NoFolder(folder.to_owned()));
                }
                let mut builder = tempfile::Builder::new();
                builder.prefix(".variorum-").suffix(".part");
                #[cfg(unix)]
                {
                    use std::os::unix::fs::PermissionsExt;
                    builder.permissions(std::fs::Permissions::from_mode(0o666));
                }
                let file = builder.tempfile_in(folder).map_err(refused)?;
                return Ok(Self { path: place, to: To::Beside(BufWriter::new(file)) });
            }
        };
        Ok(Self { path: path.to_owned(), to })
    }

    /// Puts the file in its place; `replace` allows another one to be there.
    ///
    /// # Errors
    /// When it cannot be put there; then nothing is changed.
    pub fn finish(self, replace: bool) -> Result<(), WholeError> {
        let Self { path, to } = self;
        match to {
            To::Stream(mut to) => to.flush().map_err(|error| WholeError::Refused(path, error)),
            To::Beside(to) => {
                let file = match to.into_inner() {
                    Ok(file) => file,
                    Err(error) => return Err(WholeError::Refused(path, error.into_error())),
                };
                if let Err(error) = file.as_file().sync_all() {
                    return Err(WholeError::Refused(path, error));
                }
                let kept = if replace { file.persist(&path) } else { file.persist_noclobber(&path) };
                match kept {
                    Ok(_) => Ok(()),
                    Err(error) if error.error.kind() == io::ErrorKind::AlreadyExists => Err(WholeError::There(path)),
                    Err(error) => Err(WholeError::Refused(path, error.error)),
                }
            }
        }
    }
}

impl Write for Whole {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match &mut self.to {
            To::Beside(to) => to.write(bytes),
            To::Stream(to) => to.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match &mut self.to {
            To::Beside(to) => to.flush(),
            To::Stream(to) => to.flush(),
        }
    }
}
