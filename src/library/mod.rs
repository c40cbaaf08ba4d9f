//! The face the rest calls: open, add, search, read, compare, decide.
//!
//! A [`Library`] is one handle with one database connection; every thread that needs one opens its
//! own. Any number of handles and processes read and decide at once; one at a time adds.

mod add;
mod apart;
mod apparatus;
mod browse;
mod card;
mod changed;
mod check;
mod chunk;
mod compare;
mod complete;
mod component;
mod dating;
mod decide;
mod derive;
mod entities;
mod evidence;
mod explain;
pub mod export;
mod facets;
mod facts;
mod find;
mod gazetteers;
mod gone;
mod grouping;
mod guard;
mod instead;
mod keys;
mod kin;
mod kwic;
mod language;
mod layout;
mod listed;
mod lock;
mod mended;
mod merge;
mod namesakes;
mod naming;
mod notes;
mod outcome;
mod overruled;
mod pipeline;
pub mod place;
mod prints;
mod read;
mod rebuild;
mod remeasure;
mod repairs;
mod reread;
mod resolve;
mod room;
mod saved;
mod seen;
mod sessions;
pub mod spans;
mod texts;
mod threads;
mod ties;
pub mod types;
mod unknown;
pub mod watch;
mod why;
mod write;

pub use crate::entity::{BadModel, READS_MODELS, Recogniser, open_model};
pub use crate::ingest::{Hook, HookError, serve};
pub use crate::store::FILE as DATABASE;
pub use crate::store::decisions::DecisionRecord;
pub use crate::version::compare::{ChangeKind, OpKind, Summary};
pub use add::{AddOptions, Source, nothing_to_read};
pub use check::{Finding, READ_AGAIN, Stats};
pub use compare::Compared;
pub use decide::{is_merge, is_repair, is_saving};
pub use find::{Found, SearchError};
pub use gazetteers::{ListGiven, ListOptions, is_listing};
pub use grouping::Overlap;
pub use guard::is_guarded;
pub use listed::queries as listed_queries;
pub use read::moment;
pub use seen::Shared;
pub use unknown::nearest;

use crate::entity::BuiltIn;
use crate::search::TextIndex;
use crate::store::{Store, StoreError};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

/// What can go wrong with a library.
#[derive(Debug, thiserror::Error)]
pub enum LibraryError {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error("the text index: {0}")]
    Index(#[from] crate::search::IndexError),
    #[error("the text index holds no document yet: {0}; ask again when that is done")]
    Unindexed(String),
    #[error("the text index is damaged, and another variorum is adding documents; wait until it is done and ask again")]
    IndexBusy,
    #[error("the text index could not answer ({0}); `variorum rebuild` makes it anew")]
    Broken(String),
    #[error("the fingerprints: {0}")]
    Prints(#[from] crate::version::IndexError),
    #[error("there is no library in {0}; add documents with: variorum add PATH")]
    Missing(PathBuf),
    /// One lies a level further down.
    #[error(
        "there is no library in {0} or above it; one lies in {1}: use it with --library {1}, or go to the folder beside it"
    )]
    Below(PathBuf, PathBuf),
    #[error(
        "{0} is gone, although an index of its documents lies beside it; put back a copy of it, or delete the whole folder to begin anew"
    )]
    Vanished(PathBuf),
    #[error(
        "{0} is empty, although an index of its documents lies beside it; put back a copy of it, or delete the whole folder to begin anew"
    )]
    Emptied(PathBuf),
    #[error("no document answers to {0:?}; give its key, a unique ending of it, or #number")]
    NoDocument(String),
    #[error("{0:?} could be any of: {list}; give one of these whole", list = .1.join(", "))]
    AmbiguousDocument(String, Vec<String>),
    #[error("{0} is no version of {1}; `variorum versions` lists the groups")]
    NotAVersion(String, String),
    /// With what there is in its place, as the end of the sentence.
    #[error("there is no batch {0:?}; {1}")]
    NoBatch(String, String),
    #[error("no entity answers to {0:?}; give its name, a form of it, or its id")]
    NoEntity(String),
    #[error("{0:?} could be any of: {list}; give its id", list = .1.join(", "))]
    AmbiguousEntity(String, Vec<String>),
    #[error("{0} has no form {1:?}; give one as it stands in the text")]
    NoForm(String, String),
    #[error("{0} is no mail with an id, so it stands in no thread; name a mail")]
    NoThread(String),
    #[error("there is no saved search {0:?}; {1}")]
    NoSaved(String, String),
    #[error("there is no list {0:?}; {1}")]
    NoList(String, String),
    #[error("nothing to mend: {0}")]
    NoRepair(String),
    #[error("another variorum is adding documents to this library; wait until it is done")]
    Busy,
    #[error("{0}: {1}; see whether it is there and may be used")]
    File(PathBuf, std::io::Error),
    /// A file that the reader named, which is none of the library's own.
    #[error("{0}: {1}; see whether it is there and may be used")]
    Given(PathBuf, std::io::Error),
    #[error("stopped; the next add goes on from here")]
    Stopped,
    #[error("stopped; the next `variorum rebuild` goes on from here")]
    RebuildStopped,
}

pub type Result<T> = std::result::Result<T, LibraryError>;

impl LibraryError {
    /// True when the library could only be read.
    pub fn is_refusal(&self) -> bool {
        matches!(self, Self::Store(StoreError::ReadOnly))
    }

    /// True when something could not be written, which says nothing of what is there.
    fn is_about_writing(&self) -> bool {
        use crate::search::IndexError::{BrokenOff, Full, Io};
        matches!(
            self,
            Self::Store(StoreError::ReadOnly | StoreError::Full)
                | Self::Index(Full | Io(_) | BrokenOff(_))
                | Self::Prints(crate::version::IndexError::Io(..))
                | Self::File(..)
        )
    }
}

/// A library that is open.
pub struct Library {
    folder: PathBuf,
    store: Store,
    /// `None` until first asked for, and while there is none that can be read.
    index: Option<TextIndex>,
    who: String,
    /// Why it does not hold every document.
    kept_behind: Option<String>,
    /// What reads the names of texts.
    recogniser: Arc<dyn Recogniser>,
    /// The comparison made last: a change of its view alone lays it out again.
    compared: Mutex<Option<compare::Kept>>,
    mended: mended::Cache,
}

impl Library {
    /// Opens the library in a folder, making it when `create` says so. `who` signs decisions.
    ///
    /// # Errors
    /// When there is none, or its database cannot be used.
    pub fn open(folder: &Path, who: &str, create: bool) -> Result<Self> {
        let database = folder.join(crate::store::FILE);
        let has_index = || ["index/meta.json", "prints/manifest"].iter().any(|file| folder.join(file).exists());
        match database.try_exists() {
            Ok(false) if has_index() => return Err(LibraryError::Vanished(database)),
            Ok(false) if !create => return Err(LibraryError::Missing(folder.to_owned())),
            Err(error) => return Err(LibraryError::File(database, error)),
            Ok(_) => {}
        }
        let size = |path: &Path| path.metadata().map_or(0, |meta| meta.len());
        let is_lost = database.exists() && size(&database) == 0 && size(&database.with_extension("sqlite-wal")) == 0;
        if is_lost && has_index() {
            return Err(LibraryError::Emptied(database));
        }
        let store = Store::open(folder)?;
        Ok(Self {
            folder: folder.to_owned(),
            store,
            index: None,
            kept_behind: None,
            who: who.to_owned(),
            recogniser: Arc::new(BuiltIn),
            compared: Mutex::default(),
            mended: mended::Cache::default(),
        })
    }

    /// Another handle on the same library, for another thread.
    ///
    /// # Errors
    /// When the database cannot be opened again.
    pub fn again(&self) -> Result<Self> {
        let again = Self::open(&self.folder, &self.who, false)?;
        Ok(Self { recogniser: self.recogniser.clone(), ..again })
    }

    /// Lets another recogniser than the built-in one read the names of texts that come from now on, and
    /// of those that are read again.
    pub fn read_names_with(&mut self, recogniser: Arc<dyn Recogniser>) {
        self.recogniser = recogniser;
    }

    /// True when nothing can be decided or added, only read.
    pub fn is_read_only(&self) -> bool {
        self.store.is_read_only()
    }

    /// Why nothing can be decided or added, where that is so.
    pub fn unwritable(&self) -> Option<String> {
        self.is_read_only().then(|| StoreError::ReadOnly.to_string())
    }

    /// Sees to it that the next question is answered from what is there now, also where the library was
    /// opened as one that nobody writes.
    pub fn look_again(&mut self) {
        self.store.look_again();
    }

    /// The library's folder.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// The folder that the keys of files are relative to.
    pub fn home(&self) -> PathBuf {
        let folder = self.whole_folder();
        folder.parent().map(Path::to_owned).unwrap_or(folder)
    }

    fn whole_folder(&self) -> PathBuf {
        let folder = std::path::absolute(&self.folder).unwrap_or_else(|_| self.folder.clone());
        folder.canonicalize().unwrap_or(folder)
    }

    /// The name that the header shows: the library's folder, or the one that it lies in where it is
    /// called as all are.
    pub fn name(&self) -> String {
        let folder = self.whole_folder();
        let own = folder.file_name().is_some_and(|name| name != place::FOLDER);
        let named = if own { folder } else { self.home() };
        named.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_else(|| "/".into())
    }

    fn index_folder(&self) -> PathBuf {
        self.folder.join("index")
    }

    fn prints_folder(&self) -> PathBuf {
        self.folder.join("prints")
    }
}
