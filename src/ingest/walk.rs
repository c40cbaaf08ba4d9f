//! Finding the files under what the user named: ignore files honoured, every file once, links safe.

use super::{Failure, FailureKind, Found};
use rapidhash::v3::rapidhash_v3;
use std::collections::{BTreeSet, HashSet};
use std::fs::{self, Metadata};
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{FileTypeExt, MetadataExt};
use std::path::{Path, PathBuf};

/// The folder of a library, which is never read as a corpus.
const LIBRARY: &str = ".variorum";
/// What a library's folder holds, whatever it is called.
const HOLDS: [&str; 2] = ["library.sqlite", "add.lock"];

/// The files under some roots, in a stable order: the roots sorted, each one's files sorted by
/// path, and last whatever only symbolic links lead to.
///
/// Inside a folder hidden and ignored files are left out (but for hidden folders of mail), as `.gitignore` and `.ignore` files in
/// the folder say; those above it and the user's own have no say. What is named itself is always
/// taken. Memory: eight bytes a file, and the entries of the folders that are open.
pub struct Walk {
    roots: std::vec::IntoIter<PathBuf>,
    inside: Option<Inside>,
    /// Folders of mail whose names begin with a dot, as those below a Maildir's inbox do.
    mailboxes: BTreeSet<PathBuf>,
    links: BTreeSet<PathBuf>,
    entered: HashSet<PathBuf>,
    /// Hashes of the real paths given so far.
    seen: HashSet<u64>,
    counts: bool,
}

struct Inside {
    entries: ignore::Walk,
    shown: PathBuf,
    real: PathBuf,
    /// Files and links that were met.
    met: usize,
}

/// Walks files and folders. A thing that cannot be read is an `Err`, and the rest goes on.
pub fn walk(roots: &[PathBuf]) -> Walk {
    let mut roots: Vec<PathBuf> = roots.iter().map(|root| tidy(root)).collect();
    roots.sort();
    roots.dedup();
    Walk {
        roots: roots.into_iter(),
        inside: None,
        mailboxes: BTreeSet::new(),
        links: BTreeSet::new(),
        entered: HashSet::new(),
        seen: HashSet::new(),
        counts: false,
    }
}

/// `./a//b/` and `a/b` are one path.
fn tidy(root: &Path) -> PathBuf {
    let path: PathBuf = root.components().filter(|part| !matches!(part, std::path::Component::CurDir)).collect();
    if path.as_os_str().is_empty() { PathBuf::from(".") } else { path }
}

impl Inside {
    /// What the folder has besides the files that were met, which nobody is to miss without a word.
    fn left_out(&self) -> Option<Failure> {
        // What programs put into folders is nobody's document.
        const KEPT: [&str; 7] = [LIBRARY, ".git", ".gitignore", ".ignore", ".gitattributes", ".gitkeep", ".DS_Store"];
        let unread = |entry: &ignore::DirEntry| KEPT.iter().all(|kept| entry.file_name() != *kept);
        let all = ignore::WalkBuilder::new(&self.shown)
            .standard_filters(false)
            .follow_links(false)
            .filter_entry(move |entry| {
                entry.depth() == 0
                    || (unread(entry) && !is_mailbox(entry.path()) && !(is_folder(entry) && is_library(entry.path())))
            })
            .build()
            .filter_map(Result::ok)
            .filter(|entry| entry.depth() > 0 && entry.file_type().is_some_and(|kind| !kind.is_dir()))
            .count();
        let left = all.checked_sub(self.met).filter(|&left| left > 0)?;
        let (files, them) = if left == 1 { ("1 file is", "it") } else { (&*format!("{left} files are"), "them") };
        let error = format!(
            "{files} left out, as hidden or named in a .gitignore or .ignore file; name {them} or the folder they lie in \
             to have {them} read"
        );
        Some(Failure { name: printable(&self.shown), line: None, kind: FailureKind::Part, error })
    }
}

impl Iterator for Walk {
    type Item = Result<Found, Failure>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let found = match &mut self.inside {
                Some(inside) => match inside.entries.next() {
                    Some(entry) => self.entry(entry),
                    None => self.inside.take().filter(|_| self.counts).and_then(|inside| inside.left_out()).map(Err),
                },
                None => match self.next_root() {
                    Some(root) => self.root(root),
                    None => return None,
                },
            };
            if found.is_some() {
                return found;
            }
        }
    }
}

impl Walk {
    /// The same walk, which also tells how many files of each folder are left out; for that it goes through their
    /// names once more.
    pub fn counting(self) -> Walk {
        Walk { counts: true, ..self }
    }

    fn next_root(&mut self) -> Option<PathBuf> {
        self.mailboxes.pop_first().or_else(|| self.roots.next()).or_else(|| self.links.pop_first())
    }

    /// A named path, or the far end of a link.
    fn root(&mut self, path: PathBuf) -> Option<Result<Found, Failure>> {
        let (real, meta) = match path.canonicalize().and_then(|real| Ok((real, fs::metadata(&path)?))) {
            Ok(both) => both,
            Err(error) => return Some(Err(unreadable(&path, &error))),
        };
        if !meta.is_dir() {
            return self.file(path, &real, &meta);
        }
        if is_library(&real) {
            let error = "a library's own folder, which is never read as a corpus".to_owned();
            return Some(Err(Failure { name: printable(&path), line: None, kind: FailureKind::Skipped, error }));
        }
        if !self.entered.insert(real.clone()) {
            return None;
        }
        let entries = ignore::WalkBuilder::new(&path)
            .parents(false)
            .git_global(false)
            .require_git(false)
            .follow_links(false)
            .sort_by_file_name(|a, b| a.cmp(b))
            .filter_entry(|entry| entry.depth() == 0 || !(is_folder(entry) && is_library(entry.path())))
            .build();
        self.inside = Some(Inside { entries, shown: path, real, met: 0 });
        None
    }

    fn entry(&mut self, entry: Result<ignore::DirEntry, ignore::Error>) -> Option<Result<Found, Failure>> {
        let inside = self.inside.as_mut()?;
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => return Some(Err(unwalkable(&inside.shown, &error))),
        };
        let kind = entry.file_type()?;
        if kind.is_dir() || entry.depth() == 0 {
            // What cannot be listed is told of when it is walked.
            let below = fs::read_dir(entry.path()).into_iter().flatten().filter_map(Result::ok);
            self.mailboxes.extend(below.map(|below| below.path()).filter(|path| is_mailbox(path)));
            return None;
        }
        inside.met += 1;
        if kind.is_symlink() {
            // Last, so that a file in reach under its own name is never known by a link to it.
            self.links.insert(entry.into_path());
            return None;
        }
        let real = match entry.path().strip_prefix(&inside.shown) {
            Ok(rest) => inside.real.join(rest),
            Err(_) => entry.path().to_owned(),
        };
        match entry.metadata() {
            Ok(meta) => {
                let path = entry.into_path();
                let path = path.strip_prefix(".").map(Path::to_owned).unwrap_or(path);
                self.file(path, &real, &meta)
            }
            Err(error) => Some(Err(unwalkable(entry.path(), &error))),
        }
    }

    fn file(&mut self, path: PathBuf, real: &Path, meta: &Metadata) -> Option<Result<Found, Failure>> {
        if !self.seen.insert(rapidhash_v3(real.as_os_str().as_bytes())) {
            return None;
        }
        let name = printable(&path);
        if let Some(error) = not_a_file(meta) {
            return Some(Err(Failure { name, line: None, kind: FailureKind::Skipped, error: error.to_owned() }));
        }
        let modified = meta.mtime().saturating_mul(1_000_000_000).saturating_add(meta.mtime_nsec());
        Some(Ok(Found { path, name, size: meta.len(), modified }))
    }
}

fn is_folder(entry: &ignore::DirEntry) -> bool {
    entry.file_type().is_some_and(|kind| kind.is_dir())
}

/// True for the folder of a library, made under another name or not.
fn is_library(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name == LIBRARY) || HOLDS.iter().all(|held| path.join(held).exists())
}

/// True for a folder of mail with a name that begins with a dot: `.Sent` beside the inbox of a Maildir.
fn is_mailbox(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name.as_bytes().starts_with(b"."))
        && fs::symlink_metadata(path).is_ok_and(|meta| meta.is_dir())
        && ["cur", "new"].iter().any(|folder| path.join(folder).is_dir())
}

/// Why a thing is never opened, if it is no regular file.
pub(super) fn not_a_file(meta: &Metadata) -> Option<&'static str> {
    let kind = meta.file_type();
    if kind.is_file() {
        None
    } else if kind.is_dir() {
        Some("a folder, not a file")
    } else if kind.is_fifo() {
        Some("a named pipe, which is never opened; read it with `add -` if it holds JSON Lines")
    } else if kind.is_socket() {
        Some("a socket, which is never opened")
    } else {
        Some("a device, which is never opened")
    }
}

/// A path as text: valid UTF-8 as it is, every other byte as `\xNN`, and so the backslash of a name
/// that has just that written out. No two paths have one text.
pub fn printable(path: &Path) -> String {
    let mut out = String::new();
    let is_digit = |byte: &u8| matches!(byte, b'0'..=b'9' | b'A'..=b'F');
    for chunk in path.as_os_str().as_bytes().utf8_chunks() {
        let mut rest = chunk.valid();
        while let Some(at) = rest.find("\\x") {
            let written = rest.as_bytes()[at + 2..].iter().take(2).filter(|byte| is_digit(byte)).count() == 2;
            out.push_str(&rest[..at]);
            out.push_str(if written { "\\x5C" } else { "\\" });
            rest = &rest[at + 1..];
        }
        out.push_str(rest);
        for byte in chunk.invalid() {
            out.push_str(&format!("\\x{byte:02X}"));
        }
    }
    out
}

/// What an error of the file system means for the reader.
pub(super) fn advice(error: &std::io::Error) -> String {
    use std::io::ErrorKind::*;
    // A circle has a number and, in this language, no stable kind.
    if error.raw_os_error() == Some(rustix::io::Errno::LOOP.raw_os_error()) {
        return "symbolic links that lead in a circle; remove one of them".to_owned();
    }
    match error.kind() {
        NotFound => "no such file or folder; check the path, or where the link points".to_owned(),
        PermissionDenied => "no permission to read it; change its mode or add it as another user".to_owned(),
        _ => {
            let text = error.to_string();
            format!("cannot be read: {}", text.trim_end_matches('.').to_lowercase())
        }
    }
}

fn unreadable(path: &Path, error: &std::io::Error) -> Failure {
    let error = advice(error);
    Failure { name: printable(path), line: None, kind: FailureKind::Failed, error }
}

fn unwalkable(near: &Path, error: &ignore::Error) -> Failure {
    let path = path_of(error).unwrap_or(near);
    match error.io_error() {
        Some(io) => unreadable(path, io),
        None => {
            let error = format!("cannot be walked: {}", error.to_string().to_lowercase());
            Failure { name: printable(path), line: None, kind: FailureKind::Failed, error }
        }
    }
}

fn path_of(error: &ignore::Error) -> Option<&Path> {
    match error {
        ignore::Error::WithPath { path, .. } => Some(path),
        ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => path_of(err),
        ignore::Error::Loop { child, .. } => Some(child),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::symlink;

    fn put(root: &Path, path: &str, text: &str) {
        let path = root.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn names(root: &Path, roots: &[&str]) -> Vec<String> {
        let roots: Vec<PathBuf> = roots.iter().map(|name| root.join(name)).collect();
        walk(&roots)
            .counting()
            .map(|found| match found {
                Ok(found) => found.path.strip_prefix(root).unwrap().display().to_string(),
                Err(failure) => format!("{:?} {}", failure.kind, failure.name.rsplit('/').next().unwrap()),
            })
            .collect()
    }

    #[test]
    fn folders_are_walked_in_order_and_hidden_and_ignored_files_are_counted() {
        let dir = tempfile::tempdir().unwrap();
        for path in ["c/b.txt", "c/a/z.txt", "c/.hidden", "c/skip.me", "c/.variorum/db", "c/a/.git/x", "top.txt"] {
            put(dir.path(), path, "x");
        }
        put(dir.path(), "c/.gitignore", "skip.*\n");
        assert_eq!(names(dir.path(), &["c"]), ["c/a/z.txt", "c/b.txt", "Part c"]);
        let told = walk(&[dir.path().join("c")]).counting().find_map(Result::err).unwrap();
        assert!(told.error.starts_with("2 files are left out, as hidden or named in a .gitignore"), "{}", told.error);
        assert_eq!(names(dir.path(), &["c/a", "c/b.txt"]), ["c/a/z.txt", "c/b.txt"]);
        assert_eq!(names(dir.path(), &["c/skip.me", "c/.hidden"]), ["c/.hidden", "c/skip.me"]);
        assert_eq!(names(dir.path(), &["c/.variorum", "nothing"]), ["Skipped .variorum", "Failed nothing"]);
    }

    #[test]
    fn folders_of_mail_are_no_hidden_ones() {
        let dir = tempfile::tempdir().unwrap();
        for path in [
            "m/Maildir/cur/1",
            "m/Maildir/.Sent/cur/2",
            "m/Maildir/.Sent.2014/new/3",
            "m/Maildir/.cache/x",
            "m/.mail/new/4",
            "z.txt",
        ] {
            put(dir.path(), path, "x");
        }
        let found = names(dir.path(), &["m", "z.txt"]);
        let boxes =
            ["m/Maildir/cur/1", "Part m", "m/.mail/new/4", "m/Maildir/.Sent/cur/2", "m/Maildir/.Sent.2014/new/3"];
        assert_eq!(found, [&boxes[..], &["z.txt"]].concat());
        let told = walk(&[dir.path().join("m")]).counting().find_map(Result::err).unwrap();
        assert!(told.error.starts_with("1 file is left out"), "{}", told.error);
    }

    #[test]
    fn ignore_files_above_a_named_folder_have_no_say() {
        let dir = tempfile::tempdir().unwrap();
        put(dir.path(), ".git/HEAD", "ref: x");
        put(dir.path(), ".gitignore", "corpus/\n*.txt\n");
        put(dir.path(), "corpus/a.txt", "x");
        put(dir.path(), "corpus/.ignore", "b.txt\n");
        put(dir.path(), "corpus/b.txt", "x");
        assert_eq!(names(dir.path(), &["corpus"]), ["corpus/a.txt", "Part corpus"]);
        let roots = [dir.path().to_owned()];
        assert_eq!(walk(&roots).counting().count(), 1);
        assert!(walk(&roots).counting().all(|found| found.is_err_and(|left| left.kind == FailureKind::Part)));
    }

    #[test]
    fn links_are_followed_once_and_never_in_circles() {
        let dir = tempfile::tempdir().unwrap();
        let at = |path: &str| dir.path().join(path);
        put(dir.path(), "c/real.txt", "x");
        put(dir.path(), "outside/far.txt", "x");
        symlink(at("c/real.txt"), at("c/again.txt")).unwrap();
        symlink(at("c"), at("c/circle")).unwrap();
        symlink(at("outside"), at("c/out")).unwrap();
        symlink(at("c/x"), at("c/y")).unwrap();
        symlink(at("c/y"), at("c/x")).unwrap();
        symlink(at("gone"), at("c/zgone")).unwrap();
        assert_eq!(names(dir.path(), &["c"]), ["c/real.txt", "c/out/far.txt", "Failed x", "Failed y", "Failed zgone"]);
        assert_eq!(names(dir.path(), &["c/out"]), ["c/out/far.txt"]);
    }

    #[test]
    fn pipes_are_told_and_never_opened() {
        let dir = tempfile::tempdir().unwrap();
        let _socket = std::os::unix::net::UnixListener::bind(dir.path().join("s")).unwrap();
        let made = std::process::Command::new("mkfifo").arg(dir.path().join("p")).status();
        assert!(made.is_ok_and(|status| status.success()));
        assert_eq!(names(dir.path(), &["."]), ["Skipped p", "Skipped s"]);
    }

    #[test]
    fn names_are_lossless() {
        let path = Path::new(std::ffi::OsStr::from_bytes(b"a\xff\xe9/\xc3\xa9"));
        assert_eq!(printable(path), "a\\xFF\\xE9/é");
        assert_eq!(printable(Path::new("a\\xFF\\xe9\\n/é\\x")), "a\\x5CxFF\\xe9\\n/é\\x");
    }
}
